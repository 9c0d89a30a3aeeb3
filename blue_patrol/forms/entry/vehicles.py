"""The third step: the cars, as the inspection record (自動車検査証記録事項) and form 1 name them."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from blue_patrol.forms.entry import vehicle_doubts
from blue_patrol.forms.entry.rows import RowForm, RowSet
from blue_patrol.models import Vehicle
from blue_patrol.rules import inspection_certificate, plates
from casework.forms import NameField, WarekiDateField
from casework.models import PrefectureProfile, TransportJurisdiction, TransportOffice

GROUP, OTHER = "group", "other"
READ_OTHERWISE = "読み取った車検証では「{}」です。車検証のとおりか確かめてください。"
NO_OFFICE = "この使用の本拠を管轄する運輸支局等が、一覧にありません。市区町村まで、検査証のとおりに入力したか確かめてください。"


class PlateField(NameField):
    """A number plate as typed; kept canonical (名古屋|500|さ|1234), shown 名古屋 500 さ 12-34."""

    kana = plates.KANA

    def prepare_value(self, value):
        try:
            return plates.display(value) if value else value
        except plates.PlateError:  # still as somebody typed it
            return value

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return ""
        try:
            return plates.canonical(text, kana=self.kana)
        except plates.PlateError as error:
            raise ValidationError(str(error), code="plate") from error


class CarriedField(forms.CharField):
    """What a certificate told, carried along beside what is typed; of itself no news."""

    widget = forms.HiddenInput

    def has_changed(self, initial, data):
        return False


def _text(label: str, length: int, *, required=True, hint="", width="wide") -> NameField:
    return NameField(
        label=label, max_length=length, required=required, help_text=hint, widget=forms.TextInput(attrs={"class": width})
    )  # fmt: skip


class VehicleForm(RowForm):
    clauses = {"lamp_mount": "BP-5-2-d-1", "marking": "BP-5-2-d-3", "base_location": "BP-5-5-1"}

    plate = PlateField(
        label="車両番号", max_length=30, widget=forms.TextInput(attrs={"class": "w-name"}),
        help_text="検査証のとおりに入力します。例：名古屋 500 さ 12-34。全角でも半角でもかまいません",
    )  # fmt: skip
    is_light = forms.BooleanField(label="軽自動車", required=False)
    make = _text("車名", 40)
    model_code = _text("型式", 40)
    chassis_number = _text("車台番号", 40, width="w-name")
    base_location = _text("使用の本拠の位置", 200, hint="検査証のとおり。運輸支局等が決まります")
    user_is = forms.ChoiceField(
        label="使用者", choices=[(GROUP, "団体"), (OTHER, "団体ではない人・会社")], widget=forms.RadioSelect, initial=GROUP
    )  # fmt: skip
    user_name = _text("使用者の氏名又は名称", 120, required=False, hint="団体のときは空欄のまま")
    user_address = _text("使用者の住所", 200, required=False, hint="団体のときは空欄のまま")
    owner_name = _text("所有者の氏名又は名称", 100, required=False, hint="使用者と違うとき")
    lamp_type = forms.ChoiceField(
        label="青色回転灯等の種類", choices=Vehicle.Lamp.choices, widget=forms.RadioSelect
    )
    lamp_mount = forms.ChoiceField(
        label="取付方法", choices=Vehicle.Mount.choices, widget=forms.RadioSelect, help_text="屋根に1個又は1体だけです"
    )  # fmt: skip
    lamp_product = _text("青色回転灯等の型式", 60, required=False)
    marking = forms.ChoiceField(
        label="車体の表示の方法", choices=Vehicle.Marking.choices, widget=forms.RadioSelect
    )
    marking_text = _text("車体の表示の文字", 120, required=False, hint="団体の名称と、パトロール中であること")
    inspection_published_on = WarekiDateField(
        label="車検証の発行日",
        required=False,
        help_text="記録事項の発行日。30日より前なら、新しいものを確かめます",
    )
    inspection_valid_until = WarekiDateField(label="有効期間の満了する日", required=False)
    read_plate = CarriedField(required=False, max_length=30, label="読み取った車両番号")
    read_chassis = CarriedField(required=False, max_length=60, label="読み取った車台番号")

    class Meta:
        model = Vehicle
        fields = [
            "plate", "is_light", "make", "model_code", "chassis_number", "base_location", "user_name", "user_address",
            "owner_name", "lamp_type", "lamp_mount", "lamp_product", "marking", "marking_text",
            "inspection_published_on", "inspection_valid_until",
        ]  # fmt: skip

    def __init__(self, *args, group, kana, today, areas=(), jurisdictions=(), lamps=(), **kwargs):
        self.group, self.areas, self.jurisdictions, self.today = group, areas, jurisdictions, today
        super().__init__(*args, **kwargs)
        self.fields["plate"].kana = kana
        self.fields["inspection_published_on"].latest = today
        if lamps:
            self.fields["lamp_type"].choices = [c for c in Vehicle.Lamp.choices if c[0] in lamps]
        if self.instance.pk:
            own = (self.instance.user_name, self.instance.user_address) == (group.name, group.address)
            self.initial["user_is"] = GROUP if own else OTHER

    def code_of(self, doubt) -> str:
        return f"vehicle:{self.instance.pk}:{doubt.code}"

    def reading(self) -> str:
        """The plate as it was read, canonical; "" when it cannot be read."""
        return self._read()[0]

    def misreading(self) -> str:
        """Why the plate cannot be read; "" when it can or nothing was typed."""
        return self._read()[1]

    def _read(self) -> tuple[str, str]:
        try:
            return str(self.fields["plate"].to_python(self["plate"].value() or "")), ""
        except ValidationError as error:
            return "", " ".join(error.messages)

    def marks(self) -> dict[str, str]:
        """By what the car is told from others: field → key, as far as they were read."""
        found = {"plate": self.cleaned_data.get("plate", "")}
        if chassis := self.cleaned_data.get("chassis_number"):
            found["chassis_number"] = plates.chassis_key(chassis)
        return {name: key for name, key in found.items() if key}

    def clean(self):
        cleaned = super().clean()
        self._settle_user(cleaned)
        if cleaned.get("plate"):
            read = plates.from_canonical(cleaned["plate"])
            for found in plates.warnings(read, kei=bool(cleaned.get("is_light")), areas=self.areas):
                self.doubt("plate", found.code, found.message, needs_reason=found.code != "plate_area")
        if cleaned.get("chassis_number"):
            for found in plates.chassis_warnings(cleaned["chassis_number"]):
                self.doubt("chassis_number", found.code, found.message, needs_reason=False)
        self._doubt_certificate(cleaned)
        self._doubt_office(cleaned)
        return cleaned

    def _doubt_certificate(self, cleaned) -> None:
        """What was typed against what was read, and how old the certificate is."""
        read, plate = cleaned.get("read_plate"), cleaned.get("plate")
        if read and plate and read != plate:
            self.doubt("plate", "plate_read", READ_OTHERWISE.format(" ".join(read.split("|"))))
        read, chassis = cleaned.get("read_chassis"), cleaned.get("chassis_number")
        if read and chassis and plates.chassis_key(read) != plates.chassis_key(chassis):
            self.doubt("chassis_number", "chassis_read", READ_OTHERWISE.format(read))
        if old := inspection_certificate.stale(cleaned.get("inspection_published_on"), self.today):
            self.doubt("inspection_published_on", "inspection_stale", old)
        if over := inspection_certificate.expired(cleaned.get("inspection_valid_until"), self.today):
            self.doubt("inspection_valid_until", "inspection_expired", over)

    def _doubt_office(self, cleaned) -> None:
        base = cleaned.get("base_location")
        if base and self.jurisdictions:
            light = bool(cleaned.get("is_light"))
            if TransportJurisdiction.choose(self.jurisdictions, base, is_light=light) is None:
                self.doubt("base_location", "base_office", NO_OFFICE, clause="BP-5-5-1", needs_reason=False)

    def _settle_user(self, cleaned) -> None:
        if cleaned.get("user_is") == GROUP:
            cleaned["user_name"], cleaned["user_address"] = self.group.name, self.group.address
        elif cleaned.get("user_is") == OTHER:
            for name in ("user_name", "user_address"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, f"{self.fields[name].label}を入力してください。")


class VehicleSet(RowSet):
    row_word, word = "台目", "自動車"
    form = VehicleForm

    def __init__(self, data=None, *, case, kana, actor=None, **kwargs):
        self.case, self.actor = case, actor
        today = timezone.localdate()
        self.jurisdictions = list(TransportJurisdiction.objects.on(today).select_related("office"))
        cars, lamps = list(case.group.vehicles.current()), lamps_of(case, today)
        super().__init__(
            data, saved={car.pk: car for car in cars},
            form_kwargs={
                "group": case.group, "kana": kana, "areas": known_areas(), "jurisdictions": self.jurisdictions, "lamps": lamps,
                "today": today, "defaults": defaults_after(cars, lamps),
            }, **kwargs,
        )  # fmt: skip

    @property
    def offices(self) -> dict[int, TransportOffice | None]:
        return offices_of(self.saved.values(), self.jurisdictions)

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.kept = self.case.acknowledged
        return form

    def clean(self):
        self._refuse_twins()
        written = self.written()
        vehicle_doubts.doubt_others(self.case, written)
        if self.actor and "check" not in self.data:
            vehicle_doubts.doubt_other_stations(self.case, self.actor, written)

    def _refuse_twins(self) -> None:
        """One car stands once in a group's list, whatever the spelling."""
        seen = {}
        for car in self.untouched():
            seen[car.plate] = seen[plates.chassis_key(car.chassis_number)] = f"{self.number_of(car)}台目"
        for form in self.written():
            for name, mark in form.marks().items():
                if mark in seen:
                    label = form.fields[name].label
                    form.add_error(name, f"{seen[mark]}と同じ{label}です。どちらかを直してください。")
                seen[mark] = form.row_label


