"""What travels between headquarters and station: arrival thing by thing, replacements, what goes back (BP-5-4)."""

from django.utils import timezone
from django.views.generic import View

from blue_patrol.forms import parcels as forms
from blue_patrol.models import Kind, Place
from blue_patrol.models.certification.certificate_set import FORM_OF
from blue_patrol.papers import from_parcels
from blue_patrol.presenters import parcels as words
from blue_patrol.views.acting import ApplicationAct, ApplicationMixin, ThingByThing
from blue_patrol.views.headquarters import Dispatch, sender_of
from casework.models import StateChange
from casework.models.road import RoadState
from casework.views.pdf import printed


class Recall(ApplicationAct):
    """決裁の取消し before dispatch: the numbers stay as 欠番, the papers are void, the decision is taken anew."""

    transition = "recall"
    form_class = forms.RecallForm
    title, button = "決裁の取消し", "決裁を取り消す"
    lead = (
        "署へ送る前に、決裁を取り消します。送った後は、取り消せません。"
        "取消しの定めは要領になく、当システムの決まりです。"
    )
    is_rare = True
    success_message = "決裁を取り消しました。決裁は、初めの段階からやり直します。"

    def what_it_writes(self):
        things = list(self.case.things()) if not self.is_refused else []
        numbers = "、".join(dict.fromkeys(thing.number for thing in things if thing.kind == Kind.CERTIFICATE))
        return [
            f"証明書等{len(things)}点（証明書 {numbers} ほか）は、無効になります"
            if things
            else "証明書等は、無効になります",
            "付いた番号は欠番として残り、二度と使われません",
            "様式第5・第6・第7は、無効の記録として残ります。印刷したものは、廃棄してください",
            "「進達」に戻り、決裁を初めの段階からやり直します",
        ]

    @property
    def is_refused(self) -> bool:
        return self.case.state != RoadState.APPROVED


class Arrive(ThingByThing, ApplicationAct):
    """受領: each thing of the slip has its answer; a button answers 届いた for the rest."""

    template_name = "blue_patrol/act/arrive.html"
    transition = "arrive"
    reads = "受領"
    form_class = forms.ArrivalForm
    title, button = "受領", "受領を記録する"
    lead = "送付票と現物を番号で合わせ、1点ずつ選びます。"
    writes = (
        "「届いた」ものは、署に保管していることになります",
        "「傷んでいる」ものは、本部へ返送します。「届いていない」ものは、不明とします",
        "傷み・不足は、本部の机に出ます。本部が作り直して、追って送ります",
        "受領票を印刷して、本部へ返せます",
    )
    success_message = "受領を記録しました。受領票を印刷できます。"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"things": self.case.things().filter(state=Place.IN_TRANSIT)}


class TakeInAfter(Arrive):
    transition = "take_in_after"
    title, button = "追送の受領", "追送の受領を記録する"
    lead = "追って送られたものを番号で合わせ、1点ずつ選びます。"
    success_message = "追送の受領を記録しました。受領票を印刷できます。"

    def nothing_left(self, form):
        return "" if form.things else "追って送られたものは、ありません"


class ThingsListed(ApplicationAct):
    """An act on some of the case's things, which the page lists first."""

    template_name = "blue_patrol/act/listed.html"
    nothing = ""

    def listed(self) -> list:
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        seen = words.notes(StateChange.objects.of_case(self.case).select_related("payload"))
        rows = [(thing, seen.get(thing.pk, "")) for thing in self.listed()]
        return super().get_context_data(rows=rows, **kwargs)

    def nothing_left(self, form):
        return "" if self.listed() else self.nothing


class Replace(ThingsListed):
    """作り直し: stickers and cards take a new number, a certificate is printed again from its frozen paper."""

    transition = "replace"
    form_class = forms.ReplaceForm
    title, button = "作り直し", "作り直す"
    lead = "署から届いた「傷み」「不足」の分を、作り直します。"
    writes = (
        "標章と実施者証は、新しい番号になります。前の番号は欠番です",
        "証明書は、同じ番号で、もう一度印刷します",
        "印刷、押印をして、追送します",
    )
    success_message = "作り直しました。印刷、押印をして、追送してください。"
    nothing = "作り直す証明書等は、ありません"

    def listed(self):
        return list(self.case.reported_things())


class DestroyReturned(ThingsListed):
    transition = "destroy_returned"
    form_class = forms.DestructionForm
    title, button = "返送品の廃棄", "廃棄を記録する"
    lead = "署から返送された現物を確かめて、廃棄したことを記録します。"
    is_rare = True
    writes = ("表の証明書等は、廃棄済みになります。廃棄は、元に戻せません",)
    success_message = "返送品の廃棄を記録しました。"
    nothing = "返送された証明書等は、ありません"

    def listed(self):
        return list(self.case.brought_back().select_related("vehicle", "patroller"))


class SendAfter(Dispatch):
    """追送 of what was made anew: printing, sealing and the slip as at the first dispatch."""

    transition = "send_after"
    title, button = "追送", "追送を記録する"
    lead = "作り直したものを、送付票を付けて署へ送ります。"
    writes = ("作り直したものは、送付中になります", "署の机に、追送の受領が入ります")
    success_message = "追送を記録しました。"

    def things(self):
        return [thing for thing in super().things() if thing.state in words.AT_HEADQUARTERS]

    def papers(self, things):
        """For each kind that is sent the paper made last: of what was made anew, or the certificate's own."""
        forms = {FORM_OF[Kind(thing.kind)] for thing in things}
        return super().papers(things).filter(form__in=forms).order_by("form", "-pk").distinct("form")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(is_after=True, **kwargs)
        if not context["total"]:
            context["refusals"] = []
            context["nothing_left"] = "追って送るものは、ありません"
        return context


class ReturnUndelivered(ApplicationAct):
    """交付不能: what cannot be handed over goes back, and the standing that never began is called off."""

    transition = "return_undelivered"
    form_class = forms.UndeliveredForm
    title, button = "交付不能", "交付不能を記録する"
    lead = (
        "どうしても渡せないときに記録します。届いた証明書等は、本部へ返します。"
        "交付できないときの定めは要領になく、当システムの決まりです。"
    )
    is_rare = True
    writes = (
        "署に保管している証明書等は、本部へ返送します",
        "証明は取りやめになり、番号は欠番として残ります",
        "この申請は、ここで終わります。同じ団体は、新しく申請できます",
    )
    success_message = "交付不能を記録しました。証明書等を本部へ返送してください。"

    def details(self, form):
        return form.details()


class ReceiptSlip(ApplicationMixin, View):
    """受領票: goes back to headquarters; before the arrival is recorded, a sheet to fill in by hand."""

    reads = "受領票"

    def get(self, request, *args, **kwargs):
        things = list(self.case.credentials.select_related("vehicle", "patroller", "run_car").order_by("pk"))
        history = StateChange.objects.of_case(self.case).select_related("payload").order_by("seq")
        receipts = words.receipts(history.filter(transition__in=words.ARRIVALS), things)
        travelling = [thing for thing in things if thing.state == Place.IN_TRANSIT]
        slips = from_parcels.received(self.case, receipts, travelling)
        values = from_parcels.slip_values(self.case, slips, sender_of(self.case), timezone.localdate())
        return printed("slips", values, f"受領票 {self.case.subject}", of=self.case)
