"""Files as they are handed in. Every file of every form comes in by one of these fields."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from casework import uploads
from casework.uploads import scanning
from casework.uploads.kinds import ENDINGS, too_large

FILE_HINT = "PDF・JPEG・PNG、10MBまで"
ACCEPT = ",".join(ending for endings in ENDINGS.values() for ending in endings)
OTHERS_TOO = "ほかのファイルも加えていません。選び直してください。"
AGAIN = "ほかの誤りを直してから、ファイルをもう一度選んでください。"


class ReceivedField(forms.FileField):
    """A file of any kind: not too large, not infected; cleans to (name, bytes), or None."""

    advice = "要らないものを消すか、分けて保存してください。"

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        return self.received(file) if file else None

    def received(self, file) -> tuple[str, bytes]:
        if sentence := too_large(file.size, self.advice):
            raise ValidationError(sentence)  # and it is not read
        content = file.read()
        if settings.CLAMAV_SOCKET:
            try:
                scanning.refuse_infected(content, settings.CLAMAV_SOCKET)
            except uploads.UnfitFile as error:
                raise ValidationError(str(error), code="scanner") from error
        return file.name, content


class DocumentInput(forms.FileInput):
    def __init__(self, attrs=None):
        super().__init__({"accept": ACCEPT} | (attrs or {}))


class DocumentField(ReceivedField):
    """A document known by its bytes (casework.uploads); cleans to a Document, or None."""

    advice = "写真は小さく保存し直すと収まります。"
    widget = DocumentInput

    def received(self, file) -> uploads.Document:
        try:
            return uploads.look(*super().received(file))
        except uploads.UnfitFile as error:
            raise ValidationError(str(error), code="unfit") from error


class SeveralDocuments(DocumentInput):
    allow_multiple_selected = True

    def __init__(self, attrs=None):
        super().__init__({"multiple": True} | (attrs or {}))

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class DocumentsField(DocumentField):
    """Any number of documents, all of them or none; cleans to a list."""

    widget = SeveralDocuments

    def clean(self, data, initial=None):
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        problems, found = [], []
        for file in files:
            try:
                found.append(self.received(file))
            except ValidationError as error:
                problems.append(f"「{file.name}」：{error.message}")
        if problems:
            raise ValidationError([*problems, OTHERS_TOO] if len(files) > 1 else problems)
        return found


class WithFile:
    """Mixed into forms with the field ``file``: a browser forgets a chosen file when a page comes back with a fault."""

    def _post_clean(self):
        super()._post_clean()
        if self.errors and self.cleaned_data.get("file"):
            self.add_error("file", AGAIN)
