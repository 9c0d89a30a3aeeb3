"""Filters and tags of the paper templates: 和暦 with blanks for the pen, 均等割付, and text that fits its box.

The boxes are given in the templates, in millimetres, because layout lives there and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django import template
from django.template import Context
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from casework import paper_codes
from casework.set_columns import MM_PER_PT, Columns
from casework.typefaces import ems, line_count
from casework.wareki import era_parts, format_long

register = template.Library()


class Size(NamedTuple):
    """A class of paper.css: its type size in points and its leading."""

    name: str
    pt: float
    leading: float


# The largest first; forms_templates/paper.css holds the same sizes and leadings.
SIZES = (
    Size("s0", 10.5, 1.5),
    Size("s1", 9.5, 1.4),
    Size("s2", 9, 1.4),
    Size("s3", 8.5, 1.3),
    Size("s4", 8, 1.3),
    Size("s5", 7.5, 1.28),
    Size("s6", 7, 1.25),
)
SMALLEST = Size("s7", 6, 1.2)
ONE_LINE_DOWN_TO = 8  # points: a line shrinks so far before it is broken


def parse(value: object) -> date | None:
    """A date, its ISO form as papers' frozen values hold it, or nothing."""
    if isinstance(value, str):
        return date.fromisoformat(value) if value else None
    return value if isinstance(value, date) else None


def lines(text: str, size: Size, width: float) -> int:
    """How many lines a text takes at a size in a box so many millimetres wide."""
    room = max(1.0, width / (size.pt * MM_PER_PT))
    return sum(line_count(line, room) for line in text.split("\n"))


def size_for(text: str, width: float, height: float, largest: float = 10.5) -> Size | None:
    """The size at which a text fits a box of millimetres, or None if it does not fit even at 7 pt."""
    return _first_fit(text, width, height, [size for size in SIZES if size.pt <= largest])


def _first_fit(
    text: str, width: float, height: float, sizes: Sequence[Size], *, one_line: bool = True
) -> Size | None:
    """The first size whose lines fit the height; a single line, down to 8 pt, goes before larger broken ones."""
    if one_line:
        for size in sizes:
            if size.pt >= ONE_LINE_DOWN_TO and lines(text, size, width) == 1:
                return size
    for size in sizes:
        if lines(text, size, width) * size.pt * size.leading * MM_PER_PT <= height:
            return size
    return None


def _box(box: str) -> tuple[float, float, float]:
    """``123x7.5`` or ``123x7.5@9`` as width, height (mm) and largest size (pt)."""
    measures, _, largest = box.partition("@")
    width, _, height = measures.partition("x")
    return float(width), float(height), float(largest or 10.5)


def _sized(text: str, size: Size) -> SafeString:
    broken = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in text.split("\n")))
    return format_html('<span class="{}">{}</span>', size.name, broken)


@register.simple_tag
def columns(spec: str, points: float, face: str = "Mincho") -> Columns:
    """The columns of a page (mm, see Columns), to be filled row by row."""
    return Columns(spec, points, face)


@register.simple_tag
def set_row(page: Columns, *cells: object) -> bool:
    """Set a row into the columns; whether all its cells fit."""
    return page.add(["" if cell is None else str(cell) for cell in cells])


@register.simple_tag
def leave_row(page: Columns) -> str:
    """Leave a row of the columns empty."""
    page.leave()
    return ""


@register.filter
def fit(value: object, box: str) -> SafeString:
    """A value in the largest size that fits its box; 6 pt if none does, then the row grows."""
    text = "" if value is None else str(value).replace("\r\n", "\n")
    if not text:
        return mark_safe("")
    return _sized(text, size_for(text, *_box(box)) or SMALLEST)


@register.filter
def narrow(value: object, width: str) -> SafeString:
    """A name in a narrow cell: full size, then 長体 90, 80, 70 per cent, then smaller, then several small lines."""
    text = "" if value is None else str(value)
    if not text:
        return mark_safe("")
    room, _, points = width.partition("@")
    sizes = [size for size in SIZES if size.pt <= float(points or 10.5)]
    steps = [(sizes[0], percent) for percent in (100, 90, 80, 70)] + [(size, 70) for size in sizes[1:4]]
    for size, percent in steps:
        if ems(text) * size.pt * MM_PER_PT * percent / 100 <= float(room):
            return format_html('<span class="{} long{}">{}</span>', size.name, percent, text)
    return _sized(text, size_for(text, float(room), 5.5, largest=8) or SMALLEST)


@register.filter
def steps(value: object, box: str) -> SafeString:
    """Display type: ``194x18:34,28,24`` takes the first of these sizes (pt) that fits, its lines of even length."""
    text = "" if value is None else str(value)
    if not text:
        return mark_safe("")
    measures, _, points = box.partition(":")
    width, height, _ = _box(measures)
    sizes = [Size(f"pt{point}", float(point), 1.22) for point in points.split(",")]
    size = _first_fit(text, width, height, sizes, one_line=False) or sizes[-1]
    return _sized("\n".join(_even(text, lines(text, size, width))), size)


