"""What proves the history from outside of it: anchors (控え) taken of it daily, and the nights on which it was verified.

Rows of neither belong to a station: they hold counts, hashes and days, and name nobody.
"""

from django.db import models


class Anchor(models.Model):
    """How long the history was and how it ended on a day; the row is a copy of a line that lies outside the database."""

    day = models.DateField("日", unique=True)
    at = models.DateTimeField("控えた時")
    count = models.BigIntegerField("件数")
    last_hash = models.CharField("最後のハッシュ", max_length=64, blank=True)
    release = models.CharField("版", max_length=40)
    place = models.CharField("書き込んだファイル", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "履歴の控え"
        ordering = ["-day"]

    def __str__(self):
        return f"{self.day} {self.count}:{self.last_hash}"

    @property
    def groups(self) -> str:
        """The first 16 digits of the hash in groups of four, as they are printed and read out."""
        return " ".join(self.last_hash[place : place + 4] for place in range(0, 16, 4)).strip()


class VerificationRun(models.Model):
    """One verification. ``counts``: check → how many were looked at; ``faults``: sentences, keys in them and no names."""

    begun_at = models.DateTimeField("始めた時")
    seconds = models.FloatField("秒")
    changes = models.BigIntegerField("経過の件数")
    last_hash = models.CharField("最後のハッシュ", max_length=64, blank=True)
    counts = models.JSONField("件数", default=dict)
    faults = models.JSONField("異常", default=list, blank=True)
    release = models.CharField("版", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "履歴の確認"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.begun_at} {len(self.faults)}"

    @property
    def is_whole(self) -> bool:
        return not self.faults

    @classmethod
    def last(cls) -> "VerificationRun | None":
        """For the health page and the band of alarm."""
        return cls.objects.order_by("-pk").first()
