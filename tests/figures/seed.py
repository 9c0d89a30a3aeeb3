"""A prefecture's autumn made through the door: three stations with cases that went different ways on different days."""

import datetime as dt
from dataclasses import dataclass

from casework.workflow import perform, perform_all
from tests.factories import councils, returns, revocations, trainings
from tests.factories.applications import (
    DAY,
    INSTRUCTED,
    REASONS,
    Desks,
    attach_all,
    judged,
    make_papers,
    start,
    train,
)
from tests.factories.councils import CouncilDesks
from tests.factories.places import KobanFactory, StationFactory

ITEMS = (
    "様式第3 生年月日",
    "様式第2 実施地域",
    "様式第13 調査の結果",
    REASONS[0]["item"],
)  # the last is no form's


@dataclass
class Prefecture:
    stations: list[Desks]
    councils: list[CouncilDesks]
    far: Desks


def days_after(number: int) -> dt.date:
    return DAY + dt.timedelta(days=number)


def led(desks: Desks, *acts: tuple[str, int], trained: tuple[dt.date, ...] = (), **group):
    """A certification application taken through acts, each on its own day after DAY; entered today.

    ``trained``: the days on which the first of its patrollers took the course; the others took it in June.
    """
    case = start(desks, untrained=len(trained), **group)
    for person, day in zip(case.group.patrollers.order_by("position"), trained, strict=False):
        train(person, on=day)
    attach_all(case, desks)
    for name, number in acts:
        _take(type(case).objects.get(pk=case.pk), desks, name, days_after(number))
    return type(case).objects.get(pk=case.pk)


def _take(case, desks, name, on):
    def do(act, by, **details):
        return perform(case, act, by=by, on=on, **details)

    def decided(act, **details):
        do("endorse", desks.hq_clerk)
        do("endorse", desks.assistant)
        return do(act, desks.director, **details)

    def forwarded():
        if case.round == 0:
            do("examine", desks.clerk, findings=judged(case.asked()))
        return do("forward", desks.chief, document_number="試発第1号", opinion="fit")

    def dispatched():
        things = list(case.credentials.filter(state="blank"))
        perform_all(things, "print_out", by=desks.hq_clerk, on=on)
        perform_all(things, "seal", by=desks.hq_clerk, on=on)
        make_papers(case)
        return do("dispatch", desks.hq_clerk)

    def delivered():
        things = [thing.pk for thing in case.things()]
        told = [each for each in INSTRUCTED if each["code"] in case.instructions()]
        return do(
            "deliver", desks.clerk, credentials=things, instructed=told, receiver_name="青葉 守",
            receiver_kind="representative",
        )  # fmt: skip

    def sent_back(act, by):
        reasons = [{"item": item, "text": "漏れ"} for item in ITEMS[: 1 + on.day % len(ITEMS)]]
        return do(act, by, reasons=reasons)

    def answered(act):
        from casework.models import ReturnReason

        open_reasons = ReturnReason.objects.of_case(case).unanswered()
        return do(act, desks.clerk, answers={str(reason.pk): "直した" for reason in open_reasons})

    acts = {
        "receive": lambda: do("receive", desks.clerk),
        "request_correction": lambda: sent_back("request_correction", desks.clerk),
        "resubmit": lambda: answered("resubmit"),
        "forward": forwarded,
        "send_back": lambda: sent_back("send_back", desks.hq_clerk),
        "answer": lambda: answered("answer"),
        "approve": lambda: decided("approve"),
        "decline": lambda: decided("decline", note="要件に当たらない"),
        "dispatch": dispatched,
        "arrive": lambda: do("arrive", desks.clerk),
        "deliver": delivered,
        "report": lambda: do("report", desks.clerk),
        "withdraw": lambda: do("withdraw", desks.clerk, note="申出"),
        "return_undelivered": lambda: do("return_undelivered", desks.clerk, note="連絡が取れない"),
    }
    return acts[name]()


UP = (("receive", 1), ("forward", 6), ("approve", 20), ("dispatch", 22), ("arrive", 25))
THERE = (*UP, ("deliver", 30), ("report", 31))
BACK = (("receive", 2), ("request_correction", 6), ("resubmit", 17), ("forward", 18), ("send_back", 25), ("answer", 28), ("forward", 30))  # fmt: skip


def later(acts, by: int):
    return tuple((name, number + by) for name, number in acts)


def autumn() -> Prefecture:
    """At the first station much, at the second a little, at the third a little else; at the fourth, far away, too."""
    first, second, third = (Desks(StationFactory()) for _ in range(3))
    far = Desks(StationFactory(prefecture__code="24", prefecture__name="三重県"))
    for number in range(5):
        led(first, *later(THERE, number * 3), cars=1 + number % 2, people=2 + number)
    led(first, *THERE, people=4, trained=(dt.date(2023, 9, 15), dt.date(2023, 11, 22), dt.date(2023, 12, 20)))
    led(first, *UP, ("return_undelivered", 40))
    led(first, *BACK)
    led(first, ("receive", 33), ("withdraw", 35))
    led(second, *later(THERE, 4), people=3)
    led(second, *BACK, ("decline", 44))
    led(second, ("receive", 9))
    led(third, *later(UP, 10))
    led(third)
    led(far, *THERE)
    returns.return_at("transport_notified", second)
    returns.return_at("forwarded", first)
    revocations.find(first, revocations.certified_group(first))
    for desks, absent in ((first, ()), (second, ("見坂 太郎",))):
        trainings.hold(
            trainings.plan(desks, [trainings.outsider(), trainings.outsider("丘 花子")]), desks, absent
        )
    return Prefecture([first, second, third], [of_councils(each.station) for each in (first, second)], far)


def of_councils(station) -> CouncilDesks:
    """Two councils: one met twice and was asked three things, one not at all."""
    at = CouncilDesks(station)
    council = councils.active(at)
    councils.active(at, at_koban=KobanFactory(station=station))
    councils.appointed(at, council)
    councils.reported(at, council, on=dt.date(2026, 5, 20))
    councils.held(at, council, on=dt.date(2026, 9, 9))
    opinions = [councils.opinion(at, council, on=dt.date(2026, 5, 20)) for _ in range(3)]
    perform(opinions[0], "answer", by=at.supervisor, on=dt.date(2026, 6, 9), reply="置いた", measure="")
    perform(opinions[1], "close_otherwise", by=at.supervisor, on=dt.date(2026, 6, 1), note="本人に伝えた")
    return at
