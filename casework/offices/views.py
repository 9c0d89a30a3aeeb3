"""所管替え, page by page: what was done, what is to be done, the look at what it would do, what it did."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import ListView, View

from casework.export.columns import Column
from casework.models import ChangeOfStation, HeadquartersDivision, ReadLog
from casework.offices.act import change_station, try_out
from casework.offices.forms import FORMS
from casework.presenters import links
from casework.views import ActOnce
from casework.views.list_page import ListPage
from casework.views.lists import chosen_station, stations_of
from casework.workflow import Refused

D, Kind = HeadquartersDivision.Duty, ChangeOfStation.Kind
TITLES = {
    Kind.GROUPS: "団体の所管替え",
    Kind.STATION: "警察署の統合",
    Kind.KOBAN: "交番・駐在所の統合・移管",
}
LEADS = {
    Kind.GROUPS: "団体と、その証明、証明書等、事案、期限、証明台帳を、別の警察署に移します。",
    Kind.STATION: "警察署が所管するものをすべて別の警察署に移し、その警察署を閉じます。",
    Kind.KOBAN: "交番・駐在所を閉じ、連絡協議会を引き継ぎます。",
}


def kinds_of(actor) -> list[tuple[str, str]]:
    """(title, address) of what the post may begin."""
    duty = actor.post.division.duty if actor.may("change_station") else ""
    return [
        (title, reverse("office_change_new", args=[kind]))
        for kind, title in TITLES.items()
        if _duty(kind) == duty
    ]


def _duty(kind: str) -> str:
    return ChangeOfStation(kind=kind).duty


class Offices(ListView):
    template_name = "casework/offices/list.html"
    paginate_by = 50

    def get_queryset(self):
        rows = ChangeOfStation.objects.of(self.request.actor)
        return rows.select_related("station", "to", "koban", "to_koban").defer("rows")

    def get_context_data(self, **kwargs):
        return super().get_context_data(kinds=kinds_of(self.request.actor), **kwargs)


class OfficeChangeNew(ActOnce, View):
    """Asked, tried out, confirmed: the confirmation sends what was typed once more, with the fingerprint that was seen."""

    case = None
    http_method_names = ["get", "head", "post"]
    success_message = "所管替えを行いました。"

    def dispatch(self, request, *args, **kwargs):
        self.kind = kwargs["kind"]
        if self.kind not in FORMS:
            raise Http404
        if _duty(self.kind) != request.actor.post.division.duty:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        return self.choose() if self.is_unsaid() else self.page(self.form())

    def post(self, request, *args, **kwargs):
        if first := self.first_result():
            return first
        if self.is_unsaid():
            return self.choose(status=422)
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        if "back" in request.POST:
            return self.page(form)
        try:
            return self.once(form=form) if "seen" in request.POST else self.tried(form)
        except Refused as error:
            return (
                self.tried(form, error.reasons, status=422)
                if "seen" in request.POST
                else self.page(form, error.reasons, 422)
            )

    def is_unsaid(self) -> bool:
        """Single groups are those of one station, which is said first."""
        return self.kind == Kind.GROUPS and self.origin() is None

    def choose(self, status=200):
        context = {"stations": stations_of(self.request.actor)}
        return self._render("casework/offices/choose.html", context, status)

    def origin(self):
        actor = self.request.actor
        return chosen_station(self.request.POST or self.request.GET, stations_of(actor))

    def form(self, sent=None):
        told = {"origin": self.origin()} if self.kind == Kind.GROUPS else {}
        picked = {"groups": self.request.GET.getlist("group")} if self.kind == Kind.GROUPS else {}
        return FORMS[self.kind](
            sent, actor=self.request.actor, today=timezone.localdate(), initial=picked, **told
        )

    def page(self, form, refusals=(), status=200):
        context = {
            "form": form,
            "refusals": refusals,
            "origin": self.origin() if self.kind == Kind.GROUPS else None,
        }
        return self._render("casework/offices/new.html", context, status)

    def tried(self, form, refusals=(), status=200):
        """What it would do now; ``refusals``: why the act itself was refused a moment ago."""
        try:
            outcome = try_out(form.asked(), by=self.request.actor)
        except Refused as error:
            return self.page(form, error.reasons, 422)
        ReadLog.note(self.request.actor, f"{TITLES[self.kind]}の試し", form.asked().origin)
        sent = [(name, v) for name, values in self.request.POST.lists() if name not in OWN for v in values]
        context = {
            "outcome": outcome,
            "form": form,
            "sent": sent,
            "refusals": refusals,
            "asked": form.asked(),
        }
        return self._render("casework/offices/tried.html", context, status)

    def carry_out(self, *, form):
        seen, grounds = self.request.POST["seen"], form.cleaned_data["grounds"]
        return change_station(form.asked(), by=self.request.actor, grounds=grounds, seen=seen)

    def get_success_url(self) -> str:
        return reverse("office_change", args=[self.done.pk])

    def _render(self, template, context, status=200):
        shared = {"kind": self.kind, "title": TITLES[self.kind], "lead": LEADS[self.kind]}
        return render(self.request, template, shared | context, status=status)


OWN = {"csrfmiddlewaretoken", "act_key", "seen", "back"}  # of the page, not of what was typed


class Lines:
    """What a change moved, as the rows of a list."""

    def __init__(self, change: ChangeOfStation):
        self.change = change

    def count(self) -> int:
        return len(self.change.rows)

    def each(self):
        return iter(self.change.rows)


class OfficeChange(ListPage):
    """What one 所管替え moved, and as a file."""

    template_name = "casework/offices/change.html"
    title = "所管替えの一覧"

    def columns(self):
        return (
            Column("words", "名称", lambda row: row["words"], fixed=True),
            Column("what", "区分", lambda row: row["what"]),
            Column("state", "状態", lambda row: row["state"]),
            Column("number", "証明書番号", lambda row: row["number"]),
            Column("from", "移す前", lambda row: self.change.from_name),
            Column("to", "移した先", lambda row: self.change.to_name),
        )

    def get(self, request, *args, **kwargs):
        rows = ChangeOfStation.objects.of(request.actor).select_related(
            "station", "to", "koban__station", "to_koban"
        )
        self.change = get_object_or_404(rows, pk=kwargs["pk"])
        return super().get(request, *args, **kwargs)

    def source(self):
        return Lines(self.change)

    def at_the_head(self) -> dict:
        """No saved filters: there is nothing to filter."""
        return {}

    def get_context_data(self, **kwargs):
        ReadLog.note(self.request.actor, self.title, self.change)
        rows = [(row, links.of_row(row["label"], row["pk"])) for row in self.change.rows]
        return super().get_context_data(
            change=self.change, rows=rows, title=TITLES[self.change.kind], **kwargs
        )
