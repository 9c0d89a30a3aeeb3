"""A verdict for every row of a personnel list, before anything is stored. Pure.

Rows are judged in the order of their days, each against what the rows before it leave: one list may move a person
twice. Names are compared, never changed.
"""

from collections import defaultdict
from datetime import date, timedelta
from typing import cast

from casework import names, wareki
from casework.postings.offices import Office
from casework.postings.reading import REGULAR, Line
from casework.postings.verdicts import Held, Judged, Person, Plan, Seat, Verdict, World

SHOWN_TITLES = 8
NO_TITLES = frozenset(["係", "係員", "員", "担当", "主任"])  # of somebody whose post is named by the section


def judge(lines: list[Line], world: World) -> Plan:
    rows = [Judged(line, faults=list(line.faults), notes=list(line.notes)) for line in lines]
    _Places(world).find(rows)
    _People(world).find(rows)
    _refuse_two_on_one_day(rows)
    return _Judge(world, rows).plan()


def _refuse_two_on_one_day(rows: list[Judged]) -> None:
    """本務 is one at a time: two different posts from one day are a slip in the list."""
    regular: dict[tuple[str, date], list[Judged]] = defaultdict(list)
    for row in rows:
        if row.person and row.line.starts_on and row.line.capacity == REGULAR:
            regular[row.person.number, row.line.starts_on].append(row)
    for same_day in regular.values():
        if len({row.seat.pk if row.seat else (row.line.office, row.line.title) for row in same_day}) > 1:
            numbers = "・".join(str(row.line.number) for row in same_day)
            for row in same_day:
                row.refuse(
                    f"同じ日の本務が二つあります（{numbers}行目）。どちらかを消すか、兼務にしてください。"
                )


class _Places:
    """Finds the office and the post of each row."""

    def __init__(self, world: World):
        self.world = world

    def find(self, rows: list[Judged]) -> None:
        for row in rows:
            if row.line.office and row.line.title and row.line.starts_on and not row.faults:
                self._find(row)

    def _find(self, row: Judged) -> None:
        row.office, rest, fault = self.world.offices.find(row.line.office, row.line.day)
        if row.office is None:
            return row.refuse(fault)
        title = names.search_key(row.line.title)
        for key in (title, rest + title, *([rest] if row.line.title in NO_TITLES else [])):
            seats = self.world.by_title.get((row.office.key, key), [])
            if len(seats) > 1:
                return row.refuse(
                    f"{row.office.label}に、職名「{row.line.title}」の職が{len(seats)}つあります。管理の「職」で職名を分けてください。"
                )
            if seats:
                row.seat = seats[0]
                if key != title:
                    row.notes.append(f"所属と職名を合わせて、職「{seats[0].title}」と読みました。")
                return None
        return row.refuse(self._no_such_post(row))

    def _no_such_post(self, row: Judged) -> str:
        office = cast("Office", row.office)  # asked only where it was found
        titles = sorted({seat.title for seat in self.world.seats.values() if seat.office == office.key})
        there = (
            f"（あるのは、{'・'.join(titles[:SHOWN_TITLES])}{'など' if len(titles) > SHOWN_TITLES else ''}）"
            if titles
            else ""
        )
        return f"{office.label}に、職「{row.line.title}」がありません{there}。この仕組みで働く職なら、管理の「職」で作ってから、もう一度取り込んでください。"


class _People:
    """Finds whom each row means, by the number."""

    def __init__(self, world: World):
        self.world = world
        self.first: dict[str, Judged] = {}  # number → the first row of somebody new
        self.without_zeros: dict[str, list[Person]] = defaultdict(list)
        for person in world.people.values():
            self.without_zeros[person.number.lstrip("0")].append(person)

    def find(self, rows: list[Judged]) -> None:
        for row in rows:
            if row.line.staff_number and row.line.name:
                if known := self._known(row):
                    self._compare(row, known)
                else:
                    self._new(row)

    def _known(self, row: Judged) -> Person | None:
        number = row.line.staff_number
        if number in self.world.people:
            return self.world.people[number]
        padded = self.without_zeros.get(number, []) if number.isdecimal() else []
        if len(padded) == 1 and not padded[0].is_foreign:
            if names.same_name(padded[0].name, row.line.name):
                row.notes.append(f"職員番号の先頭の0が落ちているとみて、{padded[0].number}と読みました。")
                return padded[0]
            row.notes.append("先頭に0の付く、同じ番号の職員がいます。番号を確かめてください。")
        return None

    def _compare(self, row: Judged, known: Person) -> None:
        row.person, line = known, row.line
        if known.is_foreign:
            return row.refuse(
                "この職員番号は、ほかの都道府県の職員に使われています。番号を確かめてください。"
            )
        if known.name != line.name:
            if names.same_name(known.name, line.name):
                row.notes.append(f"氏名の字が登録と違います。登録の「{known.name}」のままにします。")
            else:
                row.registered_name = known.name
                row.notes.append(
                    f"この番号の氏名は、登録では「{known.name}」、表では「{line.name}」です。登録の氏名は変えません。"
                )
        if line.rank and line.rank != known.rank:
            row.notes.append(
                f"階級は、登録の「{known.rank or 'なし'}」のままです。発令日に、管理の「職員」で直してください。"
            )
        if not known.is_active:
            row.notes.append("利用停止の職員です。配置しても、ログインはできません。")
        if known.number == self.world.actor:
            row.notes.append("あなた自身の配置です。")
        return None

    def _new(self, row: Judged) -> None:
        line = row.line
        first = self.first.setdefault(line.staff_number, row)
        if first is row:
            row.person = Person(None, line.staff_number, line.name, line.rank)
            if others := self.world.namesakes.get(line.name):
                row.notes.append(
                    f"同じ氏名の職員がいます（職員番号{'・'.join(others[:3])}）。別の人か確かめてください。まとめません。"
                )
        else:
            row.person = first.person
            if first.line.name != line.name:
                row.refuse(f"同じ職員番号の{first.line.number}行目では、氏名が「{first.line.name}」です。")


