"""本部の指導 on clocks: the list, one, and its acts; written from a row of 期限 that is overdue."""

from functools import cached_property

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from blue_patrol.models import ClockRemark
from blue_patrol.models.clock_remarks import making_refusals, remark
from blue_patrol.rules import deadlines
from blue_patrol.views.desks import group_pk_of_case
from casework.forms.remarks import RemarkTextForm
from casework.models import Deadline
from casework.presenters import links
from casework.presenters import remarks as words
from casework.views import OfficeAct, remarks
from casework.views.desk import DeskCase


class RemarkList(remarks.RemarkList):
    template_name = "blue_patrol/remark/list.html"
    model = ClockRemark
    related = ("station", "deadline")


class MakeRemark(OfficeAct):
    """On one clock of a station."""

    template_name = "blue_patrol/remark/act.html"
    form_class = RemarkTextForm
    success_message = "指導を記録しました。署の画面に出ます。"
    writes = ("署の生活安全係と署長の画面に出ます", "署が回答すると、本部の画面に戻ります")

    @cached_property
    def clock(self) -> Deadline:
        rows = Deadline.objects.of(self.request.actor).filter(kind__in=deadlines.CODES)
        return get_object_or_404(rows.select_related("station"), pk=self.kwargs["pk"])

    def refusals(self):
        return making_refusals(self.clock, self.request.actor)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"today": timezone.localdate()}

    def get_context_data(self, **kwargs):
        shown = {
            "title": "期限について署を指導する", "button": "指導を記録する", "clock": self.clock, "writes": self.writes,
            "back": f"{links.to('deadlines')}?within=overdue&station={self.clock.station_id}", "back_word": "期限に戻る",
            "today": timezone.localdate(),
        }  # fmt: skip
        context = super().get_context_data(**shown, **kwargs)
        context["show_form"] = not context["refusals"] or context["form"].is_bound
        return context

    def carry_out(self, **details):
        return remark(self.clock, by=self.request.actor, **details)

    def get_success_url(self) -> str:
        done = getattr(self, "done", None)
        if done is None:
            raise Http404
        return links.of_case(done)


class OfClock(DeskCase):
    page = "clock_remark"
    model = ClockRemark
    related = ("station__prefecture", "deadline__station", "deadline__done_by")
    reads = "本部の指導"
    template_name = "blue_patrol/remark/act.html"

    def get_context_data(self, **kwargs):
        told = {"remark": self.case, "clock": self.case.deadline, "back_word": "指導に戻る"}
        return super().get_context_data(**told, **kwargs)


class RemarkPage(OfClock, remarks.RemarkPage):
    template_name = "blue_patrol/remark/page.html"
    acts = words.pages(
        answer="clock_remark_answer", settle="clock_remark_settle", ask_again="clock_remark_again"
    )

    def get_context_data(self, **kwargs):
        return super().get_context_data(clock_url=self._clock_url(), **kwargs)

    def _clock_url(self) -> str:
        """Where the clock stands; asked for with the group of its case."""
        clock = Deadline.objects.filter(pk=self.case.deadline_id).annotate(group_pk=group_pk_of_case()).get()
        return links.of_clock(clock) if clock.group_pk or links.page_of(clock.case_label) else ""


class AnswerRemark(OfClock, remarks.AnswerRemark): ...


class AskAgain(OfClock, remarks.AskAgain): ...


class SettleRemark(OfClock, remarks.SettleRemark): ...
