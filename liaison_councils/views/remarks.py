"""本部の指導 (第7(3)): a remark of the division, the station's answer, asked again or settled."""

from functools import cached_property

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from casework.forms.remarks import AnswerRemarkForm, AskAgainForm, SettleForm
from casework.models import ReadLog, StateChange, Station
from casework.presenters import links, remarks, sentences
from casework.sent import whole_number
from casework.views import OfficeAct
from casework.views.desk import DeskAct
from casework.views.keyset import Keyset
from casework.views.lists import chosen_station, stations_of
from liaison_councils.forms import supervision as forms
from liaison_councils.models import Council, Remark
from liaison_councils.models.opening import remark
from liaison_councils.presenters import supervision as words
from liaison_councils.views.of_council import OfCouncil


class RemarkList(TemplateView):
    """Remarks that are not settled; with ?state=all the others too."""

    template_name = "liaison_councils/remarks.html"

    def get_context_data(self, **kwargs):
        actor, params, today = self.request.actor, self.request.GET, timezone.localdate()
        ReadLog.note(actor, "本部の指導一覧")
        stations = stations_of(actor)
        station, is_all = chosen_station(params, stations), params.get("state") == "all"
        rows = Remark.objects.of(actor).select_related("station", "council")
        rows = rows if is_all else rows.open()
        rows = rows.filter(station=station) if station else rows
        pages = Keyset(rows, params, key="made_on", descending=True)
        return super().get_context_data(
            pages=pages, rows=[(each, remarks.state_of(each)) for each in pages.rows], stations=stations,
            station=station, is_all=is_all, may_make=actor.may("follow_councils"), today=today, **kwargs,
        )  # fmt: skip


class MakeRemark(OfficeAct):
    """From the division's list, or from a council (?council=) or station (?station=)."""

    template_name = "liaison_councils/remark_new.html"
    form_class = forms.RemarkForm
    success_message = "指導を記録しました。署の画面に出ます。"

    @cached_property
    def stations(self) -> list[Station]:
        return stations_of(self.request.actor)

    @cached_property
    def councils(self) -> list[Council]:
        return list(Council.objects.of(self.request.actor).standing())

    def get_form_kwargs(self):
        offered = {"stations": self.stations, "councils": self.councils, "today": timezone.localdate()}
        return super().get_form_kwargs() | offered

    def get_initial(self):
        key = whole_number(self.request.GET.get("council"))
        council = get_object_or_404(Council.objects.of(self.request.actor), pk=key) if key else None
        station = council.station_id if council else whole_number(self.request.GET.get("station"))
        return {"station": station, "council": council.pk if council else None}

    def get_context_data(self, **kwargs):
        shown = {
            "title": "署を指導する",
            "button": "指導を記録する",
            "show_form": True,
            "back": reverse("council_remarks"),
        }
        return super().get_context_data(**shown, **kwargs)

    def carry_out(self, **details):
        station = next(each for each in self.stations if each.pk == details["station"])
        council = next((each for each in self.councils if each.pk == details["council"]), None)
        told = details | {"council": council}
        del told["station"]
        return remark(station, by=self.request.actor, **told)

    def get_success_url(self) -> str:
        return links.of_case(self.done)


class RemarkMixin(OfCouncil):
    page = "council_remark"
    model = Remark
    related = ("station__prefecture", "council")
    reads = "本部の指導"

    def get_context_data(self, **kwargs):
        return super().get_context_data(remark=self.case, back_word="指導に戻る", **kwargs)


class RemarkPage(RemarkMixin, TemplateView):
    template_name = "liaison_councils/remark.html"

    def get_context_data(self, **kwargs):
        case = self.case
        history = StateChange.objects.of_case(case).select_related("payload").order_by("-seq")
        return super().get_context_data(
            state=remarks.state_of(case),
            asked=words.acts(case, self.request.actor, words.REMARK_PAGES, remarks.next_of(case)),
            history=sentences.of_history(history, case, remarks.VOCABULARY),
            **kwargs,
        )


class RemarkAct(RemarkMixin, DeskAct):
    template_name = "liaison_councils/remark_act.html"


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
