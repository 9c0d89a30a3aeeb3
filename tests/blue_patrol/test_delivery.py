"""From the decision to the counter: what is made, what delivery writes, and that a failure leaves nothing."""

import datetime as dt

import pytest

from blue_patrol.models import (
    Certification,
    CertificationApplication,
    Kind,
    LedgerEvent,
    LedgerSheet,
    Place,
    RegisterEntry,
    Standing,
)
from casework.models import Deadline, IssuedNumber, IssuedPaper, NumberSeries, StateChange
from casework.models.road import RoadState as S
from casework.workflow import Refused, perform, perform_all
from tests.factories import applications
from tests.factories.applications import (
    DAY,
    INSTRUCTED,
    REASONS,
    Desks,
    application_at,
    deliver,
    make_papers,
    train,
)
from tests.factories.places import StationFactory
from tests.factories.returns import R, return_at
from tests.nights import every_nth

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    return Desks(StationFactory())


@pytest.fixture
def walk_on(monkeypatch, desks):
    """Walk a case to the counter, every act on the given day; nobody is trained yet."""

    def walk(day, **group):
        monkeypatch.setattr(applications, "DAY", day)
        return application_at(S.ARRIVED, desks, untrained=2, **group)

    return walk


# --- the decision -------------------------------------------------------------------------------------------------


@pytest.mark.clause("BP-5-4")
def test_the_decision_makes_a_number_a_standing_and_a_thing_for_each_car_and_person(desks):
    case = application_at(S.APPROVED, desks, cars=2, people=3)
    certification = case.certification
    assert (certification.number, certification.state, certification.certified_on) == (
        "第R8-0001号",
        Standing.PENDING,
        DAY,
    )
    made = [(thing.kind, thing.number, thing.state) for thing in case.credentials.all()]
    assert made == [
        ("certificate", "第R8-0001号", "blank"),
        ("sticker", "第R8-0001-01号", "blank"), ("sticker", "第R8-0001-02号", "blank"),
        ("card", "第R8-0001-001号", "blank"), ("card", "第R8-0001-002号", "blank"), ("card", "第R8-0001-003号", "blank"),
    ]  # fmt: skip
    assert [thing.bearer for thing in case.credentials.filter(kind=Kind.STICKER)] == [
        str(c) for c in case.group.vehicles.all()
    ]


@pytest.mark.clause("BP-5-4", "BP-3")
def test_the_decision_freezes_forms_five_six_and_seven_with_the_day_left_for_the_pen(desks):
    case = application_at(S.APPROVED, desks)
    papers = IssuedPaper.objects.of_case(case).exclude(form="13")
    assert sorted(papers.values_list("form", "mode")) == [("5", "filled"), ("6", "filled"), ("7", "filled")]
    assert all(paper.values["delivered_on"] is None for paper in papers)
    assert all(paper.template_version for paper in papers)


@pytest.mark.clause("BP-5-3", "BP-3")
def test_forwarding_freezes_form_thirteen(desks):
    case = application_at(S.FORWARDED, desks)
    (paper,) = IssuedPaper.objects.of_case(case)
    assert (paper.form, paper.issued_on, paper.made_by) == ("13", DAY, desks.chief.staff)


def test_a_frozen_paper_keeps_the_words_of_its_day(desks):
    case = application_at(S.APPROVED, desks)
    before = IssuedPaper.objects.of_case(case).get(form="5").values
    case.group.name = "別の名"
    case.group.save()
    assert IssuedPaper.objects.of_case(case).get(form="5").values == before
    assert before["group"]["name"] != "別の名"


# --- dispatch ------------------------------------------------------------------------------------------------------


@pytest.mark.clause("BP-5-4")
def test_dispatch_waits_for_print_seal_and_papers(desks):
    case = application_at(S.APPROVED, desks)
    things = list(case.credentials.all())

    def why():
        with pytest.raises(Refused) as refused:
            perform(case, "dispatch", by=desks.hq_clerk, on=DAY)
        return [reason.sentence[:12] for reason in refused.value.reasons]

    assert why() == ["まだ印刷していない証明書", "書類の作成が済んでいませ"]
    perform_all(things, "print_out", by=desks.hq_clerk, on=DAY)
    assert why() == ["まだ押印していない証明書", "書類の作成が済んでいませ"]
    perform_all(things, "seal", by=desks.hq_clerk, on=DAY)
    assert why() == ["書類の作成が済んでいませ"]
    make_papers(case)
    assert perform(case, "dispatch", by=desks.hq_clerk, on=DAY).state == S.DISPATCHED
    assert {thing.state for thing in case.credentials.all()} == {Place.IN_TRANSIT}


