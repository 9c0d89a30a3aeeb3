"""Patrol days: the act on the standing, the page of a month, quiet groups on their pages (BP-5-2-b, BP-8-1-d)."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from blue_patrol.models import ActivityDay, Certification, Standing
from blue_patrol.models.activity import quiet_on
from blue_patrol.rules import activity
from blue_patrol.views.activity import quiet_standings
from casework.models import ActKey, ChangePayload, StateChange
from casework.models.road import RoadState as S
from casework.workflow import Refused, perform
from tests.blue_patrol.acting import client_of, fault_beside, text
from tests.factories import people, scope
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.places import StationFactory
from tests.nights import every_nth

pytestmark = pytest.mark.django_db
DELIVERED = DAY  # the factories deliver on their one day


@pytest.fixture
def desks():
    return Desks(StationFactory())


@pytest.fixture
def group(desks):
    return application_at(S.DELIVERED, desks).group


def standing_of(group) -> Certification:
    return Certification.objects.get(group=group)


def record(group, desks, *added, removed=()):
    iso = {"added": [day.isoformat() for day in added], "removed": [day.isoformat() for day in removed]}
    return perform(standing_of(group), "record_activity", by=desks.clerk, **iso)


def days(group) -> list[dt.date]:
    return list(group.activity_days.values_list("day", flat=True))


def page(actor, group, month="2026-09"):
    response = client_of(actor).get(reverse("activity", args=[group.pk]), {"month": month})
    scope.restore()
    return response


def send(actor, group, *ticks, month="2026-09", key=None, revision=None, **more):
    sent = {
        "days": [day.isoformat() for day in ticks], "act_key": str(key or uuid.uuid4()),
        "revision": standing_of(group).revision if revision is None else revision,
    } | more  # fmt: skip
    response = client_of(actor).post(f"{reverse('activity', args=[group.pk])}?month={month}", sent)
    scope.restore()
    return response


FIRST, SECOND, THIRD = dt.date(2026, 9, 2), dt.date(2026, 9, 3), dt.date(2026, 9, 4)


# --- the act -------------------------------------------------------------------------------------------------------


@pytest.mark.clause("BP-5-2-b")
def test_days_are_added_and_taken_out_again_and_the_history_tells_which(desks, group):
    record(group, desks, FIRST, SECOND)
    record(group, desks, THIRD, removed=[FIRST])
    assert days(group) == [SECOND, THIRD]
    assert {row.entered_by for row in ActivityDay.objects.all()} == {desks.clerk.staff}
    last = StateChange.objects.last_of(standing_of(group))
    assert (last.transition, last.before, last.after, last.clause) == (
        "record_activity",
        "active",
        "active",
        "BP-5-2-b",
    )
    kept = ChangePayload.objects.get(change=last).content
    assert (kept["added"], kept["removed"]) == (["2026-09-04"], ["2026-09-02"])


@pytest.mark.clause("BP-5-2-b")
@pytest.mark.parametrize(
    ("added", "removed", "said"),
    every_nth(
        [
            ([DELIVERED - dt.timedelta(days=1)], [], "証明書を交付した日"),
            ([dt.date(2099, 1, 1)], [], "まだ来ていません"),
            ([FIRST], [], "すでに記録されています"),
            ([], [THIRD], "もうありません"),
            ([], [], "変わったところがありません"),
        ],
        3,
    ),
)
def test_a_day_that_cannot_be_recorded_is_refused_with_a_reason(desks, group, added, removed, said):
    record(group, desks, FIRST)
    with pytest.raises(Refused) as refused:
        record(group, desks, *added, removed=removed)
    assert said in str(refused.value)
    assert days(group) == [FIRST]


def test_only_a_standing_in_force_takes_patrol_days_and_only_its_clerk_enters_them(desks, group):
    for actor in (desks.chief, desks.hq_clerk, people.clerk(StationFactory())):
        with pytest.raises(Refused):
            perform(standing_of(group), "record_activity", by=actor, added=[FIRST.isoformat()])
    pending = application_at(S.ARRIVED, desks, name="まだの会").group
    with pytest.raises(Refused, match="交付前"):
        record(pending, desks, FIRST)


# --- the page ------------------------------------------------------------------------------------------------------


@pytest.mark.clause("BP-5-2-b")
def test_a_month_is_entered_with_ticks_and_corrected_on_the_same_page(desks, group):
    answer = send(desks.clerk, group, FIRST, SECOND)
    assert (answer.status_code, answer.url) == (302, f"{reverse('activity', args=[group.pk])}?month=2026-09")
    shown = text(page(desks.clerk, group))
    assert shown.count(" checked") == 2
    assert "令和8年9月　2日" in shown
    send(desks.clerk, group, SECOND)
    assert days(group) == [SECOND]


def test_the_clerk_goes_on_to_the_month_before_also_without_a_change(desks, group):
    assert send(desks.clerk, group, FIRST, go="2026-07").url.endswith("month=2026-07")
    rows = StateChange.objects.count()
    assert send(desks.clerk, group, FIRST, go="2026-08").url.endswith("month=2026-08")
    assert StateChange.objects.count() == rows


@pytest.mark.clause("BP-5-2-b")
def test_several_months_are_pasted_as_days(desks, group):
    answer = send(desks.clerk, group, FIRST, pasted="R8.9.3\r\n令和8年9月4日、2026/9/5")
    assert answer.status_code == 302, text(answer)
    assert days(group) == [FIRST, SECOND, THIRD, dt.date(2026, 9, 5)]


@pytest.mark.parametrize(
    ("pasted", "said"),
    every_nth(
        [
            ("あした", "1番目の「あした」"),
            ("2099-01-01", "まだ来ていません"),
            ("2026-08-31", "証明書を交付した日"),
            ("2026-09-09\n\ud800".encode("utf-8", "replace").decode(), "2番目の"),
        ],
        3,
    ),
)
def test_a_faulty_list_stands_beside_its_field_and_nothing_typed_is_lost(desks, group, pasted, said):
    answer = send(desks.clerk, group, FIRST, pasted=pasted)
    assert answer.status_code == 422
    assert said in fault_beside(answer, "pasted")
    assert pasted.splitlines()[0] in text(answer)
    assert f'value="{FIRST}" checked' in text(answer)
    assert days(group) == []


def test_a_day_pasted_twice_is_asked_about_and_recorded_once(desks, group):
    answer = send(desks.clerk, group, pasted="2026-09-02\n2026-09-02")
    assert answer.status_code == 422
    assert "二度あります" in text(answer)
    sure = {"ack-twice": "on"}
    assert send(desks.clerk, group, pasted="2026-09-02\n2026-09-02", **sure).status_code == 302
    assert days(group) == [FIRST]


@pytest.mark.parametrize("tick", every_nth(["2099-09-01", "2026-10-01", "x", "2026-09-31"], 2))
def test_a_tick_that_the_page_does_not_offer_is_refused(desks, group, tick):
    sent = {"days": [tick], "act_key": str(uuid.uuid4()), "revision": standing_of(group).revision}
    answer = client_of(desks.clerk).post(f"{reverse('activity', args=[group.pk])}?month=2026-09", sent)
    assert answer.status_code == 422
    assert fault_beside(answer, "days")


def test_nothing_changed_is_said_and_a_stale_page_shows_who_was_faster(desks, group):
    answer = send(desks.clerk, group)
    assert answer.status_code == 422
    assert "変わったところがありません" in text(answer)
    seen = standing_of(group).revision
    record(group, desks, FIRST)
    assert send(desks.clerk, group, SECOND, revision=seen).status_code == 409


def test_a_repeated_click_records_once_and_is_led_to_the_first_result(desks, group):
    key, revision = uuid.uuid4(), standing_of(group).revision
    first = send(desks.clerk, group, FIRST, key=key, revision=revision)
    rows = StateChange.objects.count()
    again = send(desks.clerk, group, FIRST, key=key, revision=revision)
    assert (again.status_code, again.url) == (302, first.url)
    assert StateChange.objects.count() == rows
    assert ActKey.objects.get(key=key).location == first.url


def test_readers_see_the_days_without_ticks_and_are_told_when_they_send(desks, group):
    record(group, desks, FIRST)
    for actor in (desks.chief, desks.hq_clerk):
        shown = text(page(actor, group))
        assert 'type="checkbox"' not in shown
        assert "○" in shown
        assert send(actor, group, SECOND).status_code == 422
    assert days(group) == [FIRST]


def test_a_group_without_a_standing_says_so_and_takes_nothing(desks):
    draft = application_at(S.DRAFT, desks).group
    shown = page(desks.clerk, draft)
    assert (shown.status_code, "実施を記録する証明がありません" in text(shown)) == (200, True)
    sent = {"days": ["2026-09-02"], "act_key": str(uuid.uuid4())}
    answer = client_of(desks.clerk).post(f"{reverse('activity', args=[draft.pk])}?month=2026-09", sent)
    assert answer.status_code == 422


@pytest.mark.parametrize("month", every_nth(["", "x", "2026-13", "9999-12", "0001-01", "2099-01"], 3))
def test_a_month_that_is_none_shows_this_month(desks, group, month):
    today = timezone.localdate()
    assert f"令和{today.year - 2018}年{today.month}月" in text(page(desks.clerk, group, month))


def test_days_after_today_cannot_be_ticked(desks, group):
    today = timezone.localdate()
    shown = text(page(desks.clerk, group, f"{today:%Y-%m}"))
    assert f'value="{today}"' in shown
    assert f'value="{today + dt.timedelta(days=1)}"' not in shown


def weeks_of(desks, number):
    """The prefecture's number of weeks that make a quiet spell."""
    value = desks.station.prefecture.profiles.get().values.get(key="quiet_spell_weeks")
    value.content = number
    value.save()
    return value


