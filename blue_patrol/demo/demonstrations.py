"""Runs of the demonstration: one asked by a body, one by the chief, one that is over with its stickers out, one exempted."""

from datetime import date, time, timedelta

from blue_patrol.demo import files
from blue_patrol.models import (
    Certification,
    DemonstrationApplication,
    DemonstrationExemption,
    Kind,
    Place,
    Standing,
)
from blue_patrol.models.demonstration.known_stickers import valid_stickers
from blue_patrol.models.own_request import ask
from blue_patrol.models.requests import enter
from blue_patrol.rules import attachments
from casework import dates
from casework.demo import cast
from casework.demo.press import Press
from casework.models import IssuedPaper, Station
from casework.scope import set_scope
from casework.workflow import perform, perform_all

LETTER = files.pdf("Letter that asks for the run")
PLAN = {
    "kind_text": "", "starts_at": time(10), "ends_at": time(11, 30), "reserve_on": None, "place": "桜見坂市役所前駐車場",
    "route": "市役所前から桜見坂通りを経て坂上公園まで", "participants": 60, "responsible_name": "灯野 ひかり",
    "responsible_phone": "0500-000-0330", "requester_name": "", "requester_representative": "", "requester_phone": "",
    "outline": "", "affects_traffic": False, "traffic_consulted_on": None, "traffic_result": "", "permit_needed": False,
    "permit_number": "",
}  # fmt: skip
BODY = {
    "requester_name": "桜見坂市防犯協会連合会", "requester_representative": "会長　緑川 峰雄", "requester_phone": "0500-000-0440",
}  # fmt: skip
TOLD = [{"code": f"run_{code}", "text": ""} for code in ("notes", "display", "traffic", "return")]


def load(today: date, press: Press) -> None:
    desk = cast.Desk(Station.objects.get(code="demo-sakuramizaka"))
    set_scope(desk.clerk.station_ids)
    active = Certification.objects.filter(station=desk.station, state=Standing.ACTIVE)
    held = valid_stickers().filter(station=desk.station).values("certification")
    first, second, *_ = active.filter(pk__in=held).order_by("pk")
    over(desk, first, _working_day(today, 20), today - timedelta(days=9), press)
    _asked(desk, second, _working_day(today, 3), today + timedelta(days=24))
    _of_the_chief(desk, [first, second], _working_day(today, 1), today + timedelta(days=40))
    _exempted(desk, first, _working_day(today, 2), today + timedelta(days=12))
    press.order(IssuedPaper.objects.filter(case_label=DemonstrationApplication._meta.label, file=None))
    press.attach()


def _working_day(today: date, ago: int) -> date:
    return dates.last_working_day_on_or_before(today - timedelta(days=ago))


def _cars(standings) -> list[dict]:
    rows = valid_stickers().filter(certification__in=standings).select_related("vehicle__group", "station")
    return [
        {
            "vehicle": each.vehicle, "plate": each.vehicle.plate, "sticker_number": each.number, "driver": "",
            "group_name": each.vehicle.group.name, "station_name": each.station.name,
        }
        for each in rows.order_by("pk")
    ]  # fmt: skip


def _received(desk, standing, on: date, **plan) -> DemonstrationApplication:
    case = DemonstrationApplication(
        station=desk.station, group=standing.group, certification=standing, applied_on=on, handler=desk.clerk.staff
    )  # fmt: skip
    case = enter(case, by=desk.clerk, plan=PLAN | BODY | plan, cars=_cars([standing]), on=on)
    case = perform(
        case, "attach", by=desk.clerk, on=on, kind=attachments.REQUEST_LETTER.code, name="要請書の写し.pdf", content=LETTER,
        media_type="application/pdf",
    )  # fmt: skip
    case = perform(case, "receive", by=desk.clerk, on=on)
    finding = {
        "item": "demonstration", "result": "fit", "guidance": "",
        "evidence": "要請書を見た。防犯意識を高め、自主防犯活動の活性化に寄与する。",
    }  # fmt: skip
    return perform(case, "examine", by=desk.clerk, on=on, findings=[finding])


def _asked(desk, standing, on: date, held_on: date) -> None:
    """Traffic has been asked: only the chief's forwarding is left."""
    _received(
        desk, standing, on, kind="parade", title="桜見坂まつり防犯パレード", purpose="祭りの来場者に防犯を呼び掛ける。",
        held_on=held_on, affects_traffic=True, traffic_consulted_on=on, permit_needed=True, permit_number="第123号",
        traffic_result="交通課と協議し、車列を5台ごとに分けることとした。",
    )  # fmt: skip


def _of_the_chief(desk, standings, on: date, held_on: date) -> None:
    plan = {
        "kind": "departure", "title": "青パト出発式", "held_on": held_on,
        "purpose": "新しい防犯活動を始めるに当たり、市民の防犯意識を高める。",
        "outline": "1　式典　午前10時から署長が挨拶する。\n2　出発　青色回転灯等を点灯して、順に出発する。",
    }  # fmt: skip
    ask(by=desk.chief, plan=PLAN | plan, cars=_cars(standings), on=on, document_number="桜見坂生発第901号")


def over(desk, standing, on: date, held_on: date, press: Press) -> None:
    """Run nine days ago; its stickers have not come back."""
    case = _received(
        desk, standing, on, kind="joint_patrol", title="学区合同パトロール", purpose="隣の学区と合同で巡回する。", held_on=held_on
    )  # fmt: skip
    case = perform(case, "forward", by=desk.chief, on=on, opinion="fit", document_number="桜見坂生発第902号")
    set_scope(desk.hq_clerk.station_ids)
    perform(case, "endorse", by=desk.hq_clerk, on=on)
    case = perform(case, "approve", by=desk.director, on=on)
    for name in ("print_out", "seal"):
        perform_all(case.things(), name, by=desk.hq_clerk, on=on)
    press.order(IssuedPaper.objects.of_case(case).filter(file=None))
    press.attach(case.pk)
    case = perform(case, "dispatch", by=desk.hq_clerk, on=on)
    set_scope(desk.clerk.station_ids)
    case = perform(case, "arrive", by=desk.clerk, on=on)
    here = case.credentials.filter(kind=Kind.DEMONSTRATION, state=Place.AT_STATION)
    perform(
        case, "deliver", by=desk.clerk, on=on, credentials=list(here.values_list("pk", flat=True)), instructed=TOLD,
        receiver_name=standing.group.representative_name, receiver_kind="representative",
    )  # fmt: skip


def _exempted(desk, standing, on: date, held_on: date) -> None:
    DemonstrationExemption.objects.create(
        station=desk.station, group=standing.group, title="隣の学区との合同パトロール", held_on=held_on, partner_name="坂下町内会防犯部",
        partner_area=standing.patrol_area, ground=DemonstrationExemption.Ground.OVERLAP,
        reason="両団体の証明書の実施地域を見比べ、同じ学区が入ることを確かめた。", recorded_by=desk.clerk.staff, recorded_on=on,
    )  # fmt: skip
