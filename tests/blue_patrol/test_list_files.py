"""Lists as files and as somebody likes them: the page's rows, the wall, the log, a client that leaves, saved filters."""

import csv
import io
import random

import openpyxl
import pytest
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.urls import reverse

from blue_patrol.models import Application, Group
from blue_patrol.views.cases import CasesPage
from blue_patrol.views.groups import GroupsPage
from casework.models import ReadLog, SavedFilter
from casework.models.road import RoadState as S
from casework.models.saved_filters import MOST
from casework.scope import set_scope
from tests.blue_patrol.acting import client_of
from tests.blue_patrol.paging import get, main, reads
from tests.factories import councils, people, scope
from tests.factories.applications import Desks, application_at, make_group
from tests.factories.commissions import commissioned
from tests.factories.places import StationFactory
from tests.factories.returns import R as Returned
from tests.factories.returns import return_at
from tests.factories.revocations import find
from tests.nights import every_nth

pytestmark = pytest.mark.django_db
OTHER_LISTS = ("/returns/?phase=all", "/revocations/?phase=all", "/commissions/")
LISTS = ("/cases/", "/groups/", "/deadlines/", "/trainings/due/", "/ledger/", "/register/")
COUNCIL_LISTS = ("/councils/?view=list", "/councils/members/", "/councils/meetings/", "/councils/opinions/")
EVIL = '=HYPERLINK("http://example.invalid")'


@pytest.fixture
def desks():
    return Desks(StationFactory())


def taken(actor, address: str, file: str = "csv") -> tuple:
    """(the answer, its bytes) of a list asked for as a file."""
    joint = "&" if "?" in address else "?"
    response = client_of(actor).get(f"{address}{joint}file={file}&iso=1")
    body = response.getvalue() if response.streaming else response.content
    scope.restore()
    return response, body


def table(body: bytes, encoding="utf-8-sig") -> list[dict]:
    return list(csv.DictReader(io.StringIO(body.decode(encoding), newline="")))


def sheet(body: bytes) -> list[tuple]:
    return list(openpyxl.load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True))


def asked(page, actor, address: str):
    """The page's view for an address, to be asked for its rows."""
    request = RequestFactory().get(address)
    request.actor, view = actor, page()
    view.setup(request)
    return view


@pytest.mark.parametrize("address", every_nth(LISTS, 3))
def test_each_list_goes_out_as_csv_and_excel_with_the_same_rows_and_is_noted_with_their_number(
    desks, address
):
    for _ in range(3):
        application_at(S.REPORTED, desks, untrained=0)
    application_at(S.RECEIVED, desks, untrained=1)
    csv_answer, csv_body = taken(desks.clerk, address)
    excel_answer, excel_body = taken(desks.clerk, address, "xlsx")
    rows, lines = table(csv_body), sheet(excel_body)
    assert len(rows) == len(lines) - 1 > 0
    assert tuple(rows[0]) == lines[0]
    assert csv_answer["Content-Type"] == "text/csv; charset=utf-8"
    assert [reads(desks.clerk)[-2:][n].rsplit("（")[-1] for n in (0, 1)] == [
        f"CSV {len(rows)}件）", f"Excel {len(rows)}件）"
    ]  # fmt: skip
    for answer, ending in ((csv_answer, ".csv"), (excel_answer, ".xlsx")):
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["Content-Disposition"].endswith(ending)
        assert answer["Cache-Control"] == "no-store"


def ended(desks) -> None:
    """A return, a revocation and a commission."""
    return_at(Returned.ACCEPTED, desks)
    find(desks)
    commissioned(desks)


@pytest.mark.parametrize("address", every_nth(OTHER_LISTS, 3))
def test_returns_revocations_and_commissions_go_out_too(desks, address):
    ended(desks)
    for actor in (desks.clerk, desks.hq_clerk):
        rows, lines = table(taken(actor, address)[1]), sheet(taken(actor, address, "xlsx")[1])
        assert len(rows) == len(lines) - 1 == 1
        assert ("署" in rows[0]) == (actor is desks.hq_clerk)
        assert {"団体", "状態"} < set(rows[0])
    _, listing, query = address.split("/")
    assert save(desks.clerk, listing, query[1:], "年度末のもの").status_code == 302
    assert SavedFilter.objects.get().query == query[1:]
    assert "年度末のもの" in main(get(desks.clerk, address))


