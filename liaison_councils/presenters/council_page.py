"""What stands on the page of one council: meetings, opinions, members, balance, operation."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from casework.presenters import links
from casework.years import Year
from liaison_councils.models import Council, Meeting, Opinion, Term
from liaison_councils.models.values import CouncilValues
from liaison_councils.presenters import meetings as words
from liaison_councils.presenters import terms
from liaison_councils.presenters.links import RUN, to_new_meeting
from liaison_councils.rules import composition
from liaison_councils.rules.frequency import COMING_STATES, HELD_STATES, REGULAR

BAR = 120  # the length of the longest


@dataclass(frozen=True)
class MeetingLine:
    meeting: Meeting
    name: str
    year: str  # of another year than the one shown
    word: str
    tone: str
    presence: str
    others: str
    url: str


def meetings(found: list[Meeting], year: Year, today: date) -> list[MeetingLine]:
    """Newest first; regular ones are counted within their year, as they were or will be held."""
    numbers = _numbers(found, year.kind)
    return [_meeting(each, numbers.get(each.pk, 0), year, today) for each in found]


def _numbers(found: list, kind: str) -> dict[int, int]:
    """定期 第n回: its place among the regular ones of its year that were held or are coming."""
    counted: dict[Year, int] = defaultdict(int)
    numbers = {}
    regular = [
        each
        for each in found
        if each.kind == REGULAR and each.day and each.state in HELD_STATES | COMING_STATES
    ]
    for each in sorted(regular, key=lambda meeting: (meeting.day, meeting.pk)):
        year = Year.of(kind, each.day)
        counted[year] += 1
        numbers[each.pk] = counted[year]
    return numbers


def _meeting(meeting, number: int, year: Year, today: date) -> MeetingLine:
    own = Year.of(year.kind, meeting.day) if meeting.day else year
    word, tone = words.state(meeting, today)
    return MeetingLine(
        meeting, f"{meeting.get_kind_display()}{f' 第{number}回' if number else ''}", "" if own == year else own.label, word, tone,
        _presence(meeting), f"ほか{meeting.others}人" if meeting.others else "", links.to("council_meeting", meeting.pk),
    )  # fmt: skip


def _presence(meeting: Meeting) -> str:
    if meeting.state in HELD_STATES:
        return f"委員{meeting.came}/{meeting.asked}"
    return words.answers(meeting, meeting.asked, meeting.answered)


@dataclass(frozen=True)
class OpinionLine:
    opinion: Opinion
    tone: str
    url: str


def opinions(found: list[Opinion]) -> list[OpinionLine]:
    return [
        OpinionLine(each, words.opinion_state(each)[1], links.to("council_opinion", each.pk))
        for each in found
    ]


@dataclass(frozen=True)
class MemberLine:
    term: Term
    age: str
    word: str
    tone: str
    after: str
    url: str


def members(found: list[Term], today: date) -> list[MemberLine]:
    """Those in office, also beyond their last day, and those whose term is still to begin."""
    return [_member(term, today) for term in found if term.state == "appointed"]


def candidates(found: list[Term], today: date) -> list[MemberLine]:
    return [_member(term, today) for term in found if term.state == "nominated"]


def _member(term: Term, today: date) -> MemberLine:
    born = term.person.birth_date
    age = f"{composition.age_on(born, today)}歳" if born else "年齢の記録なし"
    if term.state == "nominated":
        word, tone = "候補", "go"
    else:
        word, tone = terms.word_of(term, today)
    near = tone in ("care", "bad")
    word = "任期中" if tone == "plain" else word
    return MemberLine(
        term, age, word, "good" if tone == "plain" else tone, terms.after(term) if near else "", links.to("council_term", term.pk)
    )  # fmt: skip


def in_office(found: list[Term], today: date) -> list[Term]:
    """Members now: also those who stay until a successor is there (LC-3-5)."""
    return [term for term in found if term.state == "appointed" and term.starts_on <= today]


@dataclass(frozen=True)
class Bar:
    label: str
    number: str
    width: int


def balance(found: list[Term], today: date, *, within: bool) -> list[tuple[str, list[Bar]]]:
    """Age, sex and category as bars; beyond the station small numbers are hidden (LC-3-3)."""
    rows = composition.balance([term.as_counted() for term in found], today, hide_small=not within)
    return [(title, [_bar(count) for count in counts]) for title, counts in rows]


def _bar(count: composition.Count) -> Bar:
    hidden = count.number is None
    return Bar(
        count.label, f"{composition.SMALL}人未満" if hidden else f"{count.number}人", round(BAR * count.share)
    )


def leanings(found: list[Term], today: date, values: CouncilValues) -> list[str]:
    members = [term.as_counted() for term in found]
    return composition.leanings(members, today, values.members_min, values.members_max)


def next_meeting(council: Council, found: list, actor, today: date) -> tuple[str, str]:
    """(words, address) of the one filled button: what the next meeting asks for, else a plan; ("", "") for others."""
    if not RUN(council, actor):
        return "", ""
    coming = sorted(
        (each for each in found if each.state in COMING_STATES), key=lambda each: (each.planned_on, each.pk)
    )
    for meeting in coming:
        day = f"{meeting.planned_on.month}月{meeting.planned_on.day}日"
        word = "結果を入れる" if meeting.planned_on < today else "案内を記録する"
        url = links.to("council_meeting", meeting.pk)
        if url and (meeting.planned_on < today or meeting.state == "planned"):
            return f"{day}の{word}", url
    return "会議の予定を入れる", to_new_meeting(council, actor) if council.state == "active" else ""
