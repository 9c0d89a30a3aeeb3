"""The members of the councils of the demonstration: two rounds of terms, candidates, who left and who is near the end."""

from datetime import date, timedelta

from casework import dates
from casework.demo.cast import Desk
from casework.workflow import perform, perform_all
from casework.years import Year
from liaison_councils.demo import people, words
from liaison_councils.demo.founding import now
from liaison_councils.models import Council, Term
from liaison_councils.models.opening import nominate, renew, succeed
from liaison_councils.rules.terms import last_day

DAY = timedelta(days=1)
ENDING = 40  # days until the terms of a council in that situation end
SUCCESSORS = 500


def appoint(desk: Desk, council: Council, row: dict, number: int, year: Year, today: date) -> None:
    """The first round some two years before the present one; most were reappointed."""
    end = today + ENDING * DAY if row["situation"] == "ending" else date(year.number + 1, 9, 30)
    begin = dates.add_months(end + DAY, -24)
    begin = begin if begin <= today else dates.add_months(begin, -24)
    first = dates.add_months(begin, -24)
    count = int(row["members"])
    old = [_nominated(desk, council, number * 40 + n, first) for n in range(count)]
    _appoint(desk, old, first)
    again = old[: count - 2]
    _appoint(
        desk,
        [
            renew(now(term), by=desk.supervisor, on=begin - DAY, years=2, reason="引き続き適任である")
            for term in again
        ],
        begin - DAY,
    )
    for term in old[count - 2 :]:
        perform(now(term), "expire", by=desk.supervisor, on=begin - DAY)
    _appoint(desk, [_nominated(desk, council, number * 40 + count + n, begin) for n in range(2)], begin)


def _nominated(
    desk: Desk,
    council: Council,
    number: int,
    begin: date,
    until: date | None = None,
    replaces: Term | None = None,
) -> Term:
    person, told = people.member(number)
    told |= {"starts_on": begin, "ends_on": until or last_day(begin, 2), "replaces": replaces}
    seen = begin - 20 * DAY  # candidates are looked for before their term begins
    return nominate(council, by=desk.supervisor, on=seen, typed=person, **told)


def _appoint(desk: Desk, terms: list[Term], on: date) -> None:
    for term in terms:
        perform(now(term), "consult", by=desk.supervisor, on=on, section="生活安全課", opinion="異存ない")
    perform_all([now(term) for term in terms], "appoint", by=desk.chief, on=on, document_number="")


def change(desk: Desk, council: Council, situation: str, number: int, today: date) -> None:
    """What has become of the council lately."""
    running = list(council.terms.in_force().order_by("pk"))
    if situation == "ending":
        for term, intent in zip(running, ("again", "again", "leaves"), strict=False):
            perform(now(term), "intend", by=desk.of_koban(council.koban), on=today, intent=intent, note="")
    if situation in ("left", "candidates"):
        _somebody_left(desk, council, running[0], number, today, decided=situation == "left")
    if situation == "suspended":
        perform(now(council), "suspend", by=desk.chief, on=today - 60 * DAY, note="駐在所の建替えのため")
    if situation == "merged":
        _merge(desk, council, today - 90 * DAY)


def _somebody_left(
    desk: Desk, council: Council, term: Term, number: int, today: date, *, decided: bool
) -> None:
    left = today - 50 * DAY
    perform(
        now(term),
        "resign",
        by=desk.chief,
        on=left,
        last_on=left,
        note=words.LEFT,
        document_number=f"桜見坂地発第{30 + number}号",
    )
    successor = _nominated(desk, council, SUCCESSORS + number, left + DAY, term.ends_on, now(term))
    if decided:
        _appoint(desk, [successor], left + DAY)


def _merge(desk: Desk, council: Council, on: date) -> None:
    """Into the council of the area around it."""
    around = Council.objects.get(station=desk.station, kind="area", koban=council.koban)
    succeed([now(council)], "merge", [around], by=desk.chief, on=on, note="世帯数の減少による")
