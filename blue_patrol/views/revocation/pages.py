"""取消しの事案: the list, the page of one, its opening from the group's page, form 17 as a draft."""

from functools import cached_property

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from blue_patrol.forms.revocation.desk import FindingForm
from blue_patrol.models import Group, Revocation
from blue_patrol.models import RevocationState as R
from blue_patrol.models.revocation.facts import AT_THE_DESK, OPEN
from blue_patrol.models.revocation.machine import open_revocation, opening_gaps
from blue_patrol.papers.from_revocation import revocation_values
from blue_patrol.presenters import clocks, columns, revocation, revocation_words
from blue_patrol.rules import grounds
from blue_patrol.rules.attachments import CLOCK_EVIDENCE
from blue_patrol.views.acting import DeskAct
from casework.models import Attachment, Deadline, IssuedPaper, ReadLog, ReturnReason, StateChange
from casework.permissions import PERMISSIONS
from casework.presenters import road, sentences
from casework.views.desk import DeskCase
from casework.views.handlers import ByHandler, in_hands_of
from casework.views.keyset import Ordered
from casework.views.list_page import ListPage
from casework.views.lists import chosen_station, stations_of
from casework.views.pdf import printed

PHASES = {"open": "進行中", "closed": "終わったもの", "all": "すべて"}


class RevocationMixin(DeskCase):
    """A revocation of the desk."""

    page = "revocation"
    model = Revocation
    related: tuple[str, ...] = ("station__prefecture", "group", "certification", "profile", "handler")


class RevocationAct(RevocationMixin, DeskAct):
    """One act on a revocation."""

    template_name = "blue_patrol/revocation/act.html"

    def cures(self) -> dict:
        return revocation.cures(self.case, self.request.actor)


class RevocationsPage(ByHandler, ListPage):
    """The list: by phase, state, station, 担当; keyset pages."""

    template_name = "blue_patrol/revocation/list.html"
    listing, title = "revocations", "取消しの一覧"

    def columns(self):
        return columns.revocations(with_station=self.request.actor.station is None)

    @cached_property
    def asked(self) -> dict:
        """The filters as the address names them, with their choices."""
        actor, params = self.request.actor, self.request.GET
        stations = stations_of(actor)
        station = chosen_station(params, stations)
        phase = params.get("phase", "open") if params.get("phase", "open") in PHASES else "open"
        state = params.get("state") if params.get("state") in R.values else ""
        return {
            "stations": stations, "station": station, "phase": phase, "phases": PHASES.items(), "state": state, "states": R.choices,
            **self.handler_context(Revocation.objects.of(actor), station),
        }  # fmt: skip

    def source(self) -> Ordered:
        asked, actor = self.asked, self.request.actor
        rows = Revocation.objects.of(actor).select_related("group", "station", "handler", "certification")
        rows = rows.filter(
            {"open": Q(state__in=OPEN), "closed": ~Q(state__in=OPEN)}.get(asked["phase"], Q()),
            in_hands_of(asked["handler"], actor),
            Q(state=asked["state"]) if asked["state"] else Q(),
            Q(station=asked["station"]) if asked["station"] else Q(),
        )
        return Ordered(rows, descending=True)

    def get_context_data(self, **kwargs):
        ReadLog.note(self.request.actor, self.title)
        pages = self.source().page(self.request.GET)
        return super().get_context_data(pages=pages, today=timezone.localdate(), **self.asked, **kwargs)


class RevocationPage(RevocationMixin, TemplateView):
    reads = "取消しの事案"
    template_name = "blue_patrol/revocation/page.html"

    def get_context_data(self, **kwargs):
        case, actor = self.case, self.request.actor
        history = list(StateChange.objects.of_case(case).select_related("payload").order_by("-seq"))
        steps = case.decided_steps()
        reasons = ReturnReason.objects.of_case(case).select_related("given_by", "answered_by")
        papers = IssuedPaper.objects.of_case(case).select_related("made_by").defer("values")
        return super().get_context_data(
            acts=revocation.acts_of(case, actor, steps), act_fields=[("revision", case.revision)],
            steps=revocation.steps(case, history), picture=road.picture(case, history), facts=revocation.facts(case),
            grounds=revocation.ground_lines(case), guidance=case.guidance.select_related("given_by", "judged_by"),
            held=self.held(), may_detach=case.state in AT_THE_DESK and actor.may("station_act"),
            found={"steps": steps, "reasons": list(reasons)}, papers=revocation.paper_lines(case, papers), may_remake=actor.may("make_paper"),
            clocks=(self.clocks(), []), others=revocation.others_of(case), items=case.handed_over() if case.decided_on else [],
            history=sentences.of_history(history, case, revocation_words.VOCABULARY), **kwargs,
        )  # fmt: skip

    def held(self) -> list[tuple]:
        """(what it is, the attachment)."""
        labels = dict(grounds.EVIDENCE_CHOICES)
        return [(labels[one.kind], one) for one in self.case.attached() if one.kind in labels]

    def clocks(self) -> list[tuple]:
        """(clock, address and word of its completion or ()): open ones first."""
        may = self.request.actor.may("keep_deadlines")
        rows = Deadline.objects.of_case(self.case).select_related("done_by")
        order = sorted(rows, key=lambda row: (bool(row.done_on or row.void_reason), row.starts_on, row.pk))
        copies = Attachment.objects.of_case(self.case).filter(kind=CLOCK_EVIDENCE.code)
        by_clock = {copy.subject_pk: copy for copy in copies.defer("file")}
        for row in order:
            row.copy = by_clock.get(row.pk)
        return [
            (row, clocks.completion(row) if may and not row.done_on and not row.void_reason else ())
            for row in order
        ]


class NewRevocation(DeskAct):
    """認知 from the page of a group; ``?ground=d`` presets what another page has found."""

    template_name = "blue_patrol/revocation/new.html"
    model = Group
    related = ("station__prefecture",)
    page = "group"
    reads = "取消しの認知"
    form_class = FindingForm
    title, button = "取消しに当たる事案の認知", "認知を記録する"
    lead = "どの事由に当たるか、何があったかを書きます。"
    success_message = "認知を記録しました。"
    writes = (
        "取消しの事案ができます。証明は、まだ有効です",
        "軽微な違反は、まず指導を行います",
        "認知した人は、この事案を決裁できません",
    )

    def get_initial(self):
        ground = self.request.GET.get("ground", "")
        return {"grounds": [ground]} if ground in grounds.CODES else {}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"people": list(self.case.patrollers.current())}

    def get_context_data(self, **kwargs):
        refused = PERMISSIONS["station_act"].reasons(self.case, self.request.actor) + opening_gaps(self.case)
        kwargs.setdefault("refusals", refused)
        return super().get_context_data(others=revocation.others_of_group(self.case), **kwargs)

    def cures(self) -> dict:
        return {}

    def clause_id(self) -> str:
        return "BP-8-1"

    def seen_revision(self) -> int:
        return 0  # a group has none

    def details(self, form):
        return form.details()

    def carry_out(self, **details):
        return open_revocation(self.case, by=self.request.actor, **details)

    def get_success_url(self) -> str:
        done = getattr(self, "done", None)
        return reverse("revocation", args=[done.pk]) if done else super().get_success_url()


class RevocationForm(RevocationMixin, View):
    """Form 17 from what is written now: a draft until the chief reports it."""

    reads = "取消しの報告書"

    def get(self, request, pk):
        case = self.case
        if case.state not in AT_THE_DESK:
            raise Http404
        values = revocation_values(case, timezone.localdate())
        return printed("17", values, f"様式第17 {case.group.name}", of=case, draft=True)
