"""Forms of a council: its plan, its name and areas, its setting up, its rests and its end (第3の1, 第4)."""

from datetime import date
from typing import Any

from django import forms

from casework.forms import CaseForm, LongTextField, NameField, WarekiDateField
from casework.forms.acts import ActForm
from casework.models import Koban, Station
from liaison_councils.models import Council
from liaison_councils.rules.names_of_councils import AREA, offered_name

NAME = {"label": "名称", "max_length": 80, "widget": forms.TextInput(attrs={"class": "w-name"})}
KANA = {
    "label": "よみ",
    "max_length": 120,
    "required": False,
    "help_text": "ひらがな。五十音順に並べるときに使います",
    "widget": forms.TextInput(attrs={"class": "w-name"}),
}
DISTRICT: dict[str, Any] = {
    "label": "対象区域の説明",
    "required": False,
    "rows": 2,
    "max_length": 1000,
    "help_text": "町名や範囲など、書類に出す言葉",
}
PURPOSE: dict[str, Any] = {
    "label": "職種・目的",
    "required": False,
    "rows": 2,
    "max_length": 1000,
    "help_text": "職種等の協議会は必ず書きます。目的を限って設けるためです",
}
REASON = {"rows": 3, "max_length": 1000}


class ChoosesAreas:
    """Mixed into a form: for each koban of the station a tick, and the part where it is not the whole."""

    def add_areas(self, station: Station, held: list, today: date) -> None:
        """``held``: the areas as they are, also of a koban that has ended."""
        parts: dict[int, list[str]] = {}
        for area in held:
            parts.setdefault(area.koban_id, []).append(area.part)
        offered = Koban.objects.on(today).filter(station=station) | Koban.objects.filter(pk__in=parts)
        self.kobans = list(offered.order_by("pk"))
        for koban in self.kobans:
            given = parts.get(koban.pk)
            tick = forms.BooleanField(label=str(koban), required=False, initial=given is not None)
            part = LongTextField(
                label=f"{koban}の所管区のうちの区域",
                required=False,
                rows=1,
                initial="\n".join(given or ()),
                max_length=1000,
            )
            self.fields[f"area-{koban.pk}"], self.fields[f"part-{koban.pk}"] = tick, part

    def areas(self) -> list[tuple]:
        """(koban, tick, part) for the page."""
        return [(each, self[f"area-{each.pk}"], self[f"part-{each.pk}"]) for each in self.kobans]

    def chosen_areas(self, cleaned: dict) -> list[dict]:
        """As the act takes them: one row for each line of a part; a part that is written counts without its tick."""
        rows = []
        for koban in self.kobans:
            lines = [line.strip() for line in (cleaned.get(f"part-{koban.pk}") or "").split("\n")]
            written = list(dict.fromkeys(line for line in lines if line))
            whole = [""] if cleaned.get(f"area-{koban.pk}") and not written else []
            rows += [{"koban": koban.pk, "part": part} for part in written + whole]
        return rows

    def clean(self):
        cleaned = super().clean()
        for koban in self.kobans:
            name = f"part-{koban.pk}"
            if any(len(line.strip()) > 120 for line in (cleaned.get(name) or "").split("\n")):
                self.add_error(name, "一つの区域は120字までにしてください。分けるときは、改行します。")
        return cleaned


class PlanForm(ChoosesAreas, CaseForm):
    """設置の準備; ``case`` None for a new one."""

    use_required_attribute = False
    clauses = {"kind": "LC-4-1", "koban": "LC-3-1", "purpose": "LC-4-1-2"}

    kind = forms.ChoiceField(
        label="種別", choices=[("area", "所管区（交番等の所管区を単位とする）"), ("unit", "単位（所管区を分割・統合する）"), ("occupational", "職種等（目的を限る）")],
        widget=forms.RadioSelect, initial=AREA,
    )  # fmt: skip
    koban = forms.TypedChoiceField(label="交番・駐在所", coerce=int, empty_value=None, required=False)
    name = NameField(**NAME)
    kana = NameField(**KANA)
    area = LongTextField(**DISTRICT)
    purpose = LongTextField(**PURPOSE)
    wished_on = WarekiDateField(label="設ける予定の日", required=False)
    on = WarekiDateField(label="準備を始めた日")

    def __init__(self, *args, station: Station, today: date, case=None, koban=None, actor=None, **kwargs):
        self.station = station
        kept = {name: getattr(case, name) for name in Council.PLANNED_FIELDS[:-1]} if case else {}
        if case:
            kept["koban"] = case.koban_id
        elif koban:
            kept = {
                "koban": koban.pk,
                "name": offered_name(str(koban)),
                "area": f"{koban}の所管区",
                f"area-{koban.pk}": True,
            }
        super().__init__(*args, **kwargs | {"initial": {"on": today} | kept | (kwargs.get("initial") or {})})
        self.add_areas(station, case.covered() if case else [], today)
        choices = [("", "選んでください（単位・職種等では、なくてもよい）")]
        self.fields["koban"].choices = choices + [(str(each.pk), str(each)) for each in self.kobans]
        self.fields["on"].latest = today
        if case:
            self.fields["on"].label = "直した日"

    def offered(self) -> dict:
        """The name that the chosen koban gives, for the button beside it; {} where none is chosen."""
        chosen = next((each for each in self.kobans if str(each.pk) == self.data.get("koban")), None)
        if chosen is None:
            return {}
        return {
            "name": offered_name(str(chosen)),
            "area": f"{chosen}の所管区",
            f"area-{chosen.pk}": "on",
        }

    def details(self) -> dict:
        """``Council.PLANNED_FIELDS`` and the day; a koban's own area is meant where none is ticked."""
        cleaned = self.cleaned_data
        told = {name: cleaned[name] for name in Council.PLANNED_FIELDS[:-1]}
        areas = self.chosen_areas(cleaned)
        if not areas and told["kind"] == AREA and told["koban"]:
            areas = [{"koban": told["koban"], "part": ""}]
        return told | {"areas": areas, "on": cleaned["on"]}


