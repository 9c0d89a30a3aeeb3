"""Instructions in words: what was taught, and who of a council's staff was not (LC-7-1-a)."""

from dataclasses import dataclass, field
from datetime import date

from casework.models import Posting
from liaison_councils.rules.contacts import Taught, last_taught
from liaison_councils.rules.opinions import INSTRUCTION_TOPICS

TOPICS = dict(INSTRUCTION_TOPICS)


def topics(lesson) -> str:
    return "、".join(TOPICS.get(code, code) for code in lesson.topics)


@dataclass
class StaffOf:
    """A council with those of its staff of today who were taught since they were posted, and who were not."""

    council: object
    untaught: list[Posting] = field(default_factory=list)
    taught: list[tuple[Posting, date]] = field(default_factory=list)


def untaught(councils, postings: list[Posting]) -> list[StaffOf]:
    """Councils that have somebody to teach come first; ``councils`` carry ``covers`` and packed ``lessons``."""
    found = [_of(council, postings) for council in councils]
    return sorted(found, key=lambda each: not each.untaught)


def _of(council, postings: list[Posting]) -> StaffOf:
    koban = {council.koban_id, *council.covers} - {None}
    lessons = [
        Taught(date.fromisoformat(row["on"]), tuple(name.strip() for name in row["taught"]))
        for row in council.lessons
    ]
    shown = StaffOf(council)
    staff = {each.staff_id: each for each in postings if each.post.koban_id in koban}
    for posting in staff.values():
        day = last_taught(posting.staff.name, posting.starts_on, lessons)
        if day:
            shown.taught.append((posting, day))
        else:
            shown.untaught.append(posting)
    return shown
