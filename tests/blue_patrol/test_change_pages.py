"""Pages of 変更: what changes is chosen, typed beside what is, mended; what comes later is taken back."""

import datetime as dt
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.urls import reverse

from blue_patrol.models import Application, Certification, ChangeApplication, Kind, Patroller, Place, Vehicle
from blue_patrol.papers.from_changes import change_values
from blue_patrol.rules import change_kinds
from casework.models.road import RoadState as S
from casework.workflow import perform
from tests.blue_patrol.acting import client_of, era, see, text
from tests.blue_patrol.entry_data import CAR, PERSON
from tests.factories import scope
from tests.factories.applications import DAY, Desks
from tests.factories.places import StationFactory
from tests.factories.requests import change, change_at, standing_of

pytestmark = pytest.mark.django_db
DAYS = {"applied_on": era(DAY), "effective_on": era(DAY), "received_on": "", "reason": "総会で改めた。"}
NAME = {"kind": "name", "after": {"name": "桜見坂見守り隊"}}


@pytest.fixture
def desks():
    return Desks(StationFactory())


def send(actor, url, **data):
    response = client_of(actor).post(url, {"act_key": str(uuid4())} | DAYS | data)
    scope.restore()
    return response


def of_group(standing, query="") -> str:
    return reverse("change_new", args=[standing.group_id]) + query


def things(standing, **answers) -> dict[str, str]:
    """The answers for each thing: comes with the request."""
    return {f"thing-{thing.pk}": answers.get(thing.kind, "changed") for thing in standing.credentials.all()}


@pytest.mark.clause("BP-7-1")
def test_what_changes_is_chosen_first_and_only_that_is_asked(desks):
    standing = standing_of(desks, people=2)
    car, man = standing.group.vehicles.get(), standing.group.patrollers.first()
    first = text(see(desks.clerk, "change_new", standing.group))
    assert "団体の記載事項" in first
    assert f'name="car-{car.pk}"' in first
    assert f'name="person-{man.pk}"' in first
    page = text(see(desks.clerk, "change_new", standing.group, query="?group=name"))
    assert 'name="name"' in page
    assert 'name="patrol_area"' not in page
    assert "桜見坂学区防犯パトロール隊</p>" in page  # as it is, beside the field
    assert f"id_thing-{standing.credentials.get(kind=Kind.STICKER).pk}" in page
    chosen = see(
        desks.clerk, "change_new", standing.group, query=f"?cars=1&person-{man.pk}=patroller_removed"
    )
    assert 'name="car0-plate"' in text(chosen)
    assert 'name="name"' not in text(chosen)


def test_nothing_chosen_is_said_on_the_first_page(desks):
    standing = standing_of(desks)
    page = see(desks.clerk, "change_new", standing.group, query="?cars=&people=")
    assert page.status_code == 422
    assert "変わるものを一つ以上選んでください。" in text(page)


@pytest.mark.clause("BP-7-1")
def test_a_change_of_the_name_is_recorded_and_received_in_one_breath(desks):
    standing = standing_of(desks)
    answer = send(
        desks.clerk, of_group(standing, "?group=name"), name="桜見坂見守り隊", name_kana="", received_on=era(DAY), **things(standing)
    )  # fmt: skip
    case = ChangeApplication.objects.get()
    assert answer.headers["Location"] == reverse("application", args=[case.pk])
    assert case.state == S.RECEIVED
    assert set(case.certification.credentials.values_list("state", flat=True)) == {Place.SURRENDERED}
    page = text(see(desks.clerk, "application", case))
    assert "変更する事項（新旧）" in page
    assert "桜見坂見守り隊" in page
    again = client_of(desks.clerk).post(of_group(standing, "?group=name"), {"act_key": str(uuid4())} | DAYS)
    assert again.status_code == 422


def test_a_repeated_click_makes_one_request(desks):
    standing = standing_of(desks)
    key = str(uuid4())
    first, second = (
        send(
            desks.clerk,
            of_group(standing, "?group=area"),
            act_key=key,
            patrol_area="坂上町",
            **things(standing),
        )
        for _ in range(2)
    )
    assert first.headers["Location"] == second.headers["Location"]
    assert ChangeApplication.objects.count() == 1


