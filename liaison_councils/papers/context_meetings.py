"""What the templates of a meeting and of an opinion see: L9, L10, L11, L12, L14."""

from collections.abc import Sequence
from typing import Any

from casework.paper_sheets import Frozen, clock, read, sheets, spill
from casework.papers import Mode
from liaison_councils.papers.context import in_one_line
from liaison_councils.papers.values_meetings import FigureValues, MeetingValues, OpinionValues, PersonValues
from liaison_councils.rules.opinions import KINDS, RAISERS

OPINIONS, SIGNATURES = 5, 25
MEMBER = "委員"
KINDS_OF_PEOPLE = (MEMBER, "運営担当者", "署幹部", "関係部門", "住民", "機関・団体")
STATION_POSTS = ("署長", "副署長", "課長", "係長", "起案者")  # 決裁欄
LINES = 29  # of blank minutes, for the pen


def hours(v: MeetingValues) -> list[str]:
    return [clock(v.begins_at), clock(v.ends_at)]


def councils(v: MeetingValues) -> str:
    return "、".join(v.councils)


def invitation(values: Frozen, mode: Mode) -> dict[str, Any]:
    """L9: a sheet for each of those asked; one without a name where nobody is, and for the pen."""
    v = read(MeetingValues, values, mode)
    letters = [{"to": each, **_called(each)} for each in v.people or (PersonValues(),)]
    return {"v": v, "letters": letters, "hours": hours(v), "councils": councils(v)}


def _called(person: PersonValues) -> dict[str, str]:
    """A member by the council, others by their body; a body without a name is 御中."""
    above = (f"{person.council}委員" if person.council else "") if person.kind == MEMBER else person.body
    if person.name or not above:
        return {"above": above, "whom": person.name, "title": "様"}
    return {"above": "", "whom": above, "title": "御中"}


def attendance(values: Frozen, mode: Mode) -> dict[str, Any]:
    """L14: twenty-five lines a sheet, each council under its name; whoever comes besides signs below."""
    v = read(MeetingValues, values, mode)
    lines: list[tuple[int | None, PersonValues]] = []
    number, council = 0, None
    for person in v.people:
        if len(v.councils) > 1 and person.council != council:
            council = person.council
            lines.append((None, PersonValues(council=council)))
        number += 1
        lines.append((number, person))
    return {"v": v, "hours": hours(v), "councils": councils(v), "pages": _signed(lines, number)}


def _signed(
    lines: list[tuple[int | None, PersonValues]], last: int
) -> list[list[tuple[int | None, PersonValues]]]:
    """Full sheets; the numbers run on over the lines that are left for the pen."""
    cut = [list(part) for part in sheets(lines, SIGNATURES)] or [[]]
    free = SIGNATURES - len(cut[-1])
    cut[-1] += [(last + step, PersonValues()) for step in range(1, free + 1)]
    return cut


def _there(v: MeetingValues, mode: Mode) -> list[dict[str, Any]]:
    """Kind by kind: how many came, and who where they are named."""
    found = []
    for kind in KINDS_OF_PEOPLE:
        people = [each for each in v.people if each.kind == kind]
        number = None if mode is Mode.BLANK else sum(each.count for each in people)
        found.append({"kind": kind, "number": number, "names": "、".join(filter(None, map(_named, people)))})
    return found


def _named(person: PersonValues) -> str:
    """交通課　係長　月岡, 坂上小学校PTA（3人）"""
    name = "　".join(filter(None, (person.body if person.kind != MEMBER else "", person.name)))
    return f"{name}（{person.count}人）" if name and person.count > 1 else name


def _figures(v: MeetingValues, mode: Mode) -> dict[str, Any]:
    """The members who came of all members; of several councils each, and their sum."""
    blank = mode is Mode.BLANK
    return {
        "each": v.figures if len(v.figures) > 1 else (),
        "attended": None if blank else sum(each.attended or 0 for each in v.figures),
        "members": None if blank else sum(each.members or 0 for each in v.figures),
    }


def figures_in_words(figures: Sequence[FigureValues]) -> str:
    """桜見坂駅前交番連絡協議会 5/8人、… where several councils met."""
    return "、".join(f"{each.council}　{each.attended}／{each.members}人" for each in figures)


def report(values: Frozen, mode: Mode) -> dict[str, Any]:
    """L10: two pages; what they do not hold goes onto sheets 別紙."""
    v = read(MeetingValues, values, mode)
    figures = _figures(v, mode)
    there = {each["kind"]: each for each in _there(v, mode)}
    others = [each for each in there.values() if each["kind"] != MEMBER]
    return {
        "v": v, "hours": hours(v), "councils": councils(v), "figures": figures, "others": others,
        "shares": figures_in_words(figures["each"]), "guests": _guests(others),
        "total": None if mode is Mode.BLANK else sum(each["number"] for each in there.values()),
        "opinions": spill(v.opinions, OPINIONS, OpinionValues()), "answers": _answers(v.answers, mode),
        "materials": "、".join(v.attachments), "posts": STATION_POSTS,
    }  # fmt: skip


def _answers(answers: Sequence[OpinionValues], mode: Mode) -> str:
    """Line by line what was asked before and what was answered."""
    told = [f"{place}　{each.content}→{in_one_line(each.outcome)}" for place, each in enumerate(answers, 1)]
    return "\n".join(told) or ("" if mode is Mode.BLANK else "なし")


def _guests(others: list[dict[str, Any]]) -> str:
    """Executives, sections and bodies by name; residents are counted only."""
    told = [each for each in others if each["kind"] not in ("運営担当者", "住民") and each["names"]]
    return "\n".join(f"{each['kind']}　{each['names']}" for each in told)


def minutes(values: Frozen, mode: Mode) -> dict[str, Any]:
    """L11: four heads; the text runs on over pages, a blank has lines for the pen."""
    v = read(MeetingValues, values, mode)
    figures = _figures(v, mode)
    return {
        "v": v, "hours": hours(v), "councils": councils(v), "figures": figures, "shares": figures_in_words(figures["each"]),
        "there": _there(v, mode), "lines": range(LINES) if mode is Mode.BLANK else (),
    }  # fmt: skip


def opinion(values: Frozen, mode: Mode) -> dict[str, Any]:
    """L12: one opinion a sheet."""
    v = read(OpinionValues, values, mode)
    return {
        "v": v,
        "kinds": [label for _, label in KINDS],
        "raisers": [label for _, label in RAISERS],
        "posts": STATION_POSTS,
    }
