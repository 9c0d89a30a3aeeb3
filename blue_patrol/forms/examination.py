"""調査票 (BP-5-2): a row an item with result, evidence and guidance; hints say what the data speak for.

Software suggests, a person judges: no answer is preselected from a hint.
"""

from dataclasses import dataclass

from django import forms

from blue_patrol.models import ExaminationFinding
from blue_patrol.rules import attachments, examination, group_types
from blue_patrol.rules.examination import Item, Section
from casework.forms import LongTextField
from casework.forms.acts import ActForm

PARTS = ("result", "evidence", "guidance")


@dataclass(frozen=True)
class Hint:
    """What the records say to an item; a warning is shown with weight, it never refuses."""

    text: str
    warns: bool = False


@dataclass
class SheetItem:
    item: Item
    finding: ExaminationFinding | None
    hints: list[Hint]
    result: forms.BoundField
    evidence: forms.BoundField | None = None
    guidance: forms.BoundField | None = None

    @property
    def judged(self) -> bool:
        return bool(self.finding and self.finding.result)

    @property
    def result_words(self) -> str:
        return dict(self.item.answers).get(self.finding.result, "") if self.finding else ""

    @property
    def tone(self) -> str:
        return "good" if self.finding and self.finding.result == examination.FIT else "care"

    @property
    def is_faulty(self) -> bool:
        return any(part and part.errors for part in (self.result, self.evidence, self.guidance))


@dataclass
class SheetSection:
    section: Section
    items: list[SheetItem]

    @property
    def left(self) -> list[SheetItem]:
        return [item for item in self.items if not item.judged]

    @property
    def done(self) -> bool:
        return not self.left

    @property
    def open(self) -> bool:
        """Shown unfolded: something is left to do or to mend."""
        return bool(self.left) or any(item.is_faulty for item in self.items)

    @property
    def is_table(self) -> bool:
        """Several items with evidence stand as rows of a table."""
        return len(self.items) > 1 and all(item.evidence for item in self.items)

    @property
    def latest(self) -> ExaminationFinding | None:
        """The finding judged last: who and when stand under the section."""
        found = [item.finding for item in self.items if item.judged]
        return max(found, key=lambda finding: finding.judged_on, default=None)


class EvidenceField(LongTextField):
    """Marked as required; asked for only once the item has a result, and then by the door."""

    def validate(self, value):
        if value:
            super().validate(value)


class ExaminationForm(ActForm):
    on_label = "確かめた日"

    def __init__(self, *args, stored: dict[str, ExaminationFinding], hints: dict[str, list[Hint]], **kwargs):
        super().__init__(*args, **kwargs)
        self.stored, self.hints = stored, hints
        self.fields["on"].latest = self.today
        self.fields["on"].earliest = self.case.received_on
        self.fields["on"].help_text = "いま保存する結果の日（受理の日からきょうまで）"
        for item in self.case.asked():
            self._add(item)

    def _add(self, item: Item) -> None:
        code, finding = item.code, self.stored.get(item.code)
        self.add(
            f"{code}-result",
            forms.ChoiceField(
                label=f"{item.label}の結果", choices=item.answers, widget=forms.RadioSelect, required=False
            ),
        )
        if item.keeps_evidence:
            for part, kind, label in (
                ("evidence", EvidenceField, "根拠と見たもの"),
                ("guidance", LongTextField, "指導したこと"),
            ):
                field = kind(label=label, rows=2, required=part == "evidence")
                field.widget.attrs["aria-label"] = f"{label}（{item.label}）"
                self.add(f"{code}-{part}", field)
        for part in PARTS:
            self.initial[f"{code}-{part}"] = getattr(finding, part, "")

    def sections(self) -> list[SheetSection]:
        return [SheetSection(one, [self._row(item) for item in one.items]) for one in self.case.sheet()]

    def _row(self, item: Item) -> SheetItem:
        parts = {part: self[f"{item.code}-{part}"] for part in PARTS if f"{item.code}-{part}" in self.fields}
        return SheetItem(item, self.stored.get(item.code), self.hints.get(item.code, []), **parts)

    def findings(self) -> list[dict]:
        """Only what was judged or written anew: {item, result, evidence, guidance}."""
        found = []
        for item in self.case.asked():
            sent = {part: self.cleaned_data.get(f"{item.code}-{part}", "") for part in PARTS}
            stored = self.stored.get(item.code)
            kept = {part: getattr(stored, part, "") for part in PARTS}
            if sent != kept:
                found.append({"item": item.code, **sent})
        return found


def hints_of(case, cars, people, held) -> dict[str, list[Hint]]:
    """Item's code → what the records say; ``people`` with their trainings fetched, ``held`` the attachments."""
    trained = [person for person in people if person.trainings.all()]
    untrained = [person.name for person in people if not person.trainings.all()]
    training = Hint(examination.suggest_training(len(trained), len(people)).text, bool(untrained))
    lamps = examination.suggest_lamps([car.lamp_count for car in cars])
    markings = [examination.suggest_marking(car.marking_text, case.group.name) for car in cars]
    return {
        "a": _type_hints(case.group, held),
        "b": _continuity_hints(case),
        "c": [training] + ([Hint(f"未受講：{'、'.join(untrained)}")] if untrained else []),
        "d-1": [Hint(lamps, warns=True)] if lamps else [],
        "d-3": [Hint(text, warns=True) for text in dict.fromkeys(markings) if text],
    }


def _type_hints(group, held) -> list[Hint]:
    hints = []
    if group.group_type in group_types.CODES:
        hints.append(Hint(f"申請の区分は {group_types.by_code(group.group_type).choice_label} です。"))
    suggested = examination.suggest_group_type(group.name, commissioned_by=group.commissioned_by)
    if suggested and suggested.value != group.group_type:
        other = group_types.by_code(suggested.value).choice_label
        hints.append(Hint(f"{suggested.text}{other} ではないか、確かめてください。", warns=True))
    has_proof = any(one.kind == attachments.PROOF_OF_STANDING.code for one in held)
    missing = attachments.missing_proof(group.group_type, has_proof=has_proof)
    return hints + [Hint(f"{one.sentence}進達までに要ります。", warns=True) for one in missing]


def _continuity_hints(case) -> list[Hint]:
    times, unit = case.profile.value("continuity_times"), case.profile.value("continuity_unit")
    warning = examination.suggest_continuity(case.patrol_times, case.patrol_unit, times, unit)
    if warning:
        return [Hint(warning, warns=True)]
    plan = f"計画は{case.get_patrol_unit_display()}{case.patrol_times}回です。"
    return [Hint(f"{plan}基準は、{examination.yardstick_words(times, unit)}です。")]
