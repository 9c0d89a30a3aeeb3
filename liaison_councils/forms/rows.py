"""Rows below a form: as many as were sent, a button adds one, a row without its words is passed over."""

from collections.abc import Callable
from typing import Any

from casework.forms import CaseForm
from casework.sent import whole_number

MOST = 40


class RowForm(CaseForm):
    """One row; it counts when something stands in one of the fields named in ``counts``."""

    use_required_attribute = False
    counts: tuple[str, ...] = ()

    def __init__(self, *args, label: str = "", **kwargs):
        super().__init__(*args, empty_permitted=True, **kwargs)
        self.row_label = label

    def has_changed(self) -> bool:
        return self.is_bound and any(str(self[name].data or "").strip() for name in self.counts)


class Rows:
    """``sent``: what a browser sent; it is judged when ``is_bound``, else shown again as typed."""

    def __init__(
        self, name: str, word: str, make: Callable[..., RowForm], sent: Any = None, *, is_bound=False, more=0
    ):
        self.name, self.word, self.make, self.sent, self.is_bound = name, word, make, sent, is_bound
        asked = whole_number(sent.get(self.counter)) if sent else None
        self.count = max(1, min((asked or 1) + more, MOST))
        self.forms = [self._row(number) for number in range(1, self.count + 1)]

    @property
    def counter(self) -> str:
        """The name of the hidden field that says how many rows there are."""
        return f"{self.name}-rows"

    def _row(self, number: int) -> RowForm:
        prefix, label = f"{self.name}-{number}", f"{self.word}の{number}行目"
        if self.is_bound:
            return self.make(self.sent, prefix=prefix, label=label)
        mark = f"{prefix}-"
        typed = {key.removeprefix(mark): self.sent[key] for key in self.sent or () if key.startswith(mark)}
        return self.make(prefix=prefix, label=label, initial=typed)

    def __iter__(self):
        return iter(self.forms)

    def is_valid(self) -> bool:
        """Every row is judged, so that each shows its own fault."""
        return not [row for row in self.forms if not row.is_valid()]

    def non_form_errors(self) -> list[str]:
        return []

    @property
    def filled(self) -> list[dict]:
        return [row.cleaned_data for row in self.forms if row.has_changed()]


class WithRows:
    """Mixed into a form: ``rows`` names its kinds of rows (name → word); ``typed``: what is to be shown again."""

    rows: dict[str, str] = {}

    def __init__(self, *args, typed: Any = None, more: str = "", **kwargs):
        if typed is not None:
            kwargs["initial"] = {**(kwargs.get("initial") or {}), **self._as_typed(typed)}
        super().__init__(*args, **kwargs)
        sent = self.data if self.is_bound else typed
        for name, word in self.rows.items():
            rows = Rows(name, word, self._maker(name), sent, is_bound=self.is_bound, more=name == more)
            setattr(self, name, rows)

    def _as_typed(self, typed) -> dict:
        many = {
            name
            for name, field in self.base_fields.items()
            if hasattr(field.widget, "allow_multiple_selected")
        }
        many = {name for name in many if self.base_fields[name].widget.allow_multiple_selected}
        return dict.fromkeys(many, ()) | {
            name: typed.getlist(name) if name in many else typed[name] for name in typed
        }

    def _maker(self, name: str) -> Callable[..., RowForm]:
        return getattr(self, f"make_{name}")

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(getattr(self, name).is_valid() for name in self.rows)])
