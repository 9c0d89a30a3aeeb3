"""The fourth step: the roster (form 3) with the course that each has attended."""

from django import forms
from django.utils import timezone

from blue_patrol.forms.entry.parts import PhoneField
from blue_patrol.forms.entry.rows import RowForm, RowSet
from blue_patrol.models import Patroller
from casework import names
from casework.forms import NameField, WarekiDateField


def _text(label: str, length: int, *, required=False, hint="") -> NameField:
    return NameField(label=label, max_length=length, required=required, help_text=hint)


class PatrollerForm(RowForm):
    """One person; a day of attendance makes a record of training beside the person."""

    clauses = {"attended_on": "BP-11-1"}

    name = _text("氏名", 60, required=True)
    kana = _text("よみ", 80)
    birth_date = WarekiDateField(label="生年月日", required=False)
    address = _text("住所", 200)
    phone = PhoneField(label="電話番号", required=False)
    remarks = _text("備考", 100)
    attended_on = WarekiDateField(label="講習受講年月日", required=False, help_text="まだの人は空欄のまま")
    trainer = _text("講習実施者", 60, hint="実施者証の裏面に載ります")

    class Meta:
        model = Patroller
        fields = ["name", "kana", "birth_date", "address", "phone", "remarks"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("birth_date", "attended_on"):
            self.fields[name].latest = timezone.localdate()

    def code_of(self, doubt) -> str:
        return f"patroller:{self.instance.pk}:{doubt.code}"

    def remarks_on_reading(self) -> list[str]:
        """What the fields remark on the dates as typed."""
        return [remark for field in self.fields.values() if (remark := getattr(field, "remark", ""))]

    def identity(self) -> tuple[str, object] | None:
        """By what one person is told from another: the name's search key and the birthday."""
        name = self.cleaned_data.get("name")
        return identity(name, self.cleaned_data.get("birth_date")) if name else None

    def clean(self):
        cleaned = super().clean()
        day, trainer = cleaned.get("attended_on"), cleaned.get("trainer")
        if day and not trainer and "trainer" not in self.errors:
            self.add_error("trainer", "講習実施者を入力してください。例：生活安全課 巡査部長 風間")
        if trainer and not day and "attended_on" not in self.errors:
            self.add_error(
                "attended_on",
                "講習受講年月日を入力してください。受けていない人は、講習実施者も空欄にします。",
            )
        return cleaned


class PatrollerSet(RowSet):
    row_word, word = "人目", "実施者"
    form = PatrollerForm

    def __init__(self, data=None, *, case, **kwargs):
        self.case = case
        self.taken: list[PatrollerForm] = []  # rows of a paste that are stored with the set
        people = case.group.patrollers.current().prefetch_related("trainings")
        super().__init__(data, saved={person.pk: person for person in people}, **kwargs)

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.kept = self.case.acknowledged
        return form

    def is_news(self) -> bool:
        return bool(self.taken) or super().is_news()

    def clean(self):
        """The same name and birthday twice is a doubt, not an error: namesakes exist."""
        seen = {identity(row.name, row.birth_date): self.number_of(row) for row in self.untouched()}
        for number, form in enumerate(self.written(), len(seen) + 1):
            who = form.identity()
            if who is None:
                continue
            if who in seen:
                form.doubt(
                    "name",
                    "twin",
                    f"{seen[who]}人目と同じ氏名と生年月日です。同じ人でないか確かめてください。",
                )
            seen[who] = number


def identity(name: str, birth_date) -> tuple[str, object]:
    return names.search_key(name), birth_date


class PasteForm(forms.Form):
    """What was pasted, and which of its rows to take; ``seen`` proves that this very text was looked at."""

    pasted = forms.CharField(
        label="貼り付ける名簿",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "cols": False, "spellcheck": "false"}),
    )
