"""The demonstration on a fixed day, loaded once and served to a browser: the same pages each time."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import TransactionTestCase
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from casework.demo import press
from casework.management.commands import demo
from casework.models import Actor, ImportBatch, Posting, Station
from casework.scope import set_scope
from tests.factories import scope
from tests.handbook_pictures.camera import Camera
from tests.handbook_pictures.table import ADMINISTRATOR, CLERK, PICTURES, READ_BY_HEADQUARTERS, SUPERVISOR

NOON = dt.datetime(2026, 10, 7, 12, 0, tzinfo=ZoneInfo("Asia/Tokyo"))  # a Wednesday, 令和8年10月7日
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
LEDGER = """証明書番号,団体名,代表者,証明日,交付日,所在地,区分,実施地域
第H30-0021号,花見坂三丁目自主防犯会,花田 実,H30.6.1,H30.6.11,桜見市花見坂三丁目1番地,オ,花見坂三丁目
第R1-0034号,桜見新町見守り隊,新井 薫,R1.9.2,R1.9.10,桜見市桜見新町5番地,イ,桜見新町
第R1-0034号,桜見新町見守り隊,新井 薫,R1.9.2,R1.9.10,桜見市桜見新町5番地,イ,桜見新町
第R2-0007号,坂下商店街防犯部,,R2.7.1,R2.6.1,桜見市坂下町9番地,カ,坂下町
"""
MEMBERS = """協議会の名称,氏名,よみ,性別,職業,任期の初日,任期の末日
坂上町交番連絡協議会,小野 静,おの しずか,女,自営業,R8.4.1,R10.3.31
坂上町交番連絡協議会,谷口 実,たにぐち みのる,男,会社員,R8.4.1,R8.3.31
花見坂交番連絡協議会,戸田 薫,とだ かおる,女,教員,R8.4.1,R10.3.31
"""
PERSONNEL = """職員番号,氏名,よみ,階級,所属,職名,発令日
90101,新田 和,にった かず,巡査部長,桜見坂警察署,生活安全係,令和8年11月1日
90102,古賀 茂,こが しげる,巡査,桜見坂警察署坂上町交番,交番勤務員,令和8年11月1日
90103,森 明,もり あきら,巡査,港中央警察署,地域係,令和8年11月1日
"""


class Noon(dt.datetime):
    """Django asks this class for now: also what took ``timezone.now`` as a default asks it."""

    @classmethod
    def now(cls, tz=None):
        return NOON.astimezone(tz)


def print_what_is_shown(order) -> bytes:
    """The one paper that a picture shows; stand-in bytes for the others, which take long."""
    shown = order["form"] == "13" and READ_BY_HEADQUARTERS in str(order["values"])
    return press.print_paper(order) if shown else PDF


@pytest.fixture(scope="module")
def camera(django_db_setup, django_db_blocker, chromium):
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patched:
        patched.setattr(timezone, "datetime", Noon)
        patched.setattr(demo, "Press", lambda: press.Press(print_what_is_shown, workers=0))
        patched.setattr("casework.printing.progress.is_working", lambda: True)
        TransactionTestCase._fixture_teardown(None)  # keys begin at 1, as the next time
        call_command("demo", verbosity=0)
        add_files()
        server = LiveServer("localhost")
        camera = Camera(chromium, server.url, {picture.who for picture in PICTURES})
        yield camera
        camera.close()
        server.stop()
        TransactionTestCase._fixture_teardown(None)


def add_files() -> None:
    """What somebody has just uploaded: an old ledger, a list of transfers."""
    with transaction.atomic():
        scope.STATIONS.update(Station.objects.values_list("pk", flat=True))
        for who, kind, name, content in (
            (CLERK, ImportBatch.Kind.STANDING, "台帳.csv", LEDGER),
            (SUPERVISOR, ImportBatch.Kind.COUNCILS, "名簿.csv", MEMBERS),
            (ADMINISTRATOR, ImportBatch.Kind.POSTINGS, "異動.csv", PERSONNEL),
        ):
            actor = Actor.of(Posting.objects.with_office().filter(staff__staff_number=who)[0])
            set_scope(actor.station_ids)
            ImportBatch.receive(actor, kind, name, content.encode())
