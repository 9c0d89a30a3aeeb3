"""Form 15 (BP-5-6): front on page 1, back on page 2, and what they cannot hold on continuation sheets 継続用紙."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from blue_patrol.papers.books import LedgerEventValues, LedgerValues
from blue_patrol.papers.context import plan_in_a_line
from blue_patrol.papers.values import PatrollerValues, VehicleValues
from blue_patrol.rules.ledger_tables import in_lines
from casework.paper_sheets import Frozen, filled_up, read, sheets
from casework.papers import Mode

VEHICLES, PATROLLERS, CHANGES, LINES = 10, 20, 8, 3  # rows on front and back
ROWS = 24  # of a continuation sheet; patrollers stand there in two columns
LETTERS = 64  # of an event in one row
NO_EVENT = LedgerEventValues()


def in_rows(events: Sequence[LedgerEventValues]) -> list[LedgerEventValues]:
    """The events in rows that hold their words; of a long one the day, the kind and the hand stand in its first row."""
    return [
        replace(event, text=line) if not place else LedgerEventValues(text=line, struck_on=event.struck_on)
        for event in events
        for place, line in enumerate(in_lines(event.text, LETTERS))
    ]


def _cars(numbered) -> list:
    return filled_up(numbered, ROWS, (None, VehicleValues()))


def in_pairs(numbered: Sequence, rows: int) -> list[tuple]:
    """People in two columns, down the left one first."""
    full = filled_up(numbered, 2 * rows, (None, PatrollerValues()))
    return list(zip(full[:rows], full[rows:], strict=True))


def continuation(
    lists: Mapping[str, Sequence], vehicles: Sequence, patrollers: Sequence
) -> list[dict[str, Any]]:
    """The sheets of what is left over: {title, events | cars | pairs, who}, each of one table."""
    found: list[dict[str, Any]] = []
    for title, rest in lists.items():
        who = "実施者" if title.startswith("講習") else "取扱者"
        found += [
            {"title": title, "who": who, "events": filled_up(each, ROWS, NO_EVENT)}
            for each in sheets(rest, ROWS)
        ]
    found += [{"title": "自動車", "cars": _cars(each)} for each in sheets(vehicles, ROWS)]
    return found + [
        {"title": "パトロール実施者", "pairs": in_pairs(each, ROWS)} for each in sheets(patrollers, 2 * ROWS)
    ]


def ledger(values: Frozen, mode: Mode) -> dict[str, Any]:
    """The tables of front and back with their empty rows, and ``more``: the continuation sheets."""
    v = read(LedgerValues, values, mode)
    changes, guidance, trainings = map(in_rows, (v.changes, v.guidance, v.trainings))
    cars = list(enumerate(filled_up(v.vehicles, VEHICLES, VehicleValues()), 1))
    people = list(enumerate(filled_up(v.patrollers, PATROLLERS, PatrollerValues()), 1))
    rest = {
        "変更・再交付の経過": changes[CHANGES:],
        "指導・取消し・返納の経過": guidance[LINES:],
        "講習・情報提供": trainings[LINES:],
    }
    return {
        "v": v,
        "plan": plan_in_a_line(v.plan),
        "patroller_total": None if mode is Mode.BLANK else len(v.patrollers),
        "cars": cars[:VEHICLES],
        "pairs": in_pairs(people[:PATROLLERS], PATROLLERS // 2),
        "changes": filled_up(changes[:CHANGES], CHANGES, NO_EVENT),
        "guidance": filled_up(guidance[:LINES], LINES, NO_EVENT),
        "trainings": filled_up(trainings[:LINES], LINES, NO_EVENT),
        "more": continuation(rest, cars[VEHICLES:], people[PATROLLERS:]),
    }
