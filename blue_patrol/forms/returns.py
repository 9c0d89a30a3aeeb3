"""返納 (BP-9-1): the counter's form, headquarters' check, and what turns up later."""

from datetime import date

from django import forms
from django.utils.html import format_html

from blue_patrol.forms.acts import NUMBER_HINT, ReasonsForm
from blue_patrol.forms.delivery import Instruction, spoken
from blue_patrol.forms.parcels import bearer_words
from blue_patrol.models import Kind, Standing
from blue_patrol.models.returned.machine import ReturnReason
from blue_patrol.models.returned.receipt import INSTRUCTION, Receipt
from blue_patrol.rules import form_items
from casework import dates
from casework.forms import AsTypedField, BigTicks, LongTextField, WarekiDateField
from casework.forms.acts import ActForm
from casework.models import TransportJurisdiction
from casework.templatetags.case_tags import plate

CAME, MISSING = "came", "missing"
ANSWERS = [(CAME, "返った"), (MISSING, "ない")]
HERE = "here"
CHECKED = [(HERE, "届いた"), (MISSING, "届いていない")]


def instructions(cars, days: int, on: date) -> list[Instruction]:
    """One for each car: its due day and the office over its base (BP-9-1)."""
    due = dates.due(on, days)
    rows = list(TransportJurisdiction.objects.on(on).select_related("office"))
    told = []
    for car in cars:
        office = TransportJurisdiction.choose(rows, car.base_location, is_light=car.is_light)
        where = office.name if office else f"使用の本拠（{car.base_location}）を管轄する運輸支局など"
        told.append(
            Instruction(
                f"{INSTRUCTION}:{car.pk}", INSTRUCTION, f"この車（{plate(car.plate)}）は、", f"{spoken(due)}まで",
                f"に、{where}で、車検証の自主防犯活動用自動車の記載を消す手続をしてください。", f"受理の日から{days}日以内　要領 第9の1",
            )
        )  # fmt: skip
    return told


class ThingRows:
    """A row for each thing: two answers, and a line on what is not there."""

    answers: list[tuple[str, str]] = []
    preset = ""
    gone = MISSING
    question = ""
    note_label = ""

    def add_things(self, things) -> None:
        self.things = list(things)
        for thing in self.things:
            answer = forms.ChoiceField(label=str(thing), choices=self.answers, widget=forms.RadioSelect)
            answer.error_messages["required"] = self.question
            self.add(f"thing-{thing.pk}", answer)
            self.initial.setdefault(f"thing-{thing.pk}", self.preset)
            note = AsTypedField(label=f"{thing}の{self.note_label}", max_length=200, required=False)
            note.widget.attrs["autocomplete"] = "off"
            self.add(f"note-{thing.pk}", note)

    def kinds(self) -> list[tuple[str, list[tuple]]]:
        """(word, rows of (thing, for whom, answer, note)) in the order certificate, stickers, cards."""
        found = []
        for kind in Kind:
            mine = [thing for thing in self.things if thing.kind == kind]
            rows = [(one, bearer_words(one), self[f"thing-{one.pk}"], self[f"note-{one.pk}"]) for one in mine]
            if rows:
                found.append((kind.label, rows))
        return found

    def missing(self) -> dict[str, str]:
        return {
            str(thing.pk): self.cleaned_data[f"note-{thing.pk}"]
            for thing in self.things
            if self.cleaned_data[f"thing-{thing.pk}"] == self.gone
        }

    def check_notes(self) -> None:
        """A thing that is there needs no circumstances: what was typed beside it belongs to another answer."""
        for thing in self.things:
            answer, note = (
                self.cleaned_data.get(f"thing-{thing.pk}"),
                self.cleaned_data.get(f"note-{thing.pk}"),
            )
            if answer and answer != self.gone and note:
                word = dict(self.answers)[answer]
                self.add_error(
                    f"note-{thing.pk}",
                    f"「{word}」を選んだものに、事情が書かれています。どちらかを直してください。",
                )


