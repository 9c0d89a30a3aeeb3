"""Headquarters' remarks on clocks, led to their states by their acts."""

from blue_patrol.models import ClockRemark
from blue_patrol.models.clock_remarks import remark
from casework.models import Deadline
from tests.factories.applications import DAY

TEXT = "交付の報告がまだです。いつ報告しますか。"


def clock_of(case) -> Deadline:
    """A clock of a delivered case that is to be met 速やかに: overdue from its first day."""
    return Deadline.objects.of_case(case).open().filter(due_on=None).order_by("pk").first()


def made(desks, case=None, *, clock=None, on=DAY, by=None, **told) -> ClockRemark:
    clock = (
        clock
        or clock_of(case)
        or Deadline.objects.open().filter(station=desks.station).order_by("pk").first()
    )
    told = {"text": TEXT, "due_on": None} | told
    return now(remark(clock, by=by or desks.hq_clerk, on=on, **told))


def now(case) -> ClockRemark:
    return ClockRemark.objects.get(pk=case.pk)
