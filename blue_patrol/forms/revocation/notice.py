"""Forms of a revocation after the report: the decision, and the notice on its way to the group (BP-8-2, BP-8-3)."""

from django import forms

from blue_patrol.forms.decision import APPROVE, DECLINE, DecisionForm
from blue_patrol.models.delivery import RECEIPT_EVIDENCE
from blue_patrol.models.revocation.notice import PUBLISHED
from blue_patrol.rules import form_items, grounds
from casework.forms import AsTypedField, BigTicks, LongTextField, NameField
from casework.forms.acts import ActForm

TOLD = "証明書、標章、実施者証を、速やかに署へ返納してください。青色回転灯等を付けたパトロールは、もう行えません。"


class RevocationDecisionForm(DecisionForm):
    words = {APPROVE: "証明を取り消す", DECLINE: "取り消さない"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, numbers="", **kwargs)
        hints = self.fields["decision"].widget.hints
        hints[APPROVE] = "証明は、決めた日に効力を失い、取消通知書（様式第11）ができます"
        hints[DECLINE] = "理由を書きます。証明は、そのまま有効です"
        if "note" in self.fields and self.fields["note"].help_text:
            self.fields["note"].help_text = "取り消さないとするときは、その理由を必ず書きます"

    def item_choices(self) -> list:
        return form_items.revocation_choices()


class SendNoticeForm(ActForm):
    on_label = "送った日"

    notice_number = AsTypedField(
        label="通知書の文書番号",
        max_length=40,
        help_text="文書管理で取った番号（例：生総発第77号）",
    )

    field_order = ("notice_number", "on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.case.notice_number:
            del self.fields["notice_number"]

    def details(self) -> dict:
        return {"notice_number": "", **self.cleaned_data}


class DeliverNoticeForm(ActForm):
    """The counter: what is told, who received it."""

    on_label = "交付した日"
    clauses = {"instructed": "BP-8-3"}

    instructed = forms.MultipleChoiceField(
        label="伝えること（教示）",
        error_messages={"required": "証明書等を速やかに返納するよう教示したことに、印を付けてください。"},
        widget=BigTicks,
        choices=[(grounds.RETURN_PROMPTLY, f"「{TOLD}」")],
    )
    receiver_name = NameField(
        label="受け取った人",
        max_length=60,
        error_messages={"required": "受け取った人を書いてください。"},
        help_text="代表者のほかは、関係も書きます",
    )
    receiver_kind = forms.ChoiceField(label="受け取った人の別", widget=forms.RadioSelect)
    receiver_note = AsTypedField(
        label="受領の確認",
        max_length=200,
        required=False,
    )

    field_order = ("instructed", "on", "receiver_name", "receiver_kind", "receiver_note")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = self.case._meta.get_field("receiver_kind").choices
        self.fields["receiver_kind"].choices = [kind for kind in kinds if kind[0] != PUBLISHED]
        self.initial |= {
            "receiver_name": self.case.group.representative_name,
            "receiver_kind": "representative",
        }

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("receiver_kind")
        if kind in RECEIPT_EVIDENCE and not cleaned.get("receiver_note"):
            self.add_error("receiver_note", RECEIPT_EVIDENCE[kind])
        return cleaned

    def details(self) -> dict:
        told = [{"code": code, "text": TOLD} for code in self.cleaned_data["instructed"]]
        return self.cleaned_data | {"instructed": told}


class FailDeliveryForm(ActForm):
    on_label = "交付できなかった日"

    note = LongTextField(
        label="交付できない理由", rows=3, help_text="いつ、どこで、だれに渡そうとして、どうなったか"
    )

    field_order = ("note", "on")


class PublishForm(ActForm):
    on_label = "公示の効力が生じた日"

    note = LongTextField(label="公示の方法", rows=2, help_text="掲示した場所と期間など")

    field_order = ("note", "on")


class NotifyTransportForm(ActForm):
    on_label = "通知した日"
