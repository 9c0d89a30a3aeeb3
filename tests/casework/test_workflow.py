"""The door: one transaction, permission before guards before checks, history last."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django_fsm import ConcurrentTransition

from blue_patrol.models import Certification, CertificationApplication, Credential
from casework import workflow
from casework.models import StateChange
from casework.models.road import RoadState as S
from casework.permissions import Reason
from casework.workflow import (
    Guard,
    Refused,
    Stale,
    available,
    declared,
    erase_all,
    guard,
    open_all,
    perform,
    perform_all,
    refusals,
)
from tests.factories.applications import DAY, REASONS, Desks, application_at, attach_all, make_group, start
from tests.factories.places import StationFactory
from tests.nights import every_nth

pytestmark = pytest.mark.django_db
MACHINES = [CertificationApplication, Credential, Certification]


@pytest.fixture
def desks():
    return Desks(StationFactory())


def test_a_guard_says_its_sentence_its_clause_and_its_cure_when_it_says_no():
    @guard("だめです。", "BP-5-1", "plan")
    def is_odd(case):
        return case % 2

    assert is_odd(1)
    assert not is_odd(2)
    assert is_odd.reasons(2) == [Reason("だめです。", "BP-5-1", "plan")]
    assert is_odd.reasons(1) == []
    assert is_odd.__name__ == "is_odd"
    assert Guard(lambda case: []).reasons(1) == []


def test_refusals_name_permission_and_guards_together(desks):
    case = application_at(S.RECEIVED, desks)
    told = [reason.sentence for reason in refusals(case, "forward", desks.clerk)]
    assert told[0] == "署長の職が行います。"
    assert told[1].startswith("調査12項目のうち12項目に結果がありません")
    assert [r.sentence for r in refusals(case, "deliver", desks.clerk)] == ["「受理」の事案では行えません。"]


def test_nothing_is_available_where_the_road_ends(desks):
    assert available(application_at(S.WITHDRAWN, desks), desks.clerk) == {}


def test_the_state_on_the_page_does_not_matter_but_the_one_in_the_database(desks):
    old = application_at(S.RECEIVED, desks)
    perform(old, "request_correction", by=desks.clerk, on=DAY, reasons=REASONS)
    assert old.state == S.RECEIVED
    with pytest.raises(Refused, match="「補正中」の事案では行えません。"):
        perform(old, "request_correction", by=desks.clerk, on=DAY, reasons=REASONS)


def test_a_case_that_is_not_there_is_not_found(desks):
    with pytest.raises(Refused, match="この事案は見つかりません。"):
        perform(CertificationApplication(pk=0), "withdraw", by=desks.clerk)


def test_a_case_outside_the_scope_is_not_found(desks, see):
    case = application_at(S.RECEIVED, desks)
    other = StationFactory()
    see(other)
    with pytest.raises(Refused, match="この事案は見つかりません。"):
        perform(case, "withdraw", by=desks.clerk, on=DAY, note="申出")


def test_a_stale_page_is_told_before_anything_else(desks):
    case = application_at(S.RECEIVED, desks)
    with pytest.raises(Stale):
        perform(case, "deliver", by=desks.hq_clerk, on=DAY, revision=case.revision - 1)
    assert (
        perform(case, "withdraw", by=desks.clerk, on=DAY, note="申出", revision=case.revision).revision
        == case.revision + 1
    )


def test_the_day_defaults_to_today_in_japan(desks, monkeypatch):
    case = application_at(S.RECEIVED, desks)
    late = dt.datetime(2027, 3, 31, 15, 30, tzinfo=dt.UTC)  # half past midnight on 1 April in Japan
    monkeypatch.setattr("django.utils.timezone.now", lambda: late)
    case = perform(case, "withdraw", by=desks.clerk, note="申出")
    assert case.closed_on == dt.date(2027, 4, 1) == late.astimezone(ZoneInfo("Asia/Tokyo")).date()


def test_no_cases_are_no_act():
    assert perform_all([], "print_out", by=None) == []
    assert open_all([], "registered", by=None) == []
    erase_all([], "unregistered", by=None)
    assert not StateChange.objects.exists()


def test_what_has_moved_on_is_not_taken_out(desks):
    standing = application_at(S.APPROVED, desks).certification
    with pytest.raises(Refused, match="手続が進んだものがあり、取り消せません。"):
        erase_all([standing], "undo_registration", by=desks.clerk, on=DAY)
    assert Certification.objects.filter(pk=standing.pk).exists()


def test_several_things_move_together_in_the_order_of_their_keys(desks):
    case = application_at("approved", desks, cars=2, people=2)
    things = list(case.credentials.all())[::-1]
    moved = perform_all(things, "print_out", by=desks.hq_clerk, on=DAY)
    assert [t.pk for t in moved] == [t.pk for t in things]
    with CaptureQueriesContext(connection) as queries:
        perform_all(things, "seal", by=desks.hq_clerk, on=DAY)
    locks = [
        q["sql"] for q in queries if "FOR NO KEY UPDATE" in q["sql"] and "blue_patrol_credential" in q["sql"]
    ]
    assert len(locks) == 1
    assert 'ORDER BY "blue_patrol_credential"."id" ASC' in locks[0]


def test_the_row_is_locked_before_anything_is_asked_and_the_chain_last(desks):
    case = application_at(S.RECEIVED, desks)
    with CaptureQueriesContext(connection) as queries:
        perform(case, "request_correction", by=desks.clerk, on=DAY, reasons=REASONS)
    statements = [q["sql"] for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert "blue_patrol_application" in statements[0]
    assert statements[0].endswith('FOR NO KEY UPDATE OF "blue_patrol_application"')
    chain = next(n for n, sql in enumerate(statements) if "casework_chainhead" in sql)
    assert all(
        "casework_statechange" in s or "changepayload" in s or "chainhead" in s for s in statements[chain:]
    )


def test_opening_within_an_act_records_each_new_case(desks):
    case = application_at("approved", desks)
    opened = StateChange.objects.filter(transition="open", case_label=Credential._meta.label)
    assert opened.count() == case.credentials.count()
    assert {(row.before, row.after, row.label) for row in opened} == {("", "blank", "準備")}
    assert open_all([], by=desks.hq_clerk) == []


def test_what_is_declared_depends_on_the_state(desks):
    case = application_at(S.RECEIVED, desks)
    assert declared(case, "forward").target == S.FORWARDED
    assert declared(case, "deliver") is None
    assert declared(case, "an act of nobody") is None


def test_whoever_is_to_be_told_is_told_once_an_act_of_all_its_cases(desks, monkeypatch):
    told = []
    monkeypatch.setattr(
        workflow, "tell", lambda done: told.append([(case.pk, act.transition) for case, act in done])
    )
    case = start(desks)
    attach_all(case, desks)
    told.clear()
    perform(case, "receive", by=desks.clerk, on=DAY)
    assert told == [[(case.pk, "receive")]]
    told.clear()
    (opened,) = open_all(
        [CertificationApplication(station=desks.station, group=make_group(desks.station))],
        by=desks.clerk,
        on=DAY,
    )
    assert told == [[(opened.pk, "open")]]


# --- the state itself ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", MACHINES)
def test_a_state_is_never_assigned(model):
    with pytest.raises(AttributeError):
        model().state = "received"


def test_the_net_beneath_the_lock_catches_a_save_of_an_old_state(desks):
    mine, theirs = application_at(S.RECEIVED, desks), None
    theirs = CertificationApplication.objects.get(pk=mine.pk)
    perform(mine, "withdraw", by=desks.clerk, on=DAY, note="申出")
    theirs.chief_remarks = "x"
    with pytest.raises(ConcurrentTransition):
        theirs.save()


@pytest.mark.parametrize("fields", [None, ["state"], ["state", "patrol_area"]])
def test_a_loaded_state_is_never_refreshed(desks, fields):
    case = application_at(S.RECEIVED, desks)
    with pytest.raises(TypeError, match="get the row again by its key"):
        models_refresh(case, fields)


def models_refresh(case, fields):
    reload = getattr(case, "refresh_from_db")  # noqa: B009 -- written out it would look like a use of it
    return reload(fields=fields)


def test_plain_fields_may_be_refreshed(desks):
    case = application_at(S.RECEIVED, desks)
    CertificationApplication.objects.filter(pk=case.pk).update(patrol_area="別の地域")
    models_refresh(case, ["patrol_area"])
    assert (case.patrol_area, case.state) == ("別の地域", S.RECEIVED)
    with pytest.raises(AttributeError):
        case.state = S.DELIVERED


def test_a_deferred_field_is_loaded_beside_a_locked_state(desks):
    application_at(S.RECEIVED, desks)
    case = CertificationApplication.objects.defer("patrol_area").get()
    assert (case.patrol_area, case.state) == ("桜見坂小学校区全域", S.RECEIVED)
    with pytest.raises(AttributeError):
        case.state = S.DELIVERED


@pytest.mark.parametrize("model", every_nth(MACHINES, 4))
@pytest.mark.parametrize(
    "partly",
    [
        lambda rows: rows.only("id"), lambda rows: rows.defer("state"), lambda rows: rows.only("state"),
        lambda rows: rows.defer("station"),
    ],
)  # fmt: skip
def test_rows_fetched_in_part_never_leave_the_state_unlocked(desks, model, partly):
    application_at(S.DELIVERED, desks)
    row = partly(model.objects.all()).first()
    assert row.state  # loads what was left out
    for instance in (row, model.objects.first(), model()):
        with pytest.raises(AttributeError):
            instance.state = "x"


def test_a_queryset_that_writes_a_state_is_stopped_by_the_database(desks):
    case = application_at(S.RECEIVED, desks)
    written = {"state": S.DELIVERED, "delivered_on": DAY, "delivered_by": desks.clerk.staff}
    connection.cursor().execute("set constraints all immediate")
    with pytest.raises(DatabaseError, match="no such step: received -> delivered"), transaction.atomic():
        CertificationApplication.objects.filter(pk=case.pk).update(**written)
