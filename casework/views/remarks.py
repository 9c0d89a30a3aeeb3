"""本部の指導 of any application: the list, one, its acts. Each application says of which machine and on which pages."""

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from casework.forms.remarks import AnswerRemarkForm, AskAgainForm, SettleForm
from casework.models import ReadLog, StateChange
from casework.presenters import page_acts, remarks, sentences
from casework.views.desk import DeskAct, DeskCase
from casework.views.keyset import Keyset
from casework.views.lists import chosen_station, stations_of


class RemarkList(TemplateView):
    """Remarks that are not settled; with ?state=all the others too."""

    model: Any = None
    related: tuple[str, ...] = ("station",)

    def get_context_data(self, **kwargs):
        actor, params = self.request.actor, self.request.GET
        ReadLog.note(actor, "本部の指導一覧")
        stations = stations_of(actor)
        station, is_all = chosen_station(params, stations), params.get("state") == "all"
        rows = self.model.objects.of(actor).select_related(*self.related)
        rows = rows if is_all else rows.open()
        rows = rows.filter(station=station) if station else rows
        pages = Keyset(rows, params, key="made_on", descending=True)
        return super().get_context_data(
            pages=pages, rows=[(each, remarks.state_of(each)) for each in pages.rows], stations=stations,
            station=station, is_all=is_all, today=timezone.localdate(), **kwargs,
        )  # fmt: skip


class RemarkPage(DeskCase, TemplateView):
    acts: page_acts.Pages = {}

    def get_context_data(self, **kwargs):
        case = self.case
        road = remarks.next_of(case)
        can, refused = page_acts.of_machine(case, self.request.actor, self.acts, road)
        history = StateChange.objects.of_case(case).select_related("payload").order_by("-seq")
        return super().get_context_data(
            state=remarks.state_of(case), history=sentences.of_history(history, case, remarks.VOCABULARY),
            asked=page_acts.with_first(page_acts.first_of(can, road), can, refused, {}), **kwargs,
        )  # fmt: skip


class AnswerRemark(DeskAct):
    transition = "answer"
    form_class = AnswerRemarkForm
    title, button = "本部の指導への回答", "回答を記録する"
    success_message = "署の回答を記録しました。本部の画面に出ます。"


class AskAgain(DeskAct):
    transition = "ask_again"
    form_class = AskAgainForm
    title, button = "もう一度たずねる", "署にたずねる"
    success_message = "署にもう一度たずねました。"
    writes = ("「回答待ち」に戻り、署の画面にまた出ます", "前の回答は、経過に残ります")


class SettleRemark(DeskAct):
    transition = "settle"
    form_class = SettleForm
    title, button = "指導を了とする", "了とする"
    success_message = "指導を了としました。"
    writes = ("署と本部の画面から外れます",)
