"""変更申請 (forms 9 and 10), second page: the values after the change beside those before, and the things concerned."""

from datetime import date
from functools import cached_property

from django import forms

from blue_patrol.forms.change.parts import Part, parts_of
from blue_patrol.forms.entry import vehicle_doubts
from blue_patrol.forms.entry.parts import PhoneField, PostalCodeField
from blue_patrol.forms.entry.patrollers import PatrollerForm, identity
from blue_patrol.models import ChangeApplication, ChangeItem, Place
from blue_patrol.models.change.items import DAYS, loaded, words
from blue_patrol.models.change.things import bearer_of
from blue_patrol.models.handed_in import Cause
from blue_patrol.rules import change_kinds, plates
from casework.form_words import say_in_own_words
from casework.forms import AsTypedField, CaseForm, LongTextField, NameField, WarekiDateField

COMES = (Cause.CHANGED.value, "添える")
LOST = (Cause.LOST.value, "失った")
LATER = (Cause.LATER.value, "後日返す")
MUST = {"name", "representative_name", "address", "patrol_area"}
OTHER_BEFORE = "other_before"


def _field(name: str, label: str) -> forms.Field:
    must = name in MUST
    if name in DAYS:
        return WarekiDateField(label=label, required=must)
    if name in ("patrol_area", "text"):
        return LongTextField(label=label, rows=3, required=True)
    if name == "postal_code":
        return PostalCodeField(label=label, required=False)
    if name == "phone":
        return PhoneField(label=label)
    return NameField(
        label=label, required=must, max_length=60 if name == "representative_name" else 120,
        widget=forms.TextInput(attrs={"class": "wide"}),
    )  # fmt: skip


class RequestForm(CaseForm):
    """The days, the reason, the particulars of the group that change, and the things that come with the request."""

    use_required_attribute = False

    applied_on = WarekiDateField(label="申請年月日")
    effective_on = WarekiDateField(label="変更年月日", required=False, help_text="変わった日、変わる予定の日")
    reason = LongTextField(label="変更の理由", rows=2, help_text="様式第9・第10に印刷されます")
    received_on = WarekiDateField(
        label="受理した日", required=False, help_text="書類がそろっているとき。空けておくと下書きになります"
    )

    def __init__(self, *args, case, kinds, things, today: date, receives: bool = True, **kwargs):
        needs_files = bool(case.documents())
        kwargs["initial"] = {"applied_on": today, "received_on": None if needs_files else today} | (
            kwargs.get("initial") or {}
        )
        super().__init__(*args, **kwargs)
        self.case, self.kinds, self.things = case, kinds, things
        for name in ("applied_on", "received_on"):
            self.fields[name].latest = today
        if needs_files:
            self.fields[
                "received_on"
            ].help_text = "添付書類を加えてから受理します。空けておくと下書きになります"
        if not receives:
            del self.fields["received_on"]
        self.before = {kind.code: case.before_of(kind) for kind in kinds}
        for kind in kinds:
            self._add_group_fields(kind)
        for thing in things:
            self._add_thing(thing)

    def _add(self, name: str, field: forms.Field, initial) -> None:
        say_in_own_words(field)
        self.fields[name] = field
        self.initial.setdefault(name, initial)

    def _add_group_fields(self, kind) -> None:
        before = self.before[kind.code]
        if kind is change_kinds.OTHER:
            self._add(OTHER_BEFORE, LongTextField(label="変更前", rows=2, required=False), "")
        for name, label in kind.fields:
            self._add(name, _field(name, label), loaded(name, before[name]))

    def _add_thing(self, thing) -> None:
        renewed = bearer_of(thing) in self.case.renewed()
        choices = [COMES, LOST] if renewed else [COMES, LATER, LOST]
        if thing.state == Place.LOST:
            choices = [(Cause.LOST.value, "失った（記録済み）")]
        bearer = f"　{thing.bearer}" if thing.bearer else ""
        self._add(
            f"thing-{thing.pk}", forms.ChoiceField(label=f"{thing}{bearer}", choices=choices), choices[0][0]
        )
        note = AsTypedField(label=f"{thing}を失った事情", max_length=200, required=False)
        self._add(f"note-{thing.pk}", note, "")

    # --- as the page shows them ----------------------------------------------------------------------------------

    def group_rows(self) -> list[tuple]:
        """(kind, [(as it is, field)])."""
        return [
            (
                kind,
                [
                    (words(name, self.before[kind.code].get(name, "")), self[name])
                    for name in kind.field_names
                ],
            )
            for kind in self.kinds
        ]

    def other_before(self):
        return self[OTHER_BEFORE] if OTHER_BEFORE in self.fields else None

    def thing_rows(self) -> list[tuple]:
        """(credential, field, how it was lost)."""
        return [(thing, self[f"thing-{thing.pk}"], self[f"note-{thing.pk}"]) for thing in self.things]

    def plain_fields(self) -> list:
        names = ("applied_on", "effective_on", "received_on", "reason")
        return [self[name] for name in names if name in self.fields]

    # --- what was answered ---------------------------------------------------------------------------------------

    def clean(self):
        cleaned = super().clean()
        applied, received = cleaned.get("applied_on"), cleaned.get("received_on")
        if applied and received and received < applied:
            self.add_error("received_on", "受理した日は、申請年月日より前にできません。")
        for thing in self.things:
            lost = cleaned.get(f"thing-{thing.pk}") == Cause.LOST and thing.state != Place.LOST
            if lost and not cleaned.get(f"note-{thing.pk}"):
                self.add_error(f"note-{thing.pk}", "失った事情を書いてください。")
        for kind in self.kinds:
            if not self.errors and self.after(kind) == self.before[kind.code]:
                self.add_error(kind.field_names[0], f"変わった{kind.label}を入力してください。")
        return cleaned

    def after(self, kind) -> dict[str, str]:
        values = {name: self.cleaned_data.get(name) for name in kind.field_names}
        return {n: v.isoformat() if isinstance(v, date) else v or "" for n, v in values.items()}

    def items(self) -> list[dict]:
        found = []
        for kind in self.kinds:
            item = {"kind": kind.code, "after": self.after(kind)}
            if kind is change_kinds.OTHER:
                item["after"]["before"] = {"text": self.cleaned_data[OTHER_BEFORE]}
            found.append(item)
        return found

    def of_things(self, prefix: str) -> dict[int, str]:
        found = {thing.pk: self.cleaned_data.get(f"{prefix}-{thing.pk}", "") for thing in self.things}
        return {key: text for key, text in found.items() if text}


