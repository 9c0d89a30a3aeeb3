"""What a meeting brought, recorded at once (第6): who came, what was raised, which answers were read out."""

from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from django.db import transaction

from casework.models import Actor
from casework.workflow import Refused, perform
from liaison_councils.models.meetings import Meeting
from liaison_councils.models.opening import raise_opinion
from liaison_councils.models.opinions import Opinion


@transaction.atomic
def record_result(
    meeting: Meeting,
    /,
    *,
    by: Actor,
    on: date,
    revision: int | None = None,
    opinions: Iterable[dict] = (),
    read: Iterable[Opinion] = (),
    **told,
) -> Meeting:
    """開催の記録: all of it or nothing. Raises Refused and Stale.

    ``told``: the details of ``hold``; ``opinions``: {council (key), ``Opinion.TYPED``}; ``read``: opinions whose answer was read out.
    """
    done = perform(meeting, "hold", by=by, on=on, revision=revision, **told)
    councils = {council.pk: council for council in done.councils.all()}
    for number, opinion in enumerate(opinions, 1):
        with _said_of(f"意見・要望の{number}件目", field=""):
            typed = {name: opinion[name] for name in Opinion.TYPED}
            raise_opinion(councils[opinion["council"]], by=by, on=on, meeting=done, **typed)
    for answered in read:
        with _said_of(f"「{answered}」の読上げ", field="read"):
            perform(answered, "read_back", by=by, on=on, meeting=done.pk)
    return done


@contextmanager
def _said_of(what: str, field: str):
    """A refusal names what it is about."""
    try:
        yield
    except Refused as refused:
        raise Refused(
            replace(reason, sentence=f"{what}：{reason.sentence}", field=field) for reason in refused.reasons
        ) from refused
