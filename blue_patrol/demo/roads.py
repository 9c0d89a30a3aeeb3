"""One case's way along the road: which acts, on which days, by whom."""

from collections.abc import Iterator
from datetime import date, timedelta

from blue_patrol.demo import files, groups, words
from blue_patrol.demo.cast import Desk
from blue_patrol.demo.press import Press
from blue_patrol.models import CertificationApplication
from blue_patrol.rules import attachments, deadlines, examination
from casework import dates
from casework.models import Actor, Deadline, DecisionStep, IssuedPaper, ReturnReason
from casework.permissions import PERMISSIONS
from casework.scope import set_scope
from casework.workflow import open_case, perform, perform_all

MAIN = (
    "open", "receive", "examine", "forward", "endorse_clerk", "endorse_assistant", "approve", "print_out", "seal",
    "dispatch", "arrive", "deliver", "report",
)  # fmt: skip
ENDS = {
    "draft": "open", "received": "receive", "forwarded": "forward", "approved": "approve", "dispatched": "dispatch",
    "arrived": "arrive", "delivered": "deliver", "reported": "report",
}  # fmt: skip
BRANCHES: dict[str, tuple[str, ...]] = {
    "correction": (*MAIN[:2], "ask"),
    "sent_back": (*MAIN[:5], "send_back"),
    "declined": (*MAIN[:6], "decline"),
    "withdrawn": (*MAIN[:2], "withdraw"),
}
AFTER = {  # traits that add acts: at the end, or behind an act
    "examined": ("", ("examine",)),
    "half_examined": ("", ("examine_half",)),
    "corrected": ("receive", ("ask", "resubmit")),
    "returned": ("forward", ("endorse_clerk", "send_back", "ask", "resubmit", "forward")),
    "endorsed_once": ("", ("endorse_clerk",)),
    "endorsed_twice": ("", ("endorse_clerk", "endorse_assistant")),
    "printed": ("", ("print_out",)),
    "sealed": ("", ("print_out", "seal")),
    "seen": ("approve", ("acknowledge",)),
    "met": ("", ("meet",)),
}
FREEZING = {"forward", "approve", "deliver"}
GAPS = {  # working days since the act before
    "examine": 2, "examine_half": 1, "forward": 1, "ask": 1, "resubmit": 3, "endorse_clerk": 3, "send_back": 1,
    "endorse_assistant": 1, "approve": 1, "decline": 1, "acknowledge": 1, "print_out": 1, "arrive": 1, "deliver": 2,
    "report": 1, "meet": 2, "withdraw": 4,
}  # fmt: skip


def acts_of(spec: groups.Spec) -> list[str]:
    acts = list(BRANCHES.get(spec.until) or MAIN[: MAIN.index(ENDS[spec.until]) + 1])
    for trait, (behind, more) in AFTER.items():
        if spec.has(trait):
            place = acts.index(behind) + 1 if behind else len(acts)
            acts[place:place] = more
    return acts


def working_days_before(day: date, count: int) -> date:
    """The ``count``-th working day before ``day``; the day itself is moved to a working day first."""
    day = dates.last_working_day_on_or_before(day)
    for _ in range(count):
        day = dates.last_working_day_on_or_before(day - timedelta(days=1))
    return day


def schedule(spec: groups.Spec, today: date) -> list[tuple[date, str]]:
    """The acts with their days, the last one ``since`` working days before today."""
    day = working_days_before(today, spec.count("since"))
    planned: list[tuple[date, str]] = []
    for act in reversed(acts_of(spec)):
        planned.append((day, act))
        day = working_days_before(day, GAPS.get(act, 0))
    return planned[::-1]


