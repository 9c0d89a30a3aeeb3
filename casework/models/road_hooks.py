"""What happens beside the steps of the road: common to every procedure, each adds its own by overriding."""

from datetime import date

from django.db.models import Max

from casework import dates, wareki
from casework.models.history import StateChange
from casework.models.numbers import IssuedNumber
from casework.models.road import ReturnReason, RoadState
from casework.models.route_steps import RouteSteps
from casework.models.routes import DecisionStep, StepKind
from casework.permissions import Reason


class RoadHooks(RouteSteps):
    """Mixed into ForwardedCase; ``*_gaps`` say what stands in the way, ``on_*`` are the effects of the steps."""

    hands_on_acts: tuple[str, ...] = ("forward", "examine")
    hands_on_words, hands_off_words = "調査または進達", "調査も進達もしていません"
    dated_in_history: tuple[str, ...] = (
        "examine", "request_correction", "resubmit", "answer", "send_back", "recall",
    )  # fmt: skip

    def hands(self) -> set[int]:
        """Who examined or forwarded this case, at any time: they never decide it."""
        acts = StateChange.objects.of_case(self).filter(transition__in=self.hands_on_acts)
        return set(acts.values_list("staff_id", flat=True))

    def last_word_on(self) -> date | None:
        """The last day among the acts that leave no day in the case itself."""
        acts = StateChange.objects.of_case(self).filter(transition__in=self.dated_in_history)
        return acts.aggregate(last=Max("on"))["last"]

    def intake_gaps(self) -> list[Reason]:
        return []

    def forward_gaps(self) -> list[Reason]:
        """What headquarters sent back is answered before it goes up again."""
        if self.state == RoadState.SENT_BACK and self.reasons_are_open():
            return [Reason("差戻しの理由に、直したことを書いてください。", cure="answer")]
        return []

    def reasons_are_open(self) -> bool:
        return ReturnReason.objects.of_case(self).unanswered().exists()

    def unfit_items(self) -> list[str]:
        return []

    def dispatch_gaps(self) -> list[Reason]:
        return []

    def delivery_problems(self, act) -> list[Reason]:
        return []

    def on_received(self, act) -> None:
        """Give the receipt number (受理番号), gapless per station and calendar year."""
        era = f"{wareki.era_of(act.on).letter}{wareki.era_year(act.on)}"
        (self.receipt_number,) = IssuedNumber.give(
            self.station,
            "receipt",
            f"station:{self.station_id}",
            act.on.year,
            lambda value: f"{era}-{value:04d}",
        )
        self.save(update_fields=["receipt_number"])

    def on_correction(self, act) -> None:
        ReturnReason.give(self, act, ReturnReason.Source.STATION)
        self.drop_later_reviews()

    def on_resubmitted(self, act) -> None:
        ReturnReason.answer_all(self, act, act.details.get("answers") or {})

    def on_forwarded(self, act) -> None:
        self.lay_steps(act)
        if not self.document_number and self.profile.value_or("document_number_source", "") == "counted":
            self.count_document(act)

    def count_document(self, act) -> None:
        """Where no document system gives the number, the station's own series does, by fiscal year."""
        (self.document_number,) = IssuedNumber.give(
            self.station, "document", f"station:{self.station_id}", dates.fiscal_year(act.on),
            lambda value: f"{self.station.document_symbol}第{value}号",
        )  # fmt: skip
        self.save(update_fields=["document_number"])

    def on_sent_back(self, act) -> None:
        ReturnReason.give(self, act, ReturnReason.Source.HEADQUARTERS)
        for step in self.open_steps():
            if step.is_for(act.by.post):
                step.decide(act, DecisionStep.Outcome.RETURNED)

    def on_endorsed(self, act) -> None:
        self.my_step(act).decide(act, DecisionStep.Outcome.APPROVED)

    def on_approved(self, act) -> None:
        self._decide(act, DecisionStep.Outcome.APPROVED)

    def on_declined(self, act) -> None:
        self._decide(act, DecisionStep.Outcome.DECLINED)

    def _decide(self, act, outcome) -> None:
        step = self.my_step(act)
        if step.kind != StepKind.DECISION:
            raise ValueError("only the last step of the route decides")
        step.decide(act, outcome)

    def on_dispatched(self, act) -> None: ...

    def on_document_numbered(self, act) -> None: ...

    def on_recalled(self, act) -> None:
        """The decision is taken anew from the first step; what it had made is void."""
        self.lay_steps(act)

    def arrival_problems(self, act) -> list[Reason]:
        return []

    def on_arrived(self, act) -> None: ...

    def on_undelivered(self, act) -> None: ...

    def delivery_gaps(self) -> list[Reason]:
        return []

    def on_delivered(self, act) -> None: ...

    def report_gaps(self) -> list[Reason]:
        return []

    def on_reported(self, act) -> None: ...

    def on_withdrawn(self, act) -> None:
        self.drop_later_reviews()

    def drop_later_reviews(self) -> None:
        """The round is over: a 代決 that nobody has seen yet decides nothing any more."""
        DecisionStep.objects.of_case(self).later_reviews().update(is_void=True)
