"""The main navigation: what the applications offered, filtered by what the post may do.

Each application registers its items in ``AppConfig.ready()``; nothing is listed that has no page.
"""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class Item:
    """One entry: its word, the name of its page, the permission to open it, its place (10, 20, …).

    ``also``: names of the pages that belong below it though their addresses do not. What is opened once a month or
    a year (``is_seldom``) stands at the foot of the page, so that the head is short for what is done every day.
    """

    label: str
    url_name: str
    permission: str
    order: int
    also: tuple[str, ...] = ()
    is_seldom: bool = False


@dataclass(frozen=True)
class Link:
    """An entry on a page; ``current`` is "" or the value of aria-current: page, or true for a page below it."""

    label: str
    url: str
    current: str


ITEMS: list[Item] = []


def register(
    label: str,
    url_name: str,
    permission: str,
    *,
    order: int,
    also: tuple[str, ...] = (),
    is_seldom: bool = False,
) -> None:
    """Offer an entry; a second call with the same page replaces the first."""
    ITEMS[:] = [item for item in ITEMS if item.url_name != url_name]
    ITEMS.append(Item(label, url_name, permission, order, also, is_seldom))
    ITEMS.sort(key=lambda item: item.order)


def links_for(actor, path: str, *, is_seldom: bool = False) -> list[Link]:
    """The entries that the post may open, the one that ``path`` lies under marked as current."""
    offered = [item for item in ITEMS if item.is_seldom == is_seldom and actor.may(item.permission)]
    homes = {reverse(name): item for item in offered for name in (item.url_name, *item.also)}
    above = [url for url in homes if path == url or (url != "/" and path.startswith(url))]
    nearest = homes.get(max(above, key=len, default=""))
    return [_link(item, path, is_current=item is nearest) for item in offered]


def _link(item: Item, path: str, *, is_current: bool) -> Link:
    url = reverse(item.url_name)
    mark = "page" if url == path else "true"
    return Link(item.label, url, mark if is_current else "")
