"""期限盤: every clock of both applications by kind, office and age; one query for the rows, three with the councils'."""

from django.utils import timezone
from django.views.generic import TemplateView

from casework import clocks
from casework.presenters import clock_board as words
from casework.views.lists import chosen_station, stations_of


class ClockBoard(TemplateView):
    """Of the own station by kind; at headquarters by station (?kind=) and by kind (?station=). Numbers alone: no names."""

    template_name = "casework/clock_board.html"

    def get_context_data(self, **kwargs):
        actor, params, today = self.request.actor, self.request.GET, timezone.localdate()
        at = words.Addresses(clocks.sources_for(actor))
        stations = stations_of(actor)
        station = chosen_station(params, stations)
        kind = params.get("kind") if params.get("kind") in at.kinds else ""
        numbers = clocks.numbers(actor, today)
        overdue = sum(each.n for each in numbers if clocks.BY_CODE[each.band] in clocks.OVERDUE)
        return super().get_context_data(
            kinds=words.by_kind(numbers, at, station.pk if station else None), stations=stations, station=station, kind=kind, today=today,
            offices=words.by_station(numbers, at, stations, kind) if stations else None, groups=clocks.GROUPS, overdue=overdue,
            count=sum(each.n for each in numbers), choices=[(each.code, each.label) for each in at.kinds.values()],
            lists=[source.page for source in at.sources], **kwargs,
        )  # fmt: skip
