"""Idempotency: a repeated click of an acting form gets the first result."""

from typing import Self

from django.core.exceptions import PermissionDenied
from django.db import models


class ActKey(models.Model):
    key = models.UUIDField(primary_key=True)
    staff = models.ForeignKey("casework.Staff", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    location = models.CharField(max_length=200, blank=True)
    result = models.JSONField("結果", default=list, blank=True)  # of an act on several cases: one row a case

    class Meta:
        verbose_name = verbose_name_plural = "行為の鍵"

    def __str__(self):
        return str(self.key)

    @classmethod
    def claim(cls, key, staff) -> "Self | None":
        """The first result of ``key``, or None when this is the first time.

        A concurrent click waits here until the first one commits or rolls back.
        """
        cls.objects.bulk_create([cls(key=key, staff=staff)], ignore_conflicts=True)
        row = cls.objects.select_for_update().get(key=key)
        if row.staff_id != staff.pk:
            raise PermissionDenied("the key belongs to somebody else")
        return row if row.location else None

    @classmethod
    def settle(cls, key, location: str, result=()) -> None:
        cls.objects.filter(key=key).update(location=location, result=list(result))
