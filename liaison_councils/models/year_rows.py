"""The yearly table (L13) as the records say now: each council of a station against its minimum (LC-5-2)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Least

from casework.models import Station
from casework.years import Year
from liaison_councils.models.council_events import packed_events, spans_of
from liaison_councils.models.councils import Council
from liaison_councils.models.meetings import HELD, OPEN, Meeting
from liaison_councils.models.terms import SERVED, Term
from liaison_councils.models.values import ValuesOverTime
from liaison_councils.rules import frequency
from liaison_councils.rules.frequency import Held
from liaison_councils.rules.year_rows import YearRow, topics_of


def rows_of(stations: Iterable[Station], year: Year, today: date) -> dict[int, list[YearRow]]:
    """station's key → the rows of its councils; all of one prefecture. What the table says on ``today``."""
    stations = list(stations)
    if not stations:
        return {}
    first, last = year.bounds
    day = max(first, min(last, today))
    minimum = ValuesOverTime.of(stations[0].prefecture_id).on(day).meetings_a_year
    meetings = _meetings(stations, year)
    found: dict[int, list[YearRow]] = {station.pk: [] for station in stations}
    for council in _councils(stations, first, last, day):
        owed = frequency.owed(minimum, spans_of(council.happened), year)
        found[council.station_id].append(_row(council, meetings[council.pk], year, owed, today))
    return found


def _councils(stations: list[Station], first: date, last: date, day: date) -> QuerySet[Any]:
    """Those that stood at any time of the year, with the number of members on the day or at their end."""
    members = Term.objects.filter(
        Q(ended_on=None) | Q(ended_on__gte=OuterRef("counted_on")), council=OuterRef("pk"), state__in=SERVED,
        starts_on__lte=OuterRef("counted_on"), ends_on__gte=OuterRef("counted_on"),
    )  # fmt: skip
    number = members.order_by().values("council").annotate(number=Count("pk")).values("number")
    standing = Council.objects.filter(
        Q(ended_on=None) | Q(ended_on__gte=first), station__in=stations, established_on__lte=last
    )
    return standing.annotate(
        happened=packed_events(),
        counted_on=Least(Coalesce("ended_on", Value(day)), Value(day)),
        members=Coalesce(Subquery(number, output_field=IntegerField()), 0),
    )


def _meetings(stations: list[Station], year: Year) -> dict[int, list[dict]]:
    """council's key → its meetings of the year in order of their days, each with its own attendance."""
    in_year = Q(held_on__range=year.bounds) | Q(held_on=None, planned_on__range=year.bounds)
    own = Q(participants__kind="member", participants__council=F("shared__council"))
    rows = (
        Meeting.objects.filter(in_year, station__in=stations, state__in=[*OPEN, *HELD])
        .annotate(day=Coalesce("held_on", "planned_on"))
        .values("pk", "kind", "state", "day", "agenda", "shared__council")
        .annotate(
            asked=Count("participants", filter=own),
            came=Count("participants", filter=own & Q(participants__attended=True)),
        )
        .order_by("day", "pk")
    )
    found: dict[int, list[dict]] = defaultdict(list)
    for row in rows:
        found[row["shared__council"]].append(row)
    return found


def _row(council, meetings: list[dict], year: Year, owed: int, today: date) -> YearRow:
    counted = frequency.tally(
        (Held(row["kind"], row["state"], row["day"]) for row in meetings), year, owed, today
    )
    held = [row for row in meetings if row["state"] in HELD]
    return YearRow(
        key=council.pk, council=council.name, kind=council.get_kind_display(), established_on=council.established_on.isoformat(),
        ended_on=council.ended_on.isoformat() if council.ended_on else "", minimum=owed, regular=counted.held,
        extraordinary=counted.extraordinary, planned=counted.planned, overdue=counted.overdue, members=council.members,
        attended=sum(row["came"] for row in held), members_asked=sum(row["asked"] for row in held), topics=topics_of([row["agenda"] for row in held]),
    )  # fmt: skip
