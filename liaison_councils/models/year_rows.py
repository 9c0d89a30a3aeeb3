"""The yearly table (L13) as the records say now: each council of a station against its minimum (LC-5-2)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Least

from casework.models import Prefecture, PrefectureProfile, ProfileValue, Station
from liaison_councils.models.councils import Council
from liaison_councils.models.meetings import HELD, OPEN, Meeting
from liaison_councils.models.terms import SERVED, Term
from liaison_councils.rules import frequency
from liaison_councils.rules.frequency import FISCAL, Held, Year
from liaison_councils.rules.year_rows import YearRow, topics_of

MINIMUM = 2  # 第5の2, where the prefecture's values say nothing


def _value(prefecture: Prefecture, day: date, key: str, default):
    """A value of the version in force on the day; the default before the first version, or where it is silent."""
    version = PrefectureProfile.objects.on(day).filter(prefecture=prefecture).order_by("-valid_from")
    values = ProfileValue.objects.filter(profile=Subquery(version.values("pk")[:1]), key=key)
    return next(iter(values.values_list("content", flat=True)), default)


def year_of(prefecture: Prefecture, day: date) -> Year:
    """The year that holds the day, counted as the prefecture counts on it."""
    return Year.of(_value(prefecture, day, "council_year", FISCAL), day)


def rows_of(stations: Iterable[Station], year: Year, today: date) -> dict[int, list[YearRow]]:
    """station's key → the rows of its councils; all of one prefecture. What the table says on ``today``."""
    stations = list(stations)
    if not stations:
        return {}
    first, last = year.bounds
    day = max(first, min(last, today))
    minimum = _value(stations[0].prefecture, day, "council_meetings_a_year", MINIMUM)
    meetings = _meetings(stations, year)
    found: dict[int, list[YearRow]] = {station.pk: [] for station in stations}
    for council in _councils(stations, first, last, day):
        owed = frequency.owed(minimum, council.established_on, council.ended_on, year)
        found[council.station_id].append(_row(council, meetings[council.pk], year, owed, today))
    return found


def _councils(stations: list[Station], first: date, last: date, day: date) -> QuerySet[Council]:
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
