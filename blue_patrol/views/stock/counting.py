"""棚卸し: count, see the difference, confirm it; the past counts and their sheets to print."""

from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from blue_patrol.forms.stock.counting import CountForm
from blue_patrol.models import Stocktaking
from blue_patrol.models.stock.counting import Where, expected_at, may_not_count, places_of
from blue_patrol.presenters import stocktaking as words
from blue_patrol.views.stock.pages import StockAct
from casework.models import ReadLog
from casework.permissions import Reason
from casework.views.keyset import Keyset


class StocktakingsPage(TemplateView):
    """The counts of the office; headquarters sees its stations' too."""

    template_name = "blue_patrol/stock/countings.html"

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        rows = Stocktaking.objects.of(actor).select_related("by").defer("expected")
        pages = Keyset(rows, self.request.GET, key="on", descending=True)
        can = [where for where in places_of(actor) if not may_not_count(actor, where)]
        return super().get_context_data(pages=pages, places=can, **kwargs)


class TakeStock(StockAct):
    """One page in two steps, without a state between them: count → difference → recorded."""

    form_class = CountForm
    title, button = "棚卸し", "差を確かめる"
    template_name = "blue_patrol/stock/stocktaking_count.html"
    success_message = "棚卸しを記録しました。結果を印刷して、確認を受けてください。"

    @property
    def where(self) -> Where:
        places = places_of(self.request.actor)
        sent = self.request.POST.get("place") or self.request.GET.get("place", "")
        return next((where for where in places if where == sent), places[0])

    @property
    def expected(self) -> list[dict]:
        if not hasattr(self, "_expected"):
            self._expected = expected_at(self.request.actor, self.where)
        return self._expected

    def refusals(self) -> list[Reason]:
        return may_not_count(self.request.actor, self.where)

    def get_form_kwargs(self):
        if self.request.method == "GET":
            ReadLog.note(self.request.actor, "棚卸し")
        asked = {
            "where": self.where,
            "expected": self.expected,
            "with_notes": "back" not in self.request.POST,
        }
        return super().get_form_kwargs() | asked

    def get_success_url(self) -> str:
        done = getattr(self, "done", None)
        return reverse("stocktaking", args=[done.pk]) if done else reverse("stocktakings")

    def form_valid(self, form):
        if "confirm" in self.request.POST:
            return super().form_valid(form)
        if "compare" in self.request.POST:
            return self.show_difference(form)
        return self.render_to_response(self.get_context_data(form=form))

    def form_invalid(self, form):
        if "confirm" in self.request.POST and not form.is_to_be_counted_again:
            return self.show_difference(form, status=422)
        form.data = form.data.copy()
        form.data["seen"] = form.initial["seen"]  # what is on the page is what should be there now
        return super().form_invalid(form)

    def show_difference(self, form, status: int = 200):
        context = self.get_context_data(
            form=form, missing=form.notes("missing"), surplus=form.notes("surplus")
        )
        for note in [*context["missing"], *context["surplus"]]:
            note.field.required = True  # it will be, with the next click
        context |= {"found_count": context["total"] - sum(count for _, _, count in form.difference.missing)}
        return self.response_class(
            request=self.request,
            template="blue_patrol/stock/stocktaking_difference.html",
            context=context,
            status=status,
        )

    def details(self, form):
        return {"count": form.count(), "on": form.cleaned_data["on"], "remarks": form.cleaned_data["remarks"]}

    def carry_out(self, count, **details):
        return Stocktaking.conclude(count, by=self.request.actor, **details)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        difference = context["form"].difference
        return context | {
            "where": self.where, "lead": words.LEADS[self.where], "sections": words.sections(self.expected, difference.found),
            "total": sum(item["count"] for item in self.expected), "others": [w for w in places_of(self.request.actor) if w != self.where],
            "is_blanks": self.where == Where.HQ_BLANKS, "found_keys": sorted(difference.found),
        }  # fmt: skip


class StocktakingResult(TemplateView):
    """棚卸し結果: a sheet to print, with the lines to sign."""

    template_name = "blue_patrol/stock/stocktaking_result.html"

    def get_context_data(self, **kwargs):
        row = (
            Stocktaking.objects.of(self.request.actor)
            .select_related("by")
            .filter(pk=self.kwargs["pk"])
            .first()
        )
        if row is None:
            raise Http404
        return super().get_context_data(
            row=row, kinds=words.by_kind(row), missing=words.missing_lines(row), surplus=words.surplus_lines(row),
            back=reverse("stocktakings"), **kwargs,
        )  # fmt: skip
