"""Files taken in: what was uploaded, what was made of it, and that it was taken back again."""

import hashlib

from django.db import models
from django.db.models import Q

from casework.models.base import OfficeRow


class ImportBatch(OfficeRow):
    """One file of one office, kept as evidence of what was registered from it.

    ``columns`` holds what the user corrected of the guessed columns, ``made`` what the file became: table label →
    keys. ``last_seq`` is the history's number after it: what is newer than that touched the batch later.
    """

    class Kind(models.TextChoices):
        STANDING = "standing", "既存証明"
        POSTINGS = "postings", "人事異動"
        COUNCILS = "councils", "協議会・委員"

    kind = models.CharField("種類", max_length=10, choices=Kind)
    file_name = models.CharField("ファイルの名前", max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    content = models.BinaryField("内容", default=b"", editable=False)
    columns = models.JSONField("列の読み方", default=dict, blank=True)
    made_by = models.ForeignKey(
        "casework.Staff", models.PROTECT, related_name="+", verbose_name="取り込んだ人"
    )
    made_on = models.DateTimeField("受け取った時", auto_now_add=True)
    applied_on = models.DateField("登録した日", null=True, blank=True)
    evidence = models.TextField("見て確かめたもの", blank=True)
    counts = models.JSONField("件数", default=dict, blank=True)
    made = models.JSONField("作ったもの", default=dict, blank=True)
    last_seq = models.BigIntegerField("登録の後の通し番号", null=True, blank=True)
    undone_on = models.DateField("取り消した日", null=True, blank=True)
    undone_by = models.ForeignKey(
        "casework.Staff", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="取り消した人"
    )
    undo_reason = models.TextField("取り消した理由", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "取込み"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="casework_undone_was_applied",
                condition=Q(undone_on=None, undone_by=None)
                | Q(undone_on__isnull=False, undone_by__isnull=False, applied_on__isnull=False),
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.file_name}"

    @classmethod
    def receive(cls, actor, kind: str, name: str, content: bytes) -> "ImportBatch":
        """Keep an uploaded file for the actor's office."""
        return cls.objects.create(
            prefecture=actor.prefecture, stations=sorted(actor.station_ids), kind=kind, file_name=name[-200:],
            sha256=hashlib.sha256(content).hexdigest(), content=content, made_by=actor.staff,
        )  # fmt: skip

    @property
    def is_applied(self) -> bool:
        return self.applied_on is not None and self.undone_on is None
