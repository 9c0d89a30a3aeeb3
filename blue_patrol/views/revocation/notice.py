"""Headquarters' decision on a revocation, and its notice on the way to the group (BP-8-2, BP-8-3, BP-8-4)."""

from functools import cached_property

from django.shortcuts import render
from django.utils import timezone

from blue_patrol.forms import acts as common
from blue_patrol.forms import decision as answers
from blue_patrol.forms.revocation import notice as forms
from blue_patrol.presenters import revocation
from blue_patrol.rules import grounds
from blue_patrol.views.revocation.pages import RevocationAct, RevocationMixin
from casework import dates
from casework.models import DecisionStep, IssuedPaper, ReturnReason
from casework.permissions import Reason
from casework.sent import whole_number
from casework.views import TransitionView
from casework.views.desk import RowsMixin
from casework.workflow import perform

DONE = {
    answers.PASS_ON: "審査済みとしました。次の段階へ進みます。",
    answers.APPROVE: "取消しを決裁しました。証明は効力を失い、取消通知書ができました。",
    answers.SEND_BACK: "理由を付けて、署へ差し戻しました。",
    answers.DECLINE: "取り消さないことを記録しました。",
}


class Decide(RowsMixin, RevocationAct):
    """One page, four answers, beside form 17; which of them are offered depends on the step that is open."""

    template_name = "blue_patrol/revocation/decision.html"
    reads = "取消しの決裁"
    form_class = forms.RevocationDecisionForm
    title, button = "決裁", "決定を記録する"

    @cached_property
    def step(self) -> DecisionStep | None:
        """The open step of this post, if it is one of those that wait now."""
        return next((step for step in self.case.open_steps() if step.is_for(self.request.actor.post)), None)

    @cached_property
    def is_final(self) -> bool:
        return self.step.is_final if self.step else any(step.is_final for step in self.case.open_steps())

    def dispatch(self, request, *args, **kwargs):
        self.transition = answers.APPROVE if self.is_final else answers.PASS_ON
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"is_final": self.is_final}

    def details(self, form):
        self.decision = form.cleaned_data["decision"]
        wanted = ("on", "reasons") if self.decision == answers.SEND_BACK else ("on", "note")
        return {name: form.cleaned_data[name] for name in wanted}

    def carry_out(self, **details):
        self.success_message = DONE[self.decision]
        return perform(self.case, self.decision, by=self.request.actor, revision=self.revision(), **details)

    def field_of(self, form, reason):
        return "item-1" if reason.field == "text" else super().field_of(form, reason) or "decision"

    def get_context_data(self, **kwargs):
        case = self.case
        papers = IssuedPaper.objects.of_case(case).valid().filter(form="17").exclude(file=None)
        labels = dict(grounds.EVIDENCE_CHOICES)
        reasons = ReturnReason.objects.of_case(case).select_related("given_by", "answered_by")
        return super().get_context_data(**kwargs) | {
            "step": self.step, "is_final": self.is_final, "paper": papers.order_by("-pk").defer("values").first(),
            "held": [(labels.get(one.kind, ""), one) for one in case.attached()], "facts": revocation.facts(case),
            "grounds": revocation.ground_lines(case), "guidance": case.guidance.select_related("given_by", "judged_by"),
            "found": {"steps": case.decided_steps()}, "reasons": list(reasons), "others": revocation.others_of(case),
        }  # fmt: skip


class Acknowledge(RevocationMixin, TransitionView):
    """後閲: the holder of the post has seen what a deputy decided."""

    http_method_names = ["get", "head", "post"]
    transition = "acknowledge"
    reads = "後閲"
    success_message = "後閲を記録しました。"

    @cached_property
    def waiting(self) -> list[DecisionStep]:
        steps = DecisionStep.objects.of_case(self.case).later_reviews().select_related("decided_by")
        return [step for step in steps if step.is_for(self.request.actor.post)]

    def get(self, request, *args, **kwargs):
        context = self.get_context_data(
            title="後閲", steps=self.waiting, by_deputy=request.actor.is_deputy, revision=self.case.revision,
            refusals=[] if self.waiting else [Reason("後閲を待つ代決は、ありません。")],
        )  # fmt: skip
        return render(request, "blue_patrol/act/acknowledge.html", context)

    def carry_out(self, **details):
        first = self.waiting[0].pk if self.waiting else 0  # 0: none, which the door refuses
        sent = whole_number(self.request.POST.get("step"))
        return super().carry_out(step=first if sent is None else sent)


