"""Forms of a meeting before it is held: its plan, who is asked, their replies, postponement, cancellation."""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError

from casework import wareki
from casework.forms import AsTypedField, BigTicks, CaseForm, LongTextField, NameField, WarekiDateField
from casework.forms.acts import ActForm
from liaison_councils.forms.people_rows import GuestRow
from liaison_councils.forms.rows import WithRows
from liaison_councils.models import Meeting
from liaison_councils.rules import clock_times
from liaison_councils.rules.opinions import READ_OUT, with_read_out

SAME_DAY = "{day}には、「{council}」の会議がもう{state}です。同じ会議を二度入れていないか、確かめてください。"


class ClockField(forms.Field):
    """A time of the day in any usual spelling; shown as one says it."""

    widget = forms.TextInput

    def widget_attrs(self, widget):
        return {"class": "w-short", "autocomplete": "off"}

    def prepare_value(self, value):
        return clock_times.spoken(value) if hasattr(value, "hour") else value

    def to_python(self, value):
        if value is None or not str(value).strip():
            return None
        if hasattr(value, "hour"):
            return value
        try:
            return clock_times.parse(value)
        except clock_times.ClockError as error:
            raise ValidationError(str(error), code="invalid") from error


class PlanFields(forms.Form):
    """What is planned of a meeting; what the door asks of it is not asked twice here."""

    planned_on = WarekiDateField(label="会議の日", help_text="例：令和8年10月14日、R8.10.14、2026-10-14")
    begins_at = ClockField(
        label="始まる時刻", required=False, help_text="例：14時、14:30、午後2時。案内までに決めます"
    )
    ends_at = ClockField(label="終わる時刻", required=False)
    place = NameField(label="場所", max_length=100, required=False, help_text="案内までに決めます")
    agenda = LongTextField(
        label="議題", rows=4, max_length=2000, required=False, help_text="一つずつ改行して"
    )
    reason = AsTypedField(
        label="臨時に開く理由", max_length=500, required=False, widget=forms.TextInput(attrs={"list": "reasons", "autocomplete": "off"}),
        help_text="臨時会議のときに書きます。よくある理由が候補に出ます。候補のほかの理由も書けます",
    )  # fmt: skip

    def look_for_twins(self, councils, but=None) -> None:
        """Another meeting of the council on the same day is a doubt: it would count twice."""
        day = self.cleaned_data.get("planned_on")
        if not day or not councils:
            return
        rows = Meeting.objects.exclude(state__in=["cancelled", "postponed"]).exclude(pk=but)
        twin = rows.filter(planned_on=day, councils__in=councils).prefetch_related("councils").first()
        if twin:
            words = SAME_DAY.format(
                day=wareki.format_long(day), council=twin.subject, state=twin.get_state_display()
            )
            self.doubt("planned_on", "twin", words, needs_reason=False)

    def plan(self, has_opinions: bool) -> dict:
        """``Meeting.PLAN``; answers to earlier opinions are the first item of the agenda (LC-6)."""
        told = {name: self.cleaned_data[name] for name in Meeting.PLAN}
        return told | {"agenda": with_read_out(told["agenda"], has_opinions)}


class NewMeetingForm(PlanFields, CaseForm):
    """``councils``: those that the post may plan for; ``opinions``: council's key → how many wait for their answer."""

    use_required_attribute = False
    clauses = {"kind": "LC-5-1", "reason": "LC-5-3", "councils": "LC-5-1"}

    councils = forms.MultipleChoiceField(
        label="協議会", widget=BigTicks, help_text="合同で開くときは、二つ以上を選びます"
    )
    kind = forms.ChoiceField(
        label="会議の別", choices=[(value, f"{label}会議") for value, label in Meeting.Kind.choices], widget=forms.RadioSelect, initial="regular"
    )  # fmt: skip

    field_order = ("councils", "kind", *Meeting.PLAN)

    def __init__(self, *args, councils, opinions: dict[int, int], today: date, **kwargs):
        self.known, self.opinions = {str(each.pk): each for each in councils}, opinions
        super().__init__(*args, **kwargs)
        field = self.fields["councils"]
        field.choices = [(key, council.name) for key, council in self.known.items()]
        field.widget.hints = {
            key: _waiting(opinions.get(council.pk, 0)) for key, council in self.known.items()
        }

    def clean(self):
        cleaned = super().clean()
        self.look_for_twins(cleaned.get("councils"))
        return cleaned

    @property
    def chosen(self) -> list:
        keys = (
            self.cleaned_data["councils"]
            if self.is_bound and self.is_valid()
            else self["councils"].value() or ()
        )
        return [self.known[str(key)] for key in keys if str(key) in self.known]

    def details(self) -> dict:
        chosen = self.chosen
        return {
            "councils": chosen, "kind": self.cleaned_data["kind"],
            **self.plan(any(self.opinions.get(council.pk) for council in chosen)),
        }  # fmt: skip


