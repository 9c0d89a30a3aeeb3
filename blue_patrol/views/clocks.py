"""期限の完了 of any clock of the desk: its case is an application, a return, or the certification of a group."""

from functools import cached_property

from django.http import Http404
from django.shortcuts import get_object_or_404

from blue_patrol.forms.clocks import MeetDeadlineForm
from blue_patrol.presenters import clocks
from blue_patrol.rules.attachments import CLOCK_EVIDENCE
from blue_patrol.views.acting import ApplicationAct
from casework import wareki
from casework.models import Attachment, Deadline
from casework.models.shared import machine_of
from casework.presenters import links


def lines_of(case, actor) -> list[tuple]:
    """(clock, address and word of its completion or ()) of a case: open ones first, the earliest due first."""
    copies = {
        each.subject_pk: each for each in Attachment.objects.of_case(case).filter(kind=CLOCK_EVIDENCE.code)
    }
    rows = list(Deadline.objects.of_case(case).select_related("done_by"))
    for row in rows:
        row.copy = copies.get(row.pk)
        row.is_closed = bool(row.done_on or row.void_reason)
    rows.sort(key=lambda row: (row.is_closed, row.due_on or row.starts_on, row.pk))
    may = actor.may("keep_deadlines")
    return [(row, clocks.completion(row) if may and not row.is_closed else ()) for row in rows]


class MeetDeadline(ApplicationAct):
    """What was seen, and on which day it was done; a copy is kept with the clock."""

    template_name = "blue_patrol/act/clock.html"
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
        model = machine_of(self.deadline.case_label)
        if not hasattr(model, self.transition):
            raise Http404
        rows = model.objects.of(self.request.actor).select_related("station__prefecture", "group")
        return get_object_or_404(rows, pk=self.deadline.case_pk)

    def get_success_url(self) -> str:
        self.deadline.group_pk = self.case.group_id
        return links.of_clock(self.deadline)

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
