"""Lines of lists: meetings, opinions, events of the calendar."""

from dataclasses import dataclass
from datetime import date

from casework.models.packed import unpacked
from liaison_councils.models import Meeting, Participant, SharedMeeting
from liaison_councils.models import MeetingState as M
from liaison_councils.presenters import calendar_file
from liaison_councils.presenters import meetings as words
from liaison_councils.rules.clock_times import spoken
from liaison_councils.rules.opinions import agenda_items


@dataclass(frozen=True)
class Line:
    """One meeting of a list."""

    meeting: Meeting
    councils: list
    state: tuple[str, str]
    hours: str
    came: str
    others: str
    agenda: str


def lines(rows, today: date) -> list[Line]:
    return [line(row, today) for row in rows]


def line(row, today: date) -> Line:
    people = unpacked(Participant, row.people_rows)
    items = [row.reason] if row.kind == "extraordinary" else agenda_items(row.agenda)
    came, *others = words.summary(people, True) if row.held_on else (_to_come(row, people),)
    return Line(
        row, [shared.council for shared in unpacked(SharedMeeting, row.council_rows)], words.state(row, today), spoken(row.begins_at) if row.begins_at else "", came,
        "、".join(others), "、".join(items),
    )  # fmt: skip


def _to_come(row, people) -> str:
    replies = [each.reply for each in people if each.kind == "member"]
    return words.answers(row, len(replies), sum(bool(each) for each in replies))


def opinions(rows) -> list[tuple]:
    """(opinion, (word, tone))."""
    return [(row, words.opinion_state(row)) for row in rows]


STATUS = {
    M.CANCELLED: calendar_file.CANCELLED,
    M.POSTPONED: calendar_file.TENTATIVE,
    M.PLANNED: calendar_file.TENTATIVE,
}


def event(meeting) -> calendar_file.Event:
    """Kind, councils, time and place; the same UID whatever becomes of the meeting.

    Postponed without a new day: the old day is CANCELLED, as RFC 5545 (3.8.1.11) has it for an event that does not take
    place then. A new day is a revision of the same event, with a higher SEQUENCE and TENTATIVE until it is announced.
    """
    status = STATUS.get(M(meeting.state), calendar_file.CONFIRMED) if meeting.day else calendar_file.CANCELLED
    return calendar_file.Event(
        uid=f"meeting-{meeting.pk}.{meeting.station.prefecture.code}@liaison-councils", sequence=meeting.revision,
        status=status, summary=f"{meeting.subject} {meeting}", on=meeting.day or meeting.postponed_from,
        begins_at=meeting.begins_at, ends_at=meeting.ends_at, place=meeting.place,
    )  # fmt: skip
