"""第3の3 and 第3の5 without a database: the balance of members, their leanings, the days of terms."""

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import dates
from liaison_councils.models.terms import Term
from liaison_councils.models.values import CouncilValues
from liaison_councils.rules import composition as rules
from liaison_councils.rules import opinions, terms
from liaison_councils.rules.composition import Member
from liaison_councils.rules.names_of_councils import name_problem
from liaison_councils.rules.terms import DAY, Span

TODAY = dt.date(2026, 4, 1)
SPRING = Span(dt.date(2024, 4, 1), dt.date(2026, 3, 31))
MEMBERS = st.lists(
    st.builds(
        Member,
        birth_date=st.none() | st.dates(dt.date(1920, 1, 1), dt.date(2010, 1, 1)),
        sex=st.sampled_from(["female", "male", ""]),
        category=st.sampled_from(list(rules.CATEGORIES)),
    ),
    max_size=25,
)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2050, 1, 1))


def member(born=1970, sex="male", category="resident") -> Member:
    return Member(dt.date(born, 4, 1) if born else None, sex, category)


# --- the balance (第3の3) ------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-3-3")
@pytest.mark.parametrize(
    ("born", "band"),
    [
        (dt.date(1986, 4, 2), "30代まで"), (dt.date(1986, 4, 1), "40代・50代"), (dt.date(1966, 4, 2), "40代・50代"),
        (dt.date(1966, 4, 1), "60代"), (dt.date(1956, 4, 2), "60代"), (dt.date(1956, 4, 1), "70代以上"), (None, "記録なし"),
    ],
)  # fmt: skip
def test_bands_turn_on_the_birthday(born, band):
    assert rules.band_of(born, TODAY) == band


@pytest.mark.clause("LC-3-3")
@given(members=MEMBERS)
def test_every_member_is_counted_once_in_each_order(members):
    for title, counts in rules.balance(members, TODAY):
        assert sum(count.number for count in counts) == len(members), title
        assert all(0 <= count.share <= 1 for count in counts)
        assert any(count.share == 1 for count in counts) == bool(members)


@pytest.mark.clause("LC-3-3")
@given(members=MEMBERS)
def test_small_counts_are_hidden_and_their_bars_with_them(members):
    named = [group for group in rules.balance(members, TODAY) if group[0] != rules.OCCUPATION]
    for (_, shown), (_, hidden) in zip(named, rules.balance(members, TODAY, hide_small=True), strict=True):
        for one, other in zip(shown, hidden, strict=True):
            if 0 < one.number < rules.SMALL:
                assert (other.number, other.share) == (None, 0)
            else:
                assert other == one


@pytest.mark.clause("LC-3-3")
def test_an_occupation_is_counted_by_its_own_word_without_the_workplace():
    told = [
        "会社員（駅前商事）",
        "会社員",
        "民生委員、町内会長",
        "",
        "農業 果樹",
        "医師",
        "会社員(夜勤)",
        "僧侶",
        "店主",
    ]
    members = [Member(None, "", "resident", occupation) for occupation in told]
    assert rules.occupations(members) == [
        ("会社員", 3), ("民生委員", 1), ("農業", 1), ("医師", 1), ("僧侶", 1), ("店主", 1), ("記録なし", 1),
    ]  # fmt: skip
    shown = {
        title: [(each.label, each.number) for each in counts]
        for title, counts in rules.balance(members, TODAY)
    }
    assert shown["職業"] == [
        ("会社員", 3),
        ("民生委員", 1),
        ("農業", 1),
        ("医師", 1),
        ("僧侶", 1),
        ("ほか", 1),
        ("記録なし", 1),
    ]
    assert shown["選出区分"][0] == ("住民", 9)
    assert "職業" not in dict(
        rules.balance(members, TODAY, hide_small=True)
    )  # the word of one person names them


@pytest.mark.clause("LC-3-3")
@pytest.mark.parametrize(
    ("members", "said"),
    [
        ([], []),
        ([member(born) for born in (1990, 1970, 1960)] + [member(1950, "female", "school")] * 2, []),
        ([member()] * 2 + [member(1950, "female", "school")] * 2, ["委員は5人から10人が目安です（いま4人）。"]),
        ([member(1990, "female", "school")] * 6 + [member(1950)] * 5, ["委員は5人から10人が目安です（いま11人）。"]),
        ([member(born, "female", kind) for born, kind in ((1990, "school"), (1970, "other"), (1960, "public"), (1950, "other"), (1980, "school"))], ["委員がすべて女です。"]),
        ([member(1950)] * 3 + [member(1950, "female", "school")] + [member(1990, "female")], ["委員の4人が70代以上です。"]),
        ([member(born, sex) for born, sex in ((1990, "male"), (1970, "female"), (1960, "male"), (1950, "female"), (1945, "male"))], ["選出の別が「住民」だけです。"]),
    ],
)  # fmt: skip
def test_what_leans_is_said_and_nothing_else(members, said):
    assert rules.leanings(members, TODAY, 5, 10) == said


