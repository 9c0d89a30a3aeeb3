"""所管替え while somebody works on what moves: in threads of their own, on committed rows."""

import threading
import time
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from blue_patrol.models import (
    Application,
    CertificationApplication,
    Group,
    Kind,
    ReissueApplication,
    Revocation,
    Vehicle,
)
from casework import moved as moved_away
from casework.models import ActKey, ChangeOfStation, StateChange
from casework.models.base import CHANGE_OF_STATION
from casework.models.road import RoadState as S
from casework.permissions import PERMISSIONS
from casework.scope import scope_of
from casework.workflow import open_case, perform
from tests.blue_patrol.acting import client_of, era
from tests.blue_patrol.races import at_once, doing
from tests.casework.test_walls import attempt
from tests.factories import offices, scope
from tests.factories.applications import DAY, Desks, application_at, make_group
from tests.factories.offices import done, groups
from tests.factories.places import StationFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("without_bytes")]
TIMES = 4
TYPED = "配達の途中に灯を点けていた。"
REISSUE = {"applied_on": era(DAY), "received_on": "", "occurred_on": era(DAY), "circumstances": TYPED}
FINDING = {
    "on": era(DAY), "grounds": ["d"], "source": "交番からの連絡", "summary": TYPED, "is_minor": "no",
    "severity_reason": "繰り返しているため",
}  # fmt: skip


@contextmanager
def committed():
    """A transaction that sees every station made so far."""
    with transaction.atomic():
        scope.restore()
        yield


@pytest.fixture
def desks():
    with committed():
        return Desks(StationFactory())


@pytest.fixture
def new(desks):
    with committed():
        station = StationFactory()
    desks.hq_clerk = offices.seeing(desks.hq_clerk)
    return Desks(station, hq_clerk=desks.hq_clerk)


def moving(desks, new, *which):
    return doing(desks.hq_clerk, lambda: done(groups(*which, to=new.station), desks.hq_clerk), "moved")


def unbroken(job):
    """The job, or that the database refused it as a whole."""

    def run():
        try:
            return job()
        except DatabaseError as error:
            return f"refused: {error}".splitlines()[0]

    return run


def test_an_act_on_a_case_that_moves_is_done_before_it_or_not_at_all(desks, new):
    for _ in range(TIMES):
        with committed():
            case = application_at(S.RECEIVED, desks)
            group = case.group
        told = at_once(
            doing(desks.clerk, lambda case=case: perform(Application(pk=case.pk), "withdraw", by=desks.clerk, on=DAY, note="申出"), "withdrawn"),
            moving(desks, new, group),
        )  # fmt: skip
        with scope_of(desks.hq_clerk):
            stored = Application.objects.get(pk=case.pk)
            acts = list(
                StateChange.objects.of_case(case).order_by("seq").values_list("transition", flat=True)
            )
        assert set(told) <= {"withdrawn", "moved", "Refused"}
        assert told != ["Refused", "Refused"]
        assert (stored.state == "withdrawn") == (told[0] == "withdrawn")
        assert (stored.station_id == new.station.pk) == (told[1] == "moved")
        if told == ["withdrawn", "moved"]:
            assert acts.index("withdraw") < acts.index(CHANGE_OF_STATION)


def test_a_case_opened_while_its_group_moves_is_not_left_behind(desks, new):
    for _ in range(TIMES):
        with committed():
            group = make_group(desks.station)

        def begin(group=group):
            draft = CertificationApplication(
                station=desks.station, group=group, patrol_area="学区", patrol_times=2, combined_with_business=False,
                applied_on=DAY, pledged_on=DAY,
            )  # fmt: skip
            open_case(draft, by=desks.clerk, permission=PERMISSIONS["enter_application"], on=DAY)

        told = at_once(unbroken(doing(desks.clerk, begin, "begun")), moving(desks, new, group))
        with scope_of(desks.hq_clerk):
            stored = Group.objects.get(pk=group.pk)
            assert set(stored.applications.values_list("station", flat=True)) <= {stored.station_id}, told
        assert told[0] == "begun" or "another station" in told[0], told


def a_finding(standing) -> dict:
    """Its act wants to lock the group, and finds it gone."""
    return FINDING


def a_reissue(standing) -> dict:
    """Its act is stored, and waits for the history's head: the wall speaks when the request ends."""
    return REISSUE | {f"thing-{standing.credentials.get(kind=Kind.STICKER).pk}": "damaged"}


