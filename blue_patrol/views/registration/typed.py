"""既存証明の登録, typed: one group from its paper ledger, through the same plan and act as a spreadsheet."""

from django.shortcuts import render
from django.urls import reverse
from django.views.generic import View

from blue_patrol.forms.entry.parts import admitted_kana
from blue_patrol.forms.registration.typed import TypedRegistration
from blue_patrol.models.registration.make import register
from blue_patrol.models.registration.plan import plan
from casework.models import ImportBatch
from casework.registering.batch import hold
from casework.registering.verdicts import Outcome
from casework.views import ActOnce
from casework.workflow import Refused

BUTTONS = {"more-cars": "cars", "more-people": "people"}


class RegistrationTyped(ActOnce, View):
    template_name = "blue_patrol/registration/typed.html"
    success_message = "既存の証明を登録しました。"
    case = None

    @property
    def kana(self) -> str:
        return admitted_kana(self.request.actor.station)

    def get(self, request):
        return self.show(TypedRegistration(kana=self.kana))

    def post(self, request):
        if first := self.first_result():
            return first
        if more := next((name for button, name in BUTTONS.items() if button in request.POST), ""):
            return self.show(TypedRegistration(request.POST, more=more, kana=self.kana))
        typed = TypedRegistration(request.POST, kana=self.kana)
        if not (typed.is_valid() and self.is_planned(typed)):
            return self.show(typed, status=422)
        try:
            return self.once(typed=typed)
        except Refused as error:
            for reason in error.reasons:
                typed.act.add_error(None, reason.sentence)
            return self.show(typed, status=422)

    def is_planned(self, typed) -> bool:
        """Lay the plan; what stands against a row is said at the row. A page is taken whole or not at all."""
        self.plan = plan(typed.records(), [self.request.actor.station])
        faulty = [line for line in self.plan.lines if line.outcome != Outcome.NEW]
        for line in faulty:
            for reason in line.reasons:
                typed.form_of(line.record).add_error(None, reason)
        return not faulty

    def carry_out(self, *, typed):
        actor, told = self.request.actor, typed.act.cleaned_data
        hold([actor.station.pk])
        if not self.is_planned(typed):  # somebody else's registration was faster
            raise Refused([])
        name = f"{typed.group.cleaned_data['name']}（手入力）"
        batch = ImportBatch.receive(actor, ImportBatch.Kind.STANDING, name, b"")
        return register(batch, self.plan, by=actor, on=told["on"], evidence=told["evidence"])

    def get_success_url(self) -> str:
        (group,) = self.done[0].made["blue_patrol.Group"]
        return reverse("group", args=[group])

    def show(self, typed, *, status: int = 200):
        context = {"typed": typed, "back": reverse("groups")}
        return render(self.request, self.template_name, context, status=status)
