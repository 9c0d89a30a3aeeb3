"""棚卸しの入力: what is ticked or scanned, the difference that follows from it, and a word on each difference."""

from collections.abc import Mapping

from django import forms

from blue_patrol.forms.stock.lots import DayForm
from blue_patrol.models import Kind, Place
from blue_patrol.models.stock.counting import MOVED, Count, Where, fingerprint
from blue_patrol.rules import sheets
from casework.form_words import say_in_own_words
from casework.forms import AsTypedField, LongTextField

SEVERAL = "「{}」は、{}のどちらか分かりません。読み取った番号から外し、一覧で印を付けてください。"
NOT_HERE = "「{}」は、ここにあるはずの用紙の番号ではありません。"
ABSENT_HINT = "印を付けた範囲の中で、ない番号だけ（例：A000120、A000200〜A000203）"
SCAN_HINT = (
    "バーコードを読み取るか、番号を1行に1点入力します。"
    "一覧にある番号には印が付き、ない番号は「記録にないもの」になります"
)
NOTE_LENGTH = 200


class Difference:
    """What a count leaves open: ``missing`` [(key, item words, count)], ``surplus`` [number], ``faults`` by field."""

    def __init__(self, where: Where, expected: list[dict], sent: Mapping):
        self.faults: dict[str, list[str]] = {}
        self.items = {each["key"]: each for each in expected}
        ticked = set(sent.getlist("found") if hasattr(sent, "getlist") else sent.get("found", []))
        self.found = ticked & self.items.keys()
        self.missing: list[tuple[str, str, int]] = []
        self.surplus: list[str] = []
        if where == Where.HQ_BLANKS:
            self._read_sheets(sent)
        else:
            self._read_things(sent)

    def _read_things(self, sent: Mapping) -> None:
        by_number: dict[str, list[dict]] = {}
        for item in self.items.values():
            by_number.setdefault(sheets.bare(item["number"]), []).append(item)
        for number in sheets.scanned(sent.get("scan", "")):
            known = by_number.get(sheets.bare(number), [])
            if len(known) > 1:
                words = "と".join(Kind(item["kind"]).label for item in known)
                self._fault("scan", SEVERAL.format(number, words))
            elif known:
                self.found.add(known[0]["key"])
            else:
                self.surplus.append(number)
        self.missing = [(key, words_of(item), 1) for key, item in self.items.items() if key not in self.found]

    def _read_sheets(self, sent: Mapping) -> None:
        for key, item in self.items.items():
            if key not in self.found:
                self.missing.append((key, words_of(item), item["count"]))
        try:
            absent = sheets.read_ranges(sent.get("absent", ""))
        except sheets.SheetError as error:
            return self._fault("absent", str(error))
        for first, last in absent:
            self._read_absent(first, last)
        self.surplus = sheets.scanned(sent.get("scan", ""))
        return None

    def _read_absent(self, first: sheets.SheetNumber, last: sheets.SheetNumber) -> None:
        item = next((item for item in self.items.values() if _holds(item, first, last)), None)
        if item is None:
            text = sheets.write(first.prefix, first.serial, first.figures)
            self._fault("absent", NOT_HERE.format(text))
        elif item["key"] in self.found:  # the rest of the run was counted
            figures = sheets.read(item["number"].partition("〜")[0]).figures
            ends = [sheets.write(first.prefix, end, figures) for end in (first.serial, last.serial)]
            words = f"{Kind(item['kind']).label}用紙　{'〜'.join(dict.fromkeys(ends))}"
            key = f"{item['key']}:{first.serial}:{last.serial}"
            self.missing.append((key, words, last.serial - first.serial + 1))

    def _fault(self, field: str, sentence: str) -> None:
        self.faults.setdefault(field, []).append(sentence)


def _holds(item: dict, first: sheets.SheetNumber, last: sheets.SheetNumber) -> bool:
    number = sheets.read(item["number"].partition("〜")[0])
    return number.prefix == first.prefix and item["first"] <= first.serial and last.serial <= item["last"]


def words_of(item: dict) -> str:
    """証明書　第R8-0001号（署に保管）; 実施者証用紙　A000101〜A000110."""
    kind = Kind(item["kind"]).label
    if "lot" in item:
        return f"{kind}用紙　{item['number']}"
    return f"{kind}　{item['number']}（{Place(item['place']).label}）"


class CountForm(DayForm):
    """``expected`` from ``stocktaking.expected_at``; a bound form knows its ``difference``.

    The word on each difference is asked for once the difference has been shown (``with_notes``).
    """

    on_label = "数えた日"

    absent = LongTextField(label="見当たらない用紙の番号", rows=2, required=False)
    scan = LongTextField(label="読み取った番号", rows=5, required=False)
    remarks = LongTextField(label="備考", rows=2, required=False, max_length=500)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    place = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, where: Where, expected: list[dict], with_notes: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.where, self.expected = where, expected
        self.initial.update(seen=fingerprint(expected), place=where.value)
        self._word_fields()
        self.difference = Difference(where, expected, self.data)
        if self.is_bound and with_notes:
            self._ask_notes()

    def _word_fields(self) -> None:
        scan = self.fields["scan"]
        if self.where == Where.HQ_BLANKS:
            self.fields["absent"].help_text = ABSENT_HINT
            scan.label, scan.help_text = "記録にないのに、あった用紙の番号", "1行に1枚"
            scan.widget.attrs["rows"] = 2
        else:
            del self.fields["absent"]
            scan.help_text = SCAN_HINT

    def _ask_notes(self) -> None:
        for key, words, _ in self.difference.missing:
            self._add(f"missing-{key}", words, "どこを探したか、いつから見当たらないか")
        for place, number in enumerate(self.difference.surplus):
            self._add(f"surplus-{place}", number, "どこに、どのようにあったか")

    def _add(self, name: str, label: str, hint: str) -> None:
        field = AsTypedField(
            label=label, max_length=NOTE_LENGTH, help_text=hint, required="confirm" in self.data
        )
        say_in_own_words(field)
        field.error_messages["required"] = f"{hint}を書いてください。"
        self.fields[name] = field

    def clean(self):
        cleaned = super().clean()
        for name, sentences in self.difference.faults.items():
            for sentence in sentences:
                self.add_error(name, sentence)
        if cleaned.get("seen") and cleaned["seen"] != fingerprint(self.expected):
            self.add_error(None, MOVED)
        return cleaned

    @property
    def is_to_be_counted_again(self) -> bool:
        """Whether the fault lies in the count itself, not in the words on its difference."""
        return any(not name.startswith(("missing-", "surplus-")) for name in self.errors)

    def count(self) -> Count:
        missing = {key: self.cleaned_data.get(f"missing-{key}", "") for key, _, _ in self.difference.missing}
        surplus = [
            {"number": number, "note": self.cleaned_data.get(f"surplus-{place}", "")}
            for place, number in enumerate(self.difference.surplus)
        ]
        return Count(self.where, missing, surplus, self.cleaned_data.get("seen", ""))

    def notes(self, about: str) -> list:
        """Bound fields of the words on what is ``about``: missing or surplus."""
        return [self[name] for name in self.fields if name.startswith(f"{about}-")]
