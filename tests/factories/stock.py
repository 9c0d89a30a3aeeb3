"""Blank sheets in stock, and counts of what a station keeps."""

from blue_patrol.models import BlankLot, Kind, Stocktaking
from blue_patrol.models.stock.counting import Count, Where
from blue_patrol.rules import sheets
from tests.factories.applications import DAY


def lot_of(desks, first="A000101", last="A000110", kind=Kind.CARD, on=DAY) -> BlankLot:
    return BlankLot.receive(
        by=desks.hq_clerk, kind=kind, first=sheets.read(first), last=sheets.read(last), on=on
    )


def lot_of_its_own(desks) -> BlankLot:
    """Numbers that no other station's lot has."""
    return lot_of(desks, f"S{desks.station.pk}-001", f"S{desks.station.pk}-009")


def counted(desks) -> Stocktaking:
    """Everything was there."""
    return Stocktaking.conclude(Count(Where.STATION), by=desks.clerk, on=DAY)
