"""Which section helps on which screen (settings.HELP_TABLE); nothing here reads a chapter or the database."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

LOST = "08-trouble"  # an address that no page has: what to do when something went wrong


@dataclass(frozen=True)
class Screen:
    """``url`` is "" where the page belongs to one record, and nobody can be led there without it."""

    label: str
    url: str


def table() -> dict[str, tuple[str, str]]:
    return import_string(settings.HELP_TABLE)


@cache
def key_of(name: str) -> str:
    """The row of a URL name: its own, or the longest beginning; "" for none."""
    beginnings = [key for key in table() if key.endswith("*") and name.startswith(key[:-1])]
    return name if name in table() else max(beginnings, key=len, default="")


def row_of(name: str) -> tuple[str, str] | None:
    """(what the screen is called, its section) of a URL name."""
    return table().get(key_of(name))


def address(section: str) -> str:
    """The page of a section: 02-counter#… → /help/02-counter/#…"""
    slug, mark, anchor = section.partition("#")
    return reverse("help_chapter", args=[slug]) + mark + anchor


def help_for(request) -> str:
    """The address of the help for this page; that of logging in is open to everybody."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return reverse("help_login")
    match = request.resolver_match
    row = row_of(match.view_name) if match else None
    return address(row[1] if row else LOST)


def screens_of(sections: set[str], rules: dict[str, str], opens: Callable[[str], bool]) -> list[Screen]:
    """The screens that these sections help on, one of each name. ``rules``: the access table; ``opens``: whether the
    reader may open a page of a rule, and so is led there where the page needs no record."""
    found: dict[str, Screen] = {}
    for name, rule in rules.items():
        row = row_of(name)
        if row and row[1] in sections and not (row[0] in found and found[row[0]].url):
            found[row[0]] = Screen(row[0], _plain(name) if opens(rule) else "")
    return list(found.values())


@cache
def _plain(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
