"""まとめて印刷: what somebody asked to have printed together, a result for each paper, and the files to print.

A run is no case: what became of it is read from its days. Its rows stay; the bytes of its files go after some days,
those of the papers themselves are kept where they always are (IssuedPaper).
"""

from django.db import models
from django.db.models import Count, Q

from casework.models.base import OfficeQuerySet, OfficeRow, StationQuerySet, StationRow
from casework.models.papers import IssuedPaper


class Output(models.TextChoices):
    ONE = "one", "一つのPDF"
    EACH = "each", "書類ごとのPDF（ZIPにまとめる）"


class PrintRunQuerySet(OfficeQuerySet):
    def own(self, actor):
        """What this person asked for in this office; its colleagues may open it too."""
        return self.of(actor).filter(made_by=actor.staff)

    def unfinished(self):
        return self.filter(ended_on=None, cancelled_on=None)

    def with_counts(self):
        """``total``, ``printed`` and ``failed``: how many papers."""
        return self.annotate(
            total=Count("items"),
            printed=Count("items", filter=Q(items__pages__isnull=False)),
            failed=Count("items", filter=~Q(items__failure="")),
        )


class PrintRun(OfficeRow):
    """One request; ``posting`` is as what it was made, asked again when it is worked on."""

    made_by = models.ForeignKey("casework.Staff", models.PROTECT, related_name="+", verbose_name="頼んだ人")
    made_on = models.DateTimeField("頼んだ時", auto_now_add=True)
    posting = models.ForeignKey("casework.Posting", models.PROTECT, related_name="+", verbose_name="職")
    source = models.CharField("どこから", max_length=20)
    title = models.CharField("内容", max_length=200)
    output = models.CharField("ファイル", max_length=4, choices=Output, default=Output.ONE)
    again_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name="やり直すもの"
    )
    started_on = models.DateTimeField("始めた時", null=True)
    cancelled_on = models.DateTimeField("取り消した時", null=True)
    ended_on = models.DateTimeField("終わった時", null=True)
    trouble = models.CharField("終えられなかったわけ", max_length=200, blank=True)

    objects = PrintRunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "まとめて印刷"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["made_by", "-id"], name="casework_print_runs_of_staff")]

    def __str__(self):
        return self.title

    @property
    def is_over(self) -> bool:
        return self.ended_on is not None or self.cancelled_on is not None


class PrintItemQuerySet(StationQuerySet):
    def waiting(self):
        return self.filter(pages=None, failure="")

    def printed(self):
        return self.filter(pages__isnull=False)

    def failed(self):
        return self.exclude(failure="")


class PrintItem(StationRow):
    """One paper of a run: waiting, then either its pages or the sentence why not."""

    run = models.ForeignKey(PrintRun, models.PROTECT, related_name="items")
    place = models.PositiveIntegerField("順番")
    paper = models.ForeignKey(IssuedPaper, models.PROTECT, related_name="+", verbose_name="書類")
    tries = models.PositiveSmallIntegerField("試した回数", default=0)
    pages = models.PositiveSmallIntegerField("頁数", null=True)
    failure = models.CharField("作れなかったわけ", max_length=200, blank=True)

    objects = PrintItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "印刷する書類"
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["run", "place"], name="casework_print_item_place_once"),
            models.UniqueConstraint(fields=["run", "paper"], name="casework_print_item_paper_once"),
            models.CheckConstraint(
                name="casework_print_item_one_result", condition=Q(pages=None) | Q(failure="")
            ),
        ]

    def __str__(self):
        return f"{self.place} {self.paper}"


class PrintFile(OfficeRow):
    """What comes out: a volume of the run, its bytes until they are thrown away."""

    run = models.ForeignKey(PrintRun, models.PROTECT, related_name="files")
    number = models.PositiveSmallIntegerField("冊")
    name = models.CharField("名前", max_length=120)
    media_type = models.CharField("種類", max_length=40)
    pages = models.PositiveIntegerField("頁数")
    papers = models.PositiveIntegerField("書類の数")
    size = models.PositiveIntegerField("大きさ")
    content = models.BinaryField("内容", null=True)
    made_on = models.DateTimeField("作った時", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "印刷するファイル"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="casework_print_file_volume_once")
        ]

    def __str__(self):
        return self.name
