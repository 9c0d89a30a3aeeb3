"""The nightly verification: the chain, the anchors, the keys that are searched, and what the applications enter.

It runs as the application's own login under the scope of all stations, in one snapshot, and writes nothing while it
looks (decision 28): a row that row level security hid would be a gap in the chain, and so a fault.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import chain as joined
from itertools import islice
from pathlib import Path
from time import monotonic

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from casework import chain
from casework.models import Station, VerificationRun
from casework.models.base import in_batches
from casework.models.keyed import KeyedRow
from casework.proof import compared
from casework.scope import set_scope

logger = logging.getLogger(__name__)
MOST = 20  # faults that a run keeps of one check


@dataclass
class Looked:
    """What a check saw: how many, and of what it found wrong the first."""

    count: int = 0
    faults: list[str] = field(default_factory=list)

    def saw(self, fault: str = "") -> None:
        self.count += 1
        if fault and len(self.faults) < MOST:
            self.faults.append(fault)


@dataclass(frozen=True)
class Check:
    """``look`` reads with the cursor and names rows by their keys, never by what they hold."""

    label: str
    look: Callable[..., Looked]


CHECKS: dict[str, Check] = {}


def enter(code: str, check: Check) -> None:
    """Called in ``AppConfig.ready()``; a second check of the same code replaces the first."""
    CHECKS[code] = check


def label_of(code: str) -> str:
    return "控え" if code == "anchors" else CHECKS[code].label if code in CHECKS else code


def verify() -> VerificationRun:
    """Look at everything and keep what was found. The caller is in no transaction."""
    begun_at, begun = timezone.now(), monotonic()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read, read only")
        set_scope(Station.objects.values_list("pk", flat=True))
        verdict, looked = _chain(cursor)
        found = {"anchors": looked} | {code: check.look(cursor) for code, check in CHECKS.items()}
    faults = [f"履歴の{verdict.seq}行目: {verdict.fault}"] if verdict.fault else []
    faults += [fault for each in found.values() for fault in each.faults]
    run = VerificationRun.objects.create(
        begun_at=begun_at, seconds=round(monotonic() - begun, 1), changes=verdict.count, last_hash=verdict.last_hash,
        counts={code: each.count for code, each in found.items()}, faults=faults, release=settings.RELEASE,
    )  # fmt: skip
    if faults:
        logger.error("verification %s found %s faults", run.pk, len(faults))
    else:
        logger.info("verification %s: %s changes whole", run.pk, run.changes)
    return run


def _chain(cursor) -> tuple[chain.Verdict, Looked]:
    """The chain against itself and against the anchors: our own rows, and the file where one is named."""
    kept, looked = compared.of_rows(), Looked()
    if settings.ANCHOR_FILE:
        try:
            kept += compared.of_file(Path(settings.ANCHOR_FILE))
        except compared.Unreadable as error:
            looked.faults.append(str(error))
    looked.count = len(kept)
    return compared.compare(cursor, chain.verify(cursor), kept), looked


def keyed_models() -> list[type[KeyedRow]]:
    found = [model for model in apps.get_models() if issubclass(model, KeyedRow) and not model._meta.proxy]
    return sorted(found, key=lambda model: model._meta.label)


def keys(cursor) -> Looked:
    """Every stored key against the one that ``casework.names`` makes of the texts as they stand."""
    looked = Looked()
    for model in keyed_models():
        for row in joined.from_iterable(in_batches(model._base_manager.all())):
            wrong = [name for name, key in row.stored_keys().items() if getattr(row, name) != key]
            looked.saw(
                f"{model._meta.verbose_name} {row.pk}: {'、'.join(wrong)}が元の字と合いません。"
                if wrong
                else ""
            )
    return looked


def of_query(cursor, counted: str, wrong: str, say: Callable[..., str]) -> Looked:
    """A check in SQL: how many rows there are, and each row of ``wrong`` as a sentence."""
    cursor.execute(counted)
    looked = Looked(cursor.fetchone()[0])
    cursor.execute(wrong)
    rows: Iterable[tuple] = cursor.fetchall()
    looked.faults = [say(*row) for row in islice(rows, MOST)]
    return looked


def register() -> None:
    enter("keys", Check("検索の鍵", keys))