@pytest.mark.clause("LC-3-3")
@pytest.mark.parametrize(("number", "said"), [(4, True), (5, False), (10, False), (11, True)])
def test_both_ends_of_the_number_of_members_are_within_it(number, said):
    assert any("目安" in each for each in rules.leanings([member()] * number, TODAY, 5, 10)) == said


@pytest.mark.clause("LC-3-3")
@pytest.mark.parametrize(("alike", "others", "said"), [(1, 0, False), (2, 0, True), (2, 1, False)])
def test_all_of_one_sex_or_field_are_two_at_least(alike, others, said):
    members = [member()] * alike + [member(1990, "female", "school")] * others
    told = rules.leanings(members, TODAY, 0, 10)
    assert ("委員がすべて男です。" in told, "選出の別が「住民」だけです。" in told) == (said, said)


@pytest.mark.clause("LC-3-3")
@pytest.mark.parametrize(
    ("alike", "others", "said"), [(3, 0, False), (4, 1, True), (4, 2, False), (5, 1, True), (6, 2, True), (6, 3, False)]
)  # fmt: skip
def test_an_age_leans_from_four_and_three_quarters_on(alike, others, said):
    members = [member(1950)] * alike + [member(1990)] * others
    told = rules.leanings(members, TODAY, 0, 10)
    assert (f"委員の{alike}人が70代以上です。" in told) == said


@pytest.mark.clause("LC-3-3")
def test_occupations_in_words_are_a_line_each_for_those_who_told_one():
    doctor, nobody = Member(None, "", "resident", "医師（駅前医院）"), Member(None, "", "resident")
    assert (
        rules.occupations_in_words([doctor], [doctor, doctor, nobody])
        == "候補者　医師1\n委嘱後　医師2、記録なし1"
    )
    assert rules.occupations_in_words([], [doctor]) == "委嘱後　医師1"


@pytest.mark.clause("LC-3-3")
def test_where_nobody_told_an_occupation_that_is_what_is_shown():
    (counts,) = [counts for title, counts in rules.balance([member()] * 2, TODAY) if title == "職業"]
    assert [(each.label, each.number, each.share) for each in counts] == [("記録なし", 2, 1)]


def test_a_council_of_unknown_ages_and_sexes_is_not_said_to_lean():
    unknown = [
        member(None, "", category) for category in ("resident", "school", "other", "public", "business")
    ]
    assert rules.leanings(unknown, TODAY, 5, 10) == []


# --- the days (第3の5) ----------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-3-5")
@given(start=DAYS, years=st.integers(1, 4), rounds=st.integers(1, 6))
def test_terms_that_follow_leave_no_day_between(start, years, rounds):
    spans = [Span(start, terms.last_day(start, years))]
    for _ in range(rounds):
        spans.append(terms.after(spans[-1], years))
    assert terms.gaps(spans) == []
    assert not any(terms.overlap(one, other) for one, other in itertools.pairwise(spans))
    for day in (spans[0].last, spans[0].last + DAY):
        assert sum(span.holds(day) for span in spans) == 1


@pytest.mark.clause("LC-3-5")
@given(today=DAYS, months=st.integers(1, 12), ahead=st.integers(0, 400))
def test_the_last_near_day_says_what_is_near(today, months, ahead):
    """One comparison in the database for what the rule asks of each day."""
    day = today + dt.timedelta(days=ahead)
    assert terms.is_near(day, months, today) == (today <= day <= terms.near_until(months, today))


def test_near_over_the_short_month():
    assert terms.near_until(3, dt.date(2026, 2, 28)) == dt.date(2026, 5, 31)
    assert terms.near_until(3, dt.date(2026, 3, 1)) == dt.date(2026, 6, 1)


def _term(first, last, ended=None) -> Term:
    return Term(starts_on=first, ends_on=last, ended_on=ended)


