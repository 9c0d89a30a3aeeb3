"""A transfer holds from 00:00 JST, also for a session and for a page that were opened before; two posts at once."""

import datetime as dt
import re
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from blue_patrol.models import Application
from casework.models import Posting, ReadLog, StateChange
from casework.models.road import RoadState as S
from casework.roles import Role
from tests.blue_patrol.acting import client_of
from tests.blue_patrol.paging import words
from tests.factories import people, scope
from tests.factories.applications import Desks, application_at
from tests.factories.places import PostFactory, PostingFactory, StaffFactory, StationFactory

pytestmark = pytest.mark.django_db
JST = ZoneInfo("Asia/Tokyo")
FIRST_OF_APRIL = dt.date(2027, 4, 1)
EVE = FIRST_OF_APRIL - dt.timedelta(days=1)
BEFORE, AFTER = (2027, 3, 31, 23, 59, 59), (2027, 4, 1, 0, 0, 0)
TYPED = "名簿の三人目の生年月日が読めません。"


@pytest.fixture
def at(monkeypatch):
    """Move the clock of this process: at(2027, 3, 31, 23, 59)."""

    def move(*moment, zone=JST):
        monkeypatch.setattr(timezone, "now", lambda: dt.datetime(*moment, tzinfo=zone))

    return move


@pytest.fixture
def desks():
    return Desks(StationFactory(name="桜見坂"))


def until_eve(actor) -> None:
    Posting.objects.filter(pk=actor.posting.pk).update(ends_on=EVE)


def get(client, address="/"):
    answer = client.get(address)
    scope.restore()
    return answer


def post(client, address, data):
    answer = client.post(address, data)
    scope.restore()
    return answer


def correction(client, case) -> dict:
    """The form 補正を求める as its page was opened, with something typed."""
    page = get(client, reverse("request_correction", args=[case.pk])).content.decode()
    opened = re.search(r'name="opened_as" value="(\d+)"', page)[1]
    return {
        "act_key": str(uuid4()), "opened_as": opened, "revision": case.revision, "on": "令和9年3月31日", "rows": "1",
        "item-1": "様式第3 生年月日", "text-1": TYPED,
    }  # fmt: skip


def asked_for_correction(case) -> list[str]:
    """As which post somebody asked, once for each time."""
    rows = StateChange.objects.of_case(case).filter(transition="request_correction")
    return list(rows.values_list("post_name", flat=True))


# --- rights ----------------------------------------------------------------------------------------------------------


