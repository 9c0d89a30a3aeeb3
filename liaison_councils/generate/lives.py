"""The council of a koban at S=1: 536, each with its members, terms, meetings and opinions since it was set up."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from casework import dates
from casework.generate.lives import Life, Walk
from casework.generate.tokens import MUNICIPALITY
from casework.workflow import perform, perform_all
from liaison_councils.demo import meetings, supervision
from liaison_councils.demo.founding import now
from liaison_councils.demo.people import WHO
from liaison_councils.models import Council, Opinion, Term
from liaison_councils.models.opening import nominate, plan_council, renew
from liaison_councils.rules.terms import last_day

DAY = timedelta(days=1)
COUNCILS = (  # copies, members, years, meetings a year
    (226, 8, 7, 2), (150, 7, 4, 2), (100, 6, 3, 2), (40, 10, 2, 3), (20, 5, 1, 1),
)  # fmt: skip


def lives() -> list[Life]:
    return [Life(f"council {row}", row[0], _council(*row[1:]), of_koban=True) for row in COUNCILS]


def _council(members: int, years: int, a_year: int) -> Callable[[Walk, None], None]:
    return lambda walk, _: CouncilLife(walk, members, years, a_year).live()


class CouncilLife:
    """One council from the day it is set up: every two years most members go on, one is followed by another."""

    def __init__(self, walk: Walk, members: int, years: int, a_year: int):
        self.walk, self.desk, self.members, self.a_year = walk, walk.desk, members, a_year
        begun = dates.add_months(walk.today, -12 * years) - timedelta(days=walk.random.randrange(30, 300))
        self.begun = date(begun.year, begun.month, 1)
        self.waiting: list[Opinion] = []

    def live(self) -> None:
        self.council = self._set_up()
        terms = self._first_terms()
        events: list[tuple[date, Callable[[date], Any]]] = [(day, self._meet) for day in self._meeting_days()]
        turn = dates.add_months(self.begun, 24)
        while turn <= self.walk.today:
            events.append((turn, lambda day: terms.__setitem__(slice(None), self._renewed(terms, day))))
            turn = dates.add_months(turn, 24)
        for day, happen in sorted(events, key=lambda event: event[0]):
            happen(day)
        self.walk.to(self.walk.today)
        supervision.of_council(self.desk, now(self.council), self.members, self.walk.today)

    def _set_up(self) -> Council:
        walk, desk = self.walk, self.desk
        walk.to(self.begun)
        council = plan_council(
            desk.station, by=desk.supervisor, on=self.begun, koban=walk.koban.pk, areas=[{"koban": walk.koban.pk, "part": ""}],
            kind="area", name=f"{walk.koban}連絡協議会", kana=f"{self._koban_kana()}こうばんれんらくきょうぎかい", area="所管区の全域",
            purpose="", wished_on=None,
        )  # fmt: skip
        officer = walk.officer.staff
        perform(
            council, "name_officer", by=desk.chief, on=self.begun, role="manager", staff=officer.pk, rank=officer.rank, name=officer.name
        )  # fmt: skip
        perform(now(council), "establish", by=desk.chief, on=self.begun, note="")
        return now(council)

    def _koban_kana(self) -> str:
        return self.walk.koban.name.replace("ｎ", "ｋ")

    def _first_terms(self) -> list[Term]:
        terms = [self._nominated(place, self.begun) for place in range(self.members)]
        return self._appointed(terms, self.begun)

    def _nominated(self, place: int, begin: date, **also: Any) -> Term:
        """A candidate whom nobody knew before."""
        name, kana = self.walk.name("person")
        category, occupation, body, reason = WHO[self.walk.random.randrange(len(WHO))]
        person = {
            "name": name, "kana": kana, "birth_date": date(begin.year - 30 - 5 * place, 1 + place, 3), "sex": ("female", "male")[place % 2],
            "address": f"{MUNICIPALITY}{place + 1}番地", "phone": f"0500-000-{self.walk.random.randrange(10000):04d}",
            "occupation": occupation, "body": body,
        }  # fmt: skip
        told = {
            "category": category,
            "reason": reason,
            "starts_on": begin,
            "ends_on": last_day(begin, 2),
            **also,
        }
        return nominate(self.council, by=self.desk.supervisor, on=self.walk.clock.day, typed=person, **told)

    def _appointed(self, terms: list[Term], on: date) -> list[Term]:
        for term in terms:
            perform(
                now(term), "consult", by=self.desk.supervisor, on=on, section="生活安全課", opinion="異存ない"
            )
        perform_all([now(term) for term in terms], "appoint", by=self.desk.chief, on=on, document_number="")
        return [now(term) for term in terms]

    def _renewed(self, terms: list[Term], turn: date) -> list[Term]:
        """The round that begins on the day: all but the last go on."""
        self.walk.to(turn - DAY)
        *again, leaver = terms
        goes_on = "引き続き適任である"
        renewed = [
            renew(now(term), by=self.desk.supervisor, on=turn - DAY, years=2, reason=goes_on)
            for term in again
        ]
        renewed = self._appointed(renewed, turn - DAY)
        self.walk.to(turn)
        perform(now(leaver), "expire", by=self.desk.supervisor, on=turn)
        return [*renewed, *self._appointed([self._nominated(len(again), turn)], turn)]

    def _meeting_days(self) -> list[date]:
        """Evenly over each year, from the second month on; of the coming months those that are already planned."""
        step = 365 // self.a_year
        days = (self.begun + timedelta(days=75 + step * n) for n in range(self.a_year * 22))
        return [dates.last_working_day_on_or_before(day) for day in days if day < self.walk.today + 30 * DAY]

    def _meet(self, on: date) -> None:
        walk, today = self.walk, self.walk.today
        walk.to(min(on - 40 * DAY, today))
        place = walk.random.randrange(60)
        meeting = meetings.planned(self.desk, self.council, on, "", place, today)
        if on > today - 10 * DAY:
            return
        walk.to(on + 4 * DAY)
        self.waiting = meetings.held(self.desk, self.council, meeting, on, place, self.waiting, is_late=False)
