"""返納 (第9): the counter, the list, the page of one return, its papers."""

from functools import cached_property

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from blue_patrol.forms.returns import ReceiveReturnForm
from blue_patrol.models import Group, ReturnNotice, ReturnState
from blue_patrol.models.credentials import marked_cars
from blue_patrol.models.returned.receipt import gaps, receive, standing_of, things_with_group
from blue_patrol.papers.from_return import forwarding_values, notice_values
from blue_patrol.presenters import columns
from blue_patrol.presenters import returns as words
from blue_patrol.rules import deadlines
from blue_patrol.views.acting import DeskAct
from blue_patrol.views.cases import CLOCKS_AT_FIRST, cut
from blue_patrol.views.clocks import lines_of
from casework import dates, papers, wareki
from casework.models import IssuedPaper, PrefectureProfile, ReadLog, ReturnReason, StateChange
from casework.models.road import OPEN_STATES
from casework.permissions import PERMISSIONS
from casework.presenters import links, road
from casework.presenters.sentences import of_history
from casework.views import CaseMixin
from casework.views.handlers import ByHandler, in_hands_of
from casework.views.keyset import Ordered
from casework.views.list_page import ListPage
from casework.views.lists import chosen_station, stations_of
from casework.views.pdf import printed

PHASES = {"open": "進行中", "done": "済んだもの", "all": "すべて"}
LIVE_FORMS = {"12": notice_values, "18": forwarding_values}


class ReceiveReturn(DeskAct):
    """返納の窓口 (BP-9-1): one row a thing, everything 返った until said otherwise; the case is made by the act."""

    page = "group"
    transition = "open"
    template_name = "blue_patrol/returned/receive.html"
    form_class = ReceiveReturnForm
    title, button = "返納を受ける", "返納届を受理する"
    success_message = "返納届を受理しました。署長が進達できます。"

    @property
    def case(self) -> ReturnNotice:
        """The return as it would be made; it is stored by the act alone."""
        if not hasattr(self, "_case"):
            rows = Group.objects.of(self.request.actor).select_related("station__prefecture")
            group = get_object_or_404(rows, pk=self.kwargs["pk"])
            self._case = ReturnNotice(station=group.station, group=group)
            if self.request.method == "GET":
                ReadLog.note(self.request.actor, "返納の窓口", group)
        return self._case

    @cached_property
    def standing(self):
        return standing_of(self.case.group)

    @property
    def refused(self) -> list:
        if not hasattr(self, "_refused"):
            group = self.case.group
            self._refused = PERMISSIONS["station_act"].reasons(group, self.request.actor) or gaps(group)
        return self._refused

    def get_success_url(self) -> str:
        if hasattr(self, "done"):
            return reverse("return_notice", args=[self.done.pk])
        return reverse("group", args=[self.kwargs["pk"]])

    def cures(self) -> dict:
        other = ReturnNotice.objects.filter(group=self.case.group).first()
        shown = {"return": (links.to("return_notice", other.pk), "その返納を開く")} if other else {}
        return shown | {"custody": (links.to("custody"), "証明書等の所在へ")}

    @cached_property
    def cars(self) -> list:
        return list(marked_cars(self.standing)) if self.standing else []

    @cached_property
    def days(self) -> int:
        profile = PrefectureProfile.in_force(self.case.station.prefecture, timezone.localdate())
        return profile.value(deadlines.ENTRY_DELETION.number_key)

    def get_form_kwargs(self):
        things = list(things_with_group(self.standing)) if self.standing else []
        more = {"standing": self.standing, "things": things, "cars": self.cars, "days": self.days}
        return super().get_form_kwargs() | more

    def get_context_data(self, **kwargs):
        others = self.case.group.applications.filter(state__in=OPEN_STATES).order_by("pk")
        return super().get_context_data(
            refusals=self.refused, others=others, standing=self.standing, **kwargs
        )

    def details(self, form):
        return {"receipt": form.receipt()}

    def carry_out(self, *, receipt):
        return receive(self.case.group, by=self.request.actor, receipt=receipt)

    def what_it_writes(self):
        if not self.standing:
            return []
        due = wareki.format_long(dates.due(timezone.localdate(), self.days), weekday=True)
        return [
            "返ったものは「署に返納」、ないものは「不明」になります",
            "証明は、取消しのままです" if self.standing.closed_on else "証明が終わります",
            f"車検証の記載の抹消の期限が{len(self.cars)}台分始まります（きょう受理すると {due}まで）",
            "講習・情報提供・検査証への記載の期限は、要らなくなります",
            "証明台帳に、返納が入ります",
        ]


