"""期限盤: every open clock stands in one band, every figure leads to its rows, and no office sees another's."""

import datetime as dt
import re
from html import unescape

import pytest
from django.db import connection
from django.db.models import BooleanField, Case, DateField, F, Value, When
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework import clocks
from casework.models import Deadline, ReadLog, Station
from casework.models.road import RoadState as S
from liaison_councils import clock_kinds
from tests.blue_patrol.acting import client_of
from tests.blue_patrol.paging import get, main, queries, reads
from tests.factories import councils, people, scope
from tests.factories.applications import Desks, application_at
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 10, 1)
EDGES = [  # days from today to the due day (None: 速やかに, then of the first day) → band
    (-400, "over31"), (-31, "over31"), (-30, "over8"), (-8, "over8"), (-7, "over1"), (-1, "over1"), (0, "7"), (7, "7"),
    (8, "in30"), (30, "in30"), (31, "later"), (900, "later"),
]  # fmt: skip
SINCE = [(-400, "since31"), (-31, "since31"), (-30, "since8"), (-8, "since8"), (-7, "since0"), (0, "since0")]


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)
    return TODAY


@pytest.fixture
def desks():
    return Desks(StationFactory())


def day(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("due", "start", "band"),
    [(day(n), day(-500), band) for n, band in EDGES] + [(None, day(n), band) for n, band in SINCE],
)
def test_a_clock_stands_in_one_band_in_python_and_in_sql(due, start, band):
    assert [each.code for each in clocks.BANDS if each.holds(due, start, TODAY)] == [band]
    assert clocks.band_of(due, start, TODAY).code == band
    station = StationFactory()
    row = Station.objects.annotate(due=Value(due, DateField()), start=Value(start, DateField()))
    held = {
        each.code: Case(
            When(each.condition(TODAY, "due", "start"), then=True), default=False, output_field=BooleanField()
        )
        for each in clocks.BANDS
    }
    found = row.annotate(**{f"in_{code}": test for code, test in held.items()}).get(pk=station.pk)
    assert [each.code for each in clocks.BANDS if getattr(found, f"in_{each.code}")] == [band]


def clock(desks, case, **changed) -> Deadline:
    """One more clock of a delivered case."""
    told = {
        "station": desks.station, "kind": "inspection_entry", "title": "自動車検査証への記載", "clause": "BP-5-5-1", "case_label": case._meta.label,
        "case_pk": case.pk, "subject": "車", "starts_on": day(-400), "due_on": day(3),
    }  # fmt: skip
    return Deadline.objects.create(**told | changed)


@pytest.fixture
def delivered(desks):
    case = application_at(S.DELIVERED, desks)
    Deadline.objects.all().update(void_reason="試験")
    return case


def figures(actor, query="") -> dict[str, int]:
    """Address → figure, of each that leads somewhere."""
    page = client_of(actor).get(reverse("clock_board") + query).content.decode()
    scope.restore()
    found = re.findall(r'<td class="num[^"]*"><a href="([^"]+)">(\d+)</a>', page)
    return {unescape(url): int(number) for url, number in found}


@pytest.fixture
def every_band(desks, delivered):
    for n, _ in EDGES:
        clock(desks, delivered, due_on=day(n))
    for n, _ in SINCE:
        clock(desks, delivered, kind="things_back", due_on=None, starts_on=day(n))
    return delivered


def rows_at(actor, url: str) -> int:
    page = client_of(actor).get(url).content.decode()
    scope.restore()
    body = page.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in page else ""
    return body.count("<tr>")


@pytest.mark.parametrize("who", ["clerk", "chief", "hq_clerk"])
def test_every_figure_leads_to_as_many_rows(desks, every_band, who):
    actor = getattr(desks, who)
    found = figures(actor)
    assert len(found) > 9
    assert {url: rows_at(actor, url) for url in found if "/clocks/board/" not in url} == {
        url: number for url, number in found.items() if "/clocks/board/" not in url
    }


def test_a_figure_is_narrowed_by_kind_band_and_station(desks, every_band):
    own = figures(desks.clerk)
    assert own["/deadlines/?kind=inspection_entry&within=over31"] == 2
    assert own["/deadlines/?kind=things_back&within=since31"] == 2
    assert own["/deadlines/?kind=inspection_entry"] == len(EDGES)
    assert own["/deadlines/?within=7"] == 2
    at_headquarters = figures(desks.hq_clerk, "?kind=things_back")
    assert at_headquarters[f"/deadlines/?kind=things_back&within=since0&station={desks.station.pk}"] == 2


def test_headquarters_has_a_line_a_station_and_narrows_by_kind(desks, every_band):
    other = Desks(StationFactory(name="隣町"), hq_clerk=desks.hq_clerk)
    page = main(get(desks.hq_clerk, "/clocks/board/?kind=retraining"))
    assert "この種類の期限は残っていません" in page
    page = main(get(desks.hq_clerk, f"/clocks/board/?station={other.station.pk}"))
    assert "種類ごと（隣町）" in page
    assert "残っている期限のない署 1 隣町" in page
    assert "署ごと" not in main(get(desks.clerk, "/clocks/board/"))


def test_another_station_and_another_prefecture_do_not_count(desks, every_band):
    near, far = (
        Desks(StationFactory()),
        Desks(StationFactory(prefecture__code="24", prefecture__name="三重県")),
    )
    for theirs in (near.clerk, near.chief, far.hq_clerk, far.clerk):
        assert figures(theirs) == {}
        assert "残っている期限はありません" in main(get(theirs, "/clocks/board/"))
    far_away = f"?station={desks.station.pk}"
    assert figures(far.hq_clerk, far_away) == {}