def test_what_arrives_stands_at_the_station(desks):
    case = application_at(S.ARRIVED, desks)
    assert {thing.state for thing in case.credentials.all()} == {Place.AT_STATION}


# --- delivery: what stands against it ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("details", "field", "sentence"),
    every_nth([
        pytest.param({"credentials": []}, "credentials", "を渡したことを確かめてください。", marks=pytest.mark.clause("BP-5-5-1")),
        pytest.param({"instructed": INSTRUCTED[:1]}, "instructed", "伝えること（教示）のすべてに印を付けてください。", marks=pytest.mark.clause("BP-5-5-1")),
        pytest.param({"instructed": []}, "instructed", "伝えること（教示）のすべてに印を付けてください。"),
        pytest.param({"receiver_name": "　"}, "receiver_name", "受け取った人を書いてください。", marks=pytest.mark.clause("BP-5-5-3")),
    ], 2),
)  # fmt: skip
def test_delivery_waits_for_its_evidence(desks, details, field, sentence):
    case = application_at(S.ARRIVED, desks)
    with pytest.raises(Refused) as refused:
        deliver(case, desks, **details)
    reasons = refused.value.reasons
    assert {reason.field for reason in reasons} == {field}
    assert all(reason.sentence.endswith(sentence) and reason.clause for reason in reasons)
    assert not RegisterEntry.objects.exists()


@pytest.mark.clause("BP-5-5-2")
def test_no_card_goes_to_an_untrained_person(desks):
    case = application_at(S.ARRIVED, desks, people=3, untrained=1)
    everything = [thing.pk for thing in case.things()]
    with pytest.raises(Refused, match="さんは講習を受けていないので、実施者証を渡せません。") as refused:
        deliver(case, desks, credentials=everything)
    assert [reason.clause for reason in refused.value.reasons] == ["BP-5-5-2"]


@pytest.mark.clause("BP-5-5-2")
def test_a_training_after_the_day_of_delivery_does_not_count(desks):
    case = application_at(S.ARRIVED, desks, people=1, untrained=1)
    train(case.group.patrollers.get(), on=DAY + dt.timedelta(days=1), by=desks.clerk)
    with pytest.raises(Refused, match="実施者証を渡せません"):
        deliver(case, desks, credentials=[thing.pk for thing in case.things()])


@pytest.mark.clause("BP-5-5-2")
def test_cards_of_the_untrained_stay_at_the_station(desks):
    case = application_at(S.DELIVERED, desks, people=3, untrained=1)
    assert [(card.number, card.state) for card in case.waiting_cards()] == [("第R8-0001-001号", "at_station")]
    handed = case.credentials.filter(state=Place.WITH_GROUP)
    assert handed.count() == 4
    assert {thing.handed_over_on for thing in handed} == {DAY}
    assert RegisterEntry.objects.get().card_numbers == ["第R8-0001-002号", "第R8-0001-003号"]


# --- delivery: what it writes ----------------------------------------------------------------------------------------


@pytest.mark.clause("BP-5-5-1", "BP-5-5-3")
def test_delivery_writes_one_register_row_with_everything_handed_over(desks):
    case = application_at(S.DELIVERED, desks, cars=2, people=2)
    row = case.register_entries.get()
    assert (row.year, row.row_number, row.kind, row.delivered_on) == (2026, 1, "new", DAY)
    assert (row.group_name, row.certificate_number, row.receiver_name) == (
        case.group.name,
        "第R8-0001号",
        "青葉 守",
    )
    assert row.sticker_numbers == ["第R8-0001-01号", "第R8-0001-02号"]
    assert row.card_numbers == ["第R8-0001-001号", "第R8-0001-002号"]
    assert row.delivered_by == desks.clerk.staff.name
    assert application_at(S.DELIVERED, desks).register_entries.get().row_number == 2


