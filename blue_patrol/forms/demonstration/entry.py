"""デモ等の運行 (forms 19 and 20の2): the event, the cars with their stickers, the road, typed on one page (BP-10-1)."""

from datetime import date, time

from django import forms

from blue_patrol.forms.entry.parts import PhoneField, YesNoField
from blue_patrol.forms.entry.plan import ClockField
from blue_patrol.models import EventKind
from blue_patrol.models.demonstration.known_stickers import RunSticker, find, valid_stickers
from blue_patrol.rules import demonstrations
from casework.form_words import say_in_own_words
from casework.forms import (
    AsTypedField,
    BigChoices,
    CaseForm,
    LongTextField,
    NameField,
    WarekiDateField,
    WholeNumberField,
)
from casework.forms.files import DocumentsField
from casework.sent import whole_number

ROWS, ROWS_MORE, MOST_ROWS = 6, 5, 60
POLICE = "県の警察は、要請団体になれません。署が求める運行は、署長の要請として申請します。"


class EventForm(CaseForm):
    """What both ways ask. ``today`` comes from the view."""

    use_required_attribute = False
    clauses = {"kind": "BP-10-1-1-a", "purpose": "BP-10-1-1-b", "affects_traffic": "BP-10-6"}
    EVENT = ("kind", "kind_text", "title", "purpose", "held_on", "reserve_on", "starts_at", "ends_at", "place", "route",
             "participants", "responsible_name", "responsible_phone")  # fmt: skip
    TRAFFIC = (
        "affects_traffic", "traffic_consulted_on", "traffic_result", "permit_needed", "permit_number"
    )  # fmt: skip

    kind = forms.ChoiceField(label="種別", choices=EventKind.choices, widget=BigChoices)
    kind_text = NameField(label="その他の種別", max_length=40, required=False)
    title = NameField(label="名称", max_length=100)
    purpose = LongTextField(
        label="目的・理由", rows=3, help_text="自主防犯活動の活性化にどう寄与するかを書きます"
    )
    held_on = WarekiDateField(label="運行の日")
    starts_at, ends_at = ClockField(label="始まる時刻"), ClockField(label="終わる時刻")
    reserve_on = WarekiDateField(label="予備日", required=False)
    place = NameField(label="場所", max_length=120)
    route = LongTextField(label="経路", rows=2, required=False)
    participants = WholeNumberField(label="参加人員", min_value=1, max_value=100000, required=False)
    responsible_name = NameField(label="実施責任者", max_length=60)
    responsible_phone = PhoneField(label="実施責任者の電話")
    affects_traffic = YesNoField(
        label="交通への影響", yes="ある（道路に人が集まるなど、交通に支障のおそれがある）", no="ない（ふだんのパトロールと同じ走り方）",
    )  # fmt: skip
    traffic_consulted_on = WarekiDateField(label="交通部門と協議した日", required=False)
    traffic_result = LongTextField(label="協議の結果", rows=2, required=False)
    permit_needed = YesNoField(label="道路使用許可", yes="要る", no="要らない", required=False)
    permit_number = AsTypedField(label="道路使用許可の番号", max_length=40, required=False)

    def __init__(self, *args, today: date, rows: int = 0, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["traffic_consulted_on"].latest = today
        self.fields["starts_at"].required = self.fields["ends_at"].required = True

    def event_fields(self) -> list:
        return [self[name] for name in self.EVENT]

    def traffic_fields(self) -> list:
        return [self[name] for name in self.TRAFFIC]

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("starts_at"), cleaned.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", "終わる時刻は、始まる時刻より後にしてください。")
        held, reserve = cleaned.get("held_on"), cleaned.get("reserve_on")
        if held and reserve and reserve <= held:
            self.add_error("reserve_on", "予備日は、運行の日より後の日にしてください。")
        if cleaned.get("kind") == EventKind.OTHER and not cleaned.get("kind_text"):
            self.add_error("kind_text", "その他の種別を書いてください。")
        return cleaned

    def plan(self) -> dict:
        """The fields of the event."""
        kept = {name: self.cleaned_data[name] for name in (*self.EVENT, *self.TRAFFIC)}
        return kept | {
            "kind_text": kept["kind_text"] if kept["kind"] == EventKind.OTHER else "",
            "starts_at": time.fromisoformat(kept["starts_at"]),
            "ends_at": time.fromisoformat(kept["ends_at"]),
        }


class BodyRequestForm(EventForm):
    """Form 19 of a certified group. ``cars``: the group's; ``letter_held``: the copy is in the file already."""

    clauses = EventForm.clauses | {"requester_name": "BP-10-1-1-a", "letter": "BP-10-1-1-a"}
    REQUEST = (
        "applied_on",
        "requester_name",
        "requester_representative",
        "requester_phone",
        "letter",
        "received_on",
    )

    applied_on = WarekiDateField(label="申請年月日")
    requester_name = NameField(label="要請団体の名称", max_length=120)
    requester_representative = NameField(label="要請団体の代表者", max_length=80, required=False)
    requester_phone = PhoneField(label="要請団体の電話", required=False)
    letter = DocumentsField(
        label="要請文書の写し", required=False, help_text="PDF・JPEG・PNG。10MBまで。受理に要ります"
    )
    received_on = WarekiDateField(
        label="受理した日", required=False, help_text="書類がそろっているとき。空けておくと下書きになります"
    )

    def __init__(self, *args, cars, police: str, receives: bool = True, **kwargs):
        today = kwargs["today"]
        kwargs["initial"] = {"applied_on": today, "received_on": today} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.cars, self.police = list(cars), police
        valid = valid_stickers().filter(vehicle__in=self.cars)
        self.stickers = {sticker.vehicle_id: sticker for sticker in valid}
        for name in ("applied_on", "received_on"):
            self.fields[name].latest = today
        if not receives:
            for name in ("received_on", "letter"):
                del self.fields[name]
        for car in self.cars:
            tick = forms.BooleanField(label=f"{car}を運行に使う", required=False)
            driver = NameField(label=f"{car}の運転者", max_length=60, required=False)
            for name, field in ((f"car-{car.pk}", tick), (f"driver-{car.pk}", driver)):
                say_in_own_words(field)
                self.fields[name] = field

    def request_fields(self) -> list:
        return [self[name] for name in self.REQUEST if name in self.fields]

    def car_rows(self) -> list[tuple]:
        """(car, its valid sticker or None, tick, driver)."""
        return [
            (car, self.stickers.get(car.pk), self[f"car-{car.pk}"], self[f"driver-{car.pk}"]) for car in self.cars
        ]  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        if demonstrations.is_prefectural_police(cleaned.get("requester_name") or "", self.police):
            self.add_error("requester_name", POLICE)
        chosen = [car for car in self.cars if cleaned.get(f"car-{car.pk}")]
        for car in chosen:
            if car.pk not in self.stickers:
                self.add_error(
                    f"car-{car.pk}",
                    f"{car}には、有効な標章がありません。標章を交付している車だけが運行できます。",
                )
        if not chosen and self.cars:
            self.add_error(f"car-{self.cars[0].pk}", "運行する自動車を、一台以上選んでください。")
        applied, received = cleaned.get("applied_on"), cleaned.get("received_on")
        if applied and received and received < applied:
            self.add_error("received_on", "受理した日は、申請年月日より前にできません。")
        if received and "letter" not in self.errors and not cleaned.get("letter"):
            self.add_error(
                "letter",
                "受理するには、要請文書の写しを選んでください（下書きのときは、後でも加えられます）。",
            )
        return cleaned

    def chosen_cars(self) -> list[dict]:
        """What the run names of each car."""
        cleaned = self.cleaned_data
        return [
            {
                "vehicle": car, "plate": car.plate, "sticker_number": self.stickers[car.pk].number,
                "group_name": car.group.name, "station_name": car.station.name, "driver": cleaned[f"driver-{car.pk}"],
            }
            for car in self.cars
            if cleaned.get(f"car-{car.pk}")
        ]  # fmt: skip

    def plan(self) -> dict:
        names = ("requester_name", "requester_representative", "requester_phone")
        return super().plan() | {name: self.cleaned_data[name] for name in names}


class OwnRequestForm(EventForm):
    """Form 20の2: cars of any certified group, each named by its sticker or its plate; ``actor`` looks them up."""

    clauses = EventForm.clauses | {"outline": "BP-10-1-2"}
    OUTLINE = ("outline", "outline_file", "document_number")

    outline = LongTextField(
        label="概要", rows=4, required=False, help_text="式典、出発の順、走り方など。様式第20の2の第2面に印刷されます"
    )  # fmt: skip
    outline_file = DocumentsField(
        label="概要を記載した書類", required=False, help_text="別に作った書類があるとき"
    )
    document_number = AsTypedField(
        label="文書番号",
        max_length=40,
        required=False,
        help_text="例：桜見坂生発第123号。後からも記入できます",
    )
    rows = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, actor, rows: int = ROWS, amends: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.found: dict[int, RunSticker] = {}
        if amends:
            for name in ("outline_file", "document_number"):
                del self.fields[name]
        sent = whole_number(self.data.get("rows"))
        self.row_count = max(1, min(rows if sent is None else sent, MOST_ROWS))
        self.initial["rows"] = self.row_count
        for number in range(1, self.row_count + 1):
            texts = (
                ("car", "標章番号か車両番号", 40),
                ("driver", "運転者", 60),
                ("group", "団体の名称", 120),
            )
            for name, label, length in texts:
                field = NameField(label=f"{number}台目の{label}", max_length=length, required=False)
                say_in_own_words(field)
                self.fields[f"{name}-{number}"] = field

    def outline_fields(self) -> list:
        return [self[name] for name in self.OUTLINE if name in self.fields]

    def car_rows(self) -> list[tuple]:
        """(number, car, driver, group, the sticker that was found or None)."""
        return [
            (n, self[f"car-{n}"], self[f"driver-{n}"], self[f"group-{n}"], self.found.get(n))
            for n in range(1, self.row_count + 1)
        ]  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        seen: set[str] = set()
        for number in range(1, self.row_count + 1):
            if typed := cleaned.get(f"car-{number}"):
                self._look_up(number, typed, seen)
        if not self.found and not any(name.startswith("car-") for name in self.errors):
            self.add_error("car-1", "運行する自動車を、一台以上書いてください。")
        if "outline_file" in self.fields and not cleaned.get("outline") and not cleaned.get("outline_file"):
            self.add_error("outline", "概要を書くか、概要を記載した書類を添えてください。")
        return cleaned

    def _look_up(self, number: int, typed: str, seen: set[str]) -> None:
        sticker = find(self.actor, typed)
        if sticker is None:
            text = "この番号の標章は、県内に見つかりません。標章番号か車両番号を確かめてください。"
            self.add_error(f"car-{number}", text)
            return
        if not sticker.is_valid:
            self.add_error(f"car-{number}", sticker.why_not)
        elif sticker.number in seen:
            self.add_error(f"car-{number}", "同じ車が、上の行にもあります。")
        elif sticker.vehicle is None and not self.cleaned_data.get(f"group-{number}"):
            text = f"{sticker.station}署の車です（標章{sticker.number}）。団体の名称を書いてください。"
            self.add_error(f"group-{number}", text)
        else:
            self.found[number] = sticker
        seen.add(sticker.number)

    def chosen_cars(self) -> list[dict]:
        return [self._car(number, sticker) for number, sticker in self.found.items()]

    def _car(self, number: int, sticker: RunSticker) -> dict:
        typed = self.cleaned_data[f"group-{number}"]
        return {
            "vehicle": sticker.vehicle, "plate": sticker.plate, "sticker_number": sticker.number,
            "group_name": sticker.vehicle.group.name if sticker.vehicle else typed, "station_name": sticker.station,
            "driver": self.cleaned_data[f"driver-{number}"],
        }  # fmt: skip

    def plan(self) -> dict:
        return super().plan() | {"outline": self.cleaned_data["outline"]}
