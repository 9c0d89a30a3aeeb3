"""The meetings of the councils of the demonstration: last year's, this year's, what is planned and what was forgotten."""

import re
from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from casework.demo.cast import Desk
from casework.workflow import perform
from casework.years import Year
from liaison_councils.demo import words
from liaison_councils.demo.founding import now
from liaison_councils.models import Council, Meeting, Opinion
from liaison_councils.models.opening import plan_meeting, raise_opinion

DAY = timedelta(days=1)
TOKEN = re.compile(
    r"(-?)([xm]?)(\d+)\.(\d+)"
)  # -: of last year, x: extraordinary, m: forgotten; month and day
SOON, REPLY = 25 * DAY, 7 * DAY  # before a meeting its letters go out, answers come in


def hold(desk: Desk, council: Council, row: dict, number: int, year: Year, today: date) -> None:
    """Each meeting of the row: what lies behind today was held, what lies ahead is planned or announced."""
    waiting: list[Opinion] = []
    for place, (before, mark, month, day) in enumerate(TOKEN.findall(row["meetings"])):
        on = _day_of(year.previous() if before else year, int(month), int(day))
        meeting = planned(desk, council, on, mark, place, today)
        if mark == "m" and on < today:
            continue
        if on <= today:
            waiting = held(desk, council, meeting, on, number + place, waiting, is_late=today - on < 30 * DAY)
        elif on - today <= SOON:
            asked = max(today, on - REPLY)
            perform(meeting, "announce", by=desk.of_koban(council.koban), on=today, reply_until=asked)


def _day_of(year: Year, month: int, day: int) -> date:
    first = year.bounds[0]
    return date(first.year if month >= first.month else first.year + 1, month, day)


def planned(desk: Desk, council: Council, on: date, mark: str, place: int, today: date) -> Meeting:
    """A meeting for a day, entered forty days before; ``mark`` x: an extraordinary one."""
    agenda = words.AGENDAS[(council.pk + place) % len(words.AGENDAS)]
    told = {
        "planned_on": on, "begins_at": time(14), "ends_at": time(15, 30), "place": f"{council.koban}２階" if council.koban else "桜見坂警察署 会議室",
        "agenda": agenda, "reason": words.REASON if mark == "x" else "",
    }  # fmt: skip
    entered = min(on - 40 * DAY, today)
    kind = "extraordinary" if mark == "x" else "regular"
    return now(plan_meeting([council], by=desk.of_koban(council.koban), on=entered, kind=kind, **told))


def held(
    desk: Desk,
    council: Council,
    meeting: Meeting,
    on: date,
    number: int,
    waiting: list[Opinion],
    *,
    is_late: bool,
) -> list[Opinion]:
    """The result, the opinions raised, the answers read out; minutes and report unless it was only just held."""
    officer = desk.of_koban(council.koban)
    if meeting.kind == "regular":
        perform(meeting, "announce", by=officer, on=on - SOON, reply_until=on - REPLY)
    come = [row.pk for place, row in enumerate(now(meeting).participants.all()) if (place + number) % 6]
    said: dict[str, Any] = {"explained": words.EXPLAINED, "discussed": words.DISCUSSED}
    perform(now(meeting), "hold", by=officer, on=on, present=come, more=_guests(number), **said)
    for opinion in (each for each in waiting if each.state == "answered"):
        perform(opinion, "read_back", by=officer, on=on, meeting=meeting.pk)
    raised = _raised(desk, council, meeting, on, number)
    minutes = {**said, "remarks": "", "public_minutes": words.PUBLIC}
    perform(now(meeting), "write_minutes", by=officer, on=on, **minutes)
    if not is_late:
        perform(now(meeting), "approve_minutes", by=desk.supervisor, on=on + 2 * DAY)
        perform(now(meeting), "report", by=officer, on=on + 3 * DAY, document_number="")
    return [now(opinion) for opinion in raised]


def _guests(number: int) -> list[dict]:
    return [
        {"kind": "section", "name": "係長", "body": "生活安全課"},
        {"kind": "resident", "name": "", "body": "住民", "count": 3 + number % 9},
    ]


def _raised(desk: Desk, council: Council, meeting: Meeting, on: date, number: int) -> list[Opinion]:
    kind, raiser, content, section, reply, measure = words.OPINIONS[number % len(words.OPINIONS)]
    officer = desk.of_koban(council.koban)
    opinion = raise_opinion(
        council, by=officer, on=on, meeting=meeting, kind=kind, raiser=raiser, raiser_name="", content=content, section=section
    )  # fmt: skip
    if reply:
        answered = min(on + 2 * DAY, timezone.localdate())
        perform(
            now(opinion),
            "answer",
            by=officer,
            on=answered,
            reply=reply,
            measure=measure,
            measured_on=answered,
        )
    return [opinion]
