"""What became of a council: set up, suspended, merged, split, abolished (LC-3-1, LC-4-1; list L1)."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models

from casework import wareki
from casework.models.base import StationRow
from casework.models.packed import packed
from casework.permissions import Reason
from casework.workflow import perform_all
from liaison_councils.models.machine import from_list
from liaison_councils.rules.frequency import active_spans

KINDS = {
    "establish": "設置", "suspend": "休止", "resume": "再開", "abolish": "廃止", "merge": "統合", "split": "分割", "rename": "変更",
}  # fmt: skip


class CouncilEvent(StationRow):
    """One line of the list L1; written by an act, never changed."""

    council = models.ForeignKey(
        "liaison_councils.Council", models.PROTECT, related_name="events", verbose_name="協議会"
    )
    kind = models.CharField("区分", max_length=10, choices=list(KINDS.items()))
    on = models.DateField("年月日")
    name = models.CharField("そのときの名称", max_length=80)
    others = ArrayField(models.BigIntegerField(), verbose_name="関係する協議会", default=list, blank=True)
    note = models.TextField("備考", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "設置等の経過"
        ordering = ["on", "pk"]

    def __str__(self):
        return f"{self.council} {self.get_kind_display()} {self.on}"


def packed_events():
    """A column of councils, ``happened``: what ``spans_of`` reads."""
    rows = CouncilEvent.objects.filter(council=models.OuterRef("pk"))
    return packed(rows.order_by("on", "pk"), "kind", "on")


def spans_of(happened: list[dict]) -> list[tuple[date, date | None]]:
    """From when to when a council was active, from its packed events."""
    return active_spans((event["kind"], date.fromisoformat(event["on"])) for event in happened)


class KeepsEvents:
    """Mixed into the council; ``from_list``: set up before this system was there."""

    openings, erasures = from_list("active")

    def spans(self) -> list[tuple[date, date | None]]:
        """From when to when it was active."""
        events = sorted(self.events.all(), key=lambda event: (event.on, event.pk))
        return active_spans((event.kind, event.on) for event in events)

    def state_on(self, day: date) -> str:
        """Its state at the end of a past day, from its events: "" before it was set up."""
        state = ""
        for event in sorted(self.events.all(), key=lambda event: (event.on, event.pk)):
            if event.on <= day and event.kind != "rename":
                state = {"establish": "active", "resume": "active", "suspend": "suspended"}.get(
                    event.kind, "abolished"
                )
        return state

    def was_active_on(self, day: date) -> bool:
        """Whether it met as a council on the day: established, not ended, not suspended then."""
        return self.state_on(day) == "active"

    def note_event(self, kind: str, on: date, note: str = "", others=()) -> None:
        CouncilEvent.objects.create(
            station_id=self.station_id, council_id=self.pk, kind=kind, on=on, name=self.name, note=note, others=list(others)
        )  # fmt: skip

    def on_event(self, act) -> None:
        self.note_event(act.transition, act.on, act.details.get("note") or "")

    def on_established(self, act) -> None:
        self.areas.filter(from_on=None).update(from_on=act.on)
        self.on_event(act)

    def on_renamed(self, act) -> None:
        self.change_areas(act)
        self.on_event(act)

    def on_dropped(self, act) -> None:
        """What was never set up leaves no line in the list; whoever was named for it is free."""
        self._let_go(act.on)

    def _let_go(self, on: date) -> None:
        self.areas.filter(to_on=None).update(to_on=on)
        self.officers.filter(to_on=None).update(to_on=on)

    def on_ended(self, act) -> None:
        """Its members' terms end with it, and so do its officers' designations."""
        into = act.details.get("into") or []
        note = act.details.get("note") or ""
        self.note_event(act.transition, act.on, note, into)
        self._let_go(act.on)
        running = self.terms.in_force()
        perform_all(
            running, "end_with_council", by=act.by, on=act.on, note=f"協議会の{KINDS[act.transition]}"
        )
        perform_all(
            self.terms.nominated(), "decline", by=act.by, on=act.on, note=f"協議会の{KINDS[act.transition]}"
        )

    def event_day_problems(self, act) -> list[Reason]:
        """Its events stand in the order of their days, and it neither rests nor ends before what it did."""
        last = max(event.on for event in self.events.all())
        if act.on < last:
            return [
                Reason(
                    f"前の経過の日（{wareki.format_long(last)}）より前にできません。", "LC-3-1", field="on"
                )
            ]
        if act.transition in ("rename", "resume"):
            return []
        held = self.meetings.held().order_by("-held_on").first()
        if held and act.on < held.held_on:
            day = wareki.format_long(held.held_on)
            return [Reason(f"{day}に会議を開いています。それより前の日にできません。", "LC-5-1", field="on")]
        named = max((officer.from_on for officer in self.current_officers()), default=act.on)
        if act.on < named and act.transition != "suspend":
            day = wareki.format_long(named)
            return [Reason(f"運営責任者等を{day}に指定しています。それより前の日にできません。", "LC-3-6", field="on")]  # fmt: skip
        return []

    def succession_problems(self, act) -> list[Reason]:
        """Into others of the station that stand."""
        into = act.details.get("into") or []
        standing = (
            type(self).objects.standing().filter(pk__in=into, station=self.station_id).exclude(pk=self.pk)
        )
        if not into or standing.count() != len(set(into)):
            return [Reason("引き継ぐ協議会を、活動中のものから選んでください。", "LC-4-1-1", field="into")]
        return []