@pytest.mark.clause("BP-7-1")
@pytest.mark.clause("BP-5-2-c")
def test_cars_and_people_who_join_are_typed_as_in_the_entry(desks):
    standing = standing_of(desks, people=2)
    sent = {f"car0-{name}": value for name, value in CAR.items()} | {
        f"man0-{name}": value for name, value in PERSON.items()
    }
    sent |= {"man0-attended_on": era(DAY), "man0-trainer": "生活安全課"}
    sent |= {f"ack-{code}": "on" for code in ()}
    answer = send(desks.clerk, of_group(standing, "?cars=1&people=1"), **sent, **things(standing))
    assert answer.status_code == 302, text(answer)
    car, man = Vehicle.objects.get(is_pending=True), Patroller.objects.get(is_pending=True)
    assert (car.plate, man.name) == ("名古屋|500|へ|1234", "秋月 透")
    assert man.is_trained(DAY)
    assert car not in standing.group.vehicles.current()
    group = text(see(desks.clerk, "group", standing.group))
    assert "変更の交付を待つもの" in group


def test_faults_stand_beside_their_fields_and_nothing_typed_is_lost(desks):
    standing = standing_of(desks, people=2)
    car = standing.group.vehicles.get()
    sent = {f"car0-{name}": value for name, value in CAR.items()} | {"car0-plate": str(car), "car0-make": ""}
    answer = send(desks.clerk, of_group(standing, "?cars=1"), **sent, reason="", **things(standing))
    page = text(answer)
    assert answer.status_code == 422
    assert "と同じ車両番号です。" in page
    assert "変更の理由を入力してください。" in page
    assert 'value="ZZ9-000123"' in page
    assert not ChangeApplication.objects.exists()
    answer = send(
        desks.clerk,
        of_group(standing, "?group=name"),
        name=standing.group.name,
        name_kana=standing.group.name_kana,
        **things(standing),
    )
    assert "変わった団体の名称を入力してください。" in text(answer)
    certificate = standing.credentials.get(kind=Kind.CERTIFICATE)
    lost = things(standing) | {f"thing-{certificate.pk}": "lost"}
    answer = send(desks.clerk, of_group(standing, "?group=area"), patrol_area="坂上町", **lost)
    assert "失った事情を書いてください。" in text(answer)


def test_a_draft_is_mended_on_the_same_pages(desks):
    case = change(desks, NAME)
    url = reverse("change_amend", args=[case.pk])
    client = client_of(desks.clerk)
    asked = client.get(url).headers["Location"]
    assert "group=name" in asked
    assert 'value="桜見坂見守り隊"' in text(client.get(asked))
    scope.restore()
    answer = send(
        desks.clerk,
        f"{url}?group=area",
        patrol_area="坂上町及び坂下町",
        revision=case.revision,
        **things(case.certification),
    )
    assert answer.status_code == 302, text(answer)
    case = Application.objects.get(pk=case.pk)
    assert [item.kind for item in case.items] == ["area"]
    assert [row.credential.kind for row in case.came_in()] == [Kind.CERTIFICATE]


def test_what_comes_later_is_taken_back_on_its_page(desks):
    standing = standing_of(desks, people=2)
    leaver = standing.group.patrollers.first()
    card = leaver.cards.get()
    case = change_at(
        S.RECEIVED, desks, {"kind": "patroller_removed", "patroller": leaver}, standing=standing, causes={card.pk: "later"}
    )  # fmt: skip
    assert "変更前のものを受け取る" in text(see(desks.clerk, "application", case))
    url = reverse("collect", args=[case.pk])
    data = {"on": era(DAY), "revision": case.revision, f"thing-{card.pk}": "lost", f"note-{card.pk}": ""}
    answer = send(desks.clerk, url, **data)
    assert "失った事情を書いてください。" in text(answer)
    answer = send(desks.clerk, url, **data | {f"note-{card.pk}": "転居のとき失った"})
    assert answer.status_code == 302
    card = standing.credentials.get(pk=card.pk)
    assert card.state == Place.LOST
    assert "変更前のものを受け取る" not in text(see(desks.clerk, "application", case))


def test_another_station_sees_none_of_it(desks):
    case = change_at(S.RECEIVED, desks, NAME)
    other = Desks(StationFactory(prefecture=desks.station.prefecture)).clerk
    assert see(other, "change_new", case.group).status_code == 404
    for name in ("change_amend", "collect", "application"):
        assert see(other, name, case).status_code == 404


