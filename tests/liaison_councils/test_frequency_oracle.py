"""定期会議は年2回以上 (第5の2): the count against a second one, written apart and by brute force, over generated years."""

import datetime as dt
import random
from collections import Counter
from dataclasses import dataclass, field

import pytest

from casework.models import StateChange
from casework.workflow import perform
from casework.years import Year
from liaison_councils.models import Meeting
from liaison_councils.rules.frequency import Held, owed, tally
from tests.factories import councils as made
from tests.factories.councils import DAY, now
from tests.factories.places import KobanFactory

COUNCILS, MEETINGS = 300, 1800
FIRST, LAST = dt.date(2024, 4, 1), dt.date(2027, 3, 31)
ONE = dt.timedelta(days=1)


def any_day(chance, first=FIRST, last=LAST) -> dt.date:
    return first + dt.timedelta(days=chance.randrange((last - first).days + 1))


@dataclass
class Story:
    """What befell one meeting, act by act: (act, its day, the day it is planned for from then on)."""

    kind: str
    councils: set[int]
    acts: list[tuple[str, dt.date, dt.date | None]] = field(default_factory=list)


@dataclass
class Council:
    number: int
    founded: dt.date | None  # None: before the years that are looked at
    ended: dt.date | None


def make_council(chance, number) -> Council:
    founded = any_day(chance) if chance.random() < 0.4 else None
    ended = any_day(chance, founded or FIRST) if chance.random() < 0.3 else None
    return Council(number, founded, ended)


def make_story(chance) -> Story:
    story = Story(
        chance.choices(["regular", "extraordinary"], [3, 1])[0],
        set(chance.sample(range(COUNCILS), chance.choices([1, 2, 3], [8, 2, 1])[0])),
    )
    day = any_day(chance)
    story.acts.append(("plan", day, day))
    while True:
        act = chance.choices(["hold", "postpone", "cancel", "move", "leave", "announce"], [8, 1, 1, 1, 3, 2])[
            0
        ]
        if act == "leave":
            return story
        if act == "postpone":
            story.acts.append(("postpone", day, None))
            if chance.random() < 0.5:
                return story
            day = any_day(chance)
            story.acts.append(("announce", day, day))
        elif act == "move":
            day = any_day(chance)
            story.acts.append(("move", day, day))
        elif act == "announce":
            story.acts.append(("announce", day, day))
        else:
            story.acts.append((act, any_day(chance) if act == "hold" and chance.random() < 0.1 else day, day))
            if act == "hold" and chance.random() < 0.6:
                story.acts.append(("report", day, day))
            return story


def as_counted(story: Story) -> Held:
    """The meeting as the count sees it: kind, state, day."""
    state, on = "planned", None
    for act, day, planned in story.acts:
        states = {
            "announce": "announced", "postpone": "postponed", "cancel": "cancelled", "hold": "held", "report": "reported",
        }  # fmt: skip
        state = states.get(act, state)
        on = on if act == "report" else day if act == "hold" else planned
    return Held(story.kind, state, on)


# --- the second count: day by day, from the acts themselves ---------------------------------------------------------------


def days_of(year: int):
    day = dt.date(year, 4, 1)
    while (day.year, day.month) != (year + 1, 4):
        yield day
        day += ONE


def held_by_day(stories) -> dict[dt.date, list[Story]]:
    found: dict[dt.date, list[Story]] = {}
    for story in stories:
        for act, day, _ in story.acts:
            if act == "hold":
                found.setdefault(day, []).append(story)
    return found


def coming_by_day(stories) -> dict[dt.date, list[Story]]:
    """Without a result: by the day that their last word gives, where it gives one and was no cancellation."""
    found: dict[dt.date, list[Story]] = {}
    for story in stories:
        names = [act for act, _, _ in story.acts]
        if "hold" not in names and "cancel" not in names and story.acts[-1][2]:
            found.setdefault(story.acts[-1][2], []).append(story)
    return found


