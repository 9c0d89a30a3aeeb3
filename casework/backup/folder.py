"""A backup is a folder that is there whole or not at all."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from casework.backup.manifest import Unfit

NAMED = re.compile(r"casework-\d{8}T\d{6}Z")
UNDONE = ".casework-"  # what a killed command leaves begins so, and the next one takes it away


def stamp(moment: datetime) -> str:
    return f"casework-{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


@contextmanager
def written(place: Path, name: str) -> Iterator[Path]:
    """A folder to write into; afterwards it is on the disk and bears its name. On an error nothing is left of it."""
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    if (place / name).exists():
        raise Unfit(f"{place / name}がもうあります。1秒待って、もう一度行ってください。")
    for left in place.glob(f"{UNDONE}*"):
        shutil.rmtree(left)
    fresh = place / f".{name}.part"
    fresh.mkdir(mode=0o700)
    try:
        yield fresh
        for path in fresh.iterdir():
            path.chmod(0o600)
            flush(path)
        flush(fresh)
        fresh.rename(place / name)
        flush(place)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)  # not there any more when all went well


def flush(path: Path) -> None:
    """What was written to the file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace(path: Path, content: bytes) -> None:
    """Write a file of the owner's eyes alone, whole or not at all."""
    fresh = path.with_name(f".{path.name}.part")
    try:
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        flush(path.parent)
    finally:
        fresh.unlink(missing_ok=True)


def prune(place: Path, keep: int) -> list[str]:
    """Take the oldest away until ``keep`` are left; the names of those taken."""
    found = sorted(path for path in place.iterdir() if path.is_dir() and NAMED.fullmatch(path.name))
    old = found[:-keep]
    for path in old:
        gone = place / f"{UNDONE}old-{path.name}"
        path.rename(gone)
        shutil.rmtree(gone)
    return [path.name for path in old]
