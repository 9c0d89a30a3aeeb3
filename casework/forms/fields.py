"""Forms as every page shows them: label, ※必須 or 任意, hint, fault, doubt, then the widget.

Errors stop. Doubts (warnings) are acknowledged with a reason, which the view keeps: see ``CaseForm.doubt``.
What was typed is never changed; a refused form comes back as it was sent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates

from casework import names, wareki
from casework.form_words import say_in_own_words
from casework.sent import rows_sent

Widgets = forms.widgets
REASON_LENGTH = 500  # of a doubt that was settled


@dataclass
class Doubt:
    """Something to confirm; the form goes through once it is ticked and, where asked, has a reason."""

    code: str
    field: str
    message: str
    clause: str = ""
    needs_reason: bool = True
    input_name: str = ""
    ticked: bool = False
    reason: str = ""
    label: str = ""
    target: str = ""

    @property
    def settled(self) -> bool:
        return self.ticked and bool(self.reason or not self.needs_reason)

    @property
    def reason_missing(self) -> bool:
        return self.ticked and self.needs_reason and not self.reason


class CaseBoundField(forms.BoundField):
    """A field that says what is wrong with it, what is doubtful and where its clause stands."""

    @property
    def doubts(self) -> list[Doubt]:
        return [doubt for doubt in self.form.doubts if doubt.field == self.name and not doubt.settled]

    @property
    def clause(self) -> str:
        return self.form.clauses.get(self.name, "")

    @property
    def remark(self) -> str:
        """What the field itself remarks on the reading of the input (昭和64年 was read as 平成元年)."""
        return getattr(self.field, "remark", "")

    @property
    def aria_describedby(self) -> str:
        parts = {
            "error": self.errors,
            "doubt": self.doubts,
            "helptext": self.help_text,
            "remark": self.remark,
        }
        return " ".join(f"{self.auto_id}_{name}" for name, there in parts.items() if there)

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        if self.use_fieldset:
            attrs.pop("aria-invalid", None)  # no attribute of a radio button; the fieldset names the fault
        if self.doubts and not self.errors:
            own = (widget or self.field.widget).attrs.get("class", "")
            attrs["class"] = f"{own} doubted".strip()
        return attrs


class CaseRenderer(DjangoTemplates):
    """Renders fields with forms/field.html; needs no setting."""

    field_template_name = "forms/field.html"
    form_template_name = "parts/fields.html"


RENDERER = CaseRenderer()  # one for the process: its template engine is made once


class CaseFormMixin:
    """For Form and ModelForm alike.

    ``clauses`` names a field's clause ({"lamp": "BP-5-2-d-1"}), ``row_label`` the row a form of a set stands for
    (2台目).
    """

    bound_field_class = CaseBoundField
    clauses: dict[str, str] = {}
    row_label = ""
    row_key: str | None = ""  # of a stored row, whatever its place on the page; None for a new one

    def __init__(self, *args, **kwargs):
        self.doubts: list[Doubt] = []
        super().__init__(*args, **{**kwargs, "renderer": RENDERER})  # a set of forms would pass Django's
        for field in self.fields.values():
            say_in_own_words(field)
            if isinstance(field.widget, Widgets.RadioSelect | Widgets.CheckboxSelectMultiple):
                field.widget.template_name = "forms/choices.html"

    def doubt(
        self, field: str, code: str, message: str, *, clause: str = "", needs_reason: bool = True
    ) -> Doubt:
        """Raise a warning from ``clean``; ``code`` is its name within the form and in what is kept."""
        name = self.add_prefix(f"ack-{code}")
        found = Doubt(code, field, message, clause, needs_reason, input_name=name)
        found.ticked = self.data.get(name) == "on"
        found.reason = names.trim(self.data.get(f"{name}-reason", "").replace("\r\n", "\n"))
        self._look_at_reason(found)
        if field in self.fields:
            found.label, found.target = self[field].label, target_of(self[field])
        self.doubts.append(found)
        return found

    def _look_at_reason(self, found: Doubt) -> None:
        """A reason is text like any other: what cannot be stored is refused, in the summary."""
        faults = names.problems(found.reason, multiline=True)
        if len(found.reason) > REASON_LENGTH:
            faults = [f"{REASON_LENGTH}文字までにしてください。"]
        for fault in faults:
            self.add_error(None, f"確かめた理由：{fault}")

    @property
    def acknowledged(self) -> list[Doubt]:
        """What was confirmed, to be kept with the act."""
        return [doubt for doubt in self.doubts if doubt.settled]

    def full_clean(self):
        self.doubts = []
        super().full_clean()

    def is_valid(self) -> bool:
        """No error, and every doubt settled."""
        return super().is_valid() and all(doubt.settled for doubt in self.doubts)


class CaseForm(CaseFormMixin, forms.Form):
    """The form of an act."""


class CaseModelForm(CaseFormMixin, forms.ModelForm):
    """The form of a record."""


class CaseFormSet(forms.BaseFormSet):
    """Rows of one kind; ``row_word`` counts them in messages (2台目の車両番号)."""

    row_word = "行目"

    def total_form_count(self) -> int:
        """No more than the rows that were sent, whatever their number is said to be: a page of thousands costs dear."""
        said = super().total_form_count()
        return min(said, rows_sent(self.data, self.prefix or "")) if self.is_bound else said

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if index is not None:
            form.row_label = f"{index + 1}{self.row_word}"


class AsTypedField(forms.CharField):
    """Text stored exactly as typed but for blanks at its ends; characters nobody can print are refused."""

    def __init__(self, **kwargs):
        super().__init__(strip=False, **kwargs)

    def to_python(self, value):
        return names.trim(super().to_python(value))

    def validate(self, value):
        super().validate(value)
        if found := self.find_problems(value):
            raise ValidationError([ValidationError(sentence, code="characters") for sentence in found])

    def find_problems(self, value: str) -> Iterable[str]:
        return names.problems(value)


class NameField(AsTypedField):
    """A name of a person, group or place, on one line."""

    def widget_attrs(self, widget):
        return {"autocomplete": "off", **super().widget_attrs(widget)}


class LongTextField(AsTypedField):
    """Text of several lines; ``rows`` is the height offered."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 3, **kwargs):
        self.rows = rows
        super().__init__(**kwargs)

    def to_python(self, value):
        # Browsers send every line break as CR LF; people typed one key.
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)

    def find_problems(self, value: str) -> Iterable[str]:
        return names.problems(value, multiline=True)

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "rows": self.rows, "cols": False}


