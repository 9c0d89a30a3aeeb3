"""Hand-overs of a day that has come. The worker asks every few minutes, so that they are done just after 00:00 JST."""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from casework.models import Actor, Handover, Posting
from casework.printing.upkeep import everywhere
from casework.scope import scope_of
from casework.transfers.acts import carry_out

logger = logging.getLogger(__name__)


@app.periodic(cron="*/5 * * * *")
@app.task(name="hand_over_due", queue="papers", queueing_lock="hand_over_due", pass_context=False)
def hand_over_due(timestamp: int) -> None:
    """A job without arguments of its own: what is due is read from the table."""
    logger.info("carried out %s hand-overs", carry_out_due())


def carry_out_due() -> int:
    """Each in a transaction and scope of its own, as the post that asked for it; the number carried out."""
    today = timezone.localdate()
    with scope_of(everywhere()):  # type: ignore[arg-type]
        due = list(Handover.objects.due(today).values_list("pk", "posting"))
    done = 0
    for key, posting in due:
        with scope_of(Actor.of(Posting.objects.with_office().get(pk=posting), f"handover-{key}")) as actor:
            done += carry_out(Handover(pk=key), by=actor, today=today).done_on is not None
    return done
