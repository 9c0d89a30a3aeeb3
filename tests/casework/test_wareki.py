"""Era dates: what is printed, what is read, and that reading gives back what was printed."""

from datetime import date, timedelta

import pytest

from casework import wareki
from casework.wareki import WarekiError, parse

FIGURE = "\u2007"

LONG = [
    (date(2026, 4, 1), "令和8年4月1日"),
    (date(2019, 5, 1), "令和元年5月1日"),
    (date(2019, 4, 30), "平成31年4月30日"),
    (date(1989, 1, 8), "平成元年1月8日"),
    (date(1989, 1, 7), "昭和64年1月7日"),
    (date(1926, 12, 25), "昭和元年12月25日"),
    (date(1926, 12, 24), "大正15年12月24日"),
    (date(1912, 7, 30), "大正元年7月30日"),
    (date(1912, 7, 29), "明治45年7月29日"),
    (date(1873, 1, 1), "明治6年1月1日"),
]


@pytest.mark.parametrize(("day", "text"), LONG)
def test_the_era_changes_on_its_own_day(day: date, text: str) -> None:
    assert wareki.format_long(day) == text


@pytest.mark.parametrize(("day", "text"), LONG)
def test_the_long_form_is_read_back(day: date, text: str) -> None:
    assert parse(text) == wareki.ParsedDate(day)


def test_the_weekday_stands_in_full_width_brackets() -> None:
    assert wareki.format_long(date(2026, 9, 9), weekday=True) == "令和8年9月9日（水）"
    assert wareki.format_long(date(2026, 9, 26), weekday=True) == "令和8年9月26日（土）"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 9, 2), f"R8.{FIGURE}9.{FIGURE}2"),
        (date(2026, 8, 24), f"R8.{FIGURE}8.24"),
        (date(2026, 11, 18), "R8.11.18"),
        (date(2028, 6, 14), f"R10.{FIGURE}6.14"),
        (date(2019, 5, 1), f"R1.{FIGURE}5.{FIGURE}1"),
    ],
)
def test_the_short_form_is_padded_with_figure_spaces(day: date, text: str) -> None:
    assert wareki.format_short(day) == text
    assert parse(text).date == day


def test_the_short_forms_year_is_padded_where_a_column_mixes_widths() -> None:
    assert wareki.format_short(date(2026, 6, 14), pad_year=True) == f"R{FIGURE}8.{FIGURE}6.14"
    assert wareki.format_short(date(2028, 6, 14), pad_year=True) == f"R10.{FIGURE}6.14"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 4, 1), "令和八年四月一日"),
        (date(2019, 5, 31), "令和元年五月三十一日"),
        (date(2028, 10, 10), "令和十年十月十日"),
        (date(1988, 12, 20), "昭和六十三年十二月二十日"),
        (date(2039, 11, 21), "令和二十一年十一月二十一日"),
    ],
)
def test_the_kanji_form_is_written_and_read(day: date, text: str) -> None:
    assert wareki.format_kanji(day) == text
    assert parse(text).date == day


@pytest.mark.parametrize(
    ("value", "text"), [(1, "一"), (10, "十"), (11, "十一"), (64, "六十四"), (100, "百"), (125, "百二十五")]
)
def test_kanji_numbers(value: int, text: str) -> None:
    assert wareki.kanji_number(value) == text


def test_the_parts_fill_a_papers_blanks() -> None:
    assert wareki.era_parts(date(2026, 4, 1)) == ("令和", "8", 4, 1)
    assert wareki.era_parts(date(2019, 12, 31)) == ("令和", "元", 12, 31)


@pytest.mark.parametrize(
    "text",
    [
        "令和8年4月1日",
        "令和8年4月1日（水）",
        "令和8年4月1日(水曜日)",
        "令和 8年 4月 1日",
        "令和８年４月１日",
        "令和八年四月一日",
        "㋿8年4月1日",
        "令8.4.1",
        "R8.4.1",
        "r8/4/1",
        "R8-04-01",
        "Ｒ８．４．１",
        "R8.4.1 ",
        "平成38年4月1日",
        "昭和101年4月1日",
        "2026-04-01",
        "2026/4/1",
        "2026.4.1",
        "２０２６年４月１日",
        "西暦2026年4月1日",
        "二〇二六年四月一日",
        "2026－04－01",
        "2026ー4ー1",
        "20260401",
        "２０２６０４０１",
        "　2026-04-01　",
    ],
)
def test_a_day_is_read_in_every_usual_spelling(text: str) -> None:
    assert parse(text).date == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("R元.5.1", date(2019, 5, 1)),
        ("令和1年5月1日", date(2019, 5, 1)),
        ("H元/1/8", date(1989, 1, 8)),
        ("S64.1.7", date(1989, 1, 7)),
        ("昭和三十四年五月六日", date(1959, 5, 6)),
        ("T15.12.24", date(1926, 12, 24)),
        ("M45.7.29", date(1912, 7, 29)),
        ("明治6年1月1日", date(1873, 1, 1)),
        ("令和6年2月29日", date(2024, 2, 29)),
    ],
)
def test_every_era_is_read(text: str, day: date) -> None:
    assert parse(text) == wareki.ParsedDate(day)


