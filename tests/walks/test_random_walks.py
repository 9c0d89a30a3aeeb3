"""Random walks over an application and its things, beside a small model of them; after each step nothing is out of order."""

from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from blue_patrol.models import (
    Certification,
    CertificationApplication,
    Credential,
    RegisterEntry,
)
from casework.models import IssuedNumber, NumberSeries, ReturnReason, StateChange
from casework.workflow import Refused, perform, perform_all
from tests.factories.applications import (
    DAY,
    INSTRUCTED,
    REASONS,
    Desks,
    attach_all,
    judged,
    make_papers,
    start,
)
from tests.factories.places import StationFactory
from tests.nights import batches
from tests.walks.model import ACTS, Model

pytestmark = pytest.mark.django_db
CARS, PEOPLE, UNTRAINED = 2, 3, 2
ONWARD = (
    "attach",
    "receive",
    "examine",
    "forward",
    "endorse",
    "approve",
    "print",
    "seal",
    "dispatch",
    "arrive",
    "deliver",
)
ENDINGS = {"withdraw", "decline"}  # taken by one draw in ten, or hardly a walk would come far


def chosen(model: Model, draw: int) -> str:
    """One draw in five takes any act, allowed or not; the others one that the model allows, leading on as a rule."""
    kind, place = draw % 5, draw // 5
    if kind == 0:
        return ACTS[place % len(ACTS)]
    allowed = [name for name in ACTS if model.may(name) and (name not in ENDINGS or place % 10 == 0)]
    weighted = [name for name in allowed for _ in range(3 if name in ONWARD else 1)]
    return weighted[place % len(weighted)] if weighted else ACTS[place % len(ACTS)]


class Walk:
    """The real thing behind the model's acts."""

    def __init__(self, desks):
        self.desks = desks
        self.case = start(desks, cars=CARS, people=PEOPLE, untrained=UNTRAINED)
        self.people = list(self.case.group.patrollers.all())
        self.cars = list(self.case.group.vehicles.all())

    def reload(self):
        self.case = CertificationApplication.objects.get(pk=self.case.pk)

    def do(self, name: str) -> bool:
        """Whether the door let the act pass."""
        try:
            with transaction.atomic():
                getattr(self, name)()
        except Refused:
            return False
        finally:
            self.reload()
        return True

    def act(self, name: str, by, **details):
        return perform(self.case, name, by=by, on=DAY, **details)

    def things(self, *places):
        return list(self.case.things().filter(state__in=places))

    def together(self, name: str, place: str):
        things = self.things(place)
        if not things:
            raise Refused([])
        perform_all(things, name, by=self.desks.hq_clerk, on=DAY)
        make_papers(self.case)

    def answers(self):
        return {str(reason.pk): "直した" for reason in ReturnReason.objects.of_case(self.case)}

    def attach(self):
        attach_all(self.case, self.desks)

    def receive(self):
        self.act("receive", self.desks.clerk)

    def request_correction(self):
        self.act("request_correction", self.desks.clerk, reasons=REASONS)

    def resubmit(self):
        self.act("resubmit", self.desks.clerk, answers=self.answers())

    def examine(self):
        self.act("examine", self.desks.clerk, findings=judged())

    def forward(self):
        self.act("forward", self.desks.chief, opinion="fit", document_number="桜見坂生発第1号")

    def send_back(self):
        self.act("send_back", self.desks.hq_clerk, reasons=REASONS)

    def answer(self):
        self.act("answer", self.desks.clerk, answers=self.answers())

    def endorse(self):
        step = next(iter(self.case.open_steps()), None)
        self.act("endorse", self.desks.assistant if step and step.title == "補佐" else self.desks.hq_clerk)

    def approve(self):
        self.act("approve", self.desks.director)

    def decline(self):
        self.act("decline", self.desks.director, note="要件に当たらない")

    def recall(self):
        self.act("recall", self.desks.director, note="誤り")

    def print(self):
        self.together("print_out", "blank")

    def seal(self):
        self.together("seal", "printed")

    def dispatch(self):
        self.act("dispatch", self.desks.hq_clerk)

    def arrive(self):
        self.act("arrive", self.desks.clerk)

    def arrive_short(self):
        *_, spoiled, missing = [None, None, *self.things("in_transit")]
        found = {"missing": {missing.pk: "ない"}, "spoiled": {spoiled.pk: "折れた"}} if missing else {}
        self.act("arrive", self.desks.clerk, **found)

    def replace(self):
        self.act("replace", self.desks.hq_clerk)

    def send_after(self):
        self.act("send_after", self.desks.hq_clerk)

    def take_in_after(self):
        self.act("take_in_after", self.desks.clerk)

    def train(self):
        left = next((man for man in self.people if not man.trainings.exists()), None)
        if left is None:
            raise Refused([])
        self.act("record_training", self.desks.clerk, patrollers=[left.pk], trainer="生活安全課")

    def handed(self, cards_only: bool):
        here = self.things("at_station")
        chosen = [t.pk for t in here if (t.patroller.is_trained(DAY) if t.patroller else not cards_only)]
        return {
            "credentials": chosen,
            "receiver_name": "青葉 守",
            "receiver_kind": "representative",
            "instructed": INSTRUCTED,
        }

    def deliver(self):
        self.act("deliver", self.desks.clerk, **self.handed(cards_only=False))

    def hand_over_cards(self):
        self.act("hand_over_cards", self.desks.clerk, **self.handed(cards_only=True))

    def report(self):
        self.act("report", self.desks.clerk)

    def return_undelivered(self):
        self.act("return_undelivered", self.desks.clerk, note="連絡が取れない")

    def destroy(self):
        self.act("destroy_returned", self.desks.hq_clerk)

    def withdraw(self):
        self.act("withdraw", self.desks.clerk, note="申出")

    # --- what is compared ----------------------------------------------------------------------------------------

    def places(self) -> Counter:
        """How many things of each kind and bearer are where."""
        bearers = {("card", man.pk): n for n, man in enumerate(self.people)}
        bearers |= {("sticker", car.pk): n for n, car in enumerate(self.cars)}
        rows = Credential.objects.filter(application=self.case)
        return Counter(
            (t.kind, bearers.get((t.kind, t.patroller_id or t.vehicle_id), -1), t.state) for t in rows
        )


