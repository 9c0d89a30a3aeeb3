"""The two books: 交付簿 by station and fiscal year, 証明台帳 by group; their pages and their prints."""

from django.http import Http404
from django.utils import timezone
from django.views.generic import TemplateView, View

from blue_patrol.models import LedgerSheet, PaperRegisterRow, RegisterEntry, RegisterYear
from blue_patrol.papers.books import LedgerValues
from blue_patrol.papers.from_books import RegisterBook, ledger_values, register_values
from blue_patrol.papers.from_closed_books import later_lines
from blue_patrol.presenters import book as words
from blue_patrol.presenters import columns
from casework import dates, names
from casework.models import ReadLog, Station
from casework.views.keyset import Ordered
from casework.views.list_page import ListPage
from casework.views.lists import asked_text, chosen_station, stations_of
from casework.views.pdf import printed


def layout_of(form: str, request) -> str:
    """The number of the form as fixed rows for printing, or of the same as tagged tables."""
    return f"T{form}" if request.GET.get("for") == "reading" else form


class BookMixin:
    """Which book is asked for: ``station`` (HQ chooses, the first one if it does not) and fiscal ``year``."""

    def read_book(self) -> RegisterBook:
        actor, params = self.request.actor, self.request.GET
        self.stations = stations_of(actor)
        station = self._station(actor, params.get("station"))
        ours, on_paper, closed = (
            model.objects.filter(station=station).order_by().values_list("year", flat=True)
            for model in (RegisterEntry, PaperRegisterRow, RegisterYear)
        )
        self.years = sorted(
            {*ours.union(on_paper, closed), dates.fiscal_year(timezone.localdate())}, reverse=True
        )
        asked = params.get("year", "")
        self.book = RegisterBook(station, int(asked) if asked in map(str, self.years) else self.years[0])
        return self.book

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


class RegisterPage(BookMixin, ListPage):
    template_name = "blue_patrol/book/register.html"
    listing, title = "register", "交付簿"

    def columns(self):
        return columns.register()

    def source(self):
        return columns.RegisterRows(self.read_book())

    def get_context_data(self, **kwargs):
        self.read_book()
        ReadLog.note(self.request.actor, self.title, self.book.station)
        paper = [words.paper_row_of(row) for row in self.book.paper_rows()]
        entries = list(self.book.entries())
        closings = {each.year: each for each in RegisterYear.objects.filter(station=self.book.station)}
        closing = closings.get(self.book.year)
        pages = words.pages_of(entries, paper, is_closed=bool(closing))
        asked = self.request.GET.get("page", "")
        page = pages[int(asked) - 1] if asked in [str(page.number) for page in pages] else pages[-1]
        return super().get_context_data(
            book=self.book, stations=self.stations, pages=pages, page=page, paper=paper, today=timezone.localdate(),
            may_correct=self.request.actor.may("station_act"), closing=closing, totals=words.year_totals(entries, paper),
            later=len(later_lines(closing)) if closing else 0, is_over=self.book.year < dates.fiscal_year(timezone.localdate()),
            may_close=self.request.actor.may("close_register"),
            years=[(year, dates.fiscal_year_label(year), closings.get(year)) for year in self.years],
            label=dates.fiscal_year_label(self.book.year), **kwargs,
        )  # fmt: skip


class RegisterPaper(BookMixin, View):
    """Form 14 of the book as it stands; ?for=reading: as a tagged table."""

    def get(self, request, *args, **kwargs):
        self.read_book()
        ReadLog.note(request.actor, "交付簿", self.book.station)
        values = register_values(self.book, timezone.localdate())
        return printed(
            layout_of("14", request),
            values,
            f"交付簿 {self.book.station} {dates.fiscal_year_label(self.book.year)}",
        )


class LedgerPage(ListPage):
    """The sheets of the ledger in 五十音 order with a search."""

    template_name = "blue_patrol/book/ledger.html"
    listing, title = "ledger", "証明台帳一覧"

    def columns(self):
        return columns.ledger(with_station=self.request.actor.station is None)

    def source(self) -> Ordered:
        actor, params = self.request.actor, self.request.GET
        station, q = chosen_station(params, stations_of(actor)), asked_text(params)
        rows = LedgerSheet.objects.filter(station__in=actor.station_ids).select_related("group", "station")
        rows = rows.filter(group__search_key__contains=names.search_key(q)) if q else rows
        return Ordered(rows.filter(station=station) if station else rows, "group__order_key")

    def get_context_data(self, **kwargs):
        actor, params = self.request.actor, self.request.GET
        ReadLog.note(actor, self.title)
        stations = stations_of(actor)
        return super().get_context_data(
            pages=self.source().page(params), stations=stations, station=chosen_station(params, stations),
            q=asked_text(params), **kwargs,
        )  # fmt: skip


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
    """Form 15 of the sheet as it stands; ?for=reading: its lists as tagged tables."""

    def get(self, request, *args, **kwargs):
        sheet, values = self.read_sheet()
        return printed(layout_of("15", request), values, f"証明台帳 第{sheet.number}号", of=sheet)
