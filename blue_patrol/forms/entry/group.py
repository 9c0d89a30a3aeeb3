"""The first step: the group as forms 1, 2 and 4 ask for it, typed once."""

from django import forms
from django.utils import timezone

from blue_patrol.forms.entry.parts import EntryForm, PhoneField, PostalCodeField, YesNoField
from blue_patrol.models import Group
from blue_patrol.models.of_the_prefecture import offered_types
from blue_patrol.rules import group_types
from casework import names
from casework.forms import (
    BigChoices,
    LongTextField,
    NameField,
    WarekiDateField,
    WholeNumberField,
)
from casework.models import PrefectureProfile

TYPE_HINTS = {kind.code: kind.label for kind in group_types.GROUP_TYPES if kind.label != kind.short}


def _name(
    label: str, length: int, *, required: bool = False, hint: str = "", width: str = "wide"
) -> NameField:
    widget = forms.TextInput(attrs={"class": width})
    return NameField(label=label, max_length=length, required=required, help_text=hint, widget=widget)


class GroupForm(EntryForm):
    """Only the name, address, telephone and representative are demanded; receipt asks for the rest."""

    CODES = ("same_name", "few_members")
    clauses = {"group_type": "BP-5-2-a", "commissioned_by": "BP-5-3"}

    name = _name(
        "団体の名称", 120, required=True, hint="規約や届出のとおりの字で入力します。字形は変えずに保存します"
    )
    name_kana = _name("団体の名称のよみ", 160)
    postal_code = PostalCodeField(label="郵便番号", required=False)
    address = _name("所在地", 200, required=True)
    phone = PhoneField(label="電話番号")
    contact_name = _name("担当者", 60)
    representative_title = _name("代表者の職名", 40, hint="例：会長、隊長、理事長")
    representative_name = _name("代表者の氏名", 60, required=True)
    representative_kana = _name("代表者のよみ", 80)
    representative_birth_date = WarekiDateField(
        label="代表者の生年月日", required=False, help_text="例：昭和34年5月6日、S34.5.6、1959-05-06"
    )
    representative_address = _name("代表者の住所", 200)
    group_type = forms.ChoiceField(
        label="団体の区分",
        choices=group_types.CHOICES,
        required=False,
        widget=BigChoices(hints=TYPE_HINTS),
        help_text="受理までに一つ選びます",
    )
    type_basis = _name("区分の根拠", 200, hint="例：規約、登記事項証明書、委嘱状")
    commissioned_by = _name("委嘱（委託）者", 60, hint="(イ)と(キ)のときに要ります")
    commissioned_on = WarekiDateField(label="委嘱（委託）年月日", required=False)
    established_on = WarekiDateField(label="設立年月日", required=False)
    purpose = LongTextField(label="設立（活動）目的", required=False, rows=2, max_length=1000)
    member_count = WholeNumberField(label="構成員数", required=False, min_value=1, max_value=1_000_000)
    has_rules = YesNoField(label="規約", required=False)
    insurance = _name("傷害保険等", 100, hint="入っていなければ空欄のまま")
    activity_record = LongTextField(
        label="これまでの活動実績",
        required=False,
        rows=3,
        max_length=2000,
        help_text="いつから、どのくらい、徒歩か自動車か",
    )

    class Meta:
        model = Group
        fields = [
            "name", "name_kana", "postal_code", "address", "phone", "contact_name", "representative_title",
            "representative_name", "representative_kana", "representative_birth_date", "representative_address",
            "group_type", "type_basis", "commissioned_by", "commissioned_on", "established_on", "purpose", "member_count",
            "has_rules", "insurance", "activity_record",
        ]  # fmt: skip

    def __init__(self, *args, actor, profile=None, kept=None, **kwargs):
        """``profile``: the prefecture's values of the receipt; none: those of today."""
        self.actor, self.kept = actor, kept or {}
        super().__init__(*args, **kwargs)
        self.values = profile or PrefectureProfile.in_force(actor.prefecture, timezone.localdate())
        offered = {*offered_types(self.values), self.instance.group_type}
        self.fields["group_type"].choices = [each for each in group_types.CHOICES if each[0] in offered]
        today = timezone.localdate()
        for name in ("representative_birth_date", "established_on", "commissioned_on"):
            self.fields[name].latest = today

    def clean(self):
        cleaned = super().clean()
        self._check_commission(cleaned)
        self._check_twins(cleaned.get("name", ""))
        self._check_members(cleaned.get("member_count"))
        return cleaned

    def _check_members(self, count: int | None) -> None:
        """A yardstick of the prefecture; 0 or nothing: it has none."""
        least = self.values.value_or("group_members_min", 0)
        if count and count < least:
            text = f"構成員が、県の定めの目安（{least}人）より少なくなっています。続けられる見込みを確かめてください。"
            self.doubt("member_count", "few_members", text, clause="BP-5-2-a")

    def _check_commission(self, cleaned) -> None:
        code = cleaned.get("group_type", "")
        if not group_types.needs_commission(code):
            return
        word = group_types.by_code(code).commission_word
        asked = {"commissioned_by": f"{word}をした者", "commissioned_on": f"{word}を受けた年月日"}
        for name, what in asked.items():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, f"{what}を入力してください。区分が「{word}」のときに要ります。")

    def _check_twins(self, name: str) -> None:
        """Another group of the same name is doubtful: it may be the same one, entered before."""
        if not name:
            return
        others = Group.objects.of(self.actor).resembling(name).exclude(pk=self.instance.pk)
        twin = next((other for other in others if names.same_name(other.name, name)), None)
        if twin is not None:
            self.doubt(
                "name", "same_name", f"同じ名称の団体（代表者　{twin.representative_name}）がすでにあります。別の団体か確かめてください。"
            )  # fmt: skip
