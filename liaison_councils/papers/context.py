"""What the templates of the councils and their members see: L1–L8 and the year L13, cut into sheets.

A sheet's number of rows stands here; where they stand and how high they are is the template's. Rows are at least 8 mm.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from casework.paper_sheets import Frozen, filled_up, read, sheets, spill
from casework.papers import Mode
from liaison_councils.papers.values import (
    CandidatesValues,
    CandidateValues,
    CountValues,
    MemberValues,
    OfficersValues,
    OfficerValues,
    PlannedValues,
    PlanRowValues,
    RosterValues,
    SetupRowValues,
    SetupValues,
    TermValues,
    YearPlanValues,
)
from liaison_councils.papers.values_meetings import YearRowValues, YearValues
from liaison_councils.rules import composition

SETUP_ROWS, CANDIDATES, OFFICERS = 20, 10, 22
MEMBERS, MEMBERS_FURTHER, STAFF_OF_ROSTER = 15, 20, 8
PLAN_ROWS, PLANNED_MEETINGS, YEAR_ROWS = 12, 17, 16
HEADS = ("運営責任者", "推進責任者")  # one of each at a time
REGULAR = "定期"
ROUND = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"
T = TypeVar("T")


def page(rows: Sequence[T], size: int, empty: T, first: int, mode: Mode) -> dict[str, Any]:
    """One sheet: numbered rows up to its size; the first that is left over says 以下余白, but for a blank."""
    over = first + len(rows) if mode is not Mode.BLANK else None
    return {"rows": list(enumerate(filled_up(rows, size, empty), first)), "first_empty": over}


def pages(rows: Sequence[T], size: int, empty: T, mode: Mode) -> list[dict[str, Any]]:
    """All sheets of a list; an empty list is one sheet."""
    cut = sheets(rows, size) or [()]
    return [page(part, size, empty, 1 + index * size, mode) for index, part in enumerate(cut)]


def in_one_line(text: str) -> str:
    """For narrow cells: the lines of a text one after the other."""
    return "　".join(text.splitlines())


def setup(values: Frozen, mode: Mode) -> dict[str, Any]:
    """L1: twenty events a sheet."""
    v = read(SetupValues, values, mode)
    return {"v": v, "pages": pages(v.rows, SETUP_ROWS, SetupRowValues(), mode)}


def candidates(values: Frozen, mode: Mode) -> dict[str, Any]:
    """L2: ten candidates a sheet, the balance on the last."""
    v = read(CandidatesValues, values, mode)
    counts: dict[str, list[CountValues]] = defaultdict(list)
    for each in v.balance or _labels():
        counts[each.title].append(each)
    return {
        "v": v,
        "pages": pages(v.rows, CANDIDATES, CandidateValues(), mode),
        "balance": list(counts.items()),
        "total": None if mode is Mode.BLANK else len(v.rows),
    }


def _labels() -> list[CountValues]:
    """The heads of the balance without figures, for the pen."""
    return [CountValues(title=title, label=each.label) for title, found in composition.balance((), composition.date.min) for each in found]  # fmt: skip


def roster(values: Frozen, mode: Mode) -> dict[str, Any]:
    """L3: fifteen members beside the officers, twenty on a further sheet; eight of the staff, then a 別紙."""
    v = read(RosterValues, values, mode)
    empty = MemberValues()
    first = page(v.rows[:MEMBERS], MEMBERS, empty, 1, mode)
    rest = v.rows[MEMBERS:]
    further = [
        page(part, MEMBERS_FURTHER, empty, 1 + MEMBERS + index * MEMBERS_FURTHER, mode)
        for index, part in enumerate(sheets(rest, MEMBERS_FURTHER))
    ]
    heads = [each for each in v.officers if each.role in HEADS]
    staff = spill([each for each in v.officers if each.role not in HEADS], STAFF_OF_ROSTER, OfficerValues())
    return {
        "v": v,
        "pages": [first, *further],
        "heads": heads or [OfficerValues(role="運営責任者")],
        "staff": _in_pairs(staff["rows"], STAFF_OF_ROSTER),
        "staff_rest": staff["rest"],
        "total": None if mode is Mode.BLANK else len(v.rows),
    }


def _in_pairs(rows: Sequence[T], size: int) -> list[tuple[T | None, T | None]]:
    """Two columns, read down the left one first; None is the place that names the 別紙."""
    places = filled_up(list[T | None](rows), size, None)
    half = size // 2
    return list(zip(places[:half], places[half:], strict=True))


def term(values: Frozen, mode: Mode) -> dict[str, Any]:
    """L4, L5, L5-2 and L5-3: one sheet each."""
    return {"v": read(TermValues, values, mode)}


def officers(values: Frozen, mode: Mode) -> dict[str, Any]:
    """L7: those of one role together; twenty-two a sheet."""
    v = read(OfficersValues, values, mode)
    return {"v": v, "pages": pages(v.rows, OFFICERS, OfficerValues(), mode)}


def year_plan(values: Frozen, mode: Mode) -> dict[str, Any]:
    """L8: councils by month, then meeting by meeting; who plans fewer than the minimum is warned of."""
    v = read(YearPlanValues, values, mode)
    rows = [_plan_row(row, v) for row in v.rows]
    meetings = [
        (row.council, replace(each, agenda=in_one_line(each.agenda)))
        for row in v.rows
        for each in row.meetings
    ]
    first = v.first_month.month if v.first_month else 4
    return {
        "v": v,
        "months": [(first + step - 1) % 12 + 1 for step in range(12)],
        "pages": pages(rows, PLAN_ROWS, _plan_row(PlanRowValues(), v), mode),
        "meetings": pages(meetings, PLANNED_MEETINGS, ("", PlannedValues()), mode),
        "short": None if mode is Mode.BLANK else sum(bool(row["short"]) for row in rows),
        "total": None if mode is Mode.BLANK else len(rows),
    }


def _plan_row(row: PlanRowValues, v: YearPlanValues) -> dict[str, Any]:
    cells: list[list[PlannedValues]] = [[] for _ in range(12)]
    for each in row.meetings:
        if each.on and v.first_month:
            step = (each.on.year - v.first_month.year) * 12 + each.on.month - v.first_month.month
            if 0 <= step < 12:
                cells[step].append(each)
    regular = sum(each.kind == REGULAR for each in row.meetings)
    return {
        "council": row.council,
        "kind": row.kind,
        "cells": ["\n".join(map(_in_cell, found)) for found in cells],
        "regular": regular if row.council else None,
        "minimum": row.minimum,
        "short": max(0, (row.minimum or 0) - regular),
    }


def _in_cell(meeting: PlannedValues) -> str:
    """①15日済: the first regular meeting, on the 15th, held; 臨3日: an extraordinary one planned for the 3rd."""
    mark = ROUND[(meeting.number - 1) % 12] if meeting.number else meeting.kind[:1]
    return (
        f"{mark}{meeting.on.day if meeting.on else ''}日{'済' if meeting.state in ('開催', '報告済') else ''}"
    )


def year(values: Frozen, mode: Mode) -> dict[str, Any]:
    """L13: sixteen councils a sheet, the sum of all on the last."""
    v = read(YearValues, values, mode)
    names = ("regular", "extraordinary", "attended", "members_asked", "members", "missing")
    sums: dict[str, Any] = {name: sum(getattr(row, name) or 0 for row in v.rows) for name in names}
    total = YearRowValues(**sums) if mode is not Mode.BLANK else YearRowValues()
    return {
        "v": v,
        "pages": pages([_year_row(row) for row in v.rows], YEAR_ROWS, _year_row(YearRowValues()), mode),
        "total": _year_row(replace(total, council="計")),
        "short": None if mode is Mode.BLANK else sum(bool(row.missing) for row in v.rows),
        "councils": None if mode is Mode.BLANK else len(v.rows),
    }


def _year_row(row: YearRowValues) -> dict[str, Any]:
    """With the number of all meetings and the share of members who came, in per cent."""
    known = row.regular is not None or row.extraordinary is not None
    return {
        "of": row,
        "meetings": (row.regular or 0) + (row.extraordinary or 0) if known else None,
        "rate": round(100 * (row.attended or 0) / row.members_asked) if row.members_asked else None,
    }
