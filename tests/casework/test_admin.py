"""The admin site: administrators only, master data and accounts only, nothing deleted, passwords shown once."""

import datetime as dt
import json
import re

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from casework import master_data
from casework.models import Post, Posting, PrefectureProfile, Staff, Station
from casework.models.staff import one_time_password
from casework.roles import Role
from tests.factories import people
from tests.factories.places import PrefectureFactory, StaffFactory, StationFactory
from tests.nights import sampled

pytestmark = pytest.mark.django_db
KEPT = {
    "Prefecture", "PrefectureProfile", "Station", "Koban", "HeadquartersDivision", "TransportOffice",
    "TransportJurisdiction", "Staff", "Post", "Posting",
}  # fmt: skip


@pytest.fixture
def administrator():
    return people.headquarters(
        level="", role=Role.ADMINISTRATOR, duty="system", staff=StaffFactory(is_administrator=True)
    )


@pytest.fixture
def browser(client, administrator):
    client.force_login(administrator.staff)
    return client


def page(name, *args):
    return reverse(f"admin:casework_{name}", args=args)


def table(prefix, count=0, initial=0, **rows):
    """The management fields of an inline."""
    return {f"{prefix}-TOTAL_FORMS": count, f"{prefix}-INITIAL_FORMS": initial, **rows}


def new_person(**more):
    return {
        "staff_number": "A9001",
        "name": "新田 和",
        "kana": "にった のどか",
        "rank": "巡査",
        "extension": "",
    } | more


def test_master_data_and_accounts_and_nothing_else():
    assert {model.__name__ for model in apps.get_models() if admin.site.is_registered(model)} == KEPT


@pytest.mark.parametrize("name", sampled(sorted(KEPT), by_day=["PrefectureProfile", "Staff", "Station"]))
def test_lists_and_pages_open_and_nothing_can_be_deleted(browser, name):
    master_data.load()
    model = apps.get_model("casework", name)
    label = name.lower()
    assert browser.get(page(f"{label}_changelist")).status_code == 200
    assert browser.get(page(f"{label}_add")).status_code == 200
    row = model.objects.order_by("pk").first()
    answer = browser.get(page(f"{label}_change", row.pk))
    assert answer.status_code == 200
    assert "deletelink" not in answer.content.decode()
    assert browser.post(page(f"{label}_delete", row.pk), {"post": "yes"}).status_code == 403
    assert model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("role", [Role.STATION_CLERK, Role.STATION_CHIEF])
def test_a_station_cannot_enter(client, role):
    client.force_login(people.station_actor(StationFactory(), role).staff)
    assert client.get(reverse("admin:index")).status_code in (302, 403)
    assert client.get(page("staff_changelist")).status_code in (302, 403)


def test_the_flag_without_the_post_and_the_post_without_the_flag_do_not_open_it(client):
    clerk = people.station_actor(StationFactory(), staff=StaffFactory(is_administrator=True))
    client.force_login(clerk.staff)
    assert client.get(page("staff_changelist")).status_code == 403
    client.force_login(people.administrator(PrefectureFactory()).staff)
    assert client.get(page("staff_changelist")).status_code in (302, 403)


def test_a_new_persons_password_is_shown_once_and_must_be_changed(browser):
    answer = browser.post(page("staff_add"), new_person(with_login="on") | table("postings"))
    shown = re.search(r'id="one-time-password">([^<]+)<', answer.content.decode())[1]
    staff = Staff.objects.get(staff_number="A9001")
    assert staff.check_password(shown)
    assert staff.must_change_password
    assert "no-store" in answer["Cache-Control"]
    assert shown not in str(answer.cookies)
    assert shown not in browser.get(page("staff_change", staff.pk)).content.decode()
    assert all(shown not in entry.change_message for entry in LogEntry.objects.all())


def test_a_person_may_be_without_a_log_in(browser):
    browser.post(page("staff_add"), new_person() | table("postings"))
    assert not Staff.objects.get(staff_number="A9001").has_usable_password()


def test_a_person_and_the_first_posting_in_one_page(browser):
    post = Post.objects.create(role=Role.STATION_CLERK, title="生活安全係", station=StationFactory())
    row = {"postings-0-post": post.pk, "postings-0-capacity": "regular", "postings-0-starts_on": "2026-04-01"}
    browser.post(page("staff_add"), new_person() | table("postings", count=1, **row))
    assert Posting.objects.get(staff__staff_number="A9001").post == post


