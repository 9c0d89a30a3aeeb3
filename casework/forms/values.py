"""What a form shows and what was sent, as texts by key: the same field has the same key whatever row it stands in."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from casework.merge import Value

EMPTY: tuple = (None, "", [], ())


def fields_of(form) -> dict[str, forms.BoundField]:
    """Key → bound field, of a form, a set of forms or a page of several; without files and rows that are not stored yet."""
    found: dict[str, forms.BoundField] = {}
    several = getattr(form, "forms", None)
    for each in [form] if several is None else several:
        mark = getattr(each, "row_key", "")
        if mark is not None:
            found |= {
                f"{mark}{bound.name if mark else bound.html_name}": bound
                for bound in each
                if _is_stored(bound)
            }
    return found


def shown(bound: forms.BoundField) -> Value:
    """What the field shows of the record, as a browser would send it."""
    value, widget = bound.field.prepare_value(bound.initial), bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return ("on",) if widget.check_test(value) else ()
    if value in EMPTY:
        return ()
    if isinstance(value, list | tuple | set):
        return tuple(str(each) for each in value)
    text = value if isinstance(widget, forms.widgets.ChoiceWidget) else widget.format_value(value)
    return (_one_break(str(text)),)


def sent(bound: forms.BoundField) -> Value:
    """What was typed."""
    data, widget = bound.form.data, bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return ("on",) if widget.value_from_datadict(data, MultiValueDict(), bound.html_name) else ()
    found = data.getlist(bound.html_name)
    many = getattr(widget, "allow_multiple_selected", False)
    return tuple(_one_break(text) for text in (found if many else found[-1:]) if text)


def put(data: QueryDict, bound: forms.BoundField, value: Value) -> None:
    """Write a value into what was sent, as a browser would."""
    if value:
        data.setlist(bound.html_name, list(value))
    elif _sends_nothing(bound.field.widget):
        data.pop(bound.html_name, None)
    else:
        data[bound.html_name] = ""


def alike(bound: forms.BoundField, one: Value, other: Value) -> bool:
    """Whether two texts mean the same to the field."""
    return one == other or _meaning(bound, one) == _meaning(bound, other)


def words(bound: forms.BoundField, value: Value) -> str:
    """A value in words: choices by their labels, "" for an empty one."""
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return "はい" if value else "いいえ"
    labels = dict(_flat(getattr(bound.field, "choices", ())))
    return "、".join(labels.get(text, text) for text in value)


def label_of(bound: forms.BoundField) -> str:
    """2台目の車両番号."""
    row = bound.form.row_label
    return f"{row}の{bound.label}" if row else str(bound.label)


def _is_stored(bound: forms.BoundField) -> bool:
    """The day of an act is asked anew each time; a file is never shown again."""
    return not isinstance(bound.field, forms.FileField) and bound.name not in getattr(
        bound.form, "asked_anew", ()
    )


def _sends_nothing(widget) -> bool:
    """Boxes without a tick are left out of what a browser sends."""
    return isinstance(widget, forms.CheckboxInput) or getattr(widget, "allow_multiple_selected", False)


def _meaning(bound: forms.BoundField, value: Value):
    if len(value) != 1:
        return sorted(value)
    try:
        found = bound.field.to_python(value[0])
    except ValidationError:
        return list(value)
    return [] if found in EMPTY else found


def _one_break(text: str) -> str:
    """Browsers send every line break as CR LF."""
    return text.replace("\r\n", "\n")


def _flat(choices: Iterable) -> Iterable[tuple[str, str]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), str(label)
