"""本部の指導 on clocks: the list, one, and its acts; written from a row of 期限 that is overdue."""

from functools import cached_property

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import TemplateView

from blue_patrol.models import ClockRemark
from blue_patrol.models.clock_remarks import making_refusals, remark
from blue_patrol.rules import deadlines
from blue_patrol.views.desks import group_pk_of_case
from casework.forms.remarks import AnswerRemarkForm, AskAgainForm, RemarkTextForm, SettleForm
from casework.models import Deadline, ReadLog, StateChange
from casework.presenters import links, page_acts, remarks, sentences
from casework.views import OfficeAct
from casework.views.desk import DeskAct, DeskCase
from casework.views.keyset import Keyset
from casework.views.lists import chosen_station, stations_of

PAGES = remarks.pages(answer="clock_remark_answer", settle="clock_remark_settle", ask_again="clock_remark_again")  # fmt: skip


class RemarkList(TemplateView):
    """Remarks that are not settled; with ?state=all the others too."""

    template_name = "blue_patrol/remark/list.html"

    def get_context_data(self, **kwargs):
        actor, params = self.request.actor, self.request.GET
        ReadLog.note(actor, "本部の指導一覧")
        stations = stations_of(actor)
        station, is_all = chosen_station(params, stations), params.get("state") == "all"
        rows = ClockRemark.objects.of(actor).select_related("station", "deadline")
        rows = rows if is_all else rows.open()
        rows = rows.filter(station=station) if station else rows
        pages = Keyset(rows, params, key="made_on", descending=True)
        return super().get_context_data(
            pages=pages, rows=[(each, remarks.state_of(each)) for each in pages.rows], stations=stations,
            station=station, is_all=is_all, today=timezone.localdate(), **kwargs,
        )  # fmt: skip


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


class RemarkMixin(DeskCase):
    page = "clock_remark"
    model = ClockRemark
    related = ("station__prefecture", "deadline__station", "deadline__done_by")
    reads = "本部の指導"

    def get_context_data(self, **kwargs):
        told = {"remark": self.case, "clock": self.case.deadline, "back_word": "指導に戻る"}
        return super().get_context_data(**told, **kwargs)


class RemarkPage(RemarkMixin, TemplateView):
    template_name = "blue_patrol/remark/page.html"

    def get_context_data(self, **kwargs):
        case, actor = self.case, self.request.actor
        can, refused = page_acts.of_machine(case, actor, PAGES, remarks.next_of(case))
        first = page_acts.first_of(can, remarks.next_of(case))
        history = StateChange.objects.of_case(case).select_related("payload").order_by("-seq")
        return super().get_context_data(
            state=remarks.state_of(case), asked=page_acts.with_first(first, can, refused, {}), clock_url=self._clock_url(),
            history=sentences.of_history(history, case, remarks.VOCABULARY), **kwargs,
        )  # fmt: skip

    def _clock_url(self) -> str:
        """Where the clock stands; asked for with the group of its case."""
        clock = Deadline.objects.filter(pk=self.case.deadline_id).annotate(group_pk=group_pk_of_case()).get()
        return links.of_clock(clock) if clock.group_pk or links.page_of(clock.case_label) else ""


class RemarkAct(RemarkMixin, DeskAct):
    template_name = "blue_patrol/remark/act.html"


class AnswerRemark(RemarkAct):
    transition = "answer"
    form_class = AnswerRemarkForm
    title, button = "本部の指導への回答", "回答を記録する"
    success_message = "署の回答を記録しました。本部の画面に出ます。"


class AskAgain(RemarkAct):
    transition = "ask_again"
    form_class = AskAgainForm
    title, button = "もう一度たずねる", "署にたずねる"
    success_message = "署にもう一度たずねました。"
    writes = ("「回答待ち」に戻り、署の画面にまた出ます", "前の回答は、経過に残ります")


class SettleRemark(RemarkAct):
    transition = "settle"
    form_class = SettleForm
    title, button = "指導を了とする", "了とする"
    success_message = "指導を了としました。"
    writes = ("署と本部の画面から外れます",)
