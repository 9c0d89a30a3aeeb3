"""Papers: forms as data, printed by the press.

Three words, kept apart:

    values    what an act freezes: a plain dict that JSON can hold, dates in ISO form
    context   what a template sees: the values as objects again, and the mode
    render    template and context to PDF; the same bytes in every process and time zone

Each application registers its forms in ``AppConfig.ready()``; an act names a form by its number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings

from casework.paper_registry import form_name
from casework.press import PaperFailed, Press, Record, press
from casework.typefaces import legible


class Mode(StrEnum):
    """How a form is printed."""

    FILLED = "filled"  # 記入済み
    BLANK = "blank"  # 白紙, for the counter
    COPY = "copy"  # 写, kept by the station


ContextFunction = Callable[[Mapping[str, Any] | None, Mode], dict[str, Any]]


@dataclass(frozen=True)
class PaperForm:
    """One form as data. Its layout is its template alone; a lawyer or printer may replace that file."""

    number: str  # "1", "20-2"; a letter's begins with a letter and is printed nowhere: "L6"
    title: str
    template: str
    version: str  # of the values' meaning; the template's digest is added to it
    page_box: str  # "A4", "A4 landscape", "A5 landscape"
    context: ContextFunction
    legal_hook: str
    clauses: tuple[str, ...]

    @property
    def name(self) -> str:
        """様式第20の2; nothing for a letter that is no form of a regulation."""
        return form_name(self.number)

    @property
    def template_version(self) -> str:
        """What an issued paper records beside its values."""
        return f"{self.version}+{press().digest(self.template)}"

    def render(
        self,
        values: Mapping[str, Any] | None,
        *,
        mode: Mode = Mode.FILLED,
        draft: bool = False,
        code: str = "",
        record: Record | None = None,
        by: Press | None = None,
    ) -> bytes:
        """PDF bytes of this form. A blank takes of the values the office alone; a draft carries 下書き.

        ``code``: what a scanner reads to find the case again; ``record``: makes it a paper for the archive;
        ``by``: the press of other templates than today's.
        """
        try:
            context = self.context(legible(values), mode)
        except (AttributeError, LookupError, TypeError, ValueError) as fault:
            raise PaperFailed(f"form {self.number}: {fault}") from fault
        marks = {"mode": mode.value, "copy": mode is Mode.COPY, "blank": mode is Mode.BLANK} | _mark(draft)
        context |= marks | {"form": self, "code": code}
        return (by or press()).pdf(self.template, context, record)


def _mark(draft: bool) -> dict[str, Any]:
    """下書き across the sheet; in a copy for training 研修用 across every one."""
    return {"draft": draft or settings.TRAINING, "draft_word": "研修用" if settings.TRAINING else "下書き"}


_forms: dict[str, PaperForm] = {}


def register(form: PaperForm) -> None:
    """Enter a form; called from ``AppConfig.ready()``. Two forms of one number are a mistake."""
    if _forms.setdefault(form.number, form) is not form:
        raise ValueError(f"form {form.number} is registered twice")


def get(number: str | int) -> PaperForm:
    """The form of a number; KeyError if no application has registered it."""
    return _forms[str(number)]


def registered() -> tuple[PaperForm, ...]:
    """All forms, in the order they were entered."""
    return tuple(_forms.values())
