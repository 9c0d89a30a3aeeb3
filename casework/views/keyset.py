"""Keyset pages: the next page begins behind the last row seen, so a deep page costs what the first one costs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Subquery

SIZE = 50
READ_AT_ONCE = 500  # rows of a list that is read to its end


@dataclass(frozen=True)
class Ordered:
    """The rows of a list in their order: a page of them, or all, a few at a time.

    ``prepared``: what a list makes of a row before it is shown or written.
    """

    rows: QuerySet
    key: str = "pk"
    descending: bool = False
    prepared: Callable[[Any], Any] = lambda row: row

    def page(self, params) -> "Keyset":
        return Keyset(self.rows, params, key=self.key, descending=self.descending)

    def count(self) -> int:
        return self.rows.order_by().count()

    def each(self) -> Iterator:
        """Every row; PostgreSQL keeps the place, so that memory does not grow. Read it inside a transaction."""
        in_order = self.rows.order_by(*_order(self.key, descending=self.descending))
        return map(self.prepared, in_order.iterator(chunk_size=READ_AT_ONCE))


def _order(key: str, *, descending: bool) -> list[str]:
    """By the key and then by primary key."""
    sign = "-" if descending else ""
    return list(dict.fromkeys([f"{sign}{key}", f"{sign}pk"]))


class Keyset:
    """One page of ``rows`` ordered by ``key`` and then by primary key.

    ``params`` may hold after=pk or before=pk; ``rows`` holds the page, ``previous`` and ``next`` the addresses of
    its neighbours ("" where there is none). One query a page.
    """

    note = f"{SIZE}件ずつ"

    def __init__(
        self, rows: QuerySet, params, *, key: str = "pk", descending: bool = False, size: int = SIZE
    ):
        self.source, self.params, self.key, self.size = rows, params, key, size
        after, before = _number(params.get("after")), _number(params.get("before"))
        backwards = before is not None
        ascending = descending == backwards
        anchor = before if backwards else after
        if anchor is not None:
            rows = rows.filter(self._behind(anchor, ascending))
        found = list(rows.order_by(*_order(key, descending=not ascending))[: size + 1])
        more, self.rows = len(found) > size, found[:size]
        if backwards:
            self.rows.reverse()
        has_previous, has_next = (more, True) if backwards else (anchor is not None, more)
        self.previous = self._address("before", 0) if has_previous and self.rows else ""
        self.next = self._address("after", -1) if has_next and self.rows else ""

    def _behind(self, anchor: int, ascending: bool) -> Q:
        way = "gt" if ascending else "lt"
        if self.key == "pk":
            return Q(**{f"pk__{way}": anchor})
        value = Subquery(self.source.order_by().filter(pk=anchor).values(self.key)[:1])
        beyond = Q(**{f"{self.key}__{way}": value}) | Q(**{f"pk__{way}": anchor})
        return Q(**{f"{self.key}__{way}e": value}) & beyond

    def _address(self, way: str, place: int) -> str:
        kept = self.params.copy()
        for name in ("after", "before"):
            kept.pop(name, None)
        kept[way] = str(self.rows[place].pk)
        return f"?{kept.urlencode()}"


def _number(text: str | None) -> int | None:
    """A row's key as sent; None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
