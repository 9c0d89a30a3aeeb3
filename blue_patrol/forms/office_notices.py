"""運輸支局等への通知 (BP-8-4, BP-9-2): which cars one paper tells of."""

from datetime import date

from django import forms

from casework.forms import AsTypedField, BigTicks, CaseForm, WarekiDateField
from casework.templatetags.case_tags import plate

REASONS = {"blue_patrol.ReturnNotice": "返納"}  # every other case that tells of cars is a revocation


def words_of(told) -> tuple[str, str]:
    """(the car and its group, where the car's base is and why its entry is to go) of one car."""
    case = told.case
    why = REASONS.get(told.clock.case_label, "取消し")
    number = case.certification.number
    return (
        f"{plate(told.vehicle.plate)}　{case.group.name}",
        f"{why}　証明書 {number}　使用の本拠 {told.vehicle.base_location}",
    )


class OfficeNoticeForm(CaseForm):
    """``cars``: what waits for this office; all are ticked. ``offices``: to choose from where the table knows none."""

    use_required_attribute = False

    clocks = forms.MultipleChoiceField(
        label="通知する自動車",
        widget=BigTicks,
        error_messages={"required": "通知する自動車に印を付けてください。"},
    )
    document_number = AsTypedField(
        label="文書番号", max_length=40, help_text="文書管理で取った番号（例：生総発第120号）"
    )
    on = WarekiDateField(label="通知した日", help_text="きょうまでの日")

    def __init__(self, *args, cars, offices, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {"on": today, "clocks": [str(told.clock.pk) for told in cars], **self.initial}
        field = self.fields["clocks"]
        lines = [(str(told.clock.pk), *words_of(told)) for told in cars]
        field.choices = [(key, words) for key, words, _ in lines]
        field.widget.hints = {key: hint for key, _, hint in lines}
        if offices:
            self.fields["to"] = forms.ChoiceField(
                label="通知先", choices=[("", "選んでください"), *((str(one.pk), one.name) for one in offices)],
                help_text="使用の本拠を管轄する運輸支局等が、管轄の表にありません", widget=forms.Select(attrs={"class": "w-name"}),
                error_messages={"required": "通知先を選んでください。"},
            )  # fmt: skip
            self.order_fields(["clocks", "to", "document_number", "on"])

    def clean_clocks(self) -> list[int]:
        return [int(key) for key in self.cleaned_data["clocks"]]
