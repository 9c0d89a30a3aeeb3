"""Returns of the demonstration: one at each place of the road, of the groups certified longest ago."""

from datetime import date, timedelta
from typing import Any

from blue_patrol.models import Certification, Kind, ReturnNotice, Standing
from blue_patrol.models.returned.machine import ReturnReason
from blue_patrol.models.returned.receipt import INSTRUCTION, Receipt, receive, things_with_group
from casework import dates, wareki
from casework.demo.cast import Desk
from casework.demo.press import Press
from casework.models import IssuedPaper, Station
from casework.models.road import OPEN_STATES
from casework.scope import set_scope
from casework.workflow import perform

STATION = "demo-sakuramizaka"
ROADS = (
    (12, ReturnReason.CEASED, ("forward", "accept")),
    (6, ReturnReason.OTHER, ("forward",)),
    (1, ReturnReason.CEASED, ()),
)  # days since the receipt, why, the acts after it
LOST = "代表者の転居のとき紛失した（本人の申立て）。"
MERGED = "隣の団体と一つになり、その団体の証明で活動を続ける。"


def load(today: date, press: Press) -> None:
    """The groups certified longest ago give back, the last card of each missing; none of which a revocation tells."""
    desk = Desk(Station.objects.get(code=STATION))
    set_scope(desk.clerk.station_ids)
    held = Certification.objects.filter(
        station=desk.station, state=Standing.ACTIVE, group__revocations=None
    ).exclude(group__applications__state__in=OPEN_STATES)
    for place, (standing, (days, reason, acts)) in enumerate(
        zip(held.order_by("certified_on", "pk"), ROADS, strict=False), 1
    ):
        on = dates.last_working_day_on_or_before(today - timedelta(days=days))
        set_scope(desk.clerk.station_ids)
        notice = receive(standing.group, by=desk.clerk, receipt=receipt_of(standing, on, reason))
        for act in acts:
            on = min(dates.last_working_day_on_or_before(on + timedelta(days=4)), today)
            notice = do(notice, act, desk, on, f"{desk.station.document_symbol}第{900 + place}号")
            press.order(IssuedPaper.objects.of_case(notice).filter(file=None).select_related("station"))


def do(notice: ReturnNotice, act: str, desk: Desk, on: date, number: str) -> ReturnNotice:
    """One act after the receipt, by the post that does it."""
    by = desk.chief if act == "forward" else desk.hq_clerk
    details: dict[str, Any] = {"document_number": number} if act == "forward" else {}
    set_scope(by.station_ids)
    return perform(notice, act, by=by, on=on, **details)


def receipt_of(standing: Certification, on: date, reason: ReturnReason) -> Receipt:
    """Everything comes back but the last card."""
    things = list(things_with_group(standing))
    lost = [thing for thing in things if thing.kind == Kind.CARD][-1:]
    due = wareki.format_long(dates.due(on, 15))
    return Receipt(
        on=on, applied_on=on, reason=reason, reason_text=MERGED if reason == ReturnReason.OTHER else "", occurred_on=on - timedelta(days=20),
        lamp_removed_on=on - timedelta(days=19), missing={str(thing.pk): LOST for thing in lost},
        things=[thing.pk for thing in things],
        instructed=[{"code": INSTRUCTION, "text": f"{due}までに、運輸支局等で記載の抹消を受けること。"}],
    )  # fmt: skip
