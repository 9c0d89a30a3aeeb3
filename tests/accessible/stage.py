"""One station with a record of every kind in each of its states, so that each page is seen with its form open."""

import datetime as dt

from blue_patrol.models import RevocationState as R
from blue_patrol.models.returned.machine import ReturnState
from casework.models import Deadline, Disposal, Hold, PersonRequest
from casework.models.road import RoadState as S
from casework.workflow import perform, perform_all
from tests.factories import (
    commissions,
    councils,
    disposals,
    people,
    remarks,
    returns,
    revocations,
    stock,
    trainings,
)
from tests.factories.applications import DAY, ROADS, Desks, application_at, make_papers
from tests.factories.councils import CouncilDesks
from tests.factories.demonstrations import demonstration_at
from tests.factories.places import StationFactory
from tests.factories.requests import change_at, reissue, standing_of

MET = dt.date(2026, 5, 20)
AREA = {"kind": "area", "after": {"patrol_area": "坂上町"}}


def people_at_work() -> Desks:
    """The desks of a station, with the two posts above the division."""
    return revocations.with_command(Desks(StationFactory()))


def records(desks: Desks) -> dict[str, list[int]]:
    """Kind (as BY_OTHER_KEY of the access walk names them) → keys, those in the middle of their road among them."""
    cases = applications(desks)
    after_delivery = [case for case in cases if case.state in {S.DELIVERED, S.REPORTED}]
    groups = [case.group for case in after_delivery]
    standing = standing_of(desks)
    told = {
        "application": cases,
        "reissue": [reissue(desks, standing=standing)],
        "change": [change_at(S.DRAFT, desks, AREA), change_at(S.DELIVERED, desks, AREA)],
        "run": [demonstration_at(S.DRAFT, desks), demonstration_at(S.DELIVERED, desks)],
        "group": [standing.group, *groups],
        "revocation": [revocations.revocation_at(state, desks) for state in R],
        "returned": [returns.return_at(state, desks) for state in ReturnState],
        "commission": [made(desks) for made in (commissions.considered, commissions.commissioned, commissions.released)],
        "course": [trainings.plan(desks, [groups[0].patrollers.first()]), held(desks, groups[0])],
        "lot": [stock.lot_of_its_own(desks)],
        "deadline": list(Deadline.objects.open().filter(station=desks.station)),
        "clock_remark": [remarks.made(desks, after_delivery[0])],
    }  # fmt: skip
    told |= of_councils(desks.station) | of_retention(desks, after_delivery)
    return {kind: [each.pk for each in rows] for kind, rows in told.items()}


def held(desks, group):
    return trainings.hold(trainings.plan(desks, [group.patrollers.last()]), desks)


def applications(desks) -> list:
    """Of each state; of the approved ones each stage of their printing, of the forwarded one without its number."""
    cases = [application_at(state, desks, untrained=state == S.RECEIVED) for state in ROADS]
    printed, sealed = (application_at(S.APPROVED, desks) for _ in range(2))
    for case in (printed, sealed):
        perform_all(list(case.credentials.all()), "print_out", by=desks.hq_clerk, on=DAY)
    perform_all(list(sealed.credentials.all()), "seal", by=desks.hq_clerk, on=DAY)
    make_papers(sealed)
    lost = application_at(S.ARRIVED, desks)
    perform(lost.things().filter(kind="card").first(), "lose", by=desks.clerk, on=DAY)
    nearly = application_at(S.FORWARDED, desks)
    perform(nearly, "endorse", by=desks.hq_clerk, on=DAY)
    perform(nearly, "endorse", by=people.deputy(desks.assistant), on=DAY)
    return [*cases, printed, sealed, lost, nearly, application_at(S.DELIVERED, desks, untrained=1)]


def of_retention(desks, cases) -> dict[str, list]:
    """Lists drawn, looked through once and twice; holds, and what a person asked."""
    for case in cases:
        disposals.beside(desks, case)
    drawn, *seen = Disposal.objects.filter(station=desks.station).order_by("pk")
    once, twice = (perform(row, "review", by=desks.chief) for row in seen[:2])
    return {
        "disposal": [drawn, once, perform(twice, "approve", by=desks.director)],
        "hold": list(Hold.objects.filter(station=desks.station)),
        "asked": list(PersonRequest.objects.filter(station=desks.station)),
    }


def of_councils(station) -> dict[str, list]:
    at = CouncilDesks(station)
    council, waiting = councils.active(at), councils.planned(at, name="準備中の会")
    resting = councils.active(at, name="休止中の会")
    perform(resting, "suspend", by=at.chief, on=DAY, note="担い手がいない")
    terms = [councils.nominated(at, council), councils.appointed(at, council)]
    days = [MET + dt.timedelta(days=30 * n) for n in range(4)]
    meetings = [
        councils.meeting(at, council, on=days[3]), councils.announced(at, council, on=days[2]),
        councils.held(at, council, on=days[1]), councils.reported(at, council, on=days[0]),
    ]  # fmt: skip
    opinions = [councils.opinion(at, council), councils.opinion(at, council)]
    perform(opinions[1], "answer", by=at.supervisor, on=DAY, reply="照明を増やした")
    remark = councils.remark(
        at.station, by=at.division, on=DAY, council=council, text="予定を入れること", due_on=None
    )
    support = councils.ask_support(
        council, by=at.supervisor, on=DAY, kind="presence", asked_of="交通課", content="出席"
    )
    return {
        "council": [council, waiting, resting], "term": terms, "meeting": meetings, "opinion": opinions,
        "remark": [remark], "support": [support],
    }  # fmt: skip
