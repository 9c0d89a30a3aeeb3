"""The day's mail through a real listener: what is unread and untold, once, whatever becomes of the worker; no names."""

import datetime as dt
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from casework.models import Digest, Notice, NoticeRead, Posting, Staff, ToldNotice
from casework.models.road import RoadState as S
from casework.notices import digest, nightly
from casework.scope import scope_of
from config.environment import Mail, read_mail
from tests.blue_patrol.races import at_once
from tests.casework.post_office import post_office
from tests.conftest import owner_connection
from tests.factories import people, scope
from tests.factories.applications import Desks, application_at
from tests.factories.notices import notice
from tests.factories.places import PostingFactory, StaffFactory, StationFactory

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
SITE = "https://aopato.example"


TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def office(settings):
    with post_office() as office:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        settings.DEFAULT_FROM_EMAIL, settings.SITE_URL = "aopato@aopato.example", SITE
        yield office


@pytest.fixture
def desks():
    return Desks(StationFactory())


def with_address(actor, address="clerk@station.example"):
    Staff.objects.filter(pk=actor.staff.pk).update(email=address)
    return actor


def send(day=TODAY) -> int:
    sent = digest.send_all(day)
    scope.restore()
    return sent


def body(letter) -> str:
    return letter.get_content().replace("\r\n", "\n")


def test_no_mail_leaves_without_a_server(desks, settings, mailoutbox):
    assert settings.EMAIL_HOST == ""
    with_address(desks.clerk)
    notice(desks.station)
    assert send() == 0
    assert mailoutbox == []
    assert not Digest.objects.exists()


def test_one_mail_tells_what_is_unread_by_numbers_and_addresses_alone(desks, office):
    with_address(desks.clerk)
    case = application_at(S.SENT_BACK, desks)
    read = notice(desks.station, case, title="読んだもの", turn=7)
    NoticeRead.objects.create(notice=read, staff=desks.clerk.staff)
    assert send() == 1
    (letter,) = office.letters
    assert (letter["To"], letter["From"]) == ("clerk@station.example", "aopato@aopato.example")
    assert letter["Subject"] == "お知らせ 1件"
    text = body(letter)
    assert f"・本部から差し戻されました（{case.receipt_number}）\n  {SITE}/cases/{case.pk}/" in text
    assert f"{SITE}/notices/" in text
    assert "読んだもの" not in text
    names = [
        case.group.name,
        case.group.representative_name,
        desks.clerk.staff.name,
        desks.hq_clerk.staff.name,
    ]
    assert [name for name in names if name in text] == []
    assert Digest.objects.get().sent_on


def test_nothing_new_is_no_mail_and_what_was_told_is_not_told_again(desks, office):
    with_address(desks.clerk)
    assert send() == 0
    notice(desks.station)
    assert [send(), send(), send(TODAY + dt.timedelta(days=1))] == [1, 0, 0]
    notice(desks.station, turn=1, title="新しいもの")
    assert [send(), send(TODAY + dt.timedelta(days=1))] == [0, 1], "one mail a day"
    assert "新しいもの" in body(office.letters[-1])
    assert "本部から差し戻されました" not in body(office.letters[-1])


def test_each_person_is_told_for_every_post_of_the_day_and_for_no_other(desks, office):
    with_address(desks.clerk)
    elsewhere = people.clerk(StationFactory(name="隣町"), staff=desks.clerk.staff)
    notice(desks.station, title="前の職のもの")
    notice(elsewhere.station, title="兼務のもの")
    assert send() == 1
    assert "前の職のもの" in body(office.letters[0])
    assert "■ 隣町" in body(office.letters[0])
    notice(desks.station, title="終わった職のもの", turn=1)
    Posting.objects.filter(pk=desks.clerk.posting.pk).update(ends_on=TODAY)
    assert send(TODAY + dt.timedelta(days=1)) == 0


def test_who_has_no_address_is_off_duty_or_not_posted_gets_none(desks, office):
    notice(desks.station)
    with_address(people.Actor.of(PostingFactory(post=desks.clerk.post, staff=StaffFactory(is_active=False))))
    Staff.objects.filter(pk=StaffFactory().pk).update(email="nobody@station.example")
    with_address(desks.chief)
    assert send() == 0
    assert office.letters == []


def test_more_than_fifty_lines_are_a_number(desks, office):
    with_address(desks.clerk)
    for turn in range(digest.LISTED + 3):
        notice(desks.station, turn=turn)
    send()
    assert body(office.letters[0]).count("本部から差し戻されました") == digest.LISTED
    assert "ほかに3件" in body(office.letters[0])
    assert ToldNotice.objects.count() == digest.LISTED + 3


def test_the_days_clocks_are_in_the_mail(desks, office):
    with_address(desks.clerk)
    application_at(S.DELIVERED, desks)
    nightly.tell_of_clocks(TODAY)
    scope.restore()
    send()
    assert "期限を過ぎました：自動車検査証への記載" in body(office.letters[0])


# --- at most once --------------------------------------------------------------------------------------------------


def test_what_certainly_did_not_leave_is_told_by_the_next_attempt(desks, office, settings):
    with_address(desks.clerk)
    notice(desks.station)
    office.refuses = "clerk@station.example"
    assert send() == 0
    assert not Digest.objects.exists()
    office.refuses = ""
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    with pytest.raises(digest.NoServer):
        send()
    assert not ToldNotice.objects.exists()
    settings.EMAIL_PORT = port
    assert send() == 1
    assert len(office.letters) == 1


