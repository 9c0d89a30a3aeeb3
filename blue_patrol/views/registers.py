"""The two books: 交付簿 by station and fiscal year, 証明台帳 by group; their pages and their prints."""

from django.http import Http404
from django.utils import timezone
from django.views.generic import TemplateView, View

from blue_patrol.models import LedgerSheet, PaperRegisterRow, RegisterEntry
from blue_patrol.papers.books import LedgerValues
from blue_patrol.papers.from_books import RegisterBook, ledger_values, register_values
from blue_patrol.presenters import book as words
from casework import dates, names
from casework.models import ReadLog, Station
from casework.views.keyset import Keyset
from casework.views.lists import asked_text, chosen_station, stations_of
from casework.views.pdf import printed


class BookMixin:
    """Which book is asked for: ``station`` (HQ chooses, the first one if it does not) and fiscal ``year``."""

    def read_book(self):
        actor, params = self.request.actor, self.request.GET
        self.stations = stations_of(actor)
        station = self._station(actor, params.get("station"))
        ours = RegisterEntry.objects.filter(station=station).order_by().values_list("year", flat=True)
        on_paper = PaperRegisterRow.objects.filter(station=station).order_by().values_list("year", flat=True)
        self.years = sorted({*ours.union(on_paper), dates.fiscal_year(timezone.localdate())}, reverse=True)
        asked = params.get("year", "")
        self.book = RegisterBook(station, int(asked) if asked in map(str, self.years) else self.years[0])
        ReadLog.note(actor, "交付簿", station)

    def _station(self, actor, asked: str | None) -> Station:
        if not self.stations:
            if actor.station is None:
                raise Http404
            return actor.station
        if not asked:
            return self.stations[0]
        if found := next((station for station in self.stations if str(station.pk) == asked), None):
            return found
        raise Http404


class RegisterPage(BookMixin, TemplateView):
    template_name = "blue_patrol/book/register.html"

    def get_context_data(self, **kwargs):
        self.read_book()
        paper = [words.paper_row_of(row) for row in self.book.paper_rows()]
        last = max(
            (int(row.entry.row_number) for row in paper if row.entry.row_number.isdecimal()), default=0
        )
        pages = words.pages_of(list(self.book.entries()), last)
        asked = self.request.GET.get("page", "")
        page = pages[int(asked) - 1] if asked in [str(page.number) for page in pages] else pages[-1]
        return super().get_context_data(
            book=self.book, stations=self.stations, pages=pages, page=page, paper=paper, today=timezone.localdate(),
            may_correct=self.request.actor.may("station_act"),
            years=[(year, dates.fiscal_year_label(year)) for year in self.years],
            label=dates.fiscal_year_label(self.book.year), **kwargs,
        )  # fmt: skip


class RegisterPaper(BookMixin, View):
    """Form 14 of the book as it stands."""

    def get(self, request, *args, **kwargs):
        self.read_book()
        values = register_values(self.book, timezone.localdate())
        return printed("14", values, f"交付簿 {self.book.station} {dates.fiscal_year_label(self.book.year)}")


class LedgerPage(TemplateView):
    """The sheets of the ledger in 五十音 order with a search."""

    template_name = "blue_patrol/book/ledger.html"

    def get_context_data(self, **kwargs):
        actor, params = self.request.actor, self.request.GET
        ReadLog.note(actor, "証明台帳一覧")
        stations = stations_of(actor)
        station = chosen_station(params, stations)
        q = asked_text(params)
        rows = LedgerSheet.objects.filter(station__in=actor.station_ids).select_related("group", "station")
        rows = rows.filter(group__search_key__contains=names.search_key(q)) if q else rows
        rows = rows.filter(station=station) if station else rows
        pages = Keyset(rows, params, key="group__order_key")
        return super().get_context_data(pages=pages, stations=stations, station=station, q=q, **kwargs)


class SheetMixin:
    """One sheet of the desk and its values; another station's sheet is not found."""

    def read_sheet(self) -> tuple[LedgerSheet, dict]:
        actor = self.request.actor
        rows = LedgerSheet.objects.filter(station__in=actor.station_ids)
        sheet = rows.select_related("group", "station__prefecture").filter(pk=self.kwargs["pk"]).first()
        if sheet is None:
            raise Http404
        ReadLog.note(actor, "証明台帳", sheet)
        return sheet, ledger_values(sheet, timezone.localdate())


class LedgerSheetPage(SheetMixin, TemplateView):
    template_name = "blue_patrol/book/ledger_sheet.html"

    def get_context_data(self, **kwargs):
        sheet, values = self.read_sheet()
        ledger = LedgerValues.from_json(values)
        return super().get_context_data(sheet=sheet, v=ledger, facts=words.ledger_facts(ledger), **kwargs)


class LedgerPaper(SheetMixin, View):
    """Form 15 of the sheet as it stands."""

    def get(self, request, *args, **kwargs):
        sheet, values = self.read_sheet()
        return printed("15", values, f"証明台帳 第{sheet.number}号", of=sheet)