def known_areas() -> set[str]:
    """The areas that plates of the recorded transport offices bear; empty when none are recorded."""
    return {area for areas in TransportOffice.objects.values_list("plate_areas", flat=True) for area in areas}


def lamps_of(case, today: date) -> list[str]:
    """The kinds of light that the prefecture admits (BP-2-2); all where its profile does not say."""
    try:
        profile = case.profile or PrefectureProfile.in_force(case.station.prefecture, today)
        admitted = profile.value("lamp_types")
    except (PrefectureProfile.DoesNotExist, KeyError):
        return list(Vehicle.Lamp.values)
    return [kind for kind in Vehicle.Lamp.values if kind in admitted]


def offices_of(cars, jurisdictions) -> dict[int, TransportOffice | None]:
    """By a car's key, the office with jurisdiction over its base (BP-5-5-1)."""
    choose = TransportJurisdiction.choose
    return {car.pk: choose(jurisdictions, car.base_location, is_light=car.is_light) for car in cars}


def defaults_after(cars, lamps=()) -> dict:
    """A new row begins with what a group's cars usually share."""
    shared = ("lamp_type", "lamp_mount", "lamp_product", "marking", "marking_text", "base_location")
    found = {name: getattr(cars[-1] if cars else Vehicle(), name) for name in shared}
    return found | ({"lamp_type": lamps[0]} if lamps and found["lamp_type"] not in lamps else {})
