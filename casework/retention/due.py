"""保存期間の満了: what may be disposed of, by kind and fiscal year, and the list that is drawn up of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from casework import dates
from casework.models import Disposal, DisposalItem, Hold, PrefectureProfile, Station
from casework.models.history import canonical
from casework.permissions import PERMISSIONS, Reason
from casework.retention import clock
from casework.retention.kinds import KINDS, Kind
from casework.workflow import Refused, open_case

MAY = PERMISSIONS["dispose"]


@dataclass(frozen=True)
class Class:
    """How long a kind is kept under the profile that is in force: years, and where its year begins."""

    kind: Kind
    years: int
    year: str = clock.FISCAL

    def due_on(self, ended: date) -> date | None:
        return clock.due_on(ended, self.years, self.year)

    @property
    def words(self) -> str:
        return clock.words(self.years)


@dataclass(frozen=True)
class Due:
    """One record that is complete: its row, the day of 完結, the day from which it may go, and the hold on it."""

    of: Class
    row: Any
    ended: date
    day: date
    hold: Hold | None = None

    @property
    def label(self) -> str:
        return getattr(self.row, "case_label", "") or self.row._meta.concrete_model._meta.label

    @property
    def group(self) -> tuple[str, int | None]:
        label, column = self.of.kind.group
        return label, getattr(self.row, column) if column else None


def classes(prefecture, today: date) -> list[Class]:
    """Every kind with the years that the prefecture's profile of today gives it."""
    profile = PrefectureProfile.nearest(prefecture, today)
    year = profile.value_or("retention_year", clock.FISCAL)
    return [Class(kind, int(profile.value_or(kind.key, kind.years)), year) for kind in KINDS.values()]


def complete(of: Class, stations: Iterable[int]) -> QuerySet:
    """Everything of the kind that is complete (``ended``) and on no list; of what is kept for ever nothing."""
    rows = of.kind.rows()
    if of.years == clock.PERMANENT:
        return rows.none()
    listed = DisposalItem.objects.filter(kind=of.kind.code, taken_out_on=None, object_pk=OuterRef("pk"))
    return rows.filter(~Exists(listed), station__in=stations).exclude(ended=None)


def due(of: Class, stations: Iterable[int], until: date) -> list[Due]:
    """What may go on ``until`` or before and is on no list, with the holds that stand on that day."""
    return _with_holds(of, complete(of, stations).filter(ended__lt=until).order_by("ended", "pk"), until)


def _with_holds(of: Class, rows: QuerySet, until: date) -> list[Due]:
    held = Hold.objects.standing(until)
    days = ((row, of.due_on(row.ended)) for row in rows.iterator())
    found = [Due(of, row, row.ended, day) for row, day in days if day and day <= until]
    return [replace(each, hold=held.of(each.label, each.row.pk, *each.group)) for each in found]


@dataclass(frozen=True)
class Line:
    """Of one kind and class: how many are due now and are not held, how many are held, and how many fall due by fiscal year."""

    of: Class
    now: int
    held: int
    years: dict[int, int]


def overview(prefecture, stations: list[int], today: date) -> tuple[list[int], list[Line]]:
    """(fiscal years that anything falls due in, a line for every kind). Records are counted by the database, a row a day."""
    lines = [_line(of, complete(of, stations), today) for of in classes(prefecture, today)]
    coming = sorted({year for line in lines for year in line.years})[:6]
    return coming, lines


def _line(of: Class, rows: QuerySet, today: date) -> Line:
    days: Counter[date] = Counter()
    for ended, count in _count_by_day(rows):
        if day := of.due_on(ended):
            days[day] += count
    now = sum(count for day, count in days.items() if day <= today)
    held = sum(1 for each in _with_holds(of, _held(of, rows, today), today) if each.hold)
    years: Counter[int] = Counter()
    for day, count in days.items():
        if day > today:
            years[dates.fiscal_year(day)] += count
    return Line(of, now - held, held, dict(years))


def _count_by_day(rows: QuerySet) -> list[tuple[date, int]]:
    """How many records were complete on which day; the day may itself be an aggregate, so it is counted around the query."""
    try:
        sql, params = rows.order_by().values("pk", "ended").query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"select ended, count(*) from ({sql}) complete group by ended", params)  # noqa: S608 -- compiled by the ORM
        return cursor.fetchall()


def _held(of: Class, rows: QuerySet, today: date) -> QuerySet:
    """Those on which a hold may stand: its own, or its group's."""
    label, column = of.kind.group
    keys = Hold.objects.standing(today).keys
    named = Q(pk__in=[pk for _, pk in keys])
    if column:
        named |= Q(**{f"{column}__in": [pk for each, pk in keys if each == label]})
    return rows.filter(named)


def draw_up(station: Station, codes: Iterable[str], until: date, *, by, today: date) -> Disposal:
    """The list of what is due at one station, by keys; what is held is not on it. Raises Refused."""
    if until > today:
        raise Refused([Reason("先の日付までのものは、まだ廃棄できません。", field="until")])
    asked = set(codes)
    of_kinds = [of for of in classes(station.prefecture, today) if of.kind.code in asked]
    found = [each for of in of_kinds for each in due(of, [station.pk], until) if each.hold is None]
    if not found:
        raise Refused([Reason("この条件で廃棄できるものはありません。", field="kinds")])
    keys = [[each.of.kind.code, each.label, each.row.pk, each.ended] for each in found]
    counts = Counter(each.of.kind.code for each in found)
    row = Disposal(
        station=station, until=until, drawn_on=today, drawn_by=by.staff, counts=dict(counts),
        digest=sha256(canonical(keys)).hexdigest(),
    )  # fmt: skip
    open_case(row, by=by, permission=MAY, on=today, until=until.isoformat(), digest=row.digest, **counts)
    DisposalItem.objects.bulk_create(_item(row, each) for each in found)
    return row


def _item(disposal: Disposal, due: Due) -> DisposalItem:
    label, pk = due.group
    return DisposalItem(
        disposal=disposal, station=disposal.station, kind=due.of.kind.code, object_label=due.label, object_pk=due.row.pk,
        group_label=label, group_pk=pk, ended_on=due.ended, due_on=due.day,
    )  # fmt: skip


def hold(row, *, by, ground: str, reason: str, until: date | None, on: date) -> Hold:
    """Freeze a case, or a group or council with all that is its. Raises Refused."""
    found = []
    if not reason.strip():
        found.append(Reason("理由を書いてください。", field="reason"))
    if until and until < on:
        found.append(Reason("いつまでの日は、きょうより前にできません。", field="until"))
    if Hold.objects.standing(on).of(_label(row), row.pk):
        found.append(Reason("もう凍結されています。"))
    if found:
        raise Refused(found)
    made = Hold(
        station=row.station, object_label=_label(row), object_pk=row.pk, ground=ground, reason=reason, until=until,
        held_on=on, held_by=by.staff,
    )  # fmt: skip
    return open_case(made, by=by, permission=PERMISSIONS["hold_records"], on=on, ground=ground, reason=reason)


def _label(row) -> str:
    return getattr(row, "case_label", "") or row._meta.concrete_model._meta.label
