"""The acts on a course of training: its plan, its holding, corrections, and who is whom."""

from django.urls import reverse
from django.utils import timezone

from blue_patrol.forms.training import courses as forms
from blue_patrol.forms.training.people import MOST_WALK_INS
from blue_patrol.models import Patroller, TrainingCourse
from blue_patrol.rules import training_topics
from blue_patrol.views.training.pages import CourseMixin
from blue_patrol.views.training.people import cards_of
from casework.permissions import PERMISSIONS
from casework.sent import whole_number
from casework.views import ActView, OfficeAct, TransitionView
from casework.views.merging import EditedTogether
from casework.workflow import open_case, perform


def trainer_of(actor) -> str:
    """The actor as the back of a card names a trainer: office, rank, name."""
    office = f"{actor.office_name}{actor.station.section_name if actor.station else ''}"
    return f"{office}　{actor.staff.rank}　{actor.staff.name}"


class PlanCourse(OfficeAct):
    """A new course; people ticked on the list of who is due are on its roster from the beginning."""

    template_name = "blue_patrol/training/plan.html"
    form_class = forms.PlanForm

    @property
    def people(self) -> list[Patroller]:
        if not hasattr(self, "_people"):
            sent = self.request.POST if self.request.method == "POST" else self.request.GET
            keys = [key for text in sent.getlist("patroller") if (key := whole_number(text))]
            rows = Patroller.objects.of(self.request.actor).current_or_joining().filter(pk__in=keys)
            self._people = list(rows.select_related("group")) if keys else []
        return self._people

    def get_initial(self):
        essential = [topic.code for topic in training_topics.ESSENTIAL]
        return {"trainer": trainer_of(self.request.actor), "topics": essential}

    def get_context_data(self, **kwargs):
        return super().get_context_data(people=self.people, back=reverse("trainings"), **kwargs)

    def details(self, form):
        return form.details()

    def carry_out(self, **details):
        actor = self.request.actor
        course = TrainingCourse(station=actor.station, **details)
        course = open_case(course, by=actor, permission=PERMISSIONS["station_act"])
        if self.people:
            perform(course, "enrol", by=actor, people=[{"patroller": man.pk} for man in self.people])
        return course

    def get_success_url(self) -> str:
        page = "training_course" if self.people else "training_roster"
        return reverse(page, args=[self.done.pk])


class CourseAct(CourseMixin, ActView):
    """One act on a course with its form."""

    template_name = "blue_patrol/training/act.html"
    title = ""
    button = ""
    lead = ""
    is_rare = False
    writes: tuple[str, ...] = ()

    def get_success_url(self) -> str:
        return reverse("training_course", args=[self.kwargs["pk"]])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"course": self.case, "today": timezone.localdate()}

    def details(self, form):
        return form.details()

    def get_context_data(self, **kwargs):
        shown = {
            "title": self.title, "button": self.button, "lead": self.lead, "is_rare": self.is_rare,
            "writes": self.writes, "back": self.get_success_url(),
            "revision": self.seen_revision(), "clause_id": self.case.clause_of(self.transition),
        }  # fmt: skip
        context = super().get_context_data(**shown, **kwargs)
        context["show_form"] = not context["refusals"] or context["form"].is_bound
        return context


class AmendCourse(EditedTogether, CourseAct):
    transition = "amend"
    form_class = forms.PlanForm
    title, button = "計画を変える", "計画の変更を記録する"
    success_message = "講習の計画を変えました。"

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        kept = {name: getattr(self.case, name) for name in TrainingCourse.PLAN}
        return {name: kwargs[name] for name in kwargs if name not in {"course", "today"}} | {"initial": kept}


class CancelCourse(CourseAct):
    transition = "cancel"
    form_class = forms.CancelForm
    title, button = "講習の中止", "中止を記録する"
    is_rare = True
    lead = "行わないことになった講習を、理由とともに記録します。名簿は残ります。"
    success_message = "講習の中止を記録しました。"


class PresenceAct(CourseAct):
    """Ticks for the roster; buttons tick everybody or add a row, and judge nothing yet."""

    template_name = "blue_patrol/training/presence.html"
    reads = "講習の出席"
    MANY = ("present", "topics")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"card_numbers": cards_of(self.request.actor)}

    def post(self, request, *args, **kwargs):
        if {"more", "all"} & set(request.POST):
            return self.render_to_response(self.get_context_data(form=self.rearranged()))
        return super().post(request, *args, **kwargs)

    def rearranged(self):
        """What was typed, with a row more or with everybody ticked."""
        kwargs, sent = self.get_form_kwargs(), self.request.POST
        kwargs.pop("data")
        kwargs.pop("files")
        typed = {name: sent.getlist(name) if name in self.MANY else sent[name] for name in sent}
        typed |= {"present": sent.getlist("present"), "topics": sent.getlist("topics")}
        count = min((whole_number(sent.get("rows")) or 1) + ("more" in sent), MOST_WALK_INS)
        for number in range(1, count + 1):
            mark = f"person-{number}-"
            typed[mark[:-1]] = {name.removeprefix(mark): sent[name] for name in sent if name.startswith(mark)}
        form = self.form_class(**kwargs | {"initial": typed, "rows": count})
        if "all" in sent:
            form.initial["present"] = [value for value, _ in form.fields["present"].choices]
        return form


class HoldCourse(PresenceAct):
    transition = "hold"
    form_class = forms.HoldForm
    title, button = "実施の記録", "講習の実施を記録する"
    lead = "出席した人に印を付けます。教えた内容も確かめます。"
    writes = (
        "出席した実施者に、受講の記録が付きます",
        "実施者でない人は、名簿の記録が受講の証しになります",
        "「次の講習」の期限が、この日から始まり直します",
        "実施者証の裏面に載せるものを印刷できます",
    )
    success_message = "講習の実施を記録しました。"


class CorrectAttendance(EditedTogether, PresenceAct):
    transition = "correct_attendance"
    form_class = forms.CorrectionForm
    title, button = "受講の訂正", "訂正を記録する"
    lead = "出席の印を直します。この講習を確かめて実施者証を渡した人の記録は、外せません。"
    writes = (
        "加えた人に、講習の日の受講の記録が付きます",
        "外した人の受講の記録と期限が取り消されます",
        "直した理由が、経過に残ります",
    )
    success_message = "受講を訂正しました。"


class CourseStep(CourseMixin, TransitionView):
    """An act of one button: what it is about comes with it."""

    names: tuple[str, ...] = ()

    def get_success_url(self) -> str:
        return reverse("training_course", args=[self.kwargs["pk"]])

    def carry_out(self, **details):
        sent = {name: whole_number(self.request.POST.get(name)) for name in self.names}
        return super().carry_out(**details, **sent)


class StrikeTrainee(CourseStep):
    transition = "strike"
    names = ("trainee",)
    success_message = "名簿から外しました。"


class LinkTrainee(CourseStep):
    """Somebody saw that the trainee and the patroller are one; leads back to the case where that was seen."""

    transition = "link"
    names = ("trainee", "patroller")
    success_message = "講習の受講を、実施者の記録にしました。"
    BACK = ("record_training", "entry_patrollers")

    def get_success_url(self) -> str:
        page, case = self.request.POST.get("page"), whole_number(self.request.POST.get("case"))
        return reverse(page, args=[case]) if page in self.BACK and case else super().get_success_url()
