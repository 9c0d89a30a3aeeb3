"""Two people on one case: an edit that began before somebody else's is brought up to the newest record.

A page of an edit carries the values that it was opened with. When the record has moved on, what only the others
changed is put into what was sent, and where both changed one field the person chooses. Nothing is locked meanwhile.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from casework.forms import edits, values
from casework.forms.edits import MAKE_UP, Edit
from casework.merge import Value
from casework.views.acts import ActOnce
from casework.workflow import Stale, refusals

MOST_TRIES = 3
NAMED = 6  # fields in one message
KEPT = "開いている間にほかの人が直した{}は、直されたとおりに残しました。"


class EditedTogether(ActOnce):
    """Mixed into the page of an edit, before its other bases. Its template includes the hidden fields of an act."""

    merges = True
    _tries = 0

    def editing_form(self) -> Any:
        """The form over what was sent and what is stored now."""
        return self.get_form()

    def make_up(self) -> str:
        """What the page is made of, where that is not its fields: pages that differ in it are not merged."""
        return ""

    # --- the page carries what it was opened with --------------------------------------------------------------

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self.merges and "form" in context:
            context["opened"] = edits.write(self._opened_with(context["form"]))
        return context

    def _opened_with(self, form) -> dict[str, Value]:
        """As sent where it was sent, else as shown; a page that shows again what was typed knows nothing newer."""
        was = edits.read(self.request.POST.get("opened")) if self.request.method == "POST" else None
        if was is not None and not form.is_bound:
            return was
        now = {key: values.shown(bound) for key, bound in values.fields_of(form).items()} | {
            MAKE_UP: (self.make_up(),)
        }
        return {key: was.get(key, value) for key, value in now.items()} if was else now

    # --- what was sent is brought up to the newest record ------------------------------------------------------

    def dispatch(self, request, *args, **kwargs):
        page = self._brought_up() if request.method == "POST" and self.merges else None
        return page or super().dispatch(request, *args, **kwargs)

    def stale(self, error: Stale) -> HttpResponse:
        """Somebody was faster between the look at the record and its lock: once more from the beginning."""
        if (
            not self.merges
            or self._tries == MOST_TRIES
            or edits.read(self.request.POST.get("opened")) is None
        ):
            return super().stale(error)
        tries = self._tries + 1
        self.__dict__ = {name: self.__dict__[name] for name in ("request", "args", "kwargs")} | {
            "_tries": tries
        }
        return self.dispatch(self.request, *self.args, **self.kwargs)

    def _brought_up(self) -> HttpResponse | None:
        """The page to choose on; None when what was sent can go on, the others' changes put in."""
        opened, seen = edits.read(self.request.POST.get("opened")), self.revision()
        if opened is None or seen is None:
            return None
        if first := self.first_result():
            return first
        if not self._can_merge(opened, seen):
            self.bound = self.editing_form()
            return super().stale(Stale(self.case))
        edit = Edit(self.editing_form(), opened, self.request.POST)
        edit.bring_up()
        if not (edit.is_news or seen != self.case.revision):
            return None
        self.request.POST = edit.data(self.case.revision, self.make_up())
        if edit.conflicts:
            return self._choice(edit, seen)
        if edit.taken:
            messages.info(self.request, KEPT.format(_named(edit.taken)))
        return None

    def _can_merge(self, opened: dict[str, Value], seen: int) -> bool:
        is_alike = opened.get(MAKE_UP, ("",)) == (self.make_up(),)
        is_newest = seen == self.case.revision
        return is_alike and (is_newest or not refusals(self.case, self.transition, self.request.actor))

    def _choice(self, edit: Edit, seen: int | None) -> HttpResponse:
        context = self.since(self.case, seen) | {
            "questions": edit.questions(), "taken": _named(edit.taken), "is_faulty": bool(edit.asked), "has_files": bool(self.request.FILES),
            "before": edits.write(edit.before), "sent": self.resent(), "here": self.request.get_full_path(),
        }  # fmt: skip
        return render(self.request, "casework/merge.html", context, status=409)


def _named(labels: list[str]) -> str:
    more = "ほか" if len(labels) > NAMED else ""
    return "".join(f"「{label}」" for label in labels[:NAMED]) + more