@pytest.mark.parametrize(
    ("page", "typed", "other_way"),
    [("revocation_new", a_finding, "has_moved"), ("reissue_new", a_reissue, "has_just_moved")],
)
def test_a_page_sent_in_that_moment_says_so_and_gives_back_what_was_typed(
    desks, new, page, typed, other_way, monkeypatch
):
    monkeypatch.setattr(moved_away, other_way, lambda told: False)  # each is found out in its own way
    with committed():
        group = application_at(S.REPORTED, desks).group
        sent = typed(group.certifications.get()) | {"act_key": str(uuid4()), "revision": 0}
    client = client_of(desks.clerk)
    moved, answers = threading.Event(), []

    def move():
        with scope_of(offices.seeing(desks.hq_clerk)):
            done(groups(group, to=new.station), desks.hq_clerk)
            moved.set()
            waits_for_the_head()

    def click():
        moved.wait(20)
        answers.append(client.post(reverse(page, args=[group.pk]), sent))

    at_once(move, click)
    (answer,) = answers
    told = answer.content.decode()
    assert answer.status_code == 409
    for words in ("所管が替わりました", TYPED, reverse("groups_left")):
        assert words in told
    assert "受け付けました" not in told
    assert "記録しました。" not in told
    with scope_of(offices.seeing(desks.hq_clerk)):
        assert Group.objects.get(pk=group.pk).station == new.station
        assert not Revocation.objects.exists()
        assert not ReissueApplication.objects.exists()
        assert not ActKey.objects.filter(key=sent["act_key"]).exists()
    assert 'class="messages"' not in client.get("/").content.decode(), (
        "nor is a success told on the next page"
    )


def waits_for_the_head() -> None:
    """Until another transaction waits for a lock of this one."""
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute(
                "select count(*) from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.1)
    raise AssertionError("nobody waits")


def test_two_clerks_of_headquarters_move_a_group_once(desks, new):
    with committed():
        third = StationFactory()
        desks.hq_clerk = offices.seeing(desks.hq_clerk)
        group = application_at(S.REPORTED, desks).group
        other = Desks(third, hq_clerk=desks.hq_clerk)
    told = at_once(moving(desks, new, group), moving(desks, other, group))
    with scope_of(desks.hq_clerk):
        assert ChangeOfStation.objects.count() == told.count("moved") == 1


# --- the walls beneath ---------------------------------------------------------------------------------------------------


def refused(*statements, stations) -> bool:
    return attempt(*statements, stations=stations) != "done"


def test_no_row_changes_its_station_without_the_act(desks, new):
    with committed():
        case = application_at(S.REPORTED, desks)
    both = [desks.station.pk, new.station.pk]
    for table in (
        "blue_patrol_group", "blue_patrol_vehicle", "blue_patrol_application", "blue_patrol_ledgerevent", "blue_patrol_ledgersheet",
        "casework_issuedpaper", "casework_deadline", "casework_issuednumber", "casework_attachment", "casework_storedfile",
        "blue_patrol_registerentry", "casework_statechange",
    ):  # fmt: skip
        assert refused(
            f"update {table} set station_id = {new.station.pk} where station_id = {desks.station.pk}",
            stations=both,
        ), table
    assert case.station_id == desks.station.pk


def test_the_act_lets_rows_change_their_station_and_nothing_else(desks, new):
    """Even with the act's own history row in the transaction."""
    with committed():
        case = application_at(S.REPORTED, desks)

    def with_the_act(sql):
        with scope_of(desks.hq_clerk):
            done(groups(case.group, to=new.station), desks.hq_clerk)
            with connection.cursor() as cursor:
                cursor.execute(sql, [desks.station.pk])

    with pytest.raises(DatabaseError, match=r"append-only|permission"):
        with_the_act("update blue_patrol_ledgerevent set station_id = %s, text = 'x'")
    with pytest.raises(DatabaseError, match="another station without the act"):
        with_the_act("update blue_patrol_vehicle set station_id = %s")  # back again, which the act did not do


def test_nothing_is_hung_on_a_row_of_another_station(desks, new):
    with committed():
        group = make_group(desks.station)
        mine = [desks.station.pk, new.station.pk]
    columns = "day, entered_on, entered_by_id, group_id, station_id"
    values = f"current_date, now(), {desks.clerk.staff.pk}, {group.pk}, {new.station.pk}"
    assert refused(f"insert into blue_patrol_activityday ({columns}) values ({values})", stations=mine)
    vehicle = Vehicle(station=new.station, group=group, plate="名古屋|500|へ|1", make="x", model_code="x", chassis_number="x", base_location="x", user_name="x", user_address="x")  # fmt: skip
    with pytest.raises(DatabaseError, match="of another station than its group_id"), scope_of(desks.hq_clerk):
        vehicle.save()
