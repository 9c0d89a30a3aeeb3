"""From a meeting and its opinions to what they print: L9, L10, L11, L12, L14."""

from dataclasses import replace
from datetime import date, time

from casework import wareki
from casework.models import PrefectureProfile
from casework.paper_office import split_document_number
from casework.years import FISCAL, Year
from liaison_councils.models import Council, Meeting, Opinion, Participant
from liaison_councils.papers.office import council_of, office_of
from liaison_councils.papers.values import CouncilValues
from liaison_councils.papers.values_meetings import FigureValues, MeetingValues, OpinionValues, PersonValues
from liaison_councils.rules.frequency import COMING_STATES, HELD_STATES, REGULAR

HOSTS = {"staff"}  # they hold the meeting: no letter goes to them


def invitation_values(meeting: Meeting, day: date) -> dict:
    """L9: the letter, and whom it goes to: one sheet each."""
    asked = [each for each in _people(meeting) if each.is_invited and each.kind not in HOSTS]
    return _values(
        meeting, day, asked, issued_on=meeting.announced_on or day, reply_until=meeting.reply_until
    ).to_json()


def attendance_values(meeting: Meeting, day: date) -> dict:
    """L14: everybody asked or known to come, council by council, kind by kind."""
    kinds = list(Participant.Kind.values)
    people = sorted(_people(meeting), key=lambda each: (each.council_id, kinds.index(each.kind), each.pk))
    return _values(meeting, day, people).to_json()


def report_values(meeting: Meeting, day: date) -> dict:
    """L10: what headquarters learns of the meeting (LC-7-1-b, LC-7-3)."""
    symbol, number = split_document_number(meeting.document_number)
    there = [each for each in _people(meeting) if each.attended]
    return _values(
        meeting, day, there, document_symbol=symbol, document_number=number, issued_on=meeting.reported_on or day,
        **_content(meeting), **_next(meeting),
    ).to_json()  # fmt: skip


def minutes_values(meeting: Meeting, day: date, *, public: bool = False) -> dict:
    """L11; ``public``: numbers instead of names, and of the content only what was written for the public."""
    there = [each for each in _people(meeting) if each.attended]
    if not public:
        return _values(
            meeting, day, there, approved_on=meeting.minutes_approved_on, **_content(meeting), **_next(meeting)
        ).to_json()  # fmt: skip
    return _without_names(meeting, day, there).to_json()


def opinion_values(opinion: Opinion, day: date) -> dict:
    """L12."""
    number = opinion.council.opinions.filter(pk__lte=opinion.pk).count()
    return _opinion(
        opinion, number=number, office=office_of(opinion.station, day), council=council_of(opinion.council, day)
    ).to_json()  # fmt: skip


def _people(meeting: Meeting) -> list[Participant]:
    return list(meeting.participants.select_related("council").order_by("pk"))


def _values(meeting: Meeting, day: date, people: list[Participant], **more) -> MeetingValues:
    councils = list(meeting.councils.all())
    first = council_of(councils[0], day) if councils else CouncilValues()
    return MeetingValues(
        office=office_of(meeting.station, day), council=first, councils=tuple(each.name for each in councils),
        kind=meeting.get_kind_display(), number=_number(meeting, councils, day), on=meeting.day, begins_at=_clock(meeting.begins_at),
        ends_at=_clock(meeting.ends_at), place=meeting.place, reason=meeting.reason, agenda=meeting.agenda,
        people=tuple(_person(each) for each in people), figures=_figures(meeting, councils), **more,
    )  # fmt: skip


def _clock(hour: time | None) -> str:
    return f"{hour:%H:%M}" if hour else ""


def _person(row: Participant) -> PersonValues:
    return PersonValues(
        council=row.council.name, kind=row.get_kind_display(), name=row.name, body=row.body, count=row.count
    )


def _figures(meeting: Meeting, councils: list[Council]) -> tuple[FigureValues, ...]:
    """How many members of each council came; nothing before the meeting."""
    if meeting.held_on is None:
        return ()
    counts = [(each.name, *meeting.attendance(each)) for each in councils]
    return tuple(FigureValues(council=name, attended=came, members=asked) for name, came, asked in counts)