def _waiting(number: int) -> str:
    return f"「{READ_OUT}」が{number}件あり、議題の最初に入ります" if number else ""


class MeetingForm(ActForm):
    """The form of an act on a meeting."""

    def details(self) -> dict:
        return dict(self.cleaned_data)


class ReplyUntil(CaseForm):
    """By when an answer to the invitation is asked for; it is printed on it (LC-5-4)."""

    reply_until = WarekiDateField(
        label="出欠の返事をもらう日", required=False, help_text="開催通知に載ります。空けておくと、通知に手で書けます"
    )  # fmt: skip


class AmendForm(PlanFields, ReplyUntil, MeetingForm):
    on_label = "変えた日"
    clauses = {"reason": "LC-5-3", "reply_until": "LC-5-4"}
    field_order = (*Meeting.PLAN, "reply_until", "on")

    def __init__(self, *args, case, **kwargs):
        kept = {name: getattr(case, name) for name in (*Meeting.PLAN, "reply_until")}
        super().__init__(*args, case=case, **kwargs | {"initial": kept | (kwargs.get("initial") or {})})
        if case.state == "postponed":
            self.fields["planned_on"].required = False
            self.fields["planned_on"].label = "新しい会議の日"
        if case.kind == Meeting.Kind.REGULAR:
            del self.fields["reason"]
        if case.state != "announced":
            del self.fields["reply_until"]

    def clean(self):
        cleaned = super().clean()
        cleaned.setdefault("reason", self.case.reason)
        self.look_for_twins(list(self.case.councils.all()), but=self.case.pk)
        return cleaned

    def details(self) -> dict:
        told = {name: self.cleaned_data[name] for name in ("on", "reply_until") if name in self.cleaned_data}
        return told | self.plan(self.case.opinions_to_read().exists())


class PostponeForm(MeetingForm):
    on_label = "延期を決めた日"

    note = LongTextField(label="延期の理由", rows=2, max_length=500)
    planned_on = WarekiDateField(
        label="新しい会議の日", required=False, help_text="決まっていなければ、空けておきます"
    )

    field_order = ("note", "planned_on", "on")


class CancelForm(MeetingForm):
    on_label = "中止を決めた日"

    note = LongTextField(label="中止の理由", rows=2, max_length=500)

    field_order = ("note", "on")


class AnnounceForm(ReplyUntil, MeetingForm):
    """``reply_days``: so many days before the meeting an answer is asked for, where nothing else is typed."""

    on_label = "案内した日"
    clauses = {"reply_until": "LC-5-4"}
    field_order = ("reply_until", "on")

    def __init__(self, *args, case, today, reply_days: int, **kwargs):
        initial = {"on": min(case.planned_on or today, today)} | (kwargs.pop("initial", None) or {})
        if case.planned_on:
            initial = {
                "reply_until": max(initial["on"], case.planned_on - timedelta(days=reply_days))
            } | initial
        super().__init__(*args, case=case, today=today, initial=initial, **kwargs)


class InviteForm(WithRows, MeetingForm):
    """Others who are asked to take part: residents, bodies, other sections, executives (LC-5-4, LC-5-5, LC-7-2)."""

    on_label = "案内を決めた日"
    follows_the_road = False
    rows = {"people": "案内する人"}

    council = forms.TypedChoiceField(label="協議会", coerce=int)

    field_order = ("council", "on")

    def __init__(self, *args, councils, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["council"].choices = [(each.pk, each.name) for each in councils]
        self.fields["council"].widget = forms.Select(choices=self.fields["council"].choices)
        if len(councils) == 1:
            self.fields["council"].widget = forms.HiddenInput()
            self.initial["council"] = councils[0].pk

    def make_people(self, *args, **kwargs):
        return GuestRow(*args, **kwargs)

    def details(self) -> dict:
        return dict(self.cleaned_data) | {"people": self.people.filled}


class ReplyForm(MeetingForm):
    on_label = "返事を受けた日"

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        for person in people:
            label = f"{person}さん" if person.name else str(person)
            field = forms.ChoiceField(
                label=label, choices=[("yes", "出席"), ("no", "欠席"), ("", "まだ")], required=False, widget=forms.RadioSelect, initial=person.reply
            )  # fmt: skip
            self.add(f"reply-{person.pk}", field)
        self.people = [(person, self[f"reply-{person.pk}"]) for person in people]

    def details(self) -> dict:
        replies = {str(person.pk): self.cleaned_data[bound.name] for person, bound in self.people}
        return {"on": self.cleaned_data["on"], "replies": replies}
