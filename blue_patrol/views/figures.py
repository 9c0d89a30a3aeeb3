"""統計 of blue patrol: cases, reasons for sending back, training, what is in force."""

from collections import Counter
from datetime import date

from blue_patrol.models import figures
from blue_patrol.rules import form_items
from casework.figures import charts, hiding, shelf
from casework.figures.charts import Series
from casework.figures.counts import Counted, summed
from casework.figures.tables import Head, Line, Named, Table, crossed, masked, together
from casework.figures.views import Choice, FiguresPage

OUTCOMES = (
    Head(figures.OPEN, "手続中"), Head(figures.DONE, "交付・終了"), Head(figures.DECLINED, "不承認"),
    Head(figures.WITHDRAWN, "取下げ"), Head(figures.UNDELIVERED, "交付不能"), Head(figures.OTHERWISE, "是正・該当なし等"),
)  # fmt: skip
SOURCES = (Head("correction", "補正"), Head("send_back", "差戻し"))
CLOCKS = (
    Head("overdue", "期限を過ぎた", "人"), Head("soon", "3か月以内", "人"), Head("later", "それより先", "人"),
)  # fmt: skip
COURSES = (Head("courses", "開いた講習", "回"), Head("attended", "受けた人", "人"))
IN_FORCE = (
    Head("groups", "団体（証明）", "団体"), Head("cars", "自動車", "台"), Head("patrollers", "実施者", "人"),
)  # fmt: skip
WHOLE, OWN = "県内の計", "自署"


def put_up() -> None:
    """The pages on the page 統計."""
    for order, (page, words) in enumerate(
        (
            (CasesPage, "手続ごと、月ごと、結果ごとの件数"), (ReasonsPage, "補正と差戻しの理由を、様式の項目ごとに"),
            (TrainingPage, "講習の期限を過ぎた人、近い人、開いた講習"), (InForcePage, "有効な証明のある団体、自動車、実施者"),
        )
    ):  # fmt: skip
        shelf.put_up(
            shelf.Entry(page.listing, page.title, words, "read_case_figures", 10 if not order else 20 + order)
        )


class CrossedPage(FiguresPage):
    """Rows by columns with sums, of a fact whose two leading keys are the row and the column."""

    unit = "件"

    def rows(self, found: list[Counted]) -> Named:
        raise NotImplementedError

    def heads(self) -> tuple[Head, ...]:
        raise NotImplementedError

    def caption(self) -> str:
        return self.title

    def numbers(self, found: list[Counted], place: int | None) -> Counter[tuple[str, str]]:
        """(row, column) → number; ``place``: of the row's key, None for the station."""
        column = self.column
        return summed(((str(each.station) if place is None else each.keys[place], each.keys[column]), each.n) for each in found)  # fmt: skip

    column = 1

    def chart(self, table):
        if self.asked_by == "month":
            pairs = table.values("total")
            return charts.lines(self.listing, table.caption, [label for label, _ in pairs], [Series("計", [n for _, n in pairs])], self.unit)  # fmt: skip
        pairs = [(label, number) for label, number in table.values("total") if number]
        return charts.bars(self.listing, table.caption, pairs, self.unit)


class CasesPage(CrossedPage):
    listing, title = "statistics_cases", "件数"
    lead = "その年に受理したもの（取消しは認知、署長の要請による運行は進達）を、いまの状態で数えます。"
    by = (("procedure", "手続"), ("month", "月"), ("station", "署"))
    by_station = (("procedure", "手続"), ("month", "月"))

    def heads(self):
        return OUTCOMES

    @property
    def procedure(self) -> str:
        """The one that was chosen; "" for all. Rows that are procedures are not cut down to one."""
        return (
            "" if self.asked_by == "procedure" else self.among("procedure", [("", ""), *figures.PROCEDURES])
        )

    def choices(self):
        asked = super().choices()
        if self.asked_by == "procedure":
            return asked
        return [*asked, Choice("procedure", "手続", [("", "すべて"), *figures.PROCEDURES], self.procedure)]

    def months(self) -> Named:
        return [(f"{day:%Y-%m}", f"{day.month}月") for day in self.year.months if day <= self.today]

    def tables(self):
        found = self.own(figures.CASES)
        found = [each for each in found if self.procedure in ("", each.keys[0])]
        if self.asked_by == "month":
            return [
                crossed(self._named("月ごとの件数"), "月", self.months(), OUTCOMES, self.numbers(found, 2))
            ]
        if self.asked_by == "station":
            return [
                crossed(
                    self._named("署ごとの件数"), "署", self.station_rows, OUTCOMES, self.numbers(found, None)
                )
            ]
        own = self.numbers(found, 0)
        name = self.station.name if self.station else OWN if self.is_station else "全署"
        tables = [crossed(f"手続ごとの件数（{name}）", "手続", figures.PROCEDURES, OUTCOMES, own)]
        if self.shows_whole:
            others = self.numbers(self.elsewhere(figures.CASES), 0)
            caption = f"手続ごとの件数（{WHOLE}）"
            tables.append(together(caption, "手続", figures.PROCEDURES, OUTCOMES, own, others))
        return tables

    def _named(self, words: str) -> str:
        procedure = dict(figures.PROCEDURES).get(self.procedure, "すべての手続")
        return f"{words}（{procedure}、{self.station.name}）" if self.station else f"{words}（{procedure}）"


