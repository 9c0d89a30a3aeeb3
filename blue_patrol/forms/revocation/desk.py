"""Forms of a revocation (第8) at the station's desk: the finding, guidance, statement, evidence, the chief's report."""

from django import forms

from blue_patrol.forms.acts import NUMBER_HINT, ForwardForm
from blue_patrol.models import Guidance
from blue_patrol.models.revocation.facts import ChiefAsks
from blue_patrol.rules import grounds
from casework.forms import AsTypedField, BigChoices, BigTicks, LongTextField
from casework.forms.acts import ActForm
from casework.forms.files import FILE_HINT, DocumentField, WithFile

RESULT_HINTS = {
    grounds.CORRECTED: "「是正」を記録して終えられます",
    grounds.NOT_CORRECTED: "本部へ報告できるようになります",
    grounds.WATCHING: "結果は、後から記録します",
}


class FindingForm(ActForm):
    """認知: ``people`` are the group's patrollers; the day is asked when the case is opened."""

    on_label = "認知した日"
    follows_the_road = False
    clauses = {"is_minor": "BP-8-1-nao", "grounds": "BP-8-1"}

    grounds = forms.MultipleChoiceField(
        label="該当する事由", widget=BigTicks, error_messages={"required": "該当する事由を一つ以上選んでください。"},
        choices=[(each.code, f"{each.mark}　{each.label}") for each in grounds.GROUNDS],
    )  # fmt: skip
    source = AsTypedField(
        label="端緒",
        max_length=200,
        error_messages={"required": "端緒（どうして分かったか）を書いてください。"},
        help_text="例：交番からの連絡、住民の通報、情報提供のとき",
    )
    summary = LongTextField(
        label="事案の概要",
        rows=6,
        help_text="日時、場所、行為者、内容。様式第17に載ります",
        error_messages={"required": "事案の概要（日時・場所・行為者・内容）を書いてください。"},
    )
    persons = forms.MultipleChoiceField(
        label="行為者", required=False, widget=forms.CheckboxSelectMultiple, help_text="分かるときだけ"
    )
    is_minor = forms.ChoiceField(
        label="軽微な違反か", widget=BigChoices, error_messages={"required": "軽微な違反かどうかを選んでください。"},
        choices=[("yes", "軽微な違反（指導により是正が可能）"), ("no", "軽微な違反に当たらない")],
    )  # fmt: skip
    severity_reason = LongTextField(
        label="当たらない理由",
        required=False,
        rows=2,
        help_text="「軽微な違反に当たらない」とするときは、必ず書きます",
    )

    field_order = ("grounds", "on", "source", "summary", "is_minor", "severity_reason", "persons")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["is_minor"].widget.hints = {"yes": "まず指導を行います", "no": "指導を経ずに報告できます"}
        self.fields["persons"].choices = [(str(one.pk), one.name) for one in people]
        if not people:
            del self.fields["persons"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_minor") == "no" and not cleaned.get("severity_reason"):
            self.add_error("severity_reason", "軽微な違反に当たらないとする理由を書いてください。")
        return cleaned

    def details(self) -> dict:
        """The finding as the door takes it, with the day."""
        cleaned = self.cleaned_data
        minor = {"yes": True, "no": False}.get(cleaned["is_minor"])
        return {
            "on": cleaned["on"], "grounds": sorted(cleaned["grounds"]), "source": cleaned["source"],
            "summary": cleaned["summary"], "persons": [int(pk) for pk in cleaned.get("persons") or []], "is_minor": minor,
            "severity_reason": "" if minor else cleaned["severity_reason"],
        }  # fmt: skip


class AmendForm(FindingForm):
    on_label = "書き直した日"


class GuideForm(ActForm):
    on_label = "指導した日"
    follows_the_road = False
    clauses = {"content": "BP-8-1-nao"}

    method = forms.ChoiceField(label="方法", choices=Guidance.Method.choices, widget=forms.RadioSelect)
    content = LongTextField(label="指導したこと", rows=4)
    result = forms.ChoiceField(label="結果", choices=Guidance.Result.choices, widget=BigChoices)
    result_note = LongTextField(label="結果の内容", rows=2, required=False, help_text="様式第17に載ります")

    field_order = ("on", "method", "content", "result", "result_note")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["result"].widget.hints = RESULT_HINTS


class ResultForm(ActForm):
    on_label = "結果を確かめた日"
    follows_the_road = False

    result = forms.ChoiceField(label="結果", choices=Guidance.Result.choices[:2], widget=BigChoices)
    result_note = LongTextField(label="結果の内容", rows=3, required=False, help_text="様式第17に載ります")

    field_order = ("result", "result_note", "on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["result"].widget.hints = RESULT_HINTS


class BeyondForm(ActForm):
    on_label = "認めた日"
    follows_the_road = False
    clauses = {"beyond_guidance": "BP-8-1-nao"}

    beyond_guidance = LongTextField(label="指導では是正できない理由", rows=4, help_text="様式第17に載ります")

    field_order = ("beyond_guidance", "on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("beyond_guidance", self.case.beyond_guidance)


class StatementForm(ActForm):
    on_label = "聴いた日（求めた日）"
    follows_the_road = False

    statement = LongTextField(
        label="団体の弁明", rows=6,
        help_text="だれが、どう述べたか。述べなかったときは、求めた日と方法を書きます。様式第17に載ります",
    )  # fmt: skip

    field_order = ("statement", "on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("statement", self.case.statement)


class EvidenceForm(WithFile, ActForm):
    on_label = "受け取った日"
    follows_the_road = False

    kind = forms.ChoiceField(label="書類の別", choices=grounds.EVIDENCE_CHOICES, widget=forms.RadioSelect(attrs={"class": "choices-column"}))  # fmt: skip
    file = DocumentField(label="ファイル", help_text=FILE_HINT)

    field_order = ("kind", "file", "on")

    def details(self) -> dict:
        cleaned = self.cleaned_data
        return {"on": cleaned["on"], "kind": cleaned["kind"], **cleaned["file"].details()}


class CorrectForm(ActForm):
    on_label = "是正を確かめた日"

    note = LongTextField(label="確かめたこと", rows=3, required=False)

    field_order = ("note", "on")


class DismissForm(ActForm):
    on_label = "判断した日"

    note = LongTextField(label="該当しない理由", rows=3, help_text="例：別の団体の車だった、先に返納があった")

    field_order = ("note", "on")


class ReportGroundsForm(ForwardForm):
    """署長: what the chief asks of headquarters, on form 17."""

    on_label = "報告する日"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        opinion = self.fields["opinion"]
        opinion.choices = ChiefAsks.choices
        opinion.error_messages["required"] = "署長の意見を選んでください。"
        self.fields[
            "remarks"
        ].help_text = "「取消しを具申しない」とするときは、必ず書きます。様式第17に載ります"
        if "document_number" in self.fields:
            self.fields["document_number"].help_text = f"{NUMBER_HINT}。まだのときは、空けて進められます"