class CouncilForm(ActForm):
    """The form of an act on a council."""

    def details(self) -> dict:
        return dict(self.cleaned_data)


class RenameForm(ChoosesAreas, CouncilForm):
    on_label = "変更の日"
    clauses = {"purpose": "LC-4-1-2"}

    name = NameField(**NAME)
    kana = NameField(**KANA)
    area = LongTextField(**DISTRICT)
    purpose = LongTextField(**PURPOSE)
    note = LongTextField(label="変更の理由", **REASON)

    field_order = ("name", "kana", "area", "purpose", "note", "on")

    def __init__(self, *args, case, today, **kwargs):
        kept = {name: getattr(case, name) for name in ("name", "kana", "area", "purpose")}
        super().__init__(*args, case=case, today=today, **kwargs | {"initial": kept})
        self.add_areas(case.station, case.covered(), today)

    def details(self) -> dict:
        cleaned = self.cleaned_data
        told = {name: cleaned[name] for name in ("name", "kana", "area", "purpose", "note", "on")}
        return told | {"areas": self.chosen_areas(cleaned)}


class EstablishForm(CouncilForm):
    on_label = "設置の日"
    clauses = {"note": "LC-3-1"}

    note = LongTextField(
        label="同じ所管区に二つ設ける理由",
        required=False,
        help_text="ほかの協議会が同じ所管区の全部を対象としているときだけ、書きます",
        **REASON,
    )

    field_order = ("on", "note")


class NoteForm(CouncilForm):
    """A day and a reason."""

    note = LongTextField(label="理由", **REASON)

    field_order = ("note", "on")


class SuspendForm(NoteForm):
    on_label = "休止の日"


class AbolishForm(NoteForm):
    on_label = "廃止の日"


class DropForm(NoteForm):
    on_label = "取りやめた日"


class ResumeForm(CouncilForm):
    on_label = "再開の日"

    note = LongTextField(label="備考", required=False, **REASON)

    field_order = ("note", "on")


class SuccessionForm(CouncilForm):
    """Into which others; one that is being prepared is set up in the same act."""

    clauses = {"into": "LC-4-1-1"}

    into = forms.TypedMultipleChoiceField(
        label="引き継ぐ協議会", coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "引き継ぐ協議会を選んでください。"},
    )  # fmt: skip
    note = LongTextField(label="理由", **REASON)

    field_order = ("into", "together", "note", "on")

    def __init__(self, *args, others: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.others = {each.pk: each for each in others}
        self.fields["into"].choices = [
            (str(each.pk), f"{each}（{each.get_state_display()}）") for each in others if each.state != "suspended"
        ]  # fmt: skip

    def clean_into(self):
        """What one that is being prepared still lacks is said before anything is done."""
        chosen = [self.others[key] for key in self.cleaned_data["into"]]
        for each in chosen:
            gaps = each.founding_gaps() if each.state == "planned" else []
            for gap in gaps:
                self.add_error("into", f"「{each}」は、まだ設置できません。{gap.sentence}")
        return [each.pk for each in chosen]

    def details(self) -> dict:
        cleaned = dict(self.cleaned_data)
        return cleaned | {"into": [self.others[key] for key in cleaned["into"]]}


class MergeForm(SuccessionForm):
    on_label = "統合の日"

    together = forms.TypedMultipleChoiceField(
        label="いっしょに終わる協議会", coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text="この協議会のほかに、同じ協議会へ統合されるもの",
    )  # fmt: skip

    def __init__(self, *args, others: list, **kwargs):
        super().__init__(*args, others=others, **kwargs)
        ending = [(str(each.pk), str(each)) for each in others if each.state in ("active", "suspended")]
        self.fields["together"].choices = ending
        if not ending:
            del self.fields["together"]

    def clean(self):
        cleaned = super().clean()
        if set(cleaned.get("into") or ()) & set(cleaned.get("together") or ()):
            self.add_error("together", "引き継ぐ協議会は、いっしょに終わる協議会に選べません。")
        return cleaned

    def details(self) -> dict:
        cleaned = super().details()
        return cleaned | {"together": [self.others[key] for key in cleaned.get("together") or ()]}


class SplitForm(SuccessionForm):
    on_label = "分割の日"
