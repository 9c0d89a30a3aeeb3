"""交付簿の締め: pages and rows are fixed for ever, totals are carried, and what comes later is told apart (BP-5-5-3)."""

import datetime as dt
import random

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from blue_patrol.models import PaperRegisterRow, RegisterEntry, RegisterYear, close_register
from blue_patrol.papers import context, register_pages
from blue_patrol.papers.from_books import RegisterBook, register_values
from blue_patrol.papers.from_closed_books import later_lines
from casework import papers
from casework.models import IssuedPaper, StateChange
from casework.models.road import RoadState as S
from casework.papers import Mode
from casework.workflow import Act, Refused, perform
from tests.blue_patrol.acting import client_of, era
from tests.blue_patrol.paging import get, main, pdf_text
from tests.blue_patrol.test_register_corrections import as_it_is
from tests.factories import scope
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.places import StationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.clause("BP-5-5-3")]
YEAR = 2025
MARCH = dt.date(2026, 3, 30)
CLOSED = dt.date(2026, 4, 3)


@pytest.fixture
def desks():
    """A station with an act of today, beside which rows may be written."""
    found = Desks(StationFactory(name="帳簿"))
    application_at(S.DRAFT, found)
    return found


def row(desks, number=1, *, year=YEAR, strikes=None, **values) -> RegisterEntry:
    """A row of the book as an act writes it; ``number`` tells it from the others."""
    why = (
        {"strikes": strikes, "correction_reason": "誤記", "corrected_on": MARCH, "corrected_by": "風間"}
        if strikes
        else {}
    )
    return RegisterEntry.enter(
        station=desks.station, year=year,
        **{"delivered_on": MARCH, "kind": "reissue", "group_name": f"会{number}", "delivered_by": "風間", "receiver_name": "青葉"} | why | values,
    )  # fmt: skip


def some_rows(desks, count: int) -> None:
    """Rows of every kind, each eighth of them a correction of the one before it."""
    dice = random.Random(5)
    last = None
    for number in range(1, count + 1):
        kind = dice.choice(["new", "reissue", "change", "revocation", "demonstration"])
        certificate = f"第R7-{number:04}号" if kind in ("new", "revocation") or dice.random() < 0.3 else ""
        values = {
            "kind": kind, "certificate_number": certificate, "sticker_numbers": [f"第R7-{number:04}-{n:02}号" for n in range(dice.randrange(4))],
            "card_numbers": [f"第R7-{number:04}-{n:03}号" for n in range(dice.randrange(9))],
        }  # fmt: skip
        last = row(desks, number, strikes=last if number % 8 == 0 else None, **values)
        if certificate:
            last.add_note("reported", an_act(desks))


def an_act(desks, on=MARCH) -> Act:
    return Act(desks.clerk, "report", on, timezone.now())


def close(desks, year=YEAR, on=CLOSED) -> RegisterYear:
    closed = close_register(desks.station, year, by=desks.chief, on=on)
    for paper in IssuedPaper.objects.of_case(closed):
        paper.attach(papers.get(paper.form).render(paper.values))
    return closed


# --- totals --------------------------------------------------------------------------------------------------------

TOTALS = """
with book as (
  select e.*, (row_number() over (order by e.row_number) - 1) / 15 as page,
    exists (select 1 from blue_patrol_registerentry c where c.strikes_id = e.id) as is_struck
  from blue_patrol_registerentry e where e.station_id = %s and e.year = %s
)
select page, count(*) filter (where not is_struck),
  count(*) filter (where not is_struck and certificate_number <> '' and kind <> 'revocation'),
  coalesce(sum(jsonb_array_length(sticker_numbers)) filter (where not is_struck), 0),
  coalesce(sum(jsonb_array_length(card_numbers)) filter (where not is_struck), 0),
  count(*) filter (where not is_struck and kind = 'revocation'), count(*) filter (where is_struck)
from book group by page order by page
"""


def by_sql(desks) -> list[tuple[int, ...]]:
    """(rows, certificates, stickers, cards, notices, struck) a page, counted by the database alone."""
    with connection.cursor() as cursor:
        cursor.execute(TOTALS, [desks.station.pk, YEAR])
        return [tuple(int(each) for each in found[1:]) for found in cursor.fetchall()]


def book_of(desks) -> dict:
    values = register_values(RegisterBook(desks.station, YEAR), DAY)
    return context.register(values, Mode.FILLED)


def test_the_totals_of_every_page_are_carried_and_agree_with_the_database(desks):
    some_rows(desks, 50)
    book, counted = book_of(desks), by_sql(desks)
    assert [tuple(page.own) for page in book["pages"]] == counted
    assert [len(page.rows) for page in book["pages"]] == [15, 15, 15, 5]
    carried = (0,) * 6
    for page, own in zip(book["pages"], counted, strict=True):
        assert tuple(page.before) == carried
        carried = tuple(a + b for a, b in zip(carried, own, strict=True))
        assert tuple(page.after) == carried
    assert tuple(book["total"]) == carried
    kinds = [each for _, each in book["kinds"]]
    assert tuple(map(sum, zip(*kinds, strict=True))) == carried
    assert book["total"].struck == 6


