"""所管替え as the tests need it: asked for, tried out, done."""

import datetime as dt

from casework.models import Actor, ChangeOfStation
from casework.offices.act import Outcome, change_station, try_out
from casework.offices.answers import Asked
from tests.factories import people
from tests.factories.places import KobanFactory

MOVED = dt.date(2026, 10, 1)
GROUNDS = "本部長通達（令和8年9月20日付け生総発第40号）"


def groups(*which, to, on=MOVED) -> Asked:
    """Single groups of one station."""
    return Asked("groups", which[0].station, to, on, groups=tuple(group.pk for group in which))


def whole(station, *, to, on=MOVED) -> Asked:
    return Asked("station", station, to, on)


def koban(closing, into=None, *, to=None, on=MOVED, follow=True) -> Asked:
    """``into``: the koban that takes over, else it goes on under the station ``to``."""
    to = to or into.station
    return Asked("koban", closing.station, to, on, koban=closing, to_koban=into, follow=follow)


def seeing(by: Actor) -> Actor:
    """With the stations of today: an actor of the tests may be older than they are."""
    return Actor.of(by.posting, by.request_id)


def tried(asked: Asked, by) -> Outcome:
    return try_out(asked, by=seeing(by))


def done(asked: Asked, by) -> ChangeOfStation:
    """Tried out, and done as it was seen."""
    return change_station(asked, by=seeing(by), grounds=GROUNDS, seen=tried(asked, by).fingerprint)


def koban_closed(station) -> ChangeOfStation:
    """A koban without a council merged into another of its station: nothing else changes."""
    by = people.community_division(station.prefecture)
    return done(koban(KobanFactory(station=station), KobanFactory(station=station)), by)