def test_what_has_ended_goes_out_only_where_it_is_asked_for(desks):
    return_at(Returned.TRANSPORT_NOTIFIED, desks)
    ended = {phase: len(table(taken(desks.clerk, f"/returns/{phase}")[1])) for phase in ("", "?phase=open", "?phase=done", "?phase=all")}  # fmt: skip
    assert ended == {"": 0, "?phase=open": 0, "?phase=done": 1, "?phase=all": 1}


@pytest.mark.parametrize("address", every_nth(COUNCIL_LISTS, 4))
def test_the_councils_lists_go_out_too(address):
    at = councils.desks()
    councils.everything(at.station)
    supervisor = people.supervisor(at.station)
    rows, lines = table(taken(supervisor, address)[1]), sheet(taken(supervisor, address, "xlsx")[1])
    assert len(rows) == len(lines) - 1 > 0


def test_headquarters_takes_no_more_of_a_member_along_than_it_sees():
    at = councils.desks()
    councils.everything(at.station)
    ours = table(taken(people.supervisor(at.station), "/councils/members/")[1])
    theirs = table(taken(people.community_division(at.station.prefecture), "/councils/members/")[1])
    assert {"よみ", "職業・勤務先"} & set(ours[0]) == {"よみ", "職業・勤務先"}
    assert {"よみ", "職業・勤務先", "選出"} & set(theirs[0]) == set()


@pytest.mark.nightly
def test_a_file_has_the_rows_of_all_pages_of_the_list_under_any_filter(desks):
    states = (S.DRAFT, S.RECEIVED, S.FORWARDED, S.APPROVED, S.DELIVERED)
    for number in range(60):
        application_at(states[number % 5], desks, name=f"第{number}学区パトロール隊", people=1)
    dice = random.Random(20260401)
    for _ in range(12):
        filters = "&".join(
            f"{key}={dice.choice(values)}"
            for key, values in (
                ("state", ["", *states]), ("phase", ["", "open", "closed"]), ("order", ["", "kana"]), ("q", ["", "1", "第2"]),
            )
        )  # fmt: skip
        address, shown = f"/cases/?{filters}", []
        step = address
        while step:
            pages = get(desks.clerk, step).context["found"].pages
            shown += [(case.subject, case.receipt_number) for case in pages.rows]
            step = "/cases/" + pages.next if pages.next else ""
        rows = table(taken(desks.clerk, address)[1])
        assert [(row["団体"], row["受理番号"]) for row in rows] == shown


def test_another_stations_rows_are_in_no_file_and_the_wall_stands_beneath_the_filter(desks):
    other = Desks(StationFactory(prefecture=desks.station.prefecture, name="南浜田"))
    application_at(S.REPORTED, other, name="よその会")
    application_at(S.REPORTED, desks, name="うちの会")
    for address in LISTS:
        for file in ("csv", "xlsx"):
            joint = f"{address}?station={other.station.pk}"
            _, body = taken(desks.clerk, joint, file)
            words = body.decode("utf-8-sig") if file == "csv" else str(sheet(body))
            assert "よその会" not in words
            assert "うちの会" in words or address == "/trainings/due/"
    assert {row["団体"] for row in table(taken(desks.hq_clerk, "/cases/")[1])} == {"よその会", "うちの会"}


def test_row_level_security_cuts_the_stream_even_where_the_filter_is_gone(desks, monkeypatch):
    other = Desks(StationFactory(prefecture=desks.station.prefecture, name="南浜田"))
    make_group(other.station, name="よその会")
    make_group(desks.station, name="うちの会")
    monkeypatch.setattr(type(Group.objects), "of", lambda self, actor: self.all(), raising=False)
    assert [row["団体"] for row in table(taken(desks.clerk, "/groups/")[1])] == ["うちの会"]


@pytest.mark.django_db(transaction=True)
def test_a_client_that_leaves_ends_the_streams_transaction_and_leaves_no_scope():
    with transaction.atomic():
        set_up = Desks(StationFactory())
        Group.objects.bulk_create(
            Group(
                station=set_up.station,
                name=f"団体{n}" * 20,
                address="市" * 50,
                phone="0",
                representative_name="長",
            )
            for n in range(3000)
        )
    client = client_of(set_up.clerk)
    response = client.get("/groups/?file=csv")
    pieces = iter(response.streaming_content)
    assert next(pieces) == b"\xef\xbb\xbf"
    assert len(next(pieces)) > 1000
    assert connection.in_atomic_block
    response.close()
    assert not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting('casework.stations', true), '')")
        assert cursor.fetchone() == ("",)
    assert ReadLog.objects.filter(what="団体一覧の書出し（CSV 3,000件）").count() == 1


