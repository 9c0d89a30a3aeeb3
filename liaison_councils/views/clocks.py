"""期限 of the councils: the rows behind a figure of the board, of one kind, by band and station."""

from django.db.models.functions import Coalesce
from django.utils import timezone
from django.views.generic import TemplateView

from casework.clocks import BANDS, BY_CODE
from casework.models import ReadLog
from casework.presenters import links
from casework.views.keyset import Keyset
from casework.views.lists import chosen_station, stations_of
from liaison_councils import clock_kinds
from liaison_councils.models import Meeting, Term

RELATED = {Meeting: (), Term: ("council", "person")}  # beside the council itself


class CouncilClocks(TemplateView):
    """?kind (the first one without), ?within (a band), ?station; the first to come first."""

    template_name = "liaison_councils/clocks.html"

    def get_context_data(self, **kwargs):
        actor, params, today = self.request.actor, self.request.GET, timezone.localdate()
        ReadLog.note(actor, "協議会の期限")
        stations = stations_of(actor)
        station, band = chosen_station(params, stations), BY_CODE.get(params.get("within", ""))
        kind = next((k for k in clock_kinds.LISTED if k.code == params.get("kind")), clock_kinds.LISTED[0])
        rows = clock_kinds.BY_KIND[kind.code](actor).annotate(clock_day=Coalesce("clock_due", "clock_from"))
        rows = rows.filter(band.condition(today, "clock_due", "clock_from")) if band else rows
        rows = rows.filter(station=station) if station else rows
        rows = rows.select_related("station", *RELATED.get(rows.model, ("council",)))
        rows = rows.prefetch_related("councils") if rows.model is Meeting else rows
        pages = Keyset(rows, params, key="clock_day")
        return super().get_context_data(
            pages=pages, rows=[self._line(row) for row in pages.rows], kind=kind, within=band.code if band else "", stations=stations,
            station=station, kinds=clock_kinds.LISTED, bands=BANDS, is_filtered=bool(band or station), today=today, **kwargs,
        )  # fmt: skip

    def _line(self, row) -> tuple:
        """(row, its words, its council): headquarters follows councils, not people."""
        in_full = self.request.actor.station is not None
        council = row.subject if isinstance(row, Meeting) else getattr(row.council, "name", "署の全体")
        words = (str(row.person) if in_full else "委員") if isinstance(row, Term) else str(row)
        return row, words, council, links.of_case(row)
