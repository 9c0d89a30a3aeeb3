"""What the forms of the entry share: telephone, postal code, plates' letters, yes or no, and doubts that were settled before."""

import re
import unicodedata

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from blue_patrol.rules import plates
from casework.forms import CaseForm, CaseModelForm, Doubt, NameField, WarekiDateField

_HYPHENS = str.maketrans(dict.fromkeys("‐‑–—−ー―ｰ", "-"))
_PHONE = re.compile(r"\+?[0-9][0-9()-]{7,18}")


def admitted_kana(station) -> str:
    """The letters that a plate may bear: an invented one's (へ) in a demonstration only. ``station``: None at headquarters."""
    return plates.DEMO_KANA if settings.DEMO or (station and station.is_demo) else plates.KANA


def _figures(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).translate(_HYPHENS).split())


class PhoneField(NameField):
    """A telephone number, kept in half-width figures with the hyphens as typed."""

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 20, "widget": forms.TextInput(attrs={"class": "w-name"}), **kwargs})

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "inputmode": "tel"}

    def to_python(self, value):
        return _figures(super().to_python(value))

    def validate(self, value):
        super().validate(value)
        if value and not _PHONE.fullmatch(value):
            raise ValidationError("電話番号を市外局番から数字で入力してください。例：0500-000-0001")


class PostalCodeField(NameField):
    """A postal code, kept as 000-0001."""

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 8, "widget": forms.TextInput(attrs={"class": "w-short"}), **kwargs})

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "inputmode": "numeric"}

    def to_python(self, value):
        figures = _figures(super().to_python(value)).removeprefix("〒")
        plain = figures.replace("-", "")
        return f"{plain[:3]}-{plain[3:]}" if re.fullmatch(r"[0-9]{7}", plain) else figures

    def validate(self, value):
        super().validate(value)
        if value and not re.fullmatch(r"[0-9]{3}-[0-9]{4}", value):
            raise ValidationError("郵便番号を7けたの数字で入力してください。例：000-0001")


class YesNoField(forms.TypedChoiceField):
    """Two radio buttons; None as long as neither was chosen."""

    def __init__(self, *, yes: str = "有", no: str = "無", **kwargs):
        choices = [("True", yes), ("False", no)]
        super().__init__(
            choices=choices, coerce=lambda sent: sent == "True", empty_value=None, widget=forms.RadioSelect, **kwargs
        )  # fmt: skip

    def has_changed(self, initial, data):
        return str(initial if initial is not None else "") != str(data or "")


class EntryForm(CaseModelForm):
    """The form of a record in the entry: what was acknowledged earlier need not be ticked again unless its field changed.

    ``kept``: the reasons by the code under which this form's doubts are kept (see ``code_of``).
    """

    kept: dict[str, str] = {}

    def code_of(self, doubt: Doubt) -> str:
        return doubt.code

    def doubt(self, field: str, code: str, message: str, **kwargs) -> Doubt:
        found = super().doubt(field, code, message, **kwargs)
        kept = self.code_of(found)
        if kept in self.kept and found.input_name not in self.data and field not in self.changed_data:
            found.ticked, found.reason = True, self.kept[kept]
        return found

    def reasons(self) -> dict[str, str]:
        """What is to be kept of this form: code → reason."""
        return {self.code_of(doubt): doubt.reason for doubt in self.acknowledged}

    def is_news(self) -> bool:
        """Whether anything was typed or newly acknowledged."""
        return self.has_changed() or any(self.kept.get(code) != why for code, why in self.reasons().items())


class ReceiveForm(CaseForm):
    """The day of receipt, as the act of receiving asks for it."""

    on = WarekiDateField(label="受理した日")
