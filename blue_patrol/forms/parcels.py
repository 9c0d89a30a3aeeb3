"""Forms of what travels between headquarters and station, and of a decision taken back (BP-5-4)."""

from django import forms

from blue_patrol.models import Kind
from casework.forms import AsTypedField, LongTextField
from casework.forms.acts import ActForm
from casework.templatetags.case_tags import plate

HERE, SPOILED, MISSING = "here", "spoiled", "missing"
ANSWERS = [(HERE, "届いた"), (SPOILED, "傷んでいる"), (MISSING, "届いていない")]


def bearer_words(thing) -> str:
    """Whose or what a thing is for, as the slip says it: the plate or the patroller's name."""
    car = thing.vehicle or thing.run_car
    return plate(car.plate) if car else thing.bearer


class ArrivalForm(ActForm):
    """Every thing of the slip has one of three answers; what is reported has a note on what was seen.

    ``things``: those on their way. Nothing is chosen beforehand.
    """

    on_label = "受け取った日"

    def __init__(self, *args, things, **kwargs):
        super().__init__(*args, **kwargs)
        self.things = list(things)
        for thing in self.things:
            answer = forms.ChoiceField(label=str(thing), choices=ANSWERS, widget=forms.RadioSelect)
            answer.error_messages["required"] = "届いたかどうかを選んでください。"
            self.add(f"thing-{thing.pk}", answer)
            note = AsTypedField(label=f"{thing}の様子", max_length=200, required=False)
            note.widget.attrs["autocomplete"] = "off"
            self.add(f"note-{thing.pk}", note)
        self.fields["on"] = self.fields.pop("on")  # last: the things come first

    def kinds(self) -> list[tuple[str, list[tuple]]]:
        """(word, rows of (thing, for whom, answer, note)) in the order certificate, stickers, cards."""
        found = []
        for kind in Kind:
            rows = [
                (thing, bearer_words(thing), self[f"thing-{thing.pk}"], self[f"note-{thing.pk}"])
                for thing in self.things
                if thing.kind == kind
            ]
            if rows:
                found.append((kind.label, rows))
        return found

    def rest_as_here(self, sent) -> dict[str, str]:
        """What was sent, and 届いた for every thing without an answer."""
        kept = sent.dict()
        for thing in self.things:
            kept[f"thing-{thing.pk}"] = kept.get(f"thing-{thing.pk}") or HERE
        return kept

    def details(self) -> dict:
        """The act's details: here (keys), missing and spoiled (key → what was seen), on."""
        cleaned = self.cleaned_data
        answers = {thing.pk: cleaned[f"thing-{thing.pk}"] for thing in self.things}
        notes = {
            name: {str(pk): cleaned[f"note-{pk}"] for pk, answer in answers.items() if answer == name}
            for name in (MISSING, SPOILED)
        }
        return {
            "on": cleaned["on"],
            "here": [pk for pk, answer in answers.items() if answer == HERE],
            **notes,
        }


class RecallForm(ActForm):
    on_label = "取り消した日"

    note = LongTextField(
        label="取り消す理由", rows=3, help_text="署と、次に決める人が読みます。決裁の経過に残ります"
    )

    field_order = ("note", "on")


class ReplaceForm(ActForm):
    on_label = "作り直すと決めた日"


class DestructionForm(ActForm):
    on_label = "廃棄した日"


class UndeliveredForm(ActForm):
    """Why it could not be handed over, and who was tried to reach and when."""

    on_label = "交付できないと判断した日"

    reason = LongTextField(label="交付できない理由", rows=3, help_text="例：団体が解散し、受け取る人がいない")
    tried = LongTextField(
        label="連絡を試みた経過",
        rows=3,
        help_text="いつ、だれに、どのように。例：9月3日・10日 代表者へ電話（出ない）",
    )

    field_order = ("reason", "tried", "on")

    def details(self) -> dict:
        cleaned = self.cleaned_data
        return {"on": cleaned["on"], "note": f"{cleaned['reason']}\n連絡の経過：{cleaned['tried']}"}
