"""What a kind holds for the words asked, and why each row is among it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.utils.html import format_html
from django.utils.safestring import SafeString

from casework.search import keys
from casework.search.kinds import Kind, Line


@dataclass(frozen=True, slots=True)
class Result:
    """One row: where it leads, what it is called, what matched (the marked line, "" where it is the title) and the reason."""

    url: str
    title: SafeString
    line: SafeString | str
    reason: str
    is_whole: bool
    notes: list[str]
    station: Any


def rows_of(kind: Kind, asked: str, actor) -> QuerySet:
    """The rows on the desk that match; order and slice are the caller's."""
    return kind.of(actor).filter(pk__in=_found(kind, asked, whole=False))


def first_of(kind: Kind, asked: str, actor, count: int) -> list:
    """At most so many rows: what was asked for exactly comes first, then the kind's order. One query."""
    whole = Case(
        When(pk__in=_found(kind, asked, whole=True), then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    order = f"-{kind.order}" if kind.newest_first else kind.order
    rows = rows_of(kind, asked, actor).order_by(whole, *dict.fromkeys([order, "pk"]))
    return list(rows[:count])


def results(kind: Kind, asked: str, rows) -> list[Result]:
    return [_result(kind, asked, row) for row in rows]


def _found(kind: Kind, asked: str, *, whole: bool) -> RawSQL:
    return RawSQL(f"select {kind.text.function}(%s, %s)", [asked, whole])  # noqa: S611 - the name is our own


def _result(kind: Kind, asked: str, row) -> Result:
    lines = kind.lines(row)
    line = best_line(lines, asked, number=kind.text.number)
    place = keys.matched(line.text, asked, number=kind.text.number)
    shown = marked(line.text, place)
    is_title = line is lines[0]
    return Result(
        url=kind.address(row), title=shown if is_title else marked(lines[0].text, None), line="" if is_title else shown,
        reason=reason_of(line, asked, place), is_whole=keys.is_whole(line.text, asked, number=kind.text.number),
        notes=[note for note in kind.notes(row) if note], station=row.station,
    )  # fmt: skip


def best_line(lines: list[Line], asked: str, *, number: bool) -> Line:
    """The first that is what was asked for, else the first that holds it."""
    holding = [line for line in lines if keys.matched(line.text, asked, number=number)]
    exact = [line for line in holding if keys.is_whole(line.text, asked, number=number)]
    return (exact or holding or lines)[0]


def marked(text: str, place: tuple[int, int] | None) -> SafeString:
    """The text as it is stored, the part that matched in a mark."""
    if place is None:
        return format_html("{}", text)
    first, end = place
    return format_html("{}<mark>{}</mark>{}", text[:first], text[first:end], text[end:])


def reason_of(line: Line, asked: str, place: tuple[int, int] | None) -> str:
    """代表者の氏名（異体字：斎藤→齋藤）: what matched, and the form of the kanji where it is another."""
    pair = keys.variants(asked, line.text[place[0] : place[1]]) if place else None
    return f"{line.label}（異体字：{pair[0]}→{pair[1]}）" if pair else line.label
