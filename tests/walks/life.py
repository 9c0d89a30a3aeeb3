"""The whole life of a group at random: what the posts are offered, with random input, and now and then what nobody is."""

import datetime as dt
from collections import Counter
from random import Random

from django.db import transaction
from django.utils import timezone

from blue_patrol.models import Application, Certification, Commission, ReturnNotice, Revocation
from casework.models import IssuedPaper
from casework.workflow import Refused, available, perform
from tests.factories.applications import DAY, PDF, Desks
from tests.factories.returns import office
from tests.walks import told
from tests.walks.opened import HEADQUARTERS, STATION, Openings
from tests.walks.order import Order, whole_database

MACHINES = (Application, Certification, Commission, ReturnNotice, Revocation)
OF_ITSELF = {
    "activate",
    "call_off",
    "end",
    "revoke",
    "change_area",
}  # of a standing: brought about by other acts
WITH_A_NOTICE = {"tell_transport", "notify_transport"}  # ``Openings.tell_office``
DEAD_ENDS = {
    "withdraw",
    "decline",
    "return_undelivered",
    "dismiss",
    "recall",
    "send_back",
    "request_correction",
    "detach",
}
ASIDE = {
    "amend", "assign", "attach", "answer", "number_document", "acknowledge", "record_training", "correct_register", "meet_deadline", "correct_entry",
    "record_activity", "inform", "record_statement", "rule_out_guidance", "record_qualification", "fail_delivery", "reconsider",
}  # fmt: skip
LONGEST = dt.timedelta(days=70)


class Life(Openings):
    """One group at one station. ``step`` takes one act; the trail tells what was done."""

    def __init__(self, desks: Desks, group):
        self.desks, self.group = desks, group
        self.first = self.day = DAY
        self.actors = [
            desks.clerk,
            desks.chief,
            desks.hq_clerk,
            desks.assistant,
            desks.director,
            *desks.extra.values(),
        ]
        office(desks.station.prefecture)
        self.trail: list[str] = []
        self.taken: Counter[str] = Counter()
        self.order = Order(self)

    def step(self, rng: Random) -> None:
        """Whatever is refused leaves the database as it was, to the last column; what passes leaves it in order."""
        if rng.random() < 0.15:
            self.day = min(
                self.day + dt.timedelta(days=rng.randint(1, 9)), self.first + LONGEST, timezone.localdate()
            )
        before = self.order.fingerprint
        name = ""
        try:
            name = self.act(rng)
        except Refused as error:
            self.trail.append(f"  refused: {error}")
            assert whole_database() == before, self.told("a refused act left something behind")
            return
        except Exception as error:
            error.add_note(self.told(""))
            raise
        if name:
            self.trail.append(f"  done: {name}")
            self.taken[name] += 1
            self.order.check(name)

    def told(self, fault: str) -> str:
        return "\n".join([*self.trail, fault])

    # --- what is drawn -------------------------------------------------------------------------------------------

    def act(self, rng: Random) -> str:
        draw = rng.random()
        if draw < 0.1:
            return self.anything(rng)
        if draw < 0.3:
            return self.opening(rng)
        return self.offered(rng)

    def cases(self) -> list:
        """Those that run: the latest come first."""
        rows = [row for machine in MACHINES for row in machine.objects.filter(station=self.desks.station)]
        return [
            row
            for row in rows
            if row.state not in ("withdrawn", "declined", "void", "corrected", "dismissed")
        ]

    def offered(self, rng: Random) -> str:
        """An act that some post is offered on some case; things are made in between."""
        if rng.random() < 0.25:
            return self.run("make_things", rng, self.desks.hq_clerk)
        cases = self.cases()
        rng.shuffle(cases)
        for case in cases[:4]:
            if found := self.ways(case):
                weights = [self.weight(name) for name, _ in found]
                ((name, by),) = rng.choices(found, weights)
                return self.take(case, name, by, told.with_act(name, rng, case, self.day))
        return ""

    def ways(self, case) -> list[tuple]:
        """(act, actor) that the page offers without a reason against it."""
        return [
            (name, by)
            for by in self.actors
            for name, against in available(case, by).items()
            if not against and name not in OF_ITSELF | WITH_A_NOTICE
        ]

    @staticmethod
    def weight(name: str) -> int:
        if name in DEAD_ENDS:
            return 2
        return 3 if name in ASIDE else 20

    def anything(self, rng: Random) -> str:
        """Any act of a case by any post on any day, as a rule with something left out."""
        cases = self.cases()
        if not cases:
            return ""
        case = rng.choice(cases)
        acts = type(case)._meta.get_field("state").get_all_transitions(type(case))
        names = sorted({act.name for act in acts} - OF_ITSELF - WITH_A_NOTICE)
        ways = self.ways(case)
        name, by = (
            rng.choice(ways) if ways and rng.random() < 0.7 else (rng.choice(names), rng.choice(self.actors))
        )
        details = told.with_act(name, rng, case, self.day)
        days = [
            self.day,
            self.day,
            self.first - dt.timedelta(days=200),
            timezone.localdate() + dt.timedelta(days=1),
        ]
        return self.take(case, name, by, told.spoiled(rng, details), rng.choice(days))

    def take(self, case, name: str, by, details: dict, on=None) -> str:
        self.trail.append(f"{self.day} {case!r} [{case.state}] {name} by {by.post} {self.short(details)}")
        perform(case, name, by=by, on=on or self.day, **details)
        self.make_notices()
        return f"{type(case).__name__}.{name}"

    def opening(self, rng: Random) -> str:
        name = rng.choice([*STATION, *HEADQUARTERS])
        own = self.desks.clerk if name in STATION else self.desks.hq_clerk
        return self.run(name, rng, own if rng.random() < 0.9 else rng.choice(self.actors))

    def run(self, name: str, rng: Random, by) -> str:
        self.trail.append(f"{self.day} {name} by {by.post}")
        getattr(self, name)(rng, by)
        return name

    @staticmethod
    def short(details: dict) -> str:
        return str(
            {
                name: value
                for name, value in details.items()
                if name not in ("content", "findings", "criteria")
            }
        )[:300]

    @staticmethod
    def make_notices() -> None:
        """Stand-in bytes for what the worker renders."""
        for paper in IssuedPaper.objects.valid().filter(file=None):
            paper.attach(PDF)


def live(desks: Desks, group, rng: Random, steps: int) -> Life:
    """One walk; nothing of it stays."""
    with transaction.atomic():
        life = Life(desks, group)
        for _ in range(steps):
            life.step(rng)
        life.order.check_chain()
        transaction.set_rollback(True)
    return life