def test_a_hostile_name_is_harmless_in_every_file(desks):
    make_group(desks.station, name=EVIL, name_kana="@SUM(1)")
    (row,) = table(taken(desks.clerk, "/groups/")[1])
    assert (row["団体"], row["よみ"]) == (f"'{EVIL}", "'@SUM(1)")
    book = openpyxl.load_workbook(io.BytesIO(taken(desks.clerk, "/groups/", "xlsx")[1]))
    assert [(cell.value, cell.data_type) for cell in book.active[2][:2]] == [(EVIL, "s"), ("@SUM(1)", "s")]


# --- CP932 -------------------------------------------------------------------------------------------------------------


def test_what_cp932_cannot_hold_is_named_before_anything_is_downloaded(desks):
    make_group(desks.station, name="髙﨑町会", name_kana="たかさき")
    answer, body = taken(desks.clerk, "/groups/", "cp932")
    assert answer["Content-Type"] == "text/csv; charset=shift_jis"
    assert table(body, "cp932")[0]["団体"] == "髙﨑町会"
    make_group(desks.station, name="𠮷田町会", name_kana="よしだ", representative_name="葛\U000e0100城 守")
    answer, body = taken(desks.clerk, "/groups/", "cp932")
    page = body.decode()
    assert answer["Content-Type"].startswith("text/html")
    assert all(
        word in page for word in ("𠮷</b> → 〓", "葛\U000e0100</b> → 葛", "𠮷田町会", "代表者", "UTF-8")
    )
    assert "髙﨑町会" not in page
    assert reads(desks.clerk)[-1] == "団体一覧（CP932で書けない字）"
    _, body = taken(desks.clerk, "/groups/?anyway=1", "cp932")
    assert [(row["団体"], row["代表者"]) for row in table(body, "cp932")][-1] == ("〓田町会", "葛城 守")


# --- columns -----------------------------------------------------------------------------------------------------------


def test_chosen_columns_stand_on_the_page_in_the_file_and_on_the_next_page(desks):
    for _ in range(51):
        make_group(desks.station, cars=0, people=0)
    page = get(desks.clerk, "/groups/?columns=cars")
    assert "代表者" not in page.content.decode().split("<thead>")[1]
    assert ">自動車<" in page.content.decode()
    assert "columns=cars" in page.context["pages"].next
    assert [column.key for column, is_shown in page.context["tools"].columns if is_shown] == ["cars"]
    assert all(is_shown for _, is_shown in get(desks.clerk, "/groups/").context["tools"].columns)
    assert list(table(taken(desks.clerk, "/groups/?columns=cars")[1])[0]) == ["団体", "自動車"]
    everything = get(desks.clerk, "/groups/?columns=no%00such").content.decode()
    assert ">代表者<" in everything


@pytest.mark.parametrize("address", every_nth([*LISTS, *OTHER_LISTS, *COUNCIL_LISTS], 3))
def test_every_column_of_a_page_can_be_put_out_of_sight_with_its_cells(address):
    at = councils.desks()
    councils.everything(at.station)
    desks = Desks(at.station)
    application_at(S.REPORTED, desks)
    application_at(S.RECEIVED, desks, untrained=1)
    ended(desks)
    actor = people.supervisor(at.station) if "councils" in address else desks.clerk
    tools = get(actor, address).context["tools"]
    joint = "&" if "?" in address else "?"

    def cells(query: str) -> list[int]:
        """How many columns the heads have, and how many cells each row of the list's own table."""
        body = (
            get(actor, address + query)
            .content.decode()
            .split("<table")[-1 if "register" not in address else 1]
        )
        rows = body.split("</tr>")
        return [row.count("<th ") + row.count("<td") for row in rows if "<td" in row or 'scope="col"' in row]

    whole = cells("")
    for column, _ in tools.columns:
        others = "".join(f"&columns={each.key}" for each, _ in tools.columns if each != column)
        fewer = cells(joint + others[1:]) if others else whole
        assert {a - b for a, b in zip(whole, fewer, strict=True)} == {1}, column.key


# --- saved filters -------------------------------------------------------------------------------------------------------


