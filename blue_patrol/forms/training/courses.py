"""Forms of a course: its plan, who attended, corrections; and of a qualification in its place (第11の1, 第5の2のウ)."""

from datetime import date

from django import forms

from blue_patrol.forms.training.people import WalkIns
from blue_patrol.rules import training_topics
from casework import wareki
from casework.forms import (
    AsTypedField,
    BigChoices,
    BigTicks,
    CaseForm,
    LongTextField,
    NameField,
    WarekiDateField,
    WholeNumberField,
)
from casework.forms.acts import ActForm

TRAINER_HINT = "所属・階級・氏名。実施者証の裏面に、このとおり載ります"


def topics_field(*, required: bool, hint: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="教える内容",
        choices=training_topics.CHOICES,
        widget=BigTicks,
        required=required,
        help_text=hint,
    )


class PlanForm(CaseForm):
    """The plan of a course; also that of a past day, which is recorded as held afterwards."""

    clauses = {"topics": "BP-2-3", "trainer": "BP-11-1"}
    use_required_attribute = False

    held_on = WarekiDateField(label="講習の日", help_text="済んだ講習を後から記録するときは、その日")
    place = NameField(label="場所", max_length=60)
    trainer = NameField(label="講習実施者", max_length=60, help_text=TRAINER_HINT)
    topics = topics_field(
        required=False, hint="上の二つは、講習に欠かせません。実施を記録するときに、もう一度確かめます"
    )
    capacity = WholeNumberField(label="定員", min_value=1, max_value=2000, required=False)
    remarks = LongTextField(label="備考", rows=2, required=False)

    def details(self) -> dict:
        return dict(self.cleaned_data)


class CourseForm(CaseForm):
    """The form of an act on one course; ``course`` and ``today`` come from the view."""

    use_required_attribute = False

    def __init__(self, *args, course, today: date, **kwargs):
        self.course, self.today = course, today
        super().__init__(*args, **kwargs)

    def details(self) -> dict:
        return dict(self.cleaned_data)


class CancelForm(CourseForm):
    note = LongTextField(label="中止の理由", rows=2)


class PresenceForm(WalkIns, CourseForm):
    """Who of the roster attended, and who came unannounced."""

    present = forms.MultipleChoiceField(label="出席した人", widget=BigTicks, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = list(self.course.trainees.select_related("patroller"))
        field = self.fields["present"]
        field.choices = [(str(line.pk), line.name) for line in self.lines]
        field.widget.hints = {str(line.pk): _about(line) for line in self.lines}
        self.initial.setdefault("present", [str(line.pk) for line in self.lines if line.attended])

    def clean_present(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["present"]]


def _about(line) -> str:
    born = f"{wareki.format_long(line.birth_date)}生" if line.birth_date else ""
    group = line.group_name if line.patroller_id else f"{line.group_name}（実施者の名簿にいない人）".strip()
    return "　".join(filter(None, (line.kana, born, group)))


class HoldForm(PresenceForm):
    clauses = {"topics": "BP-2-3", "trainer": "BP-11-1"}

    on = WarekiDateField(label="講習をした日")
    place = NameField(label="場所", max_length=60)
    trainer = NameField(label="講習実施者", max_length=60, help_text=TRAINER_HINT)
    topics = topics_field(
        required=True, hint="じっさいに教えたことに印を付けます。上の二つがないと、講習になりません"
    )
    remarks = LongTextField(label="備考", rows=2, required=False)

    field_order = ("on", "place", "trainer", "topics", "present")

    def __init__(self, *args, course, today, **kwargs):
        kept = {name: getattr(course, name) for name in ("place", "trainer", "topics", "remarks")}
        initial = {"on": min(course.held_on, today)} | kept | (kwargs.pop("initial", None) or {})
        super().__init__(*args, course=course, today=today, initial=initial, **kwargs)
        self.fields["topics"].label = "教えた内容"
        self.fields["topics"].error_messages["required"] = "教えた内容に印を付けてください（要領 第2(3)）。"

    def details(self) -> dict:
        names = ("on", "place", "trainer", "topics", "remarks", "present")
        return {name: self.cleaned_data[name] for name in names} | {"people": self.people}


class CorrectionForm(PresenceForm):
    note = LongTextField(label="直す理由", rows=2, help_text="記録に残ります")

    def details(self) -> dict:
        return {
            "present": self.cleaned_data["present"],
            "note": self.cleaned_data["note"],
            "people": self.people,
        }


class QualificationForm(ActForm):
    """Offered where the prefecture takes a qualification in place of the course."""

    on_label = "資格者証を見た日"
    follows_the_road = False
    clauses = {"qualification": "BP-5-2-c"}

    patrollers = forms.MultipleChoiceField(label="資格のある人", widget=BigTicks)
    qualification = forms.ChoiceField(label="資格", widget=BigChoices)
    document_number = AsTypedField(label="資格者証の番号", max_length=40)

    field_order = ("patrollers", "qualification", "document_number", "on")

    def __init__(self, *args, people, alternatives, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["patrollers"].choices = [(str(person.pk), person.name) for person in people]
        self.fields["qualification"].choices = [(word, word) for word in alternatives]

    def clean_patrollers(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["patrollers"]]
