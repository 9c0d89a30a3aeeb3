"""Pages of figures: their filters, their picture with the table's numbers, their files, their queries, who may read."""

import csv
import io
from xml.etree import ElementTree as ET

import openpyxl
import psycopg
import pytest
from django.db import connection
from django.urls import reverse

from casework.figures import facts, steps
from casework.models import ReadLog
from casework.models.base import Machine
from casework.models.road import RoadState as S
from casework.models.shared import machine_of
from casework.scope import set_scope
from tests.blue_patrol.paging import get, main, queries
from tests.blue_patrol.test_query_counts import FRAME_HEADQUARTERS, FRAME_STATION, READ_LOG
from tests.factories import councils, scope
from tests.factories.applications import Desks, application_at
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db
PAGES = ("days", "cases", "reasons", "training", "in-force")


@pytest.fixture
def desks():
    return Desks(StationFactory())


def drawn(response) -> ET.Element:
    text = response.content.decode()
    begin = text.index('<svg class="figure"')
    return ET.fromstring(text[begin : text.index("</svg>", begin) + 6])  # noqa: S314 - our own page


@pytest.mark.parametrize("rows", [1, 6])
def test_a_page_takes_one_query_and_a_stations_one_more(desks, rows):
    for _ in range(rows):
        application_at(S.DELIVERED, desks)
    at_headquarters = {page: queries(desks.director, f"/statistics/{page}/") - FRAME_HEADQUARTERS - READ_LOG for page in PAGES}  # fmt: skip
    at_station = {
        page: queries(desks.clerk, f"/statistics/{page}/") - FRAME_STATION - READ_LOG for page in PAGES
    }
    assert at_headquarters == dict.fromkeys(PAGES, 1)
    assert at_station == dict.fromkeys(PAGES, 2)
    assert queries(desks.clerk, "/statistics/") == FRAME_STATION


def test_the_page_of_councils_takes_five_queries_and_a_stations_one_more():
    at = councils.desks()
    councils.active(at)
    assert queries(at.division, "/statistics/councils/") - FRAME_HEADQUARTERS - READ_LOG == 5
    assert queries(at.chief, "/statistics/councils/") - FRAME_STATION - READ_LOG == 6


def test_the_picture_shows_the_numbers_of_the_table_and_says_them_in_words(desks):
    for state in (S.RECEIVED, S.FORWARDED, S.REPORTED):
        application_at(state, desks)
    response = get(desks.director, "/statistics/cases/?year=2026")
    picture = drawn(response)
    assert picture.find("desc").text == "証明申請 3件"
    assert [text.text for text in picture.iter("text")] == ["証明申請", "3件"]
    assert "証明申請2件1件" in main(response).replace(" ", "")


def test_every_filter_keeps_its_choice_and_nonsense_is_no_filter(desks):
    application_at(S.RECEIVED, desks)
    address = f"/statistics/cases/?year=2026&count=fiscal&by=station&station={desks.station.pk}&procedure="
    page = get(desks.director, address).content.decode()
    for chosen in (
        'value="2026" selected',
        'value="station" selected',
        f'value="{desks.station.pk}" selected',
    ):
        assert chosen in page
    for nonsense in ("?year=x", "?year=99999999999999999999", "?year=1", "?by=x", "?station=0", "?count=x", "?machine=x", "?table=-"):  # fmt: skip
        assert get(desks.director, f"/statistics/cases/{nonsense}").status_code == 200, nonsense
        assert get(desks.director, f"/statistics/days/{nonsense}").status_code == 200, nonsense
    assert get(desks.director, "/statistics/cases/?file=csv&table=9").status_code == 404


