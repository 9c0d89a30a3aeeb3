"""Changes of the demonstration: cards alone at the counter, a car replaced before headquarters, a new chairman delivered."""

from datetime import date, timedelta
from typing import Any

from blue_patrol.demo import files
from blue_patrol.models import (
    Application,
    Certification,
    ChangeApplication,
    Credential,
    Patroller,
    Standing,
    Vehicle,
)
from blue_patrol.models.requests import enter
from blue_patrol.rules.attachments import INSPECTION_RECORD
from casework import dates
from casework.demo import people
from casework.demo.cast import Desk
from casework.demo.press import Press
from casework.models import IssuedPaper, Station
from casework.scope import set_scope
from casework.workflow import perform, perform_all

TO_THE_COUNTER = (
    "examine", "forward", "endorse_clerk", "endorse_assistant", "approve", "print_out", "seal", "dispatch", "arrive", "deliver",
)  # fmt: skip
ROADS = (  # station, place among its active standings from the latest, days since the receipt, what changes, the acts
    ("demo-sakuramizaka", 3, 2, "people", ()),
    ("demo-minamihamada", 0, 6, "car", TO_THE_COUNTER[:2]),
    ("demo-midorigamine", 0, 30, "representative", TO_THE_COUNTER),
)
FOUND = "申請書と、代表者の説明で確かめた。"
REASONS = {
    "people": "転居と、新しい会員の加入による。",
    "car": "自動車の買替えによる。",
    "representative": "総会で役員を改めた。",
}
TOLD = [
    {"code": code, "text": text}
    for code, text in (
        ("inspection_entry", "15日以内に記載を受けてください。"), ("entry_deletion", "15日以内に記載を消してください。"),
        ("display_and_carry", "標章を掲げ、実施者証を持って乗ってください。"),
    )
]  # fmt: skip


def load(today: date, press: Press) -> None:
    for number, (code, place, days, what, acts) in enumerate(ROADS, 1):
        desk = Desk(Station.objects.select_related("prefecture").get(code=code))
        set_scope(desk.clerk.station_ids)
        held = Certification.objects.filter(station=desk.station, state=Standing.ACTIVE)
        chosen = held.order_by("-delivered_on", "-pk")[place : place + 1]
        for standing in chosen:
            on = max(dates.last_working_day_on_or_before(today - timedelta(days=days)), standing.delivered_on)
            case = ask(desk, standing, REASONS[what], _items(standing, what), on)
            for act in acts:
                on = min(dates.last_working_day_on_or_before(on + timedelta(days=3)), today)
                case = do(case, act, desk, max(on, standing.delivered_on), number, press)
        set_scope([desk.station.pk])
        press.attach()


def ask(
    desk: Desk, standing: Certification, reason: str, items: list[dict[str, Any]], on: date
) -> Application:
    """The request with its papers, received."""
    case = ChangeApplication(
        station=desk.station, group=standing.group, certification=standing, applied_on=on, handler=desk.clerk.staff
    )  # fmt: skip
    request = {"effective_on": on, "reason": reason}
    case = enter(case, by=desk.clerk, on=on, items=items, request=request)
    for kind in case.documents():
        for car in case.documented_cars() if kind == INSPECTION_RECORD.code else [None]:
            perform(
                case, "attach", by=desk.clerk, on=on, kind=kind, subject_pk=car and car.pk, name=f"{kind}.pdf",
                content=files.pdf(f"Demonstration {kind}"), media_type="application/pdf",
            )  # fmt: skip
    return perform(Application.objects.get(pk=case.pk), "receive", by=desk.clerk, on=on)


def _items(standing: Certification, what: str) -> list[dict[str, Any]]:
    group = standing.group
    if what == "people":
        (name, kana), born = people.person(901), date(1975, 8, 9)
        joining = Patroller(name=name, kana=kana, birth_date=born, address=group.address)
        leaver = group.patrollers.current().last()
        return [
            {"kind": "patroller_added", "joining": joining},
            {"kind": "patroller_removed", "patroller": leaver},
        ]
    if what == "car":
        old = group.vehicles.current().last()
        area, _, kana, _ = old.plate.split("|")
        new = Vehicle(
            plate=f"{area}|503|{kana}|8810", make="ハマナミ", model_code="6AA-HM7", chassis_number="HM7-0088101",
            base_location=old.base_location, user_name=old.user_name, user_address=old.user_address,
            lamp_type=old.lamp_type, marking_text=f"{group.name}　自主防犯パトロール中",
        )  # fmt: skip
        return [{"kind": "vehicle_replaced", "vehicle": old, "joining": new}]
    name, kana = people.person(777)
    return [{"kind": "representative", "after": {"representative_name": name, "representative_kana": kana}}]


def do(case, act: str, desk: Desk, on: date, number: int, press: Press):
    """One act of TO_THE_COUNTER by the post that does it."""
    by = {
        "examine": desk.clerk, "forward": desk.chief, "endorse_assistant": desk.assistant, "approve": desk.director,
        "arrive": desk.clerk, "deliver": desk.clerk,
    }.get(act, desk.hq_clerk)  # fmt: skip
    set_scope(by.station_ids)
    if act in ("print_out", "seal"):
        perform_all(Credential.objects.filter(application=case), act, by=by, on=on)
        return case
    if act == "dispatch":
        press.attach(case.pk)
    case = perform(case, act.split("_", maxsplit=1)[0], by=by, on=on, **_details(case, act, desk, on, number))
    press.order(IssuedPaper.objects.of_case(case).filter(file=None).select_related("station"))
    return case


def _details(case, act: str, desk: Desk, on: date, number: int) -> dict[str, Any]:
    if act == "examine":
        found = {"result": "fit", "evidence": FOUND, "guidance": ""}
        return {"findings": [{"item": item.code} | found for item in case.asked()]}
    if act == "forward":
        return {"opinion": "fit", "document_number": f"{desk.station.document_symbol}第{960 + number}号"}
    if act == "deliver":
        ready = [thing.pk for thing in case.things() if not thing.patroller or thing.patroller.is_trained(on)]
        return {
            "credentials": ready, "instructed": [each for each in TOLD if each["code"] in case.instructions()],
            "receiver_name": case.group_after().representative_name, "receiver_kind": "representative",
        }  # fmt: skip
    return {}
