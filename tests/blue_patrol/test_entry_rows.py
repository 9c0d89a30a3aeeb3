import datetime as dt
import re

import pytest
from django.urls import reverse

from blue_patrol.forms.entry import paste as entry_paste
from blue_patrol.models import CertificationApplication, Patroller, TrainingRecord, Vehicle
from casework.models import StateChange
from casework.models.road import RoadState as S
from tests.blue_patrol.entry_data import CAR, PERSON, car, key, rows
from tests.factories.applications import Desks, application_at
from tests.factories.places import StationFactory
from tests.factories.scope import restore

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    return Desks(StationFactory())


@pytest.fixture
def case(desks):
    return application_at(S.DRAFT, desks, cars=0, people=0)


@pytest.fixture
def browser(client, desks):
    client.force_login(desks.clerk.staff)
    return client


@pytest.fixture
def send(browser, case):
    def post(code, data, button="next"):
        answer = browser.post(
            reverse(f"entry_{code}", args=[case.pk]), {"act_key": key(), button: "1"} | data
        )
        restore()
        return answer

    return post


def test_twenty_cars(send, browser, case):
    answer = send("vehicles", rows(*(car(n) for n in range(1, 21))))
    assert answer.url == reverse("entry_patrollers", args=[case.pk])
    cars = list(Vehicle.objects.all())
    assert [c.position for c in cars] == list(range(20))
    assert cars[0].plate == "名古屋|500|へ|1"
    assert {c.user_name for c in cars} == {case.group.name}
    page = browser.get(reverse("entry_vehicles", args=[case.pk])).content.decode()
    assert page.count("台目を直す") == 20


def test_a_hundred_and_thirty_cars_are_listed_and_one_more_is_added(send, case):
    send("vehicles", rows(*(car(n) for n in range(1, 131))))
    assert Vehicle.objects.count() == 130
    page = send("vehicles", rows(), button="add")
    assert page.status_code == 200
    assert page.content.decode().count("131台目") > 0


def test_a_bad_row_keeps_every_row(send):
    answer = send("vehicles", rows(car(1), car(2, plate="名古屋 500 し 12-34", make="")))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "「し」は車両番号に使われない" in page
    assert 'value="名古屋 500 し 12-34"' in page
    assert 'value="ZZ9-000001"' in page
    assert "2台目：「し」" in page
    assert not Vehicle.objects.exists()


def test_a_blank_row_is_passed_over(send):
    blank = {
        "lamp_type": "flashing",
        "lamp_mount": "detachable",
        "marking": "magnet",
        "user_is": "group",
        "plate": "",
    }
    assert send("vehicles", rows(car(1), blank)).status_code == 302
    assert Vehicle.objects.count() == 1


def test_a_row_is_added_and_dropped_without_losing_the_others(send):
    page = send("vehicles", rows(car(1), car(2)), button="add")
    assert len(page.context["form"].forms) == 3
    answer = send("vehicles", rows(car(1), car(2)) | {"drop": "0"}, button="x")
    assert [form["make"].value() for form in answer.context["form"]] == ["スズカゼ"]
    assert answer.context["form"].forms[0]["chassis_number"].value() == "ZZ9-000002"
    assert not Vehicle.objects.exists()


def test_a_car_is_amended_and_taken_away(send, case):
    send("vehicles", rows(car(1), car(2)))
    first, second = Vehicle.objects.all()
    opened = send("vehicles", rows() | {"edit": first.pk}, button="x").context["form"].forms[0]
    assert opened["plate"].value() == "名古屋 500 へ ・・・1"
    changed = car(1, pk=first.pk, make="ハマナミ", plate="名古屋 500 へ 1")
    send("vehicles", rows(changed, car(2, pk=second.pk, DELETE="on")))
    assert [(c.pk, c.make) for c in case.group.vehicles.current()] == [(first.pk, "ハマナミ")]
    assert Vehicle.objects.get(pk=second.pk).removed_on is not None


def test_the_same_car_twice_is_an_error(send):
    send("vehicles", rows(car(1)))
    answer = send("vehicles", rows(car(2, chassis_number="zz9000001")))
    assert "1台目と同じ車台番号" in answer.content.decode()


