"""交付の窓口 (BP-5-5): what is handed over, what is told to be read aloud, who received it."""

from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

from django import forms
from django.utils.html import format_html

from blue_patrol.models import Kind, Procedure
from blue_patrol.rules import deadlines
from casework import dates, wareki
from casework.forms import AsTypedField, BigTicks, NameField
from casework.forms.acts import ActForm
from casework.models import TransportJurisdiction
from casework.templatetags.case_tags import plate

USE = "標章は、後ろから見えるように掲げ、実施者証は、必ず持って乗ってください。"


@dataclass(frozen=True)
class Instruction:
    """One thing to tell (教示): ``before`` and ``after`` stand around the day, which is read with weight."""

    key: str
    code: str
    before: str
    day: str
    after: str
    source: str

    @property
    def text(self) -> str:
        return f"{self.before}{self.day}{self.after}"


def spoken(day: date) -> str:
    return f"{day.month}月{day.day}日（{wareki.weekday(day)}）"


def instructions(case, on: date) -> list[Instruction]:
    """One for each car, with its due day and the office over its base (BP-5-5-1, BP-7-2), and one for all."""
    if case.case_label == Procedure.DEMONSTRATION:
        return of_a_run(case)
    rows = list(TransportJurisdiction.objects.on(on).select_related("office"))
    told = [_of_entry(case, car, on, rows) for car in case.entry_cars()]
    told += [_of_deletion(case, car, on, rows) for car in case.deletion_cars()]
    use = Instruction("display_and_carry", "display_and_carry", USE, "", "", "要領 第5の2のエの(オ)・(カ)")
    return [*told, use]


def of_a_run(case) -> list[Instruction]:
    """What is told with the stickers of a day (BP-10-3-1, BP-10-4, BP-10-5-1, BP-10-6)."""
    day, clause = spoken(case.demonstration.held_on), "要領 第10の"
    return [
        Instruction("run_notes", "run_notes", "この標章の裏に、注意事項があります。記載の", f"{day}と、場所、自動車", "に限って使えます。読んでください。", f"{clause}3(1)"),
        Instruction("run_display", "run_display", "運行中は、この標章を、", "後ろから見えるように", "掲げてください。", f"{clause}4"),
        Instruction("run_traffic", "run_traffic", "ふだんのパトロールと同じように走ります。緊急自動車ではありません。交通に支障が出そうなときは、", "運行をやめて", "、警察官の指示に従ってください。", f"{clause}6"),
        Instruction("run_return", "run_return", "運行が終わったら、", "すぐに", "、この標章を警察署へ返してください。", f"{clause}5(1)"),
    ]  # fmt: skip


def _of_entry(case, car, on: date, rows) -> Instruction:
    days = case.profile.value(deadlines.INSPECTION_ENTRY.number_key)
    first = case.entry_starts(on)
    since = "交付" if first == on else "証明"
    return Instruction(
        f"inspection_entry:{car.pk}",
        "inspection_entry",
        f"この車（{plate(car.plate)}）は、",
        f"{spoken(dates.due(first, days))}まで",
        f"に、{_office(rows, car)}で、車検証に自主防犯活動用自動車の記載を受けてください。",
        f"{since}の日から{days}日以内　要領 第5の5(1)",
    )


def _of_deletion(case, car, on: date, rows) -> Instruction:
    days = case.profile.value("change_deletion_days")
    return Instruction(
        f"entry_deletion:{car.pk}",
        "entry_deletion",
        f"使わなくなった車（{plate(car.plate)}）は、",
        f"{spoken(dates.due(on, days))}まで",
        f"に、{_office(rows, car)}で、車検証の自主防犯活動用自動車の記載を消してください。",
        f"交付の日から{days}日以内　要領 第7の2",
    )


def _office(rows, car) -> str:
    office = TransportJurisdiction.choose(rows, car.base_location, is_light=car.is_light)
    return office.name if office else f"使用の本拠（{car.base_location}）を管轄する運輸支局など"


