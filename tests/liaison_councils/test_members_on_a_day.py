"""Who was a member on which day: random histories of one council against an oracle fed by the same events (LC-3-2, LC-3-5)."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.workflow import Refused, perform
from liaison_councils.models import Person, Term
from liaison_councils.models.opening import nominate, renew
from tests.factories.councils import active, desks, now, person

pytestmark = pytest.mark.django_db
START = dt.date(2020, 4, 1)
TODAY = dt.date(2026, 4, 1)
ONE = dt.timedelta(days=1)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["nominate", "again", "appoint", "renew", "replace", "resign", "dismiss", "expire", "decline"]),
        st.integers(0, 5), st.integers(0, 1500), st.integers(0, 900),
    ),
    min_size=8, max_size=30,
)  # fmt: skip


@dataclass
class Served:
    """What the oracle knows of a term: events alone, no states."""

    person: int
    first: dt.date
    last: dt.date
    is_appointed: bool = False

    def holds(self, day) -> bool:
        return self.is_appointed and self.first <= day <= self.last


class Story:
    """The council as it is led, and the oracle beside it."""

    def __init__(self, at, council):
        self.at, self.council, self.served = at, council, {}
        self.done: list[str] = []

    def terms(self, **states):
        return list(Term.objects.filter(**states).order_by("pk"))

    def candidate(self, told, days, **more):
        first = START + dt.timedelta(days=days)
        span = {"starts_on": first, "ends_on": first + dt.timedelta(days=told)}
        about = {"category": "resident", "reason": "信望が厚い", **span}
        term = nominate(self.council, by=self.at.supervisor, on=START, **about, **more)
        self.served[term.pk] = Served(term.person_id, span["starts_on"], span["ends_on"])

    def nominate(self, choice, days, length):
        self.candidate(length, days, typed=person())

    def again(self, choice, days, length):
        """Somebody known is chosen once more, with or without a gap."""
        known = list(Person.objects.order_by("pk"))
        self.candidate(length, days, person=known[choice % len(known)])

    def renew(self, choice, days, length):
        running = self.terms(state__in=["appointed", "expired"])
        old = running[choice % len(running)]
        new = renew(old, by=self.at.supervisor, on=START, years=1 + length % 3, reason="再任")
        self.served[new.pk] = Served(new.person_id, self.served[old.pk].last + ONE, new.ends_on)

    def replace(self, choice, days, length):
        left = self.terms(appointed_on__isnull=False)
        old = left[choice % len(left)]
        first = self.served[old.pk].last + ONE
        self.candidate(length, (first - START).days, typed=person(), replaces=old)

    def appoint(self, choice, days, length):
        waiting = self.terms(state="nominated")
        term = waiting[choice % len(waiting)]
        perform(term, "consult", by=self.at.supervisor, on=START, section="交通課", opinion="よい")
        perform(now(term), "appoint", by=self.at.chief, on=START)
        self.served[term.pk].is_appointed = True

    def decline(self, choice, days, length):
        waiting = self.terms(state="nominated")
        perform(waiting[choice % len(waiting)], "decline", by=self.at.chief, on=START, note="辞退")

    def _leave(self, name, choice, days):
        running = self.terms(state="appointed")
        term = running[choice % len(running)]
        last = START + dt.timedelta(days=days)
        perform(term, name, by=self.at.chief, on=TODAY, last_on=last, note="転居")
        self.served[term.pk].last = last

    def resign(self, choice, days, length):
        self._leave("resign", choice, days)

    def dismiss(self, choice, days, length):
        self._leave("dismiss", choice, days)

    def expire(self, choice, days, length):
        running = self.terms(state="appointed")
        perform(running[choice % len(running)], "expire", by=self.at.supervisor, on=TODAY)

    def take(self, name, *told) -> None:
        """A step that is refused, or has nothing to be done on, changes nothing."""
        try:
            with transaction.atomic():
                getattr(self, name)(*told)
            self.done.append(name)
        except (Refused, ZeroDivisionError):
            pass

    def members(self, day) -> list[int]:
        return sorted(each.person for each in self.served.values() if each.holds(day))

    def days(self) -> set[dt.date]:
        """Every day on which something could change, and the days beside it."""
        edges = {day for each in self.served.values() for day in (each.first, each.last)}
        return {day + dt.timedelta(days=step) for day in edges for step in (-1, 0, 1)}


@pytest.fixture
def stage():
    at = desks()
    return at, active(at, START)


class _Undo(Exception):
    pass


ALL = ["nominate", "again", "appoint", "renew", "replace", "resign", "dismiss", "expire", "decline"]


def tell(at, council, steps) -> list[str]:
    """Take the steps, compare every day, and leave nothing behind; which steps were taken."""
    story = Story(at, council)
    try:
        with transaction.atomic():
            for step in [("nominate", 0, 0, 700), ("appoint", 0, 0, 0), *steps]:
                story.take(*step)
            for day in story.days():
                _compare(story, day)
            raise _Undo
    except _Undo:
        return story.done


def _compare(story, day) -> None:
    found = sorted(Term.objects.filter(council=story.council).on(day).values_list("person", flat=True))
    assert found == story.members(day), day
    assert len(found) == len(set(found)), "one person, one term at a time"
    served = Term.objects.filter(appointed_on__isnull=False)
    assert found == sorted(term.person_id for term in served if term.span.holds(day))


@pytest.mark.clause("LC-3-2", "LC-3-5")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_membership_on_any_day_is_what_the_events_say(stage, steps):
    tell(*stage, steps)


def test_every_step_of_the_histories_can_be_taken(stage):
    steps = [
        ("renew", 0, 0, 1), ("appoint", 0, 0, 0), ("nominate", 0, 300, 400), ("appoint", 0, 0, 0), ("resign", 1, 300, 0),
        ("replace", 2, 0, 400), ("appoint", 0, 0, 0), ("dismiss", 1, 400, 0), ("again", 1, 1200, 100), ("decline", 0, 0, 0),
        ("expire", 0, 0, 0),
    ]  # fmt: skip
    assert set(tell(*stage, steps)) == set(ALL)
