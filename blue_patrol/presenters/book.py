"""The register as a book of fifteen rows a page, and the facts of a ledger sheet."""

from dataclasses import dataclass
from datetime import date

from blue_patrol.models import PaperRegisterRow, RegisterEntry
from blue_patrol.papers import register_pages
from blue_patrol.papers.books import LedgerValues
from blue_patrol.papers.context import REGISTER_ROWS, plan_in_a_line
from blue_patrol.papers.from_books import added, correction_of, noted, paper_row, ranges, register_row
from blue_patrol.papers.register_pages import Counts, RegisterPage
from blue_patrol.rules import group_types
from casework import dates

CLOSING_LEAD = "年度が終わった交付簿を締めます。締めの取消しは、できません。"
CLOSING_WRITES = (
    "その年度の行と頁は、もう変わりません。締めた日の交付簿を、文書として保存します",
    "後から訂正するときは、元の行に線を引き、正しい行を、いまの年度の交付簿に書きます",
    "返納などの追記は、いつ、だれが書いたかを添えて、「追記」に載ります",
    "締めた後に記録する交付は、いまの年度の交付簿に入ります",
)


@dataclass(frozen=True)
class Row:
    """One row of the book; ``struck_to`` names the row that corrects it, ``strikes`` the one it corrects."""

    entry: RegisterEntry
    stickers: str
    cards: str
    reported_on: date | None
    added: tuple[str, ...]
    struck_to: "Place | None"
    strikes: "Place | None"

    @property
    def awaits_report(self) -> bool:
        """A certificate's or notice's day that headquarters has not been told; a card handed over later needs no report."""
        return bool(self.entry.certificate_number and not self.reported_on and not self.struck_to)

    @property
    def may_be_corrected(self) -> bool:
        return bool(self.entry.is_here and not self.struck_to)


@dataclass(frozen=True)
class Place:
    """Where another row stands: its words and its address, also in the book of another year."""

    words: str
    url: str


def place_of(entry: RegisterEntry, year: int, pages: dict[int, int]) -> Place:
    """``pages``: key of a row → its page, in the book that is open."""
    year_words = "" if entry.year == year else f"{dates.fiscal_year_label(entry.year)}の"
    page = f"&page={pages[entry.pk]}" if entry.pk in pages else ""
    address = f"?station={entry.station_id}&year={entry.year}{page}#row-{entry.row_number}"
    return Place(f"{year_words}{entry.row_number}番", address)


@dataclass
class Page:
    """Fifteen rows; ``counts`` are its totals and what is carried; struck rows do not count."""

    number: int
    rows: list[Row]
    counts: RegisterPage
    next_free: int | None = None

    @property
    def unreported(self) -> list[Row]:
        """Rows of certificates whose day has not been reported to headquarters."""
        return [row for row in self.rows if row.awaits_report]

    @property
    def corrections(self) -> list[Row]:
        return [row for row in self.rows if row.strikes]


def row_of(entry: RegisterEntry, pages: dict[int, int]) -> Row:
    notes, correction = noted(entry), correction_of(entry)
    return Row(
        entry, ranges(entry.sticker_numbers), ranges(entry.card_numbers),
        notes["reported"].on if "reported" in notes else None, added(entry),
        place_of(correction, entry.year, pages) if correction else None,
        place_of(entry.strikes, entry.year, pages) if entry.strikes else None,
    )  # fmt: skip


@dataclass(frozen=True)
class PaperRow:
    """A row of the book as it was on paper."""

    entry: PaperRegisterRow
    stickers: str
    cards: str

    @property
    def reported_on(self) -> date | None:
        return self.entry.reported_on


def paper_row_of(entry: PaperRegisterRow) -> PaperRow:
    return PaperRow(entry, ranges(entry.sticker_numbers), ranges(entry.card_numbers))


def pages_of(entries, paper=(), *, is_closed: bool = False) -> list[Page]:
    """The book's pages; the last one of an open book shows where the next delivery will stand."""
    where = {entry.pk: place // REGISTER_ROWS + 1 for place, entry in enumerate(entries)}
    rows = [row_of(entry, where) for entry in entries]
    cut = [rows[start : start + REGISTER_ROWS] for start in range(0, len(rows), REGISTER_ROWS)]
    counted = register_pages.pages_of(
        [paper_row(row.entry) for row in paper], [register_row(entry) for entry in entries]
    )
    counted = [page for page in counted if page.number.isdecimal()]
    if not cut or (len(cut[-1]) == REGISTER_ROWS and not is_closed):
        cut.append([])
        counted.append(RegisterPage(f"{len(cut)}", (), counted[-1].after, Counts()))
    pages = [Page(number, each, counted[number - 1]) for number, each in enumerate(cut, 1)]
    if not is_closed:
        numbers = (row.entry.row_number for row in paper)
        last = max((int(number) for number in numbers if number.isdecimal()), default=0)
        pages[-1].next_free = (rows[-1].entry.row_number if rows else last) + 1
    return pages


def year_totals(entries, paper) -> list[tuple[str, Counts]]:
    """(区分, counts) of the year, and the sum of all as 計."""
    rows = [*(paper_row(row.entry) for row in paper), *(register_row(entry) for entry in entries)]
    return [*register_pages.by_kind(rows), ("計", register_pages.count(rows))]


def ledger_facts(v: LedgerValues) -> list[tuple]:
    """(label, value) of a sheet's front."""
    group = v.group
    kind = group_types.by_code(group.type) if group.type else None
    return [
        ("台帳番号", f"第{v.number}号" if v.number else ""),
        ("証明書番号", f"第{v.certificate_number}号" if v.certificate_number else ""),
        ("所在地と電話", f"{group.address}　{group.phone}"),
        ("代表者", f"{group.representative_title}　{group.representative_name}".strip()),
        ("団体の区分", f"({kind.mark})　{kind.label}" if kind else ""),
        ("申請の受理", v.received_on),
        ("進達", v.forwarded_on),
        ("証明（決裁）", v.certified_on),
        ("交付", v.delivered_on),
        ("実施地域", v.plan.area),
        ("実施計画", plan_in_a_line(v.plan)),
    ]
