"""The fifth step: the documents of 第5の1 エ–カ and the proof of standing, as files."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError

from blue_patrol.rules import attachments, plates
from casework.forms import CaseForm

AT_ONCE = 10  # files and empty file boxes that one form sends; the server takes 20
NAME_LENGTH, LONGEST_ENDING = 200, 10
NOTHING = "加えるファイルを選んでください。"
ACCEPT = ".pdf,.jpg,.jpeg,.png"


@dataclass(frozen=True)
class Upload:
    """A file that was accepted: for which car (None for the other kinds), its name, its bytes, what they are."""

    subject_pk: int | None
    name: str
    content: bytes
    media_type: str


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True

    def __init__(self):
        super().__init__(attrs={"accept": ACCEPT, "multiple": True})

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class UploadField(forms.FileField):
    """Any number of files, each looked at by its content; cleans to a list of (name, bytes, media type)."""

    widget = SeveralFiles

    def clean(self, data, initial=None):
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        problems, found = [], []
        for file in files:
            content, problem = _look_at(file)
            problems += [f"「{file.name}」：{problem}"] if problem else []
            found.append((_short(file.name), content, attachments.sniff(content)))
        if problems:
            raise ValidationError(
                [*problems, "ほかのファイルも加えていません。選び直してください。"][
                    : len(problems) + (len(files) > 1)
                ]
            )
        return found


def _look_at(file) -> tuple[bytes, str]:
    """The bytes and why they are not accepted; a file that is too large is not read."""
    if file.size > attachments.MAX_BYTES:
        size = file.size / 1024 / 1024
        return (
            b"",
            f"ファイルが大きすぎます（{size:.1f}MB）。10MBまでにしてください。写真は小さく保存し直すと収まります。",
        )
    content = file.read()
    return content, attachments.file_problem(content)


def _short(name: str) -> str:
    """The name within the column's length, its ending kept."""
    stem, dot, ending = name.rpartition(".")
    if len(name) <= NAME_LENGTH or not dot or len(ending) > LONGEST_ENDING:
        return name[:NAME_LENGTH]
    return f"{stem[: NAME_LENGTH - len(ending) - 1]}.{ending}"


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
            self.fields[name] = UploadField(label=label, required=False)

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.values()):
            raise ValidationError(NOTHING)
        return cleaned

    def uploads(self) -> list[Upload]:
        return [
            Upload(self.subjects[name], *found)
            for name, files in self.cleaned_data.items()
            for found in files or ()
        ]
