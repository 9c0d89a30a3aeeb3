"""自動車: the cars as the inspection record names them."""

from django.conf import settings

from blue_patrol.forms.entry_vehicles import VehicleSet
from blue_patrol.rules import plates
from blue_patrol.views.vehicle_import import ReadsCertificates


class EntryVehicles(ReadsCertificates):
    step = "vehicles"
    kept_prefix = "vehicle"
    template_name = "blue_patrol/entry_vehicles.html"

    @property
    def kana(self) -> str:
        """Invented plates (へ) are read in a demonstration only."""
        return plates.DEMO_KANA if settings.DEMO or self.case.station.is_demo else plates.KANA

    def rows(self, data=None, **kwargs) -> VehicleSet:
        return VehicleSet(data, case=self.case, kana=self.kana, actor=self.request.actor, **kwargs)
