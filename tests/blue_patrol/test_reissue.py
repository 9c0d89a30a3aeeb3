"""再交付 (第6): which things, where the old ones go, what the new ones are, what delivery writes."""

import pytest

from blue_patrol.models import (
    Application,
    Kind,
    LedgerEvent,
    Place,
    RegisterEntry,
    ReissueApplication,
    Standing,
)
from blue_patrol.models import RevocationState as R
from blue_patrol.models.requests import enter
from casework.models import Deadline, IssuedPaper, StateChange
from casework.models.road import RoadState as S
from casework.workflow import Refused, perform
from tests.factories.applications import DAY, Desks, deliver, walk
from tests.factories.places import StationFactory
from tests.factories.requests import CLAIM, reissue, reissue_at, standing_of
from tests.factories.revocations import revocation_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    return Desks(StationFactory())


def test_a_row_is_read_as_the_machine_that_it_runs(desks):
    case = reissue(desks)
    assert type(Application.objects.get(pk=case.pk)) is ReissueApplication
    assert {type(row).__name__ for row in case.group.applications.all()} == {
        "CertificationApplication",
        "ReissueApplication",
    }
    assert list(ReissueApplication.objects.all()) == [case]


@pytest.mark.clause("BP-6-1")
def test_the_damaged_thing_goes_up_and_is_destroyed_and_the_lost_one_stays_lost(desks):
    case = reissue(desks, {Kind.STICKER: "damaged", Kind.CERTIFICATE: "lost"})
    old = {row.credential.kind: row.credential_id for row in case.came_in()}

    def places():
        rows = case.certification.credentials.filter(pk__in=old.values())
        return {row.kind: row.state for row in rows}

    case = walk(case, S.RECEIVED, desks)
    assert places() == {Kind.STICKER: Place.SURRENDERED, Kind.CERTIFICATE: Place.LOST}
    case = reissue_walk(case, S.FORWARDED, desks)
    assert places() == {Kind.STICKER: Place.SENT_TO_HQ, Kind.CERTIFICATE: Place.LOST}
    case = reissue_walk(case, S.APPROVED, desks)
    case = reissue_walk(case, S.DISPATCHED, desks)
    assert places() == {Kind.STICKER: Place.DESTROYED, Kind.CERTIFICATE: Place.LOST}


def test_a_request_entered_later_is_opened_on_the_day_it_was_received(desks):
    standing = standing_of(desks)
    thing = standing.credentials.filter(kind=Kind.STICKER).first()
    case = ReissueApplication(
        station=desks.station, group=standing.group, certification=standing, applied_on=DAY
    )  # fmt: skip
    case = enter(case, by=desks.clerk, received_on=DAY, causes={thing.pk: "damaged"}, claim=CLAIM)
    days = StateChange.objects.of_case(case).order_by("seq").values_list("transition", "on")
    assert list(days) == [("open", DAY), ("receive", DAY)]


def reissue_walk(case, state, desks):
    from tests.factories.applications import steps

    steps(case, desks)[state]()
    return Application.objects.get(pk=case.pk)


@pytest.mark.clause("BP-6-1")
def test_only_what_the_group_holds_and_only_for_the_three_reasons(desks):
    standing = standing_of(desks)
    first = walk(reissue(desks, standing=standing), S.RECEIVED, desks)
    second = reissue(desks, standing=standing)
    with pytest.raises(Refused) as refused:
        perform(second, "receive", by=desks.clerk, on=DAY)
    said = str(refused.value)
    assert "団体の手元にありません（いまの所在：署に返納）" in said
    assert f"別の手続中です（再交付申請 {first.receipt_number}）" in said
    changed = reissue(desks, {Kind.CARD: "changed"}, standing=standing)
    with pytest.raises(Refused, match="再交付の理由は、紛失・き損・汚損のどれかです。"):
        perform(changed, "receive", by=desks.clerk, on=DAY)


