"""Clocks of a change: begun by its delivery, ended with who leaves (BP-5-5-1, BP-7-2, BP-11-2-b)."""

from typing import Any

from blue_patrol.models import clocks
from blue_patrol.models.change.effect import ChangeEffect
from blue_patrol.rules import change_kinds, deadlines
from casework.models import Deadline

LEFT = "変更の交付により、団体から外れた"
ANEW = "変更の交付により、期限を改めた"


class ChangeClocks(ChangeEffect):
    """Mixed into the change; and who would have joined, when nothing comes of it."""

    def take_effect(self, act) -> None:
        super().take_effect(act)
        self._stop_clocks()

    def _stop_clocks(self) -> None:
        """Of who left: the entry of a car, the next course of a person."""
        gone = [
            (deadlines.INSPECTION_ENTRY, self.leaving_cars()),
            (deadlines.RETRAINING, self.leaving_people()),
        ]
        for kind, records in gone:
            _void(kind, records, LEFT)

    def start_clocks(self, act) -> None:
        cars = {car.pk for car in self.entry_cars()}
        changed = [item.vehicle for item in self.of_kind(change_kinds.VEHICLE_PARTICULARS) if item.vehicle]
        _void(deadlines.INSPECTION_ENTRY, [car for car in changed if car.pk in cars], ANEW)
        super().start_clocks(act)
        leaving = [(car, str(car), act.on) for car in self.deletion_cars()]
        clocks.start(deadlines.CHANGE_DELETION, self, self.profile, leaving)
        trained = [
            (man, man.name, max(days))
            for man in self.joining_people()
            if (days := [training.attended_on for training in man.trainings.all()])
        ]
        clocks.start(deadlines.RETRAINING, self.certification, self.profile, trained)

    def drop_joining(self, act) -> None:
        """They never joined: they stay on record with the day, and of the group they are not."""
        joining: list[Any] = [*self.joining_cars(), *self.joining_people()]
        for record in joining:
            record.removed_on = act.on
            record.save()

    def on_withdrawn(self, act) -> None:
        super().on_withdrawn(act)
        self.drop_joining(act)

    def on_declined(self, act) -> None:
        super().on_declined(act)
        self.drop_joining(act)

    def on_undelivered(self, act) -> None:
        super().on_undelivered(act)
        self.drop_joining(act)


def _void(kind: deadlines.DeadlineKind, records, why: str) -> None:
    Deadline.objects.filter(
        kind=kind.code, subject_label__in={record._meta.label for record in records},
        subject_pk__in=[record.pk for record in records],
    ).void(why)  # fmt: skip
