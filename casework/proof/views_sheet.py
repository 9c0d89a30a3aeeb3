"""閲覧の月表: what the people of one office opened in a month, and what of it the head should look at.

An office is a station with its koban, or a division of headquarters. A view outside of office hours, of a case on which
the person has never acted, or by a name that was searched is no fault: it is what somebody should be able to explain.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from casework import dates
from casework.models import HeadquartersDivision, ReadLog, StateChange, Station, ViewReview
from casework.models.base import Machine
from casework.permissions import PERMISSIONS, Reason
from casework.workflow import Refused, open_case

MAY = PERMISSIONS["review_views"]
OPENS, CLOSES = 7, 20  # o'clock in Japan, on a working day
TIME, CASE, SEARCH = "out_of_hours", "not_ones_own", "search"
LABELS = {TIME: "時間外", CASE: "行為のない事案", SEARCH: "検索"}
SEARCHED, FILE = "検索「", "の書出し（"


@dataclass(frozen=True)
class Office:
    """Whose people: exactly one of the two."""

    station: Station | None = None
    division: HeadquartersDivision | None = None

    @classmethod
    def of(cls, actor) -> "Office":
        return cls(actor.station, None if actor.station else actor.post.division)

    def __str__(self):
        return str(self.station or self.division)

    @property
    def posts(self) -> Q:
        return Q(post__station=self.station) if self.station else Q(post__division=self.division)


@dataclass(frozen=True)
class Seen:
    """A view that stands out, and why."""

    at: datetime
    what: str
    object: str
    why: tuple[str, ...]

    @property
    def reasons(self) -> str:
        return "、".join(LABELS[each] for each in self.why)


@dataclass
class Person:
    name: str
    post: str
    kinds: Counter[str] = field(default_factory=Counter)
    why: Counter[str] = field(default_factory=Counter)
    seen: list[Seen] = field(default_factory=list)

    @property
    def views(self) -> int:
        return self.kinds.total()

    @property
    def told(self) -> str:
        return "、".join(f"{kind} {n}" for kind, n in self.kinds.most_common())


@dataclass(frozen=True)
class Sheet:
    office: Office
    month: date
    people: Sequence[Person]

    @property
    def views(self) -> int:
        return sum(person.views for person in self.people)

    @property
    def remarkable(self) -> dict[str, int]:
        return {why: sum(person.why[why] for person in self.people) for why in LABELS}


def month_of(text: str, today: date) -> date:
    """The first of the month that an address names (2026-03); the last whole one where it names none that has begun."""
    try:
        asked = date.fromisoformat(f"{text}-01")
    except ValueError:
        asked = today.replace(day=1)
        return dates.add_months(asked, -1)
    return asked if date(2000, 1, 1) <= asked <= today else dates.add_months(today.replace(day=1), -1)


def is_over(month: date, today: date) -> bool:
    return dates.add_months(month, 1) <= today


def sheet_of(office: Office, month: date) -> Sheet:
    """A few queries, whatever the number of views."""
    first, end = dates.midnight(month), dates.midnight(dates.add_months(month, 1))
    rows = ReadLog.objects.filter(office.posts, at__gte=first, at__lt=end).order_by("at", "pk")
    names = ("staff_id", "staff__name", "staff__rank", "post_name", "at", "what", "object_label", "object_pk")
    views: list[dict[str, Any]] = [dict(row) for row in rows.values(*names)]
    acted = _acted_on(views)
    found: dict[tuple, Person] = {}
    for view in views:
        name = f"{view['staff__rank']} {view['staff__name']}".strip()
        person = found.setdefault((view["staff_id"], view["post_name"]), Person(name, view["post_name"]))
        person.kinds[kind_of(view["what"])] += 1
        if why := _why(view, acted):
            person.why.update(why)
            person.seen.append(Seen(view["at"], view["what"], _object(view), why))
    people = sorted(found.values(), key=lambda person: (-person.views, person.post, person.name))
    return Sheet(office, month, people)


def kind_of(what: str) -> str:
    """What was typed and counted in a line of the read log is no kind of its own."""
    if what.startswith(SEARCHED):
        return "検索"
    return f"{what.split(FILE, maxsplit=1)[0]}の書出し" if FILE in what else what


def _why(view: dict, acted: set[tuple]) -> tuple[str, ...]:
    found = [TIME] if is_out_of_hours(view["at"]) else []
    if (
        view["object_label"] in _machines()
        and (view["staff_id"], view["object_label"], view["object_pk"]) not in acted
    ):
        found.append(CASE)
    if view["what"].startswith(SEARCHED):
        found.append(SEARCH)
    return tuple(found)


def is_out_of_hours(at: datetime) -> bool:
    local = timezone.localtime(at)
    return not (dates.is_working_day(local.date()) and OPENS <= local.hour < CLOSES)


def _machines() -> set[str]:
    return {model._meta.label for model in apps.get_models() if issubclass(model, Machine)}


def _acted_on(views: Iterable[dict]) -> set[tuple]:
    """(person, case) of every act that one of them ever recorded on one of the cases."""
    people = {view["staff_id"] for view in views}
    cases = {view["object_pk"] for view in views if view["object_pk"]}
    rows = StateChange.objects.filter(staff__in=people, case_pk__in=cases)
    return set(rows.values_list("staff_id", "case_label", "case_pk").distinct())


def _object(view: dict) -> str:
    if not view["object_pk"]:
        return ""
    model = apps.get_model(view["object_label"])
    return f"{model._meta.verbose_name} {view['object_pk']}"


# --- seen by the head of the office --------------------------------------------------------------------------------


def reviews(office: Office):
    return ViewReview.objects.filter(
        division=office.division, **({"station": office.station} if office.station else {})
    )


def problems(actor, month: date, today: date) -> list[Reason]:
    """What stands against it before anything is typed."""
    if not is_over(month, today):
        return [Reason("月が終わってから、確かめたことを記録します。")]
    if reviews(Office.of(actor)).filter(month=month).exists():
        return [Reason("この月は、すでに確かめてあります。")]
    return MAY.reasons(_row(actor, month, today), actor)


def review(actor, month: date, today: date, note: str) -> ViewReview:
    """The head has seen the sheet; its numbers are kept as they stood. Raises Refused."""
    if found := problems(actor, month, today):
        raise Refused(found)
    row, sheet = _row(actor, month, today), sheet_of(Office.of(actor), month)
    row.views, row.remarkable, row.note = sheet.views, sheet.remarkable, note
    return open_case(row, by=actor, permission=MAY, on=today)


def _row(actor, month: date, today: date) -> ViewReview:
    office = Office.of(actor)
    under = office.station or min(actor.stations, key=lambda station: station.pk)
    return ViewReview(
        station=under,
        division=office.division,
        month=month,
        reviewed_on=today,
        reviewed_by=f"{actor.post} {actor.staff}",
    )
