"""A page of figures: what its address asks for, its tables, its picture, each table as a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.views.generic import TemplateView

from casework.figures import asked, shelf
from casework.figures.counts import Counted
from casework.figures.facts import Fact
from casework.figures.tables import Named, Table
from casework.models import ReadLog, Station
from casework.sent import whole_number
from casework.views.list_page import FILES, ListPage
from casework.views.lists import chosen_station, stations_of
from casework.years import CALENDAR, FISCAL, Year

BACK = 20  # years that a page offers behind the present one
KINDS = ((FISCAL, "年度"), (CALENDAR, "暦年（1月から12月まで）"))
HIDING = "ほかの署の分が1件か2件の数と、そこから計算で分かってしまう数は、「伏せ」としています。"


class Shelf(TemplateView):
    """統計: which pages there are."""

    template_name = "figures/shelf.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(entries=shelf.entries_for(self.request.actor), **kwargs)


@dataclass(frozen=True)
class Choice:
    """A filter of a page: its name in the address, its word, what may be chosen and what is."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    chosen: str


class FiguresPage(ListPage):
    """``tables`` in their order: the first is drawn; ``?table=`` names the one that a file holds."""

    request: Any
    template_name = "figures/page.html"
    lead = ""
    by: Named = ()  # what the rows may be for headquarters; a station has ``by_station``
    by_station: Named = ()

    def tables(self) -> list[Table]:
        raise NotImplementedError

    def chart(self, table: Table) -> str:
        """The picture of the first table; "" where there is nothing to draw."""
        raise NotImplementedError

    def choices(self) -> list[Choice]:
        """The filters; a page adds its own."""
        year = Choice("year", "年", self.offered_years(), str(self.year.number))
        stations = [("", "全署"), *((str(each.pk), each.name) for each in self.stations)]
        rows = [Choice("by", "行", self.offered_by, self.asked_by)] if len(self.offered_by) > 1 else []
        where = [Choice("station", "署", stations, str(self.station.pk) if self.station else "")] if self.stations else []  # fmt: skip
        return [year, Choice("count", "年の数え方", KINDS, self.year.kind), *where, *rows]

    def notes(self) -> list[str]:
        """Sentences below the tables: how something was counted."""
        return []

    # --- what the address asks for -----------------------------------------------------------------------------

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def year(self) -> Year:
        kind = CALENDAR if self.request.GET.get("count") == CALENDAR else FISCAL
        present = Year.of(kind, self.today)
        number = whole_number(self.request.GET.get("year"))
        known = number is not None and present.number - BACK <= number <= present.number
        return Year(kind, number) if number is not None and known else present

    def offered_years(self) -> list[tuple[str, str]]:
        present = Year.of(self.year.kind, self.today).number
        years = [Year(self.year.kind, number) for number in range(present, present - BACK - 1, -1)]
        return [(str(each.number), each.label) for each in years]

    @cached_property
    def stations(self) -> list[Station]:
        """Of headquarters; a station has none to choose from."""
        return stations_of(self.request.actor)

    @cached_property
    def station(self) -> Station | None:
        return chosen_station(self.request.GET, self.stations)

    @property
    def is_station(self) -> bool:
        return self.request.actor.station is not None

    @property
    def offered_by(self) -> Named:
        return self.by_station if self.is_station else self.by

    @property
    def asked_by(self) -> str:
        return self.among("by", self.offered_by)

    def among(self, name: str, options: Iterable[tuple[str, str]]) -> str:
        """What the address asks for where it is one of the options, else the first of them."""
        keys, chosen = [key for key, _ in options], self.request.GET.get(name)
        return chosen if chosen in keys else next(iter(keys), "")

    # --- what is counted ---------------------------------------------------------------------------------------

    @property
    def shows_whole(self) -> bool:
        """A station sees the prefecture's totals by 年度 alone: two ways of counting years would give a quarter away."""
        return self.is_station and self.year.kind == FISCAL

    @property
    def bounds(self) -> tuple[date, date]:
        """The first day of the year, and its last one or today."""
        first, last = self.year.bounds
        return first, min(last, self.today)

    def own(self, fact: Fact) -> list[Counted]:
        """Of the desk in the year; of the one station that was chosen."""
        found = asked.own(fact, *self.bounds)
        return [each for each in found if each.station == self.station.pk] if self.station else found

    def elsewhere(self, fact: Fact) -> list[Counted]:
        return asked.elsewhere(fact, *self.bounds) if self.shows_whole else []

    @property
    def station_rows(self) -> Named:
        return [(str(each.pk), each.name) for each in self.stations]

    # --- the page, and its files -------------------------------------------------------------------------------

    @cached_property
    def made(self) -> list[Table]:
        return self.tables()

    @cached_property
    def taken(self) -> Table:
        """The table that the address names for a file."""
        number = whole_number(self.request.GET.get("table") or "0")
        if number is None or number >= len(self.made):
            raise Http404
        return self.made[number]

    def columns(self):
        return self.taken.columns()

    def source(self) -> Any:
        return self.taken

    def at_the_head(self) -> dict:
        """No columns to choose, no filters to keep: the address says everything."""
        return {}

    def get_context_data(self, **kwargs):
        ReadLog.note(self.request.actor, f"統計　{self.title}")
        params = self.request.GET.copy()
        for name in ("file", "table"):
            params.pop(name, None)
        return super().get_context_data(
            title=self.title, lead=self.lead, choices=self.choices(), tables=self.made, chart=self.chart(self.made[0]), year=self.year,
            notes=[*self.notes(), *([HIDING] if any(table.is_hiding for table in self.made) else [])], files=FILES.items(),
            here=params.urlencode(), is_year_open=self.year.bounds[1] >= self.today, today=self.today, **kwargs,
        )  # fmt: skip
