"""支援・連絡調整・他部門の参加 (第7(1), 第7(2), 第5の5): what was asked of whom, and the answer."""

from django.utils import timezone
from django.views.generic import TemplateView

from casework.models import ReadLog, StateChange
from casework.presenters import links, sentences
from casework.views.desk import DeskAct
from casework.views.keyset import Keyset
from casework.views.lists import chosen_station, stations_of
from liaison_councils.forms import supervision as forms
from liaison_councils.models import Council, SupportRequest
from liaison_councils.models.opening import ask_support
from liaison_councils.presenters import supervision as words
from liaison_councils.views.of_council import CouncilActNew, OfCouncil


class SupportList(TemplateView):
    """Requests that wait for an answer; with ?state=all the others too."""

    template_name = "liaison_councils/supports.html"

    def get_context_data(self, **kwargs):
        actor, params = self.request.actor, self.request.GET
        ReadLog.note(actor, "支援・連絡調整一覧")
        stations = stations_of(actor)
        station, is_all = chosen_station(params, stations), params.get("state") == "all"
        rows = SupportRequest.objects.of(actor).select_related("station", "council", "meeting")
        rows = rows if is_all else rows.open()
        rows = rows.filter(station=station) if station else rows
        pages = Keyset(rows, params, key="asked_on", descending=True)
        return super().get_context_data(
            pages=pages, rows=[(each, words.support_state(each)) for each in pages.rows], stations=stations,
            station=station, is_all=is_all, today=timezone.localdate(), **kwargs,
        )  # fmt: skip


class AskSupport(CouncilActNew):
    template_name = "liaison_councils/support_new.html"
    form_class = forms.SupportForm
    reads = "支援・連絡調整の依頼"
    title, button = "支援・連絡調整を依頼する", "依頼を記録する"
    success_message = "依頼を記録しました。"
    writes = (
        "回答があるまで、署の「支援・連絡調整」に出ます",
        "回答は、署の地域課の指導者か署長が記録します",
    )

    def make(self, council: Council, **told) -> SupportRequest:
        return ask_support(council, by=self.request.actor, **told)

    def get_success_url(self) -> str:
        done = getattr(self, "done", None)
        return links.of_case(done) if done else super().get_success_url()


class SupportMixin(OfCouncil):
    page = "council_support"
    model = SupportRequest
    related = ("station__prefecture", "council", "meeting")
    reads = "支援・連絡調整"

    def get_context_data(self, **kwargs):
        return super().get_context_data(request_for=self.case, back_word="依頼に戻る", **kwargs)


class SupportPage(SupportMixin, TemplateView):
    template_name = "liaison_councils/support.html"

    def get_context_data(self, **kwargs):
        case = self.case
        history = StateChange.objects.of_case(case).select_related("payload").order_by("-seq")
        return super().get_context_data(
            state=words.support_state(case),
            asked=words.acts(case, self.request.actor, words.SUPPORT_PAGES, ("answer",)),
            history=sentences.of_history(history, case, words.SUPPORT_VOCABULARY),
            **kwargs,
        )


class SupportAct(SupportMixin, DeskAct):
    template_name = "liaison_councils/support_act.html"


class AnswerSupport(SupportAct):
    transition = "answer"
    form_class = forms.AnswerSupportForm
    title, button = "依頼への回答", "回答を記録する"
    success_message = "回答を記録しました。"


class WithdrawSupport(SupportAct):
    transition = "withdraw"
    form_class = forms.WithdrawSupportForm
    title, button = "依頼の取下げ", "取り下げる"
    is_rare = True
    success_message = "依頼を取り下げました。"
