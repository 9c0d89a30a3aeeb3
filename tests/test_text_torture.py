"""Text torture (T14): every text field of every form, and names through database, page, file and back.

On paper: tests/blue_patrol/test_papers_forms.py and test_papers_press.py, tests/casework/test_typefaces.py.
"""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.urls import get_resolver, reverse

import blue_patrol
import casework
import liaison_councils
from blue_patrol.models import Group
from casework import sheets
from tests.blue_patrol.acting import client_of
from tests.factories import people, scope
from tests.factories.applications import make_group
from tests.factories.places import StationFactory

KEPT = (
    "葛\U000e0100飾", "𠮷野", "\ufa10本", "\ufa19谷", "髙﨑", "がか\u3099", "渡邉\U000e0101", "①㈱", "ヴァ゛", "〜−‖￠", "A\u0301", "々〆ヶ",
)  # fmt: skip
REFUSED = (
    "\ue000", "\uf8ff", "\U000f0000", "\U0010fffd", "\u200d", "\u202e", "\u200b", "\ufeff", "\0", "\ud800", "\ufffd", "\uffff", "\u2028",
)  # fmt: skip
# What is neither kept as text nor printed: secrets, codes and keys; and what is read apart, each piece by a field of its own.
READ_APART = {
    ("CodeAgainForm", "code"), ("CodeForm", "code"), ("FirstCodeForm", "code"), ("SignInForm", "password"), ("ConfirmForm", "password"),
    ("NewPasswordForm", "oldpassword"), ("NewPasswordForm", "password1"), ("NewPasswordForm", "password2"),
    ("CertificateForm", "certificate_codes"), ("PasteForm", "pasted"), ("FateForm", "chosen"), ("NominateForm", "chosen"),
    ("NewKeyForm", "name"), ("ProfileValueForm", "clause"),
}  # fmt: skip
OF_A_SHAPE = {  # numbers, times, plates: they take no such text at all
    "PlateField", "PostalCodeField", "PhoneField", "CardNumbersField", "ClockField", "SheetField", "JSONField", "PlateAreasField",
}  # fmt: skip


def kinds(root=forms.BaseForm) -> Iterator[type]:
    for each in root.__subclasses__():
        yield each
        yield from kinds(each)


def text_fields() -> list[tuple[str, str, forms.Field]]:
    """(form, name, field) of every text field that a form of ours declares."""
    assert get_resolver().url_patterns  # the forms beside views
    for room in (casework, blue_patrol, liaison_councils):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if "forms" in module.name:
                importlib.import_module(module.name)
    return [
        (form.__name__, name, field)
        for form in sorted(set(kinds()), key=lambda form: (form.__module__, form.__qualname__))
        if form.__module__.partition(".")[0] in {"casework", "blue_patrol", "liaison_councils"}
        for name, field in form.base_fields.items()
        if isinstance(field, forms.CharField) and not isinstance(field.widget, forms.HiddenInput)
    ]


def answer(field, text) -> str | None:
    """What a field makes of a text; None where it is refused."""
    try:
        return field.clean(text)
    except ValidationError:
        return None


def test_every_text_field_keeps_code_points_and_refuses_what_no_paper_prints(record_property):
    changed, taken, asked = [], [], 0
    fields = [each for each in text_fields() if each[:2] not in READ_APART]
    for form, name, field in fields:
        for text in KEPT:
            asked += 1
            limit = getattr(field, "max_length", None)
            if (
                type(field).__name__ not in OF_A_SHAPE
                and (not limit or limit > 3)
                and answer(field, text) != text
            ):
                changed.append((form, name, text))
        for text in REFUSED:
            asked += 1
            if answer(field, f"山{text}田") is not None:
                taken.append((form, name, f"{ord(text):04X}"))
    record_property("T14 texts in every text field", asked - len(changed) - len(taken))
    assert (changed, taken) == ([], [])
    assert len(fields) > 300


def test_private_use_is_refused_with_help():
    for form, name, field in text_fields():
        if (form, name) in READ_APART or type(field).__name__ in OF_A_SHAPE:
            continue
        with pytest.raises(ValidationError, match=r"外字です。.*近い字"):
            field.clean("山\ue000")


@pytest.mark.django_db
def test_a_name_has_the_same_code_points_in_database_page_file_and_on_the_way_back(record_property):
    station = StationFactory()
    clerk = people.clerk(station)
    names = [f"桜見坂{text}会" for text in KEPT]
    for name in names:
        make_group(station, name=name)
    scope.restore()
    assert set(Group.objects.values_list("name", flat=True)) == set(names)
    client = client_of(clerk)
    page = client.get(reverse("groups")).content.decode()
    scope.restore()
    body = b"".join(client.get(f"{reverse('groups')}?file=csv").streaming_content)
    scope.restore()
    (read,) = sheets.read("団体.csv", body)
    cells = {cell for row in read.rows for cell in row.cells}
    book = b"".join(client.get(f"{reverse('groups')}?file=xlsx").streaming_content)
    scope.restore()
    (other,) = sheets.read("団体.xlsx", book)
    others = {cell for row in other.rows for cell in row.cells}
    assert [name for name in names if not (name in page and name in cells and name in others)] == []
    record_property("T14 names through database, page, CSV, Excel and back", len(names))
