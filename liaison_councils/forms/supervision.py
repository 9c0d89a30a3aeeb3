"""Forms of supervision (第7): support and liaison, headquarters' remarks, the end of a year."""

from datetime import date

from django import forms

from casework import wareki
from casework.form_words import say_in_own_words
from casework.forms import CaseForm, LongTextField, NameField, WarekiDateField
from casework.forms.acts import ActForm
from casework.forms.remarks import RemarkTextForm
from liaison_councils.forms.opinions import NoteForm
from liaison_councils.models import SupportRequest
from liaison_councils.rules.year_rows import YearRow

HINTS = {
    "liaison": "市町、学校、道路管理者など、ほかの機関へ（第7(1)）",
    "support": "資料、資機材、講師など（第7(1)）",
    "presence": "交通課などの係員に、会議に出てもらう（第7(2)、第5の5）",
}


class SupportForm(CaseForm):
    """What is asked of whom, for a council and where it is so for one of its meetings."""

    use_required_attribute = False
    clauses = {"kind": "LC-7-1-c", "asked_of": "LC-7-2"}

    kind = forms.ChoiceField(label="依頼の別", choices=SupportRequest.Kind.choices, widget=forms.RadioSelect)
    asked_of = NameField(label="依頼する先", max_length=100, help_text="交通課、桜見市役所 道路課 など")
    content = LongTextField(label="依頼すること", rows=3, max_length=2000)
    meeting = forms.TypedChoiceField(
        label="どの会議のため",
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.Select(attrs={"class": "w-name"}),
    )
    on = WarekiDateField(label="依頼した日")

    def __init__(self, *args, meetings, today: date, **kwargs):
        kwargs["initial"] = {"on": today, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["on"].latest = today
        named = [
            (str(each.pk), f"{wareki.format_long(each.day)}　{each.get_kind_display()}会議")
            for each in meetings
            if each.day
        ]
        self.fields["meeting"].choices = [("", "会議によらない"), *named]

    def hints(self) -> list[tuple[str, str]]:
        return [(str(label), HINTS[value]) for value, label in SupportRequest.Kind.choices]


class AnswerSupportForm(ActForm):
    on_label = "回答のあった日"

    answer_text = LongTextField(label="回答", rows=3, max_length=2000)

    field_order = ("answer_text", "on")


class WithdrawSupportForm(NoteForm):
    on_label = "取り下げた日"


class RemarkForm(RemarkTextForm):
    """A remark of the division on a station, or on one of its councils."""

    clauses = {"text": "LC-7-3"}

    station = forms.TypedChoiceField(
        label="警察署", coerce=int, widget=forms.Select(attrs={"class": "w-name"})
    )
    council = forms.TypedChoiceField(
        label="協議会", coerce=int, empty_value=None, required=False, widget=forms.Select(attrs={"class": "w-name"}),
        help_text="署の全体についてのときは、空けておきます",
    )  # fmt: skip

    field_order = ("station", "council", "text", "due_on", "on")

    def __init__(self, *args, stations, councils, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["station"].choices = [("", "選んでください"), *((str(s.pk), str(s)) for s in stations)]
        self.fields["council"].choices = [("", "署の全体"), *_by_station(stations, councils)]


def _by_station(stations, councils) -> list[tuple[str, list[tuple[str, str]]]]:
    """Councils below their stations' names."""
    grouped = [
        (str(station), [(str(each.pk), each.name) for each in councils if each.station_id == station.pk])
        for station in stations
    ]
    return [(name, rows) for name, rows in grouped if rows]


class CloseYearForm(CaseForm):
    """One reason for each council whose minimum is unmet, beside its row."""

    use_required_attribute = False
    on = WarekiDateField(label="締める日")

    def __init__(self, *args, rows: list[YearRow], today: date, **kwargs):
        kept = {f"reason_{row.key}": row.reason for row in rows}
        kwargs["initial"] = {"on": today, **kept, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.fields["on"].latest = today
        for row in rows:
            if row.missing:
                field = LongTextField(label=f"「{row.council}」が足りない理由", rows=2, max_length=500)
                say_in_own_words(field)
                self.fields[f"reason_{row.key}"] = field
        self.order_fields([*(name for name in self.fields if name != "on"), "on"])

    def reasons(self) -> dict[str, str]:
        """council's key as text → the reason."""
        return {
            name.removeprefix("reason_"): text
            for name, text in self.cleaned_data.items()
            if name.startswith("reason_")
        }


class SeeForm(ActForm):
    on_label = "確認した日"


class ReopenYearForm(NoteForm):
    on_label = "取り消した日"
