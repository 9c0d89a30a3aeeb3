"""既存証明の登録, typed from one group's paper ledger: the group, its cars and its people on one page."""

from dataclasses import dataclass, field

from django import forms
from django.utils import timezone

from blue_patrol.forms.entry.parts import PhoneField, PostalCodeField
from blue_patrol.forms.entry.vehicles import PlateField
from blue_patrol.rules import group_types
from blue_patrol.rules.paper_records import (
    GroupRecord,
    PatrollerRecord,
    RegisterRecord,
    VehicleRecord,
)
from casework.forms import (
    CaseForm,
    CaseFormSet,
    LongTextField,
    NameField,
    WarekiDateField,
    WholeNumberField,
)
from casework.forms.fields import RENDERER
from casework.sent import rows_sent
from casework.sheets.records import Record


@dataclass
class Typed:
    """The records of the page, as a file would give them."""

    groups: list[GroupRecord]
    vehicles: list[VehicleRecord]
    patrollers: list[PatrollerRecord]
    register: list[RegisterRecord] = field(default_factory=list)


def _text(label: str, length: int, *, required=False, hint="", width="w-name") -> NameField:
    return NameField(
        label=label, max_length=length, required=required, help_text=hint, widget=forms.TextInput(attrs={"class": width})
    )  # fmt: skip