def test_a_reset_asks_first_and_ends_the_old_password(browser, client):
    staff = StaffFactory()
    staff.set_password("いままでの長い合言葉")
    staff.save()
    url = page("staff_one_time_password", staff.pk)
    assert "一度だけのパスワードを作ります" in browser.get(url).content.decode()
    assert Staff.objects.get(pk=staff.pk).check_password("いままでの長い合言葉")
    shown = re.search(r'id="one-time-password">([^<]+)<', browser.post(url).content.decode())[1]
    after = Staff.objects.get(pk=staff.pk)
    assert (after.check_password(shown), after.must_change_password) == (True, True)
    assert LogEntry.objects.get(object_id=str(staff.pk)).change_message


def test_a_new_password_alone_leaves_the_second_factor_and_names_the_way_to_take_it_away(browser):
    staff = StaffFactory()
    Authenticator.objects.create(user=staff, type="totp", data={})
    url = page("staff_one_time_password", staff.pk)
    assert f"{reverse('reset_ask')}?number={staff.staff_number}" in browser.get(url).content.decode()
    browser.post(url, {"second_factor": "1"})
    assert Authenticator.objects.filter(user=staff).exists()


def test_no_page_shows_or_takes_a_password_or_its_hash(browser):
    staff = StaffFactory()
    staff.set_password("いままでの長い合言葉")
    staff.save()
    shown = browser.get(page("staff_change", staff.pk)).content.decode()
    assert "argon2" not in shown
    assert 'name="password"' not in shown


def test_administrators_cannot_shut_themselves_out(browser, administrator):
    me = administrator.staff
    posting = administrator.posting
    row = {
        "postings-0-id": posting.pk, "postings-0-staff": me.pk, "postings-0-post": posting.post_id,
        "postings-0-capacity": "regular", "postings-0-starts_on": "2020-04-01",
    }  # fmt: skip
    sent = {"staff_number": me.staff_number, "name": "改めた名", "kana": "", "rank": "", "extension": ""}
    browser.post(page("staff_change", me.pk), sent | table("postings", count=1, initial=1, **row))
    after = Staff.objects.get(pk=me.pk)
    assert (after.name, after.is_active, after.is_administrator) == ("改めた名", True, True)
    browser.post(page("staff_changelist"), {"action": "deactivate", "_selected_action": [me.pk]})
    assert Staff.objects.get(pk=me.pk).is_active


def test_a_post_belongs_to_one_office(browser):
    sent = {
        "role": Role.STATION_CLERK,
        "title": "生活安全係",
        "level": "",
        "station": "",
        "koban": "",
        "division": "",
    }
    answer = browser.post(page("post_add"), sent)
    assert "警察署か本部の課の、どちらか一つを選んでください。" in answer.content.decode()
    assert not Post.objects.filter(title="生活安全係").exists()


def test_a_posting_ends_today_and_stays(browser):
    posting = people.clerk(StationFactory()).posting
    browser.post(page("posting_changelist"), {"action": "end_postings", "_selected_action": [posting.pk]})
    assert Posting.objects.get(pk=posting.pk).ends_on == timezone.localdate()


def test_a_station_ends_today_and_stays_and_the_page_says_why_not(browser):
    station = StationFactory()
    later = StationFactory(valid_from=timezone.localdate() + dt.timedelta(days=30))
    browser.post(page("station_changelist"), {"action": "end_today", "_selected_action": [station.pk]})
    assert Station.objects.get(pk=station.pk).valid_to == timezone.localdate()
    sent = {"action": "end_today", "_selected_action": [later.pk]}
    answer = browser.post(page("station_changelist"), sent, follow=True)
    assert "まだ始まっていない行" in answer.content.decode()
    assert Station.objects.get(pk=later.pk).valid_to is None


def test_an_end_before_the_start_is_refused_beside_the_field(browser):
    station = StationFactory()
    sent = {
        "prefecture": station.prefecture_id, "code": station.code, "name": station.name, "order": 0, "kana": "",
        "section_name": "生活安全課", "document_symbol": "", "address": "", "phone": "", "source": "",
        "valid_from": "2020-04-01", "valid_to": "2020-03-31",
    }  # fmt: skip
    answer = browser.post(page("station_change", station.pk), sent)
    assert "有効終了日は、有効開始日より前にできません。" in answer.content.decode()
    assert Station.objects.get(pk=station.pk).valid_to is None


