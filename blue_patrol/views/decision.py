"""決裁 (BP-5-4): the paper on the left, what changed, the answer and what to check on the right."""

from functools import cached_property

from django.urls import reverse

from blue_patrol.forms import decision as answers
from blue_patrol.models import Application, Certification, Procedure, Standing, Vehicle
from blue_patrol.models.credentials import sum_words
from blue_patrol.rules import attachments
from blue_patrol.views import forwardings
from blue_patrol.views.acting import ApplicationAct, examined
from casework.models import DecisionStep, ReturnReason
from casework.models.road import RoadState
from casework.views.desk import RowsMixin
from casework.workflow import perform, refusals

SHORT = {"1": "申請書", "2": "概要", "3": "名簿", "4": "誓約書", "8": "再交付申請書", "9": "変更申請書", "10": "実施者変更申請書", "19": "運行申請書"}  # fmt: skip
DONE = {
    answers.PASS_ON: "審査済みとしました。次の段階へ進みます。",
    answers.APPROVE: "決裁を記録しました。交付するものの番号が付きました。",
    answers.SEND_BACK: "理由を付けて、署へ差し戻しました。",
    answers.DECLINE: "不承認を記録しました。",
}


def waiting_for(actor) -> list[int]:
    """Keys of the forwarded applications whose open step is the actor's, oldest first (two queries)."""
    steps = DecisionStep.objects.of(actor).filter(case_label__in=Procedure.values, is_void=False, outcome="")
    lowest: dict[int, int] = {}
    mine: set[int] = set()
    for step in steps.order_by("case_pk", "order"):
        if step.order == lowest.setdefault(step.case_pk, step.order) and step.is_for(actor.post):
            mine.add(step.case_pk)
    rows = Application.objects.of(actor).awaiting_decision().filter(pk__in=mine)
    return list(rows.order_by("forwarded_on", "pk").values_list("pk", flat=True))


class Decide(RowsMixin, ApplicationAct):
    """One page, four answers; which of them are offered depends on the step that is open."""

    template_name = "blue_patrol/decision.html"
    reads = "決裁"
    form_class = answers.DecisionForm
    title, button = "決裁", "決定を記録する"

    @property
    def case(self):
        """The case; its guards read the steps that the page shows."""
        case = super().case
        case.open_steps = lambda: self.open_steps
        case.cars, case.roster_count = lambda: self.cars, lambda: self.head_count
        return case

    @cached_property
    def steps(self) -> list[DecisionStep]:
        rows = DecisionStep.objects.of_case(self.case).filter(is_void=False)
        return list(rows.select_related("decided_by", "seen_by"))

    @cached_property
    def open_steps(self) -> list[DecisionStep]:
        waiting = [step for step in self.steps if not step.outcome]
        return [step for step in waiting if step.order == waiting[0].order]

    @cached_property
    def step(self) -> DecisionStep | None:
        """The open step of this post, if it is one of those that wait now."""
        return next((step for step in self.open_steps if step.is_for(self.request.actor.post)), None)

    @property
    def is_final(self) -> bool:
        return bool(self.step.is_final if self.step else any(step.is_final for step in self.open_steps))

    def dispatch(self, request, *args, **kwargs):
        self.transition = answers.APPROVE if self.is_final else answers.PASS_ON
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def cars(self) -> list:
        return type(self.case).cars(self.case)

    @cached_property
    def head_count(self) -> int:
        return type(self.case).roster_count(self.case)

    def get_form_kwargs(self):
        numbers = sum_words(self.case.asked_for())
        return super().get_form_kwargs() | {"is_final": self.is_final, "numbers": numbers}

    def details(self, form):
        wanted = {answers.SEND_BACK: ("on", "reasons")}.get(form.cleaned_data["decision"], ("on", "note"))
        self.decision = form.cleaned_data["decision"]
        return {name: form.cleaned_data[name] for name in wanted}

    def carry_out(self, **details):
        self.success_message = DONE[self.decision]
        return perform(self.case, self.decision, by=self.request.actor, revision=self.revision(), **details)

    def field_of(self, form, reason):
        return "item-1" if reason.field == "text" else super().field_of(form, reason) or "decision"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "step": self.step, "is_final": self.is_final, "cars": self.cars, "head_count": self.head_count,
            "may_send_back": not refusals(self.case, "send_back", self.request.actor), "steps": self.steps,
            "held": self.files(), "forms_to_see": [(number, SHORT[number]) for number in self.case.request_forms],
            "sheet": examined(self.case), **self.papers(), **self.returned(), **self.queue(), **self.beside(),
        }  # fmt: skip

    def files(self) -> list[tuple]:
        """(what it is, the attachment): names alone look alike."""
        plates = {car.pk: f"　{car}" for car in self.cars}
        return [
            (attachments.SHORT.get(one.kind, "") + plates.get(one.subject_pk, ""), one)
            for one in self.case.attached()
        ]

    def papers(self) -> dict:
        """The forwarding paper as frozen, and how it differs from those before it."""
        found = forwardings.read([self.case])[self.case.pk]
        is_known = any(one.url for one in found.compared)
        return {"paper": found.paper, "compared": found.compared, "is_compared_with_approved": is_known}

    def returned(self) -> dict:
        """Why it went back, with the answers: headquarters' last return and what the station mended since."""
        reasons = list(ReturnReason.objects.of_case(self.case).select_related("given_by", "answered_by"))
        returns = [reason.given_on for reason in reasons if reason.source == ReturnReason.Source.HEADQUARTERS]
        since = max(returns, default=None)
        return {"reasons": [r for r in reasons if since is None or r.given_on >= since], "returned_on": since}

    def queue(self) -> dict:
        """待っている7件のうち1件目, and the next one."""
        if self.case.state != RoadState.FORWARDED:
            return {}
        keys = waiting_for(self.request.actor)
        if self.case.pk not in keys:
            return {"waiting": len(keys)}
        place = keys.index(self.case.pk)
        after = keys[(place + 1) % len(keys)] if len(keys) > 1 else None
        return {"waiting": len(keys), "place": place + 1, "next": after and reverse("decide", args=[after])}

    def beside(self) -> dict:
        """Other active groups with the same plate, and this group's certifications before the one at hand."""
        if not self.case.lists_members:  # a run names cars of standings that hold
            return {"same_plates": [], "earlier": []}
        same = Vehicle.objects.of(self.request.actor).filter(
            plate__in=[car.plate for car in self.cars],
            removed_on=None,
            group__certifications__state=Standing.ACTIVE,
        )
        others = same.exclude(group=self.case.group_id).select_related("group").distinct()
        earlier = Certification.objects.filter(group=self.case.group_id).exclude(state=Standing.VOID)
        return {"same_plates": others, "earlier": earlier.exclude(pk=self.case.certification_id)}
