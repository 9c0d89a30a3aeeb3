"""保存期間の満了: what is due; the lists, page by page; what is held back from them."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from casework import dates
from casework.models import Disposal, Hold, StateChange
from casework.models.disposals import HoldState
from casework.permissions import PERMISSIONS
from casework.presenters import links, page_acts, sentences
from casework.presenters.sentences import Vocabulary
from casework.retention import due, forms
from casework.retention.items import lines_of
from casework.views import OfficeAct
from casework.views.beside import BesideARecord
from casework.views.desk import DeskAct, DeskCase
from casework.views.lists import chosen_station, stations_of

SENTENCES = {
    "open": ("が、一覧を{b}しました。", "作成"),
    "review": ("が、{b}をしました。", "一次確認"),
    "approve": ("が、{b}をしました。", "二次確認"),
    "take_out": ("が、{b}ました。", "一覧から外し"),
    "carry_out": ("が、{b}しました。", "廃棄"),
    "drop": ("が、{b}ました。", "取りやめ"),
}
ACTS = {
    "review": ("disposal_review", "一次確認をする"),
    "approve": ("disposal_approve", "二次確認をする"),
    "carry_out": ("disposal_carry_out", "廃棄する"),
    "take_out": ("disposal_take_out", "一覧から外す"),
    "drop": ("disposal_drop", "取りやめる"),
}
ROAD = ("review", "approve", "carry_out")
TONES = {"drawn": "care", "reviewed": "care", "approved": "go", "carried_out": "good", "dropped": "plain"}


class Retention(TemplateView):
    """By kind and fiscal year: how many are due, held, and yet to come; the lists; the holds."""

    template_name = "casework/retention/due.html"

    def get_context_data(self, **kwargs):
        actor, today = self.request.actor, timezone.localdate()
        stations = stations_of(actor)
        station = chosen_station(self.request.GET, stations)
        asked = [station.pk] if station else list(actor.station_ids)
        years, lines = due.overview(actor.prefecture, asked, today)
        lists = Disposal.objects.of(actor).select_related("station", "drawn_by")
        holds = Hold.objects.of(actor).filter(state=HoldState.HELD).select_related("station", "held_by")
        return super().get_context_data(
            years=[dates.fiscal_year_label(year) for year in years], lines=[(line, [line.years.get(year, 0) for year in years]) for line in lines], stations=stations,
            station=station, lists=[(row, TONES[row.state]) for row in lists[:50]],
            holds=[(row, links.of_row(row.object_label, row.object_pk)) for row in holds[:200]], today=today,
            may_draw=PERMISSIONS["dispose"].held_by(actor), may_hold=PERMISSIONS["hold_records"].held_by(actor), **kwargs,
        )  # fmt: skip


class DisposalNew(OfficeAct):
    template_name = "acts/form.html"
    form_class = forms.DrawForm
    success_message = "廃棄の一覧を作成しました。作成した人のほかの二人が確かめます。"

    def get_form_kwargs(self):
        actor, today = self.request.actor, timezone.localdate()
        _, lines = due.overview(actor.prefecture, list(actor.station_ids), today)
        told = {
            "stations": stations_of(actor),
            "offered": [(line.of, line.now) for line in lines],
            "today": today,
        }
        return super().get_form_kwargs() | told

    def get_initial(self):
        return {"station": self.request.GET.get("station", "")}

    def get_context_data(self, **kwargs):
        shown = {
            "title": "廃棄の一覧の作成", "back": reverse("retention"), "list_url": reverse("retention"), "list_word": "保存期間の満了",
            "back_word": "保存期間の満了に戻る", "button": "一覧を作成する", "show_form": True,
            "lead": "保存期間が満了し、凍結されていないものを、署ごとの一覧にします。作成しただけでは、何も消えません。",
            "writes": (
                "載せたものは番号で固定し、後から加わりません。",
                "作成した人ではない二人（署長か本部の決裁の職）が、順に確かめます。",
            ),
        }  # fmt: skip
        return super().get_context_data(**shown, **kwargs)

    def carry_out(self, *, station, until, kinds):
        return due.draw_up(station, kinds, until, by=self.request.actor, today=timezone.localdate())

    def get_success_url(self) -> str:
        return reverse("disposal", args=[self.done.pk]) if hasattr(self, "done") else reverse("retention")


class OfDisposal(DeskCase):
    page = "disposal"
    model = Disposal
    related = ("station__prefecture", "drawn_by", "first_by", "second_by", "ended_by")
    reads = "廃棄の一覧"

    def get_context_data(self, **kwargs):
        told = {"list_url": reverse("retention"), "list_word": "保存期間の満了", "whose": str(self.case), "back_word": "一覧に戻る"}  # fmt: skip
        return super().get_context_data(**told | kwargs)


class DisposalPage(OfDisposal, TemplateView):
    template_name = "casework/retention/disposal.html"

    def get_context_data(self, **kwargs):
        can, refused = page_acts.of_machine(self.case, self.request.actor, ACTS, self._road())
        history = StateChange.objects.of_case(self.case).select_related("payload").order_by("-seq")
        return super().get_context_data(
            asked=page_acts.with_first(page_acts.first_of(can, ROAD), can, refused, {}), tone=TONES[self.case.state],
            history=sentences.of_history(history, self.case, Vocabulary(SENTENCES)), lines=lines_of(self.case), **kwargs,
        )  # fmt: skip

    def _road(self) -> tuple[str, ...]:
        """The act that leads on from here."""
        return {"drawn": ("review",), "reviewed": ("approve",), "approved": ("carry_out",)}.get(self.case.state, ())  # fmt: skip


class Review(OfDisposal, DeskAct):
    transition = "review"
    form_class: Any = forms.ReviewForm
    title, button = "廃棄の一覧の一次確認", "一次確認をする"
    lead = "一覧の一件ずつが、廃棄してよいものかを確かめました。残すものは、先に一覧から外します。"
    success_message = "一次確認を記録しました。"
    writes = ("ほかの一人の二次確認を待ちます。",)


class Approve(OfDisposal, DeskAct):
    transition = "approve"
    form_class = forms.ReviewForm
    title, button = "廃棄の一覧の二次確認", "二次確認をする"
    lead = "一次確認をした人とは別に、一覧を確かめました。"
    success_message = "二次確認を記録しました。本部の係が廃棄できます。"
    writes = ("本部の係か地域課が、廃棄できるようになります。",)


class TakeOut(OfDisposal, DeskAct):
    transition = "take_out"
    form_class = forms.TakeOutForm
    title, button = "廃棄の一覧から外す", "一覧から外す"
    success_message = "一覧から外しました。"
    writes = ("外したものは残り、次の一覧にまた載ります。続けて残すときは、凍結してください。",)

    def get_form_kwargs(self):
        lines = [(line.item, f"{line.kind}　{line.words}　完結 {line.ended}") for line in lines_of(self.case) if line.item.taken_out_on is None]  # fmt: skip
        return super().get_form_kwargs() | {"lines": lines}


class Drop(OfDisposal, DeskAct):
    transition = "drop"
    form_class = forms.NoteForm
    title, button = "廃棄の一覧の取りやめ", "取りやめる"
    success_message = "取りやめました。"
    writes = ("一覧にあったものは、すべて残ります。",)


class CarryOut(OfDisposal, DeskAct):
    transition = "carry_out"
    form_class = forms.CarryOutForm
    title, button = "廃棄の実行", "廃棄する"
    is_rare = True
    lead = "一覧に残っているものの氏名、住所、文書、経過の内容を消します。元に戻せません。"
    success_message = "廃棄しました。"
    writes = (
        "番号、日付、交付簿の行は残り、氏名などは「廃棄済み」となります。",
        "何を、何行、だれが消したかと、消す前の要約値が廃棄簿に残ります。",
        "経過の鎖は切れません。",
    )

    def details(self, form) -> dict:
        return {name: value for name, value in form.cleaned_data.items() if name != "sure"}


# --- held back -----------------------------------------------------------------------------------------------------


class HoldNew(BesideARecord):
    """On a record that has a page: a case, a group, a council."""

    reads = "保存の凍結"
    template_name = "acts/form.html"
    form_class = forms.HoldForm
    success_message = "凍結しました。解除するまで、廃棄の一覧に載りません。"

    def get_context_data(self, **kwargs):
        shown = {
            "title": "保存の凍結", "back": self.get_success_url(), "whose": str(self.case), "back_word": "元の頁に戻る",
            "button": "凍結する", "show_form": True,
            "lead": "保存期間が満了しても、廃棄しないようにします。団体や協議会を凍結すると、その事案もすべて残ります。",
            "writes": ("廃棄の一覧に載らなくなります。もう載っているものは、廃棄できなくなります。",),
        }  # fmt: skip
        return super().get_context_data(**shown, **kwargs)

    def carry_out(self, **details):
        return due.hold(self.case, by=self.request.actor, on=timezone.localdate(), **details)

    def get_success_url(self) -> str:
        return reverse(self.board.page, args=[self.case.pk])


class HoldLift(DeskAct):
    page = "hold_lift"
    model = Hold
    transition = "lift"
    form_class = forms.NoteForm
    template_name = "acts/form.html"
    reads = "保存の凍結"
    title, button = "凍結の解除", "解除する"
    success_message = "凍結を解除しました。"
    writes = ("保存期間が満了していれば、次の一覧に載ります。",)

    def get_context_data(self, **kwargs):
        told = {"back": reverse("retention"), "list_url": reverse("retention"), "list_word": "保存期間の満了"}
        words = f"{self.case.get_ground_display()}　{self.case.reason}"
        return super().get_context_data(**told, whose=words[:60], back_word="保存期間の満了に戻る", **kwargs)

    def get_success_url(self) -> str:
        return reverse("retention")