class PastForm(CaseForm):
    """Days of a paper ledger lie in the past, and follow one another as ``in_order`` says."""

    in_order: tuple[tuple[str, str], ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for each in self.fields.values():
            if isinstance(each, WarekiDateField):
                each.latest = timezone.localdate()

    def clean(self):
        cleaned = super().clean()
        for first, then in self.in_order:
            if cleaned.get(first) and cleaned.get(then) and cleaned[then] < cleaned[first]:
                self.add_error(then, f"{self.fields[first].label}より前の日付は登録できません。")
        return cleaned


class StandingForm(PastForm):
    """What the ledger says of the group and its certificate; numbers as they are written there."""

    in_order = (("certified_on", "delivered_on"), ("certified_on", "informed_on"))

    name = _text("団体の名称", 120, required=True, hint="台帳のとおりの字で入力します", width="wide")
    kana = _text("団体の名称のよみ", 160, width="wide")
    certificate_number = _text("証明書番号", 40, required=True, hint="台帳のとおり。例：第R5-0012号")
    certified_on = WarekiDateField(
        label="証明年月日", required=False, help_text="証明年月日か交付年月日の、どちらか一方は要ります"
    )
    delivered_on = WarekiDateField(label="交付年月日", required=False)
    ledger_number = _text("台帳番号", 20, width="w-short")
    group_type = forms.ChoiceField(
        label="団体の区分", choices=[("", "台帳にない"), *group_types.CHOICES], required=False
    )
    commissioned_by = _text("委嘱（委託）者", 60)
    commissioned_on = WarekiDateField(label="委嘱（委託）年月日", required=False)
    postal_code = PostalCodeField(label="郵便番号", required=False)
    address = _text("所在地", 200, width="wide")
    phone = PhoneField(label="電話番号", required=False)
    representative_title = _text("代表者の職名", 40)
    representative_name = _text("代表者の氏名", 60, required=True)
    representative_kana = _text("代表者のよみ", 80)
    member_count = WholeNumberField(label="構成員数", required=False, min_value=1, max_value=1_000_000)
    patrol_area = LongTextField(label="パトロール実施地域", rows=2, max_length=1000, required=False)
    informed_on = WarekiDateField(
        label="最後の情報提供", required=False, help_text="年1回の期限は、この日から数えます"
    )

    def record(self) -> GroupRecord:
        return GroupRecord(row=1, **self.cleaned_data)


class StandingCarForm(PastForm):
    plate = PlateField(label="車両番号", max_length=30)
    is_light = forms.BooleanField(label="軽自動車", required=False)
    sticker_number = _text("標章番号", 40, hint="台帳のとおり")
    entered_on = WarekiDateField(label="検査証の記載を確かめた日", required=False)
    make = _text("車名", 40)
    model_code = _text("型式", 40)
    chassis_number = _text("車台番号", 40)
    base_location = _text("使用の本拠の位置", 200, width="wide")
    user_name = _text("使用者の氏名又は名称", 120, hint="団体のときは空欄のまま")

    def record(self, row: int, number: str) -> VehicleRecord:
        return VehicleRecord(row=row, certificate_number=number, **self.cleaned_data)


class StandingPersonForm(PastForm):
    in_order = (("birth_date", "trained_on"),)

    name = _text("氏名", 60, required=True)
    kana = _text("よみ", 80)
    birth_date = WarekiDateField(label="生年月日", required=False)
    card_number = _text("実施者証番号", 40, hint="台帳のとおり")
    trained_on = WarekiDateField(label="最後の講習", required=False, help_text="実施者証のある人には要ります")
    trainer = _text("講習実施者", 60)

    def record(self, row: int, number: str) -> PatrollerRecord:
        return PatrollerRecord(row=row, certificate_number=number, **self.cleaned_data)


class EvidenceForm(CaseForm):
    """The act itself: on which day, and what was looked at."""

    on = WarekiDateField(label="登録する日")
    evidence = LongTextField(
        label="見て確かめたもの", rows=2, help_text="例：証明台帳の原本、交付簿の令和5年度分"
    )

    def __init__(self, *args, **kwargs):
        kwargs["initial"] = {"on": timezone.localdate(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["on"].latest = timezone.localdate()


class RowForms(CaseFormSet):
    """Rows that a button adds to; a row nobody wrote in is passed over."""

    can_delete = can_delete_extra = can_order = False
    extra, min_num, max_num, absolute_max = 1, 0, 300, 300
    validate_min = validate_max = edit_only = False
    renderer = RENDERER

    def written(self) -> list[tuple[int, PastForm]]:
        """(row from 1, form) of the rows with something in them."""
        return [(n, form) for n, form in enumerate(self.forms, 1) if form.has_changed()]


class CarForms(RowForms):
    form = StandingCarForm


class PersonForms(RowForms):
    form = StandingPersonForm


class TypedRegistration:
    """The page's forms together."""

    def __init__(self, data=None, *, kana, more: str = ""):
        """``more``: the set that gets a row; then what was sent is shown again and nothing is judged yet."""
        self.group = StandingForm(prefix="group", **_sent(data, "group", StandingForm, more))
        self.act = EvidenceForm(prefix="act", **_sent(data, "act", EvidenceForm, more))
        self.cars = CarForms(prefix="cars", **_sent_rows(data, "cars", StandingCarForm, more))
        self.people = PersonForms(prefix="people", **_sent_rows(data, "people", StandingPersonForm, more))
        for rows, each in ((self.cars, "cars"), (self.people, "people")):
            rows.extra = 0 if more and more != each and rows.initial else 1
        for form in self.cars.forms:
            form.fields["plate"].kana = kana
        self.written: dict[int, PastForm] = {}

    def is_valid(self) -> bool:
        return all([self.group.is_valid(), self.cars.is_valid(), self.people.is_valid(), self.act.is_valid()])

    def records(self) -> Typed:
        """What was typed; remembers which form each record came from."""
        record = self.group.record()
        number = record.certificate_number
        cars = [(form, form.record(row, number)) for row, form in self.cars.written()]
        people = [(form, form.record(row, number)) for row, form in self.people.written()]
        self.written = {id(made): form for form, made in [(self.group, record), *cars, *people]}
        return Typed([record], [made for _, made in cars], [made for _, made in people])

    def form_of(self, record: Record) -> PastForm:
        return self.written[id(record)]


def _sent(data, prefix: str, form, more: str) -> dict:
    if data is None or not more:
        return {"data": data}
    return {
        "initial": {name: data[f"{prefix}-{name}"] for name in form.base_fields if f"{prefix}-{name}" in data}
    }


def _sent_rows(data, prefix: str, form, more: str) -> dict:
    if data is None or not more:
        return {"data": data}
    count = min(rows_sent(data, prefix), RowForms.max_num)
    return {"initial": [_sent(data, f"{prefix}-{n}", form, more)["initial"] for n in range(count)]}
