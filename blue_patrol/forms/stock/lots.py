"""Forms of the stock of blank sheets: a box taken in, sheets written off, a spoiled print."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from blue_patrol.models import Kind
from blue_patrol.models.stock.lots import Outcome
from blue_patrol.rules import sheets
from casework.forms import AsTypedField, BigTicks, CaseForm, LongTextField, WarekiDateField
from casework.forms.acts import ActForm
from casework.templatetags.case_tags import plate

PREFIX_LENGTH = 12
WASTE = [(each.value, each.label) for each in (Outcome.SPOILED, Outcome.MISSING, Outcome.DESTROYED)]


class DayForm(CaseForm):
    """An act of the office with its day; ``today`` comes from the view."""

    use_required_attribute = False
    on_label = "日付"

    on = WarekiDateField()

    def __init__(self, *args, today: date, **kwargs):
        kwargs["initial"] = {"on": today, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        day = self.fields["on"]
        day.label, day.latest = self.on_label, today
        day.error_messages["required"] = f"{self.on_label}を入力してください。"


class SheetField(AsTypedField):
    """The number of one sheet; cleans to sheets.SheetNumber."""

    def to_python(self, value):
        text = super().to_python(value)
        if not text or not isinstance(text, str):
            return text
        try:
            return sheets.read(text)
        except sheets.SheetError as error:
            raise ValidationError(str(error)) from error

    def find_problems(self, value):
        return []

    def run_validators(self, value):
        """A number that could be read needs no more."""


class LotForm(DayForm):
    on_label = "受け入れた日"

    kind = forms.ChoiceField(label="用紙の種別", choices=Kind.choices, widget=forms.RadioSelect)
    first = SheetField(label="初めの番号", help_text="用紙に刷ってあるとおり（例：A000101）")
    last = SheetField(label="終わりの番号", help_text="例：A000600")
    remarks = AsTypedField(label="備考", max_length=200, required=False)

    field_order = ("kind", "first", "last", "on", "remarks")

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and len(first.prefix) > PREFIX_LENGTH:
            self.add_error("first", f"番号の頭は、{PREFIX_LENGTH}文字までにしてください。")
        if first and last:
            if (last.prefix or first.prefix) != first.prefix:
                self.add_error(
                    "last", "初めの番号と、頭の文字が違います。頭の違う番号は、別に受け入れてください。"
                )
            elif last.serial < first.serial:
                self.add_error("last", "初めの番号より後の番号を入力してください。")
            elif last.serial - first.serial >= sheets.MOST_SHEETS:
                self.add_error(
                    "last",
                    f"一度に受け入れられるのは、{sheets.MOST_SHEETS:,}枚までです。番号を確かめてください。",
                )
        return cleaned


class VoidLotForm(CaseForm):
    use_required_attribute = False

    reason = AsTypedField(label="取り消す理由", max_length=200, help_text="例：終わりの番号の打ち間違い")


class WriteOffForm(DayForm):
    kind = forms.ChoiceField(label="用紙の種別", choices=Kind.choices, widget=forms.RadioSelect)
    numbers = LongTextField(
        label="用紙の番号", rows=3, help_text="1枚ずつか、範囲で（例：A000120、A000200〜A000203）"
    )
    outcome = forms.ChoiceField(label="どうなったか", choices=WASTE, widget=forms.RadioSelect)
    reason = AsTypedField(label="理由", max_length=200)

    field_order = ("kind", "numbers", "outcome", "on", "reason")


class SpoilForm(ActForm):
    """``things``: printed or sealed, annotated with ``sheet``."""

    on_label = "刷り損じた日"
    follows_the_road = False

    things = forms.MultipleChoiceField(
        label="刷り損じたもの",
        widget=BigTicks,
        error_messages={"required": "刷り損じたものに印を付けてください。"},
    )
    reason = AsTypedField(label="理由", max_length=200, help_text="例：紙詰まりで折れた")

    field_order = ("things", "reason", "on")

    def __init__(self, *args, things, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].latest = self.today
        field = self.fields["things"]
        field.choices = [(str(thing.pk), str(thing)) for thing in things]
        field.widget.hints = {str(thing.pk): _hint(thing) for thing in things}


def _hint(thing) -> str:
    bearer = plate(thing.vehicle.plate) if thing.vehicle else thing.bearer
    return "　".join(filter(None, (bearer, thing.get_state_display(), thing.sheet and f"用紙 {thing.sheet}")))