def test_a_posting_gives_nothing_the_second_before_its_day_and_nothing_the_second_after_its_end(desks, at):
    leaves, comes = desks.clerk, StaffFactory()
    until_eve(leaves)
    PostingFactory(post=leaves.post, staff=comes, starts_on=FIRST_OF_APRIL)
    at(*BEFORE)
    old, new = client_of(leaves), Client()
    new.force_login(comes, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert (get(old, "/cases/").status_code, get(new, "/cases/").status_code) == (200, 403)
    at(*AFTER)
    assert (get(old, "/cases/").status_code, get(new, "/cases/").status_code) == (302, 200)


def test_midnight_is_that_of_japan(desks, at):
    until_eve(desks.clerk)
    at(2027, 3, 31, 14, 59, 59, zone=dt.UTC)
    client = client_of(desks.clerk)
    assert get(client, "/cases/").status_code == 200
    at(2027, 3, 31, 15, 0, 0, zone=dt.UTC)
    assert get(client, "/cases/").status_code == 302


# --- a session over midnight -----------------------------------------------------------------------------------------


def test_a_session_ends_with_its_post_and_says_so_at_the_log_in(desks, at):
    second = PostingFactory(
        post=PostFactory(station=StationFactory(name="南浜田")),
        staff=desks.clerk.staff,
        starts_on=FIRST_OF_APRIL,
    )
    until_eve(desks.clerk)
    at(*BEFORE)
    client = client_of(desks.clerk)
    assert "桜見坂" in words(get(client))
    at(*AFTER)
    answer = get(client)
    assert (answer.status_code, answer["Location"]) == (302, "/login/")
    assert "_auth_user_id" not in client.session
    page = words(get(client, "/login/"))
    assert (
        "「桜見坂警察署 生活安全係」の配置は、令和9年3月31日で終わりました。もう一度ログインしてください。"
        in page
    )
    assert get(client).status_code == 302
    assert get(client_of(desks.clerk)).context["actor"].posting == second


def test_a_switch_does_not_carry_a_session_over_its_end(desks, at):
    second = PostingFactory(
        post=PostFactory(station=desks.station, title="生活安全課長"), staff=desks.clerk.staff
    )
    until_eve(desks.clerk)
    at(*BEFORE)
    client = client_of(desks.clerk)
    get(client)
    at(*AFTER)
    assert post(client, reverse("switch_posting"), {"posting": second.pk})["Location"] == "/login/"
    assert "_auth_user_id" not in client.session


def test_whoever_has_no_post_left_is_told_which_one_ended(desks, at):
    until_eve(desks.clerk)
    at(*BEFORE)
    client = client_of(desks.clerk)
    get(client)
    at(*AFTER)
    assert get(client).status_code == 302
    assert "「桜見坂警察署 生活安全係」の配置は、令和9年3月31日で終わりました。" in words(
        get(client, "/login/")
    )
    assert get(client_of(desks.clerk)).status_code == 403, "logged in anew there is no post to work as"


def test_a_form_opened_before_midnight_is_not_recorded_as_another_post_and_loses_nothing(desks, at):
    """The clerk is another post of the same station from 1 April: what was typed is sent again as that one, once."""
    case = application_at(S.RECEIVED, desks)
    other = PostFactory(station=desks.station, title="生活安全課長")
    PostingFactory(post=other, staff=desks.clerk.staff, starts_on=FIRST_OF_APRIL)
    until_eve(desks.clerk)
    at(*BEFORE)
    client = client_of(desks.clerk)
    form = correction(client, case)
    at(*AFTER)
    address = reverse("request_correction", args=[case.pk])
    answer = post(client, address, form)
    assert answer.status_code == 409
    assert asked_for_correction(case) == []
    page = words(answer)
    assert "この画面は、「桜見坂警察署 生活安全係」として開いたものです。" in page
    assert "いまは「桜見坂警察署 生活安全課長」として使っています。" in page
    assert TYPED in page
    again = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', answer.content.decode().split("<main")[1]))
    assert again["text-1"] == TYPED
    for _ in range(2):  # a double click
        assert post(client, address, again).status_code == 302
    assert asked_for_correction(case) == ["桜見坂警察署 生活安全課長"]


def test_a_form_of_a_station_that_one_has_left_is_told_and_its_words_are_shown(desks, at):
    case = application_at(S.RECEIVED, desks)
    PostingFactory(
        post=PostFactory(station=StationFactory(name="南浜田")),
        staff=desks.clerk.staff,
        starts_on=FIRST_OF_APRIL,
    )
    until_eve(desks.clerk)
    at(*BEFORE)
    client = client_of(desks.clerk)
    form = correction(client, case)
    at(*AFTER)
    answer = post(client, reverse("request_correction", args=[case.pk]), form)
    assert answer.status_code == 409
    assert TYPED in words(answer)
    assert "として送る" not in words(answer)
    assert asked_for_correction(case) == []


def test_who_has_no_post_left_keeps_what_was_typed_on_the_screen(desks, at):
    case = application_at(S.RECEIVED, desks)
    until_eve(desks.clerk)
    at(*BEFORE)
    client = client_of(desks.clerk)
    form = correction(client, case)
    at(*AFTER)
    answer = post(client, reverse("request_correction", args=[case.pk]), form)
    assert answer.status_code == 409
    assert TYPED in words(answer)
    assert "いま使える職がありません。" in words(answer)
    assert asked_for_correction(case) == []


def test_a_form_sent_after_the_session_has_ended_is_shown_and_not_lost(desks, at):
    case = application_at(S.RECEIVED, desks)
    until_eve(desks.clerk)
    at(*BEFORE)
    client = client_of(desks.clerk)
    form = correction(client, case)
    at(*AFTER)
    get(client)  # another page in between ends it
    answer = post(client, reverse("request_correction", args=[case.pk]), form)
    assert answer.status_code == 403
    assert "ログインが切れました" in words(answer)
    assert TYPED in words(answer)
    assert asked_for_correction(case) == []


def test_a_form_without_the_mark_of_its_post_is_held_back_by_the_session(desks, at):
    """A page of the admin site or an old page: the session alone remembers under which post it was opened."""
    case = application_at(S.RECEIVED, desks)
    other = PostFactory(station=desks.station, title="生活安全課長")
    PostingFactory(post=other, staff=desks.clerk.staff, starts_on=FIRST_OF_APRIL)
    until_eve(desks.clerk)
    at(*BEFORE)
    client = client_of(desks.clerk)
    form = correction(client, case)
    form.pop("opened_as")
    at(*AFTER)
    assert post(client, reverse("request_correction", args=[case.pk]), form).status_code == 409
    assert asked_for_correction(case) == []


def test_log_out_and_the_password_answer_also_after_the_post_has_ended(desks, at):
    until_eve(desks.clerk)
    at(*BEFORE)
    client = client_of(desks.clerk)
    get(client)
    at(*AFTER)
    assert post(client, reverse("account_logout"), {}).status_code == 302
    assert "_auth_user_id" not in client.session


# --- two posts at once -----------------------------------------------------------------------------------------------


@pytest.fixture
def both(desks):
    """The clerk, who is also 生活安全課長 of the station (兼務)."""
    post = PostFactory(station=desks.station, title="生活安全課長")
    return PostingFactory(post=post, staff=desks.clerk.staff, capacity=Posting.Capacity.CONCURRENT)


def switch(client, posting):
    return post(client, reverse("switch_posting"), {"posting": posting.pk})


def test_the_switch_is_a_form_and_lasts_as_long_as_the_session(desks, both):
    client = client_of(desks.clerk)
    assert get(client, reverse("switch_posting")).status_code == 405
    switch(client, both)
    assert "生活安全課長（兼務）" in words(get(client)).split("ログアウト")[0]
    assert client.session["posting"] == both.pk
    assert client_of(desks.clerk).get("/").context["actor"].posting == desks.clerk.posting, (
        "another log-in begins anew"
    )


def test_an_act_names_the_post_it_was_done_as(desks, both):
    first, second = application_at(S.RECEIVED, desks), application_at(S.RECEIVED, desks)
    client = client_of(desks.clerk)
    form = correction(client, first) | {"on": "令和8年9月1日"}
    post(client, reverse("request_correction", args=[first.pk]), form)
    switch(client, both)
    form = correction(client, second) | {"on": "令和8年9月1日"}
    post(client, reverse("request_correction", args=[second.pk]), form)
    assert asked_for_correction(first) == ["桜見坂警察署 生活安全係"]
    assert asked_for_correction(second) == ["桜見坂警察署 生活安全課長"]


def test_a_form_of_one_post_is_not_recorded_as_the_other_after_a_switch_in_another_window(desks, both):
    case = application_at(S.RECEIVED, desks)
    client = client_of(desks.clerk)
    form = correction(client, case) | {"on": "令和8年9月1日"}
    switch(client, both)
    answer = post(client, reverse("request_correction", args=[case.pk]), form)
    assert answer.status_code == 409
    assert "元の職として行うときは、上の職名を押して切り替えてから" in words(answer)
    assert asked_for_correction(case) == []
    switch(client, desks.clerk.posting)
    assert post(client, reverse("request_correction", args=[case.pk]), form).status_code == 302
    assert asked_for_correction(case) == ["桜見坂警察署 生活安全係"]


def test_a_forged_mark_of_another_persons_post_records_nothing(desks, both):
    case = application_at(S.RECEIVED, desks)
    client = client_of(desks.clerk)
    form = correction(client, case) | {"opened_as": desks.chief.posting.pk}
    answer = post(client, reverse("request_correction", args=[case.pk]), form)
    assert answer.status_code == 409
    assert desks.chief.posting.label not in words(answer)
    assert Application.objects.get(pk=case.pk).state == S.RECEIVED


# --- deputies on the first pages -------------------------------------------------------------------------------------


def deputy_until(actor, day):
    staff = StaffFactory(name="代理 次郎", rank="警部")
    return PostingFactory(post=actor.post, staff=staff, capacity=Posting.Capacity.DEPUTY, ends_on=day)


def test_the_homes_say_who_deputises_for_whom_and_until_when(desks, at):
    at(2027, 3, 20, 9)
    deputy_until(desks.chief, dt.date(2027, 3, 25))
    deputy_until(desks.director, dt.date(2027, 3, 26))
    told = f"代理中 署長（{desks.chief.staff}）を、警部 代理 次郎が代わって行います。"
    for actor in (desks.clerk, desks.chief, people.supervisor(desks.station)):
        page = words(get(client_of(actor)))
        assert told in page
        assert "3月25日" in page
    assert f"代理中 課長（{desks.director.staff}）を" in words(get(client_of(desks.hq_clerk)))
    at(2027, 3, 26, 9)
    assert "代理で動いている職はありません。" in words(get(client_of(desks.chief)))


def test_a_deputy_of_another_station_is_not_told(desks, at):
    deputy_until(people.chief(StationFactory(name="南浜田")), None)
    assert "代理中" not in words(get(client_of(desks.clerk)))


def test_reading_a_page_after_midnight_is_noted_as_the_post_of_now(desks, at):
    post = PostFactory(station=desks.station, title="署長", role=Role.STATION_CHIEF)
    PostingFactory(post=post, staff=desks.clerk.staff, starts_on=FIRST_OF_APRIL)
    until_eve(desks.clerk)
    at(*BEFORE)
    client = client_of(desks.clerk)
    get(client, "/cases/")
    at(*AFTER)
    get(client_of(desks.clerk), "/cases/")
    read = list(
        ReadLog.objects.filter(staff=desks.clerk.staff).order_by("pk").values_list("post_name", flat=True)
    )
    assert read == ["桜見坂警察署 生活安全係", "桜見坂警察署 署長"]
