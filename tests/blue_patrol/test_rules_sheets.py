"""Numbers of blank sheets, lines of the ledger, a finding's words, a sticker's day: each at its edge."""

from datetime import date

import pytest

from blue_patrol.rules import grounds, information, ledger_tables, sheets
from blue_patrol.rules.sticker_verdicts import RUN, StickerFacts

# --- sheets ----------------------------------------------------------------------------------------------------------


def test_a_number_has_nine_figures_at_most():
    assert sheets.read("a 123456789") == sheets.SheetNumber("A", 123456789, 9)
    with pytest.raises(sheets.SheetError, match="9桁まで"):
        sheets.read("A1234567890")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A000101～A000100", "範囲として読めません"), ("A000101~B000105", "範囲として読めません"), ("A000001〜A100001", "100,000枚まで"),
        ("A000001から200000", "100,000枚まで"),
    ],
)  # fmt: skip
def test_a_range_goes_upwards_within_one_prefix_and_a_lot(text, said):
    with pytest.raises(sheets.SheetError, match=said):
        sheets.read_ranges(text)


@pytest.mark.parametrize(("text", "ends"), [("A000001〜A100000", (1, 100_000)), ("A7〜A7", (7, 7)), ("A000101から105", (101, 105))])  # fmt: skip
def test_a_range_holds_both_its_ends(text, ends):
    ((first, last),) = sheets.read_ranges(text)
    assert (first.serial, last.serial, last.prefix) == (*ends, "A")


def test_what_is_scanned_stands_once_in_its_order():
    assert sheets.scanned("R8-2、R8-1\nR8-2；　R8-3") == ["R8-2", "R8-1", "R8-3"]


@pytest.mark.parametrize("text", ["第R8-0001-01号", "r8-0001-01", "Ｒ８―０００１−０１", "第 R8‐0001-01 号"])
def test_a_number_is_one_however_it_is_written(text):
    assert sheets.bare(text) == "R8-0001-01"


@pytest.mark.parametrize(
    ("serials", "runs"),
    [([], []), ([5], [(5, 5)]), ([1, 2, 3], [(1, 3)]), ([1, 3], [(1, 1), (3, 3)]), ([1, 2, 4, 5, 9], [(1, 2), (4, 5), (9, 9)])],
)  # fmt: skip
def test_serials_are_told_as_unbroken_runs(serials, runs):
    assert sheets.runs(serials) == runs


@pytest.mark.parametrize(
    ("taken", "left"),
    [([], [(1, 5)]), ([1], [(2, 5)]), ([5], [(1, 4)]), ([3], [(1, 2), (4, 5)]), ([2, 2, 4], [(1, 1), (3, 3), (5, 5)]), (range(1, 6), [])],
)  # fmt: skip
def test_what_is_left_of_a_lot_is_what_nobody_took(taken, left):
    assert sheets.left_of(1, 5, taken) == left


# --- lines of the ledger ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]), ("一二三四五", ["一二三四五"]), ("一二三四五六", ["一二三四五", "六"]), ("一、二三四五", ["一、", "二三四五"]),
        ("一、二・三四五六", ["一、二・", "三四五六"]), ("、一二三四五", ["、", "一二三四五"]), ("一二三四、五", ["一二三四、", "五"]), ("一二三四五、", ["一二三四五", "、"]),
    ],
)  # fmt: skip
def test_a_line_breaks_behind_its_last_mark(text, lines):
    assert ledger_tables.in_lines(text, size=5) == lines


def test_a_table_is_found_by_its_kind():
    for kind, table in ledger_tables.TABLES.items():
        assert ledger_tables.table_of(kind) is table


# --- words ------------------------------------------------------------------------------------------------------------

FOUND = {"grounds": grounds.CODES[:1], "source": "通報", "summary": "無灯火で走った", "is_minor": False, "severity_reason": "事故"}  # fmt: skip


@pytest.mark.clause("BP-8-1")
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({}, None), ({"grounds": grounds.CODES}, None), ({"grounds": []}, "grounds"), ({"grounds": ["?"]}, "grounds"), ({"source": " "}, "source"),
        ({"summary": "　"}, "summary"), ({"is_minor": None}, "is_minor"), ({"severity_reason": " "}, "severity_reason"),
        ({"severity_reason": "", "is_minor": True}, None),
    ],
)  # fmt: skip
def test_a_finding_says_what_who_told_it_and_how_grave_it_is(changed, field):
    assert [each.field for each in grounds.found_problems(**FOUND | changed)] == ([field] if field else [])


@pytest.mark.clause("BP-11-2-a")
@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2026, 9, 22), "先の日付"),
        (date(2026, 9, 21), ""),
        (date(2026, 4, 9), "交付した日（令和8年4月10日）より前"),
    ],
)
def test_information_is_given_between_the_delivery_and_today(on, said):
    told = information.day_problem(on, date(2026, 9, 21), date(2026, 4, 10), None)
    assert (said in told) if said else told == ""
    assert information.day_problem(date(2026, 9, 1), date(2026, 9, 21), None, date(2026, 9, 2)).startswith(
        "前の情報提供"
    )
    assert information.day_problem(date(2026, 9, 3), date(2026, 9, 21), None, date(2026, 9, 2)) == ""


@pytest.mark.clause("BP-10-2")
@pytest.mark.parametrize(
    ("kind", "today", "runs"),
    [
        (RUN, date(2026, 5, 3), True), (RUN, date(2026, 5, 10), True), (RUN, date(2026, 5, 4), False),
        ("sticker", date(2026, 5, 3), False),
    ],
)  # fmt: skip
def test_a_run_has_its_day_and_the_one_in_reserve(kind, today, runs):
    facts = StickerFacts(
        kind=kind, number="R8-1", plate="", place="delivered", standing="", closed_on=None, is_of_car=True, handed_over_on=None,
        patrol_area="", station="", held_on=date(2026, 5, 3), reserve_on=date(2026, 5, 10), venue="",
    )  # fmt: skip
    assert facts.runs_on(today) is runs
