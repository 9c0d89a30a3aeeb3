"""Two people on one case: nothing is overwritten, each sees the other's change field by field and chooses."""

import pytest
from django.urls import reverse

from blue_patrol.models import CertificationApplication, ExaminationFinding, Group, Patroller, Vehicle
from casework.models import StateChange
from casework.models.road import RoadState as S
from casework.workflow import perform
from tests.blue_patrol.acting import click, client_of, now, text
from tests.blue_patrol.entry_data import CAR
from tests.blue_patrol.pages import Opened, asked_about, choose
from tests.factories import people, scope
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.places import StationFactory
from tests.factories.requests import change, reissue, standing_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    return Desks(StationFactory())


@pytest.fixture
def colleague(desks):
    return people.clerk(desks.station)


@pytest.fixture
def case(desks):
    return application_at(S.DRAFT, desks, cars=2, people=2)


def test_what_each_changed_alone_is_kept_and_said(desks, colleague, case):
    mine = Opened(desks.clerk, "entry_group", case)
    assert Opened(colleague, "entry_group", case).send(address="桜見市坂下町9番").status_code == 302
    answer = mine.send(phone="0500-111-2222")
    assert answer.status_code == 302
    group = Group.objects.get()
    assert (group.address, group.phone) == ("桜見市坂下町9番", "0500-111-2222")
    page = text(mine.client.get(answer.url))
    scope.restore()
    assert "開いている間にほかの人が直した「所在地」は、直されたとおりに残しました。" in page


def test_a_field_that_both_changed_is_shown_three_times_and_nothing_is_stored(desks, colleague, case):
    before = Group.objects.get().address
    mine = Opened(desks.clerk, "entry_group", case)
    Opened(colleague, "entry_group", case).send(address="桜見市坂下町9番")
    answer = mine.send(address="桜見市坂上町10番", phone="0500-111-2222")
    assert asked_about(answer) == {"所在地": (before, "桜見市坂下町9番", "桜見市坂上町10番")}
    page = text(answer)
    assert f"{colleague.staff}（{colleague.post}）が、" in page
    assert "「記載」を記録しました" in page
    group = Group.objects.get()
    assert (group.address, group.phone) == ("桜見市坂下町9番", "0500-000-0001")
    assert StateChange.objects.of_case(case).filter(transition="amend").count() == 1


@pytest.mark.parametrize(("pick", "address"), [("mine", "桜見市坂上町10番"), ("theirs", "桜見市坂下町9番")])
def test_what_was_chosen_is_stored_with_all_else_that_was_typed(desks, colleague, case, pick, address):
    mine = Opened(desks.clerk, "entry_group", case)
    Opened(colleague, "entry_group", case).send(address="桜見市坂下町9番")
    asked = mine.send(address="桜見市坂上町10番", phone="0500-111-2222", purpose="見守り\n通学路")
    assert choose(mine, asked, address=pick).status_code == 302
    group = Group.objects.get()
    assert (group.address, group.phone, group.purpose) == (address, "0500-111-2222", "見守り\n通学路")


def test_nothing_chosen_is_asked_again_with_the_other_choice_kept(desks, colleague, case):
    mine = Opened(desks.clerk, "entry_group", case)
    Opened(colleague, "entry_group", case).send(address="坂下町9番", purpose="二人目の目的")
    asked = mine.send(address="坂上町10番", purpose="私の目的")
    again = choose(mine, asked, address="theirs")
    assert set(asked_about(again)) == {"設立（活動）目的"}
    assert "選んでいない項目がある" in text(again)
    assert Group.objects.get().purpose == "二人目の目的"
    assert choose(mine, again, purpose="mine").status_code == 302
    group = Group.objects.get()
    assert (group.address, group.purpose) == ("坂下町9番", "私の目的")


def test_a_third_person_who_saves_meanwhile_is_shown_too(desks, colleague, case):
    mine = Opened(desks.clerk, "entry_group", case)
    Opened(colleague, "entry_group", case).send(address="坂下町9番")
    asked = mine.send(address="坂上町10番")
    Opened(people.clerk(desks.station), "entry_group", case).send(address="坂中町11番", phone="0500-333-4444")
    again = choose(mine, asked, address="mine")
    (three,) = asked_about(again).values()
    assert three[1:] == ("坂中町11番", "坂上町10番")
    assert Group.objects.get().address == "坂中町11番"
    assert choose(mine, again, address="mine").status_code == 302
    group = Group.objects.get()
    assert (group.address, group.phone) == ("坂上町10番", "0500-333-4444")