def test_the_delivery_page_reads_aloud_entry_and_deletion(desks):
    from tests.factories.requests import joining_car

    standing = standing_of(desks)
    items = {
        "kind": "vehicle_replaced",
        "vehicle": standing.group.vehicles.get(),
        "joining": joining_car(standing),
    }
    case = change_at(S.ARRIVED, desks, items, standing=standing)
    page = text(see(desks.clerk, "deliver", case))
    assert "車検証に自主防犯活動用自動車の記載を受けてください。" in page
    assert "車検証の自主防犯活動用自動車の記載を消してください。" in page


def test_forms_9_10_and_16_are_shown(desks):
    standing = standing_of(desks, people=2)
    items = (NAME, {"kind": "patroller_removed", "patroller": standing.group.patrollers.first()})
    case = change_at(S.FORWARDED, desks, *items, standing=standing)
    for number in ("9", "10", "16"):
        answer = see(desks.clerk, "application_form", case, number)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert see(desks.clerk, "application_form", case, "8").status_code == 404


def test_each_page_of_the_road_opens(desks):
    case = change_at(
        S.RECEIVED, desks, NAME, {"kind": "representative", "after": {"representative_name": "白石 環"}}
    )
    for name in ("application", "examination", "attach", "request_correction", "withdraw", "record_training"):
        assert see(desks.clerk, name, case).status_code == 200
    perform(case, "withdraw", by=desks.clerk, on=DAY, note="取り下げる")
    assert "団体の記録は、変わっていません。" in text(see(desks.clerk, "application", case))


def test_headquarters_corrects_an_entry_on_its_page(desks):
    standing = standing_of(desks)
    assert "記載を訂正する" in text(see(desks.hq_clerk, "group", standing.group))
    url = reverse("correct_entry", args=[standing.pk])
    sent = {
        "what": "group:name",
        "after": "桜見坂学区防犯隊",
        "note": "書き誤り",
        "on": era(DAY),
        "revision": "",
        "act_key": str(uuid4()),
    }
    for _ in range(2):
        answer = client_of(desks.hq_clerk).post(url, sent)
        scope.restore()
        assert answer.status_code == 302
    assert standing.group.__class__.objects.get(pk=standing.group_id).name == "桜見坂学区防犯隊"
    assert see(desks.clerk, "correct_entry", standing).status_code == 403


def test_an_area_is_corrected_in_several_lines_and_a_name_in_one(desks):
    standing = standing_of(desks)
    url = reverse("correct_entry", args=[standing.pk])
    sent = {
        "after": "坂上町\n坂下町",
        "note": "書き誤り",
        "on": era(DAY),
        "revision": "",
        "act_key": str(uuid4()),
    }
    answer = client_of(desks.hq_clerk).post(url, sent | {"what": "group:name"})
    scope.restore()
    assert answer.status_code == 422
    assert "1行で入力してください。" in text(answer)
    answer = client_of(desks.hq_clerk).post(url, sent | {"what": "standing:patrol_area"})
    scope.restore()
    assert answer.status_code == 302, text(answer)
    assert Certification.objects.get(pk=standing.pk).patrol_area == "坂上町\n坂下町"


def of_members(standing, man=None, **kinds) -> str:
    """The address of the second page, where the group's car and a person change."""
    asked = {f"car-{standing.group.vehicles.get().pk}": kinds.get("car", "")}
    if man:
        asked[f"person-{man.pk}"] = kinds["person"]
    return of_group(standing, f"?{urlencode(asked)}")


def kept(form: str, row, **changed) -> dict[str, str]:
    """What the fields of a block bear today, some of it changed."""
    names = {"old": ("plate", "base_location", "user_name", "user_address", "owner_name"), "person": ("name", "kana", "address")}[form]  # fmt: skip
    return {f"{form}{row.pk}-{name}": changed.get(name, getattr(row, name)) for name in names}