class Road:
    """Walks one case; each method is an act of the schedule."""

    def __init__(self, desk: Desk, spec: groups.Spec, press: Press, number: int):
        self.desk, self.spec, self.press = desk, spec, press
        self.number = number  # of the document, counted a station
        self.today = date.max
        self.clerk = desk.other_clerk() if spec.has("other_clerk") else desk.clerk
        self.case = CertificationApplication(station=desk.station)

    def walk(self, today: date) -> Iterator[date]:
        """Yields the day of each act before doing it, so that all cases can be walked in order of days."""
        self.today = today
        for day, act in schedule(self.spec, today):
            yield day
            set_scope([self.desk.station.pk])  # between two acts other cases were walked
            getattr(self, act)(day)

    def _do(self, act: str, by: Actor, on: date, /, **details: object) -> None:
        set_scope(by.station_ids)
        self.case = perform(self.case, act, by=by, on=on, **details)
        if act in FREEZING:
            self.press.order(IssuedPaper.objects.of_case(self.case).filter(file=None).select_related("station"))

    def open(self, on: date) -> None:
        set_scope(self.clerk.station_ids)
        case = CertificationApplication(
            station=self.desk.station, group=groups.make(self.desk.station, self.spec), applied_on=on, handler=self.clerk.staff
        )
        if not self.spec.has("bare"):
            self._plan(case, on)
        self.case = open_case(case, by=self.clerk, permission=PERMISSIONS["enter_application"], on=on)
        self._train(on)
        if not self.spec.has("bare"):
            self._attach_all(on)

    def _plan(self, case: CertificationApplication, on: date) -> None:
        monthly = self.desk.station.prefecture.code == "24"
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
        place = {"place": f"{self.desk.station}講堂", "trainer": f"{self.desk.station} {self.desk.clerk.staff.name}"}
        amber = dates.add_months(self.today, -34)
        last = amber if self.spec.has("training_amber") else dates.add_months(on, -2 - self.spec.number % 20)
        if self.spec.has("training_overdue") and trained:
            old = dates.add_months(on, -41)
            self._do("record_training", self.clerk, old, patrollers=[trained.pop().pk], **place)
        if trained:
            day = dates.last_working_day_on_or_before(last)
            self._do("record_training", self.clerk, day, patrollers=[person.pk for person in trained], **place)

    def _attach_all(self, on: date) -> None:
        for number, car in enumerate(self.case.group.vehicles.current(), 1):
            name = f"自動車検査証記録事項_{number}.pdf"
            self._attach(on, attachments.INSPECTION_RECORD.code, name, files.pdf(f"Inspection record {number}"), car.pk)
        self._attach(on, attachments.LAMP.code, "青色回転灯_取付位置.jpg", files.lamp_photo())
        if not self.spec.has("no_marking"):
            self._attach(on, attachments.MARKING.code, "車体表示_図面.png", files.marking_drawing())
        if self.spec.row["type"] not in ("", "a") and not self.spec.has("no_proof"):
            self._attach(on, attachments.PROOF_OF_STANDING.code, "疎明資料.pdf", files.pdf("Proof of standing"))

    def _attach(self, on: date, kind: str, name: str, content: bytes, subject: int | None = None) -> None:
        media_type = attachments.sniff(content)
        self._do("attach", self.clerk, on, kind=kind, subject_pk=subject, name=name, content=content, media_type=media_type)

    def receive(self, on: date) -> None:
        self._do("receive", self.clerk, on)

    def ask(self, on: date) -> None:
        self._do("request_correction", self.clerk, on, reasons=list(words.ASKED_AT_STATION))

    def resubmit(self, on: date) -> None:
        answers = {str(reason.pk): words.MENDED for reason in ReturnReason.objects.of_case(self.case).unanswered()}
        self._do("resubmit", self.clerk, on, answers=answers)

    def examine(self, on: date) -> None:
        self._examine(on, examination.ITEMS)

    def examine_half(self, on: date) -> None:
        self._examine(on, examination.ITEMS[:5])

    def _examine(self, on: date, items: tuple[examination.Item, ...]) -> None:
        unfit = {"d-2"} if self.spec.has("unfit") else set()
        findings = [
            {
                "item": item.code, "result": "unfit" if item.code in unfit else "fit",
                "evidence": words.EVIDENCE.get(item.code, ""), "guidance": words.GUIDANCE if item.code in unfit else "",
            }
            for item in items
        ]  # fmt: skip
        self._do("examine", self.clerk, on, findings=findings)

    def forward(self, on: date) -> None:
        opinion = {"opinion": "unfit", "remarks": words.UNFIT_REMARKS} if self.spec.has("unfit") else {"opinion": "fit"}
        number = f"{self.desk.station.document_symbol}第{self.number}号"
        self._do("forward", self.desk.chief, on, document_number=number, **opinion)

    def send_back(self, on: date) -> None:
        self._do("send_back", self.desk.assistant, on, reasons=list(words.ASKED_BY_HEADQUARTERS))

    def endorse_clerk(self, on: date) -> None:
        self._do("endorse", self.desk.hq_clerk, on)

    def endorse_assistant(self, on: date) -> None:
        self._do("endorse", self.desk.assistant, on)

    def approve(self, on: date) -> None:
        self._do("approve", self.desk.deputy if self.spec.has("deputy") else self.desk.director, on)

    def acknowledge(self, on: date) -> None:
        step = DecisionStep.objects.of_case(self.case).later_reviews().get()
        self._do("acknowledge", self.desk.director, on, step=step.pk)

    def decline(self, on: date) -> None:
        self._do("decline", self.desk.director, on, note=words.DECLINED)

    def print_out(self, on: date) -> None:
        self._all_things("print_out", on)

    def seal(self, on: date) -> None:
        self._all_things("seal", on)

    def _all_things(self, name: str, on: date) -> None:
        set_scope(self.desk.hq_clerk.station_ids)
        perform_all(self.case.things(), name, by=self.desk.hq_clerk, on=on)

    def dispatch(self, on: date) -> None:
        self.press.attach(self.case.pk)
        self._do("dispatch", self.desk.hq_clerk, on)

    def arrive(self, on: date) -> None:
        self._do("arrive", self.clerk, on)

    def deliver(self, on: date) -> None:
        ready = [
            thing.pk for thing in self.case.things() if thing.patroller is None or thing.patroller.is_trained(on)
        ]
        self._do(
            "deliver", self.clerk, on, credentials=ready, instructed=list(words.INSTRUCTIONS),
            receiver_name=self.case.group.representative_name, receiver_kind="representative",
        )  # fmt: skip

    def report(self, on: date) -> None:
        self._do("report", self.clerk, on)

    def meet(self, on: date) -> None:
        open_ones = Deadline.objects.of_case(self.case).open().filter(kind=deadlines.INSPECTION_ENTRY.code)
        keys = list(open_ones.order_by("pk").values_list("pk", flat=True))
        for key in keys[:1] if self.spec.has("half_met") else keys:
            self._do("meet_deadline", self.clerk, on, deadline=key, evidence=words.ENTRY_EVIDENCE)

    def withdraw(self, on: date) -> None:
        self._do("withdraw", self.clerk, on, note=words.WITHDRAWN)
