"""Meetings as a calendar file (RFC 5545), to take over into any calendar: kind, council, time and place, nobody's name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar

CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
TOKYO = ZoneInfo("Asia/Tokyo")
PRODUCT = "-//casework//liaison councils//JA"


@dataclass(frozen=True)
class Event:
    """One meeting. Without ``begins_at`` it takes the whole day; ``sequence`` counts its changes."""

    uid: str
    sequence: int
    status: str
    summary: str
    on: date
    begins_at: time | None = None
    ends_at: time | None = None
    place: str = ""


def calendar(name: str, events: Iterable[Event], made_at: datetime) -> bytes:
    """The whole file; ``made_at`` is aware. Raises ValueError when it is not."""
    if made_at.tzinfo is None:
        raise ValueError("an aware time is wanted")
    whole = icalendar.Calendar()
    for key, value in (
        ("prodid", PRODUCT),
        ("version", "2.0"),
        ("calscale", "GREGORIAN"),
        ("method", "PUBLISH"),
    ):
        whole.add(key, value)
    whole.add("x-wr-calname", icalendar.vText(name))
    whole.add_component(_zone())
    for event in events:
        whole.add_component(_component(event, made_at))
    return whole.to_ical()


def _zone() -> icalendar.Timezone:
    """Japan's one time, which has no end: what the package makes by itself stops in 2038."""
    standard = icalendar.TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 -- a local time by its definition
    for name in ("tzoffsetfrom", "tzoffsetto"):
        standard.add(name, timedelta(hours=9))
    standard.add("tzname", "JST")
    zone = icalendar.Timezone()
    zone.add("tzid", TOKYO.key)
    zone.add_component(standard)
    return zone


def _component(event: Event, made_at: datetime) -> icalendar.Event:
    found = icalendar.Event()
    for key in ("uid", "sequence", "status", "summary"):
        found.add(key, getattr(event, key))
    found.add("dtstamp", made_at)
    if event.begins_at is None:
        found.add("dtstart", event.on)
        found.add("dtend", event.on + timedelta(days=1))  # the day behind the last one
    else:
        found.add("dtstart", datetime.combine(event.on, event.begins_at, TOKYO))
        if event.ends_at:
            found.add("dtend", datetime.combine(event.on, event.ends_at, TOKYO))
    if event.place:
        found.add("location", event.place)
    return found
