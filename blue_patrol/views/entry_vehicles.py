"""自動車: the cars as the inspection record names them."""

from django.conf import settings

from blue_patrol.forms.entry_vehicles import VehicleSet
from blue_patrol.rules import plates
from blue_patrol.views.entry_rows import RowStep


class EntryVehicles(RowStep):
    step = "vehicles"
    kept_prefix = "vehicle"
    template_name = "blue_patrol/entry_vehicles.html"

    def rows(self, data=None, **kwargs):
        """Invented plates (へ) are read in a demonstration only."""
        demo = settings.DEMO or self.case.station.is_demo
        return VehicleSet(data, case=self.case, kana=plates.DEMO_KANA if demo else plates.KANA, **kwargs)