def test_one_refused_address_does_not_keep_the_others_from_their_mail(desks, office):
    with_address(desks.clerk, "wrong@station.example")
    with_address(desks.chief, "chief@station.example")
    notice(desks.station)
    notice(desks.station, role="station_chief")
    office.refuses = "wrong@station.example"
    assert send() == 1
    assert [letter["To"] for letter in office.letters] == ["chief@station.example"]


def test_where_nobody_knows_it_is_not_told_again_and_the_next_mail_says_so(desks, office):
    with_address(desks.clerk)
    notice(desks.station, title="届いたか分からないもの")
    office.cuts = True
    assert send() == 0
    office.cuts = False
    assert (Digest.objects.get().sent_on, ToldNotice.objects.count()) == (None, 1)
    assert [send(), send(TODAY + dt.timedelta(days=1))] == [0, 0]
    notice(desks.station, turn=1, title="次の日のもの")
    assert send(TODAY + dt.timedelta(days=2)) == 1
    first, second = (body(letter) for letter in office.letters)
    assert "届いたか分からないもの" in first
    assert "届いたか分からないもの" not in second
    assert "11月22日のメールは、届いていないことがあります" in second
    notice(desks.station, turn=2)
    send(TODAY + dt.timedelta(days=3))
    assert "届いていないことがあります" not in body(office.letters[-1])


committed = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stored():
    """A clerk with an address and something to be told, committed."""
    with transaction.atomic():
        desks = Desks(StationFactory())
        with_address(desks.clerk)
        notice(desks.station)
    return desks


def claimed() -> tuple[int, int]:
    """As another connection sees it: how many mails and notices are claimed."""
    with owner_connection() as owner:
        rows = owner.execute(
            "select (select count(*) from casework_digest), (select count(*) from casework_toldnotice)"
        )
        return rows.fetchone()


@committed
def test_the_claim_is_committed_before_the_text_leaves(stored, office):
    seen = []
    office.on_text = lambda: seen.append(claimed())
    assert digest.send_all(TODAY) == 1
    assert seen == [(1, 1)]


@committed
def test_two_workers_at_once_send_one_mail(stored, office):
    assert sorted(at_once(*[lambda: digest.send_all(TODAY)] * 4)) == [0, 0, 0, 1]
    assert len(office.letters) == 1


@committed
def test_a_worker_that_is_killed_while_it_sends_does_not_tell_twice(stored, office):
    def kill():
        os.kill(running.pid, signal.SIGKILL)
        running.wait()

    office.on_text = kill
    running = subprocess.Popen(
        [sys.executable, "-c", SENDS, TODAY.isoformat()], cwd=ROOT, env=os.environ | surroundings(office)
    )
    assert running.wait(60) == -signal.SIGKILL
    assert len(office.letters) == 1
    office.on_text = None
    assert digest.send_all(TODAY) == digest.send_all(TODAY + dt.timedelta(days=1)) == 0
    assert (len(office.letters), claimed()) == (1, (1, 1))
    with scope_of(stored.clerk):
        assert Notice.objects.of(stored.clerk).exists()  # it still stands unread on the page
        assert not NoticeRead.objects.exists()


SENDS = """
import datetime, sys, django
django.setup()
from casework.notices import digest
digest.send_all(datetime.date.fromisoformat(sys.argv[1]))
"""


def surroundings(office) -> dict[str, str]:
    """A process of its own on the tests' database, its mail server named as an office names it."""
    params = connection.settings_dict
    port = f"&port={params['PORT']}" if params["PORT"] else ""
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings", "DEMO": "1",
        "DATABASE_URL": f"postgresql://{params['USER']}@/{params['NAME']}?host={params['HOST']}{port}",
        "EMAIL_URL": f"smtp://127.0.0.1:{office.port}", "EMAIL_FROM": "aopato@aopato.example", "SITE_URL": SITE,
    }  # fmt: skip


# --- settings ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", Mail("mail.example", 25)),
        ("smtps://mail.example", Mail("mail.example", 465, tls=True)),
        (
            "smtp+starttls://u%40x:p%2Fw@mail.example:2525",
            Mail("mail.example", 2525, "u@x", "p/w", starttls=True),
        ),
    ],
)
def test_the_server_is_named_by_one_address(monkeypatch, url, expected):
    for name, value in (("EMAIL_URL", url), ("EMAIL_FROM", "a@b.example"), ("SITE_URL", f"{SITE}/")):
        monkeypatch.setenv(name, value)
    found = read_mail()
    assert (found.sender, found.site) == ("a@b.example", SITE)
    assert (found.host, found.port, found.user, found.password, found.tls, found.starttls) == (
        expected.host, expected.port, expected.user, expected.password, expected.tls, expected.starttls,
    )  # fmt: skip


@pytest.mark.parametrize("missing", ["EMAIL_FROM", "SITE_URL"])
def test_a_server_wants_a_sender_and_the_address_of_the_pages(monkeypatch, missing):
    values = {"EMAIL_URL": "smtp://mail.example", "EMAIL_FROM": "a@b.example", "SITE_URL": SITE} | {
        missing: ""
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match="EMAIL_FROM and SITE_URL"):
        read_mail()
    monkeypatch.setenv("EMAIL_URL", "")
    assert read_mail() == Mail()
