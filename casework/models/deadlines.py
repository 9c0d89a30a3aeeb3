"""Clocks (期限): what is due, for whom, by which clause, and how it was done."""

from datetime import date

from django.db import models
from django.db.models import Q

from casework.models.base import StationQuerySet, StationRow


class DeadlineQuerySet(StationQuerySet):
    def open(self):
        return self.filter(done_on=None, void_reason="")

    def overdue(self, today: date):
        return self.open().filter(due_on__lt=today)

    def due_within(self, today: date, days: int):
        return self.open().filter(due_on__range=(today, today + date.resolution * days))

    def of_case(self, case):
        return self.filter(case_label=case._meta.label, case_pk=case.pk)

    def meet(self, on: date, by, evidence: str) -> None:
        """The open ones are done; ``by``: the person who saw to it."""
        self.open().update(done_on=on, done_by=by, evidence=evidence)

    def void(self, reason: str) -> None:
        """The open ones need not be kept any more."""
        self.open().update(void_reason=reason)


class Deadline(StationRow):
    kind = models.CharField("種類", max_length=30)
    title = models.CharField("内容", max_length=100)
    clause = models.CharField("条項", max_length=20)
    case_label = models.CharField("事案の種類", max_length=60)
    case_pk = models.BigIntegerField("事案の番号")
    subject_label = models.CharField("対象の種類", max_length=60, blank=True)
    subject_pk = models.BigIntegerField("対象の番号", null=True, blank=True)
    subject = models.CharField("だれ・どれ", max_length=200)
    starts_on = models.DateField("起算日")
    due_on = models.DateField("期限", null=True, blank=True, help_text="「速やかに」のものは空")
    done_on = models.DateField("済んだ日", null=True, blank=True)
    done_by = models.ForeignKey(
        "casework.Staff", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="確かめた人"
    )
    evidence = models.TextField("確かめたもの", blank=True)
    void_reason = models.CharField("不要となった理由", max_length=200, blank=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "期限"
        constraints = [
            models.CheckConstraint(
                name="casework_deadline_done_by_somebody",
                condition=Q(done_on=None, done_by=None) | Q(done_on__isnull=False, done_by__isnull=False),
                violation_error_message="済んだ日と確かめた人は、一緒に記録します。",
            )
        ]
        indexes = [
            models.Index(
                fields=["station", "due_on"], condition=Q(done_on=None), name="casework_open_deadlines"
            ),
            models.Index(
                fields=["station", "kind"], condition=Q(done_on=None), name="casework_open_clocks_by_kind"
            ),
            models.Index(
                fields=["subject_label", "subject_pk"],
                condition=Q(done_on=None),
                name="casework_open_clocks_of_thing",
            ),
            models.Index(
                fields=["case_label", "case_pk", "kind"],
                condition=Q(done_on=None),
                name="casework_open_clocks_of_case",
            ),
            models.Index(fields=["case_label", "case_pk"], name="casework_deadlines_of_case"),
        ]

    def __str__(self):
        return f"{self.title} {self.subject}"