@pytest.mark.clause("BP-7-1")
def test_a_car_that_stays_and_a_person_renamed_are_typed_beside_what_is(desks):
    standing = standing_of(desks, people=2)
    car, man = standing.group.vehicles.get(), standing.group.patrollers.first()
    url = of_members(standing, man, car="vehicle_particulars", person="patroller_renamed")
    page = text(client_of(desks.clerk).get(url))
    scope.restore()
    assert f'name="old{car.pk}-plate"' in page
    assert f'name="person{man.pk}-name"' in page
    answer = send(desks.clerk, url, **kept("old", car), **kept("person", man), **things(standing))
    assert (answer.status_code, text(answer).count("変わるところを直してください。")) == (422, 2)
    typed = kept("old", car, plate="名古屋 500 へ 43-21") | kept("person", man, name="白石 環")
    answer = send(desks.clerk, url, **typed, **things(standing))
    assert answer.status_code == 302, text(answer)
    case = ChangeApplication.objects.get()
    assert {item.kind: item.after for item in case.items} == {
        "vehicle_particulars": {name.split("-")[1]: value for name, value in kept("old", car, plate="名古屋|500|へ|4321").items()},
        "patroller_renamed": {name.split("-")[1]: value for name, value in kept("person", man, name="白石 環").items()},
    }  # fmt: skip
    mended = client_of(desks.clerk).get(reverse("change_amend", args=[case.pk])).headers["Location"]
    page = text(client_of(desks.clerk).get(mended))
    scope.restore()
    assert "名古屋 500 へ 43-21" in page
    assert 'value="白石 環"' in page
    for number in ("9", "10"):
        assert see(desks.clerk, "application_form", case, number).headers["Content-Type"] == "application/pdf"
    said = change_values(case, DAY)  # before anything is received: what the request says will come with it
    assert said["stickers_returned"]
    assert said["patrollers"][0]["card_returned"]
    assert {"certificate", "sticker", "card"} <= set(said["attachments"])


def test_the_plate_of_another_car_of_the_group_is_refused(desks):
    standing = standing_of(desks, cars=2)
    one, other = standing.group.vehicles.order_by("pk")
    url = of_group(standing, f"?car-{one.pk}=vehicle_particulars")
    answer = send(desks.clerk, url, **kept("old", one, plate=str(other)), **things(standing))
    assert answer.status_code == 422
    assert f"{other}と同じ車両番号です。" in text(answer)


@pytest.mark.clause("BP-7-2")
def test_a_car_is_replaced_and_a_person_leaves(desks):
    standing = standing_of(desks, people=2)
    car, man = standing.group.vehicles.get(), standing.group.patrollers.first()
    url = of_members(standing, man, car="vehicle_replaced", person="patroller_removed")
    sent = {f"new{car.pk}-{name}": value for name, value in CAR.items()}
    answer = send(desks.clerk, url, **sent, **things(standing))
    assert answer.status_code == 302, text(answer)
    case = ChangeApplication.objects.get()
    assert {item.kind for item in case.items} == {"vehicle_replaced", "patroller_removed"}
    assert case.of_kind(change_kinds.VEHICLE_REPLACED)[0].new_vehicle.plate == "名古屋|500|へ|1234"
    answer = send(
        desks.clerk,
        reverse("change_amend", args=[case.pk]) + f"?person-{man.pk}=patroller_removed",
        revision=case.revision,
        **things(standing),
    )
    assert answer.status_code == 302, text(answer)
    assert (
        Vehicle.objects.get(is_pending=True).removed_on is not None
    )  # the car that is replaced no longer goes


@pytest.mark.clause("BP-7-1")
def test_what_has_no_field_of_its_own_is_told_before_and_after(desks):
    standing = standing_of(desks)
    typed = {"representative_title": "会長", "representative_name": "白石 環", "representative_kana": "しらいし たまき",
             "representative_birth_date": "昭和55年2月3日", "representative_address": "愛知県桜見市坂上町", "text": "会員は80人", "other_before": "会員は45人"}  # fmt: skip
    url = of_group(standing, "?group=representative&group=other")
    answer = send(desks.clerk, url, **typed, **things(standing))
    assert answer.status_code == 302, text(answer)
    case = ChangeApplication.objects.get()
    told = {item.kind: (item.before, item.after) for item in case.items}
    assert told["other"] == ({"text": "会員は45人"}, {"text": "会員は80人"})
    assert told["representative"][1]["representative_birth_date"] == "1980-02-03"
    assert see(desks.clerk, "application_form", case, "9").status_code == 200


def test_received_before_it_was_asked_for_is_refused(desks):
    standing = standing_of(desks)
    answer = send(
        desks.clerk, of_group(standing, "?group=area"), patrol_area="坂上町", received_on=era(DAY - dt.timedelta(days=1)), **things(standing)
    )  # fmt: skip
    assert answer.status_code == 422
    assert "受理した日は、申請年月日より前にできません。" in text(answer)
