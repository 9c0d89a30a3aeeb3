"""The first page: what each application contributes, by the role of the post.

Applications register in ``AppConfig.ready()``: a page of their own for a role that has no other desk, or a section
on the page of another application. A section's rows are read with the station's row, so that it costs no query.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.roles import Role


@dataclass(frozen=True)
class Page:
    """The first page of a role: ``context`` (actor, today) gives what its template shows."""

    template: str
    context: Callable[[Any, date], Mapping[str, Any]]


@dataclass(frozen=True)
class Section:
    """A part of another's page: ``rows`` (today) are expressions on a Station by name, ``context`` (station, actor, today)."""

    template: str
    rows: Callable[[date], Mapping[str, Any]]
    context: Callable[[Any, Any, date], Mapping[str, Any]]


PAGES: dict[Role, Page] = {}
SECTIONS: dict[Role, dict[str, Section]] = {}


def register_page(roles: Iterable[Role], page: Page) -> None:
    """Offer the first page of these roles; a second call replaces the first."""
    PAGES.update(dict.fromkeys(roles, page))


def register_section(roles: Iterable[Role], section: Section) -> None:
    """Offer a section to the page of these roles; a second one with the same template replaces the first."""
    for role in roles:
        SECTIONS.setdefault(role, {})[section.template] = section


def rows_for(actor, today: date) -> dict[str, Any]:
    """What the sections of the actor's page want read with the station's row."""
    found: dict[str, Any] = {}
    for section in SECTIONS.get(actor.role, {}).values():
        found |= section.rows(today)
    return found


def sections_for(station, actor, today: date) -> list[dict[str, Any]]:
    """Each section's context with its ``template``."""
    sections = SECTIONS.get(actor.role, {}).values()
    return [{"template": each.template, **each.context(station, actor, today)} for each in sections]