def test_a_car_of_another_live_group_is_confirmed(send, case, desks):
    other = application_at(S.DRAFT, desks, name="ほかの会", cars=1)
    taken = other.group.vehicles.get()
    typed = CAR | {"plate": str(taken)}
    answer = send("vehicles", rows(typed))
    assert answer.status_code == 422
    assert "ほかの会の自動車と同じ車両番号" in answer.content.decode()
    sure = {"rows-0-ack-plate_elsewhere": "on", "rows-0-ack-plate_elsewhere-reason": "譲り受けた"}
    assert send("vehicles", rows(typed) | sure).status_code == 302
    kept = CertificationApplication.objects.get(pk=case.pk).acknowledged
    assert kept == {f"vehicle:{case.group.vehicles.get().pk}:plate_elsewhere": "譲り受けた"}


def test_a_rental_plate_is_a_doubt_not_an_error(send):
    answer = send("vehicles", rows(CAR | {"plate": "名古屋 500 わ 12-34"}))
    assert answer.status_code == 422
    assert "レンタカー" in answer.content.decode()
    assert "誤りが" not in answer.content.decode()


def test_another_user_is_named(send):
    answer = send("vehicles", rows(CAR | {"user_is": "other", "user_name": "", "user_address": ""}))
    assert set(answer.context["form"].forms[0].errors) == {"user_name", "user_address"}
    send("vehicles", rows(CAR | {"user_is": "other", "user_name": "日野出 公平", "user_address": "桜見市"}))
    assert Vehicle.objects.get().user_name == "日野出 公平"


def test_a_stale_page_of_rows(send):
    send("vehicles", rows(car(1)))
    answer = send("vehicles", rows(car(2)) | {"revision": "0"})
    assert answer.status_code == 409
    assert "ZZ9-000002" in answer.content.decode()
    assert Vehicle.objects.count() == 1


def test_a_person_and_the_course_attended(send, case):
    person = PERSON | {"name": "葛󠄀城 𠮷髙\ufa10", "attended_on": "R6.6.18", "trainer": "生活安全課 風間"}
    answer = send("patrollers", rows(person))
    assert answer.url == reverse("entry_attachments", args=[case.pk])
    saved = Patroller.objects.get()
    assert saved.name == "葛󠄀城 𠮷髙\ufa10"
    assert saved.birth_date == dt.date(1959, 5, 6)
    training = TrainingRecord.objects.get()
    assert (training.patroller, training.attended_on) == (saved, dt.date(2024, 6, 18))
    acts = [change.transition for change in StateChange.objects.of_case(case).order_by("seq")]
    assert acts == ["open", "amend", "record_training"]


def test_a_trainer_belongs_to_a_course(send):
    answer = send("patrollers", rows(PERSON | {"attended_on": "R6.6.18"}))
    assert set(answer.context["form"].forms[0].errors) == {"trainer"}


def test_namesakes_are_confirmed(send):
    send("patrollers", rows(PERSON))
    answer = send("patrollers", rows(PERSON))
    assert "1人目と同じ氏名と生年月日" in answer.content.decode()
    assert Patroller.objects.count() == 1


def roster(count: int, joint: str = "\t") -> str:
    dates = ("昭和34年5月6日", "1977/11/3", "H1.2.28")
    return "\n".join(
        joint.join(
            [f"試験 {n}郎", f"しけん {n}", dates[n % 3], f"桜見市{n}番地", "0500-000-0001", "R6.6.18", "風間"]
        )
        for n in range(count)
    )


def paste(send, text, **more):
    return send(
        "patrollers",
        rows() | {"pasted": text, "seen": entry_paste.digest(text)} | more,
        button=more.pop("button", "take"),
    )


