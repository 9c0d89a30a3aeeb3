"""A column chart by months, drawn by the server: numbers for an SVG of 804 × 236."""

from dataclasses import dataclass
from datetime import date

TOP, FLOOR, LEFT, PITCH, WIDTH = 38, 200, 48, 63, 42


@dataclass(frozen=True)
class Column:
    """One month: its word and count, and the rectangle that shows it."""

    label: str
    count: int
    x: int
    y: int
    height: int
    is_now: bool

    @property
    def middle(self) -> int:
        return self.x + WIDTH // 2


@dataclass(frozen=True)
class Chart:
    columns: list[Column]
    lines: list[tuple[int, int]]  # (y, number) of the axis
    title: str
    width: int = WIDTH


def last_months(today: date, count: int = 12) -> list[date]:
    """The first days of the last months, the present one last."""
    months = [divmod(today.year * 12 + today.month - 1 - back, 12) for back in range(count)]
    return [date(year, month + 1, 1) for year, month in reversed(months)]


def by_month(counts: dict[date, int], today: date) -> Chart:
    """``counts``: first day of a month → number; months without any are drawn as nothing."""
    months = last_months(today)
    most = max([counts.get(month, 0) for month in months] + [1])
    unit = next(unit for unit in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10**6) if unit * 4 >= most)
    top = unit * (-(-most // unit))

    def rise(number: int) -> int:
        return round((FLOOR - TOP) * number / top)

    columns = [
        Column(
            f"{month.month}月",
            n := counts.get(month, 0),
            LEFT + PITCH * place,
            FLOOR - rise(n),
            rise(n),
            month == months[-1],
        )
        for place, month in enumerate(months)
    ]
    peak = max(columns, key=lambda column: column.count)
    title = (
        f"月ごとの受理件数。{peak.label}の{peak.count}件が最も多い"
        if peak.count
        else "月ごとの受理件数。受理はまだない"
    )
    return Chart(columns, [(FLOOR - rise(n), n) for n in range(0, top + 1, unit)], title)