def in_order(walk: Walk, model: Model) -> None:
    """The invariants: T04 of the reliability goals."""
    assert walk.case.state == model.state
    assert walk.places() == Counter((t.kind, t.bearer, t.place) for t in model.things)
    standings = list(
        Certification.objects.filter(group=walk.case.group).order_by("pk").values_list("state", flat=True)
    )
    assert (standings[-1] if standings else "") == model.standing
    assert standings.count("active") <= 1
    numbers_are_gapless()
    for card in Credential.objects.filter(kind="card", state="with_group").select_related("patroller"):
        assert card.patroller.is_trained(DAY), "a card with an untrained person"
    live = Credential.objects.filter(kind="sticker").live().values_list("vehicle", flat=True)
    assert max(Counter(live).values(), default=0) <= 1
    assert register_replayed(walk.case) == register_kept(walk.case)
    assert len(register_kept(walk.case)) == model.register_rows


def numbers_are_gapless() -> None:
    for series in NumberSeries.objects.exclude(kind="register"):
        given = IssuedNumber.objects.filter(kind=series.kind, holder=series.holder, year=series.year)
        assert sorted(given.values_list("value", flat=True)) == list(range(1, series.last + 1))


def register_replayed(case) -> list[tuple]:
    """What the history alone says that the book must hold."""
    rows, handed = [], []
    label = Credential._meta.label
    for change in StateChange.objects.order_by("seq").select_related("payload"):
        if change.case_label == label and change.transition == "hand_over":
            handed.append(Credential.objects.get(pk=change.case_pk).number)
        elif change.case_label == case._meta.label and change.transition in ("deliver", "hand_over_cards"):
            rows.append((change.on, change.payload.content["receiver_name"], sorted(handed)))
            handed = []
    return rows


def register_kept(case) -> list[tuple]:
    rows = RegisterEntry.objects.filter(application=case).order_by("row_number")
    return [
        (
            row.delivered_on,
            row.receiver_name,
            sorted(filter(None, [row.certificate_number, *row.sticker_numbers, *row.card_numbers])),
        )
        for row in rows
    ]


def walk_along(desks, steps) -> None:
    """``steps``: names of acts, or draws."""
    with transaction.atomic():
        walk = Walk(desks)
        model = Model(CARS, PEOPLE, trained=set(range(UNTRAINED, PEOPLE)))
        for step in steps:
            name = step if isinstance(step, str) else chosen(model, step)
            allowed = model.may(name)
            assert walk.do(name) == allowed, f"{name} in {model.state}"
            if allowed:
                model.do(name)
            in_order(walk, model)
        transaction.set_rollback(True)


def walk_at_random(desks, *, examples: int, steps: int, of: int) -> None:
    """``examples`` walks of half to all of ``steps``; the same ones for the same ``of``."""
    shared = [HealthCheck.too_slow, HealthCheck.data_too_large]

    @seed(of)
    @settings(max_examples=examples, deadline=None, suppress_health_check=shared, database=None)
    @given(draws=st.lists(st.integers(0, 9999), min_size=steps // 2, max_size=steps))
    def walk(draws):
        walk_along(desks, draws)

    walk()


@pytest.fixture
def desks():
    return Desks(StationFactory())


def test_a_walk_never_leaves_the_model(desks):
    walk_at_random(desks, examples=12, steps=30, of=0)


@pytest.mark.parametrize("part", batches(by_day=0, by_night=4, in_full=40))
def test_a_thousand_walks_never_leave_the_model(desks, part):
    walk_at_random(desks, examples=250, steps=50, of=part + 1)


@pytest.mark.parametrize(
    "names",
    [
        "attach receive examine forward endorse endorse approve recall endorse endorse approve print seal dispatch arrive deliver report",
        ("attach receive examine forward endorse endorse approve print seal dispatch arrive_short replace print seal send_after "
         "take_in_after deliver train hand_over_cards train hand_over_cards report destroy"),
        "attach receive examine forward endorse endorse approve print seal dispatch arrive return_undelivered destroy",
        "attach receive request_correction resubmit examine forward endorse send_back answer forward endorse endorse decline",
    ],
    ids=["recalled", "short", "undelivered", "declined"],
)  # fmt: skip
def test_the_long_roads(desks, names):
    walk_along(desks, names.split())
