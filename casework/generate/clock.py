"""The clock of a walk: what is done on a day long ago is also entered on that day."""

from datetime import date, datetime, time

from django.utils import timezone

from casework import dates

OPENS = time(10)


class Clock:
    """While it is held, ``timezone.now()`` answers with its moment: 10:00 in Japan on the day it was set to.

    On ``today`` itself it is the midnight that began it, whatever the hour: nothing may lie in the future.
    """

    def __init__(self, today: date):
        self.today = self.day = today

    def __enter__(self) -> "Clock":
        self._real = timezone.now
        timezone.now = self.now
        return self

    def __exit__(self, *error: object) -> None:
        timezone.now = self._real

    def now(self) -> datetime:
        midnight = dates.midnight(self.day)
        return midnight if self.day == self.today else midnight.replace(hour=OPENS.hour)
