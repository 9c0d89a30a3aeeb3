"""From frozen values to what a template sees: the values as objects again, cut into the sheets of each form.

A context function takes the values of the act (or the office alone for a blank, or nothing) and the mode. It holds no
layout but the number of rows a sheet has; where they stand and how wide they are is the template's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from blue_patrol.papers import register_pages
from blue_patrol.papers.books import (
    LaterLineValues,
    RegisterValues,
    SupplementValues,
)
from blue_patrol.papers.values import (
    ApplicationValues,
    CertificateValues,
    FindingValues,
    PatrollerValues,
    PlanValues,
    TrainingValues,
    VehicleValues,
)
from casework.paper_sheets import Frozen, filled_up, read, sheets
from casework.papers import Mode

VEHICLES_A_SHEET = 4  # on a 継続用紙
PATROLLERS_A_SHEET = 20
CARDS_A_SHEET = 10
TRAININGS_A_CARD = 6
REGISTER_ROWS = register_pages.ROWS
LATER_LINES = 14
EXAMINED = ("a", "b", "c", *(f"d-{number}" for number in range(1, 8)), "e")


def vehicle_sheets(vehicles: Sequence[VehicleValues], mode: Mode) -> dict[str, Any]:
    """The first vehicle for the main page and the others, numbered from 2, four a continuation sheet 継続用紙."""
    if mode is Mode.BLANK:
        empty = VehicleValues()
        rows: list[tuple[int | None, VehicleValues]] = [(None, empty)] * VEHICLES_A_SHEET
        return {"car": empty, "more": [{"number": None, "rows": rows, "room": False}], "sheet_total": None}
    numbered = list(enumerate(vehicles, 1))
    more = [
        {"number": number, "rows": rows, "room": len(rows) < VEHICLES_A_SHEET}
        for number, rows in enumerate(sheets(numbered[1:], VEHICLES_A_SHEET), 1)
    ]
    return {"car": vehicles[0] if vehicles else VehicleValues(), "more": more, "sheet_total": len(more)}


def application(values: Frozen, mode: Mode) -> dict[str, Any]:
    """Forms 1 and 4: the application with its vehicles, the first on the second page."""
    v = read(ApplicationValues, values, mode)
    blank = mode is Mode.BLANK
    counts = {
        "car_total": None if blank else len(v.vehicles),
        "car_more": None if blank else len(v.vehicles[1:]),
    }
    return {"v": v, **counts, **vehicle_sheets(v.vehicles, mode)}


def overview(values: Frozen, mode: Mode) -> dict[str, Any]:
    """Form 2: the group and its plan, with three lines for the hours of patrol."""
    v = read(ApplicationValues, values, mode)
    blank = mode is Mode.BLANK
    return {
        "v": v,
        "slots": filled_up(v.plan.time_slots, 3, ""),
        "car_total": None if blank else len(v.vehicles),
        "patroller_total": None if blank else len(v.patrollers),
    }


def roster(values: Frozen, mode: Mode) -> dict[str, Any]:
    """Form 3: twenty patrollers a sheet, numbers run on; the first row left over says 以下余白."""
    v = read(ApplicationValues, values, mode)
    cut = sheets(v.patrollers, PATROLLERS_A_SHEET) or [()]
    pages = []
    for index, people in enumerate(cut):
        rows = list(
            enumerate(
                filled_up(people, PATROLLERS_A_SHEET, PatrollerValues()), index * PATROLLERS_A_SHEET + 1
            )
        )
        first_empty = None if mode is Mode.BLANK else len(people) + index * PATROLLERS_A_SHEET + 1
        pages.append({"rows": rows, "first_empty": first_empty})
    return {"v": v, "pages": pages}


def certificate(values: Frozen, mode: Mode) -> dict[str, Any]:
    """Form 5: the certificate; its copy is the main page alone (BP-5-5-1-b) and carries the day of delivery."""
    v = read(CertificateValues, values, mode)
    context = vehicle_sheets(v.vehicles, mode)
    if mode is Mode.COPY:
        context["more"] = []
    total = None if mode is Mode.BLANK else len(v.vehicles)
    more = None if mode is Mode.BLANK else len(v.vehicles[1:])
    return {"v": v, "car_total": total, "car_more": more, "delivered_on": by_pen(v, mode), **context}


def by_pen(v: CertificateValues, mode: Mode) -> Any:
    """The day of delivery: written by pen on the originals, so it is printed on the station's copy alone."""
    return v.delivered_on if mode is Mode.COPY else None


