"""統計 of councils: meetings against the minimum, opinions, a line for each station."""

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from casework.figures import charts, hiding, shelf
from casework.figures.counts import Counted, summed
from casework.figures.tables import Cell, Head, Line, Table, masked
from casework.figures.views import FiguresPage
from casework.models import Station
from casework.sent import whole_number
from liaison_councils.models import year_rows
from liaison_councils.models.figures import COUNCIL_YEAR
from liaison_councils.models.values import ValuesOverTime
from liaison_councils.rules.year_rows import YearRow

MEETINGS = (
    Head("councils", "協議会", "組"), Head("regular", "定期会議", "回"), Head("extraordinary", "臨時会議", "回"),
)  # fmt: skip
MINIMUM = (
    Head("planned", "これからの予定", "回"), Head("minimum", "求める回数", "回"), Head("lacking", "まだ足りない協議会", "組"),
)  # fmt: skip
OPINIONS = (
    Head("received", "回答がまだの意見", "件"), Head("answered", "読上げを待つ意見", "件"), Head("closed", "終わった意見", "件"),
)  # fmt: skip
HEADS = (*MEETINGS, *MINIMUM, *OPINIONS, Head("opinions", "受けた意見・要望", "件"))
OWN, WHOLE = "自署", "県内の計"


def put_up() -> None:
    words = "会議の回数と求める回数、意見・要望"
    shelf.put_up(shelf.Entry("statistics_councils", "連絡協議会", words, "read_council_figures", 40))


def cells(numbers: Counter[str], rows: Iterable[YearRow]) -> tuple[Cell, ...]:
    """In the order of ``HEADS``."""
    rows = list(rows)
    against = (
        sum(row.planned for row in rows), sum(row.minimum for row in rows), sum(row.missing > 0 for row in rows),
    )  # fmt: skip
    opinions = [numbers[head.key] for head in OPINIONS]
    return (*(numbers[head.key] for head in MEETINGS), *against, *opinions, sum(opinions))


class CouncilsFigures(FiguresPage):
    """By the year of the prefecture's councils; what a council owes is counted as its year is closed (LC-5-2)."""

    listing, title = "statistics_councils", "連絡協議会"
    lead = "その年にあった協議会の会議と、その年に受けた意見・要望（いまの状態）。"

    @cached_property
    def year(self):
        values = ValuesOverTime.of(self.request.actor.prefecture.pk)
        return values.year(whole_number(self.request.GET.get("year")), self.today)[0]

    @property
    def shows_whole(self):
        """The page knows one way of counting years."""
        return self.is_station

    def choices(self):
        return [choice for choice in super().choices() if choice.name != "count"]

    def tables(self):
        found, stations = self.own(COUNCIL_YEAR), self._stations()
        rows = year_rows.rows_of(stations, self.year, self.today)
        lines = [self._line(each, found, rows[each.pk]) for each in stations]
        if self.is_station:
            lines += self._whole(found) if self.shows_whole else []
        else:
            every = [row for each in rows.values() for row in each]
            lines.append(Line("計", cells(_numbers(found), every), is_total=True))
        return [Table(f"{self.year.label}の協議会", "署", HEADS, tuple(lines))]

    def _stations(self) -> list[Station]:
        if self.request.actor.station:
            return [self.request.actor.station]
        return [self.station] if self.station else self.stations

    def _line(self, station: Station, found: list[Counted], rows: list[YearRow]) -> Line:
        numbers = _numbers(each for each in found if each.station == station.pk)
        return Line(OWN if self.is_station else station.name, cells(numbers, rows), key=str(station.pk))

    def _whole(self, found: list[Counted]) -> list[Line]:
        """The prefecture's numbers; what is owed is each council's own affair."""
        mine, others = _numbers(found), _numbers(self.elsewhere(COUNCIL_YEAR))
        told: list[Cell] = []
        for heads, is_summed in ((MEETINGS, False), (OPINIONS, True)):
            own, other = ([numbers[head.key] for head in heads] for numbers in (mine, others))
            if is_summed:
                told += masked([*own, sum(own)], [*other, sum(other)], hiding.in_row(other))
            else:
                told += [*masked(own, other, hiding.small(other)), *([None] * len(MINIMUM))]
        return [Line(WHOLE, tuple(told), is_total=True)]

    def chart(self, table):
        pairs = [(label, number) for label, number in table.values("regular") if number]
        return charts.bars("councils", f"{self.year.label}の定期会議", pairs, "回")

    def notes(self):
        return [
            "いくつかの協議会が一緒に開いた会議は、協議会ごとに1回と数えます。",
            "求める回数は、活動した月の数に応じた、県の定めの回数です（年の締めと同じ数え方）。",
        ]


def _numbers(found: Iterable[Counted]) -> Counter[str]:
    return summed((each.keys[0], each.n) for each in found)
