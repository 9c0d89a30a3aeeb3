"""Taking a registration out again: what touched it since, the locks, and the order in which its rows go."""

from collections.abc import Iterable

from django.apps import apps
from django.db.models import ForeignObjectRel

from casework.models import StateChange
from casework.models.base import Machine
from casework.models.history import ChainHead
from casework.workflow import Refused, erase_all

SHOWN = 3


def rows(registration, label: str):
    """What it made of one table."""
    return apps.get_model(label)._default_manager.filter(pk__in=registration.made.get(label, ()))


def some(names: Iterable[str]) -> str:
    found = sorted(set(names))
    return "、".join(found[:SHOWN]) + ("ほか" if len(found) > SHOWN else "")


def moved(registration, label: str):
    """Those of a machine that took a later step."""
    later = StateChange.objects.filter(seq__gt=registration.last_seq, case_label=label)
    keys = registration.made.get(label, ())
    return rows(registration, label).filter(pk__in=later.filter(case_pk__in=keys).values("case_pk"))


def hung_on(registration, label: str) -> set[int]:
    """Keys of those that a row from elsewhere points at."""
    found: set[int] = set()
    keys = registration.made.get(label, ())
    for relation in apps.get_model(label)._meta.get_fields(include_hidden=True):
        if keys and isinstance(relation, ForeignObjectRel):
            others = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": keys})
            others = others.exclude(pk__in=registration.made.get(relation.related_model._meta.label, ()))
            found.update(others.values_list(relation.field.attname, flat=True))
    return found


def hold(registration, labels: Iterable[str]) -> None:
    """Lock what was made, then the history: a later act either is seen by the gaps now, or waits for the end.

    Without their keys, so that an act which holds the history and points at a row need not wait for us.
    """
    for label in labels:
        found = rows(registration, label).order_by("pk")
        list(found.select_for_update(of=("self",), no_key=True).values_list("pk"))
    ChainHead.objects.select_for_update().get()


def take_out(registration, act, *, held: Iterable[str], order: Iterable[str]) -> None:
    """Every row that was made, what points before what is pointed at, each machine's with its own history row.

    ``held``: the tables that are locked first. Raises Refused when a later act was faster.
    """
    hold(registration, held)
    if later := registration.undo_gaps():
        raise Refused(later)
    for label in order:
        found = rows(registration, label)
        if issubclass(apps.get_model(label), Machine):
            erase_all(found, "undo_registration", by=act.by, on=act.on)
        else:
            found.delete()
