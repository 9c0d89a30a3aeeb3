"""期限の完了 of any clock of the desk: its case is an application, or the certification of a group."""

from functools import cached_property

from django.http import Http404
from django.shortcuts import get_object_or_404

from blue_patrol.forms.clocks import MeetDeadlineForm
from blue_patrol.models import Certification, CertificationApplication, Revocation
from blue_patrol.presenters import links
from blue_patrol.views.acting import ApplicationAct
from casework import wareki
from casework.models import Deadline

OWNERS = {model._meta.label: model for model in (CertificationApplication, Certification, Revocation)}


class MeetDeadline(ApplicationAct):
    """What was seen, and on which day it was done; a copy is kept with the clock."""

    template_name = "blue_patrol/act_clock.html"
    transition = "meet_deadline"
    form_class = MeetDeadlineForm
    title, button = "期限の完了", "済んだことを記録する"
    success_message = "期限の完了を記録しました。"
    writes = ("期限が済みになり、確かめたものと人と日が残ります", "加えた写しは、期限のところから開けます")

    @cached_property
    def deadline(self) -> Deadline:
        return get_object_or_404(Deadline.objects.of(self.request.actor), pk=self.kwargs["pk"])

    @cached_property
    def case(self):
        """The record that owns the clock."""
        model = OWNERS.get(self.deadline.case_label)
        if model is None:
            raise Http404
        rows = model.objects.of(self.request.actor).select_related("station__prefecture", "group")
        return get_object_or_404(rows, pk=self.deadline.case_pk)

    def get_success_url(self) -> str:
        page = links.of_case(self.case) or links.to("group", self.case.group_id)
        return f"{page}#clocks"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"deadline": self.deadline}

    def cures(self) -> dict:
        return {}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(deadline=self.deadline, back=self.get_success_url(), **kwargs)
        return context | {"clause_id": self.deadline.clause}

    @property
    def lead(self):
        due = f"（{wareki.format_long(self.deadline.due_on)}まで）" if self.deadline.due_on else ""
        return f"{self.deadline.subject}　{self.deadline.title}{due}"

    def details(self, form):
        return form.details() | {"deadline": self.deadline.pk}
