"""From the councils of a station to what they print: L1, the roster L3, the officers L7, the plan L8, the year L13."""

from collections.abc import Iterable
from datetime import date
from itertools import count

from django.db.models import Q

from casework.models import Posting, Station
from casework.years import Year
from liaison_councils.models import Council, CouncilEvent, CouncilOfficer, Meeting, Term, YearReport
from liaison_councils.models.values import ValuesOverTime
from liaison_councils.papers.office import council_of, office_of
from liaison_councils.papers.values import (
    MemberValues,
    OfficersValues,
    OfficerValues,
    PlannedValues,
    PlanRowValues,
    RosterValues,
    SetupRowValues,
    SetupValues,
    YearPlanValues,
)
from liaison_councils.papers.values_meetings import YearRowValues, YearValues
from liaison_councils.rules.frequency import COMING_STATES, HELD_STATES, REGULAR, owed

ENDED = {"abolished", ""}  # states in which a council has neither members nor 運営責任者


def setup_values(station: Station, day: date) -> dict:
    """L1: a row an event, in the order of days."""
    councils = Council.objects.filter(station=station).select_related("koban")
    councils = {each.pk: each for each in councils.prefetch_related("events", "officers")}
    events = sorted(
        (event for each in councils.values() for event in each.events.all() if event.on <= day),
        key=lambda event: (event.on, event.pk),
    )
    members: dict[int, int] = {}
    for key in Term.objects.filter(council__in=councils).on(day).values_list("council_id", flat=True):
        members[key] = members.get(key, 0) + 1
    last = {event.council_id: event.pk for event in events}
    states = [each.state_on(day) for each in councils.values()]
    rows = tuple(
        _setup_row(event, councils, members if last[event.council_id] == event.pk else None, day) for event in events
    )  # fmt: skip
    return SetupValues(
        office=office_of(station, day), on=day, rows=rows, active=states.count("active"), suspended=states.count("suspended"),
        ended=states.count("abolished"),
    ).to_json()  # fmt: skip


def _setup_row(event: CouncilEvent, councils: dict[int, Council], members: dict | None, day: date):
    """``members``: how many each council has, for the row that says how it stands."""
    council = councils[event.council_id]
    stands = members is not None and council.state_on(day) not in ENDED
    others = [councils[key].name for key in event.others if key in councils]
    into = f"{'・'.join(others)}へ" if others else ""
    return SetupRowValues(
        koban=str(council.koban or ""), name=event.name, kind=council.get_kind_display(), event=event.get_kind_display(),
        on=event.on, area=council.area, purpose=council.purpose, members=(members or {}).get(council.pk, 0) if stands else None,
        manager=_manager(council, day) if stands else "", remarks="　".join(filter(None, (into, event.note))),
    )  # fmt: skip


def _manager(council: Council, day: date) -> str:
    held = [each for each in council.officers.all() if each.role == "manager" and _holds(each, day)]
    return f"{held[-1].rank}　{held[-1].name}".strip() if held else ""


def _holds(officer: CouncilOfficer, day: date) -> bool:
    return officer.from_on <= day and (officer.to_on is None or day <= officer.to_on)


def roster_values(council: Council, day: date) -> dict:
    """L3: who is a member on the day, and who runs the council."""
    terms = council.terms.on(day).select_related("person").order_by("person__order_key", "pk")
    named = [_named(each) for each in council.officers.order_by("role", "from_on", "pk") if _holds(each, day)]
    staff = [_posted(posting, posting.starts_on) for posting in council.operating_staff(day)]
    return RosterValues(
        office=office_of(council.station, day), council=council_of(council, day), on=day, officers=(*named, *staff),
        rows=tuple(_member(term) for term in terms),
    ).to_json()  # fmt: skip


def _member(term: Term) -> MemberValues:
    person = term.person
    return MemberValues(
        name=person.name, kana=person.kana, occupation=person.occupation or person.body, address=person.address,
        phone=person.phone, starts_on=term.starts_on, ends_on=term.ends_on, ordinal=term.ordinal,
        appointed_on=term.appointed_on, remarks=term.get_intent_display() if term.intent == "leaves" else "",
    )  # fmt: skip


