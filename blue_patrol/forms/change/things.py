"""What the group still holds of before a change, as it comes back (BP-7-1)."""

from django import forms

from blue_patrol.models.handed_in import Cause
from casework.forms import AsTypedField
from casework.forms.acts import ActForm

STAYS = ("", "まだ")


class TakeBackForm(ActForm):
    """``things``: the credentials that are still out."""

    on_label = "受け取った日"
    follows_the_road = False

    def __init__(self, *args, things, **kwargs):
        super().__init__(*args, **kwargs)
        self.things = things
        choices = [STAYS, (Cause.CHANGED.value, "受け取った"), (Cause.LOST.value, "失った")]
        for thing in things:
            bearer = f"　{thing.bearer}" if thing.bearer else ""
            self.add(
                f"thing-{thing.pk}",
                forms.ChoiceField(label=f"{thing}{bearer}", choices=choices, required=False),
            )
            note = AsTypedField(label=f"{thing}を失った事情", max_length=200, required=False)
            self.add(f"note-{thing.pk}", note)

    def thing_rows(self) -> list[tuple]:
        """(credential, its field, how it was lost)."""
        return [(thing, self[f"thing-{thing.pk}"], self[f"note-{thing.pk}"]) for thing in self.things]

    def _answered(self, answer: str) -> list[int]:
        return [thing.pk for thing in self.things if self.cleaned_data.get(f"thing-{thing.pk}") == answer]

    def details(self) -> dict:
        lost = {str(key): self.cleaned_data[f"note-{key}"] for key in self._answered(Cause.LOST)}
        return {"on": self.cleaned_data["on"], "credentials": self._answered(Cause.CHANGED), "lost": lost}
