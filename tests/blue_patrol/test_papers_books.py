"""The two books in two layouts of one content: fixed rows for printing, tagged tables for reading (BP-5-5-3, BP-5-6)."""

import io
import itertools
from dataclasses import replace
from datetime import date
from functools import cache

import pypdf
import pytest

from blue_patrol.papers import context_ledger, sample, sample_books, slips
from casework import papers
from casework.papers import Mode
from tests.nights import every_nth

pytestmark = pytest.mark.xdist_group("papers_books")
EVENT = "代表者の変更、事務所の移転、実施地域の一部の変更、"


def register():
    """Three pages with a leaf of the paper book, a struck row and a 摘要 that no cell holds."""
    rows = sample_books.register(rows=37).rows
    paper = replace(
        rows[0], number=None, paper_number="31", remarks="紙に書いてあったとおりの長い摘要。" * 20
    )
    more = replace(rows[2], added=("返納　R5.10.12　小林　環", "不明　R5.10.13　小林　環"))
    return replace(
        sample_books.register(),
        paper_rows=(paper,),
        rows=(*rows[:2], more, *rows[3:]),
        as_of=date(2024, 3, 31),
    )


def ledger(*, changes: int = 40, cars: int = 20, people: int = 111):
    """A sheet with a struck event, a card that came back, and events of up to two hundred letters."""
    v = sample_books.ledger(
        sample.group(edge=True), sample.plan(edge=True), sample.vehicles(cars), sample.patrollers(people)
    )
    told = tuple(replace(v.changes[0], text=f"{n}回目 " + EVENT * (1 + n % 7)) for n in range(changes))
    struck = replace(v.changes[0], struck_on=date(2023, 6, 1))
    back = replace(v.patrollers[0], returned_on=date(2023, 9, 1))
    return replace(v, changes=(struck, *v.changes[1:], *told), patrollers=(back, *v.patrollers[1:]))


BOOKS = {"14": register, "15": ledger}


@cache
def printed(number: str, of: str) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(papers.get(number).render(BOOKS[of]().to_json())))


def texts(number: str, of: str) -> list[str]:
    """The pages' texts in the order in which they were written, white space removed."""
    return ["".join(page.extract_text().split()) for page in printed(number, of).pages]


@pytest.mark.clause("BP-5-5-3", "BP-5-6")
@pytest.mark.parametrize("number", every_nth(BOOKS, 2))
def test_both_layouts_say_the_same_on_the_same_pages(number):
    """Form 14 sets some columns as texts of their own, so its words come in another order; T14 reads row by row."""
    fixed, table = texts(number, number), texts(f"T{number}", number)
    if number == "14":
        fixed, table = ([sorted(page) for page in pages] for pages in (fixed, table))
    assert fixed == table


def tags(number: str, of: str) -> list[str]:
    """The roles in a document's tree of tags."""
    found, waiting = [], [printed(number, of).trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, pypdf.generic.DictionaryObject):
            found.append(node.get("/S", ""))
            waiting += [node["/K"]] if "/K" in node else []
    return found


@pytest.mark.parametrize("number", every_nth(BOOKS, 2))
def test_the_layout_for_reading_has_tables_with_heads_where_the_other_has_none(number):
    fast, tagged = tags(number, number), tags(f"T{number}", number)
    assert tagged.count("/Table") > fast.count("/Table")
    assert tagged.count("/TH") > fast.count("/TH")
    assert tagged.count("/TBody") > fast.count("/TBody")


def test_a_remark_that_no_cell_holds_goes_whole_onto_a_sheet_of_its_own():
    first, *others = texts("14", "14")
    assert "別紙1のとおり" in first
    assert "紙1頁1／4" in first
    assert "紙に書いてあったとおりの長い摘要。" * 20 in others[-1]
    assert "摘要（紙1頁1行目）" in others[-1]


def test_a_page_begins_with_what_the_one_before_it_carried():
    sheets = texts("14", "14")[1:4]
    for before, after in itertools.pairwise(sheets):
        carried = before.split("累計")[1]
        assert f"前頁から繰越{carried.split('（抹消')[0]}" in after


@pytest.mark.clause("BP-5-6")
@pytest.mark.parametrize("number", every_nth(["15", "T15"], 2))
def test_a_ledger_is_front_back_and_continuation_sheets(number):
    front, back, *more = texts(number, "15")
    assert "証明台帳" in front
    assert "裏面" in back
    total = len(context_ledger.ledger(ledger().to_json(), Mode.FILLED)["more"])
    assert [f"継続用紙{n}／{total}" in sheet for n, sheet in enumerate(more, 1)] == [True] * total
    short = pypdf.PdfReader(io.BytesIO(papers.get(number).render(sample_books.ledger(
        sample.group(edge=True), sample.plan(edge=True), sample.vehicles(10), sample.patrollers(20)).to_json())))  # fmt: skip
    assert len(short.pages) == 2


@pytest.mark.clause("BP-5-6")
def test_no_event_car_or_person_of_a_long_ledger_is_cut():
    v, text = ledger(), "".join(texts("15", "15"))
    for event in v.changes:
        for line in context_ledger.in_rows([event]):
            assert "".join(line.text.split()) in text
        assert "".join(line.text for line in context_ledger.in_rows([event])) == event.text
    assert all(person.card_number in text for person in v.patrollers)
    assert all(car.sticker_number in text for car in v.vehicles)
    assert "令5.6.1訂正" in text


@pytest.mark.clause("BP-5-4")
def test_a_slip_has_a_row_an_item_and_says_on_each_sheet_which_of_how_many_it_is():
    items = tuple(
        slips.ItemValues(kind="実施者証", number=f"第R8-0001-{n:03}号", bearer="青葉 守")
        for n in range(1, 31)
    )
    made = slips.SlipsValues(
        sender="生活安全総務課長",
        slips=(slips.SlipValues(kind=slips.OUT, items=items), slips.SlipValues(items=items)),
    )
    pdf = pypdf.PdfReader(io.BytesIO(papers.get("slips").render(made.to_json())))
    sheets = ["".join(page.extract_text().split()) for page in pdf.pages]
    assert all(f"{n % 3 + 1}／3" in sheet for n, sheet in enumerate(sheets))
    assert len(sheets) == 6
    assert [sheet.startswith("送付票") for sheet in sheets] == [True] * 3 + [False] * 3
    for item in items:
        assert sum(item.number in sheet for sheet in sheets) == 2
    assert all("受領者" in sheet and "実施者証30枚計30点" in sheet for sheet in sheets)
