"""What all records share: rows that hold from a day to a day, rows of a station, and machines."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django_fsm import ConcurrentTransitionMixin, FSMField

BATCH = 2000  # rows held in memory at once


def in_batches(rows: models.QuerySet) -> Iterator[list]:
    """Every row by its key, so many at a time."""
    last, rows = 0, rows.order_by("pk")
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk


class DatedQuerySet(models.QuerySet):
    def on(self, day: date):
        """Rows that hold on ``day`` (both ends included)."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))


class DatedRow(models.Model):
    """Master data: never deleted, only ended, so that an old case keeps its office."""

    valid_from = models.DateField("有効開始日")
    valid_to = models.DateField("有効終了日", null=True, blank=True)
    source = models.CharField("出典", max_length=200, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_start",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message="有効終了日は、有効開始日より前にできません。",
            )
        ]


class StationQuerySet(models.QuerySet):
    def of(self, actor):
        """Rows on the desk of ``actor``: the own station's, or those of HQ's prefecture (first wall)."""
        return self.filter(station__in=actor.station_ids)


class StationRow(models.Model):
    """A row that belongs to a station: walled by querysets here and by row level security beneath."""

    station = models.ForeignKey("casework.Station", models.PROTECT, verbose_name="警察署")

    objects = StationQuerySet.as_manager()

    class Meta:
        abstract = True


class OfficeQuerySet(models.QuerySet):
    def of(self, actor):
        """Rows of the actor's office: every station of the row is on the desk."""
        return self.filter(stations__contained_by=list(actor.station_ids))


class OfficeRow(models.Model):
    """A row of an office that may span stations (headquarters: all of its prefecture); walled like a station's."""

    prefecture = models.ForeignKey("casework.Prefecture", models.PROTECT, verbose_name="都道府県")
    stations = ArrayField(models.BigIntegerField(), verbose_name="警察署", default=list, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        abstract = True


class StateField(FSMField):
    """The state of a machine, which only its transitions set; migrations know it as the plain text that it is stored as."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, protected=True, **kwargs)

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        del kwargs["protected"]
        return name, "django.db.models.CharField", args, kwargs


CHANGE_OF_STATION = "change_station"  # 所管替え: an act that every machine knows and that moves no state
DISPOSAL = "dispose"  # 廃棄, as well


class Machine(ConcurrentTransitionMixin, StationRow):
    """A model with a protected ``state`` that only the door (casework.workflow) moves.

    A machine names the words and clauses of its acts; ``revision`` counts them, so that a stale page shows.
    Beside "open" (into the first state) a row may be stored by one of its ``openings`` and taken out again by
    one of its ``erasures``: act → (word, states).
    """

    called = "事案"  # what a row is to its officers, in the sentence that an act does not fit it
    opening_label = "作成"
    openings: dict[str, tuple[str, tuple[str, ...]]] = {}
    erasures: dict[str, tuple[str, tuple[str, ...]]] = {}
    written_by_acts = False  # nothing of it is typed beside an act: the database guards every column
    duty = ""  # which headquarters division is in charge of its cases
    clauses: dict[str, str] = {}  # transition -> the clause that orders it
    looked_at: tuple[str, ...] = ()  # relations that the acts look at: read for all cases of an act at once
    main_line: tuple[str, ...] = ()  # the states of its picture from left to right; none: the longest way

    revision = models.PositiveIntegerField("版", default=0)

    class Meta:
        abstract = True

    @property
    def state_fields(self):
        """The one; django_fsm would look through all fields for every row that is read."""
        return (self._meta.get_field("state"),)

    def refresh_from_db(self, using=None, fields=None, from_queryset=None):
        """Reload plain fields only.

        Raises TypeError when a loaded state is among them: django_fsm's own version unlocks the field for
        the whole process. Get the row again by its key instead.
        """
        if "state" in self.__dict__ and (fields is None or "state" in fields):
            raise TypeError("get the row again by its key: a refreshed state would be unlocked")
        # The fresh copy always loads its state: put aside, ours is neither unlocked nor in the way of the copying.
        loaded = {"state": self.__dict__.pop("state")} if "state" in self.__dict__ else {}
        try:
            models.Model.refresh_from_db(self, using, fields, from_queryset)
        finally:
            self.__dict__.update(loaded)

    @classmethod
    def label_of(cls, name: str) -> str:
        """The word for an act: 進達."""
        if name == "open":
            return cls.opening_label
        if name == CHANGE_OF_STATION:
            return "所管替え"
        if name == DISPOSAL:
            return "廃棄"
        if known := (cls.openings | cls.erasures).get(name):
            return known[0]
        return next(iter(getattr(cls, name)._django_fsm.transitions.values())).custom["label"]

    @classmethod
    def clause_of(cls, name: str) -> str:
        return cls.clauses.get(name, "")

    @classmethod
    def edges(cls) -> set[tuple[str, str]]:
        """Every step of the state that the machine knows, storing and taking out included: what may pass."""
        field: Any = cls._meta.get_field("state")
        steps = {(str(t.source), str(t.target)) for t in field.get_all_transitions(cls) if t.target}
        stored = {("", str(state)) for _, states in cls.openings.values() for state in states}
        taken_out = {(str(state), "") for _, states in cls.erasures.values() for state in states}
        return {("", str(field.default)), *stored, *steps, *taken_out}

    def payload_of(self, act) -> dict:
        """What the history keeps of the act's input."""
        return act.details
