"""Bars and lines as SVG text under their title. Pure; everything is coloured through classes (casework/figures.css), so that the dark
scheme and print change the colours; lines are told apart by their dashes and marks, never by colour alone.

A picture shows no number that its table does not hold; hidden ones are left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDE, LEFT, RIGHT = 800, 190, 90
ROW, BAR, TOP = 30, 18, 8
HIGH, FLOOR, CEILING = 260, 220, 20
UNITS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 10**9)


@dataclass(frozen=True)
class Series:
    """One line: a number for each place of the axis, None where there is none."""

    label: str
    numbers: Sequence[int | None]


def axis(most: int) -> list[int]:
    """0 and the numbers above it at which the axis has a line: at most five, round ones."""
    unit = next(unit for unit in UNITS if unit * 4 >= most)
    return list(range(0, unit * max(1, -(-most // unit)) + 1, unit))


def bars(name: str, title: str, values: Sequence[tuple[str, int]], unit: str = "件") -> str:
    """Level bars below one another, each with its word and number; "" for none. ``name``: of its ids on the page."""
    if not values:
        return ""
    top, high = axis(max(number for _, number in values))[-1], TOP * 2 + ROW * len(values)
    told = "、".join(f"{label} {number:,}{unit}" for label, number in values)
    parts = [_head(name, title, told, high), f'<path class="figure-axis" d="M{LEFT} {TOP}V{high - TOP}"/>']
    for place, (label, number) in enumerate(values):
        y = TOP + ROW * place + (ROW - BAR) // 2
        long = round((WIDE - LEFT - RIGHT) * number / top)
        parts.append(
            f'<text class="figure-word" x="{LEFT - 8}" y="{y + 14}" text-anchor="end">{escape(_short(label))}</text>'
            f'<rect class="figure-bar" x="{LEFT}" y="{y}" width="{long}" height="{BAR}"/>'
            f'<text class="figure-number" x="{LEFT + long + 6}" y="{y + 14}">{number:,}{unit}</text>'
        )
    return "\n".join([*parts, "</svg></figure>"])


def _short(label: str, most: int = 12) -> str:
    return label if len(label) <= most else f"{label[: most - 1]}…"


def _head(name: str, title: str, told: str, high: int) -> str:
    return (
        f'<figure class="drawn"><figcaption>{escape(title)}</figcaption>'
        f'<svg class="figure" viewBox="0 0 {WIDE} {high}" role="img" aria-labelledby="{name}-title {name}-told">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-told">{escape(told)}</desc>'
    )


def lines(name: str, title: str, places: Sequence[str], series: Sequence[Series], unit: str = "件") -> str:
    """Lines over the places of an axis, each named where it ends; "" without a number. At most four."""
    known = [number for each in series for number in each.numbers if number is not None]
    if not known or not places:
        return ""
    marks = axis(max(known))
    told = "。".join(f"{each.label}：{_told(places, each, unit)}" for each in series)
    parts = [_head(name, title, told, HIGH)]
    for mark in marks:
        y = _y(mark, marks[-1])
        parts.append(f'<path class="figure-line" d="M60 {y}H{WIDE - RIGHT}"/>')
        parts.append(f'<text class="figure-number" x="52" y="{y + 5}" text-anchor="end">{mark:,}</text>')
    for place, label in enumerate(places):
        x = _x(place, len(places))
        parts.append(f'<text class="figure-word" x="{x}" y="{FLOOR + 24}" text-anchor="middle">{escape(label)}</text>')  # fmt: skip
    ends = _ends(series, marks[-1])
    for number, (each, end) in enumerate(zip(series, ends, strict=True), 1):
        parts.append(_series(each, number, len(places), marks[-1], end))
    return "\n".join([*parts, "</svg></figure>"])


def _told(places: Sequence[str], each: Series, unit: str) -> str:
    pairs = zip(places, each.numbers, strict=True)
    return "、".join(f"{place} {number:,}{unit}" for place, number in pairs if number is not None)


def _x(place: int, count: int) -> int:
    return 80 + round((WIDE - RIGHT - 100) * place / max(1, count - 1))


def _y(number: int, top: int) -> int:
    return FLOOR - round((FLOOR - CEILING) * number / top)


def _ends(series: Sequence[Series], top: int) -> list[int]:
    """Where each line's name stands: beside its last point, and clear of the other names."""
    wanted = sorted((_y(next((n for n in reversed(s.numbers) if n is not None), 0), top), i) for i, s in enumerate(series))  # fmt: skip
    placed, below = [0] * len(series), -100
    for y, number in wanted:
        below = placed[number] = max(y, below + 18)
    return placed


def _series(each: Series, number: int, count: int, top: int, end: int) -> str:
    points = [(_x(place, count), _y(n, top)) for place, n in enumerate(each.numbers) if n is not None]
    if not points:
        return ""
    way = " ".join(f"{x},{y}" for x, y in points)
    marks = "".join(_mark(number, x, y) for x, y in points)
    name = f'<text class="figure-word" x="{WIDE - RIGHT + 8}" y="{end + 5}">{escape(_short(each.label, 6))}</text>'
    return f'<g class="figure-series figure-series-{number}"><polyline points="{way}"/>{marks}{name}</g>'


def _mark(number: int, x: int, y: int) -> str:
    """A round, a square, a triangle or a cross."""
    if number == 1:
        return f'<circle cx="{x}" cy="{y}" r="4"/>'
    if number == 2:
        return f'<rect x="{x - 4}" y="{y - 4}" width="8" height="8"/>'
    if number == 3:
        return f'<polygon points="{x},{y - 5} {x + 5},{y + 4} {x - 5},{y + 4}"/>'
    return f'<path d="M{x - 4} {y - 4}l8 8m0 -8l-8 8"/>'
