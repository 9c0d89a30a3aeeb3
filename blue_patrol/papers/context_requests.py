"""What the templates of the later requests see: forms 8, 9, 10, 12 and 19, cut into sheets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from blue_patrol.papers.context import VEHICLES_A_SHEET
from blue_patrol.papers.context_reports import event
from blue_patrol.papers.values_requests import (
    ChangeItemValues,
    ChangeValues,
    CredentialValues,
    DemonstrationValues,
    DemonstrationVehicleValues,
    PatrollerChangeValues,
    ReissueValues,
    ReturnValues,
    VehicleChangeValues,
)
from casework.paper_sheets import Frozen, filled_up, read, sheets
from casework.papers import Mode

REISSUED_A_SHEET = 6  # form 8
RETURNED_A_SHEET = 12  # form 12
ITEMS_A_SHEET = 4  # form 9, 新旧
PEOPLE_A_TABLE = 7  # form 10, two tables
CARS_OF_A_RUN = 5  # form 19
REASONS = ("紛失", "き損", "汚損")
CHANGES = (
    ("name", "団体の名称"),
    ("representative", "代表者"),
    ("address", "所在地"),
    ("area", "実施地域"),
    ("vehicle_added", "自動車（追加）"),
    ("vehicle_removed", "自動車（削除）"),
    ("vehicle_replaced", "自動車（入替え）"),
    ("vehicle_particulars", "自動車（使用者等）"),
    ("other", "その他"),
)  # form 9, 変更の区分

T = TypeVar("T")


def pages_of(rows: Sequence[T], size: int, empty: T, mode: Mode) -> list[dict[str, Any]]:
    """Sheets of numbered rows; ``room`` is the number of the first row left over, which says 以下余白."""
    cut = sheets(rows, size) or [()]
    return [
        {
            "rows": list(enumerate(filled_up(part, size, empty), 1 + index * size)),
            "room": None if mode is Mode.BLANK else 1 + index * size + len(part),
        }
        for index, part in enumerate(cut)
    ]


def reissue(values: Frozen, mode: Mode) -> dict[str, Any]:
    """Form 8: six things a sheet."""
    v = read(ReissueValues, values, mode)
    asked = {item.kind for item in v.items}
    why = {item.reason for item in v.items}
    return {
        "v": v,
        "pages": pages_of(v.items, REISSUED_A_SHEET, CredentialValues(), mode),
        "asked": [(kind, kind in asked) for kind in ("証明書", "標章", "実施者証")],
        "reasons": [(reason, reason in why) for reason in REASONS],
    }


def returned(values: Frozen, mode: Mode) -> dict[str, Any]:
    """Form 12: twelve things a sheet; what does not come back has 0 and says why."""
    v = read(ReturnValues, values, mode)
    return {"v": v, "pages": pages_of(v.items, RETURNED_A_SHEET, CredentialValues(), mode)}


def change(values: Frozen, mode: Mode) -> dict[str, Any]:
    """Form 9: four particulars a sheet, one car added and one removed; the other cars on sheets 継続用紙."""
    v = read(ChangeValues, values, mode)
    empty = VehicleChangeValues()
    added = next((car for car in v.vehicles if car.action == "add"), empty)
    removed = next((car for car in v.vehicles if car.action == "remove"), empty)
    others = [car for car in v.vehicles if car is not added and car is not removed]
    if mode is Mode.BLANK:
        others = [empty] * VEHICLES_A_SHEET
    more = sheets(others, VEHICLES_A_SHEET)
    return {
        "v": v,
        "kinds": [(label, code in v.kinds) for code, label in CHANGES],
        "pages": pages_of(v.items, ITEMS_A_SHEET, ChangeItemValues(), mode),
        "added": added.vehicle,
        "removed": removed.vehicle,
        "more": list(enumerate(more, 1)),
        "sheet_total": None if mode is Mode.BLANK else len(more),
    }


def patrollers(values: Frozen, mode: Mode) -> dict[str, Any]:
    """Form 10: who joins, and who leaves or whose card changes; a table each, sheets repeat."""
    v = read(ChangeValues, values, mode)
    empty = PatrollerChangeValues()
    joining = pages_of([each for each in v.patrollers if each.action == "add"], PEOPLE_A_TABLE, empty, mode)
    leaving = pages_of([each for each in v.patrollers if each.action != "add"], PEOPLE_A_TABLE, empty, mode)
    count = max(len(joining), len(leaving))
    rest = {"rows": [(None, empty)] * PEOPLE_A_TABLE, "room": None}
    pairs = zip(filled_up(joining, count, rest), filled_up(leaving, count, rest), strict=True)
    return {"v": v, "pages": [{"joining": first, "leaving": second} for first, second in pairs]}


def demonstration(values: Frozen, mode: Mode) -> dict[str, Any]:
    """Form 19: five cars a sheet."""
    v = read(DemonstrationValues, values, mode)
    return {
        "v": v,
        **event(v),
        "pages": pages_of(v.vehicles, CARS_OF_A_RUN, DemonstrationVehicleValues(), mode),
        "car_total": None if mode is Mode.BLANK else len(v.vehicles),
    }
