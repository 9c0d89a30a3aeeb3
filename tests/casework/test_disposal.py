"""保存期間と廃棄 (T25): what is due, the list and its two reviewers, holds, the erasing, what stays, and the chain."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from blue_patrol.models import Application, Group, LedgerSheet, Patroller, RegisterEntry
from blue_patrol.models.register_years import RegisterYear
from casework import chain
from casework.models import (
    Attachment,
    ChangePayload,
    DisposalLog,
    IssuedPaper,
    StateChange,
    StoredFile,
)
from casework.models.road import RoadState as S
from casework.permissions import PERMISSIONS
from casework.retention import clock, due
from casework.retention.kinds import GONE
from casework.workflow import Refused, open_case, perform, refusals
from tests.factories import disposals, people, returns
from tests.factories.applications import Desks, application_at
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    return Desks(StationFactory())


@pytest.fixture
def old(desks):
    """A case of long ago, delivered and reported; its group still patrols."""
    case = application_at(S.REPORTED, desks)
    disposals.age()
    return case


# --- the clock ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ended", "years", "year", "day"),
    [
        ("2020-03-31", 5, "fiscal", "2025-04-01"), ("2020-04-01", 5, "fiscal", "2026-04-01"), ("2020-12-31", 1, "calendar", "2022-01-01"),
        ("2020-01-01", 1, "calendar", "2022-01-01"), ("2024-02-29", 30, "fiscal", "2054-04-01"),
    ],
)  # fmt: skip
def test_the_clock_starts_in_the_year_that_follows(ended, years, year, day):
    assert clock.due_on(dt.date.fromisoformat(ended), years, year) == dt.date.fromisoformat(day)


def test_what_is_kept_for_ever_is_never_due():
    assert clock.due_on(dt.date(1990, 1, 1), clock.PERMANENT) is None


def test_an_active_ledger_is_never_due(desks, old):
    codes = {each.of.kind.code for of in due.classes(desks.station.prefecture, timezone.localdate()) for each in due.due(of, [desks.station.pk], timezone.localdate())}  # fmt: skip
    assert "application" in codes
    assert "ledger" not in codes


# --- the list and its reviewers ----------------------------------------------------------------------------------


def test_two_who_are_neither_the_drawer_nor_one_another_look_it_through(desks, old):
    row = disposals.draw_up(desks)
    assert refusals(row, "review", desks.hq_clerk)
    assert refusals(row, "carry_out", desks.hq_clerk)
    with pytest.raises(Refused):
        perform(row, "approve", by=desks.director)
    row = perform(row, "review", by=desks.director)
    assert "一次確認をした人は" in refusals(row, "approve", desks.director)[0].sentence
    row = perform(row, "approve", by=desks.chief)
    assert perform(row, "carry_out", by=desks.hq_clerk).state == "carried_out"


def test_who_drew_it_up_reviews_it_under_no_other_post(desks, old):
    row = disposals.draw_up(desks)
    same = people.headquarters(desks.station.prefecture, "課長", staff=desks.hq_clerk.staff)
    assert "一覧を作成した人は" in refusals(row, "review", same)[0].sentence


def test_what_is_taken_out_with_a_reason_is_kept(desks, old):
    row = disposals.draw_up(desks, "application")
    item = row.left.get()
    with pytest.raises(Refused, match="理由"):
        perform(row, "take_out", by=desks.chief, items=[item.pk], note=" ")
    with pytest.raises(Refused, match="一覧から外すものを選んでください。"):
        perform(row, "take_out", by=desks.chief, items=[], note="訴訟に要る")
    row = perform(row, "take_out", by=desks.chief, items=[item.pk], note="訴訟に要る")
    assert refusals(row, "review", desks.chief)[0].sentence.startswith("一覧に残っているものがありません")
    assert disposals.draw_up(desks, "application").left.get().object_pk == old.pk


def test_a_dropped_list_lets_go_of_what_was_on_it(desks, old):
    row = disposals.draw_up(desks, "application")
    with pytest.raises(Refused):
        disposals.draw_up(desks, "application")
    perform(row, "drop", by=desks.hq_clerk, note="年度を改める")
    assert disposals.draw_up(desks, "application").left.count() == 1


# --- holds -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["case", "group"])
def test_a_hold_on_a_case_or_its_group_keeps_it_out(desks, old, which):
    today = timezone.localdate()
    row = old if which == "case" else old.group
    held = due.hold(row, by=desks.chief, ground="litigation", reason="訴訟の証拠", until=None, on=today)
    with pytest.raises(Refused):
        disposals.draw_up(desks, "application")
    perform(held, "lift", by=desks.chief, note="判決の確定")
    assert disposals.draw_up(desks, "application").left.count() == 1


def test_a_hold_that_came_after_the_approval_stops_the_erasing_also_in_the_database(desks, old):
    row = disposals.approved(desks, "application")
    due.hold(old, by=desks.chief, ground="disclosure", reason="開示請求", until=None, on=timezone.localdate())
    assert "凍結されたものが1件" in refusals(row, "carry_out", desks.hq_clerk)[0].sentence
    with pytest.raises(DatabaseError, match="held"):
        erased_past_the_door(row)
    assert Patroller.objects.filter(name=GONE).count() == 0


@transaction.atomic
def erased_past_the_door(row) -> None:
    """The function called by itself, on a list whose state was written by hand."""
    type(row).objects.filter(pk=row.pk).update(state="carried_out")
    connection.cursor().execute("select casework_erase(%s)", [row.pk])


def test_a_hold_has_a_reason_and_a_day_that_is_to_come(desks, old):
    today = timezone.localdate()
    yesterday = today - dt.timedelta(days=1)
    with pytest.raises(Refused) as refused:
        due.hold(old, by=desks.chief, ground="audit", reason="　", until=yesterday, on=today)
    assert [reason.field for reason in refused.value.reasons] == ["reason", "until"]


def test_nothing_is_disposed_of_before_its_day(desks, old):
    today = timezone.localdate()
    tomorrow = today + dt.timedelta(days=1)
    with pytest.raises(Refused, match="先の日付までのものは、まだ廃棄できません。"):
        due.draw_up(desks.station, ["application"], tomorrow, by=desks.hq_clerk, today=today)


def test_a_hold_ends_with_its_day(desks, old):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    due.hold(old, by=desks.chief, ground="audit", reason="監査", until=yesterday, on=yesterday)
    assert disposals.draw_up(desks, "application").left.count() == 1


# --- the erasing -------------------------------------------------------------------------------------------------


def test_a_disposed_case_keeps_numbers_and_days_and_loses_every_word(desks, old, record_property):
    papers, files = IssuedPaper.objects.of_case(old), Attachment.objects.filter(case_pk=old.pk)
    stood = StoredFile.objects.filter(pk__in=files.values("file")).count()
    assert stood
    assert papers.count()
    row = disposals.carried_out(desks, "application")
    log = DisposalLog.objects.get(disposal=row)
    assert log.rows > 20
    assert len(log.digest) == 64
    assert row.ended_by == desks.hq_clerk.staff
    record_property("T25 rows emptied with one case", log.rows)
    case = Application.objects.get(pk=old.pk)
    assert (case.receipt_number, case.received_on) == (old.receipt_number, case.received_on)
    assert {case.patrol_area, case.receiver_name} <= {"", GONE}
    payloads = ChangePayload.objects.filter(change__case_label=case._meta.label, change__case_pk=case.pk)
    assert payloads.count()
    assert not payloads.exclude(content=None).exists()
    assert set(papers.values_list("values__disposed", flat=True)) == {True}
    assert {bytes(each) for each in StoredFile.objects.values_list("content", flat=True)} == {b""}
    last = StateChange.objects.last_of(case)
    assert (last.label, last.before, last.after) == ("廃棄", "reported", "reported")


def test_the_chain_and_the_night_find_nothing_wrong_after_a_disposal(desks, old, capsys):
    disposals.carried_out(desks)
    with connection.cursor() as cursor:
        verdict = chain.verify(cursor)
    assert verdict.is_whole
    assert verdict.disposed > 5
    assert [fault for check in _checks() for fault in check.faults] == []


def _checks():
    from casework.proof.verification import CHECKS

    with connection.cursor() as cursor:
        return [check.look(cursor) for check in CHECKS.values()]


def test_a_closed_ledger_and_register_keep_rows_without_names(desks):
    notice, long_ago = returns.return_at("transport_notified", desks), dt.date(1990, 1, 1)
    entry = RegisterEntry.objects.get(group=notice.group)
    book = RegisterYear(station=desks.station, year=entry.year, closed_on=long_ago, closed_by="署長")
    open_case(book, by=desks.chief, permission=PERMISSIONS["close_register"], on=long_ago)
    disposals.age()
    disposals.carried_out(desks)
    after, group = RegisterEntry.objects.get(pk=entry.pk), Group.objects.get(pk=notice.group_id)
    assert (after.row_number, after.certificate_number) == (entry.row_number, entry.certificate_number)
    assert (after.group_name, after.receiver_name) == (GONE, GONE)
    assert (group.name, group.representative_name, group.address) == (GONE, GONE, GONE)
    assert set(group.patrollers.values_list("name", "kana", "birth_date")) == {(GONE, "", None)}
    assert LedgerSheet.objects.get(group=group).number


def test_it_is_carried_out_once_and_whole_or_not_at_all(desks, old):
    row = disposals.carried_out(desks, "application")
    with pytest.raises(Refused):
        perform(row, "carry_out", by=desks.hq_clerk)
    with pytest.raises(DatabaseError, match="carried out already"), transaction.atomic():
        connection.cursor().execute("select casework_erase(%s)", [row.pk])
    assert DisposalLog.objects.filter(disposal=row).count() == 1


def test_bytes_that_another_record_names_stay(desks):
    first, second = application_at(S.REPORTED, desks), application_at(S.RECEIVED, desks)
    shared = set(Attachment.objects.filter(case_pk=first.pk).values_list("file", flat=True))
    assert shared & set(Attachment.objects.filter(case_pk=second.pk).values_list("file", flat=True))
    disposals.age()
    disposals.carried_out(desks, "application")
    file = StoredFile.objects.get(pk=Attachment.objects.filter(case_pk=second.pk).first().file_id)
    assert bytes(file.content).startswith(b"%PDF")
    assert not file.sha256.startswith("disposed")
