"""The second step: the patrols as form 2 asks for them, the days of application and pledge."""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from blue_patrol.forms.entry.parts import EntryForm, YesNoField
from blue_patrol.models import CertificationApplication
from blue_patrol.rules import examination
from casework.forms import LongTextField, NameField, WarekiDateField, WholeNumberField
from casework.models import PrefectureProfile, Station

SLOTS = 3  # rows of form 2
WEEKDAYS = [(number, mark) for number, mark in enumerate("月火水木金土日")]
_TIME = re.compile(r"([01]?[0-9]|2[0-3])[:時]([0-5]?[0-9])?分?")
TIME_HELP = "時刻を24時間制で入力してください。例：19:30"


class ClockField(NameField):
    """A time of day in any usual spelling (19:30, 19時30分, 1930); kept as HH:MM."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.TextInput(attrs={"class": "w-short"}), required=False, **kwargs)

    def to_python(self, value):
        plain = "".join(unicodedata.normalize("NFKC", super().to_python(value)).split())
        if re.fullmatch(r"[0-9]{3,4}", plain):
            plain = f"{plain[:-2]}:{plain[-2:]}"
        if not plain:
            return ""
        match = _TIME.fullmatch(plain)
        if match is None or (":" in plain and not match[2]):
            raise ValidationError(TIME_HELP)
        return f"{int(match[1]):02}:{int(match[2] or 0):02}"


class PlanForm(EntryForm):
    clauses = {
        "patrol_times": "BP-5-2-b", "patrol_area": "BP-5-2-d-7", "also_stations": "BP-5-1", "combined_with_business": "BP-8-1-e", "pledged_on": "BP-5-1-c",
        "applied_on": "BP-5-1",
    }  # fmt: skip
    CODES = ("continuity", "combined")

    patrol_area = LongTextField(
        label="パトロール実施地域", required=False, rows=3, max_length=2000,
        help_text="証明書に載ります。地図を添えるときは「別添地図のとおり」",
    )  # fmt: skip
    also_stations = forms.TypedMultipleChoiceField(
        label="ほかにかかる署", coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text="この署が代表して進めます。選んだ署は、進達書（様式第13）に「関係署」として載ります",
    )  # fmt: skip
    patrol_times = WholeNumberField(label="実施回数", required=False, min_value=1, max_value=200)
    patrol_unit = forms.ChoiceField(
        label="単位", choices=CertificationApplication.Unit.choices, widget=forms.RadioSelect
    )
    weekdays = forms.TypedMultipleChoiceField(
        label="実施曜日", choices=WEEKDAYS, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    crew_per_run = WholeNumberField(label="1回の人数", required=False, min_value=1, max_value=1000)
    vehicles_per_run = WholeNumberField(label="1回の台数", required=False, min_value=1, max_value=200)
    liaison_method = LongTextField(
        label="警察・関係機関との連絡方法", required=False, rows=2, max_length=1000
    )
    combined_with_business = YesNoField(
        label="他の業務との兼務", required=False, yes="有（配達・通勤などを兼ねる）", no="無",
        help_text="専ら防犯のために行うときは「無」",
    )  # fmt: skip
    plan_remarks = LongTextField(label="備考", required=False, rows=2, max_length=1000)
    applied_on = WarekiDateField(label="申請年月日", required=False, help_text="様式第1に書かれた日")
    pledged_on = WarekiDateField(label="誓約年月日", required=False, help_text="様式第4に書かれた日")
    starts_on = WarekiDateField(label="始めたい日", required=False)

    slot1_from, slot1_until = ClockField(label="時間帯1の始まり"), ClockField(label="時間帯1の終わり")
    slot2_from, slot2_until = ClockField(label="時間帯2の始まり"), ClockField(label="時間帯2の終わり")
    slot3_from, slot3_until = ClockField(label="時間帯3の始まり"), ClockField(label="時間帯3の終わり")

    class Meta:
        model = CertificationApplication
        fields = [
            "patrol_area", "also_stations", "patrol_times", "patrol_unit", "weekdays", "crew_per_run", "vehicles_per_run", "liaison_method",
            "combined_with_business", "plan_remarks", "applied_on", "pledged_on", "starts_on",
        ]  # fmt: skip

    def __init__(self, *args, instance, **kwargs):
        times = {}
        for n, (start, end) in enumerate(instance.time_slots[:SLOTS], 1):
            times |= {f"slot{n}_from": start, f"slot{n}_until": end}
        super().__init__(*args, instance=instance, initial=times, **kwargs)
        self.kept = self.instance.acknowledged
        self._offer_stations()
        self.today = timezone.localdate()
        self.fields["applied_on"].latest = self.fields["pledged_on"].latest = self.today

    def _offer_stations(self) -> None:
        """The other stations of the prefecture, as long as they exist or were chosen before."""
        station = self.instance.station
        rows = Station.objects.filter(prefecture=station.prefecture_id).exclude(pk=station.pk)
        rows = rows.filter(pk__in=Station.objects.on(timezone.localdate())) | rows.filter(
            pk__in=self.instance.also_stations
        )
        self.fields["also_stations"].choices = [(each.pk, str(each)) for each in rows]

    def slots(self) -> list[tuple]:
        """The rows of times, each (from, until) as bound fields."""
        return [(self[f"slot{n}_from"], self[f"slot{n}_until"]) for n in range(1, SLOTS + 1)]

    def clean(self):
        cleaned = super().clean()
        cleaned["time_slots"] = self._slots(cleaned)
        self._check_continuity(cleaned)
        if cleaned.get("combined_with_business"):
            self.doubt(
                "combined_with_business", "combined",
                "青色防犯パトロールは専ら防犯のために行います。業務と兼ねる時間に点灯すると、取消しの事由に当たります。",
                clause="BP-8-1-e",
            )  # fmt: skip
        return cleaned

    def _slots(self, cleaned) -> list[list[str]]:
        found = []
        for n in range(1, SLOTS + 1):
            start, end = cleaned.get(f"slot{n}_from"), cleaned.get(f"slot{n}_until")
            if start and end and start == end:
                self.add_error(f"slot{n}_until", "始まりと終わりが同じです。終わりの時刻を確かめてください。")
            elif start and end:
                found.append([start, end])
            elif (start or end) and not {f"slot{n}_from", f"slot{n}_until"} & set(self.errors):
                self.add_error(
                    f"slot{n}_until" if start else f"slot{n}_from", "始まりと終わりを両方入力してください。"
                )
        return found

    def _check_continuity(self, cleaned) -> None:
        times, unit = cleaned.get("patrol_times"), cleaned.get("patrol_unit")
        if not times or not unit:
            return
        prefecture = self.instance.station.prefecture
        profile = self.instance.profile or PrefectureProfile.in_force(prefecture, self.today)
        yardstick = profile.value("continuity_times"), profile.value("continuity_unit")
        if sentence := examination.suggest_continuity(times, unit, *yardstick):
            self.doubt("patrol_times", "continuity", sentence, clause="BP-5-2-b")

    def changes(self) -> dict:
        """What to store in the application: field → value."""
        names = [*self.Meta.fields, "time_slots"]
        kept = {code: why for code, why in self.instance.acknowledged.items() if code not in self.CODES}
        return {name: self.cleaned_data[name] for name in names} | {"acknowledged": kept | self.reasons()}
