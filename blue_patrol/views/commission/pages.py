"""委嘱 (第12): the list of a station, one commission, and its letters."""

from functools import cached_property

from django.http import Http404
from django.utils import timezone
from django.views.generic import TemplateView, View

from blue_patrol.models import Commission, CommissionState
from blue_patrol.papers import from_commission
from blue_patrol.presenters import columns
from blue_patrol.presenters import commissions as words
from casework.models import ReadLog, StateChange
from casework.presenters import links, sentences
from casework.views.desk import DeskCase
from casework.views.keyset import Ordered
from casework.views.list_page import ListPage
from casework.views.lists import asked_text, chosen_station, stations_of
from casework.views.pdf import printed


class CommissionsPage(ListPage):
    """Commissions, the newest first, with a search and by state."""

    template_name = "blue_patrol/commission/list.html"
    listing, title = "commissions", "委嘱一覧"

    def columns(self):
        return columns.commissions(with_station=self.request.actor.station is None)

    @cached_property
    def asked(self) -> dict:
        """The filters as the address names them, with their choices."""
        params, stations = self.request.GET, stations_of(self.request.actor)
        state = params.get("state") if params.get("state") in CommissionState.values else ""
        return {
            "stations": stations, "station": chosen_station(params, stations), "q": asked_text(params),
            "state": state, "states": CommissionState.choices,
        }  # fmt: skip

    def source(self) -> Ordered:
        asked = {
            "name__icontains": self.asked["q"], "state": self.asked["state"], "station": self.asked["station"],
        }  # fmt: skip
        rows = Commission.objects.of(self.request.actor).select_related("station", "group")
        return Ordered(
            rows.filter(**{name: value for name, value in asked.items() if value}), descending=True
        )

    def get_context_data(self, **kwargs):
        actor, asked = self.request.actor, self.asked
        ReadLog.note(actor, self.title)
        pages = self.source().page(self.request.GET)
        return super().get_context_data(
            pages=pages, rows=[(each, words.state(each)) for each in pages.rows], may_act=actor.may("station_act"),
            is_filtered=bool(asked["q"] or asked["state"] or asked["station"]), **asked, **kwargs,
        )  # fmt: skip


class CommissionMixin(DeskCase):
    page = "commission"
    model = Commission
    related = ("station__prefecture", "group")

    def get_context_data(self, **kwargs):
        return super().get_context_data(commission=self.case, **kwargs)


class CommissionPage(CommissionMixin, TemplateView):
    """One commission: what was weighed, decided, told and released, and what can be done."""

    template_name = "blue_patrol/commission/page.html"
    reads = "委嘱"

    def get_context_data(self, **kwargs):
        case, actor = self.case, self.request.actor
        history = StateChange.objects.of_case(case).select_related("payload").order_by("-seq")
        return super().get_context_data(
            state=words.state(case), buttons=words.buttons(case, actor), missing=words.missing(case),
            criteria=words.criteria(case), guidance=words.guidance(case), history=sentences.of_history(history, case, words.VOCABULARY),
            cures={"reconsider": (links.to("commission_edit", case.pk), "検討を書く")} if actor.may("station_act") else {},
            **kwargs,
        )  # fmt: skip


class CommissionLetter(CommissionMixin, View):
    """委嘱状 (BP-12-2)."""

    reads = "委嘱状"

    def get(self, request, pk):
        case = self.case
        if not case.guided:
            raise Http404
        values = from_commission.letter_values(case, timezone.localdate())
        return printed(from_commission.LETTER, values, f"委嘱状 {case.name}", of=case)


class ReleaseLetter(CommissionMixin, View):
    """委嘱解除報告書 (BP-12-3): printed and sent, then recorded as sent; number and day may be left to the pen."""

    reads = "委嘱の解除の報告"

    def get(self, request, pk):
        case, actor = self.case, request.actor
        if not case.must_report:
            raise Http404
        handler = actor.staff if actor.may("station_act") and case.reported_on is None else None
        values = from_commission.release_values(case, timezone.localdate(), handler)
        return printed(from_commission.RELEASE, values, f"委嘱解除報告書 {case.name}", of=case)
