"""Cars in the entry: read from a certificate, their office, their light, and the same car in another standing."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from blue_patrol.models import CertificationApplication, Vehicle
from blue_patrol.models.elsewhere import READS, Elsewhere, standings_elsewhere
from casework.models import (
    Prefecture,
    ProfileValue,
    ReadLog,
    TransportJurisdiction,
    TransportOffice,
)
from casework.models.road import RoadState as S
from casework.scope import scope_of
from casework.wareki import format_long
from tests.blue_patrol.certificates import CODE_2, CODE_3, LIGHT_2, LIGHT_3, exported
from tests.blue_patrol.entry_data import CAR, car, key, rows
from tests.factories import people
from tests.factories.applications import Desks, application_at
from tests.factories.places import PrefectureFactory, StationFactory
from tests.factories.scope import restore

pytestmark = pytest.mark.django_db
BLANK = {
    "lamp_type": "flashing",
    "lamp_mount": "detachable",
    "marking": "magnet",
    "user_is": "group",
    "plate": "",
}


def era(day: dt.date) -> dict[str, str]:
    return {
        "ElectCertPublishdateE": "", "ElectCertPublishdateY": str(day.year), "ElectCertPublishdateM": str(day.month),
        "ElectCertPublishdateD": str(day.day),
    }  # fmt: skip


def fresh(**changed) -> SimpleUploadedFile:
    content = exported(**(era(timezone.localdate()) | changed))
    return SimpleUploadedFile("車検証.json", content, content_type="application/json")


@pytest.fixture
def desks():
    return Desks(StationFactory())


@pytest.fixture
def case(desks):
    return application_at(S.DRAFT, desks, cars=0, people=0)


@pytest.fixture
def send(client, desks, case):
    client.force_login(desks.clerk.staff)

    def post(data, button="next", to=case):
        answer = client.post(reverse("entry_vehicles", args=[to.pk]), {"act_key": key(), button: "1"} | data)
        restore()
        return answer

    return post


def as_sent(form) -> dict[str, str]:
    """What a browser sends of a page as it stands."""
    return {
        bound.html_name: str(value if value is not True else "on")
        for row in form
        for bound in row
        if (value := bound.value()) not in (None, False, "")
    } | {"rows-TOTAL_FORMS": str(len(form.forms)), "rows-INITIAL_FORMS": "0"}


# --- reading a certificate -----------------------------------------------------------------------------------------


def test_a_file_fills_the_empty_row_and_nothing_is_stored(send):
    answer = send(rows(BLANK) | {"certificate_file": fresh()}, "read")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "車検証を1台分読み取りました。まだ保存していません" in page
    (row,) = answer.context["form"].forms
    shown = {
        name: row[name].value() for name in ("plate", "make", "model_code", "chassis_number", "base_location")
    }
    assert shown == {
        "plate": "名古屋 500 さ 12-34", "make": "スズカゼ", "model_code": "DBA-ZZ9", "chassis_number": "ZZ9-000123",
        "base_location": "愛知県桜見市坂上町１丁目２番３号",
    }  # fmt: skip
    assert (row["user_is"].value(), row["user_name"].value()) == ("other", "日野出 公平")
    assert "青空リース" not in page
    assert not Vehicle.objects.exists()


def test_what_was_read_is_saved_with_its_days(send, case):
    form = send(rows(BLANK) | {"certificate_file": fresh()}, "read").context["form"]
    assert send(as_sent(form)).status_code == 302
    saved = case.group.vehicles.get()
    assert (saved.plate, saved.user_name, saved.owner_name) == ("名古屋|500|さ|1234", "日野出 公平", "")
    assert saved.inspection_published_on == timezone.localdate()
    assert saved.inspection_valid_until == dt.date(2028, 3, 31)
    assert saved.chassis_key == "ZZ9000123"


def test_the_groups_own_car_is_the_groups(send, case):
    named = fresh(UsernameHighLevelChar=case.group.name, UsernameLowLevelChar="")
    (row,) = send(rows(BLANK) | {"certificate_file": named}, "read").context["form"].forms
    assert row["user_is"].value() == "group"


def test_rows_with_something_in_them_stay_and_a_row_is_added(send):
    answer = send(rows(car(1)) | {"certificate_file": fresh()}, "read")
    first, second = answer.context["form"].forms
    assert first["chassis_number"].value() == "ZZ9-000001"
    assert second["chassis_number"].value() == "ZZ9-000123"


@pytest.mark.parametrize("codes", [(CODE_2, CODE_3), (CODE_3, CODE_2[:20], CODE_2[20:])])
def test_the_codes_of_the_paper(send, codes):
    (row,) = send(rows(BLANK) | {"certificate_codes": "\r\n".join(codes)}, "read").context["form"].forms
    assert row["plate"].value() == "尾張小牧 500 や 10-00"
    assert row["model_code"].value() == "DBA-HGC14"
    assert row["inspection_valid_until"].value() == "令和10年3月4日"
    assert row["is_light"].value() is False


def test_a_light_lit_car(send):
    answer = send(rows(BLANK) | {"certificate_codes": f"{LIGHT_2}\n{LIGHT_3}"}, "read")
    assert answer.context["form"].forms[0]["is_light"].value() is True
    assert "字光式" in answer.content.decode()


def test_codes_then_the_file_of_the_same_car_make_one_row(send):
    codes = "2/名古屋　５００さ１２３４/1/ZZ9-000123/ZZ/1"
    answer = send(rows(BLANK) | {"certificate_codes": codes, "certificate_file": fresh()}, "read")
    assert len(answer.context["form"].forms) == 1


def test_the_row_of_a_saved_car_is_opened(send, case):
    send(rows(car(1, chassis_number="zz9 000123")))
    (row,) = send(rows() | {"certificate_file": fresh()}, "read").context["form"].forms
    saved = case.group.vehicles.get()
    assert row.instance == saved
    assert row["plate"].value() == "名古屋 500 へ ・・・1"
    assert row["make"].value() == "スズカゼ"


def test_another_plate_than_the_certificates_is_a_doubt_with_a_reason(send, case):
    send(rows(car(1, chassis_number="ZZ9-000123")))
    form = send(rows() | {"certificate_file": fresh()}, "read").context["form"]
    answer = send(as_sent(form))
    assert answer.status_code == 422
    assert "読み取った車検証では「名古屋 500 さ 1234」です" in answer.content.decode()
    sure = {"rows-0-ack-plate_read": "on", "rows-0-ack-plate_read-reason": "番号変更の届出中"}
    assert send(as_sent(form) | sure).status_code == 302
    kept = CertificationApplication.objects.get(pk=case.pk).acknowledged
    assert kept == {f"vehicle:{case.group.vehicles.get().pk}:plate_read": "番号変更の届出中"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7", "PDFのファイルです"),
        (b"{", "途中で切れているか"),
        (b"", "空です"),
        (b"x" * (1024 * 1024 + 1), "1MBまで"),
    ],
)
def test_a_bad_file_is_refused_beside_its_field_and_everything_typed_stays(send, content, words):
    wrong = SimpleUploadedFile("x.json", content)
    answer = send(rows(car(1)) | {"certificate_file": wrong, "certificate_codes": "半端な文字"}, "read")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="ZZ9-000001"' in page
    assert "半端な文字</textarea>" in page
    assert not Vehicle.objects.exists()


def test_nothing_to_read(send):
    answer = send(rows(BLANK), "read")
    assert answer.status_code == 422
    assert "ファイルを選ぶか" in answer.content.decode()


def test_a_certificate_that_was_not_read_stops_the_saving(send):
    answer = send(rows(car(1)) | {"certificate_codes": CODE_2})
    assert answer.status_code == 422
    assert "まだ読み取られていません" in answer.content.decode()
    assert not Vehicle.objects.exists()
    added = send(rows(car(1)) | {"certificate_codes": CODE_2}, "add")
    assert added.status_code == 200
    assert CODE_2 in added.content.decode()


def test_an_old_record_and_an_expired_certificate_are_doubts(send, case):
    today = timezone.localdate()
    days = {
        "inspection_published_on": format_long(today - dt.timedelta(days=40)),
        "inspection_valid_until": format_long(today - dt.timedelta(days=1)),
    }
    answer = send(rows(CAR | days))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "記録事項が古い（40日前）" in page
    assert "満了しています" in page
    assert answer.context["form"].forms[0].errors == {}
    sure = {}
    for code in ("inspection_stale", "inspection_expired"):
        sure |= {f"rows-0-ack-{code}": "on", f"rows-0-ack-{code}-reason": "申請の日には新しかった"}
    assert send(rows(CAR | days) | sure).status_code == 302
    assert len(CertificationApplication.objects.get(pk=case.pk).acknowledged) == 2


def test_a_day_of_issue_to_come_is_an_error(send):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    answer = send(rows(CAR | {"inspection_published_on": tomorrow.isoformat()}))
    assert set(answer.context["form"].forms[0].errors) == {"inspection_published_on"}


# --- the office with jurisdiction, the light -----------------------------------------------------------------------


@pytest.fixture
def office(desks):
    office = TransportOffice.objects.create(
        prefecture=desks.station.prefecture, name="架空運輸支局", kind="branch", plate_areas=["名古屋"], valid_from=dt.date(2020, 1, 1)
    )  # fmt: skip
    TransportJurisdiction.objects.create(office=office, municipality="桜見市", valid_from=dt.date(2020, 1, 1))
    return office


@pytest.mark.clause("BP-5-5-1")
def test_the_office_stands_beside_each_car(send, client, case, office):
    send(rows(car(1)))
    for step in ("entry_vehicles", "entry_confirm"):
        page = client.get(reverse(step, args=[case.pk])).content.decode()
        restore()
        assert "架空運輸支局" in page, step


@pytest.mark.parametrize("changed", [{"base_location": "愛知県どこか市"}, {"is_light": "on"}])
def test_a_base_of_no_office_is_a_doubt(send, client, case, office, changed):
    answer = send(rows(CAR | changed))
    assert answer.status_code == 422
    assert "管轄する運輸支局等が、一覧にありません" in answer.content.decode()
    assert send(rows(CAR | changed) | {"rows-0-ack-base_office": "on"}).status_code == 302
    assert "管轄の運輸支局等が不明" in client.get(reverse("entry_vehicles", args=[case.pk])).content.decode()


def test_an_area_of_no_office_is_a_doubt(send, office):
    answer = send(rows(CAR | {"plate": "架空 500 へ 12-34"}))
    assert answer.status_code == 422
    assert "一覧にありません" in answer.content.decode()


@pytest.mark.clause("BP-2-2")
def test_older_rules_admit_a_rotating_light_only(send, client, case, desks):
    profile = desks.station.prefecture.profiles.get()
    ProfileValue.objects.create(
        profile=profile, key="lamp_types", label="種類", content=["rotating"], clause="BP-2-2", basis="S"
    )
    page = client.get(reverse("entry_vehicles", args=[case.pk])).context["form"].forms[0]
    restore()
    assert [value for value, _ in page.fields["lamp_type"].choices] == ["rotating"]
    assert page["lamp_type"].value() == "rotating"
    assert "lamp_type" in send(rows(CAR)).context["form"].forms[0].errors
    assert send(rows(CAR | {"lamp_type": "rotating"})).status_code == 302


# --- the same car in another standing ------------------------------------------------------------------------------


@pytest.fixture
def theirs():
    """A group of another station with an active certification."""
    return application_at(S.DELIVERED, Desks(StationFactory()), name="ほかの署の会", cars=1)


def test_a_car_certified_by_another_station_is_a_doubt(send, case, desks, theirs):
    taken = theirs.group.vehicles.get()
    other = theirs.station
    answer = send(rows(CAR | {"chassis_number": taken.chassis_number.lower().replace("-", "")}))
    page = answer.content.decode()
    assert answer.status_code == 422
    number = theirs.group.certifications.get().number
    assert f"同じ車台番号の自動車が、{other.name}警察署の証明書{number}にあります" in page
    assert "ほかの署の会" not in page
    assert ReadLog.objects.filter(what=READS, staff=desks.clerk.staff).count() == 1
    code = "rows-0-ack-chassis_number_other_station"
    typed = CAR | {"chassis_number": taken.chassis_number}
    assert send(rows(typed) | {code: "on", f"{code}-reason": "譲り受けた"}).status_code == 302


def test_the_function_tells_four_facts_and_no_more(desks, case, theirs, see):
    taken = theirs.group.vehicles.get()
    with scope_of(desks.clerk):
        assert not Vehicle.objects.filter(pk=taken.pk).exists()
        found = standings_elsewhere(desks.clerk, [taken.plate], [taken.chassis_key], case.group)
        number, station = "", theirs.station.name
        assert [(f.plate, f.valid, f.station, f.chassis_key) for f in found] == [
            (taken.plate, True, station, taken.chassis_key)
        ]
        with connection.cursor() as cursor:
            cursor.execute("select * from blue_patrol_cars_elsewhere(%s, %s, 0)", [[taken.plate], []])
            assert [column.name for column in cursor.description] == [
                "number", "plate", "is_valid", "station", "chassis_key"
            ]  # fmt: skip
            (row,) = cursor.fetchall()
    number = row[0]
    assert row == (number, taken.plate, True, station, "")  # a chassis that was not asked for is not told
    assert found == [Elsewhere(number, taken.plate, True, station, taken.chassis_key)]


def test_the_own_group_an_ended_standing_and_a_car_taken_away_are_not_told(desks, theirs):
    taken = theirs.group.vehicles.get()
    with scope_of(desks.clerk):
        assert standings_elsewhere(desks.clerk, [taken.plate], [], theirs.group) == []
    restore()
    taken.removed_on = timezone.localdate()
    taken.save()
    with scope_of(desks.clerk):
        assert standings_elsewhere(desks.clerk, [taken.plate], [taken.chassis_key], desks.station) == []


def test_a_draft_of_another_station_is_not_told(desks, case):
    draft = application_at(S.DRAFT, Desks(StationFactory()), name="下書きの会", cars=1)
    taken = draft.group.vehicles.get()
    with scope_of(desks.clerk):
        assert standings_elsewhere(desks.clerk, [taken.plate], [taken.chassis_key], case.group) == []


def test_another_prefecture_is_not_told(case, desks, theirs):
    taken = theirs.group.vehicles.get()
    far = people.clerk(StationFactory(prefecture=PrefectureFactory(code="24", name="三重県")))
    assert Prefecture.objects.count() == 2
    with scope_of(far):
        assert standings_elsewhere(far, [taken.plate], [taken.chassis_key], case.group) == []


def test_without_a_scope_the_function_answers_nothing(theirs):
    taken = theirs.group.vehicles.get()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('casework.stations', '', true)")
        with pytest.raises(Exception, match="no scope"), transaction.atomic():
            cursor.execute("select * from blue_patrol_cars_elsewhere(%s, %s, 0)", [[taken.plate], []])
    restore()


def test_a_key_follows_the_number_when_one_field_is_saved(theirs):
    taken = theirs.group.vehicles.get()
    taken.chassis_number = "ｚｚ９－７７７"
    taken.save(update_fields=["chassis_number"])
    assert Vehicle.objects.get(pk=taken.pk).chassis_key == "ZZ9777"
