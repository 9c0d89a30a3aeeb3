"""Invented requests of a certified group: a reissue, a change, a return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeAlias

from blue_patrol.papers.sample_reports import credentials
from blue_patrol.papers.sample_words import OFFICE
from blue_patrol.papers.values import GroupValues, PatrollerValues, VehicleValues
from blue_patrol.papers.values_requests import (
    ChangeItemValues,
    ChangeValues,
    PatrollerChangeValues,
    ReissueValues,
    ReturnValues,
    VehicleChangeValues,
)

HEAD: dict[str, Any] = {
    "office": OFFICE, "certificate_number": "R5-0012", "certificate_delivered_on": date(2023, 1, 25),
    "applied_on": date(2023, 9, 4), "received_on": date(2023, 9, 5), "receipt_number": "桜見坂5-27", "handler": "風間　聡",
}  # fmt: skip
Cars: TypeAlias = Sequence[VehicleValues]
People: TypeAlias = Sequence[PatrollerValues]


def reissue(group: GroupValues, cars: Cars, people: People) -> ReissueValues:
    """Everything was lost but the certificate, which is torn."""
    first, *others = credentials(cars, people)
    return ReissueValues(
        **HEAD, group=group, items=(replace(first, reason="き損"), *(replace(each, reason="紛失") for each in others)),
        occurred_on=date(2023, 9, 2), occurred_at="桜見坂市坂上町の駐車場", circumstances="強風で車庫の戸が開き、標章と実施者証が飛ばされた。",
        lost_report_made=True, lost_report_station="愛知県桜見坂警察署", lost_report_number="5-1234",
        attachments=("damaged", "lost_report"),
    )  # fmt: skip


def change(group: GroupValues, cars: Cars, people: People) -> ChangeValues:
    """A new representative, cars and people that come and go."""
    actions = ("add", "remove", "change")
    return ChangeValues(
        **HEAD, group=group, kinds=("representative", "vehicle_added", "vehicle_removed"),
        items=(
            ChangeItemValues(label="代表者の職名・氏名", before="隊長　青葉　守", after="隊長　白石　みなと"),
            ChangeItemValues(label="実施地域", before="桜見坂小学校区", after="桜見坂小学校区及び坂下小学校区の全域"),
        ),
        vehicles=tuple(
            VehicleChangeValues(action=actions[number % 3], vehicle=car) for number, car in enumerate(cars)
        ),
        patrollers=tuple(
            PatrollerChangeValues(
                action=actions[number % 3], patroller=person, returned_card_number="" if number % 3 == 0 else "R5-0012-001",
                card_returned=None if number % 3 == 0 else True, reason="転居のため" if number % 3 == 1 else "",
            )
            for number, person in enumerate(people)
        ),
        effective_on=date(2023, 10, 1), reason="総会で代表者を改めた。自動車は、買い替えた。", stickers_returned=True,
        attachments=("certificate", "sticker", "inspection", "lamp", "marking"),
    )  # fmt: skip


def returned(group: GroupValues, cars: Cars, people: People) -> ReturnValues:
    """All comes back but the last card."""
    *there, missing = (replace(each, count=1) for each in credentials(cars, people))
    return ReturnValues(
        **HEAD, group=group, reason="ceased", occurred_on=date(2023, 8, 31), lamp_removed_on=date(2023, 9, 1),
        items=(*there, replace(missing, count=0, remarks="紛失（遺失届あり）")),
    )  # fmt: skip
