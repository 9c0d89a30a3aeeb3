"""監察: the nights of verification, the anchors, a search in the history, who looked at what. Nothing here acts."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.views.generic import TemplateView

from casework import clocks, dates, wareki
from casework.models import Anchor, ReadLog, StateChange, VerificationRun, ViewReview
from casework.models.shared import machine_of
from casework.presenters import links
from casework.proof.verification import label_of
from casework.views.keyset import Keyset
from casework.views.lists import asked_text, chosen_station, stations_of

NIGHTS = 14


class Asked:
    """What the address of a search names: a person, a post or an office by words, days."""

    def __init__(self, params):
        self.text, self.act = asked_text(params), params.get("act", "").strip().replace("\0", "")
        self.since, self.until = self._day(params, "since"), self._day(params, "until")

    def _day(self, params, name: str) -> date | None:
        """A day as it is typed anywhere; one that cannot be read is said so beside its field."""
        text = params.get(name, "").strip()
        setattr(self, f"{name}_text", text)
        setattr(self, f"{name}_fault", "")
        if not text:
            return None
        try:
            return wareki.parse(text).date
        except wareki.WarekiError as error:
            setattr(self, f"{name}_fault", str(error))
            return None


class Inspection(TemplateView):
    """The first page: how the last nights ended, what stands outside, where to go on."""

    template_name = "casework/proof/inspection.html"

    def get_context_data(self, **kwargs):
        actor, today = self.request.actor, timezone.localdate()
        runs = list(VerificationRun.objects.all()[:NIGHTS])
        numbers = clocks.numbers(actor, today)
        return super().get_context_data(
            runs=[(run, [(label_of(code), count) for code, count in run.counts.items()]) for run in runs],
            last=runs[0] if runs else None, anchors=Anchor.objects.all()[:NIGHTS], is_late=is_late(runs[0] if runs else None),
            overdue=sum(each.n for each in numbers if clocks.BY_CODE[each.band] in clocks.OVERDUE),
            reviews=ViewReview.objects.of(actor).select_related("station", "division")[:NIGHTS], **kwargs,
        )  # fmt: skip


def is_late(run: VerificationRun | None) -> bool:
    """Whether the last verification is older than a night and a half."""
    return run is None or run.begun_at < timezone.now() - timedelta(hours=36)


class HistorySearch(TemplateView):
    """Acts of all stations of the prefecture, the latest first."""

    template_name = "casework/proof/history.html"

    def get_context_data(self, **kwargs):
        actor, asked = self.request.actor, Asked(self.request.GET)
        stations = stations_of(actor)
        station = chosen_station(self.request.GET, stations)
        rows = StateChange.objects.of(actor).select_related("station")
        if station:
            rows = rows.filter(station=station)
        if asked.text:
            named = Q(staff_name__contains=asked.text) | Q(post_name__contains=asked.text)
            rows = rows.filter(named | Q(staff__staff_number=asked.text))
        if asked.act:
            rows = rows.filter(label__contains=asked.act)
        rows = rows.filter(**_between("on", asked.since, asked.until))
        pages = Keyset(rows, self.request.GET, key="seq", descending=True)
        ReadLog.note(actor, "経過の検索")
        found = [(row, links.of_row(row.case_label, row.case_pk), name_of(row)) for row in pages.rows]
        return super().get_context_data(
            asked=asked, stations=stations, station=station, pages=pages, rows=found, **kwargs
        )


class ViewsSearch(TemplateView):
    """Views of personal data by the people of the prefecture, the latest first."""

    template_name = "casework/proof/read_log.html"

    def get_context_data(self, **kwargs):
        actor, asked = self.request.actor, Asked(self.request.GET)
        stations = stations_of(actor)
        station = chosen_station(self.request.GET, stations)
        of_stations = Q(post__station__in=[station.pk] if station else actor.station_ids)
        rows = ReadLog.objects.filter(
            of_stations if station else of_stations | Q(post__division__prefecture=actor.prefecture)
        )
        if asked.text:
            rows = rows.filter(
                Q(staff__name__contains=asked.text)
                | Q(post_name__contains=asked.text)
                | Q(staff__staff_number=asked.text)
            )
        if asked.act:
            rows = rows.filter(what__contains=asked.act)
        first = {"at__gte": dates.midnight(asked.since)} if asked.since else {}
        last = {"at__lt": dates.midnight(asked.until + timedelta(days=1))} if asked.until else {}
        pages = Keyset(
            rows.filter(**first, **last).select_related("staff"), self.request.GET, descending=True
        )
        ReadLog.note(actor, "閲覧の記録")
        found = [
            (row, links.of_row(row.object_label, row.object_pk) if row.object_pk and row.object_label else "")
            for row in pages.rows
        ]
        return super().get_context_data(
            asked=asked, stations=stations, station=station, pages=pages, rows=found, **kwargs
        )


def _between(name: str, since: date | None, until: date | None) -> dict:
    return ({f"{name}__gte": since} if since else {}) | ({f"{name}__lte": until} if until else {})


def name_of(row: StateChange) -> str:
    """What kind of case an act was on."""
    return f"{machine_of(row.case_label)._meta.verbose_name} {row.case_pk}"
