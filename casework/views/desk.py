"""A case on its desk and an act on it with its form: for any machine of any application."""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from casework.sent import whole_number
from casework.views.acts import ActView, CaseMixin

NOT_TAKEN_AWAY = object()


class DeskCase(CaseMixin):
    """A case of the desk, of any machine; an act leads back to its ``page``."""

    page = ""

    def get_success_url(self) -> str:
        return reverse(self.page, args=[self.kwargs["pk"]])

    def get_context_data(self, **kwargs):
        if "back" not in kwargs:
            kwargs["back"] = reverse(self.page, args=[self.kwargs["pk"]])
        return super().get_context_data(today=timezone.localdate(), **kwargs)


class DeskAct(DeskCase, ActView):
    """One act with its form. ``writes`` are sentences on what recording it does."""

    template_name = "acts/form.html"
    title = ""
    button = ""
    lead = ""
    is_rare = False
    writes: tuple[str, ...] = ()

    def dispatch(self, request, *args, **kwargs):
        """An act that its machine takes away from the road is no page of the case."""
        if getattr(self.case, self.transition, NOT_TAKEN_AWAY) is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        return kwargs | {"case": self.case, "actor": self.request.actor, "today": timezone.localdate()}

    def get_context_data(self, **kwargs):
        shown = {
            "title": self.title, "button": self.button, "lead": self.lead, "is_rare": self.is_rare,
            "writes": self.what_it_writes(), "cures": self.cures(), "transition": self.transition,
            "revision": self.seen_revision(), "clause_id": self.clause_id(),
        }  # fmt: skip
        context = super().get_context_data(**shown, **kwargs)
        # What was typed stays in sight even when the act has become impossible meanwhile.
        context["show_form"] = not context["refusals"] or context["form"].is_bound
        context["nothing_left"] = self.nothing_left(context["form"])
        return context

    def nothing_left(self, form) -> str:
        """What the page says in the place of a form that has nothing to ask; "" where it has."""
        return ""

    def cures(self) -> dict:
        """A reason's cure → (address, words) of what mends it."""
        return {}

    def clause_id(self) -> str:
        return self.case.clause_of(self.transition)

    def what_it_writes(self) -> list[str]:
        return list(self.writes)


class RowsMixin:
    """For acts with reasons: a button adds a row and keeps what was typed, nothing is judged yet."""

    def post(self, request, *args, **kwargs):
        if "more" in request.POST:
            return self.render_to_response(self.get_context_data(form=self.one_row_more()))
        return super().post(request, *args, **kwargs)

    def one_row_more(self):
        kwargs = self.get_form_kwargs()
        sent = kwargs.pop("data")
        kwargs.pop("files")
        count = whole_number(sent.get("rows")) or 1
        return self.form_class(**kwargs | {"initial": sent.dict(), "rows": count + 1})
