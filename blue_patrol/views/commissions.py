"""委嘱 (第12): the list of a station, one commission, and its letters."""

from django.utils import timezone
from django.views.generic import TemplateView

from blue_patrol.models import Commission, CommissionState
from blue_patrol.papers.from_case import office_of
from blue_patrol.presenters import commissions as words
from blue_patrol.presenters import links
from blue_patrol.rules import group_types
from blue_patrol.views.case_search import asked_text, stations_of
from blue_patrol.views.keyset import Keyset
from casework.models import ReadLog, StateChange
from casework.views import CaseMixin


class CommissionsPage(TemplateView):
    """Commissions, the newest first, with a search and by state."""

    template_name = "blue_patrol/commissions.html"

    def get_context_data(self, **kwargs):
        actor, params = self.request.actor, self.request.GET
        ReadLog.note(actor, "委嘱一覧")
        stations = stations_of(actor)
        station = next((each for each in stations if str(each.pk) == params.get("station")), None)
        state = params.get("state") if params.get("state") in CommissionState.values else ""
        q = asked_text(params)
        rows = Commission.objects.of(actor).select_related("station", "group")
        rows = rows.filter(name__icontains=q) if q else rows
        rows = rows.filter(state=state) if state else rows
        rows = rows.filter(station=station) if station else rows
        pages = Keyset(rows, params, descending=True)
        return super().get_context_data(
            pages=pages, rows=[(each, words.state(each)) for each in pages.rows], stations=stations, station=station, q=q,
            state=state, states=CommissionState.choices, may_act=actor.may("station_act"),
            is_filtered=bool(q or state or station), **kwargs,
        )  # fmt: skip


class CommissionMixin(CaseMixin):
    model = Commission
    related = ("station__prefecture", "group")

    def get_context_data(self, **kwargs):
        kwargs.setdefault("back", links.to("commission", self.kwargs["pk"]))
        return super().get_context_data(commission=self.case, today=timezone.localdate(), **kwargs)


class CommissionPage(CommissionMixin, TemplateView):
    """One commission: what was weighed, decided, told and released, and what can be done."""

    template_name = "blue_patrol/commission.html"
    reads = "委嘱"

    def get_context_data(self, **kwargs):
        case, actor = self.case, self.request.actor
        history = StateChange.objects.of_case(case).select_related("payload").order_by("-seq")
        return super().get_context_data(
            state=words.state(case), buttons=words.buttons(case, actor), missing=words.missing(case),
            criteria=words.criteria(case), guidance=words.guidance(case), history=words.history(history),
            cures={"reconsider": (links.to("commission_edit", case.pk), "検討を書く")} if actor.may("station_act") else {},
            **kwargs,
        )  # fmt: skip


class CommissionLetter(CommissionMixin, TemplateView):
    """委嘱状: by the chief of the day on which it was decided."""

    template_name = "blue_patrol/letter_commission.html"
    reads = "委嘱状"

    def get_context_data(self, **kwargs):
        on = self.case.decided_on or timezone.localdate()
        return super().get_context_data(
            office=office_of(self.case.station, on), on=on, guidance=words.guidance(self.case),
            is_given=self.case.state in (CommissionState.COMMISSIONED, CommissionState.RELEASED), **kwargs,
        )  # fmt: skip


class ReleaseLetter(CommissionMixin, TemplateView):
    """委嘱の解除の報告: from the station chief to the chief of the prefecture's police (BP-12-3)."""

    template_name = "blue_patrol/letter_commission_release.html"
    reads = "委嘱の解除の報告"

    def get_context_data(self, **kwargs):
        on = self.case.reported_on or timezone.localdate()
        standing = self.case.group and self.case.group.certifications.exclude(state="void").first()
        is_type_b = self.case.group and self.case.group.group_type == group_types.COMMISSIONED
        return super().get_context_data(
            office=office_of(self.case.station, on), on=on, standing=standing, is_type_b=is_type_b, **kwargs
        )