@pytest.mark.clause("BP-6-2")
def test_the_decision_makes_one_new_thing_for_each_old_one(desks):
    case = reissue_at(S.APPROVED, desks, {Kind.STICKER: "soiled", Kind.CERTIFICATE: "lost"})
    old = {row.credential.kind: row.credential for row in case.came_in()}
    new = {thing.kind: thing for thing in case.credentials.all()}
    assert set(new) == {Kind.STICKER, Kind.CERTIFICATE}
    assert new[Kind.CERTIFICATE].number == old[Kind.CERTIFICATE].number
    assert new[Kind.STICKER].number != old[Kind.STICKER].number
    assert new[Kind.STICKER].vehicle_id == old[Kind.STICKER].vehicle_id
    forms = IssuedPaper.objects.of_case(case).valid().values_list("form", flat=True)
    assert sorted(forms) == ["16", "5", "6"]
    values = IssuedPaper.objects.of_case(case).get(form="6").values
    assert [car["sticker_number"] for car in values["vehicles"]] == [new[Kind.STICKER].number.strip("第号")]


def test_a_decision_taken_back_and_taken_again_numbers_anew(desks):
    case = reissue_at(S.APPROVED, desks)
    case = perform(case, "recall", by=desks.director, on=DAY, note="誤り")
    assert set(case.credentials.values_list("state", flat=True)) == {Place.VOID}
    case = reissue_walk(case, S.APPROVED, desks)
    assert sorted(case.credentials.values_list("state", flat=True)) == [Place.BLANK, Place.VOID]


@pytest.mark.clause("BP-6-3-1")
@pytest.mark.clause("BP-6-3-2")
def test_delivery_writes_register_and_ledger_and_starts_no_new_entry_clock(desks):
    case = reissue_at(S.ARRIVED, desks, {Kind.STICKER: "damaged"})
    case = deliver(case, desks)
    row = RegisterEntry.objects.get(application=case)
    assert (row.kind, row.certificate_number, len(row.sticker_numbers)) == ("reissue", "", 1)
    line = LedgerEvent.objects.filter(sheet__group=case.group).latest("pk")
    assert line.kind == "再交付"
    assert list(Deadline.objects.of_case(case).values_list("kind", flat=True)) == ["delivery_report"]
    case = perform(case, "report", by=desks.clerk, on=DAY)
    assert case.state == S.REPORTED


@pytest.mark.clause("BP-6-3-1")
def test_an_entry_that_waited_for_the_certificate_gets_its_fifteen_days_anew(desks):
    case = deliver(reissue_at(S.ARRIVED, desks, {Kind.CERTIFICATE: "lost"}), desks)
    entries = Deadline.objects.filter(kind="inspection_entry", station=desks.station).order_by("pk")
    assert [(clock.void_reason != "", clock.case_label) for clock in entries] == [
        (True, "blue_patrol.CertificationApplication"), (False, case.case_label),
    ]  # fmt: skip
    assert {each["code"] for each in case.instructed} == {"inspection_entry", "display_and_carry"}


@pytest.mark.clause("BP-6-3-1")
def test_nothing_is_handed_out_under_a_standing_revoked_meanwhile(desks):
    case = reissue_at(S.ARRIVED, desks)
    revocation_at(R.DECIDED, desks, group=case.group)
    case = Application.objects.get(pk=case.pk)
    assert case.certification.state == Standing.REVOKED
    with pytest.raises(Refused, match="有効な証明のない団体"):
        deliver(case, desks)
    case = perform(case, "return_undelivered", by=desks.clerk, on=DAY, note="証明が取り消された")
    assert case.state == S.UNDELIVERED


def test_what_came_with_a_withdrawn_request_goes_back_to_the_group(desks):
    case = walk(reissue(desks), S.RECEIVED, desks)
    case = perform(case, "withdraw", by=desks.clerk, on=DAY, note="代表者から申出があった")
    assert case.came_in()[0].credential.state == Place.WITH_GROUP


def test_what_came_up_with_a_declined_request_is_given_back_at_the_station(desks):
    case = reissue_at(S.DECLINED, desks)
    assert case.came_in()[0].credential.state == Place.SURRENDERED
    case = perform(case, "give_back", by=desks.clerk, on=DAY)
    assert case.came_in()[0].credential.state == Place.WITH_GROUP
    with pytest.raises(Refused, match="団体へ返すものは、ありません。"):
        perform(case, "give_back", by=desks.clerk, on=DAY)