def _even(text: str, count: int) -> list[str]:
    """A text in so many lines of about one length; a mark stays with the character it belongs to."""
    share, pieces = ems(text) / max(1, count), [""]
    for character in text:
        full = ems(pieces[-1]) >= share - 0.5 and len(pieces) < count
        if full and ems(character):
            pieces.append("")
        pieces[-1] += character
    return pieces


@register.simple_tag(takes_context=True)
def long(context: Context, value: str, box: str, title: str) -> SafeString:
    """A long text; one that fits its box at no legible size goes whole onto a sheet of its own (別紙)."""
    text = (value or "").replace("\r\n", "\n").strip()
    if not text:
        return mark_safe("")
    width, height, largest = _box(box)
    sizes = [size for size in SIZES if size.pt <= largest]
    size = _first_fit(text, width, height, sizes, one_line=False)  # it has several lines: no need to shrink
    if size is not None:
        return _sized(text, size)
    attached: dict[str, str] = context["attached"]  # laid there by casework.press
    attached[title] = text
    return format_html('<span class="s1 see">別紙{}のとおり</span>', list(attached).index(title) + 1)


@register.filter
def of_row(title: str, number: int) -> str:
    """選考理由（No.3）: the name of a row's text on its sheet 別紙, which no other row's takes."""
    return f"{title}（No.{number}）"


@register.inclusion_tag("_attached_sheets.html", takes_context=True)
def attached_sheets(context: Context) -> dict[str, Any]:
    """The sheets 別紙 that the ``long`` texts of this paper asked for."""
    return {"sheets": [{"title": title, "text": text} for title, text in context["attached"].items()]}


@register.simple_tag
def label(text: str, width: int = 0) -> SafeString:
    """A label spread over ``width`` em (均等割付); the text stays one run, so it is searched as one word."""
    if len(text) < 2 or width <= len(text):
        return conditional_escape(text)
    return format_html('<span class="j w{} n{}">{}</span>', width, len(text), text)


@register.filter
def era(value: object) -> SafeString:
    """``令和<i>5</i>年<i>1</i>月<i>10</i>日``; no date leaves the blanks for the pen (令和　　年　　月　　日)."""
    return _blanks("令和", parse(value))


@register.filter
def born(value: object) -> SafeString:
    """A date of birth or foundation: without a date the era is left to the pen, too."""
    return _blanks(mark_safe("<i></i>"), parse(value))


def _blanks(usual_era: str, day: date | None) -> SafeString:
    parts = era_parts(day) if day else (usual_era, "", "", "")
    return format_html('<span class="date">{}<i>{}</i>年<i>{}</i>月<i>{}</i>日</span>', *parts)


@register.filter
def wareki(value: object) -> str:
    """令和5年1月10日, or nothing."""
    day = parse(value)
    return format_long(day) if day else ""


@register.filter
def short_era(value: object) -> str:
    """令5.1.10 for narrow columns, or nothing."""
    day = parse(value)
    if day is None:
        return ""
    name, year, month, number = era_parts(day)
    return f"{name[0]}{year}.{month}.{number}"


@register.filter
def month_day(value: object) -> str:
    """1.10 where the year stands above, or nothing."""
    day = parse(value)
    return f"{day.month}.{day.day}" if day else ""


@register.filter
def fiscal_year(value: int | None) -> SafeString:
    """令和5年度 for the fiscal year that began in April 2023; blank for the pen."""
    name, year = era_parts(date(value, 12, 31))[:2] if value else ("令和", "")
    return format_html("{}<i>{}</i>年度", name, year)


@register.filter
def beside(first: str, second: str) -> str:
    """Two texts with a full-width space between; one alone stands without it."""
    return "　".join(filter(None, (first, second)))


@register.filter
def num(value: object) -> str:
    """A number, or nothing where there is none."""
    return "" if value is None else str(value)


@register.filter
def in_brackets(count: int) -> str:
    """（3） under the numbers that it counts, or nothing."""
    return f"（{count}）" if count else ""


@register.filter
def plate(value: str) -> str:
    """``名古屋|500|へ|1234`` as 名古屋 500 へ 12-34; short serials with the dots of the plate (・・71)."""
    parts = (value or "").split("|")
    if len(parts) != 4:
        return value or ""
    serial = parts[3].strip("・.-").replace("-", "").lstrip("0")
    if serial.isdigit() and len(serial) <= 4:
        dotted = serial.rjust(4, "・")
        serial = dotted if len(serial) < 3 else f"{dotted[:2]}-{dotted[2:]}"
    return " ".join([*parts[:3], serial or parts[3]])


@register.simple_tag
def tick(chosen: object, name: object = True) -> SafeString:
    """A drawn box, ticked if the name is among the chosen or equals what is chosen."""
    among = name in chosen if isinstance(chosen, Iterable) and not isinstance(chosen, str) else name == chosen
    return format_html('<span class="nb"><span class="ck">{}</span></span>', "✓" if among else "")


@register.simple_tag
def ring(text: str, chosen: object = False, name: object = True) -> SafeString:
    """A word, with the ring of 該当に○ around it if it is the chosen one."""
    return format_html('<span class="{}">{}</span>', "ring" if chosen == name else "off", text)


@register.simple_tag
def qr(text: str, size: float) -> SafeString:
    """The QR code of a text, so many millimetres wide without its quiet zone."""
    return paper_codes.qr(text, size)