def test_an_empty_board_and_nonsense_in_the_address(desks):
    for query in ("", "?kind=x", "?station=999999999999999999999", "?kind=&station=%00"):
        assert "残っている期限はありません" in main(get(desks.hq_clerk, f"/clocks/board/{query}"))


def test_the_board_names_nobody_and_writes_no_read_log(desks, every_band):
    before = ReadLog.objects.count()
    page = main(get(desks.hq_clerk, "/clocks/board/"))
    assert "桜見坂" not in page
    assert ReadLog.objects.count() == before


@pytest.mark.parametrize("rows", [1, 40])
def test_the_board_takes_one_query_of_its_own_however_many_rows(desks, delivered, rows):
    for n in range(rows):
        clock(desks, delivered, due_on=day(n - 20))
    frame = queries(desks.clerk, "/forms/"), queries(desks.hq_clerk, "/forms/")
    seen = queries(desks.clerk, "/clocks/board/"), queries(desks.hq_clerk, "/clocks/board/")
    assert (seen[0] - frame[0], seen[1] - frame[1]) == (1, 1)


# --- councils ------------------------------------------------------------------------------------------------------


@pytest.fixture
def at():
    """A station with two councils, a meeting without a result, a term about to end, a remark, an opinion, a request."""
    at = councils.desks(name="協議署")
    council = councils.active(at)
    councils.meeting(at, council, on=day(-3))
    councils.appointed(at, council, starts_on=dt.date(2024, 10, 5), ends_on=day(5))
    councils.opinion(at, council)
    return at


def test_the_councils_clocks_stand_beside(at):
    found = figures(at.supervisor)
    assert found["/councils/clocks/?kind=council_meeting&within=over1"] == 1
    assert found["/councils/clocks/?kind=council_term&within=7"] == 1
    assert found["/councils/clocks/?kind=council_opinion&within=since31"] == 1
    assert found["/councils/?view=year&within=later"] == 1  # the second of two meetings is not planned yet
    listed = {url: n for url, n in found.items() if url.startswith("/councils/clocks/")}
    assert {url: rows_at(at.supervisor, url) for url in listed} == listed


def test_the_chief_and_the_inspector_see_both_and_a_clerk_no_council(at):
    desks = Desks(at.station, chief=at.chief)
    case = application_at(S.DELIVERED, desks)
    assert Deadline.objects.of_case(case).exists()
    kinds = {url.split("?")[0] for url in figures(at.chief)}
    assert {"/deadlines/", "/councils/clocks/"} <= kinds
    assert {url.split("?")[0] for url in figures(desks.clerk)} == {"/deadlines/"}
    assert not any(url.startswith("/deadlines/") for url in figures(at.supervisor))
    inspector = people.inspector(at.station.prefecture)
    assert f"/clocks/board/?station={at.station.pk}#kinds" in figures(inspector)


@pytest.mark.parametrize("more", [0, 6])
def test_the_councils_board_takes_three_queries_however_many_councils(at, more):
    for _ in range(more):
        other = councils.CouncilDesks(at.station, supervisor=at.supervisor, chief=at.chief)
        council = councils.active(other)
        councils.appointed(other, council)
        councils.meeting(other, council, on=day(10))
    frame = queries(at.supervisor, "/forms/")
    assert queries(at.supervisor, "/clocks/board/") - frame == 3


def test_the_list_of_a_kind_names_members_at_the_station_alone(at):
    term = clock_kinds.terms(at.supervisor).select_related("person").get()
    page = "/councils/clocks/?kind=council_term"
    assert str(term.person) in main(get(at.supervisor, page))
    assert str(term.person) not in main(get(at.division, page))
    assert "協議会の期限" in reads(at.division)


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_of_a_kind_takes_one_query_beyond_its_prefetch(at, rows):
    council = at.station.council_set.first()
    for n in range(rows):
        councils.meeting(at, council, on=day(n + 1))
    frame = queries(at.supervisor, "/forms/") + 1  # the read log
    seen = {
        kind.code: queries(at.supervisor, f"/councils/clocks/?kind={kind.code}") - frame
        for kind in clock_kinds.LISTED
    }
    assert seen == dict.fromkeys(clock_kinds.BY_KIND, 1) | {"council_meeting": 2}


def test_the_numbers_of_all_sources_are_one_statement(at):
    with CaptureQueriesContext(connection) as seen:
        clocks.numbers(at.supervisor, TODAY)
    assert len(seen) == 3
    assert seen[0]["sql"].count("UNION ALL") == 4


def test_every_kind_has_a_clause_and_somebody_who_is_told():
    for kind in clocks.kinds().values():
        assert kind.label
        assert kind.clause
        assert kind.roles


def test_the_band_of_the_rows_is_asked_of_their_own_columns(desks, every_band):
    rows = Deadline.objects.open().annotate(clock_due=F("due_on"), clock_from=F("starts_on"))
    by_columns = {
        b.code: rows.filter(b.condition(TODAY, "due_on", "starts_on")).count() for b in clocks.BANDS
    }
    by_names = {
        b.code: rows.filter(b.condition(TODAY, "clock_due", "clock_from")).count() for b in clocks.BANDS
    }
    assert by_columns == by_names
    assert sum(by_columns.values()) == len(EDGES) + len(SINCE)
