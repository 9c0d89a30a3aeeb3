"""The first of April simulated: the list comes ahead, the day comes, everything goes over; nothing is without an owner."""

import datetime as dt
import sys
import time
from collections import Counter

import pytest
from django.utils import timezone

from blue_patrol.models import Application, CertificationApplication
from casework.models import Actor, Handover, ImportBatch, Posting, StateChange
from casework.postings.register import register
from casework.postings.world import read_batch
from casework.roles import Role
from casework.scope import scope_of
from casework.transfers import acts, lots
from casework.transfers.acts import Wish
from casework.transfers.tasks import carry_out_due
from casework.workflow import open_all
from liaison_councils.models import CouncilOfficer
from tests.factories import councils, people, scope
from tests.factories.applications import Desks, make_group
from tests.factories.places import KobanFactory, PostingFactory, StaffFactory, StationFactory
from tests.factories.transfers import next_spring

pytestmark = pytest.mark.django_db
HEAD = "職員番号,氏名,階級,新所属,職名,発令日"


def _draft(clerk: Actor) -> CertificationApplication:
    group = make_group(clerk.station, cars=0, people=0)
    return CertificationApplication(station=clerk.station, group=group, handler=clerk.staff, patrol_times=2)


class Spring:
    """A prefecture whose clerks, chiefs and koban officers all move on by one station on one day."""

    def __init__(self, stations: int, clerks: int, officers: int, cases: int):
        """``clerks`` and ``officers`` of each station; each clerk has ``cases`` in hand, each officer runs a council."""
        self.day = next_spring()
        self.desks = [self._desks(number, clerks, officers, cases) for number in range(stations)]
        first = self.desks[0].station
        self.administrator = people.administrator(first.prefecture)
        self.headquarters = self.desks[0].hq_clerk

    def _desks(self, number: int, clerks: int, officers: int, cases: int) -> Desks:
        station = StationFactory(name=f"春野第{number + 1}", order=number)
        desks = Desks(station)
        desks.extra["clerks"] = [desks.clerk, *(self._colleague(desks) for _ in range(clerks - 1))]
        at = councils.CouncilDesks(
            station, koban=KobanFactory(station=station, name=f"第{number + 1}の1"), chief=desks.chief
        )
        desks.extra["officers"] = [at.officer]
        councils.active(at)
        for place in range(2, officers + 1):
            koban = KobanFactory(station=station, name=f"第{number + 1}の{place}")
            other = councils.CouncilDesks(station, koban=koban, chief=desks.chief, supervisor=at.supervisor)
            desks.extra["officers"].append(other.officer)
            councils.active(other)
        for clerk in desks.extra["clerks"]:
            open_all([_draft(clerk) for _ in range(cases)], by=clerk)
        return desks

    @staticmethod
    def _colleague(desks: Desks) -> Actor:
        return Actor.of(PostingFactory(post=desks.clerk.post, staff=StaffFactory()), "request")

    def rows(self) -> list[str]:
        """The list of the personnel section: everybody goes to the same kind of post at the next station."""
        told = []
        for here, there in zip(self.desks, [*self.desks[1:], self.desks[0]], strict=True):
            pairs = [
                *zip(here.extra["clerks"], there.extra["clerks"], strict=True),
                (here.chief, there.chief),
            ]
            pairs += zip(here.extra["officers"], there.extra["officers"], strict=True)
            for actor, seat in pairs:
                post, person = seat.post, actor.staff
                office = f"{there.station.name}警察署{post.koban or ''}"
                told.append(
                    f"{person.staff_number},{person.name},{person.rank},{office},{post.title},{self.day.isoformat()}"
                )
        return told

    def bring_list(self) -> int:
        """Take the list in, ahead of the day; how many moves it makes."""
        with scope_of(self.administrator):
            content = "\n".join([HEAD, *self.rows()]).encode()
            batch = ImportBatch.receive(
                self.administrator, ImportBatch.Kind.POSTINGS, "四月一日.csv", content
            )
            plan = read_batch(batch, self.administrator).plan
            register(batch, by=self.administrator, on=timezone.localdate(), seen=plan.fingerprint())
        scope.restore()
        return len(plan.taken)

    def ask_all(self) -> Counter:
        """Each chief lets what is proposed go over on the day; how many things of each kind."""
        asked = Counter()
        for desks in self.desks:
            with scope_of(desks.chief):
                found = lots.of_actor(desks.chief, desks.station, self.day)
                assert all(lot.proposed for lot in found)
                wishes = [Wish(lot.owner, lot.proposed.staff, "引継ぎのとおり。") for lot in found]
                acts.ask(desks.station, wishes, day=self.day, by=desks.chief)
                for lot in found:
                    asked[lot.holding.code] += len(lot.things)
        scope.restore()
        return asked


