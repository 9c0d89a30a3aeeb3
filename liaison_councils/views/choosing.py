"""What a list across councils lets one choose: the station and the council, read in one query."""

from casework.views.lists import chosen_station
from liaison_councils.models import Council


class CouncilChoice:
    """The councils of the desk (``rows``), and which of them the address names; what it cannot mean is left out.

    ``stations`` to choose from are headquarters' alone: those that have a council.
    """

    def __init__(self, actor, params, rows=None):
        rows = Council.objects.of(actor) if rows is None else rows
        self.all = list(
            rows.select_related("station").order_by("station__order", "station", "order_key", "pk")
        )
        own = {council.station_id: council.station for council in self.all}
        self.stations = [] if actor.station else list(own.values())
        self.station = chosen_station(params, self.stations)
        self.council = next((each for each in self.councils if str(each.pk) == params.get("council")), None)

    @property
    def councils(self) -> list[Council]:
        """Those of the chosen station, or all."""
        return [each for each in self.all if self.station is None or each.station_id == self.station.pk]

    @property
    def groups(self) -> list[tuple[str, list[Council]]]:
        """(station's name, its councils) where there are several stations, else one nameless group."""
        if not self.stations or self.station:
            return [("", self.councils)]
        return [
            (str(station), [each for each in self.all if each.station_id == station.pk])
            for station in self.stations
        ]

    def narrow(self, rows):
        """Rows of a desk, of the station and council chosen."""
        rows = rows.filter(station=self.station) if self.station else rows
        return rows.filter(council=self.council) if self.council else rows