def test_the_same_change_by_both_asks_nothing(desks, colleague, case):
    mine = Opened(desks.clerk, "entry_plan", case)
    Opened(colleague, "entry_plan", case).send(applied_on="R8.8.30", weekdays=["1", "4"])
    answer = mine.send(applied_on="令和8年8月30日", weekdays=["1", "4"], patrol_times="３")
    assert answer.status_code == 302
    stored = now(case)
    assert (stored.applied_on.isoformat(), stored.weekdays, stored.patrol_times) == ("2026-08-30", [1, 4], 3)


def test_choices_are_shown_in_their_words(desks, colleague, case):
    mine = Opened(desks.clerk, "entry_plan", case)
    Opened(colleague, "entry_plan", case).send(weekdays=["1", "4"], combined_with_business="", patrol_area="")
    asked = mine.send(weekdays=["5"], patrol_area="坂上町")
    assert asked_about(asked) == {
        "実施曜日": ("", "火、金", "土"), "パトロール実施地域": ("桜見坂小学校区全域", "", "坂上町"),
    }  # fmt: skip
    assert "（空欄）" in text(asked)
    assert choose(mine, asked, weekdays="theirs", patrol_area="theirs").status_code == 302
    assert (now(case).weekdays, now(case).patrol_area) == ([1, 4], "")


def test_a_fault_does_not_make_the_page_forget_what_it_was_opened_with(desks, colleague, case):
    """The page comes back with its own revision: the other's change is not taken for what was seen."""
    mine = Opened(desks.clerk, "entry_group", case)
    Opened(colleague, "entry_group", case).send(address="坂下町9番")
    faulty = mine.send(phone="電話なし", address="坂上町10番")
    assert faulty.status_code == 409
    mended = Opened(desks.clerk, "entry_group", case)
    faulty = mended.send(phone="電話なし")
    assert faulty.status_code == 422
    Opened(colleague, "entry_group", case).send(address="坂中町11番")
    mended.carry(faulty.context)
    assert mended.send(phone="0500-111-2222").status_code == 302
    assert Group.objects.get().address == "坂中町11番"


def test_a_case_that_moved_on_says_who_moved_it_and_keeps_what_was_typed(desks, colleague, case):
    mine = Opened(desks.clerk, "entry_group", case)
    perform(case, "withdraw", by=colleague, on=DAY, note="申出")
    answer = mine.send(address="坂上町10番")
    assert answer.status_code == 409
    page = text(answer)
    assert f"{colleague.staff}（{colleague.post}）が、" in page
    assert "「取下げ」を記録しました" in page
    assert "坂上町10番" in page
    assert Group.objects.get().address != "坂上町10番"


@pytest.mark.parametrize("opened", ["", "{", "[]", '{"address": 1}', "null"])
def test_a_page_without_what_it_was_opened_with_stores_nothing(desks, colleague, case, opened):
    mine = Opened(desks.clerk, "entry_group", case)
    Opened(colleague, "entry_group", case).send(address="坂下町9番")
    answer = mine.send(address="坂上町10番", opened=opened)
    assert answer.status_code == 409
    assert "坂上町10番" in text(answer)
    assert Group.objects.get().address == "坂下町9番"


# --- rows -------------------------------------------------------------------------------------------------------


def cars(case) -> list[Vehicle]:
    return list(case.group.vehicles.current())


def open_car(actor, case, car) -> Opened:
    return Opened(actor, "entry_vehicles", case, f"?edit={car.pk}")


def test_two_people_mend_two_cars(desks, colleague, case):
    first, second = cars(case)
    mine, theirs = open_car(desks.clerk, case, first), open_car(colleague, case, second)
    assert theirs.send(**{"rows-0-make": "ハマナミ"}).status_code == 302
    assert mine.send(**{"rows-0-make": "ヤマカゼ"}).status_code == 302
    assert [car.make for car in cars(case)] == ["ヤマカゼ", "ハマナミ"]


