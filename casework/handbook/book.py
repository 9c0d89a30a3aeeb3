"""The chapters of docs/handbook, read once a process: HTML for the pages, plain text for the search.

A chapter begins with its heading of level 1; a section is what a heading of level 2 or 3 begins. Raw HTML in a chapter
is shown as text. Pictures are static files of the same paths; what the application does not serve is no link.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from django.templatetags.static import static

from casework import clauses
from casework.handbook import index
from casework.handbook.marks import Marked, Pictures, rendered
from casework.names import search_key

FOLDER = clauses.ROOT / "docs" / "handbook"


@dataclass(frozen=True)
class Section:
    """``anchor`` is "" for what stands before the first heading; ``html`` is without its heading, ``lines`` its blocks as
    plain text."""

    chapter: "Chapter"
    anchor: str
    title: str
    level: int
    html: str
    lines: tuple[str, ...]
    clauses: tuple[str, ...]

    @property
    def key(self) -> str:
        """As index.toml and config/help.py name it: 02-counter#進達まで第5の3."""
        return f"{self.chapter.slug}#{self.anchor}" if self.anchor else self.chapter.slug

    @property
    def full_title(self) -> str:
        return f"{self.chapter.title}：{self.title}" if self.anchor else self.chapter.title


@dataclass(frozen=True)
class Chapter:
    """One file: its slug is the name without .md, its title the heading without the number."""

    slug: str
    number: str
    title: str
    html: str
    marked: Marked

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return tuple(
            Section(
                self, part.anchor, part.title, part.level, part.html, tuple(part.lines), tuple(part.clauses)
            )
            for part in self.marked.parts
        )


class Book:
    """Every chapter in order."""

    def __init__(self, folder: Path, address: Callable[[str], str] = static):
        """``address``: where a picture is served, by its path in the repository."""
        self.folder, self.address = folder, address
        self.index = index.load(folder)
        self.chapters = [self._read(row) for row in self.index.chapters]
        self.by_slug = {chapter.slug: chapter for chapter in self.chapters}
        self.sections = {section.key: section for chapter in self.chapters for section in chapter.sections}
        self.folded = {
            section.key: [search_key(line) for line in section.lines] for section in self.sections.values()
        }

    def _read(self, row: index.ChapterRow) -> Chapter:
        marked = rendered(
            (self.folder / f"{row.file}.md").read_text(encoding="utf-8"),
            row.regulation,
            Pictures(self.folder, self.address),
        )
        number, _, title = marked.title.partition("　")
        return Chapter(row.file, number, title, marked.html, marked)

    def beside(self, chapter: Chapter) -> tuple[Chapter | None, Chapter | None]:
        """The chapters before and after."""
        at = self.chapters.index(chapter)
        return (
            self.chapters[at - 1] if at else None,
            self.chapters[at + 1] if at + 1 < len(self.chapters) else None,
        )

    def citing(self, clause: str) -> list[Section]:
        return [section for section in self.sections.values() if clause in section.clauses]

    def find(self, asked: str) -> list[tuple[Section, str]]:
        """(section, the line that holds it): headings that hold the words first, then in the order of the book."""
        wanted = search_key(asked)
        found = [hit for section in self.sections.values() if (hit := self._hit(section, wanted))]
        return sorted(found, key=lambda hit: wanted not in search_key(hit[0].title))

    def _hit(self, section: Section, wanted: str) -> tuple[Section, str] | None:
        at = next((n for n, key in enumerate(self.folded[section.key]) if wanted in key), None)
        if at is not None:
            return section, section.lines[at]
        return (section, next(iter(section.lines), "")) if wanted in search_key(section.title) else None


@cache
def book() -> Book:
    """The book of this process."""
    return Book(FOLDER)
