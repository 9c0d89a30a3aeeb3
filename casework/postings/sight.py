"""A plan office by office: who comes, who goes, which posts would stand empty or be held twice. Pure."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from casework import wareki
from casework.postings.offices import Office
from casework.postings.reading import DEPUTY, REGULAR
from casework.postings.verdicts import Held, Judged, Plan, Seat, World


@dataclass
class OfficeSight:
    """One office: rows that bring somebody, rows that take somebody away, sentences to look at."""

    office: Office
    comes: list[Judged] = field(default_factory=list)
    goes: list[Judged] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def sight(plan: Plan, world: World) -> list[OfficeSight]:
    """The offices that the plan touches, headquarters first, then the stations in their order."""
    found: dict[tuple[str, int], OfficeSight] = {}

    def at(seat: int) -> OfficeSight:
        office = world.labels[world.seats[seat].office]
        return found.setdefault(office.key, OfficeSight(office))

    days: dict[int, set[date]] = defaultdict(set)
    for row in plan.taken:
        for held, rows in ((row.made, "comes"), (row.ends, "goes")):
            if held:
                getattr(at(held.seat), rows).append(row)
                days[held.seat].add(row.line.day)
    for seat, changed in days.items():
        holders = [held for mine in plan.held.values() for held in mine if held.seat == seat]
        at(seat).warnings += _warnings(world.seats[seat], holders, sorted(changed))
    return sorted(found.values(), key=lambda each: (each.office.order, each.office.label))


def _warnings(seat: Seat, holders: list[Held], days: list[date]) -> list[str]:
    told = []
    for day in days:
        before, after = _on(holders, day - timedelta(days=1)), _on(holders, day)
        when = wareki.format_long(day)
        if before and not after:
            told.append(f"{when}から、{seat.title}の職に人がいません。")
        elif before and seat.is_single and all(held.capacity == DEPUTY for held in after):
            told.append(f"{when}から、{seat.title}の職は代理だけになります。")
        regular, earlier = _regular(after), _regular(before)
        if len(regular) > 1 and (seat.is_single or len(regular) > len(earlier) == 1):
            people = "、".join(held.person.name for held in regular)
            told.append(f"{when}から、{seat.title}の本務が{len(regular)}人になります（{people}）。")
    return told


def _on(holders: list[Held], day: date) -> list[Held]:
    return [held for held in holders if held.covers(day)]


def _regular(holders: list[Held]) -> list[Held]:
    return [held for held in holders if held.capacity == REGULAR]
