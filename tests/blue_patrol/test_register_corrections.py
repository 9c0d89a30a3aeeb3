"""交付簿の訂正: a new row strikes the old one through and says why; nothing is ever edited (BP-5-5-3)."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from blue_patrol.models import LedgerEvent, LedgerSheet, RegisterEntry
from blue_patrol.papers.books import LedgerValues
from blue_patrol.papers.from_books import ledger_values
from casework.models import Deadline, StateChange
from casework.models.road import RoadState as S
from casework.workflow import Refused, perform
from tests.blue_patrol.acting import click, era, fault_beside, see, text
from tests.blue_patrol.paging import get, main, pdf_text
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.places import StationFactory
from tests.nights import every_nth

pytestmark = [pytest.mark.django_db, pytest.mark.clause("BP-5-5-3")]
LATER = DAY + dt.timedelta(days=3)


@pytest.fixture
def desks():
    return Desks(StationFactory(name="帳簿"))


def as_it_is(entry, **changed) -> dict:
    """The details of a correction that changes only what is named."""
    kept = {name: getattr(entry, name) for name in type(entry.application).CORRECTED}
    return {"entry": entry.pk, **kept, "note": "受領者の聞き違い"} | changed


def correct(desks, case, entry=None, on=DAY, **changed) -> RegisterEntry:
    entry = entry or case.register_entries.get()
    changed = changed or {"receiver_name": "青葉 護"}
    perform(case, "correct_register", by=desks.clerk, on=on, **as_it_is(entry, **changed))
    return RegisterEntry.objects.get(strikes=entry)


def test_a_new_row_strikes_the_old_one_through_and_says_why(desks):
    case = application_at(S.DELIVERED, desks, people=3)
    wrong = case.register_entries.get()
    right = correct(desks, case)
    assert (right.row_number, right.year, right.kind, right.group) == (2, 2026, "new", case.group)
    assert (right.receiver_name, right.correction_reason) == ("青葉 護", "受領者の聞き違い")
    assert (right.corrected_on, right.corrected_by) == (DAY, desks.clerk.staff.name)
    assert right.card_numbers == wrong.card_numbers
    assert RegisterEntry.objects.get(pk=wrong.pk).receiver_name == "青葉 守"
    assert wrong.in_force() == right
    assert LedgerEvent.objects.get(kind="交付簿の訂正").text == "令和8年度No.1をNo.2で訂正"
    kept = StateChange.objects.get(transition="correct_register")
    assert kept.clause == "BP-5-5-3"
    assert kept.payload.content["rows"] == ["No.1", "No.2"]


def test_a_correction_is_itself_corrected_and_a_struck_row_never_again(desks):
    case = application_at(S.DELIVERED, desks)
    wrong = case.register_entries.get()
    second = correct(desks, case)
    with pytest.raises(Refused, match="もう訂正されています"):
        correct(desks, case, wrong, receiver_name="青葉 衛")
    third = correct(desks, case, second, receiver_name="青葉 衛")
    assert third.row_number == 3
    assert wrong.in_force() == third


@pytest.mark.parametrize(
    ("changed", "said"),
    every_nth(
        [
            ({"note": " ", "remarks": "x"}, "訂正の理由を書いてください"),
            ({"remarks": ""}, "直したところがありません"),
            ({"card_numbers": ["第R1-9999-001号"]}, "この事案の番号から選んでください"),
            ({"certificate_number": "第R1-9999号"}, "この事案の番号から選んでください"),
            ({"delivered_on": DAY - dt.timedelta(days=1)}, "受領の日）からきょうまで"),
            ({"delivered_on": dt.date(2099, 1, 1)}, "受領の日）からきょうまで"),
        ],
        3,
    ),
)
def test_what_a_correction_may_not_say(desks, changed, said):
    case = application_at(S.DELIVERED, desks)
    with pytest.raises(Refused, match=said):
        correct(desks, case, **changed)
    assert RegisterEntry.objects.count() == 1


def test_the_same_numbers_in_another_order_are_no_correction(desks):
    case = application_at(S.DELIVERED, desks, people=3)
    entry = case.register_entries.get()
    with pytest.raises(Refused, match="直したところがありません"):
        correct(desks, case, card_numbers=entry.card_numbers[::-1])


def test_a_row_of_another_case_and_a_draft_are_refused(desks):
    case, other = application_at(S.DELIVERED, desks), application_at(S.DELIVERED, desks)
    with pytest.raises(Refused, match="もう訂正されています"):
        correct(desks, case, other.register_entries.get(), receiver_name="x")
    with pytest.raises(Refused, match="署の生活安全係の職が行います"):
        perform(
            case, "correct_register", by=desks.chief, **as_it_is(case.register_entries.get(), remarks="x")
        )
    arrived = application_at(S.ARRIVED, desks)
    with pytest.raises(Refused, match="事案では行えません"):
        perform(arrived, "correct_register", by=desks.clerk, **as_it_is(case.register_entries.get()))


def test_the_report_day_goes_over_to_the_row_that_holds(desks):
    case = application_at(S.REPORTED, desks)
    right = correct(desks, case)
    assert right.notes.get().on == DAY
    page = main(get(desks.clerk, "/register/?year=2026"))
    assert "本部への報告が残るもの 0件" in page


def test_a_report_after_the_correction_stands_in_the_new_row(desks):
    case = application_at(S.DELIVERED, desks)
    wrong, right = case.register_entries.get(), correct(desks, case)
    assert "本部への報告が残るもの 1件 2番" in main(get(desks.clerk, "/register/?year=2026"))
    perform(case, "report", by=desks.clerk, on=DAY)
    assert right.notes.get().kind == "reported"
    assert not wrong.notes.exists()


def test_a_wrong_day_that_was_reported_is_reported_anew(desks):
    case = application_at(S.REPORTED, desks)
    with pytest.raises(Refused, match="本部へ改めて知らせ"):
        correct(desks, case, delivered_on=LATER, on=LATER)
    with pytest.raises(Refused, match="本部へ改めて知らせ"):
        correct(desks, case, delivered_on=LATER, on=LATER, reported_on=DAY)
    right = correct(desks, case, delivered_on=LATER, on=LATER, reported_on=LATER)
    assert right.notes.get().on == LATER
    assert case.register_entries.first().notes.get().on == DAY


def test_a_day_of_another_year_puts_the_row_into_the_book_of_that_year(desks, monkeypatch):
    case = application_at(S.DELIVERED, desks)
    entry = case.register_entries.get()
    type(case).objects.filter(pk=case.pk).update(arrived_on=dt.date(2026, 3, 20))
    right = correct(desks, case, entry, delivered_on=dt.date(2026, 3, 31))
    assert (right.year, right.row_number) == (2025, 1)
    old, new = main(get(desks.clerk, "/register/?year=2026")), main(get(desks.clerk, "/register/?year=2025"))
    assert "令和7年度の1番で訂正" in old
    assert "令和8年度の1番を訂正" in new
    assert "抹消（令和7年度No.1へ）" in pdf_text(get(desks.clerk, "/register/print/?year=2026"))
    assert "令和8年度No.1の訂正（受領者の聞き違い）" in pdf_text(
        get(desks.clerk, "/register/print/?year=2025")
    )


def test_the_book_shows_both_rows_and_counts_one(desks):
    case = application_at(S.DELIVERED, desks, name="直す会")
    correct(desks, case, card_numbers=[], remarks="受領：代理人")
    response = get(desks.clerk, "/register/?year=2026")
    page = main(response)
    assert "<s>青葉 守</s>" in response.content.decode()
    for words in (
        "2番で訂正", "訂正新規", "1番を訂正 受領者の聞き違い 受領：代理人", "この頁の訂正 1件 1番を、2番で改めました",
        "本頁計1100", "訂正した1行を除く",
    ):  # fmt: skip
        assert words in page
    printed = pdf_text(get(desks.clerk, "/register/print/?year=2026"))
    for words in ("抹消（No.2へ）", "No.1の訂正（受領者の聞き違い）", "抹消1行を除く"):
        assert words in printed


def test_only_the_clerk_is_offered_the_correction_of_a_row_that_stands(desks):
    case = application_at(S.DELIVERED, desks)
    wrong = case.register_entries.get()
    address = f"/register/{wrong.pk}/correct/"
    assert address in get(desks.clerk, "/register/?year=2026").content.decode()
    assert address not in get(desks.chief, "/register/?year=2026").content.decode()
    right = correct(desks, case)
    page = get(desks.clerk, "/register/?year=2026").content.decode()
    assert address not in page
    assert f"/register/{right.pk}/correct/" in page
    assert "この行は、2番で訂正されています" in main(get(desks.clerk, address))


def sent(entry, **changed) -> dict:
    """The form as the page fills it."""
    form = {name: getattr(entry, name) for name in type(entry.application).CORRECTED}
    return form | {"delivered_on": era(entry.delivered_on), "note": "聞き違い", "on": era(DAY)} | changed


def test_the_form_brings_every_field_of_the_row_and_keeps_what_was_typed(desks):
    case = application_at(S.REPORTED, desks, people=3)
    entry = case.register_entries.get()
    page = text(see(desks.clerk, "correct_register", entry))
    for value in (
        "令和8年9月1日",
        entry.group_name,
        *entry.card_numbers,
        "青葉 守",
        "本部へ改めて報告した日",
    ):
        assert value in page
    revision = type(case).objects.get(pk=case.pk).revision
    answer = click(
        desks.clerk,
        "correct_register",
        entry,
        revision=revision,
        **sent(entry, note="", receiver_name="青葉 護"),
    )
    assert answer.status_code == 422
    assert "青葉 護" in text(answer)
    assert fault_beside(answer, "note")
    moved = sent(entry, delivered_on=era(LATER), on=era(LATER))
    answer = click(desks.clerk, "correct_register", entry, revision=revision, **moved)
    assert "本部へ改めて知らせ" in fault_beside(answer, "reported_on")
    moved |= {"reported_on": era(LATER)}
    answer = click(desks.clerk, "correct_register", entry, revision=revision, **moved)
    assert (answer.status_code, answer.url) == (
        302,
        f"/register/?station={desks.station.pk}&year=2026&page=1#row-2",
    )


def test_the_clocks_and_the_case_keep_their_days(desks):
    case = application_at(S.DELIVERED, desks)
    due = list(Deadline.objects.of_case(case).values_list("due_on", flat=True))
    correct(desks, case, delivered_on=LATER, on=LATER)
    assert list(Deadline.objects.of_case(case).values_list("due_on", flat=True)) == due
    assert type(case).objects.get(pk=case.pk).delivered_on == DAY


def test_the_ledger_tells_of_the_correction_among_the_changes(desks):
    case = application_at(S.DELIVERED, desks)
    correct(desks, case)
    values = LedgerValues.from_json(ledger_values(LedgerSheet.objects.get(group=case.group), DAY))
    assert [line.kind for line in values.changes] == ["新規交付", "交付簿の訂正"]


@pytest.mark.clause("BP-5-6")
def test_a_line_of_the_ledger_that_says_a_wrong_day_is_struck_through(desks):
    case = application_at(S.DELIVERED, desks)
    sheet = LedgerSheet.objects.get(group=case.group)
    right = correct(desks, case, receiver_name="青葉 護")
    assert not LedgerEvent.objects.exclude(strikes=None).exists()  # the ledger names no receiver
    correct(desks, case, right, delivered_on=LATER, on=LATER)
    line = LedgerEvent.objects.exclude(strikes=None).get()
    assert (line.kind, line.strikes.kind, line.strikes.on) == ("交付簿の訂正", "新規交付", DAY)
    delivery = LedgerValues.from_json(ledger_values(sheet, LATER)).changes[0]
    assert (delivery.kind, delivery.struck_on) == ("新規交付", LATER)
    for address in (f"/ledger/{sheet.pk}/print/", f"/ledger/{sheet.pk}/print/?for=reading"):
        assert f"{delivery.text}令8.9.4訂正".replace(" ", "") in pdf_text(get(desks.clerk, address))
    assert f"<s>{delivery.text}</s>" in get(desks.clerk, f"/ledger/{sheet.pk}/").content.decode()


@pytest.mark.parametrize(
    "statement",
    [
        "update blue_patrol_registerentry set receiver_name = 'x'",
        "update blue_patrol_registerentry set strikes_id = null where strikes_id is not null",
        "delete from blue_patrol_registerentry",
        "truncate blue_patrol_registerentry cascade",
    ],
)
def test_the_database_edits_and_takes_out_no_row(desks, statement):
    case = application_at(S.DELIVERED, desks)
    correct(desks, case)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert RegisterEntry.objects.count() == 2


def test_a_correction_without_its_reason_and_a_second_one_of_a_row_are_refused_by_the_database(desks):
    case = application_at(S.DELIVERED, desks)
    wrong = case.register_entries.get()
    row = {
        "station": desks.station, "year": 2026, "delivered_on": DAY, "kind": "new", "group": case.group, "group_name": "x",
        "delivered_by": "x", "receiver_name": "x", "strikes": wrong,
    }  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        RegisterEntry.enter(**row)
    correct(desks, case)
    with pytest.raises(DatabaseError), transaction.atomic():
        RegisterEntry.enter(**row, correction_reason="x", corrected_on=DAY, corrected_by="x")
