"""期限盤: what the counted clocks look like as tables, every figure with the address of its rows."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from casework.clocks import BANDS, OVERDUE, Kind, Number, Source
from casework.presenters import links

BOARD = "clock_board"


@dataclass(frozen=True)
class Cell:
    """A figure; ``url`` leads to its rows, "" where no one list holds them."""

    count: int
    url: str
    is_bad: bool = False


@dataclass(frozen=True)
class Line:
    label: str
    url: str
    clause: str
    cells: list[Cell]
    whole: Cell


@dataclass(frozen=True)
class Table:
    """``quiet``: (label, address) of the lines in which nothing stands."""

    lines: list[Line]
    totals: Line
    quiet: list[tuple[str, str]] = field(default_factory=list)


class Addresses:
    """Where the rows of a figure are: on their source's page, narrowed by kind, band and station."""

    def __init__(self, sources: Iterable[Source]):
        self.sources = list(sources)
        self.of_kind = {kind.code: source for source in self.sources for kind in source.kinds}
        self.kinds = {kind.code: kind for source in self.sources for kind in source.kinds}

    def rows(self, kind: str, band: str, station: int | None) -> str:
        """ "" where the figure counts rows of several lists."""
        page, asked = self._page(kind)
        if not page:
            return ""
        asked |= {"within": band} if band else {}
        return _to(page, asked | ({"station": str(station)} if station else {}))

    def _page(self, code: str) -> tuple[str, dict[str, str]]:
        kind, source = self.kinds.get(code), self.of_kind.get(code)
        if kind is not None and source is not None:
            return (kind.page, dict(kind.asks)) if kind.page else (source.page, {"kind": code})
        only = self.sources[0] if len(self.sources) == 1 and self.sources[0].lists_all else None
        return (only.page if only else "", {})


def _to(page: str, asked: dict[str, str]) -> str:
    return links.to(page) + (f"?{urlencode(asked)}" if asked else "")


def by_kind(numbers: Iterable[Number], at: Addresses, station: int | None) -> Table:
    """A line a kind, of one station or of all."""
    counts: Counter[tuple[str, str]] = Counter()
    for each in numbers:
        if station is None or each.station == station:
            counts[each.kind, each.band] += each.n

    def line(kind: Kind) -> Line:
        cells = _cells(lambda band: counts[kind.code, band], lambda band: at.rows(kind.code, band, station))
        return Line(kind.label, "", kind.clause, cells, _whole(cells, at.rows(kind.code, "", station)))

    lines = [line(kind) for kind in at.kinds.values()]
    totals = _totals(lines, lambda band: at.rows("", band, station))
    quiet = [(each.label, "") for each in lines if not each.whole.count]
    return Table([each for each in lines if each.whole.count], totals, quiet)


def by_station(numbers: Iterable[Number], at: Addresses, stations, kind: str) -> Table:
    """A line a station, of one kind or of all; a figure that no one list holds leads to the station's own board."""
    counts: Counter[tuple[int, str]] = Counter()
    for each in numbers:
        if not kind or each.kind == kind:
            counts[each.station, each.band] += each.n

    def line(station) -> Line:
        board = f"{_to(BOARD, {'station': str(station.pk)})}#kinds"
        cells = _cells(
            lambda band: counts[station.pk, band], lambda band: at.rows(kind, band, station.pk) or board
        )
        return Line(station.name, board, "", cells, _whole(cells, at.rows(kind, "", station.pk) or board))

    lines = [line(station) for station in stations]
    totals = _totals(lines, lambda band: at.rows(kind, band, None))
    quiet = [(each.label, each.url) for each in lines if not each.whole.count]
    return Table([each for each in lines if each.whole.count], totals, quiet)


def _cells(count: Callable[[str], int], address: Callable[[str], str]) -> list[Cell]:
    return [Cell(count(band.code), address(band.code), band in OVERDUE) for band in BANDS]


def _whole(cells: list[Cell], url: str) -> Cell:
    return Cell(sum(cell.count for cell in cells), url)


def _totals(lines: list[Line], address: Callable[[str], str]) -> Line:
    sums = [sum(line.cells[place].count for line in lines) for place in range(len(BANDS))]
    cells = [Cell(n, address(band.code), band in OVERDUE) for n, band in zip(sums, BANDS, strict=True)]
    return Line("計", "", "", cells, _whole(cells, address("")))