def test_a_table_is_written_as_csv_and_as_a_workbook(desks):
    application_at(S.REPORTED, desks)
    response = get(desks.director, "/statistics/cases/?year=2026&file=csv")
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert rows[0][:3] == ["手続", "手続中（件）", "交付・終了（件）"]
    assert rows[1][:3] == ["証明申請", "0", "1"]
    assert rows[-1][0] == "計"
    scope.restore()
    response = get(desks.clerk, "/statistics/cases/?year=2026&file=xlsx&table=1")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert [cell.value for cell in sheet[1]][:2] == ["手続", "手続中（件）"]
    assert "書出し（Excel" in ReadLog.objects.order_by("pk").last().what
    response = get(desks.director, "/statistics/cases/?year=2026&file=cp932")
    assert "証明申請" in b"".join(response.streaming_content).decode("cp932")


def test_the_page_of_the_figures_names_what_the_post_may_read(desks):
    at = councils.CouncilDesks(desks.station)
    blue, council = "差戻し・補正の理由", "連絡協議会"
    told = {who: main(get(actor, "/statistics/")) for who, actor in (("clerk", desks.clerk), ("supervisor", at.supervisor), ("chief", at.chief))}  # fmt: skip
    assert [(blue in told[who], f"{council} 会議" in told[who].replace("\u3000", " ")) for who in told] == [
        (True, False), (False, True), (True, True),
    ]  # fmt: skip
    assert get(at.officer, "/statistics/").status_code == 403
    steps_of = get(at.supervisor, "/statistics/days/").content.decode()
    assert "意見・要望" in steps_of
    assert "証明申請" not in steps_of


def test_every_step_is_a_state_that_its_machine_leaves():
    for step in steps.STEPS.values():
        machine = machine_of(step.case_label)
        assert issubclass(machine, Machine)
        left = {
            str(t.source) for t in machine._meta.get_field("state").get_all_transitions(machine) if t.target
        }
        assert step.state in left, step
        assert step.procedure


def test_a_page_says_what_it_has_hidden(desks):
    application_at(S.REPORTED, Desks(StationFactory()))
    page = main(get(desks.clerk, "/statistics/cases/?year=2026"))
    assert "伏せ" in page
    assert "1件か2件の数" in page
    assert "伏せ" not in main(get(desks.director, "/statistics/cases/?year=2026"))


# --- the window on the other stations ----------------------------------------------------------------------------------


def elsewhere(fact, *stations):
    set_scope([station.pk for station in stations])
    with connection.cursor() as cursor:
        cursor.execute("select * from casework_counted_elsewhere(%s, '2026-04-01', '2027-03-31')", [fact])
        return [column.name for column in cursor.description], cursor.fetchall()


def test_the_window_gives_sums_of_the_other_stations_and_never_a_station(desks):
    others = [Desks(StationFactory()), Desks(StationFactory())]
    far = Desks(StationFactory(prefecture__code="24", prefecture__name="三重県"))
    for each in (desks, *others, far):
        application_at(S.REPORTED, each)
    columns, rows = elsewhere("cases", desks.station)
    assert columns == ["keys", "n"]
    assert rows == [(["blue_patrol.CertificationApplication", "done"], 2)]
    for name, fact in facts.FACTS.items():
        assert all(len(keys) == fact.shared for keys, _ in elsewhere(name, desks.station)[1]), name
    assert elsewhere("cases", desks.station, *(each.station for each in others))[1] == []


@pytest.mark.parametrize("fact", ["", "x", "elsewhere", "cases(x"])
def test_the_window_counts_what_is_declared_and_nothing_else(desks, fact):
    with pytest.raises(Exception, match="no such fact") as refused:
        elsewhere(fact, desks.station)
    assert isinstance(refused.value.__cause__, psycopg.errors.RaiseException)


def test_every_fact_is_a_function_that_runs_as_who_asks():
    with connection.cursor() as cursor:
        cursor.execute("select proname, prosecdef from pg_proc where proname like 'casework_counted_%'")
        found = dict(cursor.fetchall())
    assert found == {fact.function: False for fact in facts.FACTS.values()} | {
        "casework_counted_elsewhere": True
    }


def test_every_page_has_an_address():
    names = ("statistics", *(f"statistics_{page.replace('-', '_')}" for page in PAGES), "statistics_councils")
    assert [reverse(name)[:11] for name in names] == ["/statistics"] * len(names)
