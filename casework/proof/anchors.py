"""控え: how long the history is and how it ends, once a day, in a file that is only ever appended to.

Whoever holds the database and the key can write a whole new history; the lines that lie elsewhere show it.
"""

import fcntl
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from casework.models import Anchor, ChainHead

logger = logging.getLogger(__name__)
EMPTY = "-"  # in the place of the hash of a history without rows
TAIL = 4096  # bytes: many times a line


@dataclass(frozen=True)
class Line:
    """One line of the file: moment (JST), count, last hash, release; a space between them."""

    at: datetime
    count: int
    last_hash: str
    release: str

    def __str__(self):
        at = timezone.localtime(self.at).isoformat(timespec="seconds")
        return f"{at} {self.count} {self.last_hash or EMPTY} {self.release}"

    @classmethod
    def read(cls, text: str) -> "Line":
        """Raises ValueError for what is no line."""
        at, count, last_hash, release = text.split(" ")
        moment = datetime.fromisoformat(at)
        is_hash = len(last_hash) == 64 and set(last_hash) <= set("0123456789abcdef")
        if timezone.is_naive(moment) or not count.isdecimal() or not (is_hash or last_hash == EMPTY):
            raise ValueError(text)
        return cls(moment, int(count), "" if last_hash == EMPTY else last_hash, release)


def now_standing() -> Line:
    head = ChainHead.objects.get()
    return Line(timezone.now(), head.count, head.last_hash, settings.RELEASE)


def take() -> Anchor:
    """Today's anchor: a line in ANCHOR_FILE and in the log, then its row. What is there already stays as it is.

    Raises OSError where the file cannot be written; then there is no row either.
    """
    line, path = now_standing(), settings.ANCHOR_FILE
    if path:
        append(Path(path), line)
    logger.info("anchor %s", line)
    day = timezone.localdate(line.at)
    row = Anchor(
        day=day, at=line.at, count=line.count, last_hash=line.last_hash, release=line.release, place=path
    )
    Anchor.objects.bulk_create([row], ignore_conflicts=True)
    return Anchor.objects.get(day=day)


def append(path: Path, line: Line) -> bool:
    """Add the line in one write and wait for the disk; False where the day has its line. What stands is never touched."""
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        size = os.fstat(handle).st_size
        tail = os.pread(handle, TAIL, max(0, size - TAIL)).decode(errors="replace")
        if tail.endswith("\n") and _day_of(tail.splitlines()[-1]) == timezone.localdate(line.at):
            return False
        torn = (
            "" if not tail or tail.endswith("\n") else "\n"
        )  # a write that power or space cut off: never glued to
        content = f"{torn}{line}\n".encode()
        if os.write(handle, content) != len(content):
            raise OSError(f"the anchor was not written whole: {path}")
        os.fsync(handle)
    finally:
        os.close(handle)
    return True


def _day_of(text: str):
    try:
        return timezone.localdate(Line.read(text).at)
    except ValueError:
        return None


def lines(path: Path) -> Iterator[tuple[int, Line | None]]:
    """(number, line) of a file of anchors; None for what cannot be read. Raises OSError."""
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, text in enumerate(file, 1):
            try:
                yield number, Line.read(text.rstrip("\n"))
            except ValueError:
                yield number, None
