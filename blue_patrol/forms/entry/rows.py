"""Rows of one kind on a page: the saved ones are listed, those being written are forms of a set.

A form of the set stands for a saved row when its hidden ``pk`` names one; else it is a new row, and a new row
that nobody wrote in is passed over. The page's own buttons (add, mend, take away) only rearrange what was typed.
"""

import re

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME, INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.http import QueryDict

from blue_patrol.forms.entry.parts import EntryForm
from casework.forms import CaseFormSet
from casework.forms.fields import RENDERER
from casework.sent import whole_number

PREFIX = "rows"
_ROW = re.compile(rf"{PREFIX}-([0-9]{{1,4}})-(.+)")


class RowSet(CaseFormSet):
    """Forms over the rows of a group; ``saved``: key → record, ``kept``: reasons acknowledged earlier."""

    can_delete, can_delete_extra, can_order = True, True, False
    extra, min_num, max_num, absolute_max = 0, 0, 1000, 1000
    validate_min = validate_max = edit_only = False
    renderer = RENDERER
    word = "行"  # what a row is called: 自動車, 実施者

    def __init__(self, data=None, *, saved: dict, opened=(), **kwargs):
        self.saved = saved
        self.opened = list(opened)  # without data: the records to open, None for a new row
        self._built: list = []
        super().__init__(data, prefix=PREFIX, **kwargs)

    def total_form_count(self) -> int:
        return super().total_form_count() if self.is_bound else len(self.opened)

    def initial_form_count(self) -> int:
        return 0  # the forms know themselves whether they stand for a saved row

    def get_form_kwargs(self, index):
        kwargs = super().get_form_kwargs(index)
        if index is None:
            return kwargs
        if self.is_bound:
            record = self.saved.get(whole_number(self.data.get(f"{PREFIX}-{index}-pk")))
        else:
            record = self.opened[index]
        return {**kwargs, "instance": record}

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if form.instance.pk:
            field = form.fields[DELETION_FIELD_NAME]
            field.label = f"この{self.word}を外す"
            form.row_label = f"{self.number_of(form.instance)}{self.row_word}"
        else:
            del form.fields[DELETION_FIELD_NAME]
            new = [f for f in self._built if not f.instance.pk]
            form.row_label = f"{len(self.saved) + len(new) + 1}{self.row_word}"
        self._built.append(form)

    def number_of(self, record) -> int:
        """The place of a saved row in the list, counted from 1."""
        return list(self.saved).index(record.pk) + 1

    def begin_last(self) -> None:
        """Let the cursor stand in the row that was opened last."""
        if self.forms:
            next(iter(self.forms[-1].fields.values())).widget.attrs["autofocus"] = True

    def removed_meanwhile(self) -> dict[str, "RowForm"]:
        """The forms that stand for rows which somebody took away after the page was opened, by the rows' keys."""
        sent = {
            form: whole_number(self.data.get(form.add_prefix("pk"))) for form in self.forms if self.is_bound
        }
        return {key_of(form, pk): form for form, pk in sent.items() if pk and not form.instance.pk}

    def rearranged(self, data: QueryDict, gone: list, anew: list) -> QueryDict:
        """What was sent without the rows that are ``gone``; those ``anew`` stand for new rows."""
        for form in anew:
            data[form.add_prefix("pk")] = ""
        rows = zip(typed_rows(data), self.forms, strict=False)
        return with_rows(data, [row for row, form in rows if form not in gone])

    @property
    def open_keys(self) -> set[int]:
        return {form.instance.pk for form in self.forms if form.instance.pk}

    def listed(self) -> list[tuple[int, object, bool]]:
        """The saved rows: (number, record, whether it is open below)."""
        opened = self.open_keys
        return [(n, row, row.pk in opened) for n, row in enumerate(self.saved.values(), 1)]

    def gone(self) -> list:
        """The forms of saved rows that are taken away."""
        return [
            form for form in self.forms if form.instance.pk and form.cleaned_data.get(DELETION_FIELD_NAME)
        ]

    def written(self) -> list:
        """The forms to store: typed or acknowledged anew, not taken away, in order."""
        gone = self.gone()
        return [form for form in self.forms if form.is_news() and form not in gone]

    def untouched(self) -> list:
        """Saved rows that stay as they are, open or not."""
        touched = {form.instance.pk for form in [*self.written(), *self.gone()]}
        return [row for pk, row in self.saved.items() if pk not in touched]

    def is_news(self) -> bool:
        return any(form.is_news() for form in self.forms)

    @property
    def changed_data(self) -> list[str]:
        return [f"{form.row_label}：{name}" for form in self.forms for name in form.changed_data]

    def typed(self, data: QueryDict) -> list[tuple[str, str]]:
        """What was typed, a text a row, to be copied from a page that could not be saved."""
        return [(form.row_label, text) for form in self.forms if (text := "\n".join(_typed_in(form, data)))]


def _typed_in(form, data: QueryDict) -> list[str]:
    sent = {name: data.get(form.add_prefix(name), "") for name in form.fields if name != "pk"}
    return [f"{form.fields[name].label}：{value}" for name, value in sent.items() if value.strip()]


class RowForm(EntryForm):
    """The form of a row: a hidden key, defaults of a new row."""

    def __init__(self, *args, instance=None, defaults: dict | None = None, **kwargs):
        given = {"pk": instance.pk} if instance else dict(defaults or {})
        super().__init__(*args, instance=instance, initial=given, **kwargs)
        self.fields["pk"] = forms.IntegerField(required=False, widget=forms.HiddenInput)
        self.row_key = key_of(self, self.instance.pk) if self.instance.pk else None


def key_of(form: RowForm, pk: int) -> str:
    """The key of a stored row, whatever its place on the page."""
    return f"{form._meta.model._meta.model_name}-{pk}:"


def typed_rows(data: QueryDict) -> list[dict[str, str]]:
    """What was typed in each row: name of the field → value."""
    rows: dict[int, dict[str, str]] = {}
    for key in data:
        if match := _ROW.fullmatch(key):
            rows.setdefault(int(match[1]), {})[match[2]] = str(data[key])
    return [rows[index] for index in sorted(rows)]


def with_rows(data: QueryDict, rows: list[dict[str, str]]) -> QueryDict:
    """The same data with these rows."""
    changed = data.copy()
    for key in [key for key in changed if key.startswith(f"{PREFIX}-")]:
        del changed[key]
    changed[f"{PREFIX}-{TOTAL_FORM_COUNT}"] = str(len(rows))
    changed[f"{PREFIX}-{INITIAL_FORM_COUNT}"] = "0"
    for index, row in enumerate(rows):
        for name, value in row.items():
            changed.setlist(f"{PREFIX}-{index}-{name}", [value])
    return changed


def written_out(form) -> dict[str, str]:
    """What a form shows before anybody typed, as a browser would send it."""
    row = {}
    for name in form.fields:
        value = form[name].value()
        if value is True:
            row[name] = "on"
        elif value not in (None, False):
            row[name] = str(value)
    return row
