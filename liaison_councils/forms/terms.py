"""Forms of the acts on one term: chosen, consulted on, appointed, asked, left."""

from django import forms

from casework.forms import AsTypedField, BigChoices, LongTextField, WarekiDateField
from casework.forms.acts import ActForm
from liaison_councils.forms.people import Candidacy, PersonFields
from liaison_councils.models import Person, Term

NUMBER = {
    "label": "委嘱状の番号",
    "max_length": 40,
    "required": False,
    "help_text": "文書管理で取った番号。付けないときは空けます",
}
SECTIONS = "生活安全課、交通課、刑事課、警備課など"


class TermForm(ActForm):
    """The form of an act on a term."""

    def details(self) -> dict:
        return dict(self.cleaned_data)


def as_stored(person: Person) -> dict:
    return {name: getattr(person, name) for name in Person.FIELDS}


class AmendForm(PersonFields, Candidacy, TermForm):
    on_label = "直した日"
    clauses = {"category": "LC-3-3", "reason": "LC-3-3", "starts_on": "LC-3-5"}
    field_order = (*Person.FIELDS, *Term.TYPED, "on")

    def __init__(self, *args, case: Term, **kwargs):
        kept = {name: getattr(case, name) for name in Term.TYPED}
        kwargs["initial"] = as_stored(case.person) | kept | (kwargs.get("initial") or {})
        super().__init__(*args, case=case, **kwargs)

    def details(self):
        return self.candidacy() | {"person": self.person(), "on": self.cleaned_data["on"]}


class PersonForm(PersonFields, TermForm):
    """Details of somebody who is a member: moved house, another occupation."""

    on_label = "変更を知った日"
    note = LongTextField(label="変わったこと", rows=2, max_length=500, required=False)
    field_order = (*Person.FIELDS, "note", "on")

    def __init__(self, *args, case: Term, **kwargs):
        kwargs["initial"] = as_stored(case.person) | (kwargs.get("initial") or {})
        super().__init__(*args, case=case, **kwargs)

    def details(self):
        told = self.cleaned_data
        return {"person": self.person(), "note": told["note"], "on": told["on"]}


class Consulted:
    """Rows of (section, opinion); mixed into a form. An empty row is no opinion."""

    fields: dict
    cleaned_data: dict

    def add_rows(self, count: int) -> None:
        self.rows = range(count)
        for row in self.rows:
            name = f"{row + 1}つ目の" if count > 1 else ""
            self.add(
                f"section-{row}",
                AsTypedField(
                    label=f"{name}部門", max_length=60, required=False, help_text=SECTIONS if not row else ""
                ),
            )
            self.add(
                f"opinion-{row}", LongTextField(label=f"{name}意見", rows=2, max_length=500, required=False)
            )

    def pairs(self):
        return [(self[f"section-{row}"], self[f"opinion-{row}"]) for row in self.rows]

    def clean_rows(self) -> None:
        for row in self.rows:
            section, opinion = (self.cleaned_data.get(f"{part}-{row}") for part in ("section", "opinion"))
            if opinion and not section and f"section-{row}" not in self.errors:
                self.add_error(f"section-{row}", "意見を聴いた部門を書いてください。")
            if section and not opinion and f"opinion-{row}" not in self.errors:
                self.add_error(f"opinion-{row}", "意見を書いてください。")

    def opinions(self) -> list[dict]:
        """{section, opinion} of each row that was filled in."""
        found = (
            {part: self.cleaned_data[f"{part}-{row}"] for part in ("section", "opinion")} for row in self.rows
        )
        return [each for each in found if each["section"]]


class ConsultForm(Consulted, TermForm):
    """Opinions of other sections, several at once."""

    on_label = "意見を聴いた日"

    def __init__(self, *args, rows: int = 3, **kwargs):
        super().__init__(*args, **kwargs)
        self.add_rows(rows)
        self.order_fields([*(name for name in self.fields if name != "on"), "on"])

    def clean(self):
        cleaned = super().clean()
        self.clean_rows()
        if not self.errors and not self.opinions():
            self.add_error("section-0", "意見を聴いた部門を書いてください。")
        return cleaned

    def details(self):
        return {"opinions": self.opinions(), "on": self.cleaned_data["on"]}


class AppointForm(TermForm):
    on_label = "委嘱する日"
    document_number = AsTypedField(**NUMBER)
    field_order = ("document_number", "on")


class NoteForm(TermForm):
    """Why; the door asks for it where it must be."""

    note = LongTextField(label="理由", rows=3, max_length=1000)
    field_order: tuple[str, ...] = ("note", "on")


class DeclineForm(NoteForm):
    on_label = "決めた日"


class IntendForm(TermForm):
    on_label = "聞いた日"
    intent = forms.ChoiceField(
        label="満了の後",
        choices=[*Term.Intent.choices[1:], Term.Intent.choices[0]],
        required=False,
        widget=BigChoices,
    )
    note = AsTypedField(label="覚え", max_length=200, required=False)
    field_order = ("intent", "note", "on")

    def __init__(self, *args, case: Term, **kwargs):
        kept = {"intent": case.intent, "note": case.intent_note}
        kwargs["initial"] = kept | (kwargs.get("initial") or {})
        super().__init__(*args, case=case, **kwargs)


class ExpireForm(NoteForm):
    on_label = "記録する日"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].required = False
        self.fields["note"].label = "覚え"


class LeaveForm(NoteForm):
    """解嘱: the last day of service and why."""

    on_label = "決めた日"
    last_on = WarekiDateField(label="任期を終える日", help_text="この日までが委員です")
    document_number = AsTypedField(**NUMBER | {"label": "解嘱通知書の番号"})
    field_order: tuple[str, ...] = ("last_on", "note", "document_number", "on")


class ResignForm(LeaveForm):
    on_label = "承認した日"
    wished_on = WarekiDateField(label="辞職願の日", required=False)
    document_number = AsTypedField(**NUMBER | {"label": "辞職承認書の番号"})
    field_order = ("wished_on", "last_on", "note", "document_number", "on")