def test_rows_of_the_paper_book_stand_on_leaves_of_their_own_and_are_carried(desks):
    row(desks, sticker_numbers=["第R7-0001-01号"])
    before = [page.rows for page in book_of(desks)["pages"]]
    for number in range(17):
        PaperRegisterRow.objects.create(
            station=desks.station, year=YEAR, row_number=f"{number}", delivered_on=MARCH, group_name=f"紙の会{number}",
            certificate_number=f"第R7-09{number:02}号", card_numbers=["1", "2"],
        )  # fmt: skip
    book = book_of(desks)
    assert [page.number for page in book["pages"]] == ["紙1", "紙2", "1"]
    assert [page.rows for page in book["pages"] if page.number == "1"] == before
    assert tuple(book["pages"][-1].before)[:4] == (17, 17, 0, 34)
    assert tuple(book["total"])[:4] == (18, 17, 1, 34)


def test_the_printed_book_says_the_totals(desks):
    some_rows(desks, 20)
    text = pdf_text(get(desks.clerk, f"/register/print/?year={YEAR}"))
    pages = book_of(desks)["pages"]
    assert text.count("前頁から繰越") == text.count("本頁計") == text.count("累計") == 2
    for page in pages:
        for words in (
            f"証明書{page.after.certificates}通",
            f"標章{page.own.stickers}枚",
            f"実施者証{page.after.cards}枚",
        ):
            assert words in text
    assert "年度の計" in text


def test_a_page_on_the_screen_shows_what_is_carried(desks):
    some_rows(desks, 20)
    page = main(get(desks.clerk, f"/register/?year={YEAR}&page=2"))
    before, own, after = (
        page_of
        for page_of in (
            book_of(desks)["pages"][1].before,
            book_of(desks)["pages"][1].own,
            book_of(desks)["pages"][1].after,
        )
    )
    for name, counts in (("前頁から繰越", before), ("本頁計", own), ("累計", after)):
        assert f"{name}{counts.certificates}{counts.stickers}{counts.cards}{counts.notices}" in page
    assert "令和7年度の計" in page


# --- closing -------------------------------------------------------------------------------------------------------


def test_the_chief_closes_a_year_that_is_over_and_its_book_is_kept(desks):
    some_rows(desks, 20)
    closed = close(desks)
    assert (closed.state, closed.closed_on, closed.closed_by) == ("closed", CLOSED, desks.chief.staff.name)
    assert StateChange.objects.get(case_label="blue_patrol.RegisterYear").clause == "BP-5-5-3"
    paper = IssuedPaper.objects.of_case(closed).get()
    assert (paper.form, len(paper.values["rows"]), paper.values["closed_on"]) == ("14", 20, "2026-04-03")
    page = main(get(desks.clerk, f"/register/?year={YEAR}"))
    assert "令和8年4月3日に締めました" in page
    assert "次の交付が、この行に入ります" not in page


@pytest.mark.parametrize(
    ("year", "on", "said"),
    [
        (2026, CLOSED, "まだ終わっていません"),
        (YEAR, dt.date(2026, 3, 31), "令和8年3月31日の翌日から"),
        (YEAR, dt.date(2099, 1, 1), "先の日付"),
    ],
)
def test_a_year_that_is_not_over_stays_open(desks, year, on, said):
    with pytest.raises(Refused, match=said):
        close(desks, year, on)


def test_it_is_closed_once_by_the_chief_and_with_every_report_made(desks):
    entry = row(desks, certificate_number="第R7-0001号")
    with pytest.raises(Refused, match="本部への報告を記録していない行が1行あります（1番）"):
        close(desks)
    entry.add_note("reported", an_act(desks))
    with pytest.raises(Refused, match="署長の職が行います"):
        close_register(desks.station, YEAR, by=desks.clerk, on=CLOSED)
    close(desks)
    with pytest.raises(Refused, match="もう締めてあります"):
        close(desks)


def test_the_kept_book_is_the_same_bytes_after_whatever_came(desks):
    some_rows(desks, 16)
    closed = close(desks)
    first = get(desks.clerk, f"/register/closed/{closed.pk}/").content
    wrong = RegisterEntry.objects.filter(struck_by=None).first()
    row(desks, strikes=wrong)
    wrong.add_note("returned", an_act(desks, DAY))
    assert get(desks.clerk, f"/register/closed/{closed.pk}/").content == first
    assert "令和8年4月3日締め" in pdf_text(get(desks.director, f"/register/closed/{closed.pk}/"))
    stranger = Desks(StationFactory()).clerk
    for address in (f"/register/closed/{closed.pk}/", f"/register/closed/{closed.pk}/later/"):
        assert get(stranger, address).status_code == 404


