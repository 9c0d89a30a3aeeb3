"""What every list asks of its address: the station, the text to search for."""

import unicodedata

from casework import names
from casework.models import Station


def stations_of(actor) -> list[Station]:
    """The stations to choose from; none for a station's own desk. No query: the actor knows them."""
    return list(actor.stations)


def chosen_station(params, stations) -> Station | None:
    """The one that the address names among those to choose from."""
    return next((each for each in stations if str(each.pk) == params.get("station")), None)


def asked_text(params) -> str:
    """What was typed into the search field; a NUL, which no text can hold, is left out."""
    return names.trim(params.get("q", "").replace("\0", ""))


def plain_number(text: str) -> str:
    """A number as typed, in plain figures and letters."""
    return unicodedata.normalize("NFKC", text).strip()


def is_station_out_of_sight(params, actor) -> bool:
    """Whether the address names a station that is not on the desk: of a filter saved in another post."""
    asked = params.get("station", "")
    return bool(asked) and asked not in map(str, actor.station_ids)
