"""Headquarters' remarks on clocks, led to their states by their acts."""

from datetime import timedelta

from blue_patrol.models import ClockRemark
from blue_patrol.models.clock_remarks import remark
from casework.models import Deadline
from tests.factories.applications import DAY

TEXT = "交付の報告がまだです。いつ報告しますか。"


def clock_of(case) -> Deadline | None:
    """A clock of a delivered case that is to be met 速やかに: overdue from its first day."""
    return Deadline.objects.of_case(case).open().filter(due_on=None).order_by("pk").first()


def made(desks, case=None, *, clock=None, on=None, by=None, **told) -> ClockRemark:
    """On the clock, else on one of the case or the station; the day after it was due unless told otherwise."""
    running = Deadline.objects.open().filter(station=desks.station)
    clock = clock or clock_of(case) or running.order_by("due_on", "pk").first()
    on = on or (clock.due_on + timedelta(days=1) if clock.due_on else DAY)
    told = {"text": TEXT, "due_on": None} | told
    return now(remark(clock, by=by or desks.hq_clerk, on=on, **told))


def now(case) -> ClockRemark:
    return ClockRemark.objects.get(pk=case.pk)
