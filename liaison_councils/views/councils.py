"""連絡協議会: the year of a station, the stations of a prefecture, the list."""

from datetime import date

from django.utils import timezone

from casework.models import ReadLog, Station
from casework.sent import whole_number
from casework.views.keyset import Ordered
from casework.views.list_page import ListPage
from casework.views.lists import asked_text, chosen_station, stations_of
from liaison_councils.models import Council, CouncilState, Term
from liaison_councils.models.values import ValuesOverTime
from liaison_councils.presenters import columns, coverage, stations, terms, todos
from liaison_councils.presenters import year as words
from liaison_councils.rules.names_of_councils import KINDS
from liaison_councils.views import reading

SHOWN_TODOS, SHOWN_TERMS = 12, 10
LIST, YEAR = "list", "year"


class CouncilsPage(ListPage):
    """One address: a station's year, headquarters' stations, or the list (?view=list)."""

    listing, title = "councils", "連絡協議会の一覧"

    def columns(self):
        return columns.councils(with_station=self.request.actor.station is None)

    def get(self, request, *args, **kwargs):
        self.today = timezone.localdate()
        face = request.GET.get("view")
        if face == LIST:
            return self.file_asked() or self._answer("list", self.the_list() | self.at_the_head())
        if request.actor.station is None and face != YEAR and not request.GET.get("station"):
            return self._answer("stations", self.the_stations())
        return self._answer("year", self.the_year())

    def _answer(self, face: str, context: dict):
        self.template_name = f"liaison_councils/councils_{face}.html"
        actor = self.request.actor
        may = {
            "may_plan": actor.may("supervise_councils"),
            "may_import": actor.may("import_councils"),
            "may_guide": actor.may("follow_councils"),
            "is_headquarters": actor.station is None,
        }
        return self.render_to_response({"view": self, "today": self.today, **may, **context})

    def _year(self):
        values = ValuesOverTime.of(self.request.actor.prefecture.pk)
        return values, *values.year(whole_number(self.request.GET.get("year")), self.today)

    def the_year(self) -> dict:
        """The grid of one station, or of all of them."""
        actor, today = self.request.actor, self.today
        ReadLog.note(actor, "連絡協議会の年間の表")
        all_stations = _stations(actor)
        station = actor.station or chosen_station(self.request.GET, all_stations)
        _, year, values = self._year()
        councils = of_station(Council.objects.of(actor), station)
        rows = words.rows_of(reading.councils_of(councils, year), year, values.meetings_a_year, actor, today)
        until = reading.amber(today, values.term_amber_months)
        ending = reading.ending_terms(of_station(Term.objects.of(actor), station), until)
        coming = todos.in_order(rows)
        return year_context(year, values, rows, today) | {
            "station": station, "stations": all_stations, "todos": coming[1 : SHOWN_TODOS + 1], "more": max(0, len(coming) - SHOWN_TODOS - 1),
            "first": coming[0] if coming else None, "ending": terms.ending(ending[:SHOWN_TERMS], today), "ending_more": max(0, len(ending) - SHOWN_TERMS), "names": names_of(all_stations, station),
        }  # fmt: skip

    def the_stations(self) -> dict:
        """Each station of the prefecture in a line (LC-7-3)."""
        actor, today = self.request.actor, self.today
        _, year, values = self._year()
        councils = reading.counted_councils(Council.objects.of(actor), year)
        rows = words.counted(councils, year, values.meetings_a_year, today)
        lines = stations.lines_of(reading.stations_of(actor, year), rows)
        return year_context(year, values, rows, today) | {"lines": lines, "sums": stations.sums_of(lines)}

    def _asked(self) -> tuple:
        """(station, state, kind, text) as the address names them."""
        params = self.request.GET
        state = params.get("state") if params.get("state") in CouncilState.values else ""
        kind = params.get("kind") if params.get("kind") in KINDS else ""
        actor = self.request.actor
        return actor.station or chosen_station(params, stations_of(actor)), state, kind, asked_text(params)

    def source(self) -> Ordered:
        station, state, kind, q = self._asked()
        rows = of_station(Council.objects.of(self.request.actor), station)
        rows = rows.found_by(q) if q else rows
        rows = rows.filter(state=state) if state else rows.exclude(state=CouncilState.ABOLISHED)
        rows = rows.filter(kind=kind) if kind else rows
        return Ordered(reading.listed(rows), "order_key", prepared=reading.listed_row)

    def the_list(self) -> dict:
        actor = self.request.actor
        offices = list(reading.covered_koban(Station.objects.filter(pk__in=actor.station_ids), self.today))
        station, state, kind, q = self._asked()
        pages = self.source().page(self.request.GET)
        looked = [each for each in offices if station is None or each.pk == station.pk]
        return {
            "pages": pages, "rows": [reading.listed_row(each) for each in pages.rows], "stations": [] if actor.station else offices,
            "station": station, "q": q, "state": state, "kind": kind, "states": CouncilState.choices, "kinds": KINDS.items(),
            "is_filtered": bool(q or state or kind or (station and not actor.station)), "bare": coverage.bare(looked), "doubled": coverage.doubled(looked),
        }  # fmt: skip


def of_station(rows, station):
    return rows.filter(station=station) if station else rows


def names_of(all_stations: list[Station], station) -> dict[int, str]:
    """The name beside a row where councils of several stations stand together."""
    return {} if station else {each.pk: each.name for each in all_stations}


def _stations(actor) -> list[Station]:
    return [] if actor.station else list(Station.objects.filter(pk__in=actor.station_ids))


def year_context(year, values, rows, today: date) -> dict:
    """What every page of a year shows."""
    first, last = year.bounds
    return {
        "year": year, "minimum": values.meetings_a_year, "rows": rows, "totals": words.totals_of(rows), "legend": words.LEGEND,
        "months": [(month, words.is_now(month, today)) for month in year.months],
        "is_over": today > last, "is_now": first <= today <= last, "time_left": words.time_left(year, today),
        "span": words.span_words(year), "previous": year.previous(), "next": year.next() if first <= today else None,
    }  # fmt: skip
