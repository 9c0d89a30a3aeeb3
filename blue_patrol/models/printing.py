"""Which blank sheet each thing is printed on: the lowest free ones, or from the number that the printer shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from blue_patrol.models.credentials import Credential, Kind
from blue_patrol.models.stock.lots import BlankLot, BlankUse, Outcome
from blue_patrol.rules import sheets
from casework.permissions import Reason
from casework.workflow import Refused, perform_all

NO_SUCH = "「{}」は、在庫にない{}用紙の番号です。用紙の番号を確かめてください。"
NOT_FREE = "{}用紙 {}は、すでに記録があります（{}）。残っている番号を入力してください。"
TOO_FEW = "{}用紙が{}枚足りません（要る{}枚、{}{}枚）。用紙を受け入れて、在庫に記録してください。"


@dataclass
class Stock:
    """The lots of one kind. ``gone``: key of a lot with sheets left → the serials that have left stock."""

    kind: Kind
    gone: dict[int, set[int]]
    lots: list[BlankLot] = field(default_factory=list)

    def runs(self) -> list[tuple[BlankLot, int, int]]:
        """(lot, first, last) of what is left, in the order in which it is used up."""
        left = [lot for lot in self.lots if lot.pk in self.gone]
        return [(lot, *run) for lot in left for run in sheets.left_of(lot.first, lot.last, self.gone[lot.pk])]

    @property
    def left(self) -> int:
        return sum(last - first + 1 for _, first, last in self.runs())

    def take(self, count: int, first: tuple[BlankLot, int] | None = None) -> list[tuple[BlankLot, int]]:
        """The next ``count`` sheets, or fewer where no more are left; from ``first`` on when it is given."""
        taken: list[tuple[BlankLot, int]] = []
        waiting = first is not None
        for lot, low, high in self.runs():
            if waiting and first is not None:
                if lot != first[0] or not low <= first[1] <= high:
                    continue
                low, waiting = first[1], False
            taken += [(lot, serial) for serial in range(low, min(high + 1, low + count - len(taken)))]
            if len(taken) == count:
                break
        return taken


def stocks(prefecture_pk: int, kinds: Iterable[str] = Kind, *, lock: bool = False) -> dict[Kind, Stock]:
    """The stock of each kind that has sheets left; two queries. ``lock``: nobody else takes sheets meanwhile."""
    lots = BlankLot.objects.kept_by(prefecture_pk).filter(kind__in=[str(kind) for kind in kinds])
    if lock:  # always in one order; without the key, so that what points at a lot need not wait
        locked = BlankLot.objects.filter(pk__in=list(lots.order_by().values_list("pk", flat=True)))
        list(locked.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    found: dict[Kind, Stock] = {}
    gone: dict[int, set[int]] = {}
    for lot in lots.annotate(taken=Count("uses", filter=Q(uses__follows=None))):
        found.setdefault(Kind(lot.kind), Stock(Kind(lot.kind), gone)).lots.append(lot)
        if lot.taken < lot.size:
            gone[lot.pk] = set()
    uses = BlankUse.objects.filter(lot__in=gone, follows=None)
    for key, serial in uses.values_list("lot", "serial") if gone else ():
        gone[key].add(serial)
    return {kind: stock for kind, stock in found.items() if stock.left}


def print_out(
    things: Iterable[Credential],
    *,
    by,
    first_serials: Mapping[str, str] | None = None,
    on: date | None = None,
) -> list[Credential]:
    """Record the printing of things, each on a numbered sheet of its kind where the prefecture keeps them.

    ``first_serials``: kind → the number of the first sheet as typed, for a printer that does not hold the lowest.
    Raises Refused: no such sheet, sheet not free, too few sheets.
    """
    things = list(things)
    with transaction.atomic():
        kept = stocks(by.prefecture.pk, {thing.kind for thing in things}, lock=True)
        uses, problems = [], []
        for kind, stock in kept.items():
            mine = [thing for thing in things if thing.kind == kind]
            sheets_of_kind, reasons = assign(stock, len(mine), (first_serials or {}).get(kind, ""))
            problems += reasons
            uses += [(thing, *sheet) for thing, sheet in zip(mine, sheets_of_kind, strict=False)]
        if problems:
            raise Refused(problems)
        day = on or timezone.localdate()
        BlankUse.objects.bulk_create(_used(thing, lot, serial, by, day) for thing, lot, serial in uses)
        return perform_all(things, "print_out", by=by, on=on)


def assign(stock: Stock, count: int, first: str = "") -> tuple[list[tuple[BlankLot, int]], list[Reason]]:
    """``count`` sheets, from the number typed on where one was; with what stands against it."""
    start, at = None, f"first-{stock.kind}"
    if first.strip():
        try:
            start = find_free(stock, first)
        except sheets.SheetError as error:
            return [], [Reason(str(error), field=at)]
    found = stock.take(count, start)
    if len(found) < count:
        where = "この番号から後" if start else "在庫"
        text = TOO_FEW.format(stock.kind.label, count - len(found), count, where, len(found))
        return found, [Reason(text, cure="stock", field=at)]
    return found, []


def find_free(stock: Stock, text: str) -> tuple[BlankLot, int]:
    """The sheet that was typed. Raises sheets.SheetError when there is none such, or it has left stock."""
    number = sheets.read(text)
    lot = next((lot for lot in stock.lots if lot.holds(number)), None)
    if lot is None:
        raise sheets.SheetError(NO_SUCH.format(text.strip(), stock.kind.label))
    if lot.pk not in stock.gone or number.serial in stock.gone[lot.pk]:
        last = BlankUse.objects.latest().get(lot=lot, serial=number.serial)
        raise sheets.SheetError(NOT_FREE.format(stock.kind.label, last.sheet, last.get_outcome_display()))
    return lot, number.serial


def _used(thing: Credential, lot: BlankLot, serial: int, by, day: date) -> BlankUse:
    """The row belongs to the desk of the thing's station too, which reads the sheet's number on the case."""
    return BlankUse(
        prefecture_id=lot.prefecture_id, stations=[thing.station_id], lot=lot, serial=serial, sheet=lot.sheet(serial),
        outcome=Outcome.USED, credential=thing, on=day, by=by.staff,
    )  # fmt: skip


@transaction.atomic
def spoil(things: Iterable[Credential], *, by, reason: str, on: date | None = None) -> list[Credential]:
    """刷り損じ: the things are to be printed again; the sheets they were printed on are waste."""
    done = perform_all(things, "spoil", by=by, on=on, note=reason)
    day = on or timezone.localdate()
    printed = BlankUse.objects.latest().filter(credential__in=done, outcome=Outcome.USED)
    BlankUse.objects.bulk_create(after(use, Outcome.SPOILED, by, day, reason) for use in printed)
    return done


def after(use: BlankUse, outcome: Outcome, by, day: date, reason: str) -> BlankUse:
    """A later word on the same sheet, for the same desks."""
    return BlankUse(
        prefecture_id=use.prefecture_id, stations=use.stations, lot_id=use.lot_id, serial=use.serial, sheet=use.sheet,
        outcome=outcome, follows=use, credential_id=use.credential_id, on=day, by=by.staff, reason=reason,
    )  # fmt: skip
