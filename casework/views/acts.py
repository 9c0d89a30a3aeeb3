"""What every page of a case shares: fetch inside the desk, bind the form, go through the door.

A view has three duties and no rules: an act's permission, guards and clause stand with the machine.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.generic import FormView, View
from django.views.generic.base import ContextMixin

from casework.citations import cite
from casework.forms import CaseForm
from casework.models import ActKey, ReadLog, StateChange
from casework.permissions import Reason
from casework.sent import whole_number
from casework.workflow import Refused, Stale, perform, refusals

NOT_AGAIN = {"csrfmiddlewaretoken", "act_key", "revision", "opened", "before", "choosing"}
ACTS_SHOWN = 10


def typed_in(form) -> list[tuple[str, str]]:
    """(label, text) of what was changed in a form, choices in their words."""
    kept = []
    for name in form.changed_data:
        bound = form[name]
        sent = form.data.getlist(bound.html_name)
        words = {str(value): str(label) for value, label in getattr(bound.field, "choices", ())}
        if text := "、".join(words.get(value, value) for value in sent).strip():
            kept.append((bound.label, text))
    return kept


class CaseMixin(ContextMixin):
    """One case of the desk: another station's answers exactly as one that does not exist."""

    request: Any
    kwargs: dict[str, Any]
    model: Any = None
    related: tuple[str, ...] = ("station__prefecture",)
    reads = ""  # what the read log calls this page; "" for a page without personal data

    @property
    def case(self):
        if not hasattr(self, "_case"):
            self._case = get_object_or_404(self.case_rows(), pk=self.kwargs["pk"])
            if self.reads and self.request.method == "GET":
                ReadLog.note(self.request.actor, self.reads, self._case)
        return self._case

    def case_rows(self):
        """Among which the case is looked for, with what the page needs of it."""
        return self.model.objects.of(self.request.actor).select_related(*self.related)

    def get_context_data(self, **kwargs):
        return super().get_context_data(case=self.case, **kwargs)


class ActOnce(CaseMixin):
    """Carries out an act once a key, and answers what the door says."""

    transition = ""
    success_message = ""
    can_reopen = False  # whether the page shows again what is sent to it with "reopen"

    def get_success_url(self) -> str:
        raise Http404  # each application says where an act leads

    def revision(self) -> int | None:
        return whole_number(self.request.POST.get("revision"))

    def carry_out(self, **details):
        """The act itself; override where it is more than one transition."""
        return perform(self.case, self.transition, by=self.request.actor, revision=self.revision(), **details)

    def once(self, **details) -> HttpResponse:
        """Run the act under its idempotency key: a repeated click is led to the first result.

        Raises Refused and Stale; then nothing is stored, the key included.
        """
        with transaction.atomic():
            key = self._key()
            if key and (first := ActKey.claim(key, self.request.user)):
                return HttpResponseRedirect(first.location)
            self.done = self.carry_out(**details)
            location = self.get_success_url()
            if key:
                ActKey.settle(key, location)
        if self.success_message:
            messages.success(self.request, self.success_message)
        return HttpResponseRedirect(location)

    def first_result(self) -> HttpResponse | None:
        """Where the first click with this key led; asked before the form, whose choices the act has changed."""
        key = self._key()
        first = key and ActKey.objects.filter(key=key, staff=self.request.user).exclude(location="").first()
        return HttpResponseRedirect(first.location) if first else None

    def _key(self) -> UUID | None:
        try:
            return UUID(self.request.POST.get("act_key", ""))
        except ValueError:
            return None

    def seen_revision(self) -> int:
        """The revision that the text on the page was typed against, also after a fault was found in it."""
        sent = self.revision()
        return self.case.revision if sent is None else sent

    def typed(self) -> list[tuple[str, str]]:
        """(label, text) of what was typed, to be copied from a page that could not be saved."""
        form = getattr(self, "bound", None)
        return typed_in(form) if form else []

    def address_now(self) -> str:
        """Where the case is seen as it is now."""
        return self.get_success_url()

    def resent(self) -> list[tuple[str, str]]:
        """(name, text) of all that was sent, to be sent again; a key of its own and the page's token come anew."""
        sent = self.request.POST
        return [(name, text) for name in sent if name not in NOT_AGAIN for text in sent.getlist(name)]

    @staticmethod
    def since(case, seen: int | None) -> dict:
        """The case and what was done to it since the revision that was seen, the latest first."""
        count = case.revision - seen if seen is not None else 1
        rows = StateChange.objects.of_case(case).order_by("-seq")[: max(1, min(count, ACTS_SHOWN))]
        return {"case_label": str(case), "changes": list(rows)}

    def stale(self, error: Stale) -> HttpResponse:
        """409: what was done to the case meanwhile and by whom; what was typed is taken along or copied."""
        case, typed = error.case, self.typed()
        may_go_on = typed and self.can_reopen and not refusals(case, self.transition, self.request.actor)
        context = self.since(case, self.revision()) | {
            "case_url": self.address_now(), "kept": typed, "here": self.request.get_full_path(),
            "sent": self.resent() if may_go_on else [], "has_files": bool(self.request.FILES),
        }  # fmt: skip
        return render(self.request, "409.html", context, status=409)


class TransitionView(ActOnce, View):
    """A step that needs no input: one button on the case page."""

    http_method_names = ["post"]
    refused_template = "casework/refused.html"

    def act_label(self) -> str:
        return self.case.label_of(self.transition)

    def post(self, request, *args, **kwargs):
        try:
            return self.first_result() or self.once()
        except Stale as error:
            return self.stale(error)
        except Refused as error:
            back = {"back": self.get_success_url(), "label": self.act_label()}
            context = self.get_context_data(reasons=error.reasons, **back)
            return render(request, self.refused_template, context, status=422)


class ActView(ActOnce, FormView):
    """A step with a form; what stands against it is shown before anything is typed."""

    form_class: Any = CaseForm
    can_reopen = True

    def get_context_data(self, **kwargs):
        if "refusals" not in kwargs:
            kwargs["refusals"] = refusals(self.case, self.transition, self.request.actor)
        return super().get_context_data(**kwargs)

    def details(self, form) -> dict:
        """The act's details from the cleaned form."""
        return form.cleaned_data

    def post(self, request, *args, **kwargs):
        if "reopen" in request.POST:
            return self.reopened()
        return self.first_result() or super().post(request, *args, **kwargs)

    def reopened(self) -> HttpResponse:
        """The page over the case as it is now, with what was typed before; nothing is recorded."""
        sent = self.request.POST.copy()
        for name in ("reopen", "revision", "opened"):
            sent.pop(name, None)
        self.request.POST = sent
        return self.render_to_response(self.get_context_data(form=self.get_form()))

    def field_of(self, form, reason) -> str | None:
        """The field beside which a reason stands; None puts it into the summary alone."""
        return reason.field if reason.field in form.fields else None

    def form_valid(self, form):
        self.bound = form
        try:
            return self.once(**self.details(form))
        except Stale as error:
            return self.stale(error)
        except Refused as error:
            for reason in error.reasons:
                place = f"（{cite(reason.clause)}）" if reason.clause else ""
                form.add_error(self.field_of(form, reason), f"{reason.sentence}{place}")
            return self.form_invalid(form)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class OfficeAct(ActView):
    """An act of the office, on no case."""

    case: Any = None

    def refusals(self) -> list[Reason]:
        """What stands against it before anything is typed."""
        return []

    def get_context_data(self, **kwargs):
        kwargs.setdefault("refusals", self.refusals())
        return super().get_context_data(**kwargs)
