"""What the pages of councils read: the rows around a council packed into the query that reads the council."""

from datetime import date

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from casework import dates
from casework.models import Koban, Station
from casework.models.packed import counted, packed, part, unpacked
from casework.transfers import moves
from casework.years import Year
from liaison_councils.models import (
    Council,
    CouncilArea,
    CouncilEvent,
    CouncilOfficer,
    CouncilState,
    Meeting,
    MeetingState,
    Opinion,
    Participant,
    Remark,
    StaffInstruction,
    Term,
    Visit,
    YearReport,
)
from liaison_councils.models.council_events import packed_events
from liaison_councils.models.council_gaps import CHOSEN
from liaison_councils.presenters import councils as words
from liaison_councils.rules.frequency import REGULAR
from liaison_councils.rules.names_of_councils import OCCUPATIONAL

COLUMNS = ("station_id", "koban_id", "name", "kind", "state", "wished_on", "established_on", "ended_on")
MEETING = ("kind", "state", "planned_on", "held_on", "announced_on")
HERE = OuterRef("pk")  # the council around
STATION = OuterRef("pk")  # the station around
C, M = CouncilState, MeetingState
Days = tuple[date, date]
SHOWN_MEETINGS, SHOWN_OPINIONS = 30, 30


def in_year(bounds: Days) -> Q:
    """Meetings of the year by the day held, else the day planned; with those postponed without a new day."""
    held, planned = Q(held_on__range=bounds), Q(held_on=None, planned_on__range=bounds)
    return held | planned | Q(state=M.POSTPONED, planned_on=None)


def in_the_year(rows: QuerySet, bounds: Days) -> QuerySet:
    """Councils that stood in the year, or are being prepared."""
    first, last = bounds
    stood = Q(established_on__lte=last) & (Q(ended_on=None) | Q(ended_on__gte=first))
    return rows.filter(Q(state=C.PLANNED) | stood)


def around(bounds: Days, before: Days) -> dict:
    """What the year of a council needs beside the row itself; ``before``: the days of the year before it."""
    members = Participant.objects.filter(meeting=OuterRef("pk"), kind="member", is_invited=True)
    meetings = Meeting.objects.filter(in_year(bounds), shared__council=HERE).exclude(state=M.CANCELLED)
    held = Meeting.objects.held().filter(shared__council=HERE, kind=REGULAR)
    last_year = held.filter(held_on__range=before).order_by("-held_on")
    return {
        "met": packed(
            meetings.order_by("planned_on", "pk"), *MEETING, asked=counted(members, "meeting"),
            answered=counted(members.exclude(reply=""), "meeting"),
        ),
        "happened": packed_events(),
        "covers": areas_of(HERE),
        "managers": packed(
            CouncilOfficer.objects.filter(council=HERE, role="manager", to_on=None), "rank", "name", "from_on"
        ),
        "members": counted(Term.objects.in_force().filter(council=HERE), "council"),
        "last_met_on": Subquery(last_year.values("held_on")[:1]),
    }  # fmt: skip


def areas_of(council) -> object:
    rows = CouncilArea.objects.filter(council=council, to_on=None).order_by("pk")
    return packed(rows, "koban_id", "part", koban=part("koban", "name", "kind"))


def unpack(council: Council) -> Council:
    """The rows that ``around`` packed, as instances; its areas answer without a query."""
    council.met = unpacked(Meeting, council.met)
    if isinstance(council.last_met_on, str):  # packed with its council, it comes out of JSON
        council.last_met_on = date.fromisoformat(council.last_met_on)
    council.happened = unpacked(CouncilEvent, council.happened)
    council.managers = unpacked(CouncilOfficer, council.managers)
    return with_areas(council)


def with_areas(council):
    council.covers = unpacked(CouncilArea, council.covers)
    council.covered = lambda: council.covers
    return council