def save(actor, listing, query, name, **sent):
    response = client_of(actor).post(
        reverse("saved_filters", args=[listing]) + f"?{query}", {"name": name, **sent}
    )
    scope.restore()
    return response


def test_a_filter_is_saved_under_a_name_opened_from_the_lists_head_and_taken_away(desks):
    answer = save(desks.clerk, "cases", "phase=open&order=kana&columns=state&after=3&file=csv", "進行中")
    kept = SavedFilter.objects.get()
    assert (kept.query, kept.columns) == ("phase=open&order=kana", ["state"])
    assert answer["Location"] == f"/cases/?phase=open&order=kana&columns=state&saved={kept.pk}"
    page = get(desks.clerk, answer["Location"])
    assert "進行中" in main(page)
    assert page.context["found"].phase == "open"
    assert 'aria-current="true">進行中' in page.content.decode()
    for _ in range(2):
        client_of(desks.clerk).post(reverse("saved_filter_delete", args=["cases"]), {"filter": kept.pk})
    assert not SavedFilter.objects.exists()


def test_the_same_name_takes_the_old_ones_place_and_a_double_click_saves_once(desks):
    for query in ("phase=open", "phase=open", "phase=closed"):
        save(desks.clerk, "cases", query, "いつもの")
    assert [each.query for each in SavedFilter.objects.all()] == ["phase=closed"]


def test_what_was_searched_for_is_not_kept_and_the_page_says_so(desks):
    page = client_of(desks.clerk).get("/lists/cases/saved/?q=青葉守&phase=open").content.decode()
    assert "保存しません" in page
    save(desks.clerk, "cases", "q=青葉守&phase=open", "青葉さん以外")
    assert SavedFilter.objects.get().query == "phase=open"


def test_a_filter_is_the_persons_own(desks):
    save(desks.clerk, "cases", "phase=open", "進行中")
    assert (
        "進行中" not in get(desks.chief, "/cases/").content.decode().split("list-tools")[1].split("</nav>")[0]
    )
    client_of(desks.chief).post(
        reverse("saved_filter_delete", args=["cases"]), {"filter": SavedFilter.objects.get().pk}
    )
    assert SavedFilter.objects.count() == 1


def test_no_more_than_twenty_a_list_and_the_fault_stands_beside_the_name(desks):
    for number in range(MOST):
        assert save(desks.clerk, "cases", "phase=open", f"条件{number}").status_code == 302
    answer = save(desks.clerk, "cases", "phase=open", "もう一つ")
    assert answer.status_code == 422
    assert "20件まで" in answer.content.decode()
    assert 'value="もう一つ"' in answer.content.decode()
    assert save(desks.clerk, "cases", "phase=closed", "条件3").status_code == 302
    assert save(desks.clerk, "groups", "", "団体").status_code == 302
    assert save(desks.clerk, "cases", "phase=open", "").status_code == 422
    assert save(desks.clerk, "cases", "state=" + "x" * 600, "条件3").status_code == 422
    assert SavedFilter.objects.count() == MOST + 1


def test_a_station_that_is_not_on_the_desk_any_more_is_left_out_with_a_sentence(desks):
    application_at(S.RECEIVED, desks, name="うちの会")
    elsewhere = StationFactory(prefecture=desks.station.prefecture, name="南浜田")
    page = get(desks.clerk, f"/cases/?station={elsewhere.pk}&saved=1")
    assert "うちの会" in main(page)
    assert "いまの職からは見られない" in main(page)
    assert "いまの職からは見られない" not in main(get(desks.hq_clerk, f"/cases/?station={elsewhere.pk}"))
    assert "いまの職からは見られない" not in main(get(desks.clerk, f"/cases/?station={desks.station.pk}"))


def test_who_may_not_open_the_list_may_not_save_a_filter_of_it_and_what_is_no_list_is_not_found(desks):
    koban = people.supervisor(desks.station)
    assert save(koban, "cases", "", "甲").status_code == 403
    for name in ("home", "application", "no_such", "find"):
        assert save(desks.clerk, name, "", "甲").status_code == 404
    assert Client().get("/lists/cases/saved/").status_code == 302


def test_the_views_count_is_that_of_their_rows(desks):
    application_at(S.DELIVERED, desks)
    for page, address, model in ((CasesPage, "/cases/", Application), (GroupsPage, "/groups/", Group)):
        source = asked(page, desks.clerk, address).source()
        assert source.count() == model.objects.count() == len(list(source.each()))
    set_scope(sorted(scope.STATIONS))
