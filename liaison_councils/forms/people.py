"""Who is or may become a member: the person typed once, the candidate, and who bears the same name."""

from datetime import date, timedelta

from django import forms
from django.db.models import Prefetch

from casework import wareki
from casework.forms import AsTypedField, CaseForm, LongTextField, NameField, WarekiDateField
from liaison_councils.models import Council, Person, Term
from liaison_councils.models.people import CATEGORY_CHOICES, SEX

OTHER, SAME, UPDATED = "other", "same", "update"
OLDEST = timedelta(days=125 * 366)
ALIKE = "同じ氏名か読みの人が、記録にいます。その人か、別の人かを選んでください。"


class PersonFields(CaseForm):
    """What is typed of a person; ``clean_birth_date`` asks ``today`` of the form."""

    use_required_attribute = False
    today: date

    name = NameField(label="氏名", max_length=60)
    kana = NameField(label="ふりがな", max_length=80, required=False)
    birth_date = WarekiDateField(
        label="生年月日", required=False, help_text="昭和35年1月2日、S35.1.2、1960-1-2 など"
    )
    sex = forms.ChoiceField(
        label="性別", choices=[*SEX, ("", "記録しない")], required=False, widget=forms.RadioSelect
    )
    address = AsTypedField(label="住所", max_length=200, required=False)
    phone = AsTypedField(label="電話番号", max_length=20, required=False)
    occupation = AsTypedField(label="職業・勤務先", max_length=100, required=False)
    body = AsTypedField(label="所属団体", max_length=100, required=False)

    def clean_birth_date(self):
        born = self.cleaned_data["birth_date"]
        if born and not self.today - OLDEST < born < self.today:
            raise forms.ValidationError("生年月日を確かめてください。")
        return born

    def person(self) -> dict:
        """``Person.FIELDS`` as typed."""
        return {name: self.cleaned_data[name] for name in Person.FIELDS if name in self.cleaned_data}


class Candidacy(CaseForm):
    """Why somebody is chosen, and for which term."""

    category = forms.ChoiceField(
        label="選出の別", choices=CATEGORY_CHOICES, widget=forms.RadioSelect, help_text="幅広く選ぶための区分"
    )
    reason = LongTextField(
        label="選考の理由",
        rows=3,
        max_length=1000,
        help_text="地域の実情に詳しいこと、住民の信望が厚いことなど",
    )
    starts_on = WarekiDateField(label="任期の初日", help_text="前の任期に続くときは、間を空けません")
    ends_on = WarekiDateField(label="任期の末日", help_text="おおむね2年")

    def candidacy(self) -> dict:
        """``Term.TYPED``."""
        return {name: self.cleaned_data[name] for name in Term.TYPED}


def alike_in(station_id: int, *typed: tuple[str, str]) -> list[Person]:
    """People of a station whose name or reading is one of the ``typed`` (name, kana), with their terms."""
    found = Person.objects.none()
    for name, kana in typed:
        found = found | Person.objects.filter(station=station_id).alike(name, kana)
    terms = Term.objects.select_related("council").order_by("-starts_on", "-pk")
    return list(found.distinct().prefetch_related(Prefetch("terms", terms))) if typed else []


class NominateForm(PersonFields, Candidacy):
    """A candidate of a council; ``known``: the person of the term that is renewed, who is not typed again."""

    clauses = {"category": "LC-3-3", "reason": "LC-3-3", "starts_on": "LC-3-5"}

    chosen = forms.CharField(label="この人は、記録の人と同じですか", required=False, widget=forms.RadioSelect)
    on = WarekiDateField(label="選考した日")

    def __init__(self, *args, council: Council, today: date, known: Person | None = None, **kwargs):
        self.council, self.today, self.known = council, today, known
        self.alike: list[Person] = []
        super().__init__(*args, **kwargs)
        for name in Person.FIELDS if known else ():
            del self.fields[name]
        self.fields["on"].latest = today

    def clean(self):
        cleaned = super().clean()
        if self.known is None and cleaned.get("name"):
            self.alike = alike_in(self.council.station_id, (cleaned["name"], cleaned.get("kana") or ""))
        if self.alike:
            self._ask_who()
        return cleaned

    def _ask_who(self) -> None:
        """Nobody is merged silently: the officer says who it is (Person.alike)."""
        self.fields["chosen"].required = True
        widget = self.fields["chosen"].widget
        widget.choices = [
            choice
            for person in self.alike
            for choice in (
                (f"{SAME}-{person.pk}", f"{described(person)}と同じ人。記録のままにする"),
                (f"{UPDATED}-{person.pk}", f"{described(person)}と同じ人。記録を、いま書いた内容に直す"),
            )
        ] + [(OTHER, "同じ名前の、別の人。新しく記録する")]
        if self.cleaned_data.get("chosen") not in [value for value, _ in widget.choices]:
            self.add_error("chosen", ALIKE)

    def who(self) -> tuple[Person | None, dict]:
        """(the person known already or None, what is to be written of them)."""
        how, _, key = (self.cleaned_data.get("chosen") or OTHER).partition("-")
        person = self.known or next((each for each in self.alike if str(each.pk) == key), None)
        if person is None or how == UPDATED:
            typed = self.person()
            return person, typed if person is None else {name: typed[name] for name in typed if typed[name]}
        return person, {}


def described(person: Person) -> str:
    """大山 太郎（昭和35年1月2日生、町内会長）"""
    parts = [f"{wareki.format_long(person.birth_date)}生" if person.birth_date else "", person.occupation]
    told = "、".join(part for part in parts if part)
    return f"{person.name}（{told}）" if told else person.name
