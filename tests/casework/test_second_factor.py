"""二要素認証 (T18): registered in our frame, demanded of posts that decide, asked at the door, taken away by two persons."""

import re
import time
from dataclasses import replace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from casework.models import SecondFactorReset, Staff, StateChange
from casework.models.road import RoadState as S
from casework.permissions import PERMISSIONS
from casework.workflow import Refused, perform, refusals
from tests.blue_patrol.paging import words
from tests.factories import people, scope
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db
PASSWORD = "たくさんの文字でできた合言葉"


@pytest.fixture
def demanded(settings):
    settings.SECOND_FACTOR = "demanded"


@pytest.fixture
def desks():
    return Desks(StationFactory(name="桜見坂"))


class Desk:
    """A browser of a person, with the app of their telephone."""

    def __init__(self, actor):
        self.staff, self.client, self.secret, self.ahead = actor.staff, Client(), "", 0
        if not self.staff.has_usable_password() or not self.staff.check_password(PASSWORD):
            self.staff.set_password(PASSWORD)
            self.staff.save()

    def get(self, name, *args):
        answer = self.client.get(reverse(name, args=args))
        scope.restore()
        return answer

    def post(self, name, data=None, *args):
        answer = self.client.post(reverse(name, args=args), data or {})
        scope.restore()
        return answer

    def log_in(self):
        return self.post("account_login", {"login": self.staff.staff_number, "password": PASSWORD})

    def code(self) -> str:
        """What the app shows; the next one each time, for each is taken once."""
        self.ahead = 1 - self.ahead
        return format_hotp_value(hotp_value(self.secret, int(time.time()) // 30 + self.ahead))

    def confirm(self):
        """The password once more, as a setting that matters asks."""
        return self.post("account_reauthenticate", {"password": PASSWORD, "next": reverse("mfa_index")})

    def register(self):
        self.confirm()
        page = self.get("mfa_activate_totp").content.decode()
        self.secret = re.search(r"<code>([A-Z2-7]+)</code>", page)[1]
        return self.post("mfa_activate_totp", {"code": self.code()})

    def is_in(self) -> bool:
        return self.get("home").status_code == 200


def desk(actor) -> Desk:
    opened = Desk(actor)
    opened.log_in()
    return opened


# --- registering ------------------------------------------------------------------------------------------------------


def test_an_app_is_registered_by_its_first_number_and_asked_for_at_the_next_log_in(desks):
    clerk = desk(desks.clerk)
    clerk.confirm()
    page = clerk.get("mfa_activate_totp").content.decode()
    assert "<svg" in page.split('class="qr"')[1]
    assert clerk.register()["Location"] == reverse("mfa_generate_recovery_codes")
    clerk.post("account_logout")
    assert clerk.log_in()["Location"] == reverse("mfa_authenticate")
    assert not clerk.is_in()
    assert clerk.post("mfa_authenticate", {"code": clerk.code()})["Location"] == "/"
    assert clerk.is_in()


def test_a_wrong_number_registers_nothing(desks):
    clerk = desk(desks.clerk)
    clerk.confirm()
    assert "誤り" in words(clerk.post("mfa_activate_totp", {"code": "000000"}))
    assert not Authenticator.objects.exists()


def test_guessed_numbers_are_stopped(desks):
    clerk = desk(desks.clerk)
    clerk.register()
    clerk.post("account_logout")
    clerk.log_in()
    answers = [words(clerk.post("mfa_authenticate", {"code": f"{n:06}"})) for n in range(12)]
    assert "番号が正しくありません" in answers[0]
    assert "しばらくログインできません" in answers[-1]
    clerk.post("mfa_authenticate", {"code": clerk.code()})
    assert not clerk.is_in()


def test_a_number_is_taken_once(desks):
    clerk = desk(desks.clerk)
    clerk.register()
    code = clerk.code()
    for expected in (True, False):
        other = Desk(desks.clerk)
        other.log_in()
        other.post("mfa_authenticate", {"code": code})
        assert other.is_in() is expected


def test_the_secret_lies_encrypted_in_the_database(desks):
    clerk = desk(desks.clerk)
    clerk.register()
    with connection.cursor() as cursor:
        cursor.execute("select data::text from mfa_authenticator")
        kept = " ".join(text for (text,) in cursor.fetchall())
    assert clerk.secret not in kept
    assert "gAAAA" in kept


def test_registering_asks_for_the_password_once_more(desks, settings):
    clerk = desk(desks.clerk)
    assert clerk.get("mfa_activate_totp")["Location"].startswith(reverse("account_reauthenticate"))
    clerk.confirm()
    assert clerk.get("mfa_activate_totp").status_code == 200
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    assert clerk.get("mfa_activate_totp")["Location"].startswith(reverse("account_reauthenticate"))


def test_the_list_of_codes_is_shown_once_and_each_opens_once(desks):
    clerk = desk(desks.clerk)
    clerk.register()
    assert "<code>" not in clerk.get("mfa_generate_recovery_codes").content.decode()
    made = clerk.post("mfa_generate_recovery_codes")
    codes = [code.replace(" ", "") for code in re.findall(r"<code>([\d ]+)</code>", made.content.decode())]
    assert (len(set(codes)), made["Cache-Control"]) == (10, "no-store")
    assert "残りは10個です" in words(clerk.get("mfa_index"))
    assert "<code>" not in clerk.get("mfa_generate_recovery_codes").content.decode()
    for expected in (True, False):
        other = Desk(desks.clerk)
        other.log_in()
        other.post("mfa_authenticate", {"code": codes[0]})
        assert other.is_in() is expected
    clerk.post("mfa_generate_recovery_codes")
    other = Desk(desks.clerk)
    other.log_in()
    other.post("mfa_authenticate", {"code": codes[1]})
    assert not other.is_in(), "a new list takes the old one's place"


def test_what_was_registered_is_taken_away_by_oneself_and_another_registering_ends_other_log_ins(desks):
    first, second = desk(desks.clerk), desk(desks.clerk)
    first.register()
    assert first.is_in()
    assert not second.is_in()
    first.post("mfa_deactivate_totp")
    assert not Authenticator.objects.exists()


def test_another_persons_key_is_not_found(desks):
    key = Authenticator.objects.create(user=desks.chief.staff, type="webauthn", data={"name": "鍵"})
    assert desk(desks.clerk).get("mfa_remove_webauthn", key.pk).status_code in {302, 404}
    desk(desks.clerk).post("mfa_remove_webauthn", None, key.pk)
    assert Authenticator.objects.filter(pk=key.pk).exists()


# --- demanded ---------------------------------------------------------------------------------------------------------


def deciders(desks):
    administrator = people.administrator(desks.station.prefecture)
    Staff.objects.filter(pk=administrator.staff.pk).update(is_administrator=True)
    return [desks.chief, desks.director, people.deputy(desks.chief), administrator]


def test_whoever_decides_reaches_nothing_but_the_setting_up_until_there_is_one(
    demanded, desks, record_property
):
    tried = 0
    plain = ("home", "forms", "notices", "switch_posting")
    for actor in deciders(desks):
        decider = desk(actor)
        for name in plain:
            answer = decider.get(name) if name != "switch_posting" else decider.post(name)
            assert answer["Location"] == reverse("mfa_index"), (actor, name)
            tried += 1
        assert "決める職なので、二要素認証が要ります" in words(decider.get("mfa_index"))
        decider.register()
        assert decider.get("forms").status_code == 200
    record_property("T18 pages closed to deciding posts without a second factor", tried)


def test_other_posts_work_without_one(demanded, desks):
    for actor in (desks.clerk, desks.hq_clerk, people.inspector(desks.station.prefecture)):
        assert desk(actor).is_in()


def test_nobody_is_asked_where_it_is_only_offered(desks):
    assert all(desk(actor).get("forms").status_code == 200 for actor in deciders(desks))


def test_a_session_from_before_the_registering_elsewhere_is_not_proved(demanded, desks):
    chief = desk(desks.chief)
    Authenticator.objects.create(user=desks.chief.staff, type="totp", data={"secret": ""})
    assert chief.get("home")["Location"].startswith(reverse("mfa_reauthenticate"))


def test_a_factor_taken_away_proves_nothing_any_more(demanded, desks):
    chief = desk(desks.chief)
    chief.register()
    assert chief.is_in()
    chief.post("mfa_deactivate_totp")
    assert chief.get("home")["Location"] == reverse("mfa_index")


# --- at the door ------------------------------------------------------------------------------------------------------


def test_an_approver_without_a_second_factor_decides_nothing(desks, record_property):
    """At the door itself, whatever page the act came by."""
    refused = 0
    forwarded = application_at(S.FORWARDED, desks)
    received = application_at(S.RECEIVED, desks)
    decided = application_at(S.APPROVED, desks)
    for case, act, actor in (
        (received, "forward", desks.chief), (forwarded, "approve", desks.director), (forwarded, "decline", desks.director),
        (forwarded, "approve", desks.hq_clerk), (decided, "recall", desks.director),
    ):  # fmt: skip
        before = StateChange.objects.count()
        without = replace(actor, is_proved=False)
        assert "二要素認証が要ります" in refusals(case, act, without)[0].sentence
        with pytest.raises(Refused, match="二要素認証が要ります"):
            perform(case, act, by=without, on=DAY)
        assert StateChange.objects.count() == before
        assert all("二要素認証" not in reason.sentence for reason in refusals(case, act, actor))
        refused += 1
    record_property("T18 decisions without a second factor refused at the door", refused)


def test_every_permission_that_decides_asks_for_it(desks):
    asking = {code for code, permission in PERMISSIONS.items() if permission.decides}
    assert asking == {
        "forward", "commission", "close_register", "decide", "acknowledge", "recall", "end_standing", "approve_council", "settle_reset",
        "review_disposal", "approve_disposal",
    }  # fmt: skip
    case = application_at(S.FORWARDED, desks)
    for code in asking - {"settle_reset"}:
        for actor in (desks.chief, desks.director):
            if PERMISSIONS[code].held_by(actor):
                assert (
                    "二要素認証"
                    in PERMISSIONS[code].reasons(case, replace(actor, is_proved=False))[0].sentence
                )


def test_a_request_without_one_stands_before_the_door_as_not_proved(demanded, desks):
    """A clerk of headquarters opens pages, and at a step of the route (係) reads why not."""
    case = application_at(S.FORWARDED, desks)
    clerk = desk(desks.hq_clerk)
    page = words(clerk.get("decide", case.pk))
    assert "二要素認証が要ります" in page
    clerk.register()
    assert "二要素認証が要ります" not in words(clerk.get("decide", case.pk))


# --- taken away by two ------------------------------------------------------------------------------------------------


@pytest.fixture
def admins(desks):
    made = [people.administrator(desks.station.prefecture) for _ in range(2)]
    Staff.objects.filter(pk__in=[a.staff.pk for a in made]).update(is_administrator=True)
    return [desk(actor) for actor in made]


def ask(admin, person, reason="機器の紛失。対面で確かめた"):
    return admin.post("reset_ask", {"number": person.staff_number, "reason": reason, "act_key": ""})


def test_two_persons_take_a_lost_factor_away_and_the_person_registers_anew(desks, admins):
    first, second = admins
    clerk = desk(desks.clerk)
    clerk.register()
    assert ask(first, clerk.staff).status_code == 302
    reset = SecondFactorReset.objects.get()
    assert Authenticator.objects.filter(user=clerk.staff).exists(), "asking alone changes nothing"
    answer = second.post("reset_confirm", None, reset.pk)
    given = re.search(r'id="one-time-password">([^<]+)<', answer.content.decode())[1]
    assert answer["Cache-Control"] == "no-store"
    assert not Authenticator.objects.filter(user=clerk.staff).exists()
    assert not clerk.is_in()
    after = Staff.objects.get(pk=clerk.staff.pk)
    assert (after.check_password(given), after.must_change_password) == (True, True)
    told = SecondFactorReset.objects.get()
    assert (told.asked_by, told.confirmed_by) == (first.staff, second.staff)
    again = second.post("reset_confirm", None, reset.pk)
    assert again["Location"] == reverse("resets"), "a second click makes no second password"
    assert Staff.objects.get(pk=clerk.staff.pk).check_password(given)


def test_the_one_who_asked_does_not_confirm_nor_the_person_themself(desks, admins):
    first, second = admins
    chief = desk(desks.chief)
    for asker, person in ((first, desks.clerk.staff), (first, desks.chief.staff), (second, first.staff)):
        assert ask(asker, person).status_code == 302
    mine, chiefs, admins_own = SecondFactorReset.objects.order_by("pk")
    first.post("reset_confirm", None, mine.pk)
    chief.post("reset_confirm", None, chiefs.pk)
    first.post("reset_confirm", None, admins_own.pk)
    assert not SecondFactorReset.objects.exclude(confirmed_on=None).exists()
    assert "申し出た人は、確かめられません" in words(first.get("resets"))


def test_the_persons_chief_confirms_and_no_other_stations(desks, admins):
    clerk, other = desks.clerk.staff, desk(people.chief(StationFactory(prefecture=desks.station.prefecture)))
    ask(admins[0], clerk)
    reset = SecondFactorReset.objects.get()
    assert other.post("reset_confirm", None, reset.pk).status_code == 404
    assert desk(desks.clerk).post("reset_confirm", None, reset.pk).status_code == 403
    assert "解除しました" in words(desk(desks.chief).post("reset_confirm", None, reset.pk))


def test_a_chief_without_a_second_factor_confirms_none(demanded, desks):
    asker = people.administrator(desks.station.prefecture).staff
    reset = SecondFactorReset.objects.create(
        staff=desks.clerk.staff,
        prefecture=desks.station.prefecture,
        asked_by=asker,
        asked_as="係",
        reason="紛失",
    )
    assert desk(desks.chief).post("reset_confirm", None, reset.pk)["Location"] == reverse("mfa_index")
    assert isinstance(reset.confirm(replace(desks.chief, is_proved=False)), list)
    assert SecondFactorReset.objects.waiting().exists()


def test_nobody_asks_for_oneself_twice_or_for_another_prefecture(desks, admins):
    first, _ = admins
    far = people.clerk(StationFactory(prefecture__code="24", prefecture__name="三重県")).staff
    for person, told in ((first.staff, "自分の解除は"), (far, "見つかりません")):
        answer = ask(first, person)
        assert (answer.status_code, told in words(answer)) == (422, True)
    ask(first, desks.clerk.staff)
    assert "もう申し出てあり" in words(ask(first, desks.clerk.staff))
    assert SecondFactorReset.objects.count() == 1


def test_the_database_refuses_one_person_twice_and_what_was_settled(desks, admins):
    first, second = admins
    ask(first, desks.clerk.staff)
    rows = SecondFactorReset.objects.all()
    told = {"confirmed_on": "2026-10-01T00:00Z", "confirmed_as": "係"}
    for staff in (first.staff, desks.clerk.staff):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(confirmed_by=staff, **told)
    second.post("reset_confirm", None, rows.get().pk)
    for change in ({"confirmed_by": desks.chief.staff}, {"reason": "別の理由"}, {"confirmed_on": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)


def test_what_was_asked_is_dropped_and_then_not_confirmed(desks, admins):
    first, second = admins
    ask(first, desks.clerk.staff)
    reset = SecondFactorReset.objects.get()
    second.post("reset_drop", None, reset.pk)
    second.post("reset_confirm", None, reset.pk)
    reset = SecondFactorReset.objects.get()
    assert (reset.dropped_by, reset.confirmed_by) == (second.staff, None)
