"""A list as a page, and the rows of all its pages as a file: columns are declared once for both."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from tempfile import TemporaryFile
from typing import Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.generic import TemplateView

from casework import wareki
from casework.export import delimited, workbook
from casework.export.columns import Column, chosen
from casework.models import ReadLog, SavedFilter
from casework.models.saved_filters import PASSING
from casework.scope import scope_of
from casework.views.lists import is_station_out_of_sight

XLSX = "xlsx"
FILES = {XLSX: "Excel", "csv": "CSV（UTF-8）", "cp932": "CSV（CP932・シフトJIS）"}
ENCODINGS = {"csv": delimited.UTF8, "cp932": delimited.CP932}
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAMED = 1000  # cells that CP932 cannot hold, on one page
IGNORED = "保存した条件の警察署は、いまの職からは見られないため、絞り込みに使っていません。"


class ListPage(TemplateView):
    """A list of the desk. Its templates ask ``shown`` (keys of columns) and include parts/list_tools.html."""

    listing = ""  # the name of its address
    title = ""  # 事案一覧: what files and the read log call it

    def columns(self) -> Sequence[Column]:
        """What the post may read of a row, in order; the first column names the row."""
        raise NotImplementedError

    def source(self) -> Any:
        """The rows that the address asks for: ``each()`` in order, ``count()`` (casework.views.keyset.Ordered)."""
        raise NotImplementedError

    def get(self, request, *args, **kwargs):
        return self.file_asked() or super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**self.at_the_head(), **kwargs)

    def at_the_head(self) -> dict:
        """What the list's templates ask for beside its rows."""
        return {"tools": Tools(self), "shown": {column.key for column in self.chosen}}

    def saved_filters(self) -> list[SavedFilter]:
        """The person's own of this list; a list that reads them with other things answers from those."""
        return list(SavedFilter.objects.of(self.request.actor.staff, self.listing))

    @cached_property
    def chosen(self) -> tuple[Column, ...]:
        return chosen(self.columns(), self.request.GET.getlist("columns"))

    # --- files -----------------------------------------------------------------------------------------------------

    def file_asked(self) -> HttpResponseBase | None:
        """The file that the address asks for, or the page of what it cannot hold; None for the list itself."""
        asked = self.request.GET.get("file")
        if asked == XLSX:
            return self._workbook()
        if asked not in ENCODINGS:
            return None
        if asked == "cp932" and not self.request.GET.get("anyway") and (page := self._what_is_lost()):
            return page
        return self._delimited(ENCODINGS[asked])

    def _workbook(self) -> HttpResponseBase:
        """Written to its end before the first byte goes out: a fault is a page that says so, never half a file."""
        file = TemporaryFile()  # noqa: SIM115 - the response closes it
        count = workbook.write(file, self.chosen, self.source().each(), title=self.title)
        file.seek(0)
        self._note("Excel", count)
        return FileResponse(
            file, as_attachment=True, filename=self._named("xlsx"), content_type=WORKBOOK
        )  # fmt: skip

    def _delimited(self, encoding: str) -> HttpResponseBase:
        source, actor, iso = self.source(), self.request.actor, bool(self.request.GET.get("iso"))
        self._note("CSV", source.count())
        pieces = _in_scope(actor, source, self.chosen, encoding=encoding, iso=iso)
        charset = "shift_jis" if encoding == delimited.CP932 else encoding
        response = StreamingHttpResponse(pieces, content_type=f"text/csv; charset={charset}")
        response["Content-Disposition"] = content_disposition_header(True, self._named("csv"))
        return response

    def _what_is_lost(self) -> HttpResponseBase | None:
        """Each row and character that CP932 cannot hold, before anything is downloaded; None where it holds all."""
        found = delimited.unheld(self.chosen, self.source().each())
        cells = list(islice(found, NAMED))
        if not cells:
            return None
        ReadLog.note(self.request.actor, f"{self.title}（CP932で書けない字）")
        context = {
            "view": self, "title": self.title, "cells": cells, "more": sum(1 for _ in found), "tools": Tools(self),
        }  # fmt: skip
        return TemplateResponse(self.request, "lists/unheld.html", context)

    def _note(self, form: str, count: int) -> None:
        ReadLog.note(self.request.actor, f"{self.title}の書出し（{form} {count:,}件）")

    def _named(self, ending: str) -> str:
        return f"{self.title}_{wareki.format_long(timezone.localdate())}.{ending}"


def _in_scope(actor, source, columns, **told) -> Iterator[bytes]:
    """The request's transaction has ended when the first piece is asked for: one of the stream's own."""
    with scope_of(actor):
        yield from delimited.pieces(columns, source.each(), **told)


class Tools:
    """What stands at the head of a list beside its filters: saved ones, columns, files. At most one query."""

    def __init__(self, page: ListPage):
        params, actor = page.request.GET, page.request.actor
        self.listing = page.listing
        self.saved = page.saved_filters()
        self.opened = params.get("saved", "")
        self.ignored = IGNORED if is_station_out_of_sight(params, actor) else ""
        columns, chosen_keys = page.columns(), [column.key for column in page.chosen]
        self.columns = [(c, c.key in chosen_keys) for c in columns if c.on_page and not c.fixed]
        self.is_cut = len(chosen_keys) < len(columns)
        self.asked_columns = chosen_keys if self.is_cut else []
        self.files = FILES.items()
        passing = PASSING - {"q", "on"}
        self.kept = [(key, v) for key, values in params.lists() if key not in passing for v in values if v]
        self.here = params.urlencode()
