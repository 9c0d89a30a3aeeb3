"""交付簿の訂正, for the inspector: every row that strikes another through, the latest first."""

from django.views.generic import TemplateView

from blue_patrol.models import RegisterEntry
from casework.models import ReadLog
from casework.views.keyset import Keyset
from casework.views.lists import chosen_station, stations_of


class Corrections(TemplateView):
    template_name = "blue_patrol/corrections.html"

    def get_context_data(self, **kwargs):
        actor, params = self.request.actor, self.request.GET
        stations = stations_of(actor)
        station = chosen_station(params, stations)
        rows = RegisterEntry.objects.of(actor).exclude(strikes=None).select_related("strikes", "station")
        pages = Keyset(rows.filter(station=station) if station else rows, params, descending=True)
        ReadLog.note(actor, "交付簿の訂正の一覧")
        found = [(row, row.strikes.place_in(row.year)) for row in pages.rows]
        return super().get_context_data(stations=stations, station=station, pages=pages, rows=found, **kwargs)
