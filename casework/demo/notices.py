"""The demonstration's notices: its clocks told as of today, what is a week old read by everybody who was told."""

from datetime import date

from casework.demo import cast
from casework.models import Actor, Notice, NoticeRead
from casework.notices import nightly
from casework.scope import set_scope

WEEK = date.resolution * 7


def load(today: date) -> None:
    """Once every case stands."""
    nightly.tell_of_clocks(today)
    for posting in cast.logins():
        actor = Actor.of(posting)
        set_scope(actor.station_ids)
        old = Notice.objects.of(actor).filter(day__lt=today - WEEK)
        NoticeRead.objects.bulk_create(
            (NoticeRead(notice=notice, staff=actor.staff) for notice in old.only("pk")), ignore_conflicts=True
        )
