"""What can be printed together: each application offers its papers in ``AppConfig.ready()``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True)
class Chosen:
    """What an address asks for: its papers in the order in which they are to lie, and what they are of (事案3件)."""

    papers: QuerySet
    words: str
    back: str  # the page to return to


@dataclass(frozen=True)
class PrintSource:
    """``choose(actor, params)`` reads the address; ``prefix``: the machines whose papers it offers.

    ``related``: the relations that a case's name is read from.
    """

    name: str
    permission: str
    prefix: str
    choose: Callable[[Any, Any], Chosen]
    related: tuple[str, ...] = ()


_SOURCES: dict[str, PrintSource] = {}


def offer(source: PrintSource) -> None:
    """A second source of one name replaces the first."""
    _SOURCES[source.name] = source


def get(name: str) -> PrintSource | None:
    return _SOURCES.get(name)
