"""Stored files and what they are attached to: one transaction, one backup, one wall."""

import hashlib

from django.db import models

from casework.models.base import StationQuerySet, StationRow


class StoredFile(StationRow):
    """Bytes kept once a station under their sha256; the media type is what the bytes are, not what was claimed."""

    sha256 = models.CharField(max_length=64)
    media_type = models.CharField("種類", max_length=40)
    size = models.PositiveIntegerField("大きさ")
    content = models.BinaryField("内容")

    class Meta:
        verbose_name = verbose_name_plural = "保存した文書"
        constraints = [
            models.UniqueConstraint(fields=["station", "sha256"], name="casework_file_once_a_station")
        ]

    def __str__(self):
        return f"{self.media_type} {self.sha256[:12]}"

    @classmethod
    def keep(cls, station, content: bytes, media_type: str) -> "StoredFile":
        digest = hashlib.sha256(content).hexdigest()
        row = cls(station=station, sha256=digest, media_type=media_type, size=len(content), content=content)
        cls.objects.bulk_create([row], ignore_conflicts=True)
        return cls.objects.defer("content").get(station=station, sha256=digest)


class AttachmentQuerySet(StationQuerySet):
    def of_case(self, case):
        return self.filter(case_label=case._meta.label, case_pk=case.pk, removed_on=None)


class Attachment(StationRow):
    """A document handed in with a case; a replaced one stays with the day on which it was taken out."""

    case_label = models.CharField("種類", max_length=60)
    case_pk = models.BigIntegerField("番号")
    kind = models.CharField("書類の別", max_length=20)
    subject_pk = models.BigIntegerField("対象", null=True, blank=True, help_text="自動車などの番号")
    name = models.CharField("名前", max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文書")
    received_on = models.DateField("受け取った日")
    added_by = models.ForeignKey("casework.Staff", models.PROTECT, related_name="+", verbose_name="加えた人")
    added_on = models.DateTimeField("加えた時", auto_now_add=True)
    removed_by = models.ForeignKey(
        "casework.Staff", models.PROTECT, null=True, related_name="+", verbose_name="外した人"
    )
    removed_on = models.DateTimeField("外した時", null=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "添付書類"
        indexes = [models.Index(fields=["case_label", "case_pk"], name="casework_attachments_of_case")]

    def __str__(self):
        return self.name
