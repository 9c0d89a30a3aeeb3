"""Who is asked for, and what a person asks for."""

from datetime import date

from django import forms

from casework.forms import CaseForm, LongTextField, NameField, WarekiDateField
from casework.forms.acts import ActForm
from casework.models import PersonRequest
from casework.persons.sources import Asked


class PersonForm(CaseForm):
    """Sent by POST alone: no name stands in an address."""

    use_required_attribute = False

    name = NameField(label="氏名", max_length=60, required=False)
    kana = NameField(label="よみ", max_length=80, required=False)
    birth = WarekiDateField(
        label="生年月日", required=False, help_text="入れると、別の生年月日の人を除きます"
    )

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.asked().keys:
            raise forms.ValidationError("氏名かよみを、2文字以上入れてください。")
        return cleaned

    def asked(self) -> Asked:
        told = self.cleaned_data
        return Asked(told.get("name", ""), told.get("kana", ""), told.get("birth"))


class RequestForm(CaseForm):
    use_required_attribute = False

    kind = forms.ChoiceField(label="請求の別", choices=PersonRequest.Kind.choices)
    reason = LongTextField(label="請求の内容と理由", rows=3, max_length=1000)
    asked_on = WarekiDateField(label="請求のあった日")

    def __init__(self, *args, today: date, **kwargs):
        kwargs["initial"] = {"asked_on": today, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["asked_on"].latest = today


class SettleForm(ActForm):
    on_label = "済んだ日"

    outcome = LongTextField(label="したこと", rows=3, max_length=1000)

    field_order = ("outcome", "on")