def stickers(values: Frozen, mode: Mode) -> dict[str, Any]:
    """Form 6: one sticker, front and back, for each vehicle."""
    v = read(CertificateValues, values, mode)
    cars = (VehicleValues(),) if mode is Mode.BLANK else v.vehicles
    return {"v": v, "cars": cars, "delivered_on": by_pen(v, mode)}


def cards(values: Frozen, mode: Mode) -> dict[str, Any]:
    """Form 7: ten cards a sheet, fronts and backs; a back shows the last six trainings and room for more.

    Whoever has no card number has no card, so none is printed.
    """
    v = read(CertificateValues, values, mode)
    holders = tuple(person for person in v.patrollers if person.card_number)
    people = (PatrollerValues(),) * CARDS_A_SHEET if mode is Mode.BLANK else holders
    faces = [
        {
            "holder": person,
            "trainings": filled_up(person.trainings[-TRAININGS_A_CARD:], TRAININGS_A_CARD, TrainingValues()),
        }
        for person in people
    ]
    return {"v": v, "pages": sheets(faces, CARDS_A_SHEET), "delivered_on": by_pen(v, mode)}


def transmittal(values: Frozen, mode: Mode) -> dict[str, Any]:
    """Form 13: what the station found, item by item of BP-5-2, with the chief's opinion."""
    v = read(ApplicationValues, values, mode)
    found = {item: FindingValues(item=item) for item in EXAMINED}
    found.update((finding.item, finding) for finding in v.forwarding.findings)
    blank = mode is Mode.BLANK
    return {
        "v": v,
        "found": {item.replace("-", ""): finding for item, finding in found.items()},
        "car_total": None if blank else len(v.vehicles),
        "patroller_total": None if blank else len(v.patrollers),
        "trained_total": None
        if blank
        else sum(person.last_trained_on is not None for person in v.patrollers),
        "posts": filled_up(v.office.decision_posts, 5, ""),
    }


def register(values: Frozen, mode: Mode) -> dict[str, Any]:
    """Form 14: fifteen rows a page with totals carried, then the year's totals by kind; a blank is one page."""
    v = read(RegisterValues, values, mode)
    rows = (*v.paper_rows, *v.rows)
    return {
        "v": v,
        "pages": register_pages.pages_of(v.paper_rows, v.rows),
        "kinds": register_pages.by_kind(rows),
        "total": register_pages.count(rows),
    }


def supplement(values: Frozen, mode: Mode) -> dict[str, Any]:
    """交付簿の追記: twenty lines a sheet, and what they make of the totals."""
    v = read(SupplementValues, values, mode)
    changed = [now - then for then, now in zip(v.closed_counts, v.counts, strict=True)]
    cut = sheets(v.lines, LATER_LINES) or [()]
    return {
        "v": v,
        "sheets": [filled_up(each, LATER_LINES, LaterLineValues()) for each in cut],
        "changed": changed,
    }


def plan_in_a_line(plan: PlanValues) -> str:
    """週2回（火・金　19:30〜21:00）　1回2人1台."""
    often = f"{plan.times_per}{plan.times}回" if plan.times else ""
    when = "　".join(filter(None, ("・".join(plan.weekdays), "、".join(plan.time_slots))))
    people = f"{plan.crew}人" if plan.crew else ""
    cars = f"{plan.vehicles_a_patrol}台" if plan.vehicles_a_patrol else ""
    once = f"1回{people}{cars}" if people or cars else ""
    return "　".join(filter(None, (often + (f"（{when}）" if when else ""), once)))
