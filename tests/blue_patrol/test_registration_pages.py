"""Files of old ledgers on the screen: handed in, corrected, registered once, taken back; never a server error."""

import io
import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from blue_patrol.models import Certification, Credential, Group, Patroller, Vehicle
from blue_patrol.models.registration.machine import Registration
from casework.models import Deadline, ImportBatch, StateChange
from casework.workflow import perform
from tests.blue_patrol.acting import client_of, fault_beside, text
from tests.casework.nasty import ALL, every_run
from tests.factories import people, scope
from tests.factories.places import StationFactory
from tests.nights import every_nth

pytestmark = pytest.mark.django_db

GROUPS = [
    ["青色防犯パトロール団体一覧"], [],
    ["証明書番号", "証明年月日", "交付年月日", "団体名", "代表者", "所在地", "電話", "台帳番号"],
    ["第R5-0012号", "R5.4.1", "令和5年4月5日", "桜見坂安全会", "髙橋　一郎", "桜見坂1", "0561-00-0001", 7],
    ["第R5-0013号", "2023/5/1", 45054, "みなと会", "山田太郎", "港町", "0561-00-0002", 8],
    ["第R5-0013号", "2023/5/1", 45054, "みなと会", "山田太郎", "港町", "0561-00-0002", 8],
    ["第R5-0014号", "R5.6.9", "R5.6.1", "逆さ会", "後先", "同上", "", 9],
]  # fmt: skip
CARS = [
    ["証明書番号", "登録番号", "車名", "型式", "車台番号", "使用の本拠", "標章番号", "車検証記載日"],
    ["R5-12", "名古屋 500 さ 12-34", "スズカゼ", "ZZ9", "ZZ9-000001", "桜見坂", "R5-0012-01", "R5.4.10"],
    ["〃", "名古屋 500 ん 1", "スズカゼ", "ZZ9", "ZZ9-000002", "桜見坂", "R5-0012-02", ""],
]
PEOPLE = [
    ["団体名", "氏名", "生年月日", "実施者証番号", "受講日", "講師"],
    ["桜見坂安全会", "𠮷田 花子", "S40.5.6", "R5-0012-001", "R5.3.1", "係長"],
    ["〃", "無講習 太郎", "S41.1.1", "R5-0012-002", "", ""],
]
BOOK = [
    ["番号", "交付年月日", "交付区分", "団体名", "証明書番号", "標章番号", "受領者"],
    [31, "R5.4.5", "新規", "桜見坂安全会", "R5-12", "R5-0012-01", "髙橋"],
]


def workbook(**sheets) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


@pytest.fixture(scope="module")
def whole() -> bytes:
    return workbook(団体=GROUPS, 自動車=CARS, 実施者=PEOPLE, 交付簿=BOOK)


@pytest.fixture
def clerk():
    return people.clerk(StationFactory())


def send(actor, content: bytes, name="台帳.xlsx"):
    response = client_of(actor).post(
        reverse("registration_upload"), {"file": SimpleUploadedFile(name, content)}
    )
    scope.restore()
    return response


def page(actor, batch, query=""):
    response = client_of(actor).get(reverse("registration_preview", args=[batch.pk]) + query)
    scope.restore()
    return response


def press(actor, name, batch, key=None, **data):
    response = client_of(actor).post(reverse(name, args=[batch.pk]), {"act_key": str(key or uuid4())} | data)
    scope.restore()
    return response


def apply(actor, batch, **data):
    seen = re.search(r'name="seen" value="(\w+)"', text(page(actor, batch)))
    told = {"on": "令和8年10月1日", "evidence": "証明台帳の原本", "seen": seen[1] if seen else ""}
    return press(actor, "registration_apply", batch, **told | data)


def received() -> ImportBatch:
    return ImportBatch.objects.latest("pk")


def test_a_file_is_kept_and_shown_row_by_row_before_anything_is_stored(clerk, whole):
    response = send(clerk, whole)
    batch = received()
    assert response.status_code == 302
    assert response.url == reverse("registration_preview", args=[batch.pk])
    assert bytes(batch.content) == whole
    shown = text(page(clerk, batch))
    for words in (
        "直してください", "7行目", "より前です", "使われない文字", "受講年月日がありません", "重複・読みとばし", "証明書番号（令和5年）",
        "次は14から", "次は32から", "期限「次の講習」が1件",
    ):  # fmt: skip
        assert words in shown, words
    assert "5行目と同じ内容です" in text(page(clerk, batch, "?show=twin"))
    assert "みなと会" in text(page(clerk, batch, "?show=care"))
    assert not Group.objects.exists()


