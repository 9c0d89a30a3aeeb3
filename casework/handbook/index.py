"""docs/handbook/index.toml: whom each chapter is for, and where each task is described. The one source of every index."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from casework.roles import Role

EVERYBODY = "all"
FILE = "index.toml"


@dataclass(frozen=True)
class ChapterRow:
    """``basis`` as README.md shows it; ``regulation``: whose places the chapter writes bare."""

    file: str
    roles: tuple[str, ...]
    basis: str
    regulation: str = "要領"


@dataclass(frozen=True)
class Task:
    """What somebody wants to do, and the section that says how: 02-counter#受理する第5の1."""

    do: str
    at: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Index:
    chapters: list[ChapterRow]
    tasks: list[Task]

    def chapter(self, file: str) -> ChapterRow:
        return next(row for row in self.chapters if row.file == file)


def is_for(row: ChapterRow | Task, role: str) -> bool:
    return EVERYBODY in row.roles or role in row.roles


def load(folder: Path) -> Index:
    read = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
    chapters = [ChapterRow(**row | {"roles": tuple(row["roles"])}) for row in read["chapter"]]
    return Index(chapters, [Task(**row | {"roles": tuple(row["roles"])}) for row in read["task"]])


def readers(roles: tuple[str, ...]) -> str:
    """署 生活安全係、署長, or 全員."""
    return "全員" if EVERYBODY in roles else "、".join(Role(role).label for role in roles)
