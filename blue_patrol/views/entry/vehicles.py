"""自動車: the cars as the inspection record names them; a certificate is read into the rows, stored by saving them."""

from blue_patrol.forms.entry.parts import admitted_kana
from blue_patrol.forms.entry.vehicle_import import CertificateForm, fill
from blue_patrol.forms.entry.vehicles import VehicleSet
from blue_patrol.views.entry.rows import RowStep

REARRANGING = ("add", "edit", "drop", "check")


class EntryVehicles(RowStep):
    """Answers the button ``read`` too; a certificate that was given and not read stops the saving."""

    step = "vehicles"
    kept_prefix = "vehicle"
    template_name = "blue_patrol/entry/vehicles.html"

    @property
    def kana(self) -> str:
        return admitted_kana(self.case.station)

    def rows(self, data=None, **kwargs) -> VehicleSet:
        return VehicleSet(data, case=self.case, kana=self.kana, actor=self.request.actor, **kwargs)

    def post(self, request, *args, **kwargs):
        reader = CertificateForm(request.POST, request.FILES, kana=self.kana)
        if "read" in request.POST:
            return self.read(reader)
        if reader.waits() and not any(name in request.POST for name in REARRANGING):
            reader.remind()
            form = self.bound = self.rows(request.POST)
            return self.show(form, status=422, reader=reader)
        return super().post(request, *args, **kwargs)

    def read(self, reader: CertificateForm):
        form = self.bound = self.rows(self.request.POST)
        if not reader.is_valid():
            return self.show(form, status=422, reader=reader)
        data, readings = fill(form, self.request.POST, reader.found, self.new_row)
        form = self.rows(data)
        return self.show(
            form, reader=CertificateForm(), readings=[(form.forms[r.index], r) for r in readings]
        )

    def get_context_data(self, *, reader=None, **kwargs):
        if reader is None:  # what a scanner typed stays while rows are rearranged
            reader = CertificateForm(
                initial={"certificate_codes": self.request.POST.get("certificate_codes", "")}
            )
        return super().get_context_data(reader=reader, **kwargs)
