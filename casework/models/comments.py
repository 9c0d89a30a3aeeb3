"""書込み: what people write beside a record for one another, hand-over notes among them. Never on a paper, never changed."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from casework.models.base import StationQuerySet, StationRow

LONGEST = 2000  # characters


class CommentQuerySet(StationQuerySet):
    def of_case(self, case):
        return self.filter(case_label=case._meta.label, case_pk=case.pk)


class Comment(StationRow):
    """One text with its author as of then: a correction is a new one that strikes the old."""

    class Kind(models.TextChoices):
        REMARK = "remark", "書込み"
        HAND_OVER = "hand_over", "引継ぎ"

    case_label = models.CharField("種類", max_length=60)
    case_pk = models.BigIntegerField("番号")
    kind = models.CharField("別", max_length=10, choices=Kind, default=Kind.REMARK)
    text = models.TextField("書いたこと")
    strikes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="struck_by", verbose_name="訂正したもの"
    )
    staff = models.ForeignKey("casework.Staff", models.PROTECT, related_name="+", verbose_name="書いた人")
    staff_name = models.CharField("書いた人の氏名", max_length=100)
    post_name = models.CharField("職", max_length=80)
    as_deputy = models.BooleanField("代理", default=False)
    at = models.DateTimeField("書いた時", default=timezone.now)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "書込み"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="casework_comment_says_something", condition=~Q(text=""),
                violation_error_message="書き込むことを入力してください。",
            )
        ]  # fmt: skip
        indexes = [models.Index(fields=["case_label", "case_pk"], name="casework_comments_of_case")]

    def __str__(self):
        return f"{self.staff_name}：{self.text[:20]}"

    @classmethod
    def write(
        cls, record, text: str, by, *, kind: str = Kind.REMARK, strikes: "Comment | None" = None
    ) -> "Comment":
        """Write beside ``record`` (a row of a station) as ``by`` (Actor). Asks no permission."""
        return cls.objects.create(
            station_id=record.station_id, case_label=record._meta.label, case_pk=record.pk, kind=kind, text=text,
            strikes=strikes, staff=by.staff, staff_name=str(by.staff), post_name=str(by.post), as_deputy=by.is_deputy,
        )  # fmt: skip
