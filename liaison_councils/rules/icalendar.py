"""Meetings as a calendar file (RFC 5545), to take over into any calendar: kind, council, time and place, nobody's name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

OCTETS = 75  # the longest line, without its end
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
ZONE = "Asia/Tokyo"
TOKYO = (
    "BEGIN:VTIMEZONE", f"TZID:{ZONE}", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0900", "TZOFFSETTO:+0900",
    "TZNAME:JST", "END:STANDARD", "END:VTIMEZONE",
)  # fmt: skip
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


def escaped(text: str) -> str:
    """A value of type TEXT (3.3.11)."""
    plain = re.sub(r"\r\n?", "\n", text)
    return re.sub(r"([\\;,])", r"\\\1", plain).replace("\n", r"\n")


def folded(line: str) -> str:
    """A content line in pieces of at most 75 octets, no character cut (3.1)."""
    pieces, size = [""], 0
    for char in line:
        octets = len(char.encode())
        if size + octets > OCTETS:
            pieces.append(" ")
            size = 1
        pieces[-1] += char
        size += octets
    return "\r\n".join(pieces)


def calendar(name: str, events: Iterable[Event], made_at: datetime) -> str:
    """The whole file; ``made_at`` is aware. Raises ValueError when it is not."""
    if made_at.tzinfo is None:
        raise ValueError("an aware time is wanted")
    stamp = made_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name)}",
        f"X-WR-TIMEZONE:{ZONE}", *TOKYO,
    ]  # fmt: skip
    for event in events:
        lines += _lines(event, stamp)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _lines(event: Event, stamp: str) -> list[str]:
    lines = [
        "BEGIN:VEVENT", f"UID:{escaped(event.uid)}", f"DTSTAMP:{stamp}", f"SEQUENCE:{event.sequence}", f"STATUS:{event.status}",
        f"SUMMARY:{escaped(event.summary)}", *_times(event),
    ]  # fmt: skip
    if event.place:
        lines.append(f"LOCATION:{escaped(event.place)}")
    return [*lines, "END:VEVENT"]


def _times(event: Event) -> list[str]:
    if event.begins_at is None:
        ends = event.on + timedelta(days=1)  # the day behind the last one
        return [f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}", f"DTEND;VALUE=DATE:{ends:%Y%m%d}"]
    lines = [f"DTSTART;TZID={ZONE}:{event.on:%Y%m%d}T{event.begins_at:%H%M%S}"]
    if event.ends_at:
        lines.append(f"DTEND;TZID={ZONE}:{event.on:%Y%m%d}T{event.ends_at:%H%M%S}")
    return lines