class DeliveryForm(ActForm):
    """``things``: live credentials with ``trained_on`` (day or None) set by the view on each card."""

    on_label = "交付した日"

    credentials = forms.MultipleChoiceField(label="渡すもの", widget=BigTicks, required=False)
    instructed = forms.MultipleChoiceField(label="伝えること（教示）", widget=BigTicks, required=False)
    receiver_name = NameField(label="受け取った人", max_length=60)
    receiver_kind = forms.ChoiceField(label="受け取った人の別", widget=forms.RadioSelect)
    receiver_note = AsTypedField(label="受領の確認", max_length=200, required=False)
    told_on = forms.DateField(widget=forms.HiddenInput, required=False)

    field_order = ("credentials", "instructed", "on", "receiver_name", "receiver_kind", "receiver_note")

    def __init__(self, *args, things, **kwargs):
        super().__init__(*args, **kwargs)
        self.things = things
        group = self.case.group
        self.initial |= {
            "receiver_name": group.representative_name if group else "",
            "receiver_kind": "representative",
        }
        self.fields["receiver_name"].help_text = "代表者のほかは、関係も書きます"
        self.fields["receiver_kind"].choices = self.case._meta.get_field("receiver_kind").choices
        self.fields["receiver_note"].widget.attrs["autocomplete"] = "off"
        handed = [thing for thing in things if thing.kind != Kind.CARD or thing.trained_on]
        self.fields["credentials"].choices = [(str(thing.pk), _words(thing)) for thing in handed]
        self.fields["credentials"].widget.hints = {str(thing.pk): _hint(thing) for thing in handed}
        self.tell(self._told_on())

    def _told_on(self) -> date:
        """The day for which the texts on the page were written."""
        try:
            told_on = date.fromisoformat(self.data.get("told_on", ""))
        except ValueError:
            return self.today
        return min(told_on, self.today)

    def tell(self, on: date) -> None:
        self.initial["told_on"] = on.isoformat()
        self.told = instructions(self.case, on)
        field = self.fields["instructed"]
        field.choices = [
            (one.key, format_html("「{}<b>{}</b>{}」", one.before, one.day, one.after)) for one in self.told
        ]
        field.widget.hints = {one.key: one.source for one in self.told}

    def clean(self):
        cleaned = super().clean()
        on = cleaned.get("on")
        told_otherwise = on and on != self._told_on() and on <= self.today
        if told_otherwise and instructions(self.case, on) != self.told:
            self._tell_again(on)
        if self.errors:
            self._ask_the_case(on or self.today)
        return cleaned

    def _tell_again(self, on: date) -> None:
        """The due days that were read aloud belong to another day of delivery."""
        self.tell(on)
        self.data = self.data.copy()
        self.data["told_on"] = on.isoformat()
        self.data.setlist("instructed", [])
        self.add_error(
            "instructed",
            "交付した日に合わせて期限を書き直しました。伝えた期限を確かめて、もう一度印を付けてください。",
        )

    def _ask_the_case(self, on: date) -> None:
        """With one fault found, the others are said too."""
        said = set(self.errors)
        for reason in self.case.delivery_problems(SimpleNamespace(on=on, details=self.details())):
            if reason.field not in said:
                self.add_error(reason.field, reason.sentence)

    def details(self) -> dict:
        """The act's details; a code counts as told only when each of its sentences was."""
        cleaned = self.cleaned_data
        ticked = set(cleaned.get("instructed") or [])
        left = {one.code for one in self.told if one.key not in ticked}
        return {
            "on": cleaned.get("on"), "receiver_name": cleaned.get("receiver_name", ""),
            "receiver_kind": cleaned.get("receiver_kind", ""), "receiver_note": cleaned.get("receiver_note", ""),
            "credentials": [int(pk) for pk in cleaned.get("credentials") or []],
            "instructed": [{"code": one.code, "text": one.text} for one in self.told if one.code not in left],
        }  # fmt: skip


def _words(thing) -> str:
    name = f"　{thing.patroller.name}" if thing.patroller else ""
    return f"{thing.get_kind_display()}　{thing.number}{name}"


def _hint(thing) -> str:
    if thing.kind == Kind.CERTIFICATE:
        return "交付年月日の欄に、交付する日を書き入れます"
    if thing.kind == Kind.STICKER:
        return plate(thing.vehicle.plate)
    if thing.kind == Kind.DEMONSTRATION:
        return f"{plate(thing.run_car.plate)}　{thing.run_car.group_name}"
    return f"講習 {wareki.format_long(thing.trained_on)} 受講"


class LaterCardsForm(ActForm):
    """``cards``: those that wait at the station and whose bearers are trained (annotated with trained_on)."""

    on_label = "交付した日"
    follows_the_road = False

    credentials = forms.MultipleChoiceField(label="渡すもの", widget=BigTicks, required=False)
    receiver_name = NameField(label="受け取った人", max_length=60)

    field_order = ("credentials", "on", "receiver_name")

    def __init__(self, *args, cards, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["receiver_name"] = self.case.group.representative_name
        self.fields["receiver_name"].help_text = "代表者か本人"
        field = self.fields["credentials"]
        field.choices = [(str(card.pk), f"実施者証　{card.number}　{card.patroller.name}") for card in cards]
        field.widget.hints = {
            str(card.pk): f"講習 {wareki.format_long(card.trained_on)} 受講" for card in cards
        }

    def clean_credentials(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["credentials"]]
