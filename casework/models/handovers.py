"""引継ぎ: what somebody who leaves a station held goes to somebody else, on a day; asked for ahead or at once.

It is no case: what is handed over has its own history row in its own machine. Here stands who was to take what over,
from when, and what became of each.
"""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from casework.models.base import StationQuerySet, StationRow
from casework.models.staff import Posting
from casework.roles import Role


class HandoverQuerySet(StationQuerySet):
    def waiting(self):
        """Asked for and not carried out."""
        return self.filter(done_on=None, dropped_on=None)

    def due(self, today: date):
        return self.waiting().filter(day__lte=today)

    def on_page(self):
        return self.select_related(
            "leaver", "successor", "planned_by", "dropped_by", "post__station", "posting"
        )


class Handover(StationRow):
    """All of one kind (``holding``) that ``leaver`` held at the station; None: what nobody held.

    ``posting`` is as what it was asked for: the act on the day is that post's, also when its holder left the same day.
    ``results``: [{label, pk, name, cells, url, why}] for each thing as it stood, ``why`` empty where it was handed over.
    """

    leaver = models.ForeignKey(
        "casework.Staff", models.PROTECT, null=True, related_name="+", verbose_name="引き継ぐ人"
    )
    post = models.ForeignKey(
        "casework.Post", models.PROTECT, null=True, related_name="+", verbose_name="元の職"
    )
    holding = models.CharField("引き継ぐもの", max_length=20)
    successor = models.ForeignKey(
        "casework.Staff", models.PROTECT, related_name="+", verbose_name="引き受ける人"
    )
    day = models.DateField("引継ぎの日")
    note = models.TextField("引継ぎ事項", blank=True)
    posting = models.ForeignKey("casework.Posting", models.PROTECT, related_name="+", verbose_name="行った職")
    planned_on = models.DateTimeField("申し込んだ時", auto_now_add=True)
    planned_by = models.ForeignKey(
        "casework.Staff", models.PROTECT, related_name="+", verbose_name="申し込んだ人"
    )
    done_on = models.DateTimeField("引き継いだ時", null=True)
    dropped_on = models.DateTimeField("取りやめた時", null=True)
    dropped_by = models.ForeignKey(
        "casework.Staff", models.PROTECT, null=True, related_name="+", verbose_name="取りやめた人"
    )
    trouble = models.CharField("行えなかったわけ", max_length=200, blank=True)
    results = models.JSONField("結果", default=list)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "引継ぎ"
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "leaver", "holding"],
                condition=Q(done_on=None, dropped_on=None),
                nulls_distinct=False,
                name="casework_one_waiting_handover",
                violation_error_message="この引継ぎは、もう申し込んであります。",
            ),
            models.CheckConstraint(
                name="casework_handover_dropped_by_somebody",
                condition=Q(dropped_on=None, dropped_by=None)
                | Q(dropped_on__isnull=False, dropped_by__isnull=False, done_on=None),
            ),
            models.CheckConstraint(
                name="casework_handover_to_another",
                condition=Q(leaver=None) | ~Q(leaver=models.F("successor")),
                violation_error_message="引き継ぐ人と引き受ける人が同じです。",
            ),
        ]
        indexes = [models.Index(fields=["day"], condition=Q(done_on=None, dropped_on=None), name="casework_handovers_due")]  # fmt: skip

    def __str__(self):
        return f"{self.leaver or '担当なし'} → {self.successor}"

    def has_chief(self) -> bool:
        """Whether somebody is in the post of the station's chief today, as a deputy too."""
        chiefs = Posting.objects.on(timezone.localdate()).filter(post__role=Role.STATION_CHIEF)
        return chiefs.filter(post__station=self.station_id).exists()

    @property
    def done(self) -> list[dict]:
        return [row for row in self.results if not row["why"]]

    @property
    def left(self) -> list[dict]:
        """What could not be handed over, each with its reason."""
        return [row for row in self.results if row["why"]]
