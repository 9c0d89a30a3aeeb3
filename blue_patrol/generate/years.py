"""What happens to a certified group in its years: courses, informations, patrols, changes, reissues, and how it ends."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Any

from blue_patrol.demo import changes, reissues, returns
from blue_patrol.demo.words import ENTRY_EVIDENCE
from blue_patrol.generate.roads import make_car, make_person
from blue_patrol.models import Certification, Kind, TrainingCourse
from blue_patrol.models.handed_in import Cause
from blue_patrol.models.returned.machine import ReturnReason
from blue_patrol.models.returned.receipt import receive
from blue_patrol.rules import training_topics
from casework import dates
from casework.generate.lives import Walk
from casework.models import Deadline, IssuedPaper
from casework.permissions import PERMISSIONS
from casework.workflow import open_case, perform

Event = tuple[date, Callable[[date], object]]
DAY = timedelta(days=1)
TOLD = "自転車盗と住宅侵入の手口、通報の要点"
WHY = {
    "people": "転居と、新しい会員の加入による。",
    "car": "自動車の買替えによる。",
    "leader": "総会で役員を改めた。",
}


class Years:
    """From the first delivery to today."""

    def __init__(self, walk: Walk, standing: Certification):
        self.walk, self.desk, self.standing = walk, walk.desk, standing
        self.group, self.begun = standing.group, standing.delivered_on or standing.certified_on

    def live(self, changed: int, until: date) -> None:
        """All that comes again and again, and ``changed`` changes one after another, in the order of their days."""
        span = (until - self.begun).days
        kinds = ("people", "people", "car", "people", "card", "people", "leader")
        events: list[Event] = [(day, self.train) for day in self._every(33, until)]
        events += [(day, self.inform) for day in self._every(11, until)]
        events += [(day, self.patrol) for day in self._every(3, until) if (until - day).days < 550]
        for n in range(changed):
            kind = kinds[n % len(kinds)]
            day = self.begun + timedelta(days=40 + n * max(span - 90, 0) // changed)
            events.append((day, self.reissue if kind == "card" else self.change_of(kind)))
        for day, happen in sorted(events, key=lambda event: event[0]):
            happen(day)

    def _every(self, months: int, until: date) -> list[date]:
        days = (dates.add_months(self.begun, months * n) for n in count(1))
        found = []
        while (day := next(days)) < until - 3 * DAY:
            found.append(dates.last_working_day_on_or_before(day))
        return found

    def _soon(self, on: date) -> date:
        """A working day some days later; the same where there is none, and never tomorrow."""
        return max(on, min(dates.last_working_day_on_or_before(on + 3 * DAY), self.walk.today))

    def _now(self) -> Certification:
        return Certification.objects.get(pk=self.standing.pk)

    def train(self, on: date) -> None:
        """A course for all who are of the group that day."""
        self.walk.to(on - 10 * DAY)
        clerk = self.desk.clerk
        plan: dict[str, Any] = {
            "place": f"{self.desk.station}　講堂", "trainer": f"{self.desk.station} {clerk.staff.name}", "topics": list(training_topics.CODES)
        }  # fmt: skip
        course = TrainingCourse(station=clerk.station, held_on=on, **plan)
        course = open_case(course, by=clerk, permission=PERMISSIONS["station_act"], on=on - 10 * DAY)
        roster = [{"patroller": key} for key in self.group.patrollers.current().values_list("pk", flat=True)]
        course = perform(course, "enrol", by=clerk, on=on - 10 * DAY, people=roster)
        self.walk.to(on)
        present = list(course.trainees.order_by("pk").values_list("pk", flat=True))
        perform(course, "hold", by=clerk, on=on, present=present, **plan)

    def inform(self, on: date) -> None:
        self.walk.to(on)
        reached = {str(self.standing.pk): self.group.patrollers.current().count()}
        perform(self._now(), "inform", by=self.desk.clerk, on=on, way="handout", text=TOLD, reached=reached)

    def patrol(self, on: date) -> None:
        """The quarter before, week by week."""
        self.walk.to(on)
        days = [on - timedelta(days=7 * n + 1) for n in reversed(range(12))]
        added = [day.isoformat() for day in days if day >= self.begun]
        perform(self._now(), "record_activity", by=self.desk.clerk, on=on, added=added)

    def change_of(self, kind: str) -> Callable[[date], object]:
        return lambda on: self.change(on, kind)

    def change(self, on: date, kind: str, acts: tuple[str, ...] = changes.TO_THE_COUNTER):
        """One request, as far along its road as ``acts`` lead."""
        self.walk.to(on)
        case: Any = changes.ask(self.desk, self._now(), WHY[kind], self._items(kind), on)
        if kind == "people":
            joining = [item.new_patroller_id for item in case.items if item.new_patroller_id]
            perform(
                case,
                "record_training",
                by=self.desk.clerk,
                on=on,
                patrollers=joining,
                place="講堂",
                trainer="生活安全課",
            )
        for act in acts:
            on = self._soon(on)
            self.walk.to(on)
            case = changes.do(case, act, self.desk, on, self.walk.document() - 960, self.walk.press)
        return self._finish(case, on) if acts == changes.TO_THE_COUNTER else case

    def _items(self, kind: str) -> list[dict[str, Any]]:
        if kind == "people":
            leaver = self.group.patrollers.current().order_by("position", "pk").first()
            return [
                {"kind": "patroller_added", "joining": make_person(self.walk, self.group, 0)},
                {"kind": "patroller_removed", "patroller": leaver},
            ]
        if kind == "car":
            old = self.group.vehicles.current().last()
            return [
                {"kind": "vehicle_replaced", "vehicle": old, "joining": make_car(self.walk, self.group, 0)}
            ]
        name, kana = self.walk.name("person")
        return [
            {"kind": "representative", "after": {"representative_name": name, "representative_kana": kana}}
        ]

    def _finish(self, case, on: date):
        """Reported where it has to be, the entries in the inspection certificates seen."""
        if case.is_report_due:
            case = perform(case, "report", by=self.desk.clerk, on=on)
        for key in Deadline.objects.of_case(case).open().order_by("pk").values_list("pk", flat=True):
            case = perform(
                case, "meet_deadline", by=self.desk.clerk, on=on, deadline=key, evidence=ENTRY_EVIDENCE
            )
        return case

    def reissue(self, on: date) -> None:
        self.walk.to(on)
        case = reissues.ask(
            self.desk, self._now(), Kind.CARD, Cause.SOILED, "日に当たって文字が薄くなった。", on
        )
        for act in changes.TO_THE_COUNTER[:-2]:
            on = self._soon(on)
            self.walk.to(on)
            case = reissues.do(case, act, self.desk, on, self.walk.document() - 940, self.walk.press)
        case = perform(case, "arrive", by=self.desk.clerk, on=on)
        case = perform(
            case, "deliver", by=self.desk.clerk, on=on, credentials=[thing.pk for thing in case.things()],
            instructed=[each for each in changes.TOLD if each["code"] in case.instructions()],
            receiver_name=self.group.representative_name, receiver_kind="representative",
        )  # fmt: skip
        self._finish(case, on)

    def give_back(self, on: date, acts: tuple[str, ...] = ("forward", "accept")) -> None:
        """The group ends."""
        self.walk.to(on)
        notice = receive(
            self.group, by=self.desk.clerk, receipt=returns.receipt_of(self._now(), on, ReturnReason.CEASED)
        )
        for act in acts:
            on = self._soon(on)
            self.walk.to(on)
            number = f"{self.desk.station.document_symbol}第{self.walk.document()}号"
            notice = returns.do(notice, act, self.desk, on, number)
            self.walk.press.order(
                IssuedPaper.objects.of_case(notice).filter(file=None).select_related("station")
            )
