"""What is kept of a training 講習: the record of a patroller, and the roster of a course (BP-11-1)."""

from datetime import date

from django.db import models
from django.db.models import Q

from casework import names
from casework.models.base import StationQuerySet, StationRow
from casework.models.keyed import KeyedRow


class TrainingRecord(StationRow):
    """That a patroller is trained: by a course, whose day and trainer go on the back of the card (BP-11-1), or by a
    qualification where the prefecture takes it instead (BP-5-2-c); then ``attended_on`` is the day it was seen."""

    class Basis(models.TextChoices):
        COURSE = "course", "講習"
        QUALIFICATION = "qualification", "講習に代わる資格"

    patroller = models.ForeignKey(
        "blue_patrol.Patroller", models.PROTECT, related_name="trainings", verbose_name="実施者"
    )
    course = models.ForeignKey(
        "blue_patrol.TrainingCourse",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="records",
        verbose_name="講習会",
    )
    basis = models.CharField("受講の別", max_length=13, choices=Basis, default=Basis.COURSE)
    attended_on = models.DateField("受講年月日")
    place = models.CharField("場所", max_length=60, blank=True)
    trainer = models.CharField("講習実施者", max_length=60)  # of a qualification: its name
    qualification = models.CharField("資格", max_length=60, blank=True)
    document_number = models.CharField("資格の書類の番号", max_length=40, blank=True)
    recorded_by = models.ForeignKey(
        "casework.Staff", models.PROTECT, related_name="+", verbose_name="記録した人"
    )
    recorded_on = models.DateTimeField("記録した時", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "講習の受講"
        ordering = ["attended_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["patroller", "attended_on"],
                name="blue_patrol_one_training_a_day",
                violation_error_message="この日の受講は、すでに記録されています。",
            ),
            models.CheckConstraint(
                name="blue_patrol_qualification_is_named",
                condition=Q(basis="course", qualification="", document_number="")
                | (Q(basis="qualification", course=None) & ~Q(qualification="")),
            ),
        ]

    def __str__(self):
        return f"{self.patroller} {self.attended_on}"


def identity(name: str, birth_date: date | None) -> tuple[str, date] | None:
    """By what one person is told from another: the name's search key and the birthday; None without a birthday."""
    return (names.search_key(name), birth_date) if birth_date else None


class TraineeQuerySet(StationQuerySet):
    def of_nobody(self):
        """Those who attended before anybody was a patroller: the row itself is the dated record (BP-11-1)."""
        return self.filter(attended=True, patroller=None)


class Trainee(KeyedRow, StationRow):
    """One line of a course's roster; also of people whose group has not applied yet (BP-11-1)."""

    course = models.ForeignKey(
        "blue_patrol.TrainingCourse", models.PROTECT, related_name="trainees", verbose_name="講習会"
    )
    patroller = models.ForeignKey(
        "blue_patrol.Patroller",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attendances",
        verbose_name="実施者",
    )
    name = models.CharField("氏名", max_length=60)
    kana = models.CharField("よみ", max_length=80, blank=True)
    birth_date = models.DateField("生年月日", null=True, blank=True)
    group_name = models.CharField("団体（予定を含む）", max_length=120, blank=True)
    attended = models.BooleanField("出席", null=True, blank=True)
    remarks = models.CharField("備考", max_length=100, blank=True)
    search_key = models.TextField(editable=False, blank=True)

    objects = TraineeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "講習の名簿"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "patroller"],
                name="blue_patrol_once_on_a_roster",
                violation_error_message="この人は、すでに名簿にいます。",
            )
        ]
        indexes = [
            models.Index(
                fields=["station", "birth_date"],
                condition=Q(patroller=None),
                name="blue_patrol_unmatched_trainees",
            )
        ]

    def __str__(self):
        return self.name

    def stored_keys(self):
        return {"search_key": names.search_key(self.name)}

    @property
    def identity(self) -> tuple[str, date] | None:
        return identity(self.name, self.birth_date)
