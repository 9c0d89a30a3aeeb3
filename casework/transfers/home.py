"""On the first page: who deputises for whom until when, and the way to the page of transfers."""

from datetime import date

from casework import homes
from casework.presenters import links
from casework.roles import STATION_DESK
from casework.transfers import moves


def rows(today: date) -> dict:
    """Read with the station's row."""
    return {"deputies": moves.deputies(moves.HERE, today)}


def context(station, actor, today: date) -> dict:
    return told(station.deputies, actor)


def told(found: list[dict], actor) -> dict:
    """What parts/deputies.html shows; ``found``: what ``moves.deputies`` read."""
    return {
        "deputies": moves.with_holders(found),
        "transfers_url": links.to("transfers") if actor.may("transfer") else "",
    }


def register() -> None:
    """Called from ``CaseworkConfig.ready()``."""
    homes.register_section(STATION_DESK, homes.Section("parts/deputies.html", rows, context))
