"""閲覧の月表: who looked at personal data in a month, seen by the head of their office; one row an office and month.

A station's is of its own people. Headquarters has no station: its division's row hangs, with its history, under the
first station of the prefecture (decision 28).
"""

from django.db import models
from django.db.models import Q

from casework import wareki
from casework.models.base import Machine, StateField
from casework.models.places import HeadquartersDivision


class ReviewState(models.TextChoices):
    SEEN = "seen", "確認済み"


class ViewReview(Machine):
    """``views`` and ``remarkable`` (time, case, search): how many the sheet showed; ``note``: what the head found."""

    called = "閲覧の月表"
    opening_label = "閲覧の月表の確認"
    written_by_acts = True
    main_line = (ReviewState.SEEN,)

    division = models.ForeignKey(
        HeadquartersDivision, models.PROTECT, null=True, related_name="+", verbose_name="本部の課"
    )
    month = models.DateField("月")
    reviewed_on = models.DateField("確かめた日")
    reviewed_by = models.CharField("確かめた者", max_length=100)
    views = models.PositiveIntegerField("閲覧の件数")
    remarkable = models.JSONField("目に付くものの件数", default=dict)
    note = models.TextField("確かめて分かったこと", blank=True)
    state = StateField("状態", choices=ReviewState.choices, default=ReviewState.SEEN)

    class Meta:
        verbose_name = verbose_name_plural = "閲覧の月表"
        ordering = ["-month", "pk"]
        constraints = [
            models.CheckConstraint(
                name="casework_view_review_state_known", condition=Q(state__in=ReviewState.values)
            ),
            models.UniqueConstraint(
                fields=["station", "division", "month"],
                name="casework_one_review_a_month",
                nulls_distinct=False,
                violation_error_message="この月は、すでに確かめてあります。",
            ),
        ]

    def __str__(self):
        return f"{self.division or self.station} {wareki.format_month(self.month)}"

    @property
    def subject(self) -> str:
        return str(self)

    def payload_of(self, act) -> dict:
        return {"month": self.month.isoformat(), "views": self.views, **self.remarkable, "note": self.note}
