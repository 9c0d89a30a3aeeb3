"""People who leave and come on a day, and a hand-over that waits for it."""

import datetime as dt

from django.utils import timezone

from casework.models import Actor, Handover, Posting
from tests.factories.places import PostingFactory, StaffFactory


def next_spring() -> dt.date:
    """The first of the coming April."""
    today = timezone.localdate()
    return dt.date(today.year + 1, 4, 1)


def leave(actor: Actor, day: dt.date) -> Posting:
    """The actor's posting ends the day before; answers with it."""
    Posting.objects.filter(pk=actor.posting.pk).update(ends_on=day - dt.timedelta(days=1))
    return Posting.objects.with_office().get(pk=actor.posting.pk)


def come(actor: Actor, day: dt.date, **fields) -> Actor:
    """Somebody comes to the actor's post on the day."""
    posting = PostingFactory(
        post=actor.post, staff=fields.pop("staff", None) or StaffFactory(), starts_on=day, **fields
    )
    return Actor.of(Posting.objects.with_office().get(pk=posting.pk), "request")


def waiting(desks) -> Handover:
    """One that waits for the coming spring."""
    return Handover.objects.create(
        station=desks.station, leaver=desks.clerk.staff, post=desks.clerk.post, holding="cases", successor=StaffFactory(),
        day=next_spring(), posting=desks.chief.posting, planned_by=desks.chief.staff,
    )  # fmt: skip
