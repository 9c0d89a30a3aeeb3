"""Who acts in the demonstration: offices, posts, people and their log-ins, from fixtures/demo."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from casework import master_data
from casework.models import (
    Actor,
    HeadquartersDivision,
    Koban,
    Post,
    Posting,
    Prefecture,
    ProfileValue,
    Staff,
    Station,
)
from casework.roles import Role

FOLDER = master_data.FOLDER / "demo"
SPRING = ("demo-kazama", "demo-kusano")  # who leaves with most cases in hand, who comes to the same post
PASSWORD = "demo-aopato-2026"  # noqa: S105 - printed for everybody to see: the people are invented


def load() -> None:
    """Offices, people and postings; what is there already stays as it is."""
    master_data.load(FOLDER)
    _name_chiefs()
    _load_staff()
    for _, row in master_data.lines(FOLDER / "postings.csv"):
        _load_posting(row)
    _plan_a_move(*SPRING, timezone.localdate())


def _name_chiefs() -> None:
    """An invented chief's name where the office has entered none."""
    for _, row in master_data.lines(FOLDER / "chiefs.csv"):
        values = ProfileValue.objects.filter(profile__prefecture__code=row["prefecture"], key="chief_name")
        for value in values:
            value.content = value.content or row["name"]
            value.save()


def _load_staff() -> None:
    password = make_password(PASSWORD)  # once: the hash is slow by design
    known = set(Staff.objects.values_list("staff_number", flat=True))
    for _, row in master_data.lines(FOLDER / "staff.csv"):
        if row["staff_number"] in known:
            continue
        staff = Staff(**{name: row[name] for name in ("staff_number", "name", "kana", "rank", "extension")})
        staff.is_administrator = row["is_administrator"] == "yes"
        staff.password = password if row["has_login"] == "yes" else make_password(None)
        staff.save()


def _load_posting(row: master_data.Row) -> None:
    staff = Staff.objects.get(staff_number=row["staff_number"])
    post, _ = Post.objects.get_or_create(
        role=row["role"], title=row["title"], level=row["level"], **_office(row)
    )
    Posting.objects.get_or_create(
        staff=staff,
        post=post,
        capacity=row["capacity"],
        starts_on=date.fromisoformat(row["starts_on"]),
    )


def _plan_a_move(leaver: str, comer: str, today: date) -> None:
    """One person leaves for another on the coming first of April, as every spring."""
    day = date(today.year + (today >= date(today.year, 4, 1)), 4, 1)
    left = Posting.objects.filter(staff__staff_number=leaver)
    staff = Staff.objects.get(staff_number=comer)
    if not staff.postings.exists():
        post = left.get(capacity=Posting.Capacity.REGULAR).post
        Posting.objects.create(staff=staff, post=post, starts_on=day)
        left.update(ends_on=day - timedelta(days=1))


def _office(row: master_data.Row) -> dict[str, Any]:
    if not row["station"]:
        prefecture = Prefecture.objects.get(code=row["prefecture"])
        found = HeadquartersDivision.objects.filter(prefecture=prefecture, duty=row["duty"])
        return {"station": None, "koban": None, "division": found.latest("valid_from")}
    station = Station.objects.get(code=row["station"])
    koban = Koban.objects.get(station=station, name=row["koban"]) if row["koban"] else None
    return {"station": station, "koban": koban, "division": None}


def logins() -> list[Posting]:
    """Today's postings of the invented people who have a log-in."""
    held = Posting.objects.with_office().filter(
        staff__staff_number__startswith="demo-", staff__is_active=True
    )
    return [posting for posting in held.order_by("pk") if posting.staff.has_usable_password()]


@dataclass(frozen=True)
class Desk:
    """The people who bring one station's cases along the road."""

    station: Station

    def _holder(self, role: Role, capacity: str = Posting.Capacity.REGULAR, **post: object) -> Actor:
        wanted = {f"post__{name}": value for name, value in post.items()}
        held = Posting.objects.with_office().filter(post__role=role, capacity=capacity, **wanted)
        return Actor.of(held.filter(staff__staff_number__startswith="demo-").order_by("pk")[0])

    def _headquarters(
        self, role: Role, level: str, capacity: str = Posting.Capacity.REGULAR, duty: str = "blue_patrol"
    ) -> Actor:
        division = {"division__prefecture": self.station.prefecture, "division__duty": duty}
        return self._holder(role, capacity, level=level, **division)

    @cached_property
    def clerk(self) -> Actor:
        return self._holder(Role.STATION_CLERK, station=self.station)

    @cached_property
    def chief(self) -> Actor:
        return self._holder(Role.STATION_CHIEF, station=self.station)

    @cached_property
    def hq_clerk(self) -> Actor:
        return self._headquarters(Role.HQ_CLERK, "係")

    @cached_property
    def assistant(self) -> Actor:
        return self._headquarters(Role.HQ_DECIDING, "補佐")

    @cached_property
    def director(self) -> Actor:
        return self._headquarters(Role.HQ_DECIDING, "課長")

    @cached_property
    def bureau(self) -> Actor:
        return self._headquarters(Role.HQ_DECIDING, "部長", duty="command")

    @cached_property
    def commander(self) -> Actor:
        return self._headquarters(Role.HQ_DECIDING, "本部長", duty="command")

    @cached_property
    def deputy(self) -> Actor:
        return self._headquarters(Role.HQ_DECIDING, "課長", Posting.Capacity.DEPUTY)

    @cached_property
    def supervisor(self) -> Actor:
        return self._holder(Role.STATION_SUPERVISOR, station=self.station)

    @cached_property
    def division(self) -> Actor:
        """Headquarters' division for the councils."""
        return self._holder(Role.COMMUNITY_DIVISION, division__prefecture=self.station.prefecture)

    def of_koban(self, koban: Koban | None) -> Actor:
        """Who runs the councils of a koban; who supervises where nobody is posted there."""
        held = (
            Posting.objects.with_office()
            .filter(post__role=Role.KOBAN_OFFICER, post__koban=koban)
            .order_by("pk")
        )
        return Actor.of(held[0]) if koban and held else self.supervisor

    def other_clerk(self) -> Actor:
        """The second clerk where the station has one: a case may have two pairs of hands."""
        held = Posting.objects.with_office().filter(post__role=Role.STATION_CLERK, post__station=self.station)
        return Actor.of(held.order_by("-pk")[0])
