"""What is asked on the pages: the file, the act, its undoing, what columns hold, and one row's cells."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from casework import sheets
from casework.form_words import say_in_own_words
from casework.forms import AsTypedField, CaseForm, LongTextField, WarekiDateField, WholeNumberField
from casework.forms.files import ReceivedField
from casework.sheets.book import Book, Kind
from casework.sheets.cells import read_text
from casework.sheets.limits import LONGEST_CELL
from casework.sheets.reading import LEFT_OUT, SheetReading

ACCEPT = ".xlsx,.xlsm,.csv,.tsv,.txt"


class SheetField(ReceivedField):
    advice = "画像を消すか、シートを分けて保存してください。"


def file_field(label: str, help_text: str) -> SheetField:
    return SheetField(
        label=label, help_text=help_text, widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"empty": "ファイルの中身がありません。選び直してください。"},
    )  # fmt: skip


class UploadForm(CaseForm):
    """One workbook or CSV; cleans to (name, bytes), and is refused when nothing could read it."""

    file = file_field("表", "")

    def clean_file(self) -> tuple[str, bytes]:
        name, content = self.cleaned_data["file"]
        try:
            sheets.read(name, content)
        except sheets.UnreadableSheet as error:
            raise ValidationError(str(error)) from error
        return name, content


class ApplyForm(CaseForm):
    """``evidence_hint``: examples of what an office looks at."""

    evidence_hint = ""
    on = WarekiDateField(label="登録する日")
    evidence = LongTextField(label="何を見て登録するか", rows=2, max_length=1000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"initial": {"on": timezone.localdate()}, **kwargs})
        self.fields["on"].latest = timezone.localdate()
        self.fields["evidence"].help_text = self.evidence_hint


class UndoForm(CaseForm):
    note = LongTextField(
        label="取り消す理由", rows=2, max_length=500, help_text="例：令和4年の古いファイルを登録してしまった"
    )


class SheetForm(CaseForm):
    """How one sheet is read: what kind it is, where its heading stands, and the field of every column."""

    def __init__(self, data=None, *, book: Book, reading: SheetReading, place: int):
        self.reading = reading
        self.table: Kind | None = book.kinds.get(reading.kind)
        super().__init__(data, prefix=f"s{place}")
        self.fields["kind"] = forms.ChoiceField(
            label="表の種類", choices=[("", "（選んでください）"), *book.labels.items(), (LEFT_OUT, "この表は読まない")],
            required=False, initial=reading.kind,
        )  # fmt: skip
        self.fields["heading"] = WholeNumberField(
            label="見出しの行", required=False, min_value=1, initial=min(reading.guess.heading_rows, default=None),
            help_text="見出しの行が違うときだけ、行の番号を入れ直します",
        )  # fmt: skip
        if self.table:
            choices = [("", "使わない"), *((name, label) for name, (label, *_) in self.table.columns.items())]
            for column in reading.guess.columns:
                self.fields[f"c{column.index}"] = forms.ChoiceField(
                    label=f"{column.letters}列", choices=choices, required=False, initial=column.field
                )

    def clean(self):
        cleaned = super().clean()
        taken: dict[str, str] = {}
        for name, chosen in list(cleaned.items()):
            if not name.startswith("c") or not chosen:
                continue
            if chosen in taken:
                label = dict(self.fields[name].choices)[chosen]
                self.add_error(
                    name, f"「{label}」は{taken[chosen]}にも選んでいます。どちらか一方にしてください。"
                )
            taken[chosen] = self.fields[name].label
        return cleaned

    @property
    def needs_look(self) -> bool:
        """A column was taken by its content alone, several were not known, or one lacks that every row needs."""
        columns = self.reading.guess.columns
        by_content = any(column.sure == "content" for column in columns)
        return by_content or len(self.reading.guess.unknown) > 3 or bool(self.lacking)

    @property
    def lacking(self) -> list[str]:
        """The labels of columns that every row needs and that no column gives yet."""
        needed = self.table.needed if self.table else ()
        return [self.table.columns[name][0] for name in needed if name not in self.reading.guess.fields]

    @property
    def column_rows(self) -> list[tuple]:
        """(column, its choice, what stands in its first rows) for the page."""
        body = self.reading.guess.body(self.reading.sheet)
        rows = []
        for column in self.reading.guess.columns:
            values = [row.value(column.index) for row in body[:30]]
            samples = list(dict.fromkeys(read_text(value)[:24] for value in values if value != ""))[:3]
            name = f"c{column.index}"
            rows.append((column, self[name] if name in self.fields else None, samples))
        return rows

    def choice(self) -> dict:
        """What is kept of the correction: columns only while kind and heading stay, for another kind guesses anew."""
        told, reading = self.cleaned_data, self.reading
        found = {"kind": told["kind"]}
        is_moved = told["heading"] != min(reading.guess.heading_rows, default=None)
        if told["heading"] and (is_moved or self.reading.heading_chosen):
            found["heading"] = told["heading"]
        if told["kind"] == reading.kind and not is_moved:
            found["columns"] = {name[1:]: field for name, field in told.items() if name.startswith("c")}
        return found


class RowForm(CaseForm):
    """The cells of one row, typed again; ``kind``: the table's. An empty one is an empty cell."""

    def __init__(self, data=None, *, kind: Kind, reading: SheetReading, record):
        super().__init__(data)
        self.read = {}
        for column in sorted(reading.guess.columns, key=lambda column: column.index):
            if column.field:
                cell = record.cells[column.index] if column.index < len(record.cells) else ""
                text = self.read[f"c{column.index}"] = read_text(cell)
                self.fields[f"c{column.index}"] = AsTypedField(
                    label=f"{kind.columns[column.field][0]}（{column.letters}列）", required=False, initial=text,
                    max_length=LONGEST_CELL, widget=forms.TextInput(attrs={"class": "wide"}),
                )  # fmt: skip
                say_in_own_words(self.fields[f"c{column.index}"])

    def cells(self) -> dict[str, str]:
        """column → text, of those that were typed anew."""
        return {
            name[1:]: text
            for name, text in self.cleaned_data.items()
            if name in self.read and text != self.read[name]
        }