# --- the warning ---------------------------------------------------------------------------------------------------


@pytest.mark.clause("BP-8-1-d")
def test_a_quiet_group_stands_on_its_page_on_the_list_and_on_the_home_until_it_patrols(desks, group):
    today = timezone.localdate()
    pages = (reverse("groups_quiet"), reverse("home"), reverse("group", args=[group.pk]))
    weeks_of(desks, 0)
    shown = [text(client_of(desks.clerk).get(address)) for address in pages]
    scope.restore()
    assert group.name in shown[0]
    assert "1団体あります" in shown[1]
    assert "実施の記録なし" in shown[2]
    assert all("取消しになるものではありません" in each for each in shown)
    record(group, desks, today)
    shown = [text(client_of(desks.clerk).get(address)) for address in pages]
    scope.restore()
    assert group.name not in shown[0]
    assert "しばらく実施の記録がない団体が" not in shown[1]
    assert "実施の記録なし" not in shown[2]
    assert standing_of(group).state == Standing.ACTIVE


@pytest.mark.clause("BP-8-1-d")
@pytest.mark.parametrize("passed", [55, 56, 57, 200])
@pytest.mark.parametrize("patrolled", every_nth([True, False], 2))
def test_the_list_and_the_rule_agree_on_the_day(desks, group, passed, patrolled):
    last = dt.date(2026, 9, 5) if patrolled else None
    if last:
        record(group, desks, last)
    today = (last or DELIVERED) + dt.timedelta(days=passed)
    spell = activity.spell(last, activity.records_begin(DELIVERED), 8)
    assert quiet_on(Certification.objects.all(), today).exists() is spell.is_quiet(today) is (passed > 56)


