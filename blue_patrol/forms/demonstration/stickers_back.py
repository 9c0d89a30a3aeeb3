"""デモ等用標章 back after the run, and joint patrols that need no application (BP-10-5, BP-10-1-1-nao)."""

from datetime import date

from django import forms

from blue_patrol.models import DemonstrationExemption
from blue_patrol.rules import demonstrations
from casework.forms import AsTypedField, BigChoices, CaseForm, LongTextField, NameField, WarekiDateField
from casework.forms.acts import ActForm

STILL_OUT, BACK, LOST = "", "back", "lost"
ANSWERS = [(STILL_OUT, "まだ返っていない"), (BACK, "返った"), (LOST, "不明")]
Ground = DemonstrationExemption.Ground


class TakeBackForm(ActForm):
    """``things``: the stickers that the groups hold; each is back, lost with a note, or still out."""

    on_label = "返納された日"

    def __init__(self, *args, things, **kwargs):
        super().__init__(*args, **kwargs)
        self.things = list(things)
        for thing in self.things:
            self.add(
                f"thing-{thing.pk}", forms.ChoiceField(label=f"{thing}　{thing.bearer}", choices=ANSWERS, required=False)
            )  # fmt: skip
            self.initial.setdefault(f"thing-{thing.pk}", BACK)
            self.add(
                f"note-{thing.pk}", AsTypedField(label=f"{thing}が返らない理由", max_length=200, required=False)
            )  # fmt: skip
        self.fields["on"] = self.fields.pop("on")  # last: the things come first

    def thing_rows(self) -> list[tuple]:
        return [(thing, self[f"thing-{thing.pk}"], self[f"note-{thing.pk}"]) for thing in self.things]

    def details(self) -> dict:
        answers = {thing.pk: self.cleaned_data[f"thing-{thing.pk}"] for thing in self.things}
        lost = {str(pk): self.cleaned_data[f"note-{pk}"] for pk, answer in answers.items() if answer == LOST}
        return {
            "on": self.cleaned_data["on"],
            "credentials": [pk for pk, answer in answers.items() if answer == BACK],
            "lost": lost,
        }


class SendUpForm(ActForm):
    on_label = "本部へ送った日"


class ExemptionForm(CaseForm):
    """Why no application is made. ``area``: of the own standing; ``changes``: delivered changes of its area."""

    use_required_attribute = False
    clauses = {"ground": "BP-10-1-1-nao"}

    title = NameField(label="名称", max_length=100, initial="合同パトロール")
    held_on = WarekiDateField(label="運行の日")
    partner_name = NameField(label="合同で行う団体", max_length=120)
    partner_area = LongTextField(label="その団体の実施地域", rows=2, help_text="証明書に書かれた地域")
    ground = forms.ChoiceField(label="申請の要らない理由", choices=Ground.choices, widget=BigChoices)
    reason = LongTextField(label="確かめたこと", rows=3, help_text="どこが重なるか、いつ拡大したかなど")

    def __init__(self, *args, area: str, changes, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.area, self.changes = area, list(changes)
        self.fields["ground"].widget.hints = {
            Ground.OVERLAP: "重なる地域を確かめて、下に書きます",
            Ground.EXTENDED: "運行の日より前に、地域の変更の証明書を交付していること",
        }

    def shared(self) -> list[str]:
        """The districts that both areas name: a suggestion only."""
        typed = self.data.get("partner_area", "") if self.is_bound else ""
        return demonstrations.shared_areas(self.area, typed)

    def change_before(self, day: date):
        """The latest change that was delivered before the day."""
        return next((change for change in self.changes if change.delivered_on < day), None)

    def clean(self):
        cleaned = super().clean()
        held = cleaned.get("held_on")
        if cleaned.get("ground") == Ground.EXTENDED and held and self.change_before(held) is None:
            self.add_error(
                "ground",
                "運行の日より前に交付した、実施地域の変更の記録が、この団体にありません。変更の手続を先に行うか、運行の申請を受けてください。",
            )
        if cleaned.get("ground") == Ground.OVERLAP and cleaned.get("partner_area") and not self.shared():
            self.doubt(
                "ground", "overlap", "書かれた地域の名前からは、重なりが見つかりません。地図などで確かめましたか。",
                clause="BP-10-1-1-nao", needs_reason=False,
            )  # fmt: skip
        return cleaned

    def details(self) -> dict:
        cleaned = dict(self.cleaned_data)
        is_extended = cleaned["ground"] == Ground.EXTENDED
        return cleaned | {"change": self.change_before(cleaned["held_on"]) if is_extended else None}
