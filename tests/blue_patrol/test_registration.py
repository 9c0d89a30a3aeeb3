"""既存証明の登録: what was certified on paper enters with its own numbers, and goes out again without a trace."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core import serializers
from django.db import DatabaseError, connection
from django.urls import reverse

from blue_patrol.models import (
    Certification,
    Commission,
    Credential,
    Group,
    LedgerSheet,
    PaperRegisterRow,
    Registration,
)
from blue_patrol.models.registration.make import register
from blue_patrol.models.registration.plan import plan
from blue_patrol.rules.paper_records import GroupRecord, PatrollerRecord, RegisterRecord, VehicleRecord
from casework import chain
from casework.models import Deadline, ImportBatch, IssuedNumber, NumberSeries, StateChange
from casework.scope import scope_of
from casework.workflow import Refused, perform
from tests.conftest import owner_connection
from tests.factories import commissions, people
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 10, 1)
KEPT = {  # append-only, counter and job tables: both acts stay in them
    "casework.statechange", "casework.changepayload", "casework.chainhead", "casework.readlog", "casework.numberseries",
    "casework.importbatch", "blue_patrol.registration", "casework.actkey",
}  # fmt: skip


def group_row(**changed):
    values = {
        "row": 2, "certificate_number": "第R5-0012号", "certified_on": dt.date(2023, 5, 1), "delivered_on": dt.date(2023, 5, 10),
        "name": "坂上町防犯隊", "kana": "さかうえちょうぼうはんたい", "address": "愛知県桜見市坂上町1", "phone": "0500-000-0001",
        "representative_title": "隊長", "representative_name": "髙橋 守", "group_type": "b", "patrol_area": "坂上町一円",
        "member_count": 20, "ledger_number": "0007",
    }  # fmt: skip
    return GroupRecord(**values | changed)


def car_row(**changed):
    values = {
        "row": 2, "certificate_number": "第R5-0012号", "plate": "名古屋|500|へ|1234", "make": "スズカゼ", "model_code": "ZZ9",
        "chassis_number": "ZZ9-000001", "base_location": "愛知県桜見市", "sticker_number": "R5-0012-01",
    }  # fmt: skip
    return VehicleRecord(**values | changed)


def person_row(**changed):
    values = {
        "row": 2, "certificate_number": "第R5-0012号", "name": "𠮷田 一郎", "kana": "よしだ いちろう",
        "birth_date": dt.date(1960, 4, 1), "card_number": "R5-0012-001", "trained_on": dt.date(2024, 6, 1), "trainer": "生活安全課",
    }  # fmt: skip
    return PatrollerRecord(**values | changed)


def book_row(**changed):
    values = {
        "row": 2, "fiscal_year": 2023, "row_number": "31", "delivered_on": dt.date(2023, 5, 10), "kind": "新規",
        "certificate_number": "第R5-0012号", "group_name": "坂上町防犯隊", "sticker_numbers": ["R5-0012-01"],
        "delivered_by": "風間", "receiver_name": "髙橋 守",
    }  # fmt: skip
    return RegisterRecord(**values | changed)


def records(groups=(), vehicles=(), patrollers=(), register=()):
    return SimpleNamespace(
        groups=list(groups), vehicles=list(vehicles), patrollers=list(patrollers), register=list(register)
    )


def whole():
    return records([group_row()], [car_row()], [person_row()], [book_row()])


@pytest.fixture
def clerk():
    return people.clerk(StationFactory())


def take(clerk, found, stations=None):
    made = plan(found, stations or [clerk.station])
    batch = ImportBatch.receive(clerk, ImportBatch.Kind.STANDING, "台帳.xlsx", b"bytes")
    return made, register(batch, made, by=clerk, on=DAY, evidence="紙の台帳と交付簿を見た")


def dump() -> dict[str, list]:
    """Every row of our tables but those that keep both acts."""
    models = [
        m
        for m in apps.get_models()
        if m._meta.app_label in ("casework", "blue_patrol") and m._meta.label_lower not in KEPT
    ]
    return {m._meta.label: serializers.serialize("python", m._default_manager.order_by("pk")) for m in models}


def test_a_group_enters_with_its_own_numbers_and_days_and_consumes_none(clerk):
    made, (registration,) = take(clerk, whole())
    standing = Certification.objects.get()
    assert (standing.number, standing.state, standing.certified_on) == (
        "第R5-0012号",
        "active",
        dt.date(2023, 5, 1),
    )
    assert standing.group.representative_name == "髙橋 守"
    assert {(t.kind, t.number, t.state) for t in Credential.objects.all()} == {
        ("certificate", "第R5-0012号", "with_group"), ("sticker", "R5-0012-01", "with_group"), ("card", "R5-0012-001", "with_group"),
    }  # fmt: skip
    assert LedgerSheet.objects.get().number == "0007"
    assert PaperRegisterRow.objects.get().row_number == "31"
    assert not IssuedNumber.objects.exists()
    row = StateChange.objects.of_case(registration).get()
    assert (row.before, row.after, row.label) == ("", "registered", "既存証明の登録")
    assert row.payload.content["evidence"] == "紙の台帳と交付簿を見た"
    assert made.counts() == {"groups:new": 1, "vehicles:new": 1, "patrollers:new": 1, "register:new": 1}


def test_counters_go_on_after_the_last_number_on_paper(clerk):
    take(clerk, whole())
    last = {(s.kind, s.year): s.last for s in NumberSeries.objects.all()}
    assert last == {
        ("certificate", 2023): 12, ("sticker", 2023): 1, ("card", 2023): 1, ("ledger", 0): 7, ("register", 2023): 31,
    }  # fmt: skip


def test_clocks_that_are_open_start_from_the_paper_days(clerk):
    take(clerk, records([group_row()], [car_row(), car_row(plate="名古屋|500|へ|2", chassis_number="B", sticker_number="R5-0012-02",
         entered_on=dt.date(2023, 5, 20))], [person_row()]))  # fmt: skip
    clocks = {(c.kind, c.subject): (c.starts_on, bool(c.done_on)) for c in Deadline.objects.all()}
    assert clocks == {
        ("inspection_entry", "名古屋 500 へ 12-34"): (dt.date(2023, 5, 10), False),
        ("inspection_entry", "名古屋 500 へ ・・・2"): (dt.date(2023, 5, 10), True),
        ("retraining", "𠮷田 一郎"): (dt.date(2024, 6, 1), False),
        ("information", "坂上町防犯隊"): (dt.date(2023, 5, 10), False),
    }


def test_a_card_without_a_training_day_is_not_taken(clerk):
    made = plan(records([group_row()], patrollers=[person_row(trained_on=None)]), [clerk.station])
    line = made.lines[1]
    assert line.outcome == "fault"
    assert "講習の受講日がありません" in line.reasons[0]


def test_the_same_file_again_changes_nothing(clerk):
    take(clerk, whole())
    before = dump()
    again = plan(whole(), [clerk.station])
    assert not again.has_news
    assert {line.outcome for line in again.lines} == {"known"}
    with pytest.raises(Refused, match="新しく登録する行がありません。"):
        register(
            ImportBatch.receive(clerk, "standing", "台帳.xlsx", b"bytes"),
            again,
            by=clerk,
            on=DAY,
            evidence="台帳",
        )
    assert dump() == before


def test_an_undone_registration_leaves_no_trace_but_in_the_history(clerk):
    before = dump()
    _, (registration,) = take(clerk, whole())
    assert dump() != before
    perform(registration, "undo", by=clerk, on=DAY, note="別の年の台帳だった")
    assert dump() == before
    acts = StateChange.objects.filter(case_label="blue_patrol.Certification").order_by("seq")
    assert [(row.transition, row.after) for row in acts] == [
        ("register", "active"),
        ("undo_registration", ""),
    ]


def test_what_a_later_act_touched_is_not_undone(clerk):
    _, (registration,) = take(clerk, whole())
    card = Credential.objects.get(kind="card")
    perform(card, "lose", by=clerk, on=DAY)
    with pytest.raises(Refused, match="登録の後に、証明や証明書等の手続が進みました（坂上町防犯隊）"):
        perform(registration, "undo", by=clerk, on=DAY, note="取り消す")


def test_a_group_that_was_commissioned_since_is_not_taken_out(clerk):
    _, (registration,) = take(clerk, whole())
    Commission.consider(by=clerk, on=DAY, group=Group.objects.get(), **commissions.told())
    with pytest.raises(Refused, match="登録の後に、委嘱の記録が加わりました（坂上町防犯隊）"):
        perform(registration, "undo", by=clerk, on=DAY, note="取り消す")


def test_rows_added_by_a_second_file_hold_the_first_one_until_they_are_undone(clerk):
    _, (first,) = take(clerk, records([group_row()]))
    _, (second,) = take(clerk, records(vehicles=[car_row(certificate_number="", group_name="坂上町防犯隊")]))
    with pytest.raises(Refused, match="自動車・実施者・講習の記録が加わりました"):
        perform(first, "undo", by=clerk, on=DAY, note="取り消す")
    perform(second, "undo", by=clerk, on=DAY, note="取り消す")
    perform(Registration.objects.get(pk=first.pk), "undo", by=clerk, on=DAY, note="取り消す")
    assert not Group.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_was_registered_goes_out_by_its_undoing_alone(clerk):
    with scope_of(clerk):
        _, (registration,) = take(clerk, whole())
    for table in (
        "blue_patrol_credential",
        "blue_patrol_ledgersheet",
        "casework_deadline",
        "blue_patrol_paperregisterrow",
    ):
        with (
            pytest.raises(DatabaseError, match=r"no history row|without a history row|no such step"),
            scope_of(clerk),
        ):
            connection.cursor().execute(f"delete from {table}")
    with scope_of(clerk):
        perform(registration, "undo", by=clerk, on=DAY, note="別の年の台帳だった")
    with scope_of(clerk):
        assert not Credential.objects.exists()
    with owner_connection() as owner, owner.cursor() as cursor:
        assert chain.verify(cursor).is_whole


def test_the_pages_show_a_registered_group_as_any_other(client, clerk):
    take(
        clerk,
        records([group_row()], [car_row(entered_on=dt.date(2023, 5, 20))], [person_row()], [book_row()]),
    )
    client.force_login(clerk.staff)
    group = Group.objects.get()
    page = client.get(reverse("group", args=[group.pk])).content.decode()
    assert "紙の台帳から登録しました（紙の台帳と交付簿を見た）" in page
    assert "坂上町一円" in page
    assert "確認済み" in page
    assert "次の講習" in page
    book = client.get(reverse("register"), {"year": "2023"}).content.decode()
    assert "紙の交付簿から登録した行　1行" in book
    assert '<th scope="row" class="num">32</th>' in book
    sheet = client.get(reverse("ledger_sheet", args=[group.ledger.pk])).content.decode()
    assert "紙の台帳から登録（紙の台帳と交付簿を見た）" in sheet
    assert client.get(reverse("ledger_paper", args=[group.ledger.pk])).status_code == 200
    assert client.get(reverse("deadlines")).status_code == 200
    assert client.get(reverse("home")).status_code == 200