@pytest.mark.parametrize("joint", ["\t", ","])
def test_a_hundred_and_eleven_people_by_paste(send, case, joint):
    text = roster(111, joint)
    shown = send("patrollers", rows() | {"pasted": text}, button="preview")
    assert shown.status_code == 200
    assert [row.verdict for row in shown.context["pasted"]] == ["good"] * 111
    assert not Patroller.objects.exists()
    answer = paste(send, text.replace("\n", "\r\n"), chosen=[str(n) for n in range(1, 112)])
    assert answer.url == reverse("entry_patrollers", args=[case.pk])
    assert Patroller.objects.count() == TrainingRecord.objects.count() == 111
    assert Patroller.objects.first().birth_date == dt.date(1959, 5, 6)
    assert [p.position for p in Patroller.objects.all()] == list(range(111))


def test_a_heading_orders_the_columns(send):
    text = "No\t生年月日\t氏名（ふりがな）\n1\tS34.5.6\t秋月 透"
    shown = send("patrollers", rows() | {"pasted": text}, button="preview")
    (row,) = shown.context["pasted"]
    assert (row.cells["name"], row.cells["birth_date"]) == ("秋月 透", dt.date(1959, 5, 6))


def test_faulty_and_repeated_rows_are_told_apart(send):
    send("patrollers", rows(PERSON))
    text = (
        "秋月 透\tあきづき\tS34.5.6\n早乙女 司\t\t平成元年13月\n渡瀬 里奈\t\tH2.1.1\n渡瀬 里奈\t\t1990-01-01"
    )
    shown = send("patrollers", rows() | {"pasted": text}, button="preview")
    assert [row.verdict for row in shown.context["pasted"]] == ["twin", "fault", "good", "twin"]
    page = shown.content.decode()
    assert re.findall(r'name="chosen" value="(\d)"( disabled| checked|)', page) == [
        ("1", ""), ("2", " disabled"), ("3", " checked"), ("4", ""),
    ]  # fmt: skip


def test_a_faulty_row_waits_in_the_box_while_the_good_ones_are_taken(send):
    text = "氏名\t生年月日\n渡瀬 里奈\tH2.1.1\n早乙女 司\t平成元年13月\n秋月 透\tS34.5.6"
    answer = paste(send, text, chosen=["1", "2", "3"])
    assert answer.status_code == 200
    assert [p.name for p in Patroller.objects.all()] == ["渡瀬 里奈", "秋月 透"]
    page = answer.content.decode()
    assert "貼り付けた2人を加えました" in page
    assert "氏名\t生年月日\n早乙女 司\t平成元年13月</textarea>" in page
    assert 'name="take"' not in page
    case = CertificationApplication.objects.get()
    assert f'name="revision" value="{case.revision}"' in page
    mended = "氏名\t生年月日\n早乙女 司\t平成元年12月1日"
    assert paste(send, mended, chosen=["1"]).status_code == 302
    assert Patroller.objects.count() == 3


def test_only_rows_without_fault_can_be_taken(send):
    answer = paste(send, "早乙女 司\t\t平成元年13月", chosen=["1"])
    assert answer.status_code == 422
    assert not Patroller.objects.exists()


def test_rows_beyond_the_most_stay_in_the_box(send, monkeypatch):
    monkeypatch.setattr(entry_paste, "MOST", 2)
    answer = paste(send, roster(4), chosen=["1"])
    assert Patroller.objects.count() == 1
    assert answer.context["paste"]["pasted"].value() == "\n".join(roster(4).split("\n")[1:])


def test_a_text_changed_after_the_look_is_looked_at_again(send):
    answer = send(
        "patrollers",
        rows() | {"pasted": roster(2), "seen": entry_paste.digest(roster(1)), "chosen": "1"},
        button="take",
    )
    assert answer.status_code == 422
    assert not Patroller.objects.exists()


def test_a_pasted_text_is_never_passed_over(send):
    answer = send("patrollers", rows(PERSON) | {"pasted": roster(2)})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "まだ入っていません" in page
    assert 'value="秋月 透"' in page
    assert "試験 1郎" in page


def test_typed_rows_are_stored_with_the_paste(send):
    text = roster(2)
    send(
        "patrollers",
        rows(PERSON) | {"pasted": text, "seen": entry_paste.digest(text), "chosen": ["1", "2"]},
        button="take",
    )
    assert Patroller.objects.count() == 3
