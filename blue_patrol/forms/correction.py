"""訂正 by headquarters: a clerical mistake in the records, put right with its reason (no application of the group)."""

from django import forms

from blue_patrol.models.corrected_entries import AREA
from casework.forms import LongTextField
from casework.forms.acts import ActForm


class CorrectEntryForm(ActForm):
    """One record at a time; ``choices``: of the machine, what may be put right (key, words with the present value)."""

    on_label = "訂正した日"
    follows_the_road = False

    what = forms.ChoiceField(label="訂正するもの", widget=forms.Select(attrs={"class": "wide"}))
    after = LongTextField(label="正しい記載", rows=2)
    note = LongTextField(label="訂正の理由", rows=2, help_text="誤りの出所。経過に残ります")

    field_order = ("what", "after", "note", "on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [("", "選んでください"), *self.case.correctable()]

    def clean_after(self) -> str:
        text = self.cleaned_data["after"]
        if "\n" in text and self.data.get("what") != AREA:
            raise forms.ValidationError("1行で入力してください。")
        return text
