"""Rows of people and of opinions, as they are typed at a meeting."""

from django import forms

from casework.forms import LongTextField, NameField, WholeNumberField
from liaison_councils.forms.rows import RowForm
from liaison_councils.models import Participant
from liaison_councils.rules.opinions import KINDS, RAISERS

K = Participant.Kind
GUESTS = [(kind.value, kind.label) for kind in (K.RESIDENT, K.BODY, K.SECTION, K.EXECUTIVE, K.STAFF)]


class GuestRow(RowForm):
    """Somebody or several of one kind: by name, by body, or as a number."""

    counts = ("name", "body", "count")

    kind = forms.ChoiceField(label="区分", choices=GUESTS, initial=K.RESIDENT)
    name = NameField(label="氏名", max_length=80, required=False)
    body = NameField(label="所属", max_length=100, required=False)
    count = WholeNumberField(
        label="人数", min_value=1, max_value=9999, required=False, help_text="空けておくと1人"
    )

    def clean(self):
        cleaned = super().clean() or {}
        if not (cleaned.get("name") or cleaned.get("body")) and not {"name", "body"} & self.errors.keys():
            if cleaned.get("kind") == K.RESIDENT and cleaned.get("count"):
                cleaned["body"] = "所管区の住民"
            else:
                self.add_error("name", "氏名か所属を書いてください。")
        if cleaned.get("name") and (cleaned.get("count") or 1) > 1:
            self.add_error("count", "氏名を書く行は、1人です。人数で書くときは、氏名を空けて所属を書きます。")
        return cleaned | {"count": cleaned.get("count") or 1}


class WalkInRow(GuestRow):
    """At a meeting of several councils: for which of them they came."""

    council = forms.TypedChoiceField(label="協議会", coerce=int)

    field_order = ("kind", "name", "body", "count", "council")

    def __init__(self, *args, councils, **kwargs):
        super().__init__(*args, **kwargs)
        self.only = _only_of(self, councils)

    def clean(self):
        return super().clean() | self.only


class OpinionRow(RowForm):
    """One opinion or request, as ``Opinion.TYPED`` and its council."""

    counts = ("content", "raiser_name", "section")

    content = LongTextField(label="意見・要望", rows=2, max_length=2000)
    kind = forms.ChoiceField(label="分類", choices=KINDS, initial="crime")
    raiser = forms.ChoiceField(label="提出者の別", choices=RAISERS, initial="member")
    raiser_name = NameField(label="提出者", max_length=80, required=False)
    section = NameField(
        label="担当", max_length=60, required=False, help_text="回答する課や交番。後からでも決められます"
    )
    council = forms.TypedChoiceField(label="協議会", coerce=int)

    def __init__(self, *args, councils, **kwargs):
        super().__init__(*args, **kwargs)
        self.only = _only_of(self, councils)

    def clean(self):
        return super().clean() | self.only


def _only_of(row, councils) -> dict:
    """A meeting of one council asks for none: that one it is."""
    if len(councils) == 1:
        del row.fields["council"]
        return {"council": councils[0].pk}
    row.fields["council"].choices = [(each.pk, each.name) for each in councils]
    return {}