class _Judge:
    """Places the rows one after the other."""

    def __init__(self, world: World, rows: list[Judged]):
        self.rows = rows
        self.held: dict[str, list[Held]] = defaultdict(list, {n: list(h) for n, h in world.held.items()})
        self.at_row: dict[Held, int] = {}

    def plan(self) -> Plan:
        for row in sorted((r for r in self.rows if not r.faults), key=lambda r: (r.line.day, r.line.number)):
            self._place(row)
        for row in self.rows:
            row.verdict = Verdict.FAULT if row.faults else row.verdict
        return Plan(self.rows, dict(self.held))

    def _place(self, row: Judged) -> None:
        person, seat = cast("Person", row.person), cast("Seat", row.seat)  # a row without them has a fault
        line, mine = row.line, self.held[person.number]
        alike = [held for held in mine if held.capacity == line.capacity]
        same = next((h for h in alike if h.seat == seat.pk and h.covers(line.day)), None)
        if same:
            return self._same(row, same)
        present = self._present(row, alike) if line.capacity == REGULAR else None
        if row.faults:
            return None
        others = [held for held in mine if held is not present and held.seat == seat.pk]
        if other := next((held for held in others if held.meets(line.day, line.ends_on)), None):
            return row.refuse(
                f"同じ職の配置（{_span(other)}）と重なります。管理の「職員」で、先にそれを終わらせてください。"
            )
        return self._put(row, present)

    def _same(self, row: Judged, held: Held) -> None:
        if row.line.ends_on and row.line.ends_on != held.ends_on:
            until = wareki.format_long(held.ends_on) if held.ends_on else "定めなし"
            return row.refuse(
                f"同じ職にいて、終期が違います（登録は{until}）。終期は、管理の「職員」で直してください。"
            )
        row.verdict = Verdict.SAME
        if held in self.at_row:
            row.notes.append(f"この表の{self.at_row[held]}行目と同じです。")
        return None

    def _present(self, row: Judged, regular: list[Held]) -> Held | None:
        """The regular posting that the row ends; refuses where the days do not fit."""
        day = row.line.day
        if later := next((held for held in regular if held.starts_on >= day), None):
            row.refuse(
                f"本務の配置「{later.label}」は{wareki.format_long(later.starts_on)}からで、発令日がそれより後ではありません。発令日を確かめてください。"
            )
        running = [held for held in regular if held.covers(day)]
        if len(running) > 1:
            labels = "、".join(held.label for held in running)
            row.refuse(
                f"本務の配置が重なっています（{labels}）。管理の「職員」で、どちらかを終わらせてください。"
            )
        elif running and running[0].is_foreign:
            row.refuse("ほかの都道府県の本務の配置が続いています。先に終わらせてもらってください。")
        return running[0] if running else None

    def _put(self, row: Judged, present: Held | None) -> None:
        line, person, seat = row.line, cast("Person", row.person), cast("Seat", row.seat)
        is_new = person.pk is None and not self.held[person.number]
        row.verdict = Verdict.NEW if is_new else Verdict.MOVE if line.capacity == REGULAR else Verdict.ADD
        if present:
            row.ends, present.ends_on = present, line.day - timedelta(days=1)
        elif row.verdict == Verdict.MOVE:
            row.notes.append("この日に続いている本務の配置はありません。終わらせるものはありません。")
        row.made = Held(None, person, seat.pk, seat.label, line.capacity, line.day, line.ends_on)
        self.at_row[row.made] = line.number
        self.held[person.number].append(row.made)


def _span(held: Held) -> str:
    until = wareki.format_long(held.ends_on) if held.ends_on else ""
    return f"{held.label}、{wareki.format_long(held.starts_on)}〜{until}"
