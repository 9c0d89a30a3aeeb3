"""Log-in sessions: rows that name whose they are, so that one sees one's own and all of somebody end at once."""

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone

from casework.models.staff import Staff


class LogInSessionQuerySet(models.QuerySet):
    def alive(self):
        return self.filter(expire_date__gt=timezone.now())

    def of(self, staff: Staff):
        return self.alive().filter(staff=staff).order_by("-used_at")


class LogInSession(AbstractBaseSession):
    """``address`` and ``browser`` are those of the last request; nothing else of the device is kept."""

    staff = models.ForeignKey(Staff, models.CASCADE, null=True, related_name="+", verbose_name="職員")
    began_at = models.DateTimeField("ログインした時", null=True)
    used_at = models.DateTimeField("最後に使った時")
    address = models.CharField("接続元", max_length=45, blank=True)
    browser = models.CharField("ブラウザー", max_length=40, blank=True)

    objects = LogInSessionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = verbose_name_plural = "ログイン"

    @classmethod
    def get_session_store_class(cls):
        from casework.log_in.store import SessionStore  # it needs the model

        return SessionStore

    @classmethod
    def end_all(cls, staff: Staff, but: str | None = None) -> int:
        """End every session of a person, except the one with the key ``but``; returns how many."""
        return cls.objects.filter(staff=staff).exclude(session_key=but or "").delete()[0]
