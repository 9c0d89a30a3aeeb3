"""Log-in sessions (T18): whose they are, how long they live, and that all of somebody are dead with the next request."""

import datetime as dt

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.log_in.browsers import in_words
from casework.models import LogInSession, Posting, Staff
from tests.factories import people, scope
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db
PASSWORD, NEW = "たくさんの文字でできた合言葉", "まったく別のたくさんの文字"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0"
OPEN_ELSEWHERE = 3


@pytest.fixture
def clerk():
    actor = people.clerk(StationFactory())
    actor.staff.set_password(PASSWORD)
    actor.staff.save()
    return actor


def opened(staff, **headers) -> Client:
    client = Client(HTTP_USER_AGENT=EDGE, REMOTE_ADDR="10.0.0.7", **headers)
    client.post(reverse("account_login"), {"login": staff.staff_number, "password": PASSWORD})
    scope.restore()
    assert is_in(client)
    return client


def is_in(client) -> bool:
    answer = client.get(reverse("home"))
    scope.restore()
    return answer.status_code == 200


@pytest.fixture
def later(monkeypatch):
    now = timezone.now

    def move(**hours):
        monkeypatch.setattr(timezone, "now", lambda: now() + dt.timedelta(**hours))

    return move


def test_a_database_that_goes_away_while_the_session_is_kept_is_told_as_such(clerk, monkeypatch):
    """Its last write is the session's: the page that keeps what was typed, not one that says somebody logged out."""

    def away(self, *args, **kwargs):
        raise OperationalError("gone")

    client = opened(clerk.staff)
    client.raise_request_exception = False
    monkeypatch.setattr(LogInSession, "save", away)
    answer = client.get(reverse("home"))
    assert (answer.status_code, "いま応えません" in answer.content.decode()) == (503, True)


def end_by_disabling(actor, administrator):
    mark = {"action": "deactivate", "_selected_action": [actor.staff.pk]}
    administrator.post(reverse("admin:casework_staff_changelist"), mark)


def end_by_one_time_password(actor, administrator):
    administrator.post(reverse("admin:casework_staff_one_time_password", args=[actor.staff.pk]))


def end_by_a_new_password(actor, administrator):
    sent = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    opened(actor.staff).post(reverse("account_change_password"), sent)


def end_by_transfer(actor, administrator):
    Posting.objects.filter(pk=actor.posting.pk).update(ends_on=timezone.localdate() - dt.timedelta(days=1))


def end_by_sql(actor, administrator):
    Staff.objects.filter(pk=actor.staff.pk).update(is_active=False)


def end_by_oneself(actor, administrator):
    opened(actor.staff).post(reverse("sessions"), {"which": "others"})


ENDS = (end_by_disabling, end_by_one_time_password, end_by_a_new_password, end_by_transfer, end_by_sql, end_by_oneself)  # fmt: skip


@pytest.fixture
def administrator(clerk):
    actor = people.administrator(clerk.prefecture)
    Staff.objects.filter(pk=actor.staff.pk).update(is_administrator=True)
    client = Client()
    client.force_login(actor.staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.parametrize("end", ENDS)
def test_all_of_a_persons_sessions_are_dead_with_the_next_request(clerk, administrator, end, record_property):
    open_ones, other = [opened(clerk.staff) for _ in range(OPEN_ELSEWHERE)], opened(of_another(clerk))
    end(clerk, administrator)
    scope.restore()
    assert [is_in(client) for client in open_ones] == [False] * OPEN_ELSEWHERE
    assert is_in(other), "nobody else's ends"
    record_property(f"T18 {end.__name__}: sessions dead with the next request", OPEN_ELSEWHERE)


def of_another(clerk) -> Staff:
    staff = people.clerk(clerk.station).staff
    staff.set_password(PASSWORD)
    staff.save()
    return staff


def test_whoever_is_let_in_again_finds_no_old_session_alive(clerk, administrator):
    client = opened(clerk.staff)
    end_by_sql(clerk, administrator)
    assert not is_in(client)
    Staff.objects.filter(pk=clerk.staff.pk).update(is_active=True)
    assert not is_in(client)


def test_use_puts_the_idle_end_off_and_the_absolute_one_not(clerk, later):
    client = opened(clerk.staff)
    later(hours=7)
    assert is_in(client)
    later(hours=11, minutes=59)
    assert is_in(client), "used four hours ago"
    later(hours=12, seconds=1)
    assert not is_in(client), "half a day is enough, used or not"


def test_what_is_not_used_ends_after_eight_hours(clerk, later):
    client = opened(clerk.staff)
    later(hours=8, seconds=1)
    assert not is_in(client)


def test_the_page_shows_ones_own_and_ends_one_or_all_others(clerk):
    here, there, elsewhere = (opened(clerk.staff) for _ in range(3))
    opened(of_another(clerk))
    page = here.get(reverse("sessions")).content.decode()
    scope.restore()
    assert page.count('<th scope="row">Edge（Windows）') == 3
    assert page.count('name="which"') == 3  # two others, and all of them
    assert not any(session.session_key in page for session in LogInSession.objects.all())
    mark = page.split('name="which" value="')[2].split('"')[0]
    here.post(reverse("sessions"), {"which": mark})
    assert sorted([is_in(there), is_in(elsewhere)]) == [False, True]
    here.post(reverse("sessions"), {"which": "others"})
    assert [is_in(client) for client in (here, there, elsewhere)] == [True, False, False]


def test_a_mark_of_another_persons_session_ends_nothing(clerk):
    from casework.log_in.views import mark_of

    mine, other = opened(clerk.staff), opened(of_another(clerk))
    theirs = LogInSession.objects.exclude(staff=clerk.staff).get()
    mine.post(reverse("sessions"), {"which": mark_of(theirs)})
    assert is_in(other)


def test_of_the_device_only_words_and_the_address_are_kept(clerk):
    opened(clerk.staff)
    row = LogInSession.objects.get(staff=clerk.staff)
    assert (row.browser, row.address) == ("Edge（Windows）", "10.0.0.7")
    assert "Mozilla" not in str(LogInSession.objects.values().get(staff=clerk.staff))


@pytest.mark.parametrize(
    ("agent", "told"),
    [
        (EDGE, "Edge（Windows）"), ("", "不明なブラウザー"), ("curl/8", "不明なブラウザー"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox（Linux）"),
        ("Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari（iPad）"),
    ],
)  # fmt: skip
def test_a_browser_in_words(agent, told):
    assert in_words(agent) == told


def test_what_has_ended_is_cleared_away_at_a_log_in(clerk, later):
    opened(clerk.staff)
    later(hours=13)
    opened(clerk.staff)
    assert LogInSession.objects.filter(staff=clerk.staff).count() == 1
