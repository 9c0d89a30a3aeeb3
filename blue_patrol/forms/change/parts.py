"""変更申請: the parts of the second page that stand for one car or one person."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone

from blue_patrol.forms.entry.parts import admitted_kana
from blue_patrol.forms.entry.patrollers import PatrollerForm
from blue_patrol.forms.entry.vehicles import PlateField, VehicleForm, defaults_after, known_areas, lamps_of
from blue_patrol.models.change.items import stored
from blue_patrol.rules import change_kinds, plates
from casework.forms import CaseForm, NameField
from casework.models import TransportJurisdiction

UNCHANGED = "変わるところを直してください。変わらなければ、前のページで「変わらない」を選びます。"


@dataclass
class Part:
    """One block: its kind, the member of the group whom it is about (None: somebody who joins), its form."""

    kind: change_kinds.ChangeKind
    member: Any
    form: Any

    @property
    def is_joining(self) -> bool:
        return isinstance(self.form, VehicleForm | PatrollerForm)

    def item(self) -> dict:
        """What the machine writes of it."""
        member = {self.kind.subject: self.member} if self.member else {}
        if self.form is None:
            return {"kind": self.kind.code} | member
        if self.is_joining:
            return {"kind": self.kind.code, "joining": self.form.instance} | member
        return {"kind": self.kind.code, "after": self.form.after()} | member


class MemberForm(CaseForm):
    """What changes of a car or person that stays: the fields bear today's values, ``after`` says what was typed."""

    use_required_attribute = False
    kind: change_kinds.ChangeKind

    def __init__(self, *args, member, after=None, **kwargs):
        self.member = member
        self.before = stored(member, self.kind.field_names)
        super().__init__(*args, initial=self.before | (after or {}), **kwargs)
        self.row_label = f"{member}"

    def pairs(self) -> list[tuple[str, forms.BoundField]]:
        """(as it is, the field)."""
        return [
            (plates.display(text) if name == "plate" else text, self[name])
            for name, text in self.before.items()
        ]

    def after(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.kind.field_names}

    def clean(self):
        cleaned = super().clean()
        if not self.errors and self.after() == self.before:
            self.add_error(self.kind.field_names[0], UNCHANGED)
        return cleaned

    def marks(self) -> dict[str, str]:
        """By what the car is told from others."""
        plate = self.cleaned_data.get("plate", "")
        return {"plate": plate} if plate and plate != self.before.get("plate") else {}


def _text(label: str, length: int, *, required=True) -> NameField:
    return NameField(
        label=label, max_length=length, required=required, widget=forms.TextInput(attrs={"class": "wide"})
    )


class ParticularsForm(MemberForm):
    kind = change_kinds.VEHICLE_PARTICULARS

    plate = PlateField(label="車両番号", max_length=30, widget=forms.TextInput(attrs={"class": "w-name"}))
    base_location = _text("使用の本拠の位置", 200)
    user_name = _text("使用者の氏名又は名称", 120)
    user_address = _text("使用者の住所", 200)
    owner_name = _text("所有者の氏名又は名称", 100, required=False)

    def __init__(self, *args, kana, areas=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.areas = areas
        self.fields["plate"].kana = kana

    def clean(self):
        cleaned = super().clean()
        if "plate" in self.marks():
            read = plates.from_canonical(cleaned["plate"])
            for found in plates.warnings(read, kei=self.member.is_light, areas=self.areas):
                self.doubt("plate", found.code, found.message, needs_reason=found.code != "plate_area")
        return cleaned


class RenameForm(MemberForm):
    kind = change_kinds.PATROLLER_RENAMED

    name = _text("氏名", 60)
    kana = _text("よみ", 80, required=False)
    address = _text("住所", 200, required=False)


def parts_of(case, choice, data=None) -> list[Part]:
    """The blocks that the first page asked for; ``data``: what was sent. A draft's own cars and people come again."""
    cars = [item.new_vehicle for item in case.of_kind(change_kinds.VEHICLE_ADDED)] if case.pk else []
    people = [item.new_patroller for item in case.of_kind(change_kinds.PATROLLER_ADDED)] if case.pk else []
    kept = _kept(case)
    make_car = _car_maker(case, data)
    parts = [
        _of_member(case, kind, member, kept, make_car, data) for kind, member in choice.of_members("car")
    ]
    for n in range(choice.joining("cars")):
        instance = cars[n] if n < len(cars) else None
        parts.append(
            Part(change_kinds.VEHICLE_ADDED, None, make_car(f"car{n}", instance, f"加える自動車{n + 1}"))
        )
    for n in range(choice.joining("people")):
        form = PatrollerForm(data, prefix=f"man{n}", instance=people[n] if n < len(people) else None)
        form.row_label = f"加わる実施者{n + 1}"
        form.use_required_attribute = False
        parts.append(Part(change_kinds.PATROLLER_ADDED, None, form))
    return parts + [
        _of_member(case, kind, member, kept, make_car, data) for kind, member in choice.of_members("person")
    ]


def _kept(case) -> dict:
    """(kind, member's key) → the stored item, of a draft that is mended."""
    return {(i.kind, i.vehicle_id or i.patroller_id): i for i in case.items} if case.pk else {}


def _of_member(case, kind, member, kept, make_car, data) -> Part:
    held = kept.get((kind.code, member.pk))
    if kind is change_kinds.VEHICLE_REPLACED:
        form = make_car(f"new{member.pk}", held.new_vehicle if held else None, f"{member}に替わる自動車")
        return Part(kind, member, form)
    after = held.after if held else None
    if kind is change_kinds.VEHICLE_PARTICULARS:
        kana = admitted_kana(case.station)
        return Part(kind, member, ParticularsForm(
            data, prefix=f"old{member.pk}", member=member, after=after, kana=kana, areas=known_areas()
        ))  # fmt: skip
    if kind is change_kinds.PATROLLER_RENAMED:
        return Part(kind, member, RenameForm(data, prefix=f"person{member.pk}", member=member, after=after))
    return Part(kind, member, None)


def _car_maker(case, data):
    """A function that makes the form of a car that joins, with the same fields and checks as the entry's."""
    today = timezone.localdate()
    jurisdictions = list(TransportJurisdiction.objects.on(today).select_related("office"))
    cars, lamps = list(case.group.vehicles.current()), lamps_of(case, today)
    shared = {
        "group": case.group, "kana": admitted_kana(case.station), "areas": known_areas(), "jurisdictions": jurisdictions,
        "lamps": lamps, "today": today, "defaults": defaults_after(cars, lamps),
    }  # fmt: skip

    def make(prefix: str, instance, label: str) -> VehicleForm:
        form = VehicleForm(data, prefix=prefix, instance=instance, **shared)
        form.kept, form.row_label, form.use_required_attribute = case.acknowledged, label, False
        return form

    return make
