"""Each thing without which something fails, asked one by one. Few queries, and nothing is written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from casework import typefaces
from casework.models import Mark, VerificationRun
from casework.printing import upkeep

MOST_APART = timedelta(seconds=5)  # the clock here and the database's


@dataclass(frozen=True)
class Check:
    """``ask``: what is wrong, "" for nothing. Without a vital one no page answers, and no request may be sent here."""

    name: str
    label: str
    is_vital: bool
    ask: Callable[[], str]


@dataclass(frozen=True)
class Finding:
    check: Check
    fault: str


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return ""


@lru_cache(maxsize=1)
def _of_release() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)


def migrations() -> str:
    wanting = _of_release() - MigrationRecorder(connection).applied_migrations().keys()
    return (
        f"まだ当てていない移行が{len(wanting)}あります。manage.py migrateを行ってください。"
        if wanting
        else ""
    )


@lru_cache(maxsize=1)
def fonts() -> str:
    """They do not change while a process lives: looked for once, and again only while they are missing."""
    for name in typefaces.FACES.values():
        if typefaces.face(name)[:4] != b"OTTO":
            raise OSError(f"{name}は書体のファイルではありません。")
    return ""


@lru_cache(maxsize=1)
def papers() -> str:
    """One word set and its face cut down to it, once a process."""
    from casework.press import prove  # costly, and the web needs it for single papers only

    prove()
    return ""


def worker() -> str:
    sign = upkeep.last_sign()
    if sign is None:
        return "裏で動く係（manage.py worker）が、一度も動いていません。"
    silent = timezone.now() - sign
    return f"裏で動く係が、{_long(silent)}前から応えません。" if silent > timedelta(minutes=1) else ""


def clock() -> str:
    """Against the database's, and against what was marked: a clock that was set back shows there."""
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        (there,) = cursor.fetchone()
    here = timezone.now()
    if abs(here - there) > MOST_APART:
        return f"時計が、データベースの時計と{_long(abs(here - there))}違います。"
    last = max((mark.at for mark in Mark.objects.all()), default=here)
    if last > here + MOST_APART:
        return f"時計が戻っています。{_long(last - here)}先の印があります。"
    return ""


def _judged(looked: list[tuple[datetime, bool]]) -> str:
    """Each with its moment and whether all was well; a fault stands until the same finds it no more."""
    for at, is_good in looked:
        if not is_good:
            return f"異状がありました（{timezone.localtime(at):%Y-%m-%d %H:%M}）。"
    longest = timedelta(hours=settings.LOOKED_AFTER_HOURS)
    if not longest:
        return ""
    if not looked:
        return "一度も行っていません。"
    age = timezone.now() - max(at for at, _ in looked)
    return f"最後は{_long(age)}前です。" if age > longest else ""


def _marks(kind: Mark.Kind) -> list[tuple[datetime, bool]]:
    return list(Mark.objects.filter(kind=kind).values_list("at", "is_good"))


def backup() -> str:
    return _judged(_marks(Mark.Kind.BACKUP))


def verification() -> str:
    """By the worker every night; by commands in between."""
    run = VerificationRun.last()
    of_night = [(run.begun_at, run.is_whole)] if run else []
    return _judged(_marks(Mark.Kind.VERIFICATION) + of_night)


CHECKS = (
    Check("database", "データベース", True, database),
    Check("migrations", "データベースの版", True, migrations),
    Check("fonts", "書体", True, fonts),
    Check("papers", "書類の作成", True, papers),
    Check("worker", "裏で動く係", False, worker),
    Check("clock", "時計", False, clock),
    Check("backup", "バックアップ", False, backup),
    Check("verification", "履歴の確認", False, verification),
)
NEEDS_DATABASE = {"migrations", "worker", "clock", "backup", "verification"}


def findings(*, vital_only: bool = False) -> Iterator[Finding]:
    """What each check found; what asks a database that does not answer is not asked again and again."""
    is_away = False
    for check in CHECKS:
        if vital_only and not check.is_vital:
            continue
        if is_away and check.name in NEEDS_DATABASE:
            yield Finding(check, "データベースが応えないので、分かりません。")
            continue
        fault = _asked(check)
        is_away = is_away or (check.name == "database" and bool(fault))
        yield Finding(check, fault)


def _asked(check: Check) -> str:
    from casework.press import PaperFailed

    try:
        return check.ask()
    except Error as error:
        connection.close()
        return f"データベースが応えません（{type(error).__name__}）。"
    except (OSError, PaperFailed, ImportError) as error:
        return f"使えません（{type(error).__name__}）。"


def _long(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    for size, unit in ((86_400, "日"), (3600, "時間"), (60, "分")):
        if seconds >= size:
            return f"{seconds // size}{unit}"
    return f"{seconds}秒"
