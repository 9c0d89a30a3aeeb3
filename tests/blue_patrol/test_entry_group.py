import pytest
from django.urls import reverse

from blue_patrol.models import CertificationApplication, Group
from casework.models import StateChange
from casework.models.road import RoadState as S
from tests.blue_patrol.entry_data import GROUP, PLAN, key
from tests.factories.applications import Desks, application_at
from tests.factories.places import StationFactory
from tests.factories.scope import restore

pytestmark = pytest.mark.django_db
NAMES = ["葛󠄀城 守", "𠮷田 髙", "\ufa10本 一"]


@pytest.fixture
def desks():
    return Desks(StationFactory())


@pytest.fixture
def browser(client, desks):
    client.force_login(desks.clerk.staff)
    return client


def send(browser, url, data):
    answer = browser.post(url, {"act_key": key(), "next": "1"} | data)
    restore()
    return answer


def test_a_new_group_and_its_application_are_made_together(browser, desks):
    answer = send(browser, reverse("application_new"), GROUP)
    case = CertificationApplication.objects.get()
    assert answer.url == reverse("entry_plan", args=[case.pk])
    assert (case.state, case.station, case.handler) == (S.DRAFT, desks.station, desks.clerk.staff)
    assert (case.group.postal_code, case.group.member_count, case.group.has_rules) == ("000-0001", 45, True)
    assert [change.transition for change in StateChange.objects.of_case(case)] == ["open"]


def test_leaving_leads_to_the_case(browser):
    answer = browser.post(reverse("application_new"), dict(GROUP.items()) | {"leave": "1"})
    restore()
    assert answer.url == reverse("application", args=[CertificationApplication.objects.get().pk])


def test_only_four_fields_are_demanded(browser):
    bare = {name: GROUP[name] for name in ("name", "address", "phone", "representative_name")}
    assert send(browser, reverse("application_new"), bare).status_code == 302
    assert CertificationApplication.objects.get().group.group_type == ""


@pytest.mark.parametrize("name", NAMES)
def test_names_are_stored_code_point_by_code_point(browser, name):
    send(browser, reverse("application_new"), GROUP | {"name": f"{name}の会", "representative_name": name})
    group = Group.objects.get()
    assert (group.name, group.representative_name) == (f"{name}の会", name)


