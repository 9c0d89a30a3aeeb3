"""One case's way along the road: each method is an act of the schedule, done by the post that does it."""

from collections.abc import Iterator
from datetime import date

from blue_patrol.demo import findings, words
from blue_patrol.demo.entry import Entry
from blue_patrol.demo.schedule import schedule
from blue_patrol.models import Place
from blue_patrol.rules import deadlines, examination
from casework.demo import people
from casework.models import Deadline, DecisionStep, ReturnReason
from casework.scope import set_scope
from casework.workflow import perform_all


class Road(Entry):
    """Walks one case to the state that its row asks for."""

    def walk(self, today: date) -> Iterator[date]:
        """Yields the day of each act before doing it, so that all cases can be walked in order of days."""
        self.today = today
        for day, act in schedule(self.spec, today):
            yield day
            set_scope([self.desk.station.pk])  # between two acts other cases were walked
            getattr(self, act)(day)

    def receive(self, on: date) -> None:
        self._do("receive", self.clerk, on)

    def ask(self, on: date) -> None:
        self._do("request_correction", self.clerk, on, reasons=list(words.ASKED_AT_STATION))

    def resubmit(self, on: date) -> None:
        answers = {
            str(reason.pk): words.MENDED for reason in ReturnReason.objects.of_case(self.case).unanswered()
        }
        self._do("resubmit", self.clerk, on, answers=answers)

    def examine(self, on: date) -> None:
        self._examine(on, examination.ITEMS)

    def examine_half(self, on: date) -> None:
        self._examine(on, examination.ITEMS[:5])

    def _examine(self, on: date, items: tuple[examination.Item, ...]) -> None:
        self._do("examine", self.clerk, on, findings=findings.of(self.case, self.spec, items))

    def forward(self, on: date) -> None:
        opinion = (
            {"opinion": "unfit", "remarks": words.UNFIT_REMARKS}
            if self.spec.has("unfit")
            else {"opinion": "fit"}
        )
        number = (
            "" if self.spec.has("unnumbered") else f"{self.desk.station.document_symbol}第{self.number}号"
        )
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
        waiting = {"print_out": Place.BLANK, "seal": Place.PRINTED}[name]
        perform_all(self.case.things().filter(state=waiting), name, by=self.desk.hq_clerk, on=on)

    def recall(self, on: date) -> None:
        self._do("recall", self.desk.director, on, note=words.RECALLED)

    def dispatch(self, on: date) -> None:
        self.press.attach(self.case.pk)
        self._do("dispatch", self.desk.hq_clerk, on)

    def arrive(self, on: date) -> None:
        found = {}
        if self.spec.has("short"):
            *_, spoiled, missing = self.case.things().filter(state=Place.IN_TRANSIT)
            found = {"missing": {missing.pk: words.MISSING}, "spoiled": {spoiled.pk: words.SPOILED}}
        self._do("arrive", self.clerk, on, **found)

    def replace(self, on: date) -> None:
        self._do("replace", self.desk.hq_clerk, on)

    def send_after(self, on: date) -> None:
        self.press.attach(self.case.pk)
        self._do("send_after", self.desk.hq_clerk, on)

    def take_in_after(self, on: date) -> None:
        self._do("take_in_after", self.clerk, on)

    def return_undelivered(self, on: date) -> None:
        self._do("return_undelivered", self.clerk, on, note=words.UNDELIVERED)

    def deliver(self, on: date) -> None:
        ready = [
            thing.pk
            for thing in self.case.things()
            if thing.patroller is None or thing.patroller.is_trained(on)
        ]
        self._do(
            "deliver", self.clerk, on, credentials=ready, instructed=list(words.INSTRUCTIONS),
            **self._receipt(),
        )  # fmt: skip

    def _receipt(self) -> dict[str, str]:
        if self.spec.has("by_deputy"):
            return {
                "receiver_name": people.person(77)[0],
                "receiver_kind": "deputy",
                "receiver_note": words.LETTER,
            }
        return {"receiver_name": self.case.group.representative_name, "receiver_kind": "representative"}

    def report(self, on: date) -> None:
        self._do("report", self.clerk, on)

    def meet(self, on: date) -> None:
        open_ones = Deadline.objects.of_case(self.case).open().filter(kind=deadlines.INSPECTION_ENTRY.code)
        keys = list(open_ones.order_by("pk").values_list("pk", flat=True))
        for key in keys[:1] if self.spec.has("half_met") else keys:
            self._do("meet_deadline", self.clerk, on, deadline=key, evidence=words.ENTRY_EVIDENCE)

    def withdraw(self, on: date) -> None:
        self._do("withdraw", self.clerk, on, note=words.WITHDRAWN)
