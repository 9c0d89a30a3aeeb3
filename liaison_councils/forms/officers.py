"""Forms of the people who run a council: designation, its end, instruction, visits (第3の6・8, 第7(1))."""

from django import forms

from casework.forms import BigTicks, LongTextField, NameField
from liaison_councils.forms.councils import CouncilForm
from liaison_councils.models import CouncilOfficer
from liaison_councils.rules.opinions import INSTRUCTION_TOPICS

BOTH = "一覧から選ぶか、書くか、どちらか一つにしてください。"


class NameOfficerForm(CouncilForm):
    """``here`` and ``elsewhere``: today's postings in the council's areas, and of the rest of the station."""

    on_label = "指定の日"
    follows_the_road = False
    clauses = {"role": "LC-3-6"}

    role = forms.ChoiceField(label="役", widget=forms.RadioSelect, initial="manager")
    staff = forms.TypedChoiceField(
        label="指定する職員",
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.Select(attrs={"class": "w-name"}),
    )
    rank = NameField(label="階級", max_length=20, required=False, help_text="一覧にない職員だけ、書きます")
    name = NameField(label="氏名", max_length=60, required=False, help_text="一覧にない職員だけ、書きます")

    field_order = ("role", "staff", "rank", "name", "on")

    def __init__(self, *args, here: list, elsewhere: list, **kwargs):
        super().__init__(*args, **kwargs)
        roles = dict(CouncilOfficer.Role.choices)
        self.fields["role"].choices = [(role, roles[role]) for role in self.case.roles()]
        self.people = {posting.staff_id: posting.staff for posting in [*here, *elsewhere]}
        groups = [("所管区の勤務員", here), ("署の地域課ほか", elsewhere)]
        self.fields["staff"].choices = [
            ("", "一覧にない（下に書く）"),
            *((title, [_choice(each) for each in rows]) for title, rows in groups if rows),
        ]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("staff") and cleaned.get("name"):
            self.add_error("name", BOTH)
        return cleaned

    def details(self) -> dict:
        told = dict(self.cleaned_data)
        if chosen := self.people.get(told["staff"]):
            told |= {"rank": chosen.rank, "name": chosen.name}
        return told


def _choice(posting) -> tuple[str, str]:
    place = f"{posting.post.koban} " if posting.post.koban else ""
    return str(posting.staff_id), f"{posting.staff}（{place}{posting.post.title}）"


class ReleaseForm(CouncilForm):
    on_label = "解いた日"
    follows_the_road = False
    clauses = {"officer": "LC-3-6"}

    officer = forms.TypedChoiceField(label="指定を解く人", coerce=int, widget=forms.RadioSelect)

    field_order = ("officer", "on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["officer"].choices = [
            (str(each.pk), f"{each.get_role_display()}　{each}") for each in self.case.current_officers()
        ]


class InstructForm(CouncilForm):
    """Who taught whom what and when; the names are those of the staff of the day, others are typed."""

    on_label = "指導した日"
    follows_the_road = False
    clauses = {"topics": "LC-7-1-a"}

    topics = forms.MultipleChoiceField(
        label="指導した内容", choices=INSTRUCTION_TOPICS, required=False, widget=BigTicks
    )
    taught = forms.MultipleChoiceField(
        label="指導した相手", required=False, widget=forms.CheckboxSelectMultiple
    )
    others = LongTextField(
        label="一覧にない相手",
        required=False,
        rows=2,
        max_length=500,
        help_text="階級と氏名。一人ずつ改行して",
    )
    note = LongTextField(label="指導の要点", required=False, rows=3, max_length=1000)

    field_order = ("topics", "taught", "others", "note", "on")

    def __init__(self, *args, here: list, **kwargs):
        super().__init__(*args, **kwargs)
        names = dict.fromkeys(str(posting.staff) for posting in here)
        self.fields["taught"].choices = [(name, name) for name in names]
        if not names:
            del self.fields["taught"]

    def clean_others(self):
        typed = self.cleaned_data["others"]
        if any(len(line.strip()) > 80 for line in typed.split("\n")):
            raise forms.ValidationError("一人80字までにしてください。一人ずつ改行します。")
        return typed

    def details(self) -> dict:
        told = dict(self.cleaned_data)
        typed = [line.strip() for line in told.pop("others").split("\n") if line.strip()]
        return told | {"taught": list(dict.fromkeys([*told.get("taught", []), *typed]))}


class VisitForm(CouncilForm):
    """Half a minute: whom, one line, today."""

    on_label = "訪問した日"
    clauses = {"content": "LC-3-8"}

    term = forms.TypedChoiceField(
        label="訪問した委員",
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text="委員を選ぶか、下に相手を書きます",
    )
    whom = NameField(
        label="委員のほかの相手", max_length=100, required=False, help_text="町内会、学校、商店会など"
    )
    content = NameField(label="伝えたこと・聞いたこと", max_length=500)

    field_order = ("term", "whom", "content", "on")

    def __init__(self, *args, members: list, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(str(term.pk), term.person.name) for term in members]
        self.fields["term"].choices = [*choices, ("", "委員のほか（下に書く）")]
        if not members:
            del self.fields["term"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("term") and cleaned.get("whom"):
            self.add_error("whom", "委員を選ぶか、ほかの相手を書くか、どちらか一つにしてください。")
        return cleaned

    def details(self) -> dict:
        return {"term": None} | self.cleaned_data
