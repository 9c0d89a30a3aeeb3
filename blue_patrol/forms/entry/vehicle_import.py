"""An inspection certificate read into the rows of cars: nothing is stored, the clerk looks and saves."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from blue_patrol.forms.entry.rows import typed_rows, with_rows
from blue_patrol.forms.entry.vehicles import GROUP, OTHER, VehicleSet
from blue_patrol.rules import inspection_certificate, inspection_qr, plates
from blue_patrol.rules.inspection_certificate import Certificate, CertificateError
from casework import names, wareki
from casework.forms import CaseForm
from casework.forms.files import ReceivedField

NOTHING = "ファイルを選ぶか、コードの文字を入れてから押してください。"
NOT_READ = (
    "車検証が、まだ読み取られていません。「車検証を読み取る」を押すか、選んだファイルや文字を消してください。"
)
AS_READ = ("plate", "chassis_number")  # by what a car is known: what was typed stays, a difference is a doubt


class CertificateForm(CaseForm):
    """Where a certificate comes from: the exported file, or the codes of the paper as a scanner types them."""

    certificate_file = ReceivedField(
        label="車検証のファイル（JSON）から", required=False, allow_empty_file=True,
        help_text="車検証閲覧アプリで出力したファイル。何台分でもかまいません",
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )  # fmt: skip
    certificate_codes = forms.CharField(
        label="QRの文字から", required=False, strip=False,
        help_text="車検証の二次元コードを、読取機で1台分すべて読み取ります。順は問いません",
        widget=forms.Textarea(attrs={"rows": 3, "cols": False, "spellcheck": "false", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args, kana=plates.KANA, **kwargs):
        self.kana, self.found = kana, []
        super().__init__(*args, **kwargs)

    def waits(self) -> bool:
        """Whether something was given that nobody has read."""
        return bool(self.files.get("certificate_file") or self.data.get("certificate_codes", "").strip())

    def remind(self) -> None:
        """Refuse what waits, unless it could not be read anyway."""
        if not self.errors:
            given = "certificate_file" if self.files.get("certificate_file") else "certificate_codes"
            self.add_error(given, NOT_READ)

    def clean_certificate_file(self):
        if file := self.cleaned_data["certificate_file"]:
            _, content = file
            self._read(inspection_certificate.read_export, content)
        return file

    def clean_certificate_codes(self):
        text = self.cleaned_data["certificate_codes"]
        if text.strip():
            self._read(lambda codes, **kana: [inspection_qr.read_codes(codes, **kana)], text)
        return text

    def _read(self, reader, source) -> None:
        try:
            self.found += reader(source, kana=self.kana)
        except CertificateError as error:
            raise ValidationError(str(error), code="certificate") from error

    def clean(self):
        if not self.errors and not self.found:
            self.add_error("certificate_file", NOTHING)
        return self.cleaned_data


@dataclass(frozen=True)
class Reading:
    """What was read and into which row (its place among the rows being written)."""

    index: int
    certificate: Certificate

    @property
    def remarks(self) -> list[str]:
        """What the certificate tells that is kept nowhere."""
        found = self.certificate
        told = {
            "字光式の番号標です。": found.is_lit_plate,
            "備考に「自主防犯活動用自動車」の記載があります。": found.remarks_entry,
            "所有者が使用者と違うので、所有者の氏名は読み取っていません。": found.user_name and not found.owner_name,
            "車名・使用の本拠・使用者はコードに入っていません。車検証のとおりに入力してください。": not found.make,
        }  # fmt: skip
        return [sentence for sentence, holds in told.items() if holds]


def fill(
    form: VehicleSet, data: QueryDict, found: list[Certificate], new_row
) -> tuple[QueryDict, list[Reading]]:
    """The typed rows with what was read: in the car's own row, in an empty one, or in one more.

    ``new_row``: record or None → what its row would send.
    """
    rows = typed_rows(data)
    readings = []
    for one in found:
        index = _place(rows, form.saved, one, new_row)
        rows[index] = _merged(rows[index], values_of(one, form.case.group))
        readings.append(Reading(index, one))
    return with_rows(data, rows), readings


def values_of(one: Certificate, group) -> dict[str, str]:
    """A certificate as its row would send it; "" for what the source does not tell."""
    owned = bool(one.user_name) and names.same_name(one.user_name, group.name)
    user = {"user_is": "", "user_name": "", "user_address": ""}
    if one.user_name:
        user = {
            "user_is": GROUP if owned else OTHER,
            "user_name": one.user_name,
            "user_address": one.user_address,
        }
    return user | {
        "plate": plates.display(one.plate), "is_light": "on" if one.is_light else "", "make": one.make,
        "model_code": one.model_code, "chassis_number": one.chassis_number, "base_location": one.base_location,
        "inspection_published_on": wareki.format_long(one.published_on) if one.published_on else "",
        "inspection_valid_until": wareki.format_long(one.valid_until) if one.valid_until else "",
        "read_plate": one.plate, "read_chassis": one.chassis_number,
    }  # fmt: skip


def _merged(row: dict[str, str], values: dict[str, str]) -> dict[str, str]:
    told = {name: value for name, value in values.items() if value}
    kept = {name: row[name] for name in AS_READ if row.get(name, "").strip()}
    merged = row | told | kept
    if not values["is_light"]:
        merged.pop("is_light", None)
    return merged


def _place(rows: list[dict[str, str]], saved: dict, one: Certificate, new_row) -> int:
    """The row of this very car, by its chassis before its plate; else the first empty one; else another."""
    marks = [_marks_of(row) for row in rows]
    for mark in (plates.chassis_key(one.chassis_number), one.plate):
        for index, own in enumerate(marks):
            if mark in own:
                return index
        opened = {row.get("pk") for row in rows}
        for pk, car in saved.items():
            if str(pk) not in opened and mark in (car.chassis_key, car.plate):
                rows.append(new_row(car))
                return len(rows) - 1
    for index, row in enumerate(rows):
        if not any(
            row.get(name, "").strip() for name in ("pk", "plate", "chassis_number", "make", "model_code")
        ):
            return index
    rows.append(new_row(None))
    return len(rows) - 1


def _marks_of(row: dict[str, str]) -> set[str]:
    try:
        plate = plates.canonical(row.get("plate", ""), kana=plates.DEMO_KANA)
    except plates.PlateError:
        plate = ""
    return {mark for mark in (plate, plates.chassis_key(row.get("chassis_number", ""))) if mark}
