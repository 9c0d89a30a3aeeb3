"""Search: keys of the database and of Python are one, variants find each other, what is stored stays as typed."""

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from casework import names
from casework.search import keys, kinds
from casework.walls.searched import CHARS
from tests.casework.variant_pairs import PAIRS

TYPED = st.text(
    alphabet="青葉守アオバｱｵﾊﾞが゛゜ヶケヵー齋髙邉𠮷葛\U000e0100 　\t１2aＡ㍿①-－・|第号名古屋さ", max_size=20
)


def in_database(function: str, text: str):
    with connection.cursor() as cursor:
        cursor.execute(f"select {function}(%s)", [text])
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_the_database_folds_every_character_as_python_does():
    chars = [chr(code) for first, last in CHARS for code in range(first, last)]
    chars += [
        chr(code) for code in (*range(0x20, 0x41), *range(0xFF01, 0xFFEF), 0x3000, 0xFE0F, 0xE0100, 0x3231)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "select array(select casework_search_key(c) from unnest(%s::text[]) with ordinality a(c, n) order by n)",
            [chars],
        )
        (found,) = cursor.fetchone()
    differ = [char for char, key in zip(chars, found, strict=True) if key != names.search_key(char)]
    assert len(chars) > 90_000
    # What folds to several letters (ß → ss) is left to Python; no Japanese name has it.
    assert [char for char in differ if len(char.casefold()) == 1 and names.search_key(char) != ""] == []


@pytest.mark.django_db
@settings(max_examples=150, deadline=None)
@given(TYPED)
def test_the_database_makes_the_same_keys_as_python(text):
    assert in_database("casework_search_key", text) == names.search_key(text)
    assert in_database("casework_number_key", text) == keys.number_key(text)
    key = names.search_key(text)
    assert set(in_database("casework_grams", key)) == {*names.bigrams(key), *([f"\t{key}"] if key else [])}


def test_there_are_more_than_two_hundred_pairs_and_each_is_one():
    assert len({frozenset(pair) for pair in PAIRS}) == len(PAIRS) >= 200
    assert [pair for pair in PAIRS if pair[0] == pair[1]] == []


@pytest.mark.parametrize(
    ("text", "asked", "shown"),
    [
        ("齋藤 守", "斎藤", "齋藤"), ("青葉　守", "葉守", "葉　守"), ("葛\U000e0100城", "葛", "葛\U000e0100"), ("アオバ", "おは", None),
        ("アオバ", "おば", "オバ"), ("ｱｵﾊﾞ会", "おば", "ｱｵﾊﾞ会"), ("㍿みどり", "式", "㍿"), ("髙橋", "", None), ("髙橋", "%", None),
    ],
)  # fmt: skip
def test_the_part_that_matched(text, asked, shown):
    place = keys.matched(text, asked)
    assert (text[slice(*place)] if place else None) == shown


def test_the_part_of_a_number_that_matched():
    shown = "名古屋 500 へ 12-34"
    for asked in ("名古屋500へ1234", "１２－３４", "12-34", "500ヘ"):
        assert keys.matched(shown, asked, number=True)
    assert shown[slice(*keys.matched(shown, "1234", number=True))] == "12-34"
    assert keys.is_whole(shown, "名古屋５００へ１２３４", number=True)
    assert not keys.is_whole(shown, "1234", number=True)


def test_a_variant_is_named_and_another_difference_is_not():
    assert keys.variants("斎藤", "齋藤") == ("斎藤", "齋藤")
    assert keys.variants("あおば", "アオバ") is None
    assert keys.variants("青葉守", "青葉　守") is None


def test_a_kind_is_entered_once():
    taken = next(iter(kinds._kinds.values()))
    with pytest.raises(ValueError, match="entered already"):
        kinds.enter(taken)
