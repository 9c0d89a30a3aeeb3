"""Forms of a commission (第12): what is considered, the chief's decision, the release, its report."""

from datetime import date

from django import forms

from blue_patrol.models import Commission, Group
from blue_patrol.rules import commissions as rules
from casework.forms import (
    AsTypedField,
    BigChoices,
    BigTicks,
    CaseForm,
    LongTextField,
    NameField,
    WarekiDateField,
)
from casework.forms.acts import ActForm
from casework.models import Station
from casework.models.places import TransportJurisdiction

NUMBER = {
    "label": "文書番号",
    "max_length": 40,
    "required": False,
    "help_text": "文書管理で取った番号。まだのときは、空けて進められます",
}
DISTRICT = (
    "「{names}」は、ほかの署の管轄区域と思われます。活動の区域は、最大でも当署の管轄区域です。"
    "区域を直すか、管轄区域の内である理由を書いてください。"
)  # fmt: skip


class ConsiderForm(CaseForm):
    """What the clerk finds out; ``commission`` is None for a new one, ``group`` None for a body without a record."""

    use_required_attribute = False
    clauses = {"area": "BP-12-2-b"}

    name = NameField(label="団体の名称", max_length=120)
    representative = NameField(label="代表者", max_length=100, help_text="職名と氏名")
    address = NameField(label="所在地", max_length=200, required=False)
    recipient = forms.ChoiceField(
        label="委嘱する相手", choices=Commission.Recipient.choices, widget=forms.RadioSelect, initial="group"
    )
    people = LongTextField(
        label="委嘱する構成員",
        required=False,
        rows=3,
        help_text="構成員に委嘱するときの氏名。一人ずつ改行して",
    )
    wished_on = WarekiDateField(label="申出のあった日")
    area = LongTextField(label="活動の区域", required=False, rows=2, max_length=1000)
    within_district = forms.BooleanField(
        label="活動の区域が、当署の管轄区域を超えないことを確かめた", required=False
    )
    on = WarekiDateField(label="検討した日")

    def __init__(self, *args, station: Station, group: Group | None, commission=None, today: date, **kwargs):
        self.station, self.group, self.today = station, group, today
        kept = {name: getattr(commission, name) for name in Commission.CONSIDERED} if commission else {}
        kwargs["initial"] = {"on": today, **self._of_group(), **kept, **_answers(kept)}
        super().__init__(*args, **kwargs)
        self.kept = commission.acknowledged if commission else {}
        for point in rules.CRITERIA:
            self._add_criterion(point)
        self.order_fields([*(name for name in self.fields if name != "on"), "on"])
        self.fields["on"].latest = self.fields["wished_on"].latest = today

    def _of_group(self) -> dict:
        group = self.group
        if group is None:
            return {}
        return {"name": group.name, "representative": group.representative, "address": group.address}

    def _add_criterion(self, point) -> None:
        self.fields[f"{point.code}-result"] = forms.ChoiceField(
            label=f"{point.mark}の結果",
            choices=rules.ANSWERS,
            required=False,
            widget=forms.RadioSelect,
        )
        self.fields[f"{point.code}-note"] = LongTextField(
            label=f"{point.mark}について見たもの・理由", rows=2, required=False, max_length=500
        )
        self.fields[f"{point.code}-result"].widget.template_name = "forms/choices.html"

    def criteria(self) -> list[tuple]:
        """(criterion, answer, note, what the group's record says) for the page."""
        return [
            (point, self[f"{point.code}-result"], self[f"{point.code}-note"], self._hint(point.code))
            for point in rules.CRITERIA
        ]

    def _hint(self, code: str) -> str:
        group = self.group
        if group is None:
            return ""
        rules_words = {None: "", True: "有", False: "無"}[group.has_rules]
        told = {
            "a": f"構成員 {group.member_count}人" if group.member_count else "",
            "b": f"規約 {rules_words}" if rules_words else "", "c": group.purpose, "f": group.insurance,
        }  # fmt: skip
        return told.get(code, "")

    def clean(self):
        cleaned = super().clean()
        for point in rules.CRITERIA:
            answer, note = (cleaned.get(f"{point.code}-{part}") for part in ("result", "note"))
            if answer and not note and f"{point.code}-note" not in self.errors:
                self.add_error(f"{point.code}-note", "見たもの、または理由を書いてください。")
        self._look_at_area(cleaned)
        return cleaned

    def _look_at_area(self, cleaned) -> None:
        """A name of another station's district is a doubt to be settled with a reason (BP-12-2-b)."""
        prefecture = self.station.prefecture_id
        places = TransportJurisdiction.objects.on(self.today).filter(office__prefecture=prefecture)
        stations = Station.objects.on(self.today).filter(prefecture=prefecture).exclude(pk=self.station.pk)
        names = rules.beyond_the_district(
            cleaned.get("area") or "", own_address=self.station.address, own_name=self.station.name,
            municipalities=places.values_list("municipality", flat=True),
            other_stations=stations.values_list("name", flat=True),
        )  # fmt: skip
        if names:
            self.doubt("area", "district", DISTRICT.format(names="」「".join(names)), clause="BP-12-2-b")

    def details(self) -> dict:
        """The act's details: ``on`` and the fields of ``Commission.CONSIDERED``."""
        cleaned = self.cleaned_data
        criteria = [
            {"code": p.code, "result": cleaned[f"{p.code}-result"], "note": cleaned[f"{p.code}-note"]}
            for p in rules.CRITERIA
        ]
        told = {name: cleaned[name] for name in Commission.CONSIDERED if name in cleaned}
        reasons = {doubt.code: doubt.reason for doubt in self.acknowledged}
        return told | {"on": cleaned["on"], "criteria": criteria, "acknowledged": reasons}


