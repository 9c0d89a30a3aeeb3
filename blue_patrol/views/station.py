"""The station's acts on an application: receipt, correction, training, attachments, forwarding, arrival, report."""

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from blue_patrol.forms import acts as forms
from blue_patrol.models import Place, Procedure
from blue_patrol.models.mended import since_correction
from blue_patrol.presenters import mended
from blue_patrol.views.acting import ApplicationAct, ApplicationMixin, examined
from casework import paper_registry, wareki
from casework.models import ReturnReason, StateChange
from casework.models.road import RoadState
from casework.views.desk import RowsMixin
from casework.workflow import perform


class Receive(ApplicationAct):
    transition = "receive"
    form_class = forms.ReceiveForm
    title, button = "受理", "受理を記録する"
    lead = "申請書と添付がそろったことを確かめて、受理します。"
    writes = ("受理番号が付きます", "県の定めは、受理した日の版を使います", "調査票が書けるようになります")
    success_message = "受理を記録しました。"


class RequestCorrection(RowsMixin, ApplicationAct):
    """補正 (BP-5-2): one reason or several; a button adds rows and keeps what was typed."""

    template_name = "blue_patrol/act/reasons.html"
    transition = "request_correction"
    form_class = forms.ReasonsForm
    title, button = "補正を求める", "補正を求める"
    lead = "どの書類のどこを直すのか、申請者に分かる言葉で書きます。"
    writes = ("申請を直せるようになります", "「補正のお願い」を印刷できます")
    success_message = "補正を求めたことを記録しました。「補正のお願い」を印刷できます。"

    def details(self, form):
        return {"on": form.cleaned_data["on"], "reasons": form.cleaned_data["reasons"]}


class CorrectionLetter(ApplicationMixin, TemplateView):
    """補正のお願い: the open reasons of the case on a sheet for the applicant."""

    template_name = "blue_patrol/letter/correction.html"
    reads = "補正のお願い"

    def get_context_data(self, **kwargs):
        reasons = list(ReturnReason.objects.of_case(self.case).unanswered())
        day = max((reason.given_on for reason in reasons), default=None)
        return super().get_context_data(reasons=reasons, given_on=day, **kwargs)


class DeclineLetter(ApplicationMixin, TemplateView):
    """不承認のお知らせ: the decision and its reason, for the station to hand to the applicant."""

    template_name = "blue_patrol/letter/decline.html"
    reads = "不承認のお知らせ"


class Resubmit(ApplicationAct):
    template_name = "blue_patrol/act/resubmit.html"
    transition = "resubmit"
    form_class = forms.ResubmitForm
    title, button = "再提出を受ける", "再提出を記録する"
    lead = "戻した理由ごとに、どう直ったかを書きます。"
    writes = ("受理の状態に戻ります", "直したことは、本部の決裁の画面にも出ます")
    success_message = "再提出を記録しました。"

    def get_form_kwargs(self):
        reasons = ReturnReason.objects.of_case(self.case).unanswered()
        return super().get_form_kwargs() | {"reasons": reasons}

    def get_context_data(self, **kwargs):
        return super().get_context_data(mended=self.mended(), **kwargs)

    def mended(self) -> mended.Mended | None:
        """補正で変わった点 as of now, before it is recorded."""
        if self.case.state != RoadState.CORRECTION:
            return None
        changes = since_correction(self.case, timezone.localdate())
        asked = StateChange.objects.of_case(self.case).filter(transition="request_correction").latest("seq")
        return None if changes is None else mended.Mended(asked.on, changes)

    def details(self, form):
        return {"on": form.cleaned_data["on"], "answers": form.answers()}


class Answer(Resubmit):
    """What headquarters sent back, answered without asking the group: the case stays where it is."""

    transition = "answer"
    form_class = forms.AnswerForm
    title, button = "差戻しへの回答", "回答を記録する"
    writes = ("進達できるようになります", "直したことは、本部の決裁の画面にも出ます")
    success_message = "差戻しへの回答を記録しました。"

    def nothing_left(self, form):
        return "" if form.reasons else "回答を待っている理由は、ありません"