def test_two_people_mend_one_car_and_one_of_them_chooses(desks, colleague, case):
    car, _ = cars(case)
    mine, theirs = open_car(desks.clerk, case, car), open_car(colleague, case, car)
    theirs.send(**{"rows-0-make": "ハマナミ", "rows-0-model_code": "DBA-YY8"})
    asked = mine.send(**{"rows-0-make": "ヤマカゼ", "rows-0-owner_name": "日野出 公平"})
    assert asked_about(asked) == {"1台目の車名": ("スズカゼ", "ハマナミ", "ヤマカゼ")}
    assert choose(mine, asked, **{f"vehicle-{car.pk}:make": "mine"}).status_code == 302
    car = Vehicle.objects.get(pk=car.pk)
    assert (car.make, car.model_code, car.owner_name) == ("ヤマカゼ", "DBA-YY8", "日野出 公平")


def test_a_new_row_of_each_is_kept(desks, colleague, case):
    mine, theirs = (Opened(who, "entry_vehicles", case, "?edit=0") for who in (desks.clerk, colleague))
    for number, page in ((1, theirs), (2, mine)):
        new = CAR | {"plate": f"名古屋 500 へ {number}", "chassis_number": f"NEW-{number}"}
        page.type(**{"rows-TOTAL_FORMS": "1"} | {f"rows-0-{name}": value for name, value in new.items()})
        assert page.send().status_code == 302
    assert [car.chassis_number for car in cars(case)][2:] == ["NEW-1", "NEW-2"]


def test_a_row_that_somebody_took_away_does_not_come_back_unasked(desks, colleague, case):
    car, other = cars(case)
    untouched, changed = open_car(desks.clerk, case, car), open_car(people.clerk(desks.station), case, car)
    open_car(colleague, case, car).send(**{"rows-0-DELETE": "on"})
    answer = untouched.send()
    assert answer.status_code == 302
    assert cars(case) == [other]
    asked = changed.send(**{"rows-0-make": "ヤマカゼ"})
    (three,) = asked_about(asked).values()
    assert three[1] == "（この行を外した）"
    assert "ヤマカゼ" in three[2]
    assert choose(changed, asked, **{f"vehicle-{car.pk}:": "theirs"}).status_code == 302
    assert cars(case) == [other]


def test_a_row_that_somebody_took_away_is_entered_again_by_choice(desks, colleague, case):
    car, other = cars(case)
    mine = open_car(desks.clerk, case, car)
    open_car(colleague, case, car).send(**{"rows-0-DELETE": "on"})
    asked = mine.send(**{"rows-0-make": "ヤマカゼ"})
    assert choose(mine, asked, **{f"vehicle-{car.pk}:": "mine"}).status_code == 302
    kept, anew = cars(case)
    assert (kept, anew.make, anew.plate) == (other, "ヤマカゼ", car.plate)
    assert anew.pk != car.pk


def test_a_row_that_somebody_wrote_in_is_not_taken_away_unasked(desks, colleague, case):
    car, other = cars(case)
    mine = open_car(desks.clerk, case, car)
    open_car(colleague, case, car).send(**{"rows-0-make": "ハマナミ"})
    asked = mine.send(**{"rows-0-DELETE": "on"})
    assert asked_about(asked) == {"1台目のこの自動車を外す": ("いいえ", "いいえ（車名：ハマナミ）", "はい")}
    assert choose(mine, asked, **{f"vehicle-{car.pk}:DELETE": "theirs"}).status_code == 302
    assert [each.make for each in cars(case)] == ["ハマナミ", other.make]


def test_two_people_mend_one_patroller(desks, colleague, case):
    man = case.group.patrollers.first()
    mine, theirs = (
        Opened(who, "entry_patrollers", case, f"?edit={man.pk}") for who in (desks.clerk, colleague)
    )
    theirs.send(**{"rows-0-address": "坂下町9番"})
    assert mine.send(**{"rows-0-phone": "0500-111-2222"}).status_code == 302
    man = Patroller.objects.get(pk=man.pk)
    assert (man.address, man.phone) == ("坂下町9番", "0500-111-2222")


# --- other edits ------------------------------------------------------------------------------------------------


def test_two_people_judge_two_items_of_one_sheet(desks, colleague):
    case = application_at(S.RECEIVED, desks)
    mine, theirs = Opened(desks.clerk, "examination", case), Opened(colleague, "examination", case)
    assert theirs.send(**{"a-result": "fit", "a-evidence": "規約"}).status_code == 302
    assert mine.send(**{"b-result": "fit", "b-evidence": "実績"}).status_code == 302
    found = {row.item: (row.evidence, row.judged_by) for row in ExaminationFinding.objects.exclude(result="")}
    assert found == {"a": ("規約", colleague.staff), "b": ("実績", desks.clerk.staff)}


