"""What came to a closed book of the register: the supplement 追記, read from the records (decision 16)."""

from datetime import date

from blue_patrol.models import PaperRegisterRow, RegisterEntry, RegisterNote, RegisterYear
from blue_patrol.papers.books import LaterLineValues, RegisterValues, SupplementValues
from blue_patrol.papers.from_books import RegisterBook, paper_row, ranges, register_row
from blue_patrol.papers.from_case import office_of
from blue_patrol.papers.register_pages import count


def later_lines(book: RegisterYear) -> tuple[LaterLineValues, ...]:
    """Every line that came after the closing, in the order in which it was written; it only grows."""
    return (*_papers(book), *(line for _, _, line in sorted(_entered(book), key=lambda each: each[:2])))


def _entered(book: RegisterYear):
    """(when, key, line) of corrections and notes."""
    entries = RegisterEntry.objects.filter(station=book.station, year=book.year)
    struck = entries.exclude(struck_by=None).exclude(pk__in=book.struck_held).select_related("struck_by")
    for entry in struck:
        right = entry.struck_by
        text = f"{right.place_in(book.year)}で訂正（{right.correction_reason}）"
        line = LaterLineValues(
            on=right.corrected_on, row=f"No.{entry.row_number}", kind="抹消", text=text, by=right.corrected_by
        )
        yield right.entered_on, right.pk, line
    for note in (
        RegisterNote.objects.filter(entry__in=entries).exclude(pk__in=book.notes_held).select_related("entry")
    ):
        text = ranges(note.text.split("・")) if note.text else ""
        line = LaterLineValues(
            on=note.on,
            row=f"No.{note.entry.row_number}",
            kind=note.get_kind_display(),
            text=text,
            by=note.noted_by,
        )
        yield note.entered_at, note.pk, line


def _papers(book: RegisterYear) -> tuple[LaterLineValues, ...]:
    """Rows of the paper book that were registered after the closing (既存証明の登録)."""
    rows = PaperRegisterRow.objects.filter(station=book.station, year=book.year).exclude(
        pk__in=book.paper_held
    )
    return tuple(
        LaterLineValues(
            row=f"紙{row.row_number}", kind="紙の行", by=row.delivered_by,
            text="　".join(filter(None, (row.group_name, row.certificate_number, ranges(row.sticker_numbers), ranges(row.card_numbers)))),
        )
        for row in rows.order_by("pk")
    )  # fmt: skip


def supplement_values(closed: RegisterYear, kept: dict, on: date) -> dict:
    """交付簿の追記; ``kept``: the values of the book as it was closed."""
    book, then = RegisterBook(closed.station, closed.year), RegisterValues.from_json(kept)
    now = count([*map(paper_row, book.paper_rows()), *map(register_row, book.entries())])
    return SupplementValues(
        office=office_of(closed.station, on), fiscal_year=closed.year, closed_on=closed.closed_on, as_of=on,
        lines=later_lines(closed), closed_counts=_handed_over(count([*then.paper_rows, *then.rows])), counts=_handed_over(now),
    ).to_json()  # fmt: skip


def _handed_over(counts) -> tuple[int, ...]:
    return counts.certificates, counts.stickers, counts.cards, counts.notices
