"""How a case of the demonstration begins: the group, its plan, its trainings and what it hands in."""

from datetime import date, timedelta
from typing import Any

from blue_patrol.demo import files, groups, words
from blue_patrol.models import CertificationApplication
from blue_patrol.rules import attachments
from casework import dates
from casework.demo.cast import Desk
from casework.demo.press import Press
from casework.models import Actor, IssuedPaper, Station
from casework.permissions import PERMISSIONS
from casework.scope import set_scope
from casework.uploads import kinds
from casework.workflow import open_case, perform

FREEZING = {"forward", "approve", "deliver", "replace"}


class Entry:
    """One case at its station's desk until it is received."""

    def __init__(self, desk: Desk, spec: groups.Spec, press: Press, number: int):
        self.desk, self.spec, self.press = desk, spec, press
        self.number = number  # of the document, counted a station
        self.today = date.max
        self.clerk = desk.other_clerk() if spec.has("other_clerk") else desk.clerk
        self.case = CertificationApplication(station=desk.station)

    def _do(self, act: str, by: Actor, on: date, /, **details: Any) -> None:
        set_scope(by.station_ids)
        self.case = perform(self.case, act, by=by, on=on, **details)
        if act in FREEZING:
            self.press.order(
                IssuedPaper.objects.of_case(self.case).filter(file=None).select_related("station")
            )

    def open(self, on: date) -> None:
        set_scope(self.clerk.station_ids)
        case = CertificationApplication(
            station=self.desk.station,
            group=groups.make(self.desk.station, self.spec),
            applied_on=on,
            handler=self.clerk.staff,
        )
        if not self.spec.has("bare"):
            self._plan(case, on)
        self.case = open_case(case, by=self.clerk, permission=PERMISSIONS["enter_application"], on=on)
        self._train(on)
        if not self.spec.has("bare"):
            self._attach_all(on)

    def _plan(self, case: CertificationApplication, on: date) -> None:
        monthly = self.desk.station.prefecture.code == "24"
        if self.spec.has("spans"):
            near = Station.objects.filter(is_demo=True, prefecture=self.desk.station.prefecture)
            case.also_stations = list(near.exclude(pk=self.desk.station.pk).values_list("pk", flat=True)[:1])
        case.patrol_area = words.LONG_AREA if self.spec.has("long_area") else self.spec.row["area"]
        case.patrol_times, case.patrol_unit = (4, "month") if monthly else (2, "week")
        case.weekdays, case.time_slots = [1, 4], [["19:30", "21:00"], ["15:00", "16:30"]]
        case.crew_per_run, case.vehicles_per_run = 2, 1
        case.liaison_method = "携帯電話で110番通報し、あわせて署の生活安全担当課へ連絡する。"
        case.combined_with_business = self.spec.has("unfit")
        case.starts_on, case.pledged_on = on + timedelta(days=60), on

    def _train(self, on: date) -> None:
        """Trainings before the application: recorded after the fact, on the day of the course."""
        people = list(self.case.group.patrollers.current())
        trained = people[: len(people) - self.spec.count("untrained")]
        place = {
            "place": f"{self.desk.station}講堂",
            "trainer": f"{self.desk.station} {self.desk.clerk.staff.name}",
        }
        amber = dates.add_months(self.today, -34)
        last = amber if self.spec.has("training_amber") else dates.add_months(on, -2 - self.spec.number % 20)
        if self.spec.has("training_overdue") and trained:
            old = dates.add_months(on, -41)
            self._do("record_training", self.clerk, old, patrollers=[trained.pop().pk], **place)
        if trained:
            day = dates.last_working_day_on_or_before(last)
            self._do(
                "record_training", self.clerk, day, patrollers=[person.pk for person in trained], **place
            )

    def _attach_all(self, on: date) -> None:
        for number, car in enumerate(self.case.group.vehicles.current(), 1):
            name = f"自動車検査証記録事項_{number}.pdf"
            self._attach(
                on, attachments.INSPECTION_RECORD.code, name, files.pdf(f"Inspection record {number}"), car.pk
            )
        self._attach(on, attachments.LAMP.code, "青色回転灯_取付位置.jpg", files.lamp_photo())
        self._attach(on, attachments.LAMP_DATA.code, "青色回転灯_光度.pdf", files.pdf("Luminous intensity"))
        if not self.spec.has("no_marking"):
            self._attach(on, attachments.MARKING.code, "車体表示_図面.png", files.marking_drawing())
        if self.spec.row["type"] not in ("", "a") and not self.spec.has("no_proof"):
            self._attach(
                on, attachments.PROOF_OF_STANDING.code, "疎明資料.pdf", files.pdf("Proof of standing")
            )

    def _attach(self, on: date, kind: str, name: str, content: bytes, subject: int | None = None) -> None:
        self._do(
            "attach", self.clerk, on, kind=kind, subject_pk=subject, name=name, content=content,
            media_type=kinds.sniff(content),
        )  # fmt: skip
