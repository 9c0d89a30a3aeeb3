"""変更申請, first page: what changes. Its answers stand in the address of the second page, which asks only for those."""

from urllib.parse import urlencode

from django import forms

from blue_patrol.rules import change_kinds
from casework.form_words import say_in_own_words
from casework.forms import BigTicks, CaseForm, WholeNumberField

AS_IT_IS = ("", "変わらない")
OF_A_CAR = {
    change_kinds.VEHICLE_REMOVED.code: "外す",
    change_kinds.VEHICLE_REPLACED.code: "入れ替える",
    change_kinds.VEHICLE_PARTICULARS.code: "車両番号・使用者などが変わる",
}
OF_A_PERSON = {
    change_kinds.PATROLLER_REMOVED.code: "外す",
    change_kinds.PATROLLER_RENAMED.code: "氏名などが変わる",
}
HINTS = {
    change_kinds.NAME.code: "証明書、すべての標章と実施者証を作り直します。使用者が団体の自動車は、下で「車両番号・使用者などが変わる」も選びます",
    change_kinds.REPRESENTATIVE.code: "証明書を作り直します。欠格の調査をもう一度します",
    change_kinds.ADDRESS.code: "証明書を作り直します",
    change_kinds.AREA.code: "証明書を作り直します",
    change_kinds.OTHER.code: "証明書の、ほかの記載事項",
}
MOST = 30  # cars or people who join at once


def _count(label: str, hint: str) -> WholeNumberField:
    return WholeNumberField(label=label, required=False, min_value=0, max_value=MOST, help_text=hint)


class ChoiceForm(CaseForm):
    """``cars`` and ``people`` are those of the group today."""

    use_required_attribute = False

    group = forms.MultipleChoiceField(
        label="団体の記載事項", required=False, widget=BigTicks(hints=HINTS),
        choices=[(kind.code, kind.label) for kind in change_kinds.OF_THE_GROUP],
    )  # fmt: skip
    cars = _count("加える自動車", "台数。1台ごとに標章を作ります")
    people = _count("加わる実施者", "人数。様式第10。1人ごとに実施者証を作ります")

    def __init__(self, *args, cars, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.members = {"car": list(cars), "person": list(people)}
        for name, choices in (("car", OF_A_CAR), ("person", OF_A_PERSON)):
            for member in self.members[name]:
                field = forms.ChoiceField(
                    label=f"{member}", choices=[AS_IT_IS, *choices.items()], required=False
                )
                say_in_own_words(field)
                self.fields[f"{name}-{member.pk}"] = field

    def car_rows(self) -> list[tuple]:
        """(car, its field)."""
        return [(car, self[f"car-{car.pk}"]) for car in self.members["car"]]

    def person_rows(self) -> list[tuple]:
        return [(man, self[f"person-{man.pk}"]) for man in self.members["person"]]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.values()):
            self.add_error("group", "変わるものを一つ以上選んでください。")
        return cleaned

    # --- the answers ---------------------------------------------------------------------------------------------

    def group_kinds(self) -> list[change_kinds.ChangeKind]:
        return [kind for kind in change_kinds.OF_THE_GROUP if kind.code in self.cleaned_data["group"]]

    def of_members(self, name: str) -> list[tuple]:
        """(kind, car or person) of those that change or leave."""
        chosen = [(self.cleaned_data[f"{name}-{each.pk}"], each) for each in self.members[name]]
        return [(change_kinds.by_code(code), each) for code, each in chosen if code]

    def joining(self, name: str) -> int:
        """How many join: "cars" or "people"."""
        return self.cleaned_data[name] or 0


def answers_of(case) -> str:
    """The address part that asks for what a stored request holds."""
    sent: list[tuple[str, object]] = [
        ("group", item.kind) for item in case.items if item.rule.subject == "group"
    ]
    for item in case.items:
        if item.vehicle_id:
            sent.append((f"car-{item.vehicle_id}", item.kind))
        if item.patroller_id:
            sent.append((f"person-{item.patroller_id}", item.kind))
    sent.append(("cars", len(case.of_kind(change_kinds.VEHICLE_ADDED))))
    sent.append(("people", len(case.of_kind(change_kinds.PATROLLER_ADDED))))
    return urlencode(sent)
