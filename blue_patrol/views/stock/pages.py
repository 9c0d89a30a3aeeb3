"""用紙の在庫: boxes taken in, sheets written off, spoiled prints. What is asked of whom stands with the models."""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from blue_patrol.forms.stock import lots as forms
from blue_patrol.models import BlankLot, BlankUse, Place
from blue_patrol.models.parcels import HERE_AND_AFTER
from blue_patrol.models.printing import spoil
from blue_patrol.models.stock.lots import headquarters_refuses, with_sheets
from blue_patrol.models.stock.write_off import write_off
from blue_patrol.presenters import stock as words
from blue_patrol.rules import sheets
from blue_patrol.views.acting import ApplicationAct
from casework.permissions import Reason
from casework.views import OfficeAct
from casework.views.keyset import Keyset

LOTS_SHOWN = 300


class StockAct(OfficeAct):
    """An act on the blank sheets; headquarters' unless another says so."""

    title = button = lead = ""
    template_name = "blue_patrol/stock/act.html"
    back = "stock"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"today": timezone.localdate()}

    def refusals(self) -> list[Reason]:
        return headquarters_refuses(self.request.actor)

    def get_success_url(self) -> str:
        return reverse(self.back)

    def get_context_data(self, **kwargs):
        shown = {
            "title": self.title, "button": self.button, "lead": self.lead, "back": self.get_success_url(),
        }  # fmt: skip
        return super().get_context_data(**shown | kwargs)


class StockPage(TemplateView):
    """The sheets of each kind and the boxes they came in."""

    template_name = "blue_patrol/stock/page.html"

    def get_context_data(self, **kwargs):
        lots = list(
            BlankLot.objects.of(self.request.actor).counted().select_related("received_by")[:LOTS_SHOWN]
        )
        return super().get_context_data(
            lots=lots, lines=words.by_kind(lots), outcomes=words.OUTCOMES, may_keep=self.request.actor.may("headquarters_act"),
            **kwargs,
        )  # fmt: skip


class LotNew(StockAct):
    form_class = forms.LotForm
    title, button = "用紙の受入れ", "受け入れを記録する"
    lead = "番号のある用紙を、箱や束ごとに記録します。印刷を記録すると、若い番号から使ったことになります。"

    def carry_out(self, **details):
        lot = BlankLot.receive(by=self.request.actor, **details)
        self.success_message = f"{lot}（{lot.size:,}枚）を在庫に入れました。"
        return lot


class LotPage(StockAct):
    """One box: what is left of it, what became of its sheets; taken back when it was entered by mistake."""

    template_name = "blue_patrol/stock/lot.html"
    form_class = forms.VoidLotForm
    title, button = "受入れの取消し", "受入れを取り消す"
    success_message = "用紙の受入れを取り消しました。"

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        kwargs.pop("today")
        return kwargs

    @property
    def lot(self) -> BlankLot:
        if not hasattr(self, "_lot"):
            rows = (
                BlankLot.objects.of(self.request.actor).counted().select_related("received_by", "voided_by")
            )
            self._lot = rows.filter(pk=self.kwargs["pk"]).first()
            if self._lot is None:
                raise Http404
        return self._lot

    def post(self, request, *args, **kwargs):
        self.lot  # noqa: B018 - another prefecture's is not found, whatever was typed
        return super().post(request, *args, **kwargs)

    def carry_out(self, **details):
        return self.lot.void(by=self.request.actor, on=timezone.localdate(), **details)

    def get_context_data(self, **kwargs):
        lot = self.lot
        gone = BlankUse.objects.filter(lot=lot, follows=None).values_list("serial", flat=True)
        runs = [] if lot.voided_on else sheets.left_of(lot.first, lot.last, gone)
        uses = BlankUse.objects.filter(lot=lot).select_related("by", "credential__certification__group")
        return super().get_context_data(
            lot=lot, left=[(words.run_words(lot, *run), run[1] - run[0] + 1) for run in runs],
            pages=Keyset(uses, self.request.GET, descending=True),
            counts=[(label, getattr(lot, value)) for value, label in words.OUTCOMES],
            may_void=lot.voided_on is None and lot.in_stock == lot.size and self.request.actor.may("headquarters_act"),
            **kwargs,
        )  # fmt: skip


class WriteOff(StockAct):
    form_class = forms.WriteOffForm
    title, button = "使わない用紙の記録", "記録する"
    lead = "証明書等に使う前に、刷り損じた用紙、見当たらない用紙、廃棄した用紙を番号で記録します。使った用紙の刷り損じは、その事案で記録します。"

    def carry_out(self, **details):
        kind, numbers, outcome = details.pop("kind"), details.pop("numbers"), details.pop("outcome")
        done = write_off(kind, numbers, outcome, by=self.request.actor, **details)
        self.success_message = f"{done[0].lot.get_kind_display()}用紙{len(done)}枚を「{done[0].get_outcome_display()}」として記録しました。"
        return done


class Spoil(ApplicationAct):
    """刷り損じ: what was printed or sealed is printed again, on a new sheet."""

    transition = "spoil"
    reads = "刷り損じ"
    form_class = forms.SpoilForm
    title, button = "刷り損じ", "刷り損じを記録する"
    lead = "刷り損じたものを選びます。番号はそのままで、印刷からやり直します。"
    writes = (
        "選んだものは「作成前」に戻り、もう一度印刷します",
        "番号のある用紙は、刷り損じとして残ります。もう一度の印刷には、次の用紙を使います",
        "刷り損じた用紙は、廃棄するまで鍵のかかる所に置きます",
    )
    success_message = "刷り損じを記録しました。もう一度、印刷してください。"

    @property
    def things(self) -> list:
        if not hasattr(self, "_things"):
            rows = self.case.credentials.filter(state__in=[Place.PRINTED, Place.SEALED])
            self._things = list(with_sheets(rows.select_related("vehicle", "patroller")).order_by("pk"))
        return self._things

    def get_success_url(self) -> str:
        """The page on which the thing is printed again: of the first dispatch, or of the one after it."""
        page = "send_after" if self.case.state in HERE_AND_AFTER else "dispatch"
        return reverse(page, args=[self.case.pk])

    def get_form_kwargs(self):
        chosen = self.request.GET.getlist("thing")
        return super().get_form_kwargs() | {"things": self.things, "initial": {"things": chosen}}

    def get_context_data(self, **kwargs):
        kwargs["refusals"] = headquarters_refuses(self.request.actor)
        context = super().get_context_data(**kwargs)
        if not self.things:
            context["nothing_left"] = "印刷済、押印済の証明書等は、ありません"
        return context

    def carry_out(self, things, reason, on):
        chosen = [thing for thing in self.things if str(thing.pk) in things]
        return spoil(chosen, by=self.request.actor, reason=reason, on=on)