def _number(meeting: Meeting, councils: list[Council], day: date) -> int | None:
    """The which regular meeting of the year it is for its first council."""
    if meeting.kind != REGULAR or not councils or meeting.day is None:
        return None
    profile = PrefectureProfile.in_force(meeting.station.prefecture, day)
    first, last = Year.of(profile.value_or("council_year", FISCAL), meeting.day).bounds
    others = councils[0].meetings.filter(kind=REGULAR, state__in=[*COMING_STATES, *HELD_STATES])
    days = [each.day for each in others.exclude(pk=meeting.pk) if each.day and first <= each.day <= last]
    return 1 + sum(each < meeting.day for each in days)


def _content(meeting: Meeting) -> dict:
    raised = meeting.opinions.order_by("received_on", "pk")
    answered = meeting.read_out.order_by("received_on", "pk")
    return {
        "explained": meeting.explained, "discussed": meeting.discussed, "remarks": meeting.remarks,
        "opinions": tuple(_opinion(each, number=place) for place, each in enumerate(raised, 1)),
        "answers": tuple(_opinion(each, number=place) for place, each in enumerate(answered, 1)),
    }  # fmt: skip


def _next(meeting: Meeting) -> dict:
    """The next meeting that is planned for one of its councils."""
    coming = Meeting.objects.filter(councils__in=meeting.councils.all(), state__in=COMING_STATES)
    later = (
        coming.filter(planned_on__gt=meeting.day).order_by("planned_on", "pk").first()
        if meeting.day
        else None
    )
    return {"next_on": later.planned_on, "next_place": later.place} if later else {}


def _opinion(opinion: Opinion, **more) -> OpinionValues:
    return OpinionValues(
        meeting=_called(opinion.meeting), received_on=opinion.received_on, raiser=opinion.get_raiser_display(), raiser_name=opinion.raiser_name,
        kind=opinion.get_kind_display(), content=opinion.content, section=opinion.section, measure=opinion.measure,
        measured_on=opinion.measured_on, reply=opinion.reply, answered_on=opinion.answered_on, state=opinion.get_state_display(),
        read_out=_called(opinion.read_out_at), closed_on=opinion.closed_on, **more,
    )  # fmt: skip


def _called(meeting: Meeting | None) -> str:
    """定期会議（令和8年4月10日）"""
    if meeting is None or meeting.day is None:
        return ""
    return f"{meeting}（{wareki.format_long(meeting.day)}）"


def _without_names(meeting: Meeting, day: date, there: list[Participant]) -> MeetingValues:
    """Where and what about stands in it unless it names somebody of the meeting."""
    values = _values(meeting, day, there, public=True, **_next(meeting))
    names = [each.name for each in _people(meeting) if each.name]
    counted = tuple(
        PersonValues(council=each.council, kind=each.kind, count=each.count) for each in values.people
    )
    return replace(
        values, people=counted, council=replace(values.council, manager=""),
        office=replace(values.office, chief_name="", station_chief_name="", station_chief_rank=""),
        discussed=_nameless(meeting.public_minutes, meeting.names_in_public()), agenda=_nameless(values.agenda, names),
        place=_nameless(values.place, names), reason=_nameless(values.reason, names),
        next_place=_nameless(values.next_place, names),
    )  # fmt: skip


def _nameless(text: str, names: list[str]) -> str:
    """The text without the lines in which somebody's name stands: whole, or the family name as people are called."""
    called = {part for name in names for part in _ways_to_call(name)}
    return "\n".join(line for line in text.split("\n") if not any(part in line for part in called))


def _ways_to_call(name: str) -> list[str]:
    """A family name of one character is part of many words (林, 原): only with what follows a name."""
    family = name.replace("　", " ").split(" ")[0]
    return [
        name,
        *([family] if len(family) > 1 else [family + more for more in ("さん", "氏", "様", "委員")]),
    ]
