"""The act that closes a book: what stands against it, what it holds, its frozen paper (BP-5-5-3)."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from blue_patrol.models.register_years import RegisterYear, hold_books
from blue_patrol.models.registers import PaperRegisterRow, RegisterEntry, RegisterNote
from casework import dates, wareki
from casework.models import Actor, IssuedPaper, Station
from casework.permissions import PERMISSIONS, Reason
from casework.workflow import Act, Refused, open_case

CLAUSE = "BP-5-5-3"
BOOK = "14"
CLOSE = PERMISSIONS["close_register"]


@transaction.atomic
def close_register(station: Station, year: int, /, *, by: Actor, on: date) -> RegisterYear:
    """Close the station's book of the fiscal year, with the rows that it holds. Raises Refused."""
    hold_books(station.pk)
    book = RegisterYear(station=station, year=year, closed_on=on, closed_by=by.staff.name)
    if refused := CLOSE.reasons(book, by) or closing_problems(station, year, on):
        raise Refused(refused)
    entries = RegisterEntry.objects.filter(station=station, year=year)
    book.notes_held = _keys(RegisterNote.objects.filter(entry__in=entries))
    book.struck_held = _keys(entries.exclude(struck_by=None))
    book.paper_held = _keys(PaperRegisterRow.objects.filter(station=station, year=year))
    open_case(book, by=by, permission=CLOSE, on=on, year=year)
    IssuedPaper.freeze(book, BOOK, Act(by, "open", on, timezone.now()))
    return book


def _keys(rows) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))


def closing_problems(station: Station, year: int, on: date) -> list[Reason]:
    """What stands against closing on the day."""
    label, last = dates.fiscal_year_label(year), date(year + 1, 3, 31)
    if RegisterYear.objects.filter(station=station, year=year).exists():
        return [Reason(f"{label}の交付簿は、もう締めてあります。", CLAUSE)]
    if on <= last:
        text = f"{label}は、まだ終わっていません。{wareki.format_long(last)}の翌日から締められます。"
        return [Reason(text, CLAUSE, field="on")]
    if on > timezone.localdate():
        return [Reason("先の日付は記録できません。", field="on")]
    return _unreported(station, year)


def _unreported(station: Station, year: int) -> list[Reason]:
    """A certificate's day that headquarters was not told would stay open in a book that nobody opens any more."""
    rows = RegisterEntry.objects.filter(station=station, year=year, struck_by=None).exclude(
        certificate_number=""
    )
    waiting = rows.exclude(notes__kind=RegisterNote.Kind.REPORTED).order_by("row_number")
    if numbers := list(waiting.values_list("row_number", flat=True)):
        named = "、".join(f"{number}番" for number in numbers[:10]) + ("ほか" if len(numbers) > 10 else "")
        text = f"本部への報告を記録していない行が{len(numbers)}行あります（{named}）。先に報告を記録してください。"
        return [Reason(text, CLAUSE, cure="register")]
    return []
