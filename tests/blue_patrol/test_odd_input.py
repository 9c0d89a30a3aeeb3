"""What no page of ours sends: huge numbers, NUL, keys of another desk, keys twice. Answers below 500, nothing stored."""

import itertools
import time
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from blue_patrol.models import Place, Registration
from casework.models import Deadline, ImportBatch, StateChange
from casework.models.road import RoadState as S
from casework.workflow import Refused, open_all, perform
from tests.blue_patrol.acting import client_of, era
from tests.factories import scope, stock, trainings
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.places import StationFactory
from tests.nights import sampled

pytestmark = pytest.mark.django_db
HUGE = (2**31, 2**63, 10**25)
NEW = [
    "application", "recall", "arrive", "take_in_after", "replace", "send_after", "return_undelivered", "destroy_returned",
    "number_document", "dispatch_slip", "receipt_slip", "record_qualification", "spoil", "meet_deadline", "group",
    "registration_preview", "registration_columns", "registration_apply", "registration_undo", "training_course",
    "training_amend", "training_roster", "training_strike", "training_hold", "training_correct", "training_cancel",
    "training_link", "training_sheet", "training_backs", "lot", "stocktaking", "attachment", "paper", "ledger_sheet",
]  # fmt: skip


@pytest.fixture
def desks():
    return Desks(StationFactory())


def who(desks):
    return (desks.clerk, desks.chief, desks.hq_clerk, desks.director)


REFUSED = (403, 404, 405)


def everybodys(desks):
    """(get and post) of each person, whatever goes wrong answered as the server would."""
    for actor in who(desks):
        client = client_of(actor)
        client.raise_request_exception = False
        yield client.get
        yield lambda path, client=client: client.post(path, {"act_key": str(uuid.uuid4())})


@pytest.mark.nightly
def test_a_number_too_large_for_any_key_is_not_found(desks):
    answers = [
        (name, pk, send(reverse(name, args=[pk])).status_code)
        for send, name, pk in itertools.product(everybodys(desks), NEW, HUGE)
    ]
    assert [answer for answer in answers if answer[-1] not in REFUSED] == []


@pytest.fixture
def theirs():
    """Everything that has an address, of a desk of another prefecture."""
    far = Desks(StationFactory(prefecture__code="24", prefecture__name="三重県"))
    case = application_at(S.DELIVERED, far, untrained=1)
    course = trainings.plan(far, [case.group.patrollers.first()])
    batch = ImportBatch.receive(far.clerk, ImportBatch.Kind.STANDING, "台帳.csv", b"a,b\n1,2")
    open_all([Registration(station=far.station, batch=batch, registered_on=DAY, evidence="x")], by=far.clerk)
    scope.restore()
    found = {
        "case": case.pk, "group": case.group_id, "course": course.pk, "batch": batch.pk, "lot": stock.lot_of_its_own(far).pk,
        "count": stock.counted(far).pk, "clock": Deadline.objects.of_case(case).first().pk, "ledger": case.group.ledger.pk,
    }  # fmt: skip
    return case, found


def kind_of(name) -> str:
    told = {
        "group": "group",
        "lot": "lot",
        "stocktaking": "count",
        "meet_deadline": "clock",
        "ledger_sheet": "ledger",
    }
    if name.startswith("registration"):
        return "batch"
    return "course" if name.startswith("training") else told.get(name, "case")


@pytest.mark.nightly
def test_what_is_another_desks_answers_as_what_does_not_exist(desks, theirs):
    _, found = theirs
    before = StateChange.objects.count()
    told_apart = []
    for send, name in itertools.product(everybodys(desks), NEW):
        if name in ("attachment", "paper"):
            continue
        answer = send(reverse(name, args=[found[kind_of(name)]])).status_code
        if answer not in REFUSED or answer != send(reverse(name, args=[987654])).status_code:
            told_apart.append((name, answer))
    assert told_apart == []
    scope.restore()
    assert StateChange.objects.count() == before


def sent_to(actor, name, *args, **data):
    client = client_of(actor)
    client.raise_request_exception = False
    answer = client.post(
        reverse(name, args=args), {"act_key": str(uuid.uuid4()), "on": era(timezone.localdate())} | data
    )
    scope.restore()
    return answer


ODD = ["\0", "9" * 30, "-1", "１２", "x" * 20_000, "<script>", "\u202e", "1" * 18]


