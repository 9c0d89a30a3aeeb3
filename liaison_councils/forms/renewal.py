"""The renewal of spring: what becomes of each term that ends, in one form."""

from dataclasses import dataclass, field
from datetime import date

from django import forms

from casework.form_words import say_in_own_words
from casework.forms import AsTypedField, CaseForm, LongTextField, NameField, WarekiDateField
from liaison_councils.forms.people import ALIKE, OTHER, SAME, alike_in, described
from liaison_councils.forms.terms import Consulted
from liaison_councils.models import Person, Term
from liaison_councils.models.people import CATEGORY_CHOICES, SEX

AGAIN, REPLACED, LEAVES, OPEN = "again", "replace", "leaves", ""
FATES = ((AGAIN, "再任"), (REPLACED, "交代"), (LEAVES, "退任"), (OPEN, "まだ"))
OPINION_ROWS = 2
SUCCESSOR = ("name", "kana", "birth_date", "sex", "address", "phone", "occupation")


@dataclass
class Fate:
    """A row as the page shows it; it costs no form, for there may be hundreds."""

    term: Term
    typed: dict
    faults: dict = field(default_factory=dict)
    alike: list[Person] = field(default_factory=list)
    choices: list = field(default_factory=list)

    @property
    def prefix(self) -> str:
        return f"t{self.term.pk}"

    @classmethod
    def offered(cls, term: Term, fill: str) -> "Fate":
        return cls(term, {"fate": term.intent or fill, "category": term.category})


class FateForm(CaseForm):
    """One term that ends; the successor's fields count where 交代 is chosen, and may stay empty (chosen later)."""

    use_required_attribute = False

    fate = forms.ChoiceField(label="満了の後", choices=FATES, required=False, widget=forms.RadioSelect)
    name = NameField(label="後任の氏名", max_length=60, required=False)
    kana = NameField(label="ふりがな", max_length=80, required=False)
    birth_date = WarekiDateField(label="生年月日", required=False)
    sex = forms.ChoiceField(label="性別", choices=[("", "性別"), *SEX], required=False)
    occupation = AsTypedField(label="職業・勤務先", max_length=100, required=False)
    address = AsTypedField(label="住所", max_length=200, required=False)
    phone = AsTypedField(label="電話番号", max_length=20, required=False)
    category = forms.ChoiceField(label="選出の別", choices=CATEGORY_CHOICES, required=False)
    reason = AsTypedField(label="選考の理由", max_length=500, required=False)
    chosen = forms.CharField(label="記録の人と同じですか", required=False, widget=forms.RadioSelect)

    def __init__(self, *args, term: Term, **kwargs):
        self.term = term
        self.alike: list[Person] = []
        super().__init__(*args, prefix=f"t{term.pk}", **kwargs)
        self.row_label = f"{term.person}さん"

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("fate") == REPLACED and cleaned.get("name") and not cleaned.get("reason"):
            self.add_error("reason", "選考の理由を書いてください。")
        return cleaned

    @property
    def successor(self) -> tuple[str, str] | None:
        """(name, kana) where one was typed for a term that somebody else takes over."""
        told = self.cleaned_data
        typed = told.get("fate") == REPLACED and told.get("name")
        return (told["name"], told.get("kana") or "") if typed else None

    def shown(self) -> Fate:
        """With what was typed and what is wrong with it."""
        typed = {name: self.data.get(self.add_prefix(name), "") for name in self.fields}
        choices = self.fields["chosen"].widget.choices if self.alike else []
        return Fate(self.term, typed, dict(self.errors), self.alike, list(choices))

    def ask_who(self, people: list[Person]) -> None:
        self.alike = people
        widget = self.fields["chosen"].widget
        widget.choices = [
            *((f"{SAME}-{each.pk}", f"{described(each)}と同じ人") for each in people), (OTHER, "別の人")
        ]  # fmt: skip
        if people and self.cleaned_data.get("chosen") not in [value for value, _ in widget.choices]:
            self.add_error("chosen", ALIKE)

    def known(self) -> Person | None:
        _, _, key = (self.cleaned_data.get("chosen") or OTHER).partition("-")
        return next((each for each in self.alike if str(each.pk) == key), None)

    def person(self) -> dict:
        return {name: self.cleaned_data[name] for name in SUCCESSOR}


class Fates:
    """The rows as error_summary reads a set of forms."""

    def __init__(self, forms_: list[FateForm]):
        self.forms = forms_

    @property
    def is_bound(self) -> bool:
        return any(form.is_bound for form in self.forms)

    def non_form_errors(self) -> list[str]:
        return []

    def of(self, fate: str) -> list[FateForm]:
        return [form for form in self.forms if form.cleaned_data.get("fate") == fate]


class RenewalForm(Consulted, CaseForm):
    """What holds for all of them: one reason, the opinions, the day; ``fates`` are the rows."""

    use_required_attribute = False
    clauses = {"reason": "LC-3-5", "section-0": "LC-3-4"}

    reason = LongTextField(
        label="再任の理由",
        rows=2,
        max_length=1000,
        required=False,
        help_text="再任する人がいるときは必須。全員に同じ理由が入ります",
    )
    on = WarekiDateField(label="選考した日")

    def __init__(self, *args, terms: list[Term], today: date, fill: str = "", **kwargs):
        self.fill = fill  # what is offered where nothing has been heard yet
        kwargs["initial"] = {"on": today}
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["on"].latest = today
        self.add_rows(OPINION_ROWS)
        self.fields["opinion-0"].help_text = "書くと、新しい候補者の全員に記録します"
        self.order_fields([*(name for name in self.fields if name != "on"), "on"])
        self.terms = terms
        self.fates = Fates([FateForm(self.data, term=term) for term in terms] if self.is_bound else [])

    def add(self, name: str, added) -> None:
        say_in_own_words(added)
        self.fields[name] = added

    def rows_shown(self) -> list[Fate]:
        if self.is_bound:
            return [row.shown() for row in self.fates.forms]
        return [Fate.offered(term, self.fill) for term in self.terms]

    def clean(self):
        cleaned = super().clean()
        self.clean_rows()
        rows = self.fates.forms
        for row in rows:
            row.full_clean()
        self._ask_who([row for row in rows if row.successor])
        if self.fates.of(AGAIN) and not cleaned.get("reason"):
            self.add_error("reason", "再任の理由を書いてください。")
        if not any(row.cleaned_data.get("fate") for row in rows):
            self.add_error(None, "満了の後を、一人も選んでいません。")
        return cleaned

    def _ask_who(self, rows: list[FateForm]) -> None:
        """One query for the names of all rows."""
        typed = {row: row.successor for row in rows if row.successor}
        found = alike_in(rows[0].term.station_id, *typed.values()) if rows else []
        for row, who in typed.items():
            row.ask_who([each for each in found if _is_alike(each, *who)])

    def is_valid(self):
        return super().is_valid() and all(row.is_valid() for row in self.fates.forms)


def _is_alike(person: Person, name: str, kana: str) -> bool:
    keys = Person.keys_of(name, kana)
    return person.name_key in keys or person.kana_key in keys
