"""What all web hosts count together, for minutes: attempts to log in, numbers that metrics keep."""

from django.db import models


class SharedCount(models.Model):
    """A value of Django's cache (``casework.watch.counts``); nothing of a case."""

    key = models.CharField("鍵", max_length=250, primary_key=True)
    value = models.JSONField("値")
    ends_at = models.DateTimeField("終わる時", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "共有の数"

    def __str__(self):
        return self.key
