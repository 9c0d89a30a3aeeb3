"""証明書等の所在: how many of what lie where, each number with the address of the things it counts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from blue_patrol.models import Kind, Place
from casework.presenters import links

BY_STATION = (
    Place.IN_TRANSIT,
    Place.AT_STATION,
    Place.WITH_GROUP,
    Place.SURRENDERED,
    Place.SENT_TO_HQ,
    Place.LOST,
)
NOTES = {  # what a place means to whoever reads the table
    Place.BLANK: "本部で、印刷を待っています", Place.PRINTED: "本部で、押印を待っています",
    Place.SEALED: "本部で、送付を待っています", Place.IN_TRANSIT: "署が受領するまで",
    Place.AT_STATION: "署で、交付を待っています", Place.SURRENDERED: "署で、本部への返送を待っています",
    Place.SENT_TO_HQ: "本部で、廃棄を待っています（届くまでを含みます）", Place.LOST: "見付かると「署に返納」に戻ります",
    Place.VOID: "交付する前に、使わなくなったもの",
}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    count: int
    url: str
    label: str = ""


@dataclass
class Line:
    """A place, or a station: its cells and their sum."""

    label: str
    cells: list[Cell]
    whole: Cell
    note: str = ""
    key: str = ""


@dataclass
class Custody:
    """``places`` × kinds and ``stations`` × places, over one and the same total."""

    places: list[Line] = field(default_factory=list)
    total: Line | None = None
    stations: list[Line] = field(default_factory=list)


def address(**asked) -> str:
    chosen = {name: value for name, value in asked.items() if value}
    return f"{links.to('custody_things')}?{urlencode(chosen)}" if chosen else links.to("custody_things")


def of_counts(counts: Iterable[dict], stations) -> Custody:
    """``counts``: rows of station (key), state, kind, n. Every credential is counted in exactly one place."""
    by_place: Counter = Counter()
    by_station: Counter = Counter()
    for row in counts:
        by_place[row["state"], row["kind"]] += row["n"]
        by_station[row["station"], row["state"]] += row["n"]
    found = Custody([_place(place, by_place) for place in Place])
    sums = [sum(by_place[place, kind] for place in Place) for kind in Kind]
    cells = [Cell(number, address(kind=kind), kind.label) for number, kind in zip(sums, Kind, strict=True)]
    found.total = Line("計", cells, Cell(sum(sums), address()))
    found.stations = [line for station in stations if (line := _station(station, by_station)).whole.count]
    return found


def _place(place: Place, counts: Counter) -> Line:
    cells = [Cell(counts[place, kind], address(state=place, kind=kind), kind.label) for kind in Kind]
    whole = Cell(sum(cell.count for cell in cells), address(state=place))
    return Line(place.label, cells, whole, NOTES.get(place, ""), place.value)


def _station(station, counts: Counter) -> Line:
    cells = [
        Cell(counts[station.pk, place], address(state=place, station=station.pk)) for place in BY_STATION
    ]
    whole = sum(counts[station.pk, place] for place in Place)
    return Line(station.name, cells, Cell(whole, address(station=station.pk)))


@dataclass
class Held:
    """What a station holds of one group in one place, since when the longest."""

    group: str
    url: str
    place: Place
    since: date | None
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Kind.values, 0))


def held(things) -> list[Held]:
    """``things`` with group, application and ``since`` (the day each came there); the oldest first."""
    found: dict[tuple, Held] = {}
    for thing in things:
        key = (thing.state, thing.application_id, thing.holder)
        if key not in found:
            url = (
                links.to("application", thing.application_id)
                if thing.application_id
                else links.to("group", thing.certification.group_id)
            )
            found[key] = Held(
                thing.holder,
                f"{url}#things" if thing.application_id else url,
                Place(thing.state),
                thing.since,
            )
        mine = found[key]
        mine.counts[thing.kind] += 1
        mine.since = min(filter(None, (mine.since, thing.since)), default=None)
    return sorted(found.values(), key=lambda mine: (mine.since or date.max, mine.group))
