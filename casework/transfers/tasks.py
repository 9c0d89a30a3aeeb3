"""Hand-overs of a day that has come. The worker asks every few minutes, so that they are done just after 00:00 JST."""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from casework.models import Handover, Station
from casework.printing.upkeep import Everywhere, everywhere
from casework.scope import scope_of
from casework.transfers import acts

logger = logging.getLogger(__name__)


@app.periodic(cron="*/5 * * * *")
@app.task(name="hand_over_due", queue="papers", queueing_lock="hand_over_due", pass_context=False)
def hand_over_due(timestamp: int) -> None:
    """A job without arguments of its own: what is due is read from the table."""
    logger.info("carried out %s hand-overs", carry_out_due())


def carry_out_due() -> int:
    """Station by station, each in a transaction and scope of its own; the number carried out."""
    today = timezone.localdate()
    with scope_of(everywhere()):  # type: ignore[arg-type]
        stations = list(Station.objects.filter(pk__in=Handover.objects.due(today).values("station")))
    done = 0
    for station in stations:
        with scope_of(Everywhere((station.pk,))):  # type: ignore[arg-type]
            done += acts.carry_out_due(station, today)
    return done
