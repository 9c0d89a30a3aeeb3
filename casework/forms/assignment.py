"""担当の変更: to whom, and what the next one has to know."""

from datetime import date

from django import forms

from casework.forms.fields import CaseForm, LongTextField
from casework.models.comments import LONGEST
from casework.models.handled import desk_people

HINT = "残っている仕事、約束したこと、連絡の取り方など。事案の「書込み」に「引継ぎ」として残ります"


class AssignForm(CaseForm):
    """``case``: one that is handed over, whose present handler is not offered; None for several at once."""

    use_required_attribute = False

    to = forms.TypedChoiceField(label="新しい担当", coerce=int)
    note = LongTextField(label="引継ぎ", required=False, rows=4, max_length=LONGEST, help_text=HINT)

    def __init__(self, *args, actor, today: date, case=None, **kwargs):
        super().__init__(*args, **kwargs)
        people = desk_people(case.station_id if case else actor.station, today)
        offered = [each for each in people if case is None or each.pk != case.handler_id]
        offered.sort(key=lambda each: each.pk != actor.staff.pk)
        self.fields["to"].choices = [("", "選んでください")] + [
            (each.pk, f"自分（{each}）" if each.pk == actor.staff.pk else str(each)) for each in offered
        ]
        self.fields["to"].widget.attrs["class"] = "w-name"
        self.fields["to"].error_messages["required"] = "新しい担当を選んでください。"
        if offered and offered[0].pk == actor.staff.pk:
            self.initial.setdefault("to", actor.staff.pk)