class Withdraw(ApplicationAct):
    transition = "withdraw"
    form_class = forms.WithdrawForm
    title, button = "取下げ", "取下げを記録する"
    lead = "申請者が申請を取り下げたときに記録します。"
    is_rare = True
    writes = ("この申請は、ここで終わります", "同じ団体は、新しく申請できます")
    success_message = "取下げを記録しました。"


class RecordTraining(ApplicationAct):
    template_name = "blue_patrol/training/record.html"
    transition = "record_training"
    reads = "講習の記録"
    form_class = forms.TrainingForm
    title, button = "講習の記録", "講習を記録する"
    lead = "講習を受けたことを確かめた人に、印を付けます。"
    writes = ("実施者証を渡せるようになります", "講習の日と講習実施者が、実施者証の裏面に載ります")
    success_message = "講習を記録しました。"

    def get_form_kwargs(self):
        people = self.case.roster().filter(trainings=None)
        return super().get_form_kwargs() | {"people": list(people)}

    def nothing_left(self, form):
        return "" if form.fields["patrollers"].choices else "講習を受けていない実施者は、いません"


class Attach(ApplicationAct):
    """A document more, or one in the place of another, which stays on record as taken out."""

    template_name = "blue_patrol/act/upload.html"
    transition = "attach"
    form_class = forms.AttachForm
    title, button = "書類を加える", "書類を加える"
    lead = "疎明資料や、差し替える書類を加えます。"
    success_message = "書類を加えました。"

    def get_form_kwargs(self):
        cars = self.case.documented_cars() if self.case.lists_members else []
        return super().get_form_kwargs() | {"cars": cars, "held": self.case.attached()}

    def details(self, form):
        return form.details() | {"replaces": form.cleaned_data["replaces"]}

    def carry_out(self, *, replaces="", **details):
        revision, actor = self.revision(), self.request.actor
        case = self.case
        if replaces:
            case = perform(
                case, "detach", by=actor, on=details["on"], revision=revision, attachment=int(replaces)
            )
            revision = case.revision
        return perform(case, "attach", by=actor, revision=revision, **details)


class Forward(ApplicationAct):
    """進達 (BP-5-3) by the station's chief: the findings stand beside the opinion."""

    template_name = "blue_patrol/act/forward.html"
    transition = "forward"
    reads = "進達"
    form_class = forms.ForwardForm
    title, button = "進達", "進達する"
    lead = "調査の結果を見て、署長の意見を付けて本部へ進めます。"
    success_message = "本部へ進達しました。"

    def what_it_writes(self):
        number = self.case.forwarding_form
        comes = any(row.credential.state == Place.SURRENDERED for row in self.case.came_in())
        with_it = ["預かったものは「本部へ返送」になります。現物を添えて送ってください"] if comes else []
        return [
            f"{paper_registry.get(number).title}（様式第{number}）が作られます",
            *with_it,
            "本部の決裁を待ちます",
            "進達した人は、この事案を決裁できません",
        ]

    def get_context_data(self, **kwargs):
        reasons = ReturnReason.objects.of_case(self.case).select_related("answered_by")
        history = StateChange.objects.of_case(self.case).select_related("payload")
        return super().get_context_data(
            asked=self.case.contents(),
            sheet=examined(self.case),
            reasons=list(reasons),
            mended=mended.of_history(history, self.case),
            **kwargs,
        )


class Report(ApplicationAct):
    transition = "report"
    form_class = forms.ReportForm
    title, button = "交付の報告", "報告を記録する"

    def dispatch(self, request, *args, **kwargs):
        """The stickers of a run go up on a page of their own."""
        if self.case.case_label == Procedure.DEMONSTRATION:
            return HttpResponseRedirect(reverse("send_stickers_up", args=[self.case.pk]))
        return super().dispatch(request, *args, **kwargs)

    success_message = "本部への報告を記録しました。"

    @property
    def lead(self):
        day = self.case.delivered_on
        return f"交付年月日（{wareki.format_long(day)}）を本部へ報告したことを記録します。" if day else ""

    writes = ("交付簿の本部報告の欄に日付が入ります", "報告の期限が済みになります")
