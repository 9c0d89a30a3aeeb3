"""The main navigation: what the applications offered, filtered by what the post may do.

Each application registers its items in ``AppConfig.ready()``; nothing is listed that has no page.
"""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class Item:
    """One entry: its word, the name of its page, the permission to open it, its place (10, 20, …)."""

    label: str
    url_name: str
    permission: str
    order: int


@dataclass(frozen=True)
class Link:
    """An entry on a page; ``current`` is "" or the value of aria-current: page, or true for a page below it."""

    label: str
    url: str
    current: str


ITEMS: list[Item] = []


def register(label: str, url_name: str, permission: str, *, order: int) -> None:
    """Offer an entry; a second call with the same page replaces the first."""
    ITEMS[:] = [item for item in ITEMS if item.url_name != url_name]
    ITEMS.append(Item(label, url_name, permission, order))
    ITEMS.sort(key=lambda item: item.order)


def links_for(actor, path: str) -> list[Link]:
    """The entries that the post may open, the one that ``path`` lies under marked as current."""
    offered = [(item.label, reverse(item.url_name)) for item in ITEMS if actor.may(item.permission)]
    above = [url for _, url in offered if path == url or (url != "/" and path.startswith(url))]
    nearest = max(above, key=len, default="")
    return [Link(label, url, _mark(url, nearest, path)) for label, url in offered]


def _mark(url: str, nearest: str, path: str) -> str:
    if url != nearest:
        return ""
    return "page" if url == path else "true"
