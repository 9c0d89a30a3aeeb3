"""The inspector's pages, the alarm, the monthly sheet of views and its acknowledgement."""

from datetime import date, datetime
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from casework.dates import JST
from casework.models import Anchor, ReadLog, StateChange, VerificationRun, ViewReview
from casework.models.road import RoadState as S
from casework.proof import views_sheet
from casework.workflow import Refused
from tests.factories import people
from tests.factories.applications import Desks, application_at
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)


@pytest.fixture
def desks():
    return Desks(StationFactory())


def client_of(actor) -> Client:
    client = Client()
    client.force_login(actor.staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def viewed(actor, what, at, record=None) -> None:
    """A line of the read log at a moment; the database itself takes the transaction's."""
    ReadLog.objects.create(
        staff=actor.staff, post=actor.post, post_name=str(actor.post), what=what, at=at,
        object_label=record._meta.label if record else "", object_pk=record.pk if record else None,
    )  # fmt: skip


def at(day, hour=10) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=JST)


def fault(*faults) -> VerificationRun:
    return VerificationRun.objects.create(
        begun_at=timezone.now(), seconds=1, changes=9, faults=list(faults), counts={"anchors": 3}, release="1"
    )


# --- the inspector ---------------------------------------------------------------------------------------------------


def test_the_inspector_sees_nights_and_anchors(desks):
    fault("履歴の5行目: 書き換え")
    Anchor.objects.create(day=MARCH, at=at(1), count=1234, last_hash="ab" * 32, release="1")
    page = client_of(people.inspector(desks.station.prefecture)).get(reverse("inspection")).content.decode()
    for words in ("履歴の5行目: 書き換え", "1234件", "abab abab abab abab", "書いていない", "控え 3"):
        assert words in page


def test_an_alarm_stands_on_every_page_of_inspector_and_administrator_until_a_night_finds_nothing(desks):
    watchers = [people.inspector(desks.station.prefecture), people.administrator(desks.station.prefecture)]
    fault("x")
    told = [
        b'role="alert"' in client_of(actor).get(reverse("home")).content for actor in (*watchers, desks.clerk)
    ]
    assert told == [True, True, False]
    fault()
    assert b'role="alert"' not in client_of(watchers[0]).get(reverse("home")).content


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", None),
        ("?act=受理", 1),
        ("?act=ない行為", 0),
        ("?until=H30.1.1", 0),
        ("?q=だれでもない", 0),
        ("?since=H30.1.1", None),
    ],
)
def test_the_history_is_searched_by_person_act_and_day(desks, query, count):
    application_at(S.RECEIVED, desks)
    page = client_of(people.inspector(desks.station.prefecture)).get(reverse("inspection_history") + query)
    found = len(page.context["rows"])
    assert found == (StateChange.objects.count() if count is None else count)


def test_the_history_is_searched_by_name_and_number_of_a_person(desks):
    application_at(S.FORWARDED, desks)
    client = client_of(people.inspector(desks.station.prefecture))
    for text in (desks.chief.staff.name, desks.chief.staff.staff_number):
        rows = client.get(reverse("inspection_history"), {"q": text}).context["rows"]
        assert rows
        assert {row.staff_id for row, *_ in rows} == {desks.chief.staff.pk}


def test_a_day_that_is_none_is_said_beside_its_field_and_stays(desks):
    page = client_of(people.inspector(desks.station.prefecture)).get(
        reverse("inspection_views") + "?since=きのう"
    )
    assert "日付として読めません" in page.content.decode()
    assert 'value="きのう"' in page.content.decode()


def test_views_of_another_prefecture_are_not_found(desks):
    far = Desks(StationFactory(prefecture__code="24", prefecture__name="三重県"))
    ReadLog.note(desks.clerk, "こちらの画面")
    ReadLog.note(far.clerk, "あちらの画面")
    ReadLog.note(far.hq_clerk, "あちらの本部の画面")
    page = (
        client_of(people.inspector(desks.station.prefecture))
        .get(reverse("inspection_views"))
        .content.decode()
    )
    assert "こちらの画面" in page
    assert "あちらの" not in page


# --- the monthly sheet -----------------------------------------------------------------------------------------------