class WarekiDateField(forms.Field):
    """A date in any usual spelling (令和8年9月9日, R8.9.9, 2026-09-09); shown in the era's reckoning.

    ``earliest`` and ``latest`` (dates) bound it, both included.
    """

    widget = forms.TextInput

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **kwargs):
        self.earliest, self.latest, self.remark = earliest, latest, ""
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        return {"class": "w-date", "autocomplete": "off"}

    def prepare_value(self, value):
        return wareki.format_long(value) if isinstance(value, date) else value

    def to_python(self, value) -> date | None:
        if value is None or isinstance(value, date):
            return value
        if not value.strip():
            return None
        try:
            parsed = wareki.parse(value)
        except wareki.WarekiError as error:
            raise ValidationError(str(error), code="invalid") from error
        self.remark = parsed.note
        return parsed.date

    def validate(self, value):
        super().validate(value)
        if value and self.earliest and value < self.earliest:
            raise ValidationError(
                f"{wareki.format_long(self.earliest)}より後の日を入力してください（当日を含みます）。"
            )
        if value and self.latest and value > self.latest:
            raise ValidationError(f"{wareki.format_long(self.latest)}までの日を入力してください。")


class WholeNumberField(forms.IntegerField):
    """A count; full-width figures are read too, which a number box would not let through."""

    widget = forms.TextInput

    def widget_attrs(self, widget):
        return {"class": "w-short", "inputmode": "numeric", "autocomplete": "off"}


class BigChoices(forms.RadioSelect):
    """Choices as whole rows; ``hints`` holds one small line below a choice's word, by value."""

    big = True

    def __init__(self, attrs=None, choices=(), hints: dict[str, str] | None = None):
        super().__init__(attrs, choices)
        self.hints = hints or {}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        return {**option, "hint": self.hints.get(str(value), "")}


class BigTicks(BigChoices, forms.CheckboxSelectMultiple):
    """The same with several answers."""

    input_type = "checkbox"
    allow_multiple_selected = True


def target_of(bound) -> str:
    """The id that a link in the summary leads to: the first choice of a set of choices."""
    return f"{bound.auto_id}_0" if bound.use_fieldset else bound.id_for_label