def test_one_act_registers_what_is_good_and_a_second_click_changes_nothing(clerk, whole):
    send(clerk, whole)
    batch, key = received(), uuid4()
    response = apply(clerk, batch, key=key)
    assert response.status_code == 302, fault_beside(response, "evidence")
    assert sorted(Group.objects.values_list("name", flat=True)) == ["みなと会", "桜見坂安全会"]
    assert Vehicle.objects.count() == Patroller.objects.count() == 1
    assert Certification.objects.get(number="第R5-0012号").delivered_on.isoformat() == "2023-04-05"
    assert Credential.objects.count() == 4
    changes = StateChange.objects.count()
    press(clerk, "registration_apply", batch, key=key, on="令和8年10月1日", evidence="x")
    assert "登録済みです" in text(apply(clerk, batch))
    assert StateChange.objects.count() == changes
    shown = text(page(clerk, batch))
    assert "証明台帳の原本" in shown
    assert "団体 2、自動車 1、実施者 1、交付簿 1" in shown


def test_the_same_file_again_opens_the_first_one_and_a_mended_one_brings_only_what_is_new(clerk, whole):
    send(clerk, whole)
    first = received()
    apply(clerk, first)
    assert send(clerk, whole, "別名.xlsx").url.endswith(f"/{first.pk}/")
    assert ImportBatch.objects.count() == 1
    mended = [*GROUPS[:-1], ["第R5-0014号", "R5.6.1", "R5.6.9", "逆さ会", "後先", "港町", "0561-00-0003", 9]]
    send(clerk, workbook(団体=mended, 自動車=CARS[:2]))
    second = received()
    assert "登録済み" in text(page(clerk, second, "?show=known"))
    apply(clerk, second)
    assert Group.objects.count() == 3
    assert Vehicle.objects.count() == 1


@pytest.mark.nightly
def test_a_file_with_nothing_new_offers_no_button(clerk, whole):
    send(clerk, whole)
    apply(clerk, received())
    send(clerk, workbook(団体=GROUPS[:4]))
    assert "新しく登録する行はありません" in text(page(clerk, received()))
    assert apply(clerk, received()).status_code == 422


def test_a_registration_is_taken_back_with_a_reason(clerk, whole):
    send(clerk, whole)
    batch = received()
    apply(clerk, batch)
    refused = press(clerk, "registration_undo", batch, note="")
    assert refused.status_code == 422
    assert Group.objects.exists()
    assert press(clerk, "registration_undo", batch, note="古いファイルだった").status_code == 302
    assert not Group.objects.exists()
    assert not Deadline.objects.exists()
    shown = text(page(clerk, batch))
    assert "古いファイルだった" in shown
    assert "取り消した" in shown
    again = press(clerk, "registration_undo", batch, note="もう一度")
    assert again.status_code == 422
    assert send(clerk, whole).url != reverse("registration_preview", args=[batch.pk])


@pytest.mark.nightly
def test_what_went_on_since_is_told_and_nothing_is_taken_back(clerk, whole):
    send(clerk, whole)
    batch = received()
    apply(clerk, batch)
    clock = Deadline.objects.filter(kind="information").first()
    standing = Certification.objects.get(pk=clock.case_pk)
    perform(
        standing,
        "meet_deadline",
        by=clerk,
        on=timezone.localdate(),
        deadline=clock.pk,
        evidence="情報提供の控え",
        note="",
    )
    shown = text(page(clerk, batch))
    assert "いまは取り消せません" in shown
    assert press(clerk, "registration_undo", batch, note="だめ").status_code == 422
    assert Group.objects.exists()


