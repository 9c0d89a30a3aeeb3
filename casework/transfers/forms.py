"""Who takes over what: a field for each lot, a note for each person who leaves."""

from django import forms

from casework.form_words import say_in_own_words
from casework.forms import CaseForm, LongTextField
from casework.models import Posting
from casework.transfers.acts import Wish
from casework.transfers.lots import Lot

NOBODY = [("", "まだ決めない")]


def taker_words(posting: Posting) -> str:
    """風間 聡（生活安全係）, with the koban where the post is one's."""
    post = posting.post
    place = f"{post.koban} " if post.koban else ""
    return f"{posting.staff}（{place}{post.title}）"


class TransferForm(CaseForm):
    """``lots``: those that the actor's post may hand over; the one who comes to the post is proposed."""

    def __init__(self, *args, lots: list[Lot], **kwargs):
        self.lots = lots
        super().__init__(*args, **kwargs)
        for lot in lots:
            people = {posting.staff_id: taker_words(posting) for posting in lot.takers}
            proposed = lot.asked.successor_id if lot.asked else lot.proposed.staff_id if lot.proposed else ""
            self.fields[lot.field] = forms.ChoiceField(
                label=f"{lot.holding.label}を引き受ける人",
                required=False,
                choices=[*NOBODY, *people.items()],
                initial=proposed,
            )
            note = LongTextField(
                label="引継ぎ事項", required=False, rows=2, max_length=1000, initial=lot.asked.note if lot.asked else "",
                help_text="引継書と、一件ごとの記録に残ります",
            )  # fmt: skip
            self.fields.setdefault(note_of(lot), note)
        for field in self.fields.values():
            say_in_own_words(field)

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.get(lot.field) for lot in self.lots):
            raise forms.ValidationError("引き受ける人を、一人以上選んでください。")
        return cleaned

    def wishes(self) -> list[Wish]:
        cleaned = self.cleaned_data
        chosen = [(lot, cleaned[lot.field]) for lot in self.lots if cleaned[lot.field]]
        return [
            Wish(lot.owner, next(p.staff for p in lot.takers if str(p.staff_id) == to), cleaned[note_of(lot)])
            for lot, to in chosen
        ]


def note_of(lot: Lot) -> str:
    """The name of the note's field: one for all that a person leaves."""
    return f"note-{lot.leaver.pk if lot.leaver else 0}"
