"""The register as a book of fifteen rows a page, and the facts of a ledger sheet."""

from dataclasses import dataclass, field
from datetime import date

from blue_patrol.models import PaperRegisterRow, RegisterEntry
from blue_patrol.papers.books import LedgerValues
from blue_patrol.papers.context import REGISTER_ROWS, plan_in_a_line
from blue_patrol.papers.from_books import added, correction_of, noted, ranges
from blue_patrol.rules import group_types
from casework import dates

NOTICE = RegisterEntry.Kind.REVOCATION  # its row names the certificate and hands none over


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
        return bool(self.entry.application_id and not self.struck_to)


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
    """Fifteen rows with their totals; struck rows do not count."""

    number: int
    rows: list[Row]
    next_free: int | None = None
    totals: dict[str, int] = field(default_factory=dict)

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


def pages_of(entries, after: int = 0) -> list[Page]:
    """The book's pages; the last one shows where the next delivery will stand. ``after``: the last row on paper."""
    where = {entry.pk: place // REGISTER_ROWS + 1 for place, entry in enumerate(entries)}
    rows = [row_of(entry, where) for entry in entries]
    cut = [rows[start : start + REGISTER_ROWS] for start in range(0, len(rows), REGISTER_ROWS)]
    if not cut or len(cut[-1]) == REGISTER_ROWS:
        cut.append([])
    pages = [Page(number, each, totals=_totals(each)) for number, each in enumerate(cut, 1)]
    pages[-1].next_free = (rows[-1].entry.row_number if rows else after) + 1
    return pages


def _totals(rows) -> dict[str, int]:
    live = [row.entry for row in rows if not row.struck_to]
    return {
        "certificates": sum(bool(entry.certificate_number) and entry.kind != NOTICE for entry in live),
        "notices": sum(entry.kind == NOTICE for entry in live),
        "stickers": sum(len(entry.sticker_numbers) for entry in live),
        "cards": sum(len(entry.card_numbers) for entry in live),
        "struck": len(rows) - len(live),
    }


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
