"""Keyset pages: the next page begins behind the last row seen, so a deep page costs what the first one costs."""

from django.db.models import Q, QuerySet, Subquery

SIZE = 50


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
        sign = "" if ascending else "-"
        found = list(rows.order_by(*dict.fromkeys([f"{sign}{key}", f"{sign}pk"]))[: size + 1])
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
