"""Where casework finds what an application prints: filled by each application's AppConfig.ready().

It stands apart from casework.papers so that models need no PDF library.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class PaperSource:
    """One form: its number and title, its template's version, and how its values are read from a case."""

    number: str
    title: str
    template_version: Callable[[], str]
    values_of: Callable[[Any, date], dict]


_SOURCES: dict[str, PaperSource] = {}


def register(source: PaperSource) -> None:
    _SOURCES[source.number] = source


def get(number: str) -> PaperSource:
    """The source of a form; raises KeyError for a number nobody registered."""
    return _SOURCES[number]


def form_name(number: str) -> str:
    """様式第5, 様式第20の2; nothing for a letter (notice, L6), whose title is name enough."""
    return f"様式第{number.replace('-', 'の')}" if number[:1].isdigit() else ""


def named(number: str, title: str, between: str = " ") -> str:
    """様式第5 証明書; a letter by its title alone."""
    return between.join(filter(None, (form_name(number), title)))


def after_commit(paper_pk: int, actor) -> None:
    """Make the bytes of a frozen paper in a transaction and scope of its own; what fails is tried again later."""
    from casework.paper_desk import make_bytes  # needs models, which need this module

    if not make_bytes(paper_pk, actor):
        from casework.printing.tasks import defer_paper  # needs models, which need this module

        defer_paper(paper_pk, actor.posting.pk, seconds=30)


def make_later(paper_pks: list[int], actor) -> None:
    """Have the bytes of new papers made in the background; the running transaction carries the jobs."""
    from casework.printing.tasks import defer_papers  # needs models, which need this module

    defer_papers(paper_pks, actor.posting.pk)


def keep_layout() -> str:
    """Keep the templates as they are; their digest."""
    from casework.paper_desk import keep_layout as keep  # needs models, which need this module

    return keep()