@pytest.mark.parametrize("odd", sampled(ODD, by_day=["\0"]))
def test_odd_values_in_every_field_of_a_new_page_are_no_fault_of_ours(desks, odd):
    case = application_at(S.DISPATCHED, desks)
    course = trainings.plan(desks, [case.group.patrollers.first()])
    batch = ImportBatch.receive(
        desks.clerk, ImportBatch.Kind.STANDING, "台帳.csv", "証明書番号,団体名\nR5-1,隊".encode()
    )
    started = time.monotonic()
    tries = [
        (desks.clerk, "arrive", [case.pk], ["revision", "all", "note-1", f"thing-{case.credentials.first().pk}"]),
        (desks.clerk, "training_hold", [course.pk], ["present", "topics", "place", "trainer", "person-1-name", "revision"]),
        (desks.clerk, "training_strike", [course.pk], ["trainee", "revision"]),
        (desks.clerk, "training_link", [course.pk], ["trainee", "patroller", "page", "case"]),
        (desks.clerk, "training_plan", [], ["place", "trainer", "topics", "capacity", "remarks", "held_on", "patroller"]),
        (desks.clerk, "registration_apply", [batch.pk], ["evidence", "seen"]),
        (desks.clerk, "registration_columns", [batch.pk], ["s0-kind", "s0-heading", "s0-c0", "s0-c1"]),
        (desks.clerk, "registration_undo", [batch.pk], ["note"]),
        (desks.clerk, "registration_typed", [], ["group-name", "group-certificate_number", "cars-TOTAL_FORMS", "people-TOTAL_FORMS"]),
        (desks.clerk, "take_stock", [], ["place", "seen", "found", "surplus", "remarks", "confirm"]),
        (desks.clerk, "take_stock", [], ["place", "seen", "found", "surplus", "remarks", "compare"]),
        (desks.hq_clerk, "lot_new", [], ["kind", "first", "last", "remarks"]),
        (desks.hq_clerk, "write_off", [], ["kind", "numbers", "outcome", "reason"]),
        (desks.hq_clerk, "spoil", [case.pk], ["things", "reason", "revision"]),
        (desks.director, "decide_together", [], ["case", f"revision-{case.pk}"]),
        (desks.clerk, "report_together", [], ["case", f"revision-{case.pk}"]),
        (desks.clerk, "number_document", [case.pk], ["document_number", "revision"]),
    ]  # fmt: skip
    for actor, name, args, fields in tries:
        answer = sent_to(actor, name, *args, **dict.fromkeys(fields, odd))
        assert answer.status_code < 500, (name, odd[:20])
    for actor, name in ((desks.clerk, "groups"), (desks.hq_clerk, "custody_things"), (desks.hq_clerk, "waiting"),
                        (desks.clerk, "trainings"), (desks.clerk, "training_due"), (desks.clerk, "stocktakings"),
                        (desks.clerk, "registrations"), (desks.hq_clerk, "stock"), (desks.director, "decide_together")):  # fmt: skip
        client = client_of(actor)
        client.raise_request_exception = False
        query = dict.fromkeys(
            [
                "q",
                "page",
                "after",
                "before",
                "station",
                "state",
                "kind",
                "done",
                "confirm",
                "case",
                "party",
                "at",
                "year",
                "show",
            ],
            odd,
        )
        assert client.get(reverse(name), query).status_code < 500, (name, odd[:20])
        scope.restore()
    assert time.monotonic() - started < 60


@pytest.mark.parametrize("button", ["more", "all"])
def test_a_button_that_adds_a_row_makes_no_endless_page(desks, button):
    """The number of rows comes with the page and is bounded."""
    case = application_at(S.RECEIVED, desks)
    course = trainings.plan(desks, [case.group.patrollers.first()])
    started = time.monotonic()
    for name, pk in (
        ("training_hold", course.pk),
        ("request_correction", case.pk),
        ("training_roster", course.pk),
    ):
        answer = sent_to(desks.clerk, name, pk, rows="9" * 8, **{button: "1"})
        assert answer.status_code < 500
    assert time.monotonic() - started < 10


def test_things_and_clocks_of_another_case_are_not_moved_by_an_act(desks):
    one, other = application_at(S.DISPATCHED, desks), application_at(S.DISPATCHED, desks)
    foreign = other.credentials.first()
    for name in ("missing", "spoiled"):
        with pytest.raises(Refused, match="どれか一つ"):
            perform(one, "arrive", by=desks.clerk, on=DAY, **{name: {str(foreign.pk): "x"}})
    assert set(other.credentials.values_list("state", flat=True)) == {Place.IN_TRANSIT}
    mine, theirs = application_at(S.DELIVERED, desks), application_at(S.DELIVERED, desks)
    clock = Deadline.objects.of_case(theirs).get(kind="inspection_entry")
    with pytest.raises(Refused, match="もう済んでいます"):
        perform(mine, "meet_deadline", by=desks.clerk, on=DAY, deadline=clock.pk, evidence="x")