class ReceiveReturnForm(ThingRows, ActForm):
    """Form 12 as it was handed in; everything is 返った until the counter says otherwise."""

    on_label = "受理した日"
    answers, preset = ANSWERS, CAME
    question, note_label = "返ったか、ないかを選んでください。", "ない事情"

    reason = forms.ChoiceField(label="返納の理由", widget=forms.RadioSelect)
    reason_text = AsTypedField(label="その他の理由", max_length=200, required=False)
    occurred_on = WarekiDateField(label="事由の発生年月日", help_text="やめた日、取り消された日など")
    applied_on = WarekiDateField(
        label="届出年月日", required=False, help_text="返納届（様式第12）に書かれた日"
    )
    lamp_removed_on = WarekiDateField(
        label="青色回転灯等を取り外した年月日", required=False, help_text="外した日が分かるとき"
    )
    instructed = forms.MultipleChoiceField(label="伝えること（教示）", widget=BigTicks, required=False)
    told_on = forms.DateField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, standing, things, cars, days: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.add_things(things)
        revoked = bool(standing and standing.state == Standing.REVOKED)
        choices = [each for each in ReturnReason.choices if (each[0] == ReturnReason.REVOKED) == revoked]
        self.fields["reason"].choices = choices
        if revoked:
            del self.fields["reason_text"]
            self.initial.update(reason=ReturnReason.REVOKED, occurred_on=standing.closed_on)
        self.initial.setdefault("applied_on", self.today)
        self.cars, self.days = cars, days
        self.tell(self._told_on())

    def _told_on(self) -> date:
        """The day for which the texts on the page were written."""
        try:
            return min(date.fromisoformat(self.data.get("told_on", "")), self.today)
        except ValueError:
            return self.today

    def tell(self, on: date) -> None:
        self.initial["told_on"] = on.isoformat()
        self.told = instructions(self.cars, self.days, on)
        field = self.fields["instructed"]
        field.choices = [
            (one.key, format_html("「{}<b>{}</b>{}」", one.before, one.day, one.after)) for one in self.told
        ]
        field.widget.hints = {one.key: one.source for one in self.told}

    def clean(self):
        cleaned = super().clean()
        self.check_notes()
        on = cleaned.get("on")
        if on and on != self._told_on() and on <= self.today:
            self._tell_again(on)
        elif len(cleaned.get("instructed") or []) < len(self.told):
            self.add_error("instructed", "伝えること（教示）のすべてに印を付けてください。")
        return cleaned

    def _tell_again(self, on: date) -> None:
        """The due days that were read aloud belong to another day of receipt."""
        self.tell(on)
        self.data = self.data.copy()
        self.data["told_on"] = on.isoformat()
        self.data.setlist("instructed", [])
        self.add_error(
            "instructed",
            "受理した日に合わせて期限を書き直しました。伝えた期限を確かめて、もう一度印を付けてください。",
        )

    def receipt(self) -> Receipt:
        names = ("on", "applied_on", "reason", "reason_text", "occurred_on", "lamp_removed_on")
        told = [{"code": each.code, "text": each.text} for each in self.told]
        return Receipt(
            **{name: self.cleaned_data[name] for name in names if name in self.fields}, missing=self.missing(),
            things=[thing.pk for thing in self.things], instructed=told or [{"code": INSTRUCTION, "text": ""}],
        )  # fmt: skip


class ForwardReturnForm(ActForm):
    on_label = "進達する日"

    document_number = AsTypedField(
        label="文書番号", max_length=40, required=False, help_text=NUMBER_HINT + "。まだのときは、空けて進められます"
    )  # fmt: skip

    field_order = ("document_number", "on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_counted():
            del self.fields["document_number"]

    def is_counted(self) -> bool:
        return self.case.profile.value_or("document_number_source", "") == "counted"


class AcceptForm(ThingRows, ActForm):
    """Headquarters looks at each thing; nothing is chosen beforehand."""

    on_label = "確かめた日"
    answers = CHECKED
    question, note_label = "届いたかどうかを選んでください。", "届いていない様子"

    def __init__(self, *args, things, **kwargs):
        super().__init__(*args, **kwargs)
        self.add_things(things)
        self.fields["on"] = self.fields.pop("on")  # last: the things come first

    def clean(self):
        cleaned = super().clean()
        self.check_notes()
        return cleaned

    def rest_as_here(self, sent) -> dict[str, str]:
        """What was sent, and 届いた for every thing without an answer."""
        kept = sent.dict()
        for thing in self.things:
            kept[f"thing-{thing.pk}"] = kept.get(f"thing-{thing.pk}") or HERE
        return kept

    def details(self) -> dict:
        return {"on": self.cleaned_data["on"], "missing": self.missing()}


class FoundForm(ActForm):
    on_label = "受け取った日"

    things = forms.MultipleChoiceField(
        label="見付かったもの",
        widget=BigTicks,
        error_messages={"required": "見付かったものに印を付けてください。"},
    )
    note = LongTextField(
        label="見付かった様子", rows=2, max_length=200, help_text="どこで、どのように見付かったか"
    )

    field_order = ("things", "note", "on")

    def __init__(self, *args, lost, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["things"].choices = [(str(one.pk), f"{one}　{bearer_words(one)}".strip()) for one in lost]

    def clean_things(self) -> list[int]:
        return [int(key) for key in self.cleaned_data["things"]]


class SendFoundForm(ActForm):
    on_label = "送った日"


class DestroyFoundForm(ActForm):
    on_label = "廃棄した日"


class ReturnSendBackForm(ReasonsForm):
    on_label = "差し戻した日"

    def item_choices(self) -> list:
        return form_items.choices_of(form_items.RETURN_PAPERS)
