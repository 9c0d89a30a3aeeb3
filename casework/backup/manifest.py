"""What stands beside a dump. Its seal is made with the history's key: whoever holds the backup alone cannot rewrite it."""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Self

from django.conf import settings

from casework.backup.exports import Export, files_of, tables_of
from casework.chain import verify
from casework.models.history import canonical

NAME, DUMP = "manifest.json", "database.dump"
FORMAT = 1
BLOCK = 1 << 20


class Unfit(Exception):
    """A backup that cannot be used, or a command that cannot be carried out; its text is the sentence to show."""


@dataclass(frozen=True)
class Manifest:
    """``history``: count, last_hash (the anchor) and fault; ``dump``: size and sha256 of the file beside it."""

    format: int
    made_at: str
    release: str
    server: str
    migrations: list[str]
    tables: dict[str, dict[str, Any]]
    stored_files: dict[str, int]
    history: dict[str, Any]
    dump: dict[str, Any]

    def seal(self) -> str:
        return hmac.new(settings.HISTORY_KEY.encode(), canonical(asdict(self)), hashlib.sha256).hexdigest()

    def write(self, folder: Path) -> None:
        told = asdict(self) | {"seal": self.seal()}
        (folder / NAME).write_text(json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n")

    @classmethod
    def read(cls, folder: Path) -> tuple[Self, str]:
        """The manifest of a backup and the seal that stands on it. Raises Unfit for what is none."""
        try:
            told = json.loads((folder / NAME).read_text())
            seal = told.pop("seal")
            if told["format"] != FORMAT or set(told) != {field.name for field in fields(cls)}:
                raise KeyError("format")
        except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
            raise Unfit(f"{folder}は、この仕組みのバックアップではないか、目録が壊れています。") from error
        return cls(**told), seal

    @property
    def exports(self) -> dict[str, Export]:
        return {name: Export(**told) for name, told in self.tables.items()}

    @property
    def anchor(self) -> str:
        return f"{self.history['count']}:{self.history['last_hash']}"

    @property
    def rows(self) -> int:
        return sum(told["rows"] for told in self.tables.values())


def contents(cursor) -> dict[str, Any]:
    """The part of a manifest that the database tells, in the cursor's snapshot."""
    verdict = verify(cursor)
    cursor.execute("select app || '.' || name from django_migrations order by 1")
    migrations = [name for (name,) in cursor.fetchall()]
    cursor.execute("show server_version")
    return {
        "format": FORMAT, "release": settings.RELEASE, "server": cursor.fetchone()[0], "migrations": migrations,
        "stored_files": files_of(cursor), "tables": {name: asdict(each) for name, each in tables_of(cursor).items()},
        "history": {"count": verdict.count, "last_hash": verdict.last_hash, "fault": verdict.fault},
    }  # fmt: skip


def of_file(path: Path) -> dict[str, Any]:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return {"size": path.stat().st_size, "sha256": digest.hexdigest()}