@pytest.mark.clause("BP-5-5-3")
@pytest.mark.parametrize(("day", "year"), [("2026-03-31", 2025), ("2026-04-01", 2026)])
def test_the_register_counts_by_fiscal_year(desks, walk_on, day, year):
    day = dt.date.fromisoformat(day)
    case = walk_on(day)
    perform(
        case, "deliver", by=desks.clerk, on=day, instructed=INSTRUCTED, receiver_name="青葉 守", receiver_kind="post", receiver_note="書留 1",
        credentials=[thing.pk for thing in case.things() if thing.kind != Kind.CARD],
    )  # fmt: skip
    assert RegisterEntry.objects.get().year == year


@pytest.mark.clause("BP-5-6")
def test_delivery_opens_the_ledger_of_the_group(desks):
    case = application_at(S.DELIVERED, desks)
    sheet = LedgerSheet.objects.get(group=case.group)
    assert (sheet.number, sheet.opened_on) == ("0001", DAY)
    assert list(LedgerEvent.objects.values_list("sheet", "kind", "text")) == [
        (sheet.pk, "新規交付", "証明書 第R8-0001号 を交付")
    ]


@pytest.mark.clause("BP-5-6")
def test_a_group_certified_again_after_its_return_keeps_its_sheet(desks):
    group = return_at(R.ACCEPTED, desks).group
    again = application_at(S.DELIVERED, desks, of=group)
    sheet = LedgerSheet.objects.get(group=group)
    assert (sheet.number, sheet.opened_on) == ("0001", DAY)
    delivered = LedgerEvent.objects.filter(sheet=sheet, kind="新規交付").order_by("pk")
    assert [event.text for event in delivered] == [f"証明書 {number} を交付" for number in ("第R8-0001号", again.certification.number)]  # fmt: skip


@pytest.mark.clause("BP-5-5-1")
def test_the_standing_begins_with_the_delivery(desks):
    assert application_at(S.ARRIVED, desks).certification.state == Standing.PENDING
    certification = application_at(S.DELIVERED, desks).certification
    assert (certification.state, certification.delivered_on) == (Standing.ACTIVE, DAY)


@pytest.mark.clause("BP-5-5-1", "BP-13")
def test_the_fifteen_days_run_from_delivery_for_each_car(desks, walk_on):
    day = dt.date(2026, 1, 25)
    case = walk_on(day, cars=2)
    perform(
        case, "deliver", by=desks.clerk, on=day, instructed=INSTRUCTED, receiver_name="青葉 守", receiver_kind="post", receiver_note="書留 1",
        credentials=[thing.pk for thing in case.things() if thing.kind != Kind.CARD],
    )  # fmt: skip
    clocks = Deadline.objects.of_case(case).filter(kind="inspection_entry")
    assert [(c.starts_on, c.due_on, c.clause) for c in clocks] == [(day, dt.date(2026, 2, 9), "BP-5-5-1")] * 2
    assert {c.subject for c in clocks} == {str(car) for car in case.group.vehicles.all()}


@pytest.mark.clause("BP-11-2-a", "BP-11-2-b")
def test_delivery_starts_the_clocks_of_report_information_and_retraining(desks):
    case = application_at(S.DELIVERED, desks, people=3, untrained=1)
    clocks = {kind: [] for kind in ("delivery_report", "information", "retraining")}
    own = Deadline.objects.of_case(case) | Deadline.objects.of_case(case.certification)
    for clock in own.exclude(kind="inspection_entry"):
        clocks[clock.kind].append((clock.starts_on, clock.due_on))
    trained = dt.date(2026, 6, 20)
    assert clocks == {
        "delivery_report": [(DAY, None)],
        "information": [(DAY, dt.date(2028, 3, 31))],
        "retraining": [(trained, dt.date(2029, 6, 20))] * 2,
    }


@pytest.mark.clause("BP-5-5-1-b")
def test_the_stations_copy_is_frozen_with_the_day(desks):
    case = application_at(S.DELIVERED, desks)
    copy = IssuedPaper.objects.of_case(case).get(mode="copy")
    assert (copy.form, copy.issued_on) == ("5", DAY)
    assert copy.values["delivered_on"] == "2026-09-01"