@pytest.mark.clause("BP-8-1-d")
def test_the_number_of_weeks_is_the_prefectures_and_without_one_nobody_is_quiet(desks, group):
    today = DELIVERED + dt.timedelta(days=30)
    assert not quiet_standings(desks.clerk, today).exists()
    value = weeks_of(desks, 4)
    assert quiet_standings(desks.clerk, today).exists()
    value.delete()
    assert not quiet_standings(desks.clerk, dt.date(2030, 1, 1)).exists()


@pytest.mark.clause("BP-5-2-b")
def test_weeks_below_the_yardstick_are_a_warning_on_the_page_and_refuse_nothing(desks, group):
    today = timezone.localdate()
    record(group, desks, today)
    shown = text(page(desks.clerk, group))
    assert "目安（原則として週1回以上）に届いていません" in shown
    assert send(desks.clerk, group, FIRST).status_code == 302
    monday = activity.monday(today)
    weekly = [
        monday - dt.timedelta(days=7 * n) for n in range(13) if monday - dt.timedelta(days=7 * n) >= DELIVERED
    ]
    held = set(days(group))
    record(group, desks, *[day for day in weekly if day not in held])
    assert "続いている" in text(page(desks.clerk, group))


def test_headquarters_chooses_a_station_on_the_list(desks, group):
    other = Desks(StationFactory(prefecture=desks.station.prefecture))
    weeks_of(desks, 0)
    director = people.headquarters(desks.station.prefecture, "課長")
    application_at(S.DELIVERED, other, name="となりの会")
    client = client_of(director)
    both = text(client.get(reverse("groups_quiet")))
    one = text(client.get(reverse("groups_quiet"), {"station": other.station.pk}))
    scope.restore()
    assert (group.name in both, "となりの会" in both) == (True, True)
    assert (group.name in one, "となりの会" in one) == (False, True)
