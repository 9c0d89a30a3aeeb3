"""What the worker looks after by itself: papers left without bytes, files past their days, whether it is alive."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateWorker

from casework.models import IssuedPaper, PrintRun, Station
from casework.paper_desk import make_bytes
from casework.printing import desk
from casework.scope import scope_of

logger = logging.getLogger(__name__)

BEATS = timedelta(seconds=5)  # how often a worker says that it is alive
SILENT = timedelta(seconds=20)  # after which its jobs are taken from it
NEVER_ENDED = "一日たっても終わらなかったので、やめました。システム管理者へ知らせてください。"


def last_sign() -> datetime | None:
    """When a worker last said that it is alive; None where none is registered. For the health page."""
    newest = ProcrastinateWorker.objects.order_by("-last_heartbeat").values_list("last_heartbeat", flat=True)
    return newest.first()


def is_working() -> bool:
    sign = last_sign()
    return sign is not None and sign > timezone.now() - timedelta(minutes=1)


@dataclass(frozen=True)
class Everywhere:
    """The scope of all stations: upkeep reads keys and days, and shows nothing to anybody."""

    station_ids: tuple[int, ...]


def everywhere() -> Everywhere:
    return Everywhere(tuple(Station.objects.order_by("pk").values_list("pk", flat=True)))


def make_missing_papers() -> int:
    """Make what an act left without bytes some minutes ago, its process killed; the number made.

    Older ones were tried thrice; their pages offer 作り直す.
    """
    now, scope = timezone.now(), everywhere()
    with scope_of(scope):  # type: ignore[arg-type]
        left = IssuedPaper.objects.valid().filter(file=None)
        left = left.filter(made_on__range=(now - timedelta(minutes=18), now - timedelta(minutes=3)))
        keys = list(left.values_list("pk", flat=True))
    return sum(make_bytes(key, scope) for key in keys)


def tidy(kept: timedelta) -> None:
    now = timezone.now()
    with scope_of(everywhere()):  # type: ignore[arg-type]
        thrown = desk.throw_away(now - kept)
        late = PrintRun.objects.unfinished().filter(made_on__lt=now - timedelta(days=1))
        ended = late.update(ended_on=now, trouble=NEVER_ENDED)
    logger.info("emptied %s files, ended %s runs", thrown, ended)