def ownerless(day: dt.date) -> dict[str, int]:
    """Open cases and designations whose person is in no post of the station that may hold them."""
    desk = {Role.STATION_CLERK, Role.STATION_CHIEF}
    here = {(p.staff_id, p.post.station_id): p.post for p in Posting.objects.on(day).select_related("post")}

    def has_seat(staff: int, station: int, roles) -> bool:
        post = here.get((staff, station))
        return post is not None and post.role in roles

    cases = [c for c in Application.objects.open() if not has_seat(c.handler_id, c.station_id, desk)]
    named = CouncilOfficer.objects.filter(to_on=None).select_related("council")
    councils_left = [
        each for each in named
        if not has_seat(each.staff_id, each.station_id, {Role.KOBAN_OFFICER}) or here[each.staff_id, each.station_id].koban_id != each.council.koban_id
    ]  # fmt: skip
    return {"cases": len(cases), "councils": len(councils_left)}


def simulate(spring: Spring, monkeypatch) -> dict:
    told, began = {}, time.perf_counter()

    def measure(name, work):
        nonlocal began
        began = time.perf_counter()
        value = work()
        told[f"{name} [s]"] = round(time.perf_counter() - began, 1)
        return value

    told["moves"] = measure("list", spring.bring_list)
    asked = measure("asking", spring.ask_all)
    assert Handover.objects.waiting().count() == Handover.objects.count() > 0
    assert ownerless(timezone.localdate()) == {"cases": 0, "councils": 0}, (
        "the day before, nothing has changed"
    )
    before = StateChange.objects.count()
    moment = dt.datetime.combine(spring.day, dt.time(0, 1), tzinfo=timezone.get_current_timezone())
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert ownerless(spring.day) == asked, "at midnight all that was asked for is to be done"
    told["hand-overs"] = measure("hand-over", carry_out_due)
    scope.restore()
    told |= {
        "cases": asked["cases"],
        "councils": asked["councils"],
        "rows": StateChange.objects.count() - before,
    }
    assert not Handover.objects.waiting().exists()
    assert [row for each in Handover.objects.all() for row in each.left] == []
    return told


def check(spring: Spring, told: dict, moves: int) -> None:
    sys.stderr.write(f"\n{told}\n")
    assert told["moves"] == moves
    assert ownerless(spring.day) == {"cases": 0, "councils": 0}
    assert told["rows"] == told["cases"] + told["councils"], "one history row each"
    per_case = Counter(
        StateChange.objects.filter(transition__in=["assign", "hand_over"]).values_list(
            "case_label", "case_pk"
        )
    )
    assert set(per_case.values()) == {1}
    assert carry_out_due() == 0
    scope.restore()


@pytest.mark.usefixtures("without_bytes")
def test_a_small_first_of_april_leaves_nothing_without_an_owner(monkeypatch):
    """Three stations of six clerks, a chief and three koban officers: thirty moves."""
    spring = Spring(stations=3, clerks=6, officers=3, cases=2)
    check(spring, simulate(spring, monkeypatch), moves=30)


@pytest.mark.nightly
@pytest.mark.usefixtures("without_bytes")
def test_the_first_of_april_of_a_whole_prefecture(monkeypatch):
    """Forty stations of nineteen clerks, a chief and ten koban officers: 1,200 moves."""
    spring = Spring(stations=40, clerks=19, officers=10, cases=2)
    check(spring, simulate(spring, monkeypatch), moves=1200)