@pytest.mark.clause("BP-5-5-3")
def test_the_report_stops_its_clock_and_stands_in_the_register(desks):
    case = application_at(S.REPORTED, desks)
    clock = Deadline.objects.of_case(case).get(kind="delivery_report")
    assert (clock.done_on, clock.done_by) == (DAY, desks.clerk.staff)
    note = case.register_entries.get().notes.get()
    assert (note.kind, note.on) == ("reported", DAY)


@pytest.mark.clause("BP-5-5-1")
def test_a_clock_ends_with_evidence_within_its_days(desks):
    case = application_at(S.DELIVERED, desks)
    clock = Deadline.objects.of_case(case).get(kind="inspection_entry")

    def meet(on, evidence="写しを見た"):
        perform(case, "meet_deadline", by=desks.clerk, on=on, deadline=clock.pk, evidence=evidence)

    with pytest.raises(Refused, match="確かめたものを書いてください"):
        meet(DAY, " ")
    for outside in (DAY - dt.timedelta(days=1), dt.date(2999, 1, 1)):
        with pytest.raises(Refused, match="済んだ日は、起算日からきょうまでの間にしてください。"):
            meet(outside)
    meet(DAY + dt.timedelta(days=3))
    with pytest.raises(Refused, match="この期限は、もう済んでいます。"):
        meet(DAY + dt.timedelta(days=3))


# --- failures ----------------------------------------------------------------------------------------------------


class Failure(Exception):
    pass


def fail(*args, **kwargs):
    raise Failure


COUNTED = (
    StateChange,
    IssuedNumber,
    IssuedPaper,
    Certification,
    RegisterEntry,
    LedgerSheet,
    LedgerEvent,
    Deadline,
)


def counts():
    found = {model.__name__: model.objects.count() for model in COUNTED}
    return found | {"series": sorted(NumberSeries.objects.values_list("kind", "holder", "year", "last"))}


@pytest.mark.parametrize(
    ("where", "what"),
    every_nth([
        (RegisterEntry, "enter"), (LedgerEvent.objects, "create"), (Deadline.objects, "bulk_create"), (IssuedPaper, "freeze"),
        (StateChange, "record"),
    ], 3),
)  # fmt: skip
def test_a_failing_effect_of_delivery_leaves_nothing(desks, monkeypatch, where, what):
    case = application_at(S.ARRIVED, desks)
    before = counts()
    monkeypatch.setattr(where, what, fail)
    with pytest.raises(Failure):
        deliver(case, desks)
    assert CertificationApplication.objects.get(pk=case.pk).state == S.ARRIVED
    assert {thing.state for thing in case.credentials.all()} == {Place.AT_STATION}
    assert case.certification.state == Standing.PENDING
    assert counts() == before


@pytest.mark.parametrize(
    ("where", "what"),
    [(Certification.objects, "bulk_create"), (IssuedPaper, "freeze"), (StateChange, "record")],
)
def test_a_failing_effect_of_the_decision_leaves_no_number(desks, monkeypatch, where, what):
    case = application_at(S.FORWARDED, desks)
    perform(case, "endorse", by=desks.hq_clerk, on=DAY)
    perform(case, "endorse", by=desks.assistant, on=DAY)
    before = counts()
    monkeypatch.setattr(where, what, fail)
    with pytest.raises(Failure):
        perform(case, "approve", by=desks.director, on=DAY)
    assert CertificationApplication.objects.get(pk=case.pk).state == S.FORWARDED
    assert counts() == before


def test_one_thing_that_cannot_go_keeps_all_of_them(desks):
    case = application_at(S.APPROVED, desks)
    things = list(case.credentials.all())
    perform_all(things[:1], "print_out", by=desks.hq_clerk, on=DAY)
    with pytest.raises(Refused):
        perform_all(things, "print_out", by=desks.hq_clerk, on=DAY)
    assert [t.state for t in case.credentials.all()] == ["printed"] + ["blank"] * (len(things) - 1)


def test_a_case_once_delivered_goes_back_nowhere(desks):
    case = application_at(S.DELIVERED, desks)
    for name, details in (("send_back", {"reasons": REASONS}), ("withdraw", {"note": "申出"})):
        with pytest.raises(Refused):
            perform(case, name, by=desks.clerk, on=DAY, **details)