class ChangeEntry:
    """The page as one form: the request and a part for each car and person. ``choice``: the first page's answers."""

    def __init__(self, data=None, *, case, choice, actor, today: date, receives: bool = True, **kwargs):
        kwargs.pop("files", None)
        self.case, self.choice, self.actor = case, choice, actor
        self.is_bound, self.is_multipart = data is not None, False
        self.parts = parts_of(case, choice, data)
        twin = supposed(case, choice, self.parts)
        self.request = RequestForm(
            data, case=twin, kinds=choice.group_kinds(), things=things_of(case, twin), today=today, receives=receives, **kwargs
        )  # fmt: skip

    @property
    def forms(self) -> list:
        return [self.request, *(part.form for part in self.parts if part.form)]

    @property
    def fields(self) -> dict:
        return self.request.fields

    @property
    def changed_data(self) -> list[str]:
        return self.request.changed_data

    @property
    def data(self):
        return self.request.data

    def __getitem__(self, name: str):
        return self.request[name]

    def add_error(self, field, error) -> None:
        self.request.add_error(field, error)

    def non_form_errors(self) -> list[str]:
        return []

    @cached_property
    def _is_clean(self) -> bool:
        clean = [form.is_valid() for form in self.forms]
        self._refuse_twins()
        self._doubt_namesakes()
        cars = [part.form for part in self.parts if part.kind.subject == "vehicle" and part.is_joining]
        if all(not form.errors for form in cars):
            vehicle_doubts.doubt_others(self.case, cars)
            vehicle_doubts.doubt_other_stations(self.case, self.actor, cars)
        return bool(clean)

    def is_valid(self) -> bool:
        return self._is_clean and all(
            not form.errors and all(doubt.settled for doubt in form.doubts) for form in self.forms
        )

    def _refuse_twins(self) -> None:
        """One car stands once in a group's list, whatever the spelling."""
        gone = {part.member.pk for part in self.parts if part.member and part.kind.leaves}
        seen = {}
        for car in self.choice.members["car"]:
            if car.pk not in gone:
                seen[car.plate] = seen[plates.chassis_key(car.chassis_number)] = str(car)
        for part in self.parts:
            marks = part.form.marks() if part.form and hasattr(part.form, "marks") else {}
            for name, mark in marks.items():
                if mark in seen:
                    label = part.form.fields[name].label
                    part.form.add_error(name, f"{seen[mark]}と同じ{label}です。どちらかを直してください。")
                seen[mark] = part.form.row_label

    def _doubt_namesakes(self) -> None:
        seen = {identity(man.name, man.birth_date): man.name for man in self.choice.members["person"]}
        for part in self.parts:
            if isinstance(part.form, PatrollerForm) and (who := part.form.identity()) is not None:
                if who in seen:
                    part.form.doubt(
                        "name",
                        "twin",
                        f"{seen[who]}さんと同じ氏名と生年月日です。同じ人でないか確かめてください。",
                    )
                seen[who] = part.form.row_label

    def details(self) -> dict:
        """The content of the request, and the days."""
        cleaned = self.request.cleaned_data
        return {
            "applied_on": cleaned["applied_on"], "received_on": cleaned.get("received_on"),
            "items": [*self.request.items(), *(part.item() for part in self.parts)],
            "request": {"effective_on": cleaned["effective_on"], "reason": cleaned["reason"]},
            "causes": self.request.of_things("thing"), "notes": self.request.of_things("note"),
        }  # fmt: skip

    def reasons(self) -> dict[str, str]:
        """The doubts that were settled, to be kept with the case once the rows are stored."""
        joining = [part.form for part in self.parts if part.is_joining]
        return {code: why for form in joining for code, why in form.reasons().items()}

    def courses(self) -> list[tuple]:
        """(person, day, trainer) of the courses typed in beside the people."""
        forms_ = [part.form for part in self.parts if isinstance(part.form, PatrollerForm)]
        return [
            (form.instance, day, form.cleaned_data["trainer"])
            for form in forms_
            if (day := form.cleaned_data.get("attended_on"))
        ]


def supposed(case, choice, parts: list[Part]) -> ChangeApplication:
    """The request as if every field of the chosen kinds changed: what it might concern."""
    twin = ChangeApplication(
        station=case.station, group=case.group, certification=case.certification, profile=case.profile
    )
    items: list[tuple] = [(kind, {}) for kind in choice.group_kinds()]
    items += [(part.kind, {part.kind.subject: part.member} if part.member else {}) for part in parts]
    twin.__dict__["items"] = [
        ChangeItem(kind=kind.code, after=dict.fromkeys(kind.field_names, "?"), **whose)
        for kind, whose in items
    ]
    return twin


def things_of(case, twin: ChangeApplication) -> list:
    """The credentials that such a request may bring, and those that this very request has brought already."""
    taken = [row.credential for row in case.came_in()] if case.pk else []
    there = twin.concerned()
    return there + [thing for thing in taken if thing not in there]
