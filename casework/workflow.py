"""The one door through which a case is opened and changes its state.

A transition edits the instance in memory only. ``perform`` locks the row, asks permission, scope and guards,
runs the transition, saves, runs the declared effects and writes the history row last, in one transaction, so
that no caller can forget one. A transition declares in ``custom``:

    label    the word on the button (進達)
    effects  callables (case, act) run after saving: numbers, register rows, clocks, frozen papers
    checks   callables (case, act) -> list of Reason: what depends on the input of the act
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from casework.models.history import StateChange
from casework.models.staff import Actor
from casework.notices.telling import tell
from casework.permissions import Reason


class Refused(Exception):
    """The act is not allowed now; ``reasons`` are sentences fit to show, each with its clause."""

    def __init__(self, reasons: Iterable[Reason]):
        self.reasons = list(reasons)
        super().__init__(" / ".join(reason.sentence for reason in self.reasons))


class Stale(Exception):
    """Somebody changed the case since the page was opened; ``change`` is their last act, when there is one."""

    def __init__(self, case):
        self.case = case
        self.change = StateChange.objects.last_of(case)
        super().__init__("stale")


@dataclass(frozen=True)
class Act:
    """One act in progress: by whom, the day it was done (``on``), when it is entered (``at``), its details."""

    by: Actor
    transition: str
    on: date
    at: datetime
    before: str = ""
    after: str | None = None  # None: the state in which the act leaves the case
    details: dict = field(default_factory=dict)


class Guard:
    """A predicate over a case with what to say when it answers no; usable as a django_fsm condition."""

    def __init__(self, find: Callable[[object], list[Reason]]):
        self.reasons = find
        self.__name__ = getattr(find, "__name__", "guard")

    def __call__(self, case) -> bool:
        return not self.reasons(case)


def guard(sentence: str, clause: str = "", cure: str = ""):
    """Attach to a predicate the sentence to show when it answers False."""

    def attach(predicate) -> Guard:
        def find(case) -> list[Reason]:
            return [] if predicate(case) else [Reason(sentence, clause, cure)]

        find.__name__ = predicate.__name__
        return Guard(find)

    return attach


def declared(case, name: str):
    """The transition object of ``name`` from the present state, or None: also where the machine has no such act."""
    act = getattr(case, name, None)
    meta = act and act._django_fsm
    return meta.get_transition(case.state) if meta and meta.has_transition(case.state) else None


def refusals(case, name: str, by: Actor | None = None) -> list[Reason]:
    """Why ``by`` cannot take the transition now; empty when it can. Shown before the click."""
    step = declared(case, name)
    if step is None:
        return [Reason(f"「{case.get_state_display()}」の{case.called}では行えません。")]
    reasons = step.permission.reasons(case, by) if by is not None else []
    return reasons + [reason for condition in step.conditions for reason in condition.reasons(case)]


def available(case, by: Actor) -> dict[str, list[Reason]]:
    """Every transition from the present state with what stands against it, in order of declaration."""
    names = [t.name for t in type(case)._meta.get_field("state").get_all_transitions(type(case))]
    return {name: refusals(case, name, by) for name in dict.fromkeys(names) if declared(case, name)}


def open_case(case, /, *, by: Actor, permission, on: date | None = None, **details):
    """Store a new case in its first state, with the history row '' → state. Raises Refused."""
    if reasons := permission.reasons(case, by):
        raise Refused(reasons)
    with transaction.atomic():
        open_all([case], by=by, on=on, **details)
    return case


def open_all(cases, name: str = "open", /, *, by: Actor, on: date | None = None, **details):
    """Store new cases of one machine within an act that has asked permission already (an effect).

    ``name``: "open", or one of the machine's ``openings``. Cases with many fellows are inserted at once.
    """
    cases = list(cases)
    if cases:
        type(cases[0])._default_manager.bulk_create(cases, batch_size=2000)
        act = _act(by, name, on, "", details)
        done = [(case, act) for case in cases]
        tell(done)
        StateChange.record(done)
    return cases


@transaction.atomic
def erase_all(cases, name: str, /, *, by: Actor, on: date | None = None, **details) -> None:
    """Take cases of one machine out again by one of its ``erasures``; the history keeps both acts.

    Asks no permission: the act that undoes has asked. Raises Refused when a case has moved on meanwhile.
    """
    cases = list(cases)
    if not cases:
        return
    model = type(cases[0])
    _, states = model.erasures[name]
    locked = _lock(cases)
    if any(case.state not in states for case in locked):
        raise Refused([Reason("登録した後に手続が進んだものがあり、取り消せません。")])
    done = [(case, replace(_act(by, name, on, case.state, details), after="")) for case in locked]
    model._default_manager.filter(pk__in=[case.pk for case in locked]).delete()
    StateChange.record(done)


def perform(case, name: str, /, *, by: Actor, on: date | None = None, revision: int | None = None, **details):
    """Take one case through one transition and return it as stored.

    ``on`` is the day the act was done (default: today in Japan), ``revision`` the case's revision that the
    caller saw. Raises Refused with reasons, Stale when the revision has moved on.
    """
    return perform_all([case], name, by=by, on=on, revision=revision, **details)[0]


@transaction.atomic
def perform_all(
    cases, name: str, /, *, by: Actor, on: date | None = None, revision: int | None = None, **details
):
    """Take several cases of one machine through the same transition: all of them or none."""
    cases = list(cases)
    if not cases:
        return []
    locked = {row.pk: row for row in _lock(cases)}
    done = [_take(locked[case.pk], name, by, on, revision, details) for case in cases]
    for case, act in done:
        for effect in declared_effects(case, name, act.before):
            effect(case, act)
    tell(done)
    StateChange.record(done)  # last: its chain's head is the one lock that all acts share
    return [case for case, _ in done]


def declared_effects(case, name: str, before: str):
    return getattr(type(case), name)._django_fsm.get_transition(before).custom.get("effects", ())


def _lock(cases):
    """The rows for one act alone. Without their keys (NO KEY), so that a row which refers to one of them is stored
    meanwhile: an act that holds the chain's head and checks such a key would else wait for one that waits for the head."""
    model = cases[0]._meta.concrete_model  # several machines may share a table
    keys = [case.pk for case in cases]
    found = model.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys).order_by("pk")
    rows = list(found.prefetch_related(*model.looked_at))
    if len(rows) != len(set(keys)):
        raise Refused([Reason("この事案は見つかりません。")])
    return rows


def _take(case, name, by, on, revision, details):
    if revision is not None and case.revision != revision:
        raise Stale(case)
    if reasons := refusals(case, name, by):
        raise Refused(reasons)
    act = _act(by, name, on, case.state, details)
    if reasons := [r for check in declared(case, name).custom.get("checks", ()) for r in check(case, act)]:
        raise Refused(reasons)
    try:
        getattr(case, name)(act)
    except TransitionNotAllowed as error:  # what the guards look at has changed since they were asked above
        raise Refused(refusals(case, name, by) or [Reason("記録が変わったので、行えません。")]) from error
    case.revision += 1
    case.save()
    return case, act


def _act(by, name, on, before, details) -> Act:
    now = timezone.now()
    return Act(by, name, on or timezone.localdate(now), now, before, details=details)