class SendNotice(RevocationAct):
    """送付 (BP-8-2): the notice, now with its number, printed and sealed, goes to the station."""

    transition = "send_notice"
    reads = "取消通知書の送付"
    form_class = forms.SendNoticeForm
    title, button = "通知書の送付", "送付を記録する"
    lead = "取消通知書（様式第11）に番号を入れ、印刷、押印して署へ送ります。"
    success_message = "通知書の送付を記録しました。番号の入った通知書を印刷できます。"
    writes = (
        "通知書に文書番号と通知年月日が入ります。番号のないものは、無効の記録として残ります",
        "交付年月日は空けてあります。交付のとき署で書き入れます",
        "署の机に、通知書の交付が入ります",
    )

    def details(self, form):
        return form.details()


class DeliverNotice(RevocationAct):
    """交付 (BP-8-3): what is told, who received it."""

    template_name = "blue_patrol/revocation/deliver.html"
    transition = "deliver_notice"
    reads = "取消通知書の交付"
    form_class = forms.DeliverNoticeForm
    title, button = "通知書の交付", "交付を記録する"
    lead = "通知書の交付年月日の欄に、交付する日をペンで書き入れてから渡します。"
    success_message = "通知書の交付を記録しました。交付簿と証明台帳に入りました。"

    def details(self, form):
        return form.details()

    def what_it_writes(self):
        year = dates.fiscal_year_label(dates.fiscal_year(timezone.localdate()))
        return [
            f"交付簿（{year}）に、1行入ります",
            "証明台帳に、取消しが入ります",
            f"返納されるもの{len(self.case.handed_over())}点の期限（速やかに）が始まります",
            "通知書の写しが作られます",
            "本部への交付の報告が、机に入ります",
        ]


class FailDelivery(RevocationAct):
    transition = "fail_delivery"
    form_class = forms.FailDeliveryForm
    title, button = "通知書の交付不能", "交付できないことを記録する"
    lead = "通知書を渡せなかったときに記録します。"
    is_rare = True
    success_message = "交付できないことを記録しました。"
    writes = ("取消しは、決裁の日から効力があります", "もう一度交付するか、本部が送り直します")


class Publish(RevocationAct):
    transition = "publish"
    form_class = forms.PublishForm
    title, button = "公示による通知", "公示を記録する"
    lead = "県の定めにより、渡せない通知書を公示したときに記録します。"
    success_message = "公示を記録しました。交付簿と証明台帳に入りました。"
    writes = ("交付簿と証明台帳に入ります", "本部への報告が、机に入ります")


class ReportDelivery(RevocationAct):
    transition = "report_delivery"
    form_class = common.ReportForm
    title, button = "交付の報告", "報告を記録する"
    lead = "通知書の交付年月日を本部へ報告したことを記録します。"
    success_message = "本部への報告を記録しました。"
    writes = (
        "交付簿の本部報告の欄に日付が入ります",
        "標章のある自動車ごとに、運輸支局等への通知の期限が始まります",
    )


class NotifyTransport(RevocationAct):
    """The end of the road (BP-8-4), once every car's office has been told."""

    transition = "notify_transport"
    form_class = forms.NotifyTransportForm
    title, button = "運輸支局等への通知", "通知を記録する"
    lead = "標章のある自動車のすべてについて、運輸支局等への通知が済んだことを記録します。"
    success_message = "運輸支局等への通知を記録しました。"
    writes = ("この事案は、ここで終わります",)