def test_the_sheet_counts_what_each_person_opened_and_what_stands_out(desks):
    case = application_at(S.RECEIVED, desks)
    viewed(desks.clerk, "証明申請", at(2), case)  # a Monday, and the clerk received it
    viewed(desks.chief, "証明申請", at(2), case)  # who has done nothing on it yet
    viewed(desks.clerk, "検索「髙橋」", at(2))
    viewed(desks.clerk, "事案一覧の書出し（Excel 3件）", at(3, 21))
    viewed(desks.clerk, "ホーム", at(7))  # a Saturday
    viewed(desks.clerk, "ホーム", datetime(2026, 4, 1, 0, 0, tzinfo=JST))  # of the next month
    viewed(desks.hq_clerk, "証明申請", at(2), case)  # another office's
    sheet = views_sheet.sheet_of(views_sheet.Office.of(desks.chief), MARCH)
    told = {person.name: (person.views, dict(person.kinds), dict(person.why)) for person in sheet.people}
    assert told == {
        str(desks.clerk.staff): (
            4,
            {"証明申請": 1, "検索": 1, "事案一覧の書出し": 1, "ホーム": 1},
            {"search": 1, "out_of_hours": 2},
        ),
        str(desks.chief.staff): (1, {"証明申請": 1}, {"not_ones_own": 1}),
    }


@pytest.mark.parametrize(
    ("moment", "out"),
    [((2, 7), False), ((2, 6), True), ((2, 19), False), ((2, 20), True), ((7, 10), True), ((20, 10), True)],
)
def test_what_counts_as_outside_of_hours(moment, out):
    assert views_sheet.is_out_of_hours(at(*moment)) is out


def test_the_head_records_once_that_a_month_was_seen(desks):
    viewed(desks.clerk, "ホーム", at(7))
    client = client_of(desks.chief)
    path = reverse("views_review") + "?month=2026-03"
    before = StateChange.objects.count()
    assert client.post(path, {"note": "当直の分"}).status_code == 302
    row = ViewReview.objects.get()
    assert (row.station, row.division, row.month, row.views, row.remarkable["out_of_hours"], row.note) == (
        desks.station, None, MARCH, 1, 1, "当直の分",
    )  # fmt: skip
    assert StateChange.objects.count() == before + 1
    assert StateChange.objects.last_of(row).label == "閲覧の月表の確認"
    assert client.post(path, {"note": "もう一度"}).status_code == 422
    assert ViewReview.objects.count() == 1
    page = client.get(path).content.decode()
    assert "当直の分" in page
    assert "確かめたことを記録する" not in page


def test_a_double_click_is_one_act(desks):
    path = reverse("views_review") + "?month=2026-03"
    client, key = client_of(desks.chief), {"note": "", "act_key": "7d4f5f4e-3f5a-4d3c-9a39-1b7b3e0c9f10"}
    first, second = client.post(path, key), client.post(path, key)
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"]) == (302, path)


def test_a_division_has_a_row_of_its_own_and_only_its_head_records_it(desks):
    with pytest.raises(Refused, match="課長の職が"):
        views_sheet.review(desks.assistant, MARCH, date(2026, 4, 1), "")
    row = views_sheet.review(desks.director, MARCH, date(2026, 4, 1), "")
    assert row.division == desks.director.post.division
    views_sheet.review(desks.chief, MARCH, date(2026, 4, 1), "")
    assert ViewReview.objects.count() == 2


@pytest.mark.parametrize(("today", "refused"), [(date(2026, 3, 31), True), (date(2026, 4, 1), False)])
def test_a_month_is_seen_when_it_is_over(desks, today, refused):
    assert bool(views_sheet.problems(desks.chief, MARCH, today)) is refused


def test_the_database_keeps_one_row_a_month(desks):
    views_sheet.review(desks.chief, MARCH, date(2026, 4, 1), "")
    again = views_sheet._row(desks.chief, MARCH, date(2026, 4, 1))
    again.views = 0
    with pytest.raises(IntegrityError, match="one_review_a_month"), transaction.atomic():
        again.save()


@pytest.mark.parametrize("text", ["", "2026-13", "9999-01", "x", "0001-01"])
def test_a_month_that_is_none_is_the_last_whole_one(text):
    assert views_sheet.month_of(text, date(2026, 4, 15)) == MARCH


def test_the_paper_lists_people_and_what_stands_out(desks):
    viewed(desks.clerk, "検索「髙橋」", at(7, 22))
    answer = client_of(desks.chief).get(reverse("views_paper") + "?month=2026-03")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    for words in (
        "閲覧の月表",
        "令和8年3月分",
        "".join(desks.clerk.staff.name.split()),
        "時間外、検索",
        "まだ確かめていない",
    ):
        assert words in "".join(text.split()), words


def test_queries_do_not_grow_with_the_views(desks, django_assert_max_num_queries):
    case = application_at(S.RECEIVED, desks)
    for day in range(1, 29):
        viewed(desks.clerk, "証明申請", at(day), case)
    with django_assert_max_num_queries(2):
        views_sheet.sheet_of(views_sheet.Office.of(desks.chief), MARCH)
    assert connection.vendor == "postgresql"