def test_bad_input_keeps_what_was_typed(browser):
    answer = send(
        browser, reverse("application_new"), GROUP | {"phone": "でんわ", "established_on": "令和八年十三月"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "市外局番" in page
    assert 'value="でんわ"' in page
    assert "誤りが2件" in page
    assert not Group.objects.exists()


def test_a_double_click_makes_one_application(browser):
    once = GROUP | {"act_key": key()}
    first, second = (send(browser, reverse("application_new"), once) for _ in range(2))
    assert first.url == second.url
    assert CertificationApplication.objects.count() == Group.objects.count() == 1


@pytest.mark.parametrize("code", ["b", "g"])
def test_commission_is_demanded_of_commissioned_groups(browser, code):
    answer = send(browser, reverse("application_new"), GROUP | {"group_type": code})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"commissioned_by", "commissioned_on"}
    full = GROUP | {"group_type": code, "commissioned_by": "桜見市長", "commissioned_on": "R7.4.1"}
    assert send(browser, reverse("application_new"), full).status_code == 302


def test_the_same_name_is_confirmed_with_a_reason(browser):
    send(browser, reverse("application_new"), GROUP)
    answer = send(browser, reverse("application_new"), GROUP)
    assert answer.status_code == 422
    assert Group.objects.count() == 1
    sure = GROUP | {"ack-same_name": "on", "ack-same_name-reason": "隣の学区の別の団体"}
    assert send(browser, reverse("application_new"), sure).status_code == 302
    assert CertificationApplication.objects.first().acknowledged == {"same_name": "隣の学区の別の団体"}


def test_groups_that_resemble_are_shown_with_their_standing(browser, desks):
    application_at(S.REPORTED, desks, name="桜見坂の会")
    application_at(S.DRAFT, desks, name="桜見坂 見守り")
    other = application_at(S.DRAFT, Desks(StationFactory()), name="桜見坂 よそ")
    page = browser.get(reverse("groups_resembling"), {"name": "桜見坂"}).content.decode()
    assert "有効" in page
    assert "その申請を開く" in page
    assert other.group.name not in page
    assert reverse("application_again", args=[other.group.pk]) not in page


def test_a_group_found_begins_again_with_its_plan(browser, desks):
    old = application_at(S.WITHDRAWN, desks)
    answer = send(browser, reverse("application_again", args=[old.group.pk]), {})
    new = CertificationApplication.objects.open().get()
    assert answer.url == reverse("entry_group", args=[new.pk])
    assert (new.group, new.patrol_area) == (old.group, old.patrol_area)
    send(browser, reverse("application_again", args=[old.group.pk]), {})
    assert CertificationApplication.objects.count() == 2


def test_a_certified_group_does_not_apply_anew(browser, desks):
    case = application_at(S.REPORTED, desks)
    answer = send(browser, reverse("application_again", args=[case.group.pk]), {})
    assert answer.url == reverse("group", args=[case.group.pk])
    assert CertificationApplication.objects.count() == 1


def test_the_group_can_be_amended_and_the_history_names_the_fields(browser, desks):
    case = application_at(S.DRAFT, desks)
    url = reverse("entry_group", args=[case.pk])
    assert browser.get(url).status_code == 200
    restore()
    answer = send(browser, url, GROUP | {"name": "改めた名の会", "revision": case.revision})
    assert answer.url == reverse("entry_plan", args=[case.pk])
    change = StateChange.objects.last_of(case)
    assert change.transition == "amend"
    assert change.payload.content["part"] == "group"
    assert "改めた名の会" not in str(change.payload.content)
    assert Group.objects.get().name == "改めた名の会"


def test_another_stations_case_does_not_exist(browser):
    other = application_at(S.DRAFT, Desks(StationFactory()))
    for code in ("group", "plan", "vehicles", "patrollers", "attachments", "confirm"):
        assert browser.get(reverse(f"entry_{code}", args=[other.pk])).status_code == 404


def test_a_stale_page_stores_nothing_and_shows_what_was_typed(browser, desks):
    case = application_at(S.DRAFT, desks)
    url = reverse("entry_group", args=[case.pk])
    send(browser, url, GROUP | {"revision": 0})
    answer = send(browser, url, GROUP | {"name": "遅れた名", "revision": 0})
    assert answer.status_code == 409
    assert "遅れた名" in answer.content.decode()
    assert Group.objects.get().name != "遅れた名"


def test_nothing_can_be_written_after_receipt(browser, desks):
    case = application_at(S.RECEIVED, desks)
    page = browser.get(reverse("entry_plan", args=[case.pk])).content.decode()
    restore()
    assert "いまは直せません" in page
    answer = send(browser, reverse("entry_plan", args=[case.pk]), PLAN | {"patrol_times": "5"})
    assert answer.status_code == 422
    assert CertificationApplication.objects.get().patrol_times == 2


def test_the_plan_is_stored(browser, desks):
    case = application_at(S.DRAFT, desks)
    answer = send(browser, reverse("entry_plan", args=[case.pk]), PLAN)
    case = CertificationApplication.objects.get()
    assert answer.url == reverse("entry_vehicles", args=[case.pk])
    assert case.time_slots == [["19:30", "21:00"]]
    assert case.weekdays == [1, 4]
    assert (case.patrol_times, case.combined_with_business) == (2, False)
    seq = StateChange.objects.of_case(case).count()
    send(browser, reverse("entry_plan", args=[case.pk]), PLAN)
    assert StateChange.objects.of_case(case).count() == seq  # nothing changed, nothing recorded


def test_a_plan_below_the_yardstick_is_acknowledged_once(browser, desks):
    case = application_at(S.DRAFT, desks)
    url = reverse("entry_plan", args=[case.pk])
    rare = PLAN | {"patrol_times": "1", "patrol_unit": "month"}
    answer = send(browser, url, rare)
    assert answer.status_code == 422
    assert "原則として週1回以上" in answer.content.decode()
    sure = {"ack-continuity": "on", "ack-continuity-reason": "冬は月1回。年間では足りる"}
    assert send(browser, url, rare | sure).status_code == 302
    assert CertificationApplication.objects.get().acknowledged == {"continuity": "冬は月1回。年間では足りる"}
    assert send(browser, url, rare | {"plan_remarks": "備考を足した"}).status_code == 302
    assert send(browser, url, PLAN).status_code == 302
    assert CertificationApplication.objects.get().acknowledged == {}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slot1_until", "25:00"),
        ("slot1_until", PLAN["slot1_from"]),
        ("slot2_from", "9:00"),
        ("pledged_on", "令和9年13月"),
    ],
)
def test_a_bad_plan_keeps_what_was_typed(browser, desks, field, value):
    case = application_at(S.DRAFT, desks)
    answer = send(browser, reverse("entry_plan", args=[case.pk]), PLAN | {field: value})
    assert answer.status_code == 422
    assert f'value="{value}"' in answer.content.decode()
