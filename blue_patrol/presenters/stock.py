"""Blank sheets in words: what is left of each kind, on which numbers the next printing goes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from blue_patrol.models import BlankLot, BlankUse, Kind, Place
from blue_patrol.models.printing import stocks
from blue_patrol.models.stock.lots import Outcome
from blue_patrol.rules import sheets
from casework.presenters import links

OUTCOMES = [(each.value, each.label) for each in Outcome]


@dataclass
class Sheets:
    """The sheets of one kind that the next printing takes: ``words`` A000101〜A000103, ``missing`` how many lack."""

    kind: Kind
    count: int
    first: str = ""
    words: str = ""
    missing: int = 0


def to_print(actor, things) -> list[Sheets]:
    """For the kinds of which numbered sheets are kept, what is to be printed on which; two queries, or none."""
    counts = Counter(thing.kind for thing in things if thing.state == Place.BLANK)
    if not counts or not actor.may("headquarters_act"):
        return []
    kept = stocks(actor.prefecture.pk, counts)
    found = []
    for kind in Kind:
        if counts[kind] and kind in kept:
            taken = kept[kind].take(counts[kind])
            missing = counts[kind] - len(taken)
            first = taken[0][0].sheet(taken[0][1])
            found.append(Sheets(kind, counts[kind], first, in_words(taken), missing))
    return found


def in_words(taken: Iterable[tuple[BlankLot, int]]) -> str:
    """A000101〜A000103、B000001."""
    by_lot: dict[BlankLot, list[int]] = {}
    for lot, serial in taken:
        by_lot.setdefault(lot, []).append(serial)
    return "、".join(run_words(lot, *run) for lot, serials in by_lot.items() for run in sheets.runs(serials))


def run_words(lot: BlankLot, first: int, last: int) -> str:
    return lot.sheet(first) if first == last else f"{lot.sheet(first)}〜{lot.sheet(last)}"


def cures(actor) -> dict[str, tuple[str, str]]:
    """Where what stands against a printing is mended."""
    return {"stock": (links.to("stock"), "用紙の在庫へ")} if actor.may("headquarters_act") else {}


@dataclass
class StockLine:
    """The sheets of one kind: in stock and by what became of them; together as many as were received."""

    kind: Kind
    in_stock: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    total: int = 0

    @property
    def parts(self) -> list[int]:
        return [self.in_stock, *(self.outcomes[value] for value, _ in OUTCOMES)]


def by_kind(lots) -> list[StockLine]:
    """``lots`` from ``counted()``: a line for each kind of which sheets were ever received."""
    lines = []
    for kind in Kind:
        mine = [lot for lot in lots if lot.kind == kind and lot.voided_on is None]
        if mine:
            outcomes = {value: sum(getattr(lot, value) for lot in mine) for value, _ in OUTCOMES}
            lines.append(
                StockLine(kind, sum(lot.in_stock for lot in mine), outcomes, sum(lot.size for lot in mine))
            )
    return lines


def what_became_of(actor, text: str) -> list[str]:
    """A blank sheet that was searched for, in a sentence each; the lots are headquarters' alone to see."""
    if actor.station:
        return []
    try:
        number = sheets.read(text)
    except sheets.SheetError:
        return []
    lots = BlankLot.objects.of(actor).valid().filter(first__lte=number.serial, last__gte=number.serial)
    lots = [lot for lot in lots if lot.holds(number)]
    uses = BlankUse.objects.of(actor).latest().filter(lot__in=lots, serial=number.serial)
    known = {use.lot_id: use for use in uses} if lots else {}
    return [_became(lot, lot.sheet(number.serial), known.get(lot.pk)) for lot in lots]


def _became(lot: BlankLot, sheet: str, use: BlankUse | None) -> str:
    paper = f"{lot.get_kind_display()}用紙 {sheet}"
    if use is None:
        return f"{paper}は、在庫にあります。"
    return f"{paper}は、{use.get_outcome_display()}です{f'（{use.reason}）' if use.reason else ''}。"
