"""Cases: the list and the page of one."""

from dataclasses import replace

from django.utils import timezone
from django.views.generic import TemplateView

from blue_patrol.models import Application
from blue_patrol.models.credentials import count_words
from blue_patrol.presenters import (
    acts,
    application,
    clocks,
    columns,
    mended,
    parcels,
    requests,
    road,
    sentences,
)
from blue_patrol.rules.attachments import CLOCK_EVIDENCE
from blue_patrol.views import case_file, forwardings
from blue_patrol.views.case_search import CaseList
from blue_patrol.views.entry.confirm import doubts_of
from casework.models import ReadLog
from casework.models.road import RoadState as S
from casework.presenters import links
from casework.presenters.road import picture
from casework.presenters.sentences import of_history
from casework.roles import HEADQUARTERS_DESK
from casework.views import CaseMixin
from casework.views.keyset import Ordered
from casework.views.list_page import ListPage

SHOWN_AT_FIRST, CLOCKS_AT_FIRST = 10, 6  # rows of a long list before 残りも表示する


class CasesPage(ListPage):
    """The list: filters kept in the address, keyset pages."""

    template_name = "blue_patrol/case/list.html"
    listing, title = "cases", "事案一覧"

    def columns(self):
        return columns.cases(with_station=self.request.actor.station is None)

    def saved_filters(self):
        found = getattr(self, "found", None)
        return found.heads.saved if found else super().saved_filters()

    def source(self) -> Ordered:
        """For a file also the events, by which the cases without a group are called."""
        source = CaseList(self.request.actor, self.request.GET).source
        return replace(
            source, rows=source.rows.select_related("group", "station", "handler", "demonstration")
        )

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        ReadLog.note(actor, self.title)
        found = self.found = CaseList(actor, self.request.GET)
        return super().get_context_data(
            found=found, bulk=bulk_act(actor, found.pages.rows), may_print=actor.may("make_paper"), may_assign=actor.may("assign"), today=timezone.localdate(), **kwargs
        )  # fmt: skip


BULK = (  # permission, page, words of the button; CaseList says which rows may be ticked
    ("decide", "decide_together", "選んだ事案をまとめて審査・決裁へ"),
    ("station_act", "report_together", "選んだ事案の交付を報告へ"),
)


def bulk_act(actor, rows) -> dict | None:
    """What the post may do with several rows of the page at once: {url, label}; None without such rows."""
    for permission, page, label in BULK:
        if actor.may(permission) and any(case.may_be_ticked for case in rows):
            return {"url": links.to(page), "label": label}
    return None


class CasePage(CaseMixin, TemplateView):
    model = Application
    related = (
        "station__prefecture", "group", "handler", "profile", "certification", "change_request", "reissue_claim", "demonstration",
    )  # fmt: skip
    reads = "事案"
    template_name = "blue_patrol/case/page.html"

    def get_context_data(self, **kwargs):
        actor, today = self.request.actor, timezone.localdate()
        found = case_file.read(self.case)
        findings = self.case.findings_by_item()
        trained = sum(person.last_trained_on is not None for person in found.patrollers)
        awaited = application.awaited_words(self.case)
        return super().get_context_data(
            found=found, today=today, came_in=self.case.came_in(), acts=acts.of_case(found, actor), steps=road.steps(self.case, found.history),
            picture=picture(self.case, found.history),
            compared=compared(self.case, actor), act_fields=[("revision", self.case.revision)], facts=requests.facts(self.case, self.case.also_station_names()),
            patrollers=cut(found.patrollers), things=cut(found.live_things),
            trained=trained, untrained=len(found.patrollers) - trained,
            awaited=awaited, waiting_papers=application.waiting_papers(self.case, awaited), clocks_to_come=requests.clocks_to_come(self.case), counted=count_words(found.live_things),
            examined=application.examination_lines(self.case.sheet(), findings), attached=application.attachment_lines(found),
            papers=application.paper_lines(found), history=of_history(found.history, self.case, sentences.of_application(self.case, found.things)),
            past=application.past_things(found), receipts=parcels.receipts(found.history, found.things),
            doubts=doubts_of(self.case, found.vehicles, found.patrollers), mended=mended.of_history(found.history, self.case),
            clocks=cut(_clocks(found, actor), CLOCKS_AT_FIRST), may_remake=actor.may("make_paper"),
            overdue=sum(_is_overdue(clock, today) for clock in found.deadlines), **kwargs,
        )  # fmt: skip


def compared(case, actor) -> list[forwardings.Comparison]:
    """What changed since the last time, for headquarters, unless the station is still writing (one more query)."""
    if actor.role not in HEADQUARTERS_DESK or not case.round or case.is_editable:
        return []
    return forwardings.read([case])[case.pk].compared


def cut(rows, first: int = SHOWN_AT_FIRST) -> tuple[list, list]:
    """The first rows and those behind 残りも表示する."""
    return rows[:first], rows[first:]


def _is_overdue(clock, today) -> bool:
    return bool(clock.due_on and clock.due_on < today and not _is_closed(clock))


def _clocks(found, actor) -> list[tuple]:
    """(clock, address and word of its completion or ()): open ones first, the earliest due first."""
    may = actor.may("keep_deadlines") and found.case.state in (S.DELIVERED, S.REPORTED)
    order = sorted(found.deadlines, key=lambda row: (_is_closed(row), row.due_on or row.starts_on))
    for copy in found.attachments:
        for row in order:
            if copy.kind == CLOCK_EVIDENCE.code and copy.subject_pk == row.pk:
                row.copy = copy
    return [(row, clocks.completion(row) if may and not _is_closed(row) else ()) for row in order]


def _is_closed(clock) -> bool:
    return bool(clock.done_on or clock.void_reason)
