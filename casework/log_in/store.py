"""The session engine: as Django's own in the database, with its owner, and with an end that no use puts off."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError
from django.utils import timezone

BEGAN = "began"  # seconds since the epoch at the log-in


class SessionStore(db.SessionStore):
    """``client`` is (address, browser in words) of the request, told by the middleware."""

    client = ("", "")

    @classmethod
    def get_model_class(cls):
        from casework.models import LogInSession  # the settings name this module before the models are there

        return LogInSession

    def create_model_instance(self, data):
        staff = data.get(SESSION_KEY)
        if staff:
            data.setdefault(BEGAN, timezone.now().timestamp())
        row = super().create_model_instance(data)
        row.staff_id, row.used_at = staff, timezone.now()
        row.began_at = datetime.fromtimestamp(data[BEGAN], timezone.get_current_timezone()) if staff else None
        row.address, row.browser = self.client
        return row

    def save(self, must_create: bool = False) -> None:
        """Where the database goes away here, that is what is told; Django would say that somebody ended the session."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, OperationalError):
                raise error.__context__ from error.__context__.__cause__
            raise

    def _left(self) -> int | None:
        """Seconds until the absolute end; None before the log-in."""
        began = self.get(BEGAN)
        return began and max(0, int(began + settings.SESSION_ABSOLUTE_AGE - timezone.now().timestamp()))

    def get_expiry_age(self, **kwargs):
        age, left = super().get_expiry_age(**kwargs), self._left()
        return age if left is None else min(age, left)

    def get_expiry_date(self, **kwargs):
        end, left = super().get_expiry_date(**kwargs), self._left()
        return end if left is None else min(end, timezone.now() + timedelta(seconds=left))
