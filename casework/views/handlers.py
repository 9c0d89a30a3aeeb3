"""担当 as a filter of a list of cases: oneself, nobody, or who of the station has open ones in hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from casework.models import SavedFilter, Staff
from casework.models.packed import packed, unpacked


def at_work(rows, actor, station) -> Q:
    """The staff among whom one may choose, of a list of ``rows``' machine: oneself, and who has an open case."""
    held = rows.open().filter(station=station, handler=OuterRef("pk"))
    in_hand = Q(Exists(held)) if station else Q(pk__in=[])
    return Q(pk=actor.staff.pk) | in_hand


def choices_of(people: Iterable[Staff], actor) -> list[tuple[str, str]]:
    """What stands in the choice, ``people`` in their order; who has no cases of their own is not offered 自分."""
    mine = [("me", "自分")] if actor.may("assign") else []
    others = [(str(person.pk), person.name) for person in people if person.pk != actor.staff.pk]
    return [*mine, ("none", "だれもいない"), *others]


def chosen_handler(params, choices) -> str:
    """The one that the address names among the choices; "" for anything else."""
    sent = params.get("handler", "")
    return sent if sent in dict(choices) else ""


def in_hands_of(chosen: str, actor) -> Q:
    """Cases of the chosen handler; all where none is chosen."""
    return Q(handler={"me": actor.staff.pk, "none": None}.get(chosen, chosen)) if chosen else Q()


@dataclass(frozen=True)
class Heads:
    """What stands at the head of a list by 担当: its choices, and the person's saved filters; one query."""

    handlers: list[tuple[str, str]]
    saved: list[SavedFilter]

    @classmethod
    def read(cls, rows, actor, station, *, listing: str) -> "Heads":
        """``rows``: those of the desk, whatever else is asked of them; ``station``: the chosen one of headquarters."""
        own = SavedFilter.objects.filter(staff=OuterRef("pk"), listing=listing).order_by("name")
        people = Staff.objects.filter(at_work(rows, actor, actor.station or station)).order_by("kana", "pk")
        found = list(people.annotate(kept=packed(own, "staff_id", "listing", "name", "query", "columns")))
        (me,) = (person for person in found if person.pk == actor.staff.pk)
        return cls(choices_of(found, actor), unpacked(SavedFilter, me.kept))


class ByHandler:
    """Mixed into a ListPage whose ``asked`` holds ``handler_context``."""

    request: Any
    listing: str
    asked: Any

    def handler_context(self, rows, station) -> dict:
        actor = self.request.actor
        heads = Heads.read(rows, actor, station, listing=self.listing)
        return {
            "handlers": heads.handlers, "handler": chosen_handler(self.request.GET, heads.handlers),
            "may_assign": actor.may("assign"), "saved": heads.saved,
        }  # fmt: skip

    def saved_filters(self) -> list[SavedFilter]:
        return self.asked["saved"]
