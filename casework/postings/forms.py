"""Input of the pages: a file, the meaning of its columns, the word to register, the reason of an undoing."""

from django import forms

from casework.form_words import say_in_own_words
from casework.forms import CaseForm, LongTextField, WarekiDateField
from casework.postings import reading
from casework.postings.world import Reading
from casework.registering import forms as registering

SAMPLES = 3


class UploadForm(registering.UploadForm):
    """The list; cleans to (name, bytes) of a file that can be read."""

    file = registering.file_field(
        "人事異動の表",
        "Excelブック（.xlsx）かCSV、10MBまで。見出しの名前や並びは自由です。次の画面で確かめます",
    )


class ColumnsForm(CaseForm):
    """What each column holds; the fields are made from the sheet: column-0, column-1 …"""

    day = WarekiDateField(
        label="発令日（表に発令日がない行）", required=False, help_text="表の題名などに一度だけ書いてあるとき"
    )

    def __init__(self, *args, told: Reading, **kwargs):
        self.told = told
        kwargs.setdefault("initial", {"sheet": told.sheet.name, "day": told.day})
        super().__init__(*args, **kwargs)
        widget = forms.Select() if len(told.sheets) > 1 else forms.HiddenInput()
        names = [(sheet.name, sheet.name) for sheet in told.sheets]
        self.fields["sheet"] = forms.ChoiceField(label="シート", choices=names, widget=widget)
        body = told.guess.body(told.sheet)
        for column in told.guess.columns:
            texts = [sheets_text(row.value(column.index)) for row in body]
            samples = [text for text in texts if text][:SAMPLES]
            self.fields[f"column-{column.index}"] = forms.ChoiceField(
                label=f"{column.letters}列　{column.heading}".strip(), required=False, initial=column.field,
                choices=[("", "使わない"), *reading.LABELS.items()], help_text="、".join(samples),
            )  # fmt: skip
        for field in self.fields.values():
            say_in_own_words(field)

    @property
    def column_fields(self) -> list:
        """The bound fields of the columns, in the sheet's order."""
        return [self[name] for name in self.fields if name.startswith("column-")]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("sheet") != self.told.sheet.name:
            return cleaned  # another sheet has other columns: they are guessed anew
        seen: dict[str, str] = {}
        for name in self.fields:
            if name.startswith("column-") and (field := cleaned.get(name)):
                if field in seen:
                    self.add_error(
                        name,
                        f"「{reading.LABELS[field]}」は、{seen[field]}でも選んでいます。どちらかにしてください。",
                    )
                seen.setdefault(field, self.fields[name].label)
        return cleaned

    def chosen(self) -> dict:
        """What the batch keeps."""
        cleaned = self.cleaned_data
        fields = {n.removeprefix("column-"): v for n, v in cleaned.items() if n.startswith("column-")}
        same = cleaned["sheet"] == self.told.sheet.name
        day = cleaned["day"].isoformat() if cleaned["day"] else ""
        return {"sheet": cleaned["sheet"], "fields": fields if same else {}, "day": day}


def sheets_text(cell) -> str:
    return reading.read_text(cell)[:30]


class RegisterForm(CaseForm):
    """The last word; whoever bears another name in the register is confirmed once for all such rows."""

    evidence = LongTextField(
        label="発令の文書", required=False, rows=2, max_length=500,
        help_text="文書の日付と番号など。取込みの記録に残ります",
    )  # fmt: skip
    same_people = forms.BooleanField(
        label="氏名の違う行は、登録の職員と同じ人です",
        error_messages={
            "required": "氏名の違う行の職員を確かめて、印を付けてください。違う人なら、表の職員番号を直してください。"
        },
    )

    def __init__(self, *args, asks: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["same_people"]


class UndoForm(CaseForm):
    reason = LongTextField(label="取り消す理由", rows=2, max_length=500)