def _named(officer: CouncilOfficer) -> OfficerValues:
    return OfficerValues(
        role=officer.get_role_display(), rank=officer.rank, name=officer.name, from_on=officer.from_on, to_on=officer.to_on
    )  # fmt: skip


def _posted(posting: Posting, since: date) -> OfficerValues:
    staff = posting.staff
    return OfficerValues(
        role=CouncilOfficer.Role.STAFF.label, rank=staff.rank, name=staff.name, place=str(posting.post.koban or ""),
        from_on=since, to_on=posting.ends_on,
    )  # fmt: skip


def officers_values(council: Council, day: date) -> dict:
    """L7: everybody named since it was set up, and everybody posted to its area since then (LC-3-6)."""
    since = council.established_on or day
    named = [_named(each) for each in council.officers.filter(from_on__lte=day)]
    postings = (
        Posting.objects.filter(Q(ends_on=None) | Q(ends_on__gte=since), post__koban__in=council.koban_ids(), starts_on__lte=day)
        .select_related("staff", "post__koban")
        .order_by("starts_on", "pk")
    )  # fmt: skip
    rows = [*named, *(_posted(each, max(each.starts_on, since)) for each in postings)]
    orders = {label: place for place, label in enumerate(("運営責任者", "推進責任者", "運営補助者"))}
    rows.sort(key=lambda row: (orders.get(row.role, len(orders)), row.from_on))
    return OfficersValues(
        office=office_of(council.station, day), council=council_of(council, day), on=day, rows=tuple(rows)
    ).to_json()  # fmt: skip


def year_plan_values(station: Station, year: Year, day: date) -> dict:
    """L8: the councils that exist in the year, with what is planned or was held in it."""
    first, last = year.bounds
    councils = Council.objects.filter(station=station, established_on__lte=last).exclude(ended_on__lt=first)
    meetings: dict[int, list[Meeting]] = {}
    counted = Meeting.objects.filter(councils__in=councils, state__in=[*COMING_STATES, *HELD_STATES])
    for meeting in counted.distinct().prefetch_related("shared"):
        if meeting.day and first <= meeting.day <= last:
            for shared in meeting.shared.all():
                meetings.setdefault(shared.council_id, []).append(meeting)
    minimum = ValuesOverTime.of(station.prefecture_id).on(day).meetings_a_year
    rows = tuple(
        _plan_row(each, meetings.get(each.pk, []), year, minimum)
        for each in councils.prefetch_related("events")
    )
    return YearPlanValues(
        office=office_of(station, day), year=year.label, first_month=first, on=day, rows=rows
    ).to_json()  # fmt: skip


def _plan_row(council: Council, meetings: Iterable[Meeting], year: Year, minimum: int) -> PlanRowValues:
    numbers = count(1)
    return PlanRowValues(
        council=council.name, kind=council.get_kind_display(),
        minimum=owed(minimum, council.spans(), year),
        meetings=tuple(
            PlannedValues(
                on=each.day, kind=each.get_kind_display(), number=next(numbers) if each.kind == REGULAR else None,
                state=each.get_state_display(), place=each.place, agenda=each.agenda,
            )
            for each in sorted(meetings, key=lambda each: (each.day, each.pk))
        ),
    )  # fmt: skip


def year_values(report: YearReport, day: date) -> dict:
    """L13: the rows as the closing of the year froze them."""
    return YearValues(
        office=office_of(report.station, day), year=Year(report.year_kind, report.year).label,
        closed_on=report.closed_on, rows=tuple(_year_row(row) for row in report.rows),
    ).to_json()  # fmt: skip


def _year_row(row: dict) -> YearRowValues:
    """A frozen row, whatever of it is missing; topics may be one text or several."""
    topics = row.get("topics") or ""
    kind = str(row.get("kind") or "")
    numbers = ("regular", "extraordinary", "attended", "members_asked", "members", "minimum", "missing")
    return YearRowValues(
        council=str(row.get("council") or ""), kind=dict(Council.Kind.choices).get(kind, kind), reason=str(row.get("reason") or ""),
        topics=topics if isinstance(topics, str) else "、".join(map(str, topics)), **{name: row.get(name) for name in numbers},
    )  # fmt: skip
