"""The door to the site (T18): accounts from administrators only, guessing locked out, one-time passwords changed."""

import itertools

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse

from casework.models import Posting, Staff
from tests.factories import people, scope
from tests.factories.places import PostFactory, PostingFactory, StationFactory

pytestmark = pytest.mark.django_db

PASSWORD = "たくさんの文字でできた合言葉"
NEW = "まったく別のたくさんの文字"
SPRAYED = 60


@pytest.fixture
def clerk():
    actor = people.clerk(StationFactory())
    actor.staff.set_password(PASSWORD)
    actor.staff.save()
    return actor.staff


def log_in(client, number, password, **headers):
    answer = client.post(reverse("account_login"), {"login": number, "password": password}, **headers)
    scope.restore()
    return answer


def home(client):
    answer = client.get(reverse("home"))
    scope.restore()
    return answer


def test_the_right_password_leads_to_the_desk(clerk):
    client = Client()
    answer = log_in(client, clerk.staff_number, PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert home(client).status_code == 200


@pytest.mark.parametrize(
    ("number", "password"), [(None, "まちがい"), ("Z99999", PASSWORD), ("", ""), (None, "")]
)
def test_a_wrong_one_is_told_without_saying_which_was_wrong(clerk, number, password):
    client = Client()
    answer = log_in(client, clerk.staff_number if number is None else number, password)
    assert answer.status_code == 200
    assert "誤り" in answer.content.decode()
    assert home(client).status_code == 302


def test_an_unknown_number_and_a_wrong_password_get_the_same_words(clerk):
    def words(number):
        page = log_in(Client(), number, "まちがい").content.decode()
        return [line for line in page.splitlines() if "誤り" in line]

    assert words(clerk.staff_number) == words("Z99999") != []


def test_guessing_is_locked_after_five_and_says_what_to_do(clerk, record_property):
    client = Client()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        last = log_in(client, clerk.staff_number, "まちがい")
    assert last.status_code in {403, 429}
    assert "しばらくログインできません" in last.content.decode()
    record_property("T18 wrong passwords until the right one is refused too", settings.AXES_FAILURE_LIMIT)
    right = log_in(client, clerk.staff_number, PASSWORD)
    assert right.status_code in {403, 429}
    assert "システム管理者" in right.content.decode()
    assert home(client).status_code == 302
    assert (
        AccessAttempt.objects.get(username__iexact=clerk.staff_number).failures_since_start
        >= settings.AXES_FAILURE_LIMIT
    )


def test_the_lock_is_for_one_name_from_one_address(clerk):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        log_in(Client(), clerk.staff_number, "まちがい", REMOTE_ADDR="10.0.0.1")
    assert log_in(Client(), clerk.staff_number, PASSWORD, REMOTE_ADDR="10.0.0.2").status_code == 302
    other = people.clerk(StationFactory()).staff
    other.set_password(PASSWORD)
    other.save()
    assert log_in(Client(), other.staff_number, PASSWORD, REMOTE_ADDR="10.0.0.1").status_code == 302


def test_spraying_many_names_from_one_address_is_stopped(clerk, record_property):
    client = Client()
    told = [log_in(client, f"Z{number:05d}", "まちがい", REMOTE_ADDR="10.0.0.3") for number in range(SPRAYED)]
    stopped = [answer for answer in told if "しばらくログインできません" in answer.content.decode()]
    assert len(stopped) == SPRAYED - 20
    assert {answer.status_code for answer in stopped} == {200, 429}
    record_property(f"T18 of {SPRAYED} names from one address not even tried", len(stopped))
    log_in(client, clerk.staff_number, PASSWORD, REMOTE_ADDR="10.0.0.3")
    assert home(client).status_code == 302


def test_one_name_from_many_addresses_is_stopped(clerk, record_property):
    """Each address has its own five; the name has ten of them all."""
    tried = 0
    for number in range(12):
        log_in(Client(), clerk.staff_number, "まちがい", REMOTE_ADDR=f"10.0.1.{number}")
        tried += 1
    answer = log_in(Client(), clerk.staff_number, PASSWORD, REMOTE_ADDR="10.0.2.1")
    assert "しばらくログインできません" in answer.content.decode()
    record_property("T18 addresses after which one name is stopped for all", tried)


def test_a_right_password_forgets_the_failures_before_it(clerk):
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        log_in(Client(), clerk.staff_number, "まちがい")
    assert log_in(Client(), clerk.staff_number, PASSWORD).status_code == 302
    assert not AccessAttempt.objects.filter(username__iexact=clerk.staff_number).exists()


def test_nobody_signs_up(record_property):
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    closed = (
        "/signup/", "/accounts/signup/", "/login/signup/", "/accounts/login/", "/password/reset/", "/accounts/social/signup/",
        "/login/by/headquarters/", "/login/code/", "/accounts/2fa/webauthn/signup/", "/account/factors/keys/signup/",
    )  # fmt: skip
    people_before = Staff.objects.count()
    for path, method in itertools.product(closed, ("get", "post")):
        assert getattr(Client(), method)(path).status_code == 404
    assert Staff.objects.count() == people_before
    record_property("T18 addresses of a sign-up that answer 404 to GET and POST", len(closed))


def test_the_adapter_is_closed_too():
    from allauth.account.adapter import get_adapter

    assert get_adapter().is_open_for_signup(None) is False


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin/casework/staff/"])
def test_the_admins_own_log_in_leads_to_ours(path):
    answer = Client().get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_the_admins_own_log_in_takes_no_password(clerk):
    Staff.objects.filter(pk=clerk.pk).update(is_administrator=True)
    client = Client()
    client.post("/admin/login/", {"username": clerk.staff_number, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_a_disabled_account_does_not_log_in(clerk):
    Staff.objects.filter(pk=clerk.pk).update(is_active=False)
    client = Client()
    assert (
        "職員番号かパスワードが正しくありません"
        in log_in(client, clerk.staff_number, PASSWORD).content.decode()
    )
    assert home(client).status_code == 302


def test_an_account_disabled_meanwhile_is_out_with_the_next_request(clerk):
    client = Client()
    log_in(client, clerk.staff_number, PASSWORD)
    assert home(client).status_code == 200
    Staff.objects.filter(pk=clerk.pk).update(is_active=False)
    assert home(client).status_code == 302


def test_a_log_out_ends_the_session(clerk):
    client = Client()
    log_in(client, clerk.staff_number, PASSWORD)
    old = client.cookies["sessionid"].value
    assert client.get(reverse("account_logout")).status_code == 200  # asks first
    gone = client.post(reverse("account_logout"))
    assert (gone.status_code, gone["Clear-Site-Data"]) == (302, '"cache", "storage"')
    client.cookies["sessionid"] = old
    assert home(client).status_code == 302


def test_a_session_gets_a_new_key_at_the_log_in(clerk):
    """No session that somebody planted before outlasts the log-in (fixation)."""
    client = Client()
    session = client.session
    session["planted"] = "x"
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    log_in(client, clerk.staff_number, PASSWORD)
    assert client.session.session_key != planted
    attacker = Client()
    attacker.cookies["sessionid"] = planted
    assert home(attacker).status_code == 302


def test_a_one_time_password_is_changed_before_anything_else(clerk):
    Staff.objects.filter(pk=clerk.pk).update(must_change_password=True)
    client = Client()
    log_in(client, clerk.staff_number, PASSWORD)
    for name in ("home", "cases", "forms"):
        assert client.get(reverse(name))["Location"] == reverse("account_change_password")
    page = client.get(reverse("account_change_password")).content.decode()
    assert "一時パスワードでログインしています" in page
    change = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post(reverse("account_change_password"), change)["Location"] == "/"
    scope.restore()
    changed = Staff.objects.get(pk=clerk.pk)
    assert (changed.must_change_password, changed.check_password(NEW)) == (False, True)
    assert home(client).status_code == 200


@pytest.mark.parametrize("weak", ["みじかい", "123456789012345", "password1234", PASSWORD + "と違う"])
def test_a_weak_or_mistyped_password_is_refused_beside_its_field(clerk, weak):
    client = Client()
    log_in(client, clerk.staff_number, PASSWORD)
    change = {"oldpassword": PASSWORD, "password1": weak, "password2": weak if "違う" not in weak else NEW}
    answer = client.post(reverse("account_change_password"), change)
    assert "誤り" in answer.content.decode()
    assert Staff.objects.get(pk=clerk.pk).check_password(PASSWORD)


def test_passwords_are_kept_as_argon2id(clerk):
    assert clerk.password.startswith("argon2$argon2id$")


def test_somebody_without_a_posting_is_told_so_in_plain_words():
    nobody = Staff.objects.create_user("N0001", PASSWORD, name="配置 無")
    client = Client()
    log_in(client, nobody.staff_number, PASSWORD)
    answer = home(client)
    assert answer.status_code == 403
    assert "配置が正しいか" in answer.content.decode()


def test_two_posts_are_switched_between_and_no_others_post_is_taken(clerk):
    station = Posting.objects.get(staff=clerk).post.station
    second = PostingFactory(
        staff=clerk, post=PostFactory(role="koban_officer", title="交番所長", station=station)
    )
    foreign = people.chief(station).posting
    client = Client()
    log_in(client, clerk.staff_number, PASSWORD)
    assert client.get(reverse("cases")).status_code == 200
    client.post(reverse("switch_posting"), {"posting": second.pk})
    assert client.get(reverse("cases")).status_code == 403
    client.post(reverse("switch_posting"), {"posting": foreign.pk})
    assert client.get(reverse("cases")).status_code == 403
    Posting.objects.filter(pk=second.pk).update(ends_on="2026-01-01")
    assert client.get(reverse("cases"))["Location"] == "/login/"  # the session ends with its post
    log_in(client, clerk.staff_number, PASSWORD)
    assert client.get(reverse("cases")).status_code == 200


def test_the_address_after_the_log_in_stays_on_the_site(clerk):
    for outside in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"):
        answer = Client().post(
            f"{reverse('account_login')}?next={outside}",
            {"login": clerk.staff_number, "password": PASSWORD, "next": outside},
        )
        scope.restore()
        assert (answer.status_code, answer["Location"]) == (302, "/")
