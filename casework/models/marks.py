"""When the server was last looked after: backup, verification of the history, restore. The health page reads it."""

from datetime import datetime

from django.db import models
from django.utils import timezone


class Mark(models.Model):
    """The last time of a kind; written by the owner's commands, read by everybody."""

    class Kind(models.TextChoices):
        BACKUP = "backup", "バックアップ"
        VERIFICATION = "verification", "履歴の確認"
        RESTORE = "restore", "復元"
        TRAINING = "training", "研修用の写し"

    kind = models.CharField("別", max_length=20, primary_key=True, choices=Kind)
    at = models.DateTimeField("時")
    anchor = models.CharField("控え", max_length=100)
    is_good = models.BooleanField("異状なし")

    class Meta:
        verbose_name = verbose_name_plural = "保守の印"

    def __str__(self):
        return f"{self.get_kind_display()} {self.at}"

    @classmethod
    def set(cls, kind: Kind, at: datetime | None, anchor: str, *, is_good: bool) -> None:
        told = {"at": at or timezone.now(), "anchor": anchor, "is_good": is_good}
        cls.objects.update_or_create(kind=kind, defaults=told)