@pytest.mark.parametrize(
    ("text", "day", "words"),
    [
        ("平成60年3月12日", date(2048, 3, 12), "令和30年3月12日"),
        ("平成31年5月1日", date(2019, 5, 1), "令和元年5月1日"),
        ("昭和64年1月8日", date(1989, 1, 8), "平成元年1月8日"),
        ("昭和100年1月1日", date(2025, 1, 1), "令和7年1月1日"),
        ("大正16年1月1日", date(1927, 1, 1), "昭和2年1月1日"),
        ("明治46年1月1日", date(1913, 1, 1), "大正2年1月1日"),
    ],
)
def test_an_era_beyond_its_end_is_accepted_with_a_note(text: str, day: date, words: str) -> None:
    parsed = parse(text)
    assert parsed.date == day
    assert text in parsed.note
    assert words in parsed.note


def test_a_wrong_weekday_is_noted() -> None:
    assert parse("令和8年9月9日（水）").note == ""
    assert "水曜日です" in parse("令和8年9月9日（火）").note


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "日付を入力してください"),
        ("　", "日付を入力してください"),
        ("きょう", "日付として読めません"),
        ("令和8年4月", "日付として読めません"),
        ("8年4月1日", "西暦の年を4けた"),
        ("26/4/1", "西暦の年を4けた"),
        ("元年4月1日", "西暦の年を4けた"),
        ("令和0年4月1日", "令和0年という年はありません"),
        ("令和8年2月29日", "2月は28日までです"),
        ("令和8年2月30日", "令和8年2月30日という日はありません"),
        ("令和8年4月31日", "4月は30日までです"),
        ("令和8年4月0日", "4月は30日までです"),
        ("令和8年13月1日", "13月という月はありません"),
        ("2026-00-10", "0月という月はありません"),
        ("20260230", "2月は28日までです"),
        ("令和元年4月30日", "平成31年4月30日と入力"),
        ("平成元年1月7日", "昭和64年1月7日と入力"),
        ("昭和元年12月24日", "大正15年12月24日と入力"),
        ("大正元年7月29日", "明治45年7月29日と入力"),
        ("明治5年12月31日", "明治6年1月1日より前"),
        ("1872-12-31", "明治6年1月1日より前"),
        ("平成9999年1月1日", "年という年はありません"),
    ],
)
def test_what_is_no_day_is_refused_with_a_sentence(text: str, words: str) -> None:
    with pytest.raises(WarekiError) as refused:
        parse(text)
    assert words in str(refused.value)
    assert isinstance(refused.value, ValueError)


def test_a_month_is_named_in_its_era() -> None:
    assert [wareki.format_month(date(2019, month, 30)) for month in (4, 5)] == ["平成31年4月", "令和元年5月"]


def test_no_era_before_meiji_6() -> None:
    with pytest.raises(WarekiError):
        wareki.format_long(date(1872, 12, 31))


def assert_round_trip(day: date) -> None:
    forms = (wareki.format_long, wareki.format_short, wareki.format_kanji)
    for text in (*(form(day) for form in forms), wareki.format_long(day, weekday=True), day.isoformat()):
        assert parse(text) == wareki.ParsedDate(day), text


def days_of(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@pytest.mark.parametrize("year", range(1989, 2061))
def test_a_sample_of_every_year_makes_the_round_trip(year: int) -> None:
    for month, day in ((1, 8), (2, 28), (3, 31), (4, 1), (5, 1), (10, 10), (12, 31)):
        assert_round_trip(date(year, month, day))


@pytest.mark.nightly
def test_every_day_from_heisei_on_makes_the_round_trip() -> None:
    for day in days_of(date(1989, 1, 8), date(2060, 12, 31)):
        assert_round_trip(day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("西暦二千二十六年四月一日", date(2026, 4, 1)),
        ("西暦千九百九十九年一月二日", date(1999, 1, 2)),
        ("9999-12-31", date(9999, 12, 31)),
        ("1873-1-1", date(1873, 1, 1)),
        ("明治6年1月1日", date(1873, 1, 1)),
        ("明治999年1月1日", date(2866, 1, 1)),
    ],
)
def test_days_at_the_ends_of_what_can_be_read(text: str, day: date) -> None:
    assert parse(text).date == day


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("999-12-31", "西暦の年を4けた"),
        ("10000-1-1", "西暦の年を4けた"),
        ("元年4月1日", "西暦の年を4けた"),
        ("1872-12-31", "明治6年1月1日より前"),
        ("1000-1-1", "明治6年1月1日より前"),
        ("明治5年12月31日", "明治6年1月1日より前"),
        ("令和1000年1月1日", "令和1000年という年はありません"),
        ("令和0年1月1日", "令和0年という年はありません"),
    ],
)
def test_days_beyond_the_ends_are_told_why(text: str, told: str) -> None:
    with pytest.raises(WarekiError, match=told):
        parse(text)
