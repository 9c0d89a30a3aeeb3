"""Clocks of blue patrol: started by what was done, renewed by a course (BP-5-5-1, BP-11-2)."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from blue_patrol.models.certifications import Certification, Standing
from blue_patrol.rules import deadlines
from casework.models import Deadline, PrefectureProfile

PATROLLER = "blue_patrol.Patroller"


def start(
    kind: deadlines.DeadlineKind,
    case,
    profile: PrefectureProfile | None,
    subjects: Iterable[tuple],
    clause: str = "",
) -> None:
    """Start one clock of a kind for each (record, words to show, first day) of a case.

    ``profile`` may be None for a kind that is shown by its age; ``clause``: where the case's procedure sets the
    clock by another clause than the kind's own.
    """
    number = profile.value(kind.number_key) if profile and kind.number_key else 0
    Deadline.objects.bulk_create(
        Deadline(
            station_id=case.station_id, kind=kind.code, title=kind.label, clause=clause or kind.clause, case_label=case._meta.label,
            case_pk=case.pk, subject_label=record._meta.label, subject_pk=record.pk, subject=words, starts_on=first,
            due_on=kind.due_on(first, number),
        )
        for record, words, first in subjects
    )  # fmt: skip


def values_of_the_day(prefecture, on: date) -> PrefectureProfile:
    """The version in force on the day of a training; today's for a day older than every version kept here."""
    held = PrefectureProfile.objects.on(on).filter(prefecture=prefecture).order_by("valid_from").last()
    return held or PrefectureProfile.in_force(prefecture, timezone.localdate())


def of_training():
    """The running clocks of patrollers to be trained again (BP-11-2-b), one a patroller: its ``subject_pk``."""
    return Deadline.objects.open().filter(kind=deadlines.RETRAINING.code, subject_label=PATROLLER)


def renew_training_clocks(patrollers, on: date, by) -> None:
    """A course ends the clock of each bearer of a standing and starts the next one (BP-11-2-b).

    ``patrollers``: a queryset; a course older than the running clock's start changes nothing. Whoever waits for the
    delivery of a change gets a clock with it.
    """
    locked = (
        patrollers.filter(is_pending=False).order_by("pk").select_for_update(of=("self",), no_key=True)
    )  # two courses: one clock
    people = list(locked.select_related("station__prefecture"))
    running = of_training().filter(subject_pk__in=[man.pk for man in people])
    clocks = {clock.subject_pk: clock for clock in running}
    active = Certification.objects.filter(group__in={man.group_id for man in people}, state=Standing.ACTIVE)
    standings = {standing.group_id: standing for standing in active}
    profiles: dict[int, PrefectureProfile] = {}
    for man in people:
        clock, standing = clocks.get(man.pk), standings.get(man.group_id)
        if standing is None or (clock and clock.starts_on >= on):
            continue
        if clock:
            Deadline.objects.filter(pk=clock.pk).meet(on, by.staff, "講習の受講を記録")
        prefecture = man.station.prefecture
        if prefecture.pk not in profiles:
            profiles[prefecture.pk] = values_of_the_day(prefecture, on)
        start(deadlines.RETRAINING, standing, profiles[prefecture.pk], [(man, man.name, on)])
