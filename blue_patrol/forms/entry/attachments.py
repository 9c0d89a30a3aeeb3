"""The fifth step: the documents of 第5の1 エ–カ and the proof of standing, as files."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError

from blue_patrol.rules import plates
from casework.forms import CaseForm
from casework.forms.files import DocumentsField
from casework.uploads import Document

AT_ONCE = 10  # files and empty file boxes that one form sends; the server takes 20
NOTHING = "加えるファイルを選んでください。"


@dataclass(frozen=True)
class Upload:
    """A file that was accepted, and for which car (None for the other kinds)."""

    subject_pk: int | None
    document: Document


class UploadForm(CaseForm):
    """The files of one kind; a kind that is asked of every car has a box a car."""

    def __init__(self, data=None, files=None, *, kind, cars=()):
        self.kind = kind
        super().__init__(data, files, auto_id=f"id_{kind.code}_%s")
        boxes = (
            {f"car_{car.pk}": (f"{plates.display(car.plate)}の書面", car.pk) for car in cars}
            if kind.per_vehicle
            else {}
        )
        self.subjects = {name: pk for name, (_, pk) in boxes.items()} if kind.per_vehicle else {"files": None}
        for name in self.subjects:
            label = boxes[name][0] if boxes else kind.label
            self.fields[name] = DocumentsField(label=label, required=False)

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.values()):
            raise ValidationError(NOTHING)
        return cleaned

    def uploads(self) -> list[Upload]:
        return [
            Upload(self.subjects[name], found)
            for name, files in self.cleaned_data.items()
            for found in files or ()
        ]
