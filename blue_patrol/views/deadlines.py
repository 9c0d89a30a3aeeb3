"""Every clock of the desk: by kind, office and age; done with evidence on the page of the act."""

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from blue_patrol.presenters import clocks, columns
from blue_patrol.rules import deadlines
from blue_patrol.rules.attachments import CLOCK_EVIDENCE
from blue_patrol.views.desks import group_of_case, group_pk_of_case
from blue_patrol.views.groups import amber_months
from casework import clocks as bands
from casework.models import Attachment, Deadline, ReadLog
from casework.presenters import links
from casework.views.keyset import Ordered
from casework.views.list_page import ListPage
from casework.views.lists import chosen_station, stations_of

WITHIN = {"": "すべて", "overdue": "過ぎたもの", "7": "7日以内", "30": "30日以内"}
WITHIN |= {band.code: band.label for band in bands.BANDS} | {"met": "済んだもの"}


def _copy():
    """A subquery: the key of the copy that was kept when the clock was met."""
    copies = Attachment.objects.filter(kind=CLOCK_EVIDENCE.code, subject_pk=OuterRef("pk"), removed_on=None)
    return Subquery(copies.order_by("-pk").values("pk")[:1])


class DeadlinesPage(ListPage):
    template_name = "blue_patrol/deadlines.html"
    listing, title = "deadlines", "期限一覧"

    def columns(self):
        return columns.deadlines(with_station=self.request.actor.station is None, today=timezone.localdate())

    def _asked(self) -> tuple:
        """(within, kind, station) as the address names them."""
        params = self.request.GET
        within = params.get("within") if params.get("within") in WITHIN else ""
        kind = params.get("kind") if params.get("kind") in deadlines.CODES else ""
        return within, kind, chosen_station(params, stations_of(self.request.actor))

    def source(self) -> Ordered:
        within, kind, station = self._asked()
        rows = self._rows(self.request.actor, within, kind, station, timezone.localdate())
        return Ordered(rows, "day", descending=within == "met")

    def get_context_data(self, **kwargs):
        actor, today = self.request.actor, timezone.localdate()
        ReadLog.note(actor, self.title)
        stations = stations_of(actor)
        within, kind, station = self._asked()
        pages = self.source().page(self.request.GET)
        may = actor.may("keep_deadlines")
        return super().get_context_data(
            pages=pages, rows=[self._line(clock, today, may) for clock in pages.rows], stations=stations, station=station,
            within=within, kind=kind, choices=WITHIN.items(), kinds=deadlines.CHOICES, today=today,
            is_filtered=bool(within or kind or station), **kwargs,
        )  # fmt: skip

    @staticmethod
    def _rows(actor, within: str, kind: str, station, today):
        """Clocks by the day they are due; those without one (速やかに) by the day they began."""
        rows = (
            Deadline.objects.of(actor)
            .select_related("station", "done_by")
            .annotate(group_name=group_of_case(), group_pk=group_pk_of_case())
        )
        if within == "met":
            rows = rows.exclude(done_on=None).annotate(day=F("done_on"), copy_pk=_copy())
        else:
            rows = rows.open().annotate(day=Coalesce("due_on", "starts_on"), amber=amber_months("station"))
        if within == "overdue":
            rows = rows.filter(due_on__lt=today)
        if within == "30":
            rows = rows.filter(due_on__range=(today, today + today.resolution * 30))
        if within in bands.BY_CODE:
            rows = rows.filter(bands.BY_CODE[within].condition(today, "due_on", "starts_on"))
        if kind:
            rows = rows.filter(kind=kind)
        return rows.filter(station=station) if station else rows

    @staticmethod
    def _line(clock, today, may: bool):
        """(clock, whether it has turned amber, address and word of its completion or ())."""
        clock.url = links.of_clock(clock)
        months = getattr(clock, "amber", None) or 0
        slow = clock.due_on and deadlines.by_code(clock.kind).amber_key and months
        amber = bool(slow and clock.due_on >= today >= deadlines.amber_from(clock.due_on, months))
        return clock, amber, clocks.completion(clock) if may and not clock.done_on else ()