@pytest.mark.clause("LC-3-5")
@pytest.mark.parametrize(
    ("serves", "today", "ended", "offered"),
    [
        ("rest", dt.date(2025, 6, 1), dt.date(2025, 6, 30), (dt.date(2025, 7, 1), SPRING.ends_on)),
        ("full", dt.date(2025, 6, 1), dt.date(2025, 6, 30), (dt.date(2025, 7, 1), dt.date(2027, 6, 30))),
        ("rest", dt.date(2025, 9, 1), dt.date(2025, 6, 30), (dt.date(2025, 9, 1), SPRING.ends_on)),
        ("full", dt.date(2025, 9, 1), dt.date(2025, 6, 30), (dt.date(2025, 9, 1), dt.date(2027, 8, 31))),
        ("rest", dt.date(2026, 2, 1), None, (dt.date(2026, 4, 1), dt.date(2028, 3, 31))),
        ("rest", dt.date(2026, 5, 1), None, (dt.date(2026, 4, 1), dt.date(2028, 3, 31))),
        ("rest", dt.date(2026, 5, 1), dt.date(2026, 3, 30), (dt.date(2026, 5, 1), dt.date(2028, 4, 30))),
    ],
)
def test_who_replaces_serves_the_rest_or_a_full_term_and_never_from_a_day_gone_by(
    serves, today, ended, offered
):
    old = _term(SPRING.starts_on, SPRING.ends_on, ended)
    span = CouncilValues(replacement_serves=serves).offered(today, replaces=old)
    assert (span.starts_on, span.ends_on) == offered


def test_a_reappointment_is_offered_behind_the_term_and_a_new_candidate_from_today():
    old = _term(SPRING.starts_on, SPRING.ends_on)
    span = CouncilValues().offered(dt.date(2026, 6, 1), previous=old)
    assert (span.starts_on, span.ends_on) == (dt.date(2026, 4, 1), dt.date(2028, 3, 31))
    span = CouncilValues().offered(TODAY)
    assert (span.starts_on, span.ends_on) == (TODAY, dates.add_months(TODAY, 24) - DAY)


@pytest.mark.clause("LC-3-5")
@pytest.mark.parametrize(
    ("begins", "overlaps"), [("2026-03-30", True), ("2026-03-31", True), ("2026-04-01", False)]
)
def test_terms_overlap_on_a_single_day(begins, overlaps):
    later = Span(dt.date.fromisoformat(begins), dt.date(2028, 3, 31))
    assert (terms.overlap(SPRING, later), terms.overlap(later, SPRING)) == (overlaps, overlaps)


@pytest.mark.parametrize(("today", "near"), [("2025-12-30", False), ("2025-12-31", True), ("2026-03-31", True), ("2026-04-01", False)])  # fmt: skip
def test_an_end_is_near_from_its_months_before_to_its_own_day(today, near):
    assert terms.is_near(SPRING.ends_on, 3, dt.date.fromisoformat(today)) == near


def test_a_gap_is_from_the_day_after_to_the_day_before():
    later = Span(dt.date(2026, 4, 3), dt.date(2028, 3, 31))
    assert terms.gaps([later, SPRING]) == [(dt.date(2026, 4, 1), dt.date(2026, 4, 2))]
    early = Span(SPRING.starts_on, SPRING.ends_on, ended_on=dt.date(2025, 12, 31))
    assert terms.gaps([early, later]) == [(dt.date(2026, 1, 1), dt.date(2026, 4, 2))]


@pytest.mark.clause("LC-3-1")
@pytest.mark.parametrize(
    ("name", "kind", "begins_with_koban", "is_wrong"),
    [
        ("坂上町交番連絡協議会", "area", True, False), ("坂上町連絡協議会", "area", True, True), ("坂上町連絡協議会", "area", False, False),
        ("坂上町連絡協議会", "unit", True, False), ("坂上町連絡協議会", "occupational", True, False),
    ],
)  # fmt: skip
def test_a_prefecture_may_want_the_koban_before_the_name(name, kind, begins_with_koban, is_wrong):
    told = name_problem(name, "坂上町交番", kind, begins_with_koban=begins_with_koban)
    assert told == ("協議会の名称は、「坂上町交番」で始めます（県の定め）。" if is_wrong else "")
    assert name_problem(name, "", kind, begins_with_koban=True) == ""


@pytest.mark.clause("LC-6")
@pytest.mark.parametrize(("waited", "is_long"), [(89, False), (90, False), (91, True)])
def test_an_opinion_waits_long_after_so_many_days(waited, is_long):
    assert opinions.is_long(TODAY - dt.timedelta(days=waited), TODAY, 90) is is_long
