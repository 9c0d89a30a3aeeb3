"""本部の指導: headquarters' word on a clock of a station that has run out, and the station's answer (BP-4)."""

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from casework.models import Actor, Deadline, HeadquartersDivision
from casework.models.remarks import RemarkRoad, RemarkState
from casework.permissions import PERMISSIONS, Reason
from casework.workflow import Refused, open_case


class ClockRemark(RemarkRoad):
    page = "clock_remark"
    duty = HeadquartersDivision.Duty.BLUE_PATROL
    answering, following = PERMISSIONS["answer_remark"], PERMISSIONS["follow_clocks"]
    clauses = {"open": "BP-4", "answer": "BP-4", "ask_again": "BP-4", "settle": "BP-4"}

    deadline = models.ForeignKey(
        Deadline, models.PROTECT, related_name="remarks", verbose_name="期限"
    )  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = "期限についての本部の指導"
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="blue_patrol_clock_remark_state_known", condition=Q(state__in=RemarkState.values)
            ),
            models.UniqueConstraint(
                fields=["deadline"], condition=~Q(state=RemarkState.SETTLED), name="blue_patrol_one_open_remark_a_clock",
                violation_error_message="この期限には、終わっていない指導があります。",
            ),
        ]  # fmt: skip

    def making_problems(self) -> list[Reason]:
        return clock_problems(self.deadline, self.made_on) + super().making_problems()


def clock_problems(clock: Deadline, on: date) -> list[Reason]:
    """A remark is on what is overdue: past its day, or 速やかに and not done; one at a time."""
    if clock.done_on or clock.void_reason:
        return [Reason("この期限は、もう済んでいます。", clock.clause)]
    if clock.due_on and clock.due_on >= on:
        return [Reason("この期限は、まだ過ぎていません。", clock.clause)]
    if ClockRemark.objects.open().filter(deadline=clock).exists():
        return [Reason("この期限には、終わっていない指導があります。", "BP-4")]
    return []


def making_refusals(clock: Deadline, by: Actor) -> list[Reason]:
    """What stands against a remark before anything is typed."""
    case = ClockRemark(station_id=clock.station_id, deadline=clock)
    return ClockRemark.following.reasons(case, by) or clock_problems(clock, timezone.localdate())


@transaction.atomic
def remark(clock: Deadline, /, *, by: Actor, on: date, **told) -> ClockRemark:
    """``told``: text, due_on. Raises Refused."""
    clock = Deadline.objects.select_for_update(of=("self",), no_key=True).get(
        pk=clock.pk
    )  # two remarks: one stays
    row = ClockRemark(station_id=clock.station_id, deadline=clock, made_on=on, **told)
    problems = row.making_problems()
    if on > timezone.localdate():
        problems = [Reason("先の日付は記録できません。", field="on"), *problems]
    if problems:
        raise Refused(problems)
    words = {"clock": f"{clock.title}　{clock.subject}", "clock_due_on": clock.due_on}
    return open_case(row, by=by, permission=ClockRemark.following, on=on, deadline=clock.pk, **words, **told)
