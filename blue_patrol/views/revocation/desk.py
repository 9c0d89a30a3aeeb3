"""The station's acts on a revocation before and at its report (BP-8-1)."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from blue_patrol.forms import acts as common
from blue_patrol.forms.revocation import desk as forms
from blue_patrol.presenters import revocation
from blue_patrol.views.revocation.pages import RevocationAct, RevocationMixin
from casework.models import Attachment, ReturnReason
from casework.views import TransitionView
from casework.views.merging import EditedTogether


class Amend(EditedTogether, RevocationAct):
    transition = "amend"
    form_class = forms.AmendForm
    title, button = "認知の内容を直す", "書き直す"
    lead = "分かったことを書き加え、直します。"
    success_message = "認知の内容を直しました。"
    writes = ("直す前の内容は、経過に残ります",)

    def get_initial(self):
        case = self.case
        return {
            "grounds": case.grounds, "source": case.source, "summary": case.summary, "persons": case.persons,
            "is_minor": "yes" if case.is_minor else "no", "severity_reason": case.severity_reason,
        }  # fmt: skip

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"people": list(self.case.group.patrollers.current())}

    def details(self, form):
        return form.details()


class Guide(RevocationAct):
    """指導 (BP-8-1-nao): repeatable; the result now or on a later day."""

    transition = "guide"
    form_class = forms.GuideForm
    title, button = "指導", "指導を記録する"
    lead = "団体へ指導したことと、その結果を書きます。"
    success_message = "指導を記録しました。"
    writes = ("指導の経過は、報告書（様式第17）に載ります", "指導した人は、この事案を決裁できません")


class RecordResult(RevocationAct):
    transition = "record_result"
    form_class = forms.ResultForm
    title, button = "指導の結果", "結果を記録する"
    success_message = "指導の結果を記録しました。"
    writes = ("指導の経過は、報告書（様式第17）に載ります",)

    @property
    def lead(self):
        watched = self.case.watched()
        return f"指導したこと：{watched.content}" if watched else ""


class RuleOutGuidance(RevocationAct):
    transition = "rule_out_guidance"
    form_class = forms.BeyondForm
    title, button = "指導では是正できない理由", "理由を記録する"
    lead = "軽微な違反でも、指導では是正できないと認めたときに書きます。"
    success_message = "指導では是正できない理由を記録しました。"
    writes = ("指導を経ずに、本部へ報告できるようになります", "報告書（様式第17）に載ります")


class RecordStatement(RevocationAct):
    transition = "record_statement"
    form_class = forms.StatementForm
    title, button = "団体の弁明", "弁明を記録する"
    lead = "取消しの前に、団体の言い分を聴きます。"
    success_message = "団体の弁明を記録しました。"
    writes = ("報告書（様式第17）に載ります",)


class AddEvidence(RevocationAct):
    transition = "attach"
    form_class = forms.EvidenceForm
    title, button = "書類を加える", "書類を加える"
    lead = "事由を明らかにする書類を加えます。報告書に添えて本部へ進みます。"
    success_message = "書類を加えました。"

    def details(self, form):
        return form.details()


class TakeOutEvidence(RevocationMixin, TransitionView):
    """Take one document out; it stays on record with the day on which it was taken out."""

    transition = "detach"
    success_message = "添付書類を外しました。"

    def carry_out(self, **details):
        held = Attachment.objects.of(self.request.actor).of_case(self.case)
        one = get_object_or_404(held, pk=self.kwargs["attachment"])
        return super().carry_out(attachment=one.pk, name=one.name)

    def get_success_url(self) -> str:
        return reverse(self.page, args=[self.kwargs["pk"]]) + "#evidence"


class Correct(RevocationAct):
    transition = "correct"
    form_class = forms.CorrectForm
    title, button = "是正", "是正を記録する"
    lead = "指導により是正されたことを確かめて、この事案を終えます。"
    success_message = "是正を記録しました。"
    writes = ("この事案は、ここで終わります", "証明は、そのまま有効です")


class Dismiss(RevocationAct):
    transition = "dismiss"
    form_class = forms.DismissForm
    title, button = "該当なし", "該当なしとして終える"
    lead = "取消しの事由に当たらないと分かったときに、この事案を終えます。"
    is_rare = True
    success_message = "該当なしとして終えました。"
    writes = ("この事案は、ここで終わります", "証明は変わりません")


class Answer(RevocationAct):
    transition = "answer"
    form_class = common.AnswerForm
    title, button = "差戻しへの回答", "回答を記録する"
    lead = "本部が差し戻した理由ごとに、どう直したかを書きます。"
    success_message = "差戻しへの回答を記録しました。"
    writes = ("本部へ報告できるようになります", "直したことは、本部の決裁の画面にも出ます")

    def get_form_kwargs(self):
        reasons = ReturnReason.objects.of_case(self.case).unanswered()
        return super().get_form_kwargs() | {"reasons": reasons}

    def details(self, form):
        return {"on": form.cleaned_data["on"], "answers": form.answers()}


class ReportGrounds(RevocationAct):
    """本部への報告 (BP-8-1) by the station's chief: form 17 as a draft beside the opinion."""

    template_name = "blue_patrol/revocation/report.html"
    transition = "report_grounds"
    reads = "取消しの報告"
    form_class = forms.ReportGroundsForm
    title, button = "本部への報告", "報告する"
    lead = "認知したこと、指導の経過、団体の弁明を見て、署長の意見を付けて報告します。"
    success_message = "本部へ報告しました。"
    writes = (
        "証明取消該当事案報告書（様式第17）が作られます",
        "本部の決裁（本部長まで）を待ちます",
        "報告した人は、この事案を決裁できません",
    )

    def get_context_data(self, **kwargs):
        reasons = ReturnReason.objects.of_case(self.case).select_related("answered_by")
        return super().get_context_data(
            facts=revocation.facts(self.case), grounds=revocation.ground_lines(self.case),
            guidance=self.case.guidance.select_related("given_by", "judged_by"), reasons=list(reasons), **kwargs,
        )  # fmt: skip


class NumberDocument(RevocationAct):
    transition = "number_document"
    form_class = common.NumberDocumentForm
    title, button = "文書番号の記入", "文書番号を記入する"
    lead = "報告のとき空けておいた文書番号を記入します。"
    success_message = "文書番号を記入しました。番号の入った報告書ができました。"
    writes = (
        "報告書（様式第17）を、番号の入ったものに作り直します",
        "番号のない報告書は、無効の記録として残ります",
        "一度記入した番号は、直せません",
    )
