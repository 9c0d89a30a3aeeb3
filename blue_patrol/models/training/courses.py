"""青色防犯パトロール講習 (第2(3), 第11の1): planned, held or called off; what was recorded of it can be corrected."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django_fsm import transition

from blue_patrol.models.training.attendance import Attendance
from blue_patrol.rules import training_topics
from casework import wareki
from casework.models import HeadquartersDivision
from casework.models.base import Machine, StateField
from casework.models.road import note_is_given, tells
from casework.permissions import PERMISSIONS

MAY_ACT = PERMISSIONS["station_act"]


class CourseState(models.TextChoices):
    PLANNED = "planned", "予定"
    HELD = "held", "実施"
    CANCELLED = "cancelled", "中止"


C = CourseState


def course_act(source, target, label: str, effect: str = "", *checks):
    """A step of a course; each check is the name of a method or a function of the road."""
    custom = {
        "label": label,
        "checks": [tells(check) if isinstance(check, str) else check for check in checks],
        "effects": [tells(effect)] if effect else [],
    }
    return transition("state", source, target, permission=MAY_ACT, custom=custom)


class TrainingCourse(Attendance, Machine):
    """One course of a station: the day it is planned for, or was held on, its trainer, its topics, its roster."""

    written_by_acts = True
    duty = HeadquartersDivision.Duty.BLUE_PATROL
    opening_label = "講習の計画"
    clauses = {
        "open": "BP-11-1", "amend": "BP-11-1", "enrol": "BP-11-1", "strike": "BP-11-1", "hold": "BP-2-3",
        "cancel": "", "correct_attendance": "BP-11-1", "link": "BP-11-1",
    }  # fmt: skip
    PLAN = ("held_on", "place", "trainer", "topics", "capacity", "remarks")

    held_on = models.DateField("講習の日")
    place = models.CharField("場所", max_length=60)
    trainer = models.CharField("講習実施者", max_length=60)
    topics = ArrayField(
        models.CharField(max_length=12, choices=training_topics.CHOICES),
        default=list,
        blank=True,
        verbose_name="教える内容",
    )
    capacity = models.PositiveSmallIntegerField("定員", null=True, blank=True)
    remarks = models.TextField("備考", blank=True)
    state = StateField("講習の状態", choices=C.choices, default=C.PLANNED)

    class Meta:
        verbose_name = verbose_name_plural = "講習会"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="blue_patrol_course_state_known", condition=Q(state__in=C.values)),
            models.CheckConstraint(
                name="blue_patrol_held_course_taught_both",
                condition=~Q(state=C.HELD)
                | Q(topics__contains=[topic.code for topic in training_topics.ESSENTIAL]),
                violation_error_message="第2(3)の二つの内容を教えた講習だけが、青色防犯パトロール講習です。",
            ),
        ]
        indexes = [models.Index(fields=["station", "held_on"], name="blue_patrol_courses_by_day")]

    def __str__(self):
        return f"{wareki.format_long(self.held_on)}の講習（{self.place}）"

    @course_act(C.PLANNED, None, "講習の計画の変更", "", "plan_problems")
    def amend(self, act):
        """Details: the fields of the plan."""
        self._take_over(act, self.PLAN)

    @course_act(C.PLANNED, None, "講習の名簿への記載", "on_enrolled", "roster_problems")
    def enrol(self, act):
        """Details: people."""

    @course_act(C.PLANNED, None, "講習の名簿からの削除", "on_struck", "strike_problems")
    def strike(self, act):
        """Details: trainee (key)."""

    @course_act(C.PLANNED, C.HELD, "講習の実施", "on_held", "holding_problems")
    def hold(self, act):
        self.held_on = act.on
        self._take_over(act, ("place", "trainer", "topics", "remarks"))

    @course_act(C.PLANNED, C.CANCELLED, "講習の中止", "", note_is_given)
    def cancel(self, act):
        """Details: note (why)."""

    @course_act(C.HELD, None, "受講の訂正", "on_corrected", "correction_problems")
    def correct_attendance(self, act):
        """Details: see ``Attendance.on_corrected``."""

    @course_act(C.HELD, None, "受講者と実施者の結び付け", "on_linked", "link_problems")
    def link(self, act):
        """Details: trainee, patroller (keys)."""

    def _take_over(self, act, names) -> None:
        for name in names:
            if name in act.details:
                setattr(self, name, act.details[name])
