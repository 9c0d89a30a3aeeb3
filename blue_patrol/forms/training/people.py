"""Who comes to a course: cards read by their numbers, a pasted list, people written down one by one."""

from collections import Counter
from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import ValidationError

from blue_patrol.forms.entry import paste as entry_paste
from blue_patrol.models.training.records import identity
from blue_patrol.rules import credential_numbers
from casework import names
from casework.forms import CaseForm, LongTextField, NameField, WarekiDateField
from casework.sent import whole_number

COLUMNS = ("name", "kana", "birth_date", "group_name")
HEADINGS = {name: entry_paste.HEADINGS[name] for name in ("name", "kana", "birth_date")} | {
    "group_name": ("団体", "団体名", "団体の名称", "所属", "所属団体")
}
MOST_WALK_INS = 30


class PersonForm(CaseForm):
    """One person of a roster: nobody's patroller yet as a rule."""

    use_required_attribute = False

    name = NameField(label="氏名", max_length=60)
    kana = NameField(label="よみ", max_length=80, required=False)
    birth_date = WarekiDateField(
        label="生年月日", required=False, help_text="後から実施者と結び付けるときの手がかりになります"
    )
    group_name = NameField(label="団体（予定を含む）", max_length=120, required=False)

    def person(self) -> dict:
        """As the acts on a course take people."""
        return {"patroller": None} | {name: self.cleaned_data.get(name) for name in COLUMNS}

    def identity(self):
        name = self.cleaned_data.get("name")
        return identity(name, self.cleaned_data.get("birth_date")) if name else None


class WalkInForm(PersonForm):
    """A row that may stay empty: its name is asked for only when something else stands in it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        self.fields["birth_date"].help_text = ""

    def clean(self):
        cleaned = super().clean()
        if self.has_changed() and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", "氏名を入力してください。")
        return cleaned


class TypedPersonForm(PersonForm):
    """Written down by hand; ``known`` as in ``read`` makes a likeness a doubt."""

    def __init__(self, *args, known, **kwargs):
        self.known = known
        super().__init__(*args, **kwargs)

    def clean(self):
        cleaned = super().clean()
        if same := self.known.get(self.identity()):
            groups = "、".join(dict.fromkeys(man.group.name for man in same))
            text = f"実施者に同じ氏名・生年月日の人がいます（{groups}）。その人なら、実施者の一覧から選んでください。"
            self.doubt("name", "same", text, needs_reason=False)
        return cleaned


@dataclass
class PastedPerson:
    """One pasted row: its number, form and source, why it cannot be taken, who it may be."""

    number: int
    form: PersonForm
    source: str
    faults: list[str] = field(default_factory=list)
    twin: str = ""
    same: list = field(default_factory=list)  # patrollers of the station with this name and birthday

    @property
    def cells(self) -> dict:
        known = self.form.cleaned_data
        return {name: known.get(name, self.form.data.get(name, "")) for name in COLUMNS}


def read(text: str, known: dict, listed) -> list[PastedPerson]:
    """The rows of a pasted text. ``known``: identity → patrollers, ``listed``: identities on the roster already."""
    order, body = entry_paste.headed(entry_paste.table(entry_paste.lines(text)), COLUMNS, HEADINGS)
    seen = dict.fromkeys(listed, "名簿")
    rows = []
    for number, (cells, source) in enumerate(body[: entry_paste.MOST], 1):
        form = PersonForm({name: cell for name, cell in zip(order, cells, strict=False) if name})
        row = PastedPerson(number, form, source)
        if not form.is_valid():
            row.faults = [str(text) for messages in form.errors.values() for text in messages]
        if any(cells[len(order) :]):
            row.faults.append(f"列が{len(cells)}あります。列の順を確かめてください。")
        _find_likeness(row, known, seen)
        rows.append(row)
    if len(body) > entry_paste.MOST:
        rows[-1].faults.append(f"一度に読めるのは{entry_paste.MOST}行までです。")
    return rows


def _find_likeness(row: PastedPerson, known: dict, seen: dict) -> None:
    who = row.form.identity()
    if who is None:
        return
    if who in seen:
        row.twin = f"同じ氏名・生年月日の人が{seen[who]}にいます。"
    row.same = known.get(who, [])
    seen.setdefault(who, f"この貼り付けの{row.number}行目")


def card_key(number: str) -> object:
    """By what two spellings of a card's number are one; numbers once given on paper keep their own form."""
    try:
        return credential_numbers.parse_credential(number)
    except credential_numbers.NumberError:
        return names.search_key(number)


class CardNumbersField(LongTextField):
    """Card numbers, one a line, as a scanner writes them; cleans to patrollers' keys.

    ``cards``: key of a number → patroller's key, set by the form.
    """

    def __init__(self, **kwargs):
        self.cards: dict = {}
        super().__init__(**kwargs)

    def clean(self, value) -> list[int]:
        lines = [names.trim(line) for line in super().clean(value).splitlines()]
        numbered = [(at, line) for at, line in enumerate(lines, 1) if line]
        unknown = [f"{at}行目「{line}」" for at, line in numbered if card_key(line) not in self.cards]
        if unknown:
            more = f"ほか{len(unknown) - 5}行" if len(unknown) > 5 else ""
            raise ValidationError(
                f"{'、'.join(unknown[:5])}{more}は、この署の実施者証の番号にありません。番号を直すか、行を消してください。"
            )
        return list(dict.fromkeys(self.cards[card_key(line)] for _, line in numbered))


CARD_HINT = "1行に1つ。読み取り機でも、手で打ってもかまいません。例：R8-0012-003"


class CardsForm(CaseForm):
    use_required_attribute = False

    numbers = CardNumbersField(label="実施者証の番号", rows=5, help_text=CARD_HINT)

    def __init__(self, *args, cards, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["numbers"].cards = cards


class WalkIns(forms.Form):
    """Mixed into a form: people by their cards, and rows for those who have none; a button adds a row."""

    rows = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=1)
    cards = CardNumbersField(
        label="名簿にない人の実施者証の番号", rows=2, required=False, help_text=CARD_HINT
    )

    def __init__(self, *args, card_numbers, rows: int = 1, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cards"].cards = card_numbers
        sent = whole_number(self.data.get("rows"))
        self.row_count = max(1, min(rows if sent is None else sent, MOST_WALK_INS))
        self.initial["rows"] = self.row_count
        data = self.data if self.is_bound else None
        self.walk_ins = [
            WalkInForm(
                data, prefix=f"person-{n}", initial=self.initial.get(f"person-{n}"), empty_permitted=True
            )
            for n in range(1, self.row_count + 1)
        ]

    def clean(self):
        cleaned = super().clean()
        for number, row in enumerate(self.walk_ins, 1):
            if not row.is_valid():
                for messages in row.errors.values():
                    for text in messages:
                        self.add_error(None, f"名簿にない人の{number}人目：{text}")
        twice = [n for n, count in Counter(self._identities()).items() if n and count > 1]
        if twice:
            self.add_error(None, "名簿にない人に、同じ人が二度書かれています。")
        return cleaned

    def _identities(self):
        return [row.identity() for row in self.walk_ins if row.is_valid() and row.has_changed()]

    @property
    def people(self) -> list[dict]:
        """As the acts on a course take people."""
        by_card = [{"patroller": key} for key in self.cleaned_data.get("cards") or []]
        return by_card + [row.person() for row in self.walk_ins if row.has_changed()]