def _answers(kept: dict) -> dict:
    return {
        f"{one['code']}-{part}": one.get(part, "")
        for one in kept.get("criteria", ())
        for part in ("result", "note")
    }


class CommissionForm(ActForm):
    """The form of an act on a commission."""

    def details(self) -> dict:
        return dict(self.cleaned_data)


class DecideForm(CommissionForm):
    on_label = "決めた日"
    clauses = {"decision": "BP-12-1", "guided": "BP-12-2"}

    decision = forms.ChoiceField(
        label="署長の決定", choices=[("commission", "委嘱する"), ("decline", "委嘱しない")], widget=BigChoices
    )
    note = LongTextField(label="総合的に検討した理由", rows=3, max_length=1000)
    guided = forms.MultipleChoiceField(
        label="委嘱の際に指導したこと", choices=[(p.code, f"{p.mark}　{p.words}") for p in rules.GUIDANCE], required=False,
        widget=BigTicks, help_text="委嘱するときは、六つのすべてを指導します",
    )  # fmt: skip
    document_number = AsTypedField(**NUMBER)

    field_order = ("decision", "note", "guided", "document_number", "on")

    def details(self) -> dict:
        """The act's details; what belongs to a commission alone is left out of 委嘱しない."""
        told = dict(self.cleaned_data)
        decision = told.pop("decision")
        return told if decision == "commission" else {"on": told["on"], "note": told["note"]}


class ReleaseForm(CommissionForm):
    on_label = "委嘱を解いた日"
    clauses = {"ground": "BP-12-2-f"}

    ground = forms.ChoiceField(label="解除の事由", choices=rules.GROUNDS, widget=forms.RadioSelect)
    note = LongTextField(label="解除の理由", rows=3, max_length=1000)

    field_order = ("ground", "note", "on")


class ReportReleaseForm(CommissionForm):
    on_label = "本部へ報告した日"

    document_number = AsTypedField(**NUMBER)

    field_order = ("document_number", "on")


class LinkForm(CommissionForm):
    on_label = "確かめた日"

    group = forms.TypedChoiceField(
        label="団体", coerce=int, widget=forms.Select(attrs={"class": "w-name"}),
        help_text="申請や登録で記録した団体のうち、名称の似たものを先に出しています",
    )  # fmt: skip

    field_order = ("group", "on")

    def __init__(self, *args, groups, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [
            ("", "選んでください"),
            *((str(each.pk), each.name) for each in groups),
        ]
