"""Headquarters' remarks on clocks of the demonstration that have run out: one waits for the answer, one has it (BP-4)."""

from datetime import date, timedelta

from blue_patrol.models.clock_remarks import remark
from blue_patrol.rules.deadlines import INSPECTION_ENTRY, RETRAINING
from casework.demo.cast import Desk
from casework.models import Deadline, Station
from casework.scope import set_scope
from casework.workflow import perform

DAY = timedelta(days=1)
ROADS = (
    (RETRAINING, "講習の期限を過ぎた実施者がいます。次に受ける講習の日を回答してください。", ""),
    (
        INSPECTION_ENTRY, "自動車検査証への記載の期限を過ぎています。遅れているわけと、済む日を回答してください。",
        "代表者に電話で確かめました。記載は済んでいます。写しを、今週中に署へ持って来るとのことです。",
    ),
)  # fmt: skip


def load(today: date) -> None:
    """At the first stations whose clock of the kind has run out; ``ROADS``: kind, remark, answer ("" for none yet)."""
    desks = [Desk(station) for station in Station.objects.filter(is_demo=True).order_by("order", "pk")]
    set_scope([desk.station.pk for desk in desks])
    by_station = {desk.station.pk: desk for desk in desks}
    for kind, text, answer in ROADS:
        late = Deadline.objects.overdue(today).filter(kind=kind.code, station__in=by_station)
        clock = late.order_by("station__order", "due_on", "pk")[0]
        desk, on = by_station[clock.station_id], max(clock.due_on + DAY, today - 6 * DAY)
        made = remark(clock, by=desk.hq_clerk, on=on, text=text, due_on=today + 7 * DAY)
        if answer:
            perform(made, "answer", by=desk.clerk, on=max(on, today - DAY), answer_text=answer)
