"""The step of the cars with an inspection certificate: read, shown in the rows, stored only by saving them."""

from blue_patrol.forms.entry_vehicles import VehicleSet
from blue_patrol.forms.vehicle_import import CertificateForm, fill
from blue_patrol.views.entry_rows import RowStep

REARRANGING = ("add", "edit", "drop", "check")


class ReadsCertificates(RowStep):
    """Answers the button ``read``; a certificate that was given and not read stops the saving."""

    @property
    def kana(self) -> str:
        raise NotImplementedError

    def rows(self, data=None, **kwargs) -> VehicleSet:
        raise NotImplementedError

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
