"""調査票: saved in parts, only what is new is sent through the door."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse

from blue_patrol.forms.examination import ExaminationForm, hints_of
from blue_patrol.models import Procedure
from blue_patrol.rules import examination
from blue_patrol.views.acting import ApplicationAct
from casework import papers
from casework.views.merging import EditedTogether


class Examination(EditedTogether, ApplicationAct):
    template_name = "blue_patrol/examination.html"
    transition = "examine"
    reads = "調査票"
    form_class = ExaminationForm
    title, button = "調査票", "調査票を保存する"
    success_message = "調査票を保存しました。"

    @property
    def held(self):
        if not hasattr(self, "_held"):
            self._held = self.case.attached()
        return self._held

    def get_form_kwargs(self):
        stored = {row.item: row for row in self.case.findings.select_related("judged_by")}
        is_first = self.case.case_label == Procedure.CERTIFICATION
        hints = self.hints() if is_first and self.case.profile else {}
        return super().get_form_kwargs() | {"stored": stored, "hints": hints}

    def hints(self) -> dict:
        group = self.case.group
        people = group.patrollers.current().prefetch_related("trainings")
        return hints_of(self.case, list(group.vehicles.current()), list(people), self.held)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        sections = context["form"].sections()
        left = sum(len(section.left) for section in sections)
        return context | {
            "sections": sections, "left": left, "total": len(self.case.asked()), "done": len(self.case.asked()) - left,
            "held": self.held, "forms_to_see": [(n, papers.get(n).title) for n in self.case.request_forms],
        }  # fmt: skip

    def details(self, form):
        return {"on": form.cleaned_data["on"], "findings": form.findings()}

    def form_valid(self, form):
        if not form.findings():
            messages.info(self.request, "変わったところはありません。")
            return HttpResponseRedirect(reverse("examination", args=[self.case.pk]))
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """Back to the sheet while items are left, to the case when the last one is judged."""
        done = getattr(self, "done", None)
        if done is not None and examination.unjudged(done.findings_by_item(), done.asked()):
            return reverse("examination", args=[self.kwargs["pk"]])
        return super().get_success_url()
