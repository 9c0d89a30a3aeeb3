"""第5の2 and 3 at their edges: what counts on which day, from when on a council owes less, when it is too late."""

import datetime as dt

import pytest

from casework.years import Year
from liaison_councils.rules import frequency
from liaison_councils.rules.frequency import BAD, CARE, GOING, GOOD, Held, Tally

FISCAL, CALENDAR = Year("fiscal", 2026), Year("calendar", 2026)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def standing(held: int, planned: int, minimum: int = 2) -> Tally:
    return Tally(minimum=minimum, held=held, planned=planned, extraordinary=0, overdue=0)


@pytest.mark.clause("LC-5-2")
@pytest.mark.parametrize(
    ("today", "planned", "overdue"), [("2026-06-14", 1, 0), ("2026-06-15", 1, 0), ("2026-06-16", 0, 1)]
)
def test_a_meeting_is_still_to_come_on_its_own_day(today, planned, overdue):
    for state in frequency.COMING_STATES:
        found = frequency.tally(
            [Held("regular", state, day("2026-06-15"))], FISCAL, minimum=2, today=day(today)
        )
        assert (found.planned, found.overdue, found.lacking, found.missing) == (
            planned,
            overdue,
            2 - planned,
            2,
        )


@pytest.mark.clause("LC-5-2")
@pytest.mark.parametrize(
    ("on", "counts"), [("2026-03-31", 0), ("2026-04-01", 1), ("2027-03-31", 1), ("2027-04-01", 0), (None, 0)]
)
def test_the_first_and_the_last_day_belong_to_the_year(on, counts):
    meeting = Held("regular", "held", on and day(on))
    assert frequency.tally([meeting], FISCAL, minimum=2, today=day("2026-10-01")).held == counts


@pytest.mark.clause("LC-5-3")
def test_an_extraordinary_meeting_is_counted_apart_and_only_once_held():
    meetings = [Held("extraordinary", state, day("2026-06-15")) for state in ("held", "reported", "planned")]
    found = frequency.tally(meetings, FISCAL, minimum=2, today=day("2026-06-01"))
    assert (found.extraordinary, found.held, found.planned, found.missing) == (2, 0, 0, 2)


@pytest.mark.clause("LC-5-2")
@pytest.mark.parametrize(
    ("events", "spans"),
    [
        ([("suspend", "2026-05-01")], []),
        ([("establish", "2026-05-01"), ("rename", "2026-06-01")], [("2026-05-01", None)]),
        ([("establish", "2026-05-01"), ("suspend", "2026-06-01"), ("abolish", "2026-07-01")], [("2026-05-01", "2026-06-01")]),
        (
            [("establish", "2026-05-01"), ("suspend", "2026-06-01"), ("resume", "2026-07-01"), ("abolish", "2026-08-01")],
            [("2026-05-01", "2026-06-01"), ("2026-07-01", "2026-08-01")],
        ),
    ],
)  # fmt: skip
def test_a_council_is_active_between_what_became_of_it(events, spans):
    found = frequency.active_spans([(kind, day(on)) for kind, on in events])
    assert found == [(day(begins), ends and day(ends)) for begins, ends in spans]


@pytest.mark.clause("LC-5-2")
@pytest.mark.parametrize(
    ("begins", "ends", "owed"),
    [
        ("2020-04-01", None, 12), ("2026-06-15", "2026-06-15", 1), ("2026-04-30", "2026-05-01", 2), ("2027-03-31", None, 1),
        ("2020-04-01", "2026-04-01", 1), ("2020-04-01", "2026-03-31", 0), ("2027-04-01", None, 0),
    ],
)  # fmt: skip
def test_a_month_is_owed_for_if_the_council_was_active_on_a_day_of_it(begins, ends, owed):
    assert frequency.owed(12, [(day(begins), ends and day(ends))], FISCAL) == owed


@pytest.mark.clause("LC-5-2")
@pytest.mark.parametrize(
    ("year", "today", "found", "tone"),
    [
        (FISCAL, "2026-04-01", standing(2, 0), GOOD), (FISCAL, "2027-06-01", standing(2, 0), GOOD),
        (FISCAL, "2027-03-31", standing(1, 1), GOING), (FISCAL, "2027-04-01", standing(1, 1), BAD),
        # nothing held, nothing planned: from the second half on
        (FISCAL, "2026-09-30", standing(0, 0), CARE), (FISCAL, "2026-10-01", standing(0, 0), BAD),
        (FISCAL, "2026-10-01", standing(0, 0, minimum=1), BAD), (CALENDAR, "2026-06-30", standing(0, 0), CARE),
        (CALENDAR, "2026-07-01", standing(0, 0), BAD),
        # something is: from when two months are left for each that is lacking
        (FISCAL, "2027-01-31", standing(1, 0), CARE), (FISCAL, "2027-02-01", standing(1, 0), BAD),
        (FISCAL, "2026-11-30", standing(1, 0, minimum=3), CARE), (FISCAL, "2026-12-01", standing(1, 0, minimum=3), BAD),
        (CALENDAR, "2026-10-31", standing(0, 1), CARE), (CALENDAR, "2026-11-01", standing(0, 1), BAD),
        # never in the first half
        (FISCAL, "2026-06-01", standing(1, 0, minimum=6), CARE),
    ],
)  # fmt: skip
def test_how_a_council_stands_turns_with_the_time_that_is_left(year, today, found, tone):
    assert frequency.tone(found, year, day(today)) == tone
