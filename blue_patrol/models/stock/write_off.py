"""Blank sheets that leave stock without being used: spoiled in the printer, missing, destroyed."""

from datetime import date

from django.db import transaction

from blue_patrol.models.credentials import Place
from blue_patrol.models.printing import after
from blue_patrol.models.stock.lots import MAY_FOLLOW, BlankLot, BlankUse, Outcome, headquarters_refuses
from blue_patrol.rules import sheets
from casework.permissions import Reason
from casework.workflow import Refused

AT_MOST = 5  # reasons shown at once
UNKNOWN = "「{}」は、在庫にない番号です。種別と番号を確かめてください。"
ALREADY = "{}は、すでに{}の記録があります。"
IN_USE = "{}は、証明書等に使っています。刷り損じは、その事案の「刷り損じ」から記録してください。"


@transaction.atomic
def write_off(kind: str, text: str, outcome: str, *, by, on: date, reason: str) -> list[BlankUse]:
    """Sheets by their numbers and ranges as typed. Raises Refused.

    Waste and what was missing may be destroyed afterwards; a sheet in use becomes waste only with its thing.
    """
    if reasons := headquarters_refuses(by):
        raise Refused(reasons)
    try:
        wanted = [each for pair in sheets.read_ranges(text) for each in _each(*pair)]
    except sheets.SheetError as error:
        raise Refused([Reason(str(error), field="numbers")]) from error
    kept = BlankLot.objects.filter(
        pk__in=list(BlankLot.objects.kept_by(by.prefecture.pk).filter(kind=kind).values_list("pk", flat=True))
    )
    lots = list(kept.order_by("pk").select_for_update(no_key=True))
    found = [
        (number, next((lot for lot in lots if lot.holds(number)), None)) for number in dict.fromkeys(wanted)
    ]
    rows, problems = _rows(found, Outcome(outcome), by, on, reason)
    if problems or not rows:
        raise Refused(problems[:AT_MOST] or [Reason("用紙の番号を入力してください。", field="numbers")])
    return BlankUse.objects.bulk_create(rows)


def _each(first: sheets.SheetNumber, last: sheets.SheetNumber) -> list[sheets.SheetNumber]:
    return [
        sheets.SheetNumber(first.prefix, serial, first.figures)
        for serial in range(first.serial, last.serial + 1)
    ]


def _rows(found, outcome: Outcome, by, on: date, reason: str) -> tuple[list[BlankUse], list[Reason]]:
    lots = {lot.pk for _, lot in found if lot}
    serials = [number.serial for number, lot in found if lot]
    latest = BlankUse.objects.latest().filter(lot__in=lots, serial__in=serials).select_related("credential")
    known = {(use.lot_id, use.serial): use for use in latest}
    rows, problems = [], []
    for number, lot in found:
        if lot is None:
            problems.append(UNKNOWN.format(sheets.write(number.prefix, number.serial, number.figures)))
        elif use := known.get((lot.pk, number.serial)):
            if outcome in MAY_FOLLOW[Outcome(use.outcome)] and not _is_in_use(use):
                rows.append(after(use, outcome, by, on, reason))
            else:
                problems.append(
                    IN_USE.format(use.sheet)
                    if _is_in_use(use)
                    else ALREADY.format(use.sheet, use.get_outcome_display())
                )
        else:
            rows.append(leaves(lot, number.serial, outcome, by, on, reason))
    return rows, [Reason(text, field="numbers") for text in problems]


def _is_in_use(use: BlankUse) -> bool:
    """What is printed on it may still count; a decision that was recalled leaves printed sheets that are waste."""
    return use.credential is not None and use.outcome == Outcome.USED and use.credential.state != Place.VOID


def leaves(lot: BlankLot, serial: int, outcome: Outcome, by, on: date, reason: str) -> BlankUse:
    """The first word on a sheet that was never used for a thing."""
    return BlankUse(
        prefecture_id=lot.prefecture_id, stations=lot.stations, lot=lot, serial=serial, sheet=lot.sheet(serial),
        outcome=outcome, on=on, by=by.staff, reason=reason,
    )  # fmt: skip
