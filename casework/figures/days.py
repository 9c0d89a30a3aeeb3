"""所要日数: how many days each step lasted, of whatever machine, from the history: by the days on which acts were done."""

from collections import Counter
from collections.abc import Iterable

from casework.figures import charts, facts, hiding, shelf, steps
from casework.figures.counts import Counted, Spread, spread, summed
from casework.figures.tables import HIDDEN, Cell, Head, Line, Named, Table
from casework.figures.views import Choice, FiguresPage

DAYS = facts.Fact(
    "days",
    ("machine", "state", "days"),
    3,
    ("casework_statechange",),
    """
    select step.station_id, array[step.case_label, step.before, greatest(step."on" - step.began, 0)::text], count(*)
    from (
      select h.station_id, h.case_label, h.before, h."on",
        lag(h."on") over (partition by h.case_label, h.case_pk order by h.seq) as began
      from casework_statechange h
      where h.before <> h.after and (h.case_label, h.case_pk) in (
        select e.case_label, e.case_pk from casework_statechange e where e."on" between $1 and $2 and e.before <> e.after
      )
    ) step
    where step."on" between $1 and $2 and step.began is not null
    group by 1, 2
    """,
)
MACHINE = "machine"
SPREAD = (
    Head("count", "件数"), Head("median", "中央値", "日"), Head("ninth", "9割が済むまで", "日"),
)  # fmt: skip
WHOLE = tuple(Head(f"whole_{head.key}", f"県内の{head.label}", head.unit) for head in SPREAD)


def enter() -> None:
    """The fact and the page; called once the application is ready."""
    facts.enter(DAYS)
    words = "段階ごとに、だれの番で何日かかったか（件数、中央値、9割が済むまで）"
    shelf.put_up(shelf.Entry("statistics_days", "所要日数", words, "read_figures", 20))


def by_step(found: Iterable[Counted]) -> dict[str, Counter[int]]:
    """Key of a step → number of days → how many lasted so long."""
    spells: dict[str, Counter[int]] = {}
    for each in found:
        machine, state, days = each.keys
        spells.setdefault(f"{machine}|{state}", Counter())[int(days)] += each.n
    return spells


def cells(days: Spread) -> tuple[Cell, ...]:
    return days.count, days.median, days.ninth


def whole(own: Counter[int], others: Counter[int]) -> tuple[Cell, ...]:
    """Of the prefecture as a station may see it: nothing where the others have one spell or two."""
    if hiding.is_small(sum(others.values())):
        return (HIDDEN,) * len(SPREAD)
    return cells(spread(own + others))


class DaysPage(FiguresPage):
    """Rows are the steps of one procedure; for headquarters also the stations at one step."""

    listing, title = "statistics_days", "所要日数"
    lead = "その年に済んだ段階の日数。した日で数え、入力した日では数えません。初日は数えません。"
    by = (("step", "段階"), ("station", "署"))
    by_station = (("step", "段階"),)

    @property
    def known(self) -> list[steps.Step]:
        """Those that the post may read, in the order in which they were entered."""
        return [each for each in steps.STEPS.values() if self.request.actor.may(each.permission)]

    @property
    def machines(self) -> Named:
        return list({each.case_label: (each.case_label, each.procedure) for each in self.known}.values())

    @property
    def machine(self) -> str:
        return self.among(MACHINE, self.machines)

    @property
    def of_machine(self) -> list[steps.Step]:
        return [each for each in self.known if each.case_label == self.machine]

    @property
    def step(self) -> steps.Step:
        key = self.among("step", [(each.key, each.label) for each in self.of_machine])
        return steps.STEPS[key]

    def choices(self):
        asked = [Choice(MACHINE, "手続", self.machines, self.machine)]
        if self.asked_by == "station":
            options = [(each.key, f"{each.label}（{each.party}）") for each in self.of_machine]
            asked.append(Choice("step", "段階", options, self.step.key))
        return [*super().choices(), *asked]

    def tables(self):
        return [self._by_station() if self.asked_by == "station" else self._by_step()]

    def _by_step(self) -> Table:
        own, others = by_step(self.own(DAYS)), by_step(self.elsewhere(DAYS))
        named = (Head("party", "待っている相手", ""), *SPREAD, *(WHOLE if self.shows_whole else ()))
        lines = []
        for each in self.of_machine:
            mine = own.get(each.key, Counter())
            beside = whole(mine, others.get(each.key, Counter())) if self.shows_whole else ()
            lines.append(Line(each.label, (str(each.party), *cells(spread(mine)), *beside), key=each.key))
        return Table(f"{dict(self.machines)[self.machine]}の段階ごとの日数", "段階", named, tuple(lines))

    def _by_station(self) -> Table:
        key = self.step.key
        found = [each for each in self.own(DAYS) if "|".join(each.keys[:2]) == key]
        lines = [
            Line(name, cells(spread(_days(each for each in found if each.station == int(station)))), key=station)
            for station, name in self.station_rows
        ]  # fmt: skip
        lines.append(Line("全署", cells(spread(_days(found))), is_total=True))
        caption = f"{self.step.procedure}の「{self.step.label}」（{self.step.party}）の署ごとの日数"
        return Table(caption, "署", SPREAD, tuple(lines))

    def chart(self, table):
        return charts.bars("days", f"{table.caption}（中央値）", table.values("median"), "日")

    def notes(self):
        return [
            "中央値は、短い順に並べて真ん中の日数です。9割が済むまでは、10件のうち9件がその日数のうちに済んだ、という日数です。",
            "同じ事案が段階をもう一度通ったとき（差戻しの後の進達など）は、そのたびに数えます。",
        ]


def _days(found: Iterable[Counted]) -> Counter[int]:
    return summed((int(each.keys[2]), each.n) for each in found)