def counted_by_hand(number, year, held, coming, today) -> Counter:
    found = Counter()
    for day in days_of(year):
        for story in held.get(day, ()):
            if number in story.councils:
                found["held" if story.kind == "regular" else "extraordinary"] += 1
        for story in coming.get(day, ()):
            if number in story.councils and story.kind == "regular":
                found["overdue" if day < today else "planned"] += 1
    return found


@pytest.mark.clause("LC-5-2", "LC-5-3")
@pytest.mark.parametrize("seed", [1, 2])
def test_the_count_of_three_hundred_councils_over_three_years_is_the_one_made_by_hand(seed):
    chance = random.Random(seed)
    councils = [make_council(chance, number) for number in range(COUNCILS)]
    stories = [make_story(chance) for _ in range(MEETINGS)]
    held, coming, today = held_by_day(stories), coming_by_day(stories), any_day(chance)
    lacking = 0
    for council in councils:
        own = [as_counted(story) for story in stories if council.number in story.councils]
        for year in (2024, 2025, 2026):
            by_hand = counted_by_hand(council.number, year, held, coming, today)
            found = tally(own, Year("fiscal", year), 2, today)
            counted = {name: getattr(found, name) for name in ("held", "planned", "extraordinary", "overdue")}
            assert counted == {name: by_hand[name] for name in counted}, (council, year)
            assert found.missing == max(0, 2 - by_hand["held"])
            assert found.lacking == max(0, 2 - by_hand["held"] - by_hand["planned"])
            lacking += bool(found.lacking)
    assert 0 < lacking < 3 * COUNCILS  # the years are of both sorts


@pytest.mark.clause("LC-5-2")
@pytest.mark.parametrize("seed", [3, 4])
def test_what_a_council_owes_follows_the_months_in_which_it_was(seed):
    """By hand: walk the days of the year and collect the months that have a day of the council."""
    chance = random.Random(seed)
    seen = set()
    for number in range(COUNCILS):
        council = make_council(chance, number)
        begin, end = council.founded or FIRST, council.ended or dt.date.max
        span = [(begin, council.ended)]
        for year in (2024, 2025, 2026):
            months = {(day.year, day.month) for day in days_of(year) if begin <= day <= end}
            for minimum in (1, 2, 3):
                expected = sum(minimum * len(months) - 12 * whole >= 12 for whole in range(minimum))
                assert owed(minimum, span, Year("fiscal", year)) == expected
                seen.add((minimum, expected))
    assert {(2, 0), (2, 1), (2, 2)} <= seen


# --- the same from what is stored --------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-5-2", "LC-5-3")
@pytest.mark.django_db
def test_the_count_of_what_is_stored_is_that_of_the_history():
    at = made.desks()
    one = made.active(at)
    two = made.active(at, name="第二の会", at_koban=KobanFactory(station=at.station))
    for council in (one, two):
        made.appointed(at, council)
    days = [DAY + dt.timedelta(days=step) for step in (10, 20, 30, 40, 50)]
    made.held(at, one, on=days[0])
    made.reported(at, one, two, on=days[1])  # for each of them
    perform(made.announced(at, one, on=days[2]), "cancel", by=at.supervisor, on=days[2], note="大雨")
    put_off = made.announced(at, two, on=days[2])
    perform(put_off, "postpone", by=at.supervisor, on=days[2], note="台風", planned_on=days[3])
    perform(now(put_off), "announce", by=at.supervisor, on=days[2])
    made.hold(at, now(put_off), days[3])
    urgent = made.meeting(at, one, on=days[4], kind="extraordinary", reason="放火が続いた")
    made.hold(at, urgent, days[4])
    year, today = Year("fiscal", 2026), days[4]
    for council, regular, extraordinary in ((one, 2, 1), (two, 2, 0)):
        rows = [Held(each.kind, each.state, each.day) for each in council.meetings.all()]
        found = tally(rows, year, 2, today)
        acts = StateChange.objects.filter(
            case_label=Meeting._meta.label, transition="hold", case_pk__in=council.meetings.values("pk"), on__range=year.bounds
        )  # fmt: skip
        assert acts.count() == regular + extraordinary
        assert (found.held, found.extraordinary, found.missing) == (regular, extraordinary, 0)