class ReturnsPage(ByHandler, ListPage):
    """Every return of the desk, by phase, station, 担当; keyset pages."""

    template_name = "blue_patrol/returned/list.html"
    listing, title = "returns", "返納一覧"

    def columns(self):
        return columns.returns(with_station=self.request.actor.station is None)

    @cached_property
    def asked(self) -> dict:
        """The filters as the address names them, with their choices."""
        actor, params = self.request.actor, self.request.GET
        stations = stations_of(actor)
        station = chosen_station(params, stations)
        phase = params.get("phase", "open") if params.get("phase", "open") in PHASES else "open"
        return {
            "stations": stations, "station": station, "phase": phase, "phases": PHASES.items(),
            **self.handler_context(ReturnNotice.objects.of(actor), station),
        }  # fmt: skip

    def source(self) -> Ordered:
        asked, actor = self.asked, self.request.actor
        rows = ReturnNotice.objects.of(actor).select_related("group", "station", "certification", "handler")
        done = Q(state=ReturnState.TRANSPORT_NOTIFIED)
        rows = rows.filter(
            {"open": ~done, "done": done}.get(asked["phase"], Q()),
            in_hands_of(asked["handler"], actor),
            Q(station=asked["station"]) if asked["station"] else Q(),
        )
        return Ordered(rows, descending=True)

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        ReadLog.note(actor, self.title)
        pages = self.source().page(self.request.GET)
        return super().get_context_data(
            pages=pages, rows=[words.waits(notice) for notice in pages.rows], may_notify=actor.may("headquarters_act"), **self.asked, **kwargs
        )  # fmt: skip


class ReturnMixin(CaseMixin):
    model = ReturnNotice
    related = ("station__prefecture", "group", "profile", "handler", "certification", "received_by")


class ReturnPage(ReturnMixin, TemplateView):
    template_name = "blue_patrol/returned/page.html"
    reads = "返納"

    def get_context_data(self, **kwargs):
        actor, today, notice = self.request.actor, timezone.localdate(), self.case
        items = notice.listed()
        rows = list(StateChange.objects.of_case(notice).select_related("payload").order_by("-seq"))
        papers = IssuedPaper.objects.of_case(notice).select_related("made_by").defer("values").order_by("pk")
        return super().get_context_data(
            today=today, acts=words.acts_of(notice, actor, items), steps=words.steps(notice, rows),
            picture=road.picture(notice, rows), facts=words.facts(notice), items=words.item_lines(items),
            counted=words.counted(items), papers=words.paper_lines(notice, papers), may_remake=actor.may("make_paper"),
            reasons=list(ReturnReason.objects.of_case(notice).select_related("given_by", "answered_by")),
            history=of_history(rows, notice, words.vocabulary(items)), clocks=cut(lines_of(notice, actor), CLOCKS_AT_FIRST), **kwargs,
        )  # fmt: skip


class ReturnForm(ReturnMixin, View):
    """Form 12 as it was typed in, as a copy (?mode=copy) for headquarters; form 18 as a draft until it is forwarded."""

    reads = "返納の様式"

    def get(self, request, pk, number):
        if number not in LIVE_FORMS:
            raise Http404
        notice = self.case
        draft = number == "18" and notice.state in (ReturnState.RECEIVED, ReturnState.SENT_BACK)
        values = LIVE_FORMS[number](notice, timezone.localdate())
        name = f"様式第{number} {papers.get(number).title} {notice.group.name}"
        is_copy = number == "12" and request.GET.get("mode") == "copy"
        return printed(
            number,
            values,
            name,
            of=notice,
            mode=papers.Mode.COPY if is_copy else papers.Mode.FILLED,
            draft=draft,
        )
