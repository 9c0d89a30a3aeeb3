"""Forms of opinions (第6): half a minute to write one down; its answer, its reading out."""

from datetime import date

from django import forms
from django.utils import timezone

from casework import wareki
from casework.forms import CaseForm, LongTextField, NameField, WarekiDateField
from casework.forms.acts import ActForm
from liaison_councils.models import Opinion
from liaison_councils.rules.opinions import KINDS, RAISERS

SECTION_HINT = "まだ分からないときは、空けて進められます"


class TypedOpinion(CaseForm):
    """What is typed of an opinion, at first and when it is mended."""

    content = LongTextField(label="意見・要望", rows=3, max_length=2000)
    kind = forms.ChoiceField(label="分類", choices=KINDS, widget=forms.RadioSelect)
    raiser = forms.ChoiceField(label="だれから", choices=RAISERS, widget=forms.RadioSelect, initial="member")
    raiser_name = NameField(label="氏名・団体名", max_length=80, required=False)
    section = NameField(
        label="担当する課・交番", max_length=60, required=False, help_text=SECTION_HINT,
        widget=forms.TextInput(attrs={"list": "sections"}),
    )  # fmt: skip


class OpinionForm(TypedOpinion):
    """A new one, at a meeting of the council or on another occasion."""

    use_required_attribute = False
    clauses = {"content": "LC-6"}

    meeting = forms.TypedChoiceField(
        label="受けた会議",
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.Select(attrs={"class": "w-name"}),
    )
    on = WarekiDateField(label="受けた日")

    field_order = ("content", "kind", "raiser", "raiser_name", "section", "meeting", "on")

    def __init__(self, *args, meetings, today: date, **kwargs):
        kwargs["initial"] = {"on": today, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["on"].latest = today
        self.fields["meeting"].choices = [("", "会議のほかで受けた"), *_named(meetings)]


class AssignForm(TypedOpinion, ActForm):
    """The words and the section in charge, written over."""

    on_label = "直した日"
    field_order = ("content", "kind", "raiser", "raiser_name", "section", "on")

    def __init__(self, *args, case: Opinion, **kwargs):
        kept = {name: getattr(case, name) for name in Opinion.TYPED}
        super().__init__(*args, case=case, **kwargs | {"initial": kept})


class AnswerForm(ActForm):
    on_label = "回答した日"
    clauses = {"reply": "LC-6"}

    measure = LongTextField(label="とった措置", rows=2, max_length=2000, required=False)
    measured_on = WarekiDateField(label="措置をした日", required=False)
    reply = LongTextField(
        label="回答", rows=3, max_length=2000, help_text="次の会議で、このまま読み上げられる言葉で"
    )

    field_order = ("measure", "measured_on", "reply", "on")

    def __init__(self, *args, case: Opinion, today: date, **kwargs):
        kept = {"measure": case.measure, "measured_on": case.measured_on, "reply": case.reply}
        super().__init__(*args, case=case, today=today, **kwargs | {"initial": kept})
        self.fields["measured_on"].latest = today

    def clean(self):
        cleaned = super().clean()
        if (
            cleaned.get("measured_on")
            and not cleaned.get("measure")
            and not self.errors.keys() & {"measure", "measured_on"}
        ):
            self.add_error("measure", "措置をした日があります。とった措置を書いてください。")
        return cleaned


class ReadBackForm(ActForm):
    """The day is the meeting's own."""

    meeting = forms.TypedChoiceField(
        label="読み上げた会議", coerce=int, widget=forms.Select(attrs={"class": "w-name"})
    )

    def __init__(self, *args, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["on"]
        self.days = {meeting.pk: meeting.held_on for meeting in meetings}
        self.fields["meeting"].choices = [("", "選んでください"), *_named(meetings)]

    def clean(self):
        cleaned = super().clean()
        if "meeting" in cleaned:
            cleaned["on"] = self.days[cleaned["meeting"]]
        return cleaned


class NoteForm(ActForm):
    """An act with its reason."""

    note = LongTextField(label="理由", rows=3, max_length=1000)

    field_order = ("note", "on")


class CloseForm(NoteForm):
    on_label = "終えた日"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = "本人に直接伝えた、同じ意見がすでにある、など"


class ReopenForm(NoteForm):
    on_label = "決めた日"


def _named(meetings) -> list[tuple[str, str]]:
    """Meetings to choose from by day and kind."""
    today = timezone.localdate()
    return [
        (
            str(each.pk),
            f"{wareki.format_long(each.day or today, weekday=True)}　{each.get_kind_display()}会議　{each.place}".rstrip(),
        )
        for each in meetings
    ]