def councils_of(rows: QuerySet, year: Year) -> list[Council]:
    """The councils of the year with what is around them: one query."""
    found = in_the_year(rows, year.bounds).select_related("koban")
    found = found.annotate(**around(year.bounds, year.previous().bounds))
    return [unpack(council) for council in found.order_by("order_key", "pk")]


def counted_councils(rows: QuerySet, year: Year) -> list[Council]:
    """The councils of the year with no more than what counts their meetings, unpacked by who counts: one query."""
    meetings = Meeting.objects.filter(in_year(year.bounds), shared__council=HERE).exclude(state=M.CANCELLED)
    found = in_the_year(rows, year.bounds).annotate(
        met=packed(meetings.order_by("pk"), "kind", "state", "planned_on", "held_on"), happened=packed_events()
    )  # fmt: skip
    return list(found.only("station_id", "kind", "name", "state"))


def ending_terms(rows: QuerySet, until: date) -> list[Term]:
    """Members whose days run out by then or have run out, the first to end first; ``followed``: a successor is a candidate."""
    followed = Term.objects.filter(Q(previous=OuterRef("pk")) | Q(replaces=OuterRef("pk")))
    ending = rows.in_force().filter(ends_on__lte=until).select_related("person", "council")
    return list(ending.annotate(followed=Exists(followed)).order_by("ends_on", "pk"))


def amber(today: date, months: int) -> date:
    """Up to which day of a term's end it is warned of."""
    return dates.add_months(today, months)


def covered_koban(rows: QuerySet, today: date) -> QuerySet:
    """Stations with ``koban``: each of today's with the councils over its area, whole or in part (LC-3-1)."""
    over = Council.objects.filter(areas__koban=OuterRef("pk"), areas__to_on=None).exclude(state=C.ABOLISHED)
    over = over.exclude(kind=OCCUPATIONAL).order_by("pk")
    koban = Koban.objects.on(today).filter(station=STATION).order_by("pk")
    return rows.annotate(
        areas=packed(koban, "name", "kind", over=packed(over, "name", "state", part="areas__part"))
    )


def stations_of(actor, year: Year) -> list[Station]:
    """Every station of the desk: opinions that wait, remarks without an answer, closed years that headquarters has not
    confirmed, members who came and were asked."""
    came = Participant.objects.filter(
        station=STATION, kind="member", meeting__state__in=[M.HELD, M.REPORTED], meeting__held_on__range=year.bounds
    )  # fmt: skip
    rows = Station.objects.filter(pk__in=actor.station_ids)
    return list(
        rows.annotate(
            opinions=counted(Opinion.objects.open().filter(station=STATION), "station"),
            remarks=counted(Remark.objects.filter(station=STATION, state="made"), "station"),
            answered=counted(Remark.objects.filter(station=STATION, state="answered"), "station"),
            to_see=packed(YearReport.objects.to_see().filter(station=STATION).order_by("year"), "state", "year_kind", "year", "closed_on"),
            asked=counted(came, "station"), came=counted(came.filter(attended=True), "station"),
            deputies=moves.deputies(Q(post__division=actor.post.division_id), timezone.localdate()),
        )
    )  # fmt: skip


def waiting_at(actor, councils: list[Council], until: date, before: Year) -> Station:
    """The own station with what waits beside the meetings of these councils, in numbers; ``before``: the year to close."""
    these = {"station": STATION, "council__in": [council.pk for council in councils]}
    opinions = Opinion.objects.filter(**these)
    ending = Term.objects.in_force().filter(**these, ends_on__lte=until)
    return Station.objects.annotate(
        unanswered=counted(opinions.filter(state="received"), "station"), unread=counted(opinions.filter(state="answered"), "station"),
        ending=counted(ending, "station"), candidates=counted(Term.objects.nominated().filter(**these), "station"),
        remarks=counted(Remark.objects.filter(station=STATION, state="made"), "station"),
        closed=counted(YearReport.objects.filter(station=STATION, year_kind=before.kind, year=before.number).exclude(state="reopened"), "station"),
        deputies=moves.deputies(moves.HERE, timezone.localdate()),
    ).get(pk=actor.station.pk)  # fmt: skip


