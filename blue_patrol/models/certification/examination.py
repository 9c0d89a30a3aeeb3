"""調査票 (BP-5-2): each item with its finding, evidence, guidance, who and when."""

from django.db import models
from django.db.models import Q

from casework.models.base import StationRow


class ExaminationFinding(StationRow):
    """One item's latest finding; earlier ones stay in the history. Disqualification keeps result, day, checker only."""

    class Result(models.TextChoices):
        FIT = "fit", "適"
        UNFIT = "unfit", "否"

    application = models.ForeignKey("blue_patrol.Application", models.PROTECT, related_name="findings")
    item = models.CharField("項目", max_length=20)
    result = models.CharField("結果", max_length=5, choices=Result)
    evidence = models.TextField("根拠と見たもの", blank=True)
    guidance = models.TextField("指導したこと", blank=True)
    judged_by = models.ForeignKey(
        "casework.Staff", models.PROTECT, related_name="+", verbose_name="確かめた人"
    )
    judged_on = models.DateField("確かめた日")

    class Meta:
        verbose_name = verbose_name_plural = "調査の結果"
        constraints = [
            models.UniqueConstraint(fields=["application", "item"], name="blue_patrol_one_finding_an_item"),
            models.CheckConstraint(
                name="blue_patrol_disqualification_keeps_no_content",
                condition=~Q(item__startswith="e") | Q(evidence="", guidance=""),
                violation_error_message="欠格の確認は、結果・日・確認者だけを残します。",
            ),
        ]

    def __str__(self):
        return f"{self.item} {self.get_result_display()}"
