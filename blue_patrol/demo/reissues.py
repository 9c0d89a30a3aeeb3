"""Reissues of the demonstration: one at the station, one before headquarters, one on its way down."""

from datetime import date, timedelta

from blue_patrol.models import Certification, Credential, Kind, ReissueApplication, Standing
from blue_patrol.models.handed_in import Cause
from blue_patrol.models.requests import enter
from blue_patrol.rules import examination
from casework import dates
from casework.demo.cast import Desk
from casework.demo.press import Press
from casework.models import IssuedPaper, Station
from casework.scope import set_scope
from casework.workflow import perform, perform_all

STATION = "demo-sakuramizaka"
ROADS = (
    (Kind.STICKER, Cause.DAMAGED, "洗車のとき、標章の端が裂けた。", 2, ()),
    (Kind.CARD, Cause.LOST, "パトロールの帰りに落とした。遺失届を出した。", 9, ("examine", "forward")),
    (Kind.STICKER, Cause.SOILED, "日に当たって文字が薄くなり、読めなくなった。", 16,
     ("examine", "forward", "endorse_clerk", "endorse_assistant", "approve", "print_out", "seal", "dispatch")),
)  # fmt: skip
FOUND, FOUND_LOST = "現物と、代表者の説明で確かめた。", "遺失届の受理番号と、代表者の説明で確かめた。"
WHERE = {Cause.DAMAGED: "団体の車庫", Cause.LOST: "パトロールの帰り道", Cause.SOILED: "団体の車庫"}


def load(today: date, press: Press) -> None:
    """The groups certified last ask for one thing each."""
    desk = Desk(Station.objects.get(code=STATION))
    set_scope(desk.clerk.station_ids)
    held = Certification.objects.filter(
        station=desk.station, state=Standing.ACTIVE, registered_on=None
    ).order_by("-delivered_on", "-pk")
    for place, (standing, (kind, cause, words, days, acts)) in enumerate(zip(held, ROADS, strict=False), 1):
        on = dates.last_working_day_on_or_before(today - timedelta(days=days))
        set_scope(desk.clerk.station_ids)
        case = ask(desk, standing, kind, cause, words, max(on, standing.delivered_on))
        for act in acts:
            on = min(dates.last_working_day_on_or_before(on + timedelta(days=2)), today)
            case = do(case, act, desk, max(on, standing.delivered_on), place, press)


def ask(desk: Desk, standing: Certification, kind: Kind, cause: Cause, words: str, on: date):
    """The request for one thing of the kind, received."""
    thing = standing.credentials.filter(kind=kind, state="with_group").order_by("-pk").first()
    case = ReissueApplication(
        station=desk.station, group=standing.group, certification=standing, applied_on=on, handler=desk.clerk.staff
    )  # fmt: skip
    claim = {
        "occurred_on": on, "occurred_at": WHERE[cause], "circumstances": words, "lost_report_station": "", "lost_report_number": "",
    }  # fmt: skip
    if cause == Cause.LOST:
        claim |= {"lost_report_station": desk.station.official_name, "lost_report_number": "8-0217"}
    return enter(case, by=desk.clerk, received_on=on, causes={thing.pk: cause}, claim=claim)


def do(case, act: str, desk: Desk, on: date, place: int, press: Press):
    """One act of its road by the post that does it."""
    by = {
        "examine": desk.clerk, "forward": desk.chief, "endorse_assistant": desk.assistant, "approve": desk.director
    }.get(act, desk.hq_clerk)  # fmt: skip
    set_scope(by.station_ids)
    if act in ("print_out", "seal"):
        perform_all(Credential.objects.filter(application=case), act, by=by, on=on)
        return case
    details: dict = {}
    if act == "examine":
        item = examination.REISSUE_SECTIONS[0].items[0].code
        evidence = FOUND_LOST if _is_lost(case) else FOUND
        details = {"findings": [{"item": item, "result": "fit", "evidence": evidence, "guidance": ""}]}
    if act == "forward":
        details = {"opinion": "fit", "document_number": f"{desk.station.document_symbol}第{940 + place}号"}
    if act == "dispatch":
        press.attach(case.pk)
    case = perform(case, act.split("_", maxsplit=1)[0], by=by, on=on, **details)
    press.order(IssuedPaper.objects.of_case(case).filter(file=None).select_related("station"))
    return case


def _is_lost(case) -> bool:
    return case.handed_in.filter(cause=Cause.LOST).exists()