@pytest.mark.clause("BP-13")
def test_values_are_shown_with_label_clause_and_basis_and_can_be_set(browser):
    master_data.load()
    profile = PrefectureProfile.objects.get(prefecture__code="23", version="令和5年1月1日施行")
    shown = browser.get(page("prefectureprofile_change", profile.pk)).content.decode()
    assert "自動車検査証への記載の期限（日）" in shown
    assert "BP-5-5-1" in shown
    assert "当方の仮定（所管課の確認が要る）" in shown
    assert "この版はもう使われています" in shown
    values, steps = list(profile.values.order_by("pk")), list(profile.route.order_by("matter", "order", "pk"))
    sent = {
        "prefecture": profile.prefecture_id,
        "version": profile.version,
        "valid_from": "2023-01-01",
        "source": "x",
    }
    sent |= table("values", count=len(values), initial=len(values)) | table(
        "route", count=len(steps), initial=len(steps)
    )
    for n, value in enumerate(values):
        content = '"高見 澄人"' if value.key == "chief_name" else None
        sent |= {
            f"values-{n}-id": value.pk, f"values-{n}-profile": profile.pk, f"values-{n}-clause": value.clause,
            f"values-{n}-basis": value.basis, f"values-{n}-label": value.label, f"values-{n}-key": value.key,
            f"values-{n}-content": content or json.dumps(value.content, ensure_ascii=False),
        }  # fmt: skip
    for n, step in enumerate(steps):
        names = ("matter", "order", "kind", "title", "level", "duty")
        sent |= {f"route-{n}-id": step.pk, f"route-{n}-profile": profile.pk}
        sent |= {f"route-{n}-{name}": getattr(step, name) for name in names}
        sent |= {f"route-{n}-is_delegated": "on"} if step.is_delegated else {}
    answer = browser.post(page("prefectureprofile_change", profile.pk), sent)
    assert answer.status_code == 302, re.findall(r"errorlist.*?</ul>", answer.content.decode())[:3]
    after = PrefectureProfile.objects.get(pk=profile.pk)
    assert after.value("chief_name") == "高見 澄人"
    assert (after.value("training_alternatives"), after.value("area_map_required")) == ([], False)


@pytest.mark.clause("BP-13")
def test_changed_values_are_a_new_version_and_the_old_one_stays(browser):
    master_data.load()
    old = PrefectureProfile.objects.get(prefecture__code="23", version="令和5年1月1日施行")
    sent = {"action": "copy_as_new_version", "_selected_action": [old.pk]}
    browser.post(page("prefectureprofile_changelist"), sent)
    new = PrefectureProfile.objects.filter(prefecture__code="23").latest("pk")
    today = timezone.localdate()
    assert new.valid_from == today + dt.timedelta(days=1)
    assert PrefectureProfile.in_force(old.prefecture, today) == old
    assert PrefectureProfile.in_force(old.prefecture, new.valid_from) == new
    assert dict(new.values.values_list("key", "content")) == dict(old.values.values_list("key", "content"))
    assert new.route.count() == old.route.count()
    browser.post(page("prefectureprofile_changelist"), sent)
    assert PrefectureProfile.objects.filter(version__startswith=old.version).count() == 2


def test_plate_areas_are_written_as_an_office_writes_them(browser):
    sent = {
        "prefecture": PrefectureFactory().pk, "name": "試験事務所", "kind": "branch", "address": "",
        "plate_areas": "名古屋、一宮・春日井", "valid_from": "2026-04-01", "valid_to": "", "source": "試験",
    }  # fmt: skip
    browser.post(page("transportoffice_add"), sent)
    office = apps.get_model("casework", "TransportOffice").objects.get(name="試験事務所")
    assert office.plate_areas == ["名古屋", "一宮", "春日井"]
    assert (
        "・".join(office.plate_areas)
        in browser.get(page("transportoffice_change", office.pk)).content.decode()
    )
    answer = browser.post(page("transportoffice_add"), sent | {"plate_areas": "名古屋市内"})
    assert "地域名は4文字までです" in answer.content.decode()


def test_one_time_passwords_differ_and_are_easy_to_copy():
    made = {one_time_password() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"([a-z2-9]{4}-){3}[a-z2-9]{4}", password) for password in made)
    assert not set("".join(made)) & set("01ilo")


def test_the_head_greets_by_name_and_has_the_icon(browser, administrator):
    answer = browser.get(reverse("admin:index")).content.decode()
    assert f"<strong>{administrator.staff.name}</strong>" in answer
    assert 'rel="icon"' in answer