def listed(rows: QuerySet) -> QuerySet:
    """Councils of the list with their areas, members and who presides."""
    manager = CouncilOfficer.objects.filter(council=HERE, role="manager", to_on=None)
    return rows.select_related("station").annotate(
        covers=areas_of(HERE), managers=packed(manager, "rank", "name"),
        members=counted(Term.objects.in_force().filter(council=HERE), "council"),
    )  # fmt: skip


def listed_row(council: Council) -> Council:
    council.tone = words.TONES[C(council.state)]
    council.managers = unpacked(CouncilOfficer, council.managers)
    return with_areas(council)


def whole(rows: QuerySet) -> QuerySet:
    """One council with what stands on its page beside meetings, opinions and members."""
    return rows.select_related("station__prefecture", "koban").annotate(
        covers=areas_of(HERE), chosen_terms=counted(Term.objects.filter(council=HERE, state__in=CHOSEN), "council"), open_meetings=counted(Meeting.objects.open().filter(shared__council=HERE), "shared__council"),
        happened=packed(CouncilEvent.objects.filter(council=HERE).order_by("on", "pk"), "kind", "on", "name", "note", "others"),
        named=packed(CouncilOfficer.objects.filter(council=HERE).order_by("from_on", "pk"), "role", "rank", "name", "from_on", "to_on", "staff_id"),
        visited=packed(Visit.objects.filter(council=HERE)[:10], "on", "whom", "content", visitor=F("visited_by__name")),
        taught=packed(StaffInstruction.objects.filter(council=HERE)[:5], "on", "taught", "topics", "note", teacher=F("taught_by__name")),
    )  # fmt: skip


def unpack_whole(council):
    """Instances; its guards ask no query."""
    council.happened = unpacked(CouncilEvent, council.happened)
    council.named = unpacked(CouncilOfficer, council.named)
    council.visited = unpacked(Visit, council.visited)
    council.taught = unpacked(StaffInstruction, council.taught)
    council.current_officers = lambda: [each for each in council.named if each.to_on is None]
    return with_areas(council)


def meetings_of(council: Council) -> list[Meeting]:
    """The newest first; who was asked, answered and came."""
    people = Participant.objects.filter(meeting=OuterRef("pk"), council=council.pk)
    members = people.filter(kind="member")
    rows = Meeting.objects.filter(shared__council=council.pk).annotate(
        asked=counted(members, "meeting"), answered=counted(members.exclude(reply=""), "meeting"),
        came=counted(members.filter(attended=True), "meeting"),
        others=Coalesce(
            Subquery(people.exclude(kind="member").filter(attended=True).order_by().values("meeting").annotate(n=Sum("count")).values("n")), 0
        ),
    )  # fmt: skip
    return list(
        rows.order_by(Coalesce("held_on", "planned_on").desc(nulls_first=True), "-pk")[:SHOWN_MEETINGS]
    )


def opinions_of(council: Council) -> list[Opinion]:
    """Those that wait first, then the newest."""
    rows = council.opinions.select_related("meeting", "read_out_at")
    return list(
        rows.annotate(rest=Case(When(state="closed", then=1), default=0)).order_by(
            "rest", "-received_on", "-pk"
        )[:SHOWN_OPINIONS]
    )


def terms_of(council: Council) -> list[Term]:
    """Candidates and members, by reading."""
    followed = Term.objects.filter(Q(previous=OuterRef("pk")) | Q(replaces=OuterRef("pk")))
    rows = council.terms.filter(state__in=CHOSEN).select_related("person")
    return list(
        rows.annotate(followed=Exists(followed)).order_by("person__order_key", "person__pk", "starts_on")
    )
