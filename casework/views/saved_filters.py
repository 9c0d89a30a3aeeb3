"""Saved filters of a list: a person's own, whatever the post; the list itself asks for its permission."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import NoReverseMatch, resolve, reverse
from django.views.generic import FormView, View

from casework.forms.saved_filters import SavedFilterForm
from casework.models import SavedFilter
from casework.scope import access_table
from casework.sent import whole_number
from casework.views.list_page import ListPage


def list_page(listing: str) -> Any:
    """The list with this address's name. Raises Http404 for what is none."""
    try:
        page = getattr(resolve(reverse(listing)).func, "view_class", None)
    except NoReverseMatch:
        page = None
    if page is None or not issubclass(page, ListPage):
        raise Http404
    return page


class OfAList(View):
    """For pages beside a list: whoever may not open the list is told so here too."""

    listing = ""
    page: Any = None

    def dispatch(self, request, *args, **kwargs):
        self.listing = kwargs["listing"]
        self.page = list_page(self.listing)
        if not request.actor.may(access_table()[self.listing]):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class SavedFilters(OfAList, FormView):
    """The present filter (this page's own address) takes a name; those saved are opened and taken away."""

    template_name = "lists/saved.html"
    form_class = SavedFilterForm

    def get_form_kwargs(self):
        told = {"staff": self.request.user, "listing": self.listing, "params": self.request.GET}
        return super().get_form_kwargs() | told

    def get_context_data(self, **kwargs):
        here = self.request.GET.urlencode()
        words = [label for key, label in (("q", "検索"), ("on", "日")) if self.request.GET.get(key)]
        return super().get_context_data(
            saved=list(SavedFilter.objects.of(self.request.user, self.listing)), title=self.page.title, listing=self.listing, is_dropped="・".join(words),
            list_url=reverse(self.listing), back=f"{reverse(self.listing)}?{here}", **kwargs,
        )  # fmt: skip

    def form_valid(self, form):
        columns = [key for key in self.request.GET.getlist("columns") if len(key) <= 30 and "\0" not in key]
        kept = form.save(columns[:60])
        messages.success(self.request, f"条件「{kept.name}」を保存しました。")
        return redirect(reverse(self.listing) + kept.address)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class SavedFilterDelete(OfAList):
    """Takes one of one's own away; a second click finds nothing and says nothing else."""

    http_method_names = ["post"]

    def post(self, request, listing):
        key = whole_number(request.POST.get("filter"))
        kept = SavedFilter.objects.of(request.user, listing).filter(pk=key).first()
        if kept is not None:
            kept.delete()
            messages.success(request, f"条件「{kept.name}」を消しました。")
        return redirect("saved_filters", listing)