def test_two_people_judge_one_item_and_the_second_sees_the_first(desks, colleague):
    case = application_at(S.RECEIVED, desks)
    mine, theirs = Opened(desks.clerk, "examination", case), Opened(colleague, "examination", case)
    theirs.send(**{"a-result": "fit", "a-evidence": "規約"})
    asked = mine.send(**{"a-result": "unfit", "a-evidence": "名簿", "a-guidance": "伝えた"})
    found = asked_about(asked)
    assert sorted(three[1:] for three in found.values()) == [
        ("当たる", "どれにも当たらない"),
        ("規約", "名簿"),
    ]


def test_a_reissue_that_two_people_mend(desks, colleague):
    case = reissue(desks)
    mine, theirs = Opened(desks.clerk, "reissue_amend", case), Opened(colleague, "reissue_amend", case)
    assert theirs.send(circumstances="強風で飛んだ").status_code == 302
    asked = mine.send(circumstances="洗車で剥がれた")
    (three,) = asked_about(asked).values()
    assert three[1:] == ("強風で飛んだ", "洗車で剥がれた")
    assert choose(mine, asked, circumstances="mine").status_code == 302
    assert type(case).objects.get(pk=case.pk).reissue_claim.circumstances == "洗車で剥がれた"


def test_a_change_is_merged_as_long_as_both_asked_for_the_same(desks, colleague):
    standing = standing_of(desks)
    case = change(desks, {"kind": "area", "after": {"patrol_area": "坂上町"}}, standing=standing)
    query = "?group=area&cars=&people="
    mine, theirs = (Opened(who, "change_amend", case, query) for who in (desks.clerk, colleague))
    assert theirs.send(patrol_area="坂下町").status_code == 302
    assert mine.send(reason="区域が広がったため").status_code == 302
    (item,) = type(case).objects.get(pk=case.pk).items
    assert item.after["patrol_area"] == "坂下町"
    late = Opened(desks.clerk, "change_amend", case, query)
    wider = Opened(colleague, "change_amend", case, "?group=area&group=name&cars=&people=")
    assert wider.send(name="桜見坂見守り隊").status_code == 302
    answer = late.send(reason="別の理由")
    assert answer.status_code == 409
    assert "ほかの人が先に記録しました" in text(answer)
    assert {each.kind for each in type(case).objects.get(pk=case.pk).items} == {"area", "name"}


# --- acts -------------------------------------------------------------------------------------------------------


def test_an_act_on_a_case_that_changed_is_taken_up_again_with_what_was_typed(desks, colleague):
    case = application_at(S.RECEIVED, desks)
    seen = case.revision
    case = perform(case, "assign", by=colleague, to=colleague.staff.pk)
    client = client_of(desks.clerk)
    path, typed = reverse("withdraw", args=[case.pk]), {"on": "R8.9.1", "note": "代表者から電話"}
    answer = client.post(path, typed | {"revision": seen})
    scope.restore()
    assert answer.status_code == 409
    assert "「担当の変更」を記録しました" in text(answer)
    assert dict(answer.context["sent"]) == typed
    again = client.post(path, typed | {"reopen": "1"})
    scope.restore()
    assert again.status_code == 200
    assert "代表者から電話" in text(again)
    assert again.context["revision"] == case.revision
    assert now(case).state == S.RECEIVED
    assert client.post(path, typed | {"revision": case.revision}).status_code == 302
    scope.restore()
    assert CertificationApplication.objects.get(pk=case.pk).state == S.WITHDRAWN


def test_an_act_that_has_become_impossible_is_not_offered_again(desks, colleague):
    case = application_at(S.RECEIVED, desks)
    seen = case.revision
    perform(case, "withdraw", by=colleague, on=DAY, note="申出")
    answer = click(desks.clerk, "withdraw", case, revision=seen, on="R8.9.1", note="私も")
    assert (answer.status_code, answer.context["sent"]) == (409, [])
    assert "私も" in text(answer)


def test_all_that_was_done_meanwhile_is_named(desks, colleague, case):
    mine = Opened(desks.clerk, "entry_group", case)
    for area in ("一", "二", "三"):
        Opened(colleague, "entry_plan", case).send(patrol_area=area)
    Opened(colleague, "entry_group", case).send(address="坂下町9番")
    page = text(mine.send(address="坂上町10番"))
    assert "この画面を開いた後に記録されたこと　4件" in page