def test_rows_and_pages_of_a_closed_year_never_change(desks):
    some_rows(desks, 20)
    close(desks)
    before = [
        [(r.number, r.group_name, r.delivered_on) for r in page.rows] for page in book_of(desks)["pages"]
    ]
    late = row(desks, 99)
    assert (late.year, late.row_number, late.remarks) == (2026, 1, "令和7年度の締め後の記載")
    right = row(desks, 98, strikes=RegisterEntry.objects.filter(year=YEAR, struck_by=None).first())
    assert (right.year, right.row_number) == (2026, 2)
    after = [
        [(r.number, r.group_name, r.delivered_on) for r in page.rows] for page in book_of(desks)["pages"]
    ]
    assert before == after


def test_the_database_takes_no_row_into_a_closed_book(desks):
    entry = row(desks)
    close(desks)
    entry.pk, entry.row_number = None, 2
    with pytest.raises(DatabaseError, match="the register of 2025 is closed"), transaction.atomic():
        entry.save(force_insert=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        RegisterYear.objects.all().delete()


def test_a_correction_of_a_closed_row_stands_in_the_running_year_and_the_old_page_names_it(desks):
    case = application_at(S.REPORTED, desks)
    type(case).objects.filter(pk=case.pk).update(arrived_on=dt.date(2026, 3, 20))
    first = case.register_entries.get()
    back = as_it_is(first, delivered_on=MARCH, reported_on=DAY)
    perform(case, "correct_register", by=desks.clerk, on=DAY, **back)
    wrong = RegisterEntry.objects.get(year=YEAR)
    closed = close(desks, on=DAY)
    case = type(case).objects.get(pk=case.pk)
    perform(case, "correct_register", by=desks.clerk, on=DAY, **as_it_is(wrong, receiver_name="青葉 護"))
    right = RegisterEntry.objects.get(strikes=wrong)
    assert (right.year, right.delivered_on) == (2026, MARCH)
    assert "抹消（令和8年度No.2へ）" in pdf_text(get(desks.clerk, f"/register/print/?year={YEAR}"))
    (line,) = later_lines(closed)
    assert (line.row, line.kind, line.text, line.by) == (
        "No.1", "抹消", "令和8年度No.2で訂正（受領者の聞き違い）", desks.clerk.staff.name,
    )  # fmt: skip
    text = pdf_text(get(desks.clerk, f"/register/closed/{closed.pk}/later/"))
    for words in (
        "令和8年度No.2で訂正（受領者の聞き違い）",
        "締めたときの計1",
        "追記による増減-1",
        "いまの計0",
    ):
        assert words in text


@pytest.mark.clause("BP-10-5-2")
def test_a_return_after_the_closing_is_added_with_day_and_writer(desks):
    entry = row(desks, kind="demonstration", sticker_numbers=["第D7-0001号"])
    entry.add_note("lost", an_act(desks))
    closed = close(desks)
    assert later_lines(closed) == ()
    entry.add_note("returned", an_act(desks, DAY))
    (line,) = later_lines(closed)
    assert (line.on, line.row, line.kind, line.by) == (DAY, "No.1", "返納", desks.clerk.staff.name)
    writer = "".join(desks.clerk.staff.name.split())[:4]
    printed = pdf_text(get(desks.clerk, f"/register/print/?year={YEAR}"))
    assert f"返納R8.9.1{writer}" in printed


def test_the_page_of_the_act_asks_for_the_day_and_keeps_what_was_typed(desks):
    row(desks)
    assert "署長が締めます" in main(get(desks.clerk, f"/register/?year={YEAR}"))
    assert reverse("close_register") in get(desks.chief, f"/register/?year={YEAR}").content.decode()
    client = client_of(desks.chief)
    address = f"{reverse('close_register')}?year={YEAR}"
    answer = client.post(address, {"on": "令和8年3月3日"})
    assert answer.status_code == 422
    assert "翌日から締められます" in answer.content.decode()
    assert "令和8年3月3日" in answer.content.decode()
    done = client.post(address, {"on": era(CLOSED), "act_key": "0d3c62d0-1111-4444-8888-000000000001"})
    again = client.post(address, {"on": era(CLOSED), "act_key": "0d3c62d0-1111-4444-8888-000000000001"})
    scope.restore()
    assert (done.status_code, done.url, again.url) == (302, f"/register/?year={YEAR}", done.url)
    assert RegisterYear.objects.count() == 1


def test_pages_are_cut_at_fifteen_and_an_empty_book_has_one():
    values = [register_pages.RegisterRowValues(number=n, kind="新規") for n in range(1, 31)]
    assert [len(page.rows) for page in register_pages.pages_of([], values)] == [15, 15]
    assert [page.number for page in register_pages.pages_of([], [])] == ["1"]