class ReasonsPage(CrossedPage):
    listing, title = "statistics_reasons", "差戻し・補正の理由"
    lead = "その年に署が補正を求めた理由と、本部が差し戻した理由。一つの事案に理由がいくつもあれば、その数だけ数えます。"
    by = (("item", "様式の項目"), ("station", "署"))
    by_station = (("item", "様式の項目"),)

    def heads(self):
        return SOURCES

    def items(self, *found: Counter[tuple[str, str]]) -> Named:
        """Items of which there is a reason, in the order of the papers."""
        used = {row for each in found for row, _ in each}
        return [(item, item) for item in form_items.every() if item in used] + [("", figures.OTHERS)] * ("" in used)  # fmt: skip

    def tables(self):
        found = self.own(figures.REASONS)
        if self.asked_by == "station":
            return [crossed("署ごとの理由の数", "署", self.station_rows, SOURCES, self.numbers(found, None))]
        own, others = self.numbers(found, 0), self.numbers(self.elsewhere(figures.REASONS), 0)
        name = self.station.name if self.station else OWN if self.is_station else "全署"
        tables = [crossed(f"項目ごとの理由の数（{name}）", "項目", self.items(own), SOURCES, own)]
        if self.shows_whole:
            rows = self.items(own, others)
            tables.append(together(f"項目ごとの理由の数（{WHOLE}）", "項目", rows, SOURCES, own, others))
        return tables


class LinesPage(FiguresPage):
    """A line for each station and their sum; for a station its own line and the prefecture's."""

    fact = figures.TRAINING
    drawn = ""  # the column of the picture

    def heads(self) -> tuple[Head, ...]:
        raise NotImplementedError

    def cells(self, numbers: Counter[str]) -> tuple[int, ...]:
        return tuple(numbers[head.key] for head in self.heads())

    def hidden(self, others: tuple[int, ...]) -> set[int]:
        """Places that a station may not see of the whole."""
        return hiding.small(others)

    def of(self, found: list[Counted]) -> Counter[str]:
        return summed((each.keys[0], each.n) for each in found)

    def tables(self):
        found = self.own(self.fact)
        if self.is_station:
            lines = self._beside_the_whole(self.cells(self.of(found)))
        else:
            lines = [
                Line(name, self.cells(self.of([each for each in found if str(each.station) == key])), key=key)
                for key, name in self.station_rows
                if not self.station or str(self.station.pk) == key
            ]
            lines.append(Line("計", self.cells(self.of(found)), is_total=True))
        return [Table(self.caption(), "署", self.heads(), tuple(lines))]

    def _beside_the_whole(self, own: tuple[int, ...]) -> list[Line]:
        lines = [Line(OWN, own, key="own")]
        if self.shows_whole:
            others = self.cells(self.of(self.elsewhere(self.fact)))
            lines.append(Line(WHOLE, masked(own, others, self.hidden(others)), is_total=True))
        return lines

    def caption(self) -> str:
        return self.title

    def chart(self, table):
        pairs = [(label, number) for label, number in table.values(self.drawn) if number]
        head = next(head for head in table.heads if head.key == self.drawn)
        return charts.bars(self.listing, f"{self.title}　{head.label}", pairs, head.unit)


class TrainingPage(LinesPage):
    listing, title = "statistics_training", "講習"
    lead = "次の講習の期限が来る実施者と、その年に開いた講習。"
    drawn = "overdue"

    def heads(self):
        return (*CLOCKS, Head("clocks", "期限のある実施者", "人"), *COURSES)

    def cells(self, numbers):
        clocks = [numbers[head.key] for head in CLOCKS]
        return (*clocks, sum(clocks), *(numbers[head.key] for head in COURSES))

    def hidden(self, others):
        count = len(CLOCKS)
        beside = {count + 1 + place for place in hiding.small(others[count + 1 :])}
        return hiding.in_row(others[:count]) | beside

    def notes(self):
        return [
            "期限の人数は、その年の終わりの日（まだなら、きょう）の時点です。後から不要とした期限は、数えません。"
        ]


class InForcePage(LinesPage):
    listing, title = "statistics_in_force", "有効な証明"
    lead = "有効な証明のある団体と、その団体の自動車（標章を交付したもの）、実施者（実施者証を交付した人）。"
    fact = figures.IN_FORCE
    drawn = "groups"

    def heads(self):
        return IN_FORCE

    @property
    def day(self) -> date:
        return self.bounds[1]

    def of(self, found):
        return summed((each.keys[0], each.n) for each in found if each.keys[1] == self.day.isoformat())

    def own(self, fact):
        self.counted = super().own(fact)
        return self.counted

    def caption(self):
        return f"{self.year.label}の終わり（まだなら、きょう）の数"

    def tables(self):
        return [*super().tables(), self._months()]

    def _months(self) -> Table:
        """What the picture draws."""
        days = sorted({each.keys[1] for each in self.counted})
        numbers = summed((each.keys, each.n) for each in self.counted)
        lines = [
            Line(
                f"{date.fromisoformat(day).month}月",
                tuple(numbers[head.key, day] for head in IN_FORCE),
                key=day,
            )
            for day in days
        ]
        name = self.station.name if self.station else OWN if self.is_station else "全署"
        return Table(f"月の終わりの数（{name}）", "月", IN_FORCE, tuple(lines))

    def chart(self, table):
        """Each on an axis of its own: there are many more patrollers than groups."""
        months = self.made[-1]
        return "\n".join(self._line(head, months.values(head.key)) for head in IN_FORCE)

    def _line(self, head: Head, pairs: list[tuple[str, int]]) -> str:
        series = [Series(head.label.split("（")[0], [number for _, number in pairs])]
        title = f"月の終わりの{head.label}"
        return charts.lines(f"figures-{head.key}", title, [month for month, _ in pairs], series, head.unit)

    def notes(self):
        return ["月の終わりの数は、まだ終わっていない月では、きょうの数です。"]
