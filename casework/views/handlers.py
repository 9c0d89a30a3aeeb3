"""担当 as a filter of a list of cases: oneself, nobody, or who of the station has open ones in hand."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from casework.models import Staff


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


class ByHandler:
    """Mixed into a list's page: ``handler_context`` for its template, ``handler`` is what was chosen."""

    def handler_context(self, rows, station) -> dict:
        """One query at a station or of a chosen one; ``rows``: those of the desk, whatever else is asked of them."""
        actor, office = self.request.actor, self.request.actor.station or station
        people = Staff.objects.filter(at_work(rows, actor, office)).order_by("kana", "pk") if office else ()
        handlers = choices_of(people, actor)
        return {
            "handlers": handlers, "handler": chosen_handler(self.request.GET, handlers), "may_assign": actor.may("assign"),
        }  # fmt: skip