def test_columns_are_corrected_and_the_verdicts_follow(clerk):
    send(
        clerk,
        workbook(
            一覧=[
                ["何か", "誰か", "いつ", "なに"],
                ["第R5-1号", "会A", "R5.4.1", "髙橋"],
                ["第R5-2号", "会B", "R5.4.2", "山田"],
            ]
        ),
    )
    batch = received()
    assert "種類が分かりません" in text(page(clerk, batch))
    told = {"s0-kind": "groups", "s0-heading": "1"}
    assert press(clerk, "registration_columns", batch, **told).status_code == 302
    told |= {
        "s0-c0": "certificate_number",
        "s0-c1": "name",
        "s0-c2": "certified_on",
        "s0-c3": "representative_name",
    }
    twice = press(clerk, "registration_columns", batch, **told | {"s0-c3": "name"})
    assert twice.status_code == 422
    assert "どちらか一方" in text(twice)
    assert press(clerk, "registration_columns", batch, **told).status_code == 302
    assert "会A" in text(page(clerk, batch, "?show=care"))
    apply(clerk, batch)
    assert sorted(Group.objects.values_list("name", flat=True)) == ["会A", "会B"]


def test_what_changed_after_the_look_is_looked_at_again(clerk, whole):
    send(clerk, whole)
    response = apply(clerk, received(), seen="0" * 64)
    assert response.status_code == 422
    assert "もう一度確かめてください" in text(response)
    assert not Group.objects.exists()


def test_headquarters_registers_all_stations_by_the_column_that_names_them(clerk):
    other = StationFactory(prefecture=clerk.station.prefecture)
    hq = people.headquarters(clerk.station.prefecture)
    heading = ["署", *GROUPS[2]]
    rows = [[clerk.station.name, *GROUPS[3]], [other.name, *GROUPS[4]], ["知らない署", *GROUPS[6]]]
    send(hq, workbook(団体=[heading, *rows]))
    batch = received()
    assert "この机の署にありません" in text(page(hq, batch))
    assert apply(hq, batch).status_code == 302
    assert {(group.name, group.station_id) for group in Group.objects.all()} == {
        ("桜見坂安全会", clerk.station.pk), ("みなと会", other.pk),
    }  # fmt: skip
    assert Registration.objects.count() == 2
    assert press(hq, "registration_undo", batch, note="試し").status_code == 302
    assert not Group.objects.exists()


def test_a_file_that_contradicts_itself_where_no_plan_looks_is_refused_whole(clerk):
    heading, (number, *rest) = ["署", *GROUPS[2]], GROUPS[3]
    rows = [["", number, *rest], [clerk.station.name, number, *rest[:2], "別の会", *rest[3:-1], 99]]
    send(clerk, workbook(団体=[heading, *rows]))
    response = apply(clerk, received())
    assert response.status_code == 422
    assert "番号の重なる行" in text(response)
    assert not Group.objects.exists()


def test_another_offices_file_is_not_there(clerk, whole):
    send(clerk, whole)
    batch = received()
    stranger = people.clerk(StationFactory(prefecture=clerk.station.prefecture))
    assert page(stranger, batch).status_code == 404
    assert apply(stranger, batch).status_code == 404
    assert press(stranger, "registration_columns", batch).status_code == 404


def test_the_list_tells_where_each_file_stands(clerk, whole):
    send(clerk, whole)
    shown = text(client_of(clerk).get(reverse("registrations")))
    scope.restore()
    assert "台帳.xlsx" in shown
    assert "登録する前" in shown
    groups = text(client_of(clerk).get(reverse("groups")))
    assert reverse("registrations") in groups


@pytest.mark.parametrize("name", every_run(16))
def test_a_nasty_file_is_shown_or_refused_on_the_page(clerk, name):
    file_name, content = ALL[name]()
    response = send(clerk, content, file_name)
    if response.status_code == 422 or not content:
        assert fault_beside(response, "file")
        assert not ImportBatch.objects.exists()
    else:
        assert response.status_code == 302
        assert page(clerk, received()).status_code == 200


@pytest.mark.parametrize(
    "name",
    every_nth(
        [
            "lone_surrogates_and_nulls",
            "names_with_variants_and_marks",
            "days_that_run_backwards",
            "only_dittos",
        ],
        4,
    ),
)
def test_what_is_good_of_a_nasty_file_is_registered_and_the_rest_is_left(clerk, name):
    file_name, content = ALL[name]()
    send(clerk, content, file_name)
    assert apply(clerk, received()).status_code == (302 if name == "names_with_variants_and_marks" else 422)
