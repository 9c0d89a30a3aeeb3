"""The offices that act: every station of the prefecture with its posts, headquarters' posts, koban up to the wanted number."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from casework import master_data
from casework.demo.cast import PASSWORD
from casework.generate import people
from casework.models import (
    HeadquartersDivision,
    Koban,
    Post,
    Posting,
    Prefecture,
    PrefectureProfile,
    ProfileValue,
    RouteStep,
    Staff,
    Station,
    TransportOffice,
)
from casework.roles import Role

PREFECTURE = "23"
SINCE = date(2000, 1, 1)
STATION_POSTS = (  # (what it is called here, role, title, rank)
    ("clerk", Role.STATION_CLERK, "生活安全係", "巡査部長"),
    ("chief", Role.STATION_CHIEF, "署長", "警視正"),
    ("supervisor", Role.STATION_SUPERVISOR, "地域課指導係", "警部補"),
    ("second", Role.STATION_CLERK, "生活安全係長", "警部補"),
)
HEADQUARTERS_POSTS = (  # (role, title, level, duty, rank)
    (Role.HQ_CLERK, "防犯活動係", "係", "blue_patrol", "警部補"),
    (Role.HQ_DECIDING, "課長補佐", "補佐", "blue_patrol", "警部"),
    (Role.HQ_DECIDING, "課長", "課長", "blue_patrol", "警視正"),
    (Role.HQ_DECIDING, "交通総務課長", "課長", "traffic", "警視正"),
    (Role.HQ_DECIDING, "生活安全部長", "部長", "command", "警視長"),
    (Role.HQ_DECIDING, "本部長", "本部長", "command", "警視監"),
    (Role.COMMUNITY_DIVISION, "指導係", "", "councils", "警部"),
    (Role.INSPECTOR, "監察官", "", "inspection", "警視"),
    (Role.ADMINISTRATOR, "システム管理係", "", "system", "警部補"),
)


@dataclass
class Home:
    """Where a life is at home: a station, of a council also its koban, and who acts there."""

    station: Station
    staff: dict[str, Staff]
    municipality: str = "名古屋市"
    area: str = "名古屋"  # of its plates
    koban: Koban | None = None
    documents: int = 0
    files: dict[str, int] = field(default_factory=dict)  # sha256 → key of the stored file

    def at(self, koban: Koban, officer: Staff) -> "Home":
        """The same station with one of its koban."""
        staff = self.staff | {"officer": officer}
        return Home(self.station, staff, self.municipality, self.area, koban, files=self.files)


def load(random: Random, koban: int) -> tuple[list[Home], list[Home]]:
    """Master data, posts and people. Returns the stations' homes, and those of the first ``koban`` koban."""
    master_data.load()
    prefecture = Prefecture.objects.get(code=PREFECTURE)
    _hold_since_long(prefecture)
    password = make_password(PASSWORD)  # once: the hash is slow by design
    _headquarters(prefecture, random, password)
    stations = list(Station.objects.filter(prefecture=prefecture, is_demo=False))
    homes = [_station(station, random, password) for station in stations]
    return homes, _koban(homes, koban, random, password)


def _hold_since_long(prefecture: Prefecture) -> None:
    """The prefecture's values also for the twenty years before: the first version known, under a name that says so."""
    known = PrefectureProfile.objects.filter(prefecture=prefecture).earliest("valid_from")
    values, route = list(known.values.all()), list(known.route.all())
    for value in values:
        if value.key == "chief_name" and not value.content:
            value.content = "愛知 太郎"
            value.save()
    before = PrefectureProfile.objects.create(
        prefecture=prefecture, version="生成した過去の版", valid_from=SINCE, valid_to=known.valid_from - timedelta(days=1),
        source="生成したデータ。定めではありません",
    )  # fmt: skip
    for value in values:
        value.pk, value.profile = None, before
    ProfileValue.objects.bulk_create(values)
    for step in route:
        step.pk, step.profile = None, before
    RouteStep.objects.bulk_create(route)


def _person(number: str, rank: str, random: Random, password: str) -> Staff:
    name, kana = people.person(random)
    return Staff(staff_number=number, name=name, kana=kana, rank=rank, password=password)


def _post(staff: list[Staff], posts: list[Post]) -> None:
    Staff.objects.bulk_create(staff)
    Post.objects.bulk_create(posts)
    pairs = zip(staff, posts, strict=True)
    Posting.objects.bulk_create(Posting(staff=person, post=post, starts_on=SINCE) for person, post in pairs)


def _headquarters(prefecture: Prefecture, random: Random, password: str) -> None:
    staff, posts = [], []
    for place, (role, title, level, duty, rank) in enumerate(HEADQUARTERS_POSTS, 1):
        person = _person(f"demo-h-{place}", rank, random, password)
        person.is_administrator = role == Role.ADMINISTRATOR
        division = HeadquartersDivision.objects.get(prefecture=prefecture, duty=duty)
        staff.append(person)
        posts.append(Post(role=role, title=title, level=level, division=division))
    _post(staff, posts)


def make_posts(station: Station, random: Random, password: str, prefix: str) -> dict[str, Staff]:
    """A station's posts and who holds them, by what they are called here."""
    staff = [
        _person(f"{prefix}-{place}", post[3], random, password) for place, post in enumerate(STATION_POSTS, 1)
    ]
    _post(staff, [Post(role=role, title=title, station=station) for _, role, title, _ in STATION_POSTS])
    return {post[0]: person for post, person in zip(STATION_POSTS, staff, strict=True)}


def _station(station: Station, random: Random, password: str) -> Home:
    station.document_symbol = station.document_symbol or f"{station.name[:2]}生発"
    station.save()
    home = Home(station, make_posts(station, random, password, f"demo-{station.order}"))
    cities = TransportOffice.objects.filter(
        prefecture=station.prefecture_id, jurisdictions__municipality=f"{station.name}市"
    )
    if office := cities.filter(kind__in=["branch", "registration"]).first():
        home.municipality, home.area = f"{station.name}市", office.plate_areas[0]
    return home


def _koban(homes: list[Home], count: int, random: Random, password: str) -> list[Home]:
    """Those that are known and invented ones, station by station; each with an officer."""
    for place in range(
        max(0, count - Koban.objects.filter(station__in=[home.station for home in homes]).count())
    ):
        name, _ = people.town(random)
        kind = Koban.Kind.CHUZAISHO if place % 7 in (2, 5) else Koban.Kind.KOBAN
        Koban.objects.create(
            station=homes[place % len(homes)].station,
            name=f"{name[:-1]}{place // len(homes) + 1}",
            kind=kind,
            valid_from=SINCE,
        )
    by_station = {home.station.pk: home for home in homes}
    chosen = list(
        Koban.objects.filter(station__in=by_station).select_related("station").order_by("pk")[:count]
    )
    staff = [_person(f"demo-k-{koban.pk}", "巡査部長", random, password) for koban in chosen]
    _post(staff, [
        Post(role=Role.KOBAN_OFFICER, title="交番所長", station=koban.station, koban=koban) for koban in chosen
    ])  # fmt: skip
    return [
        by_station[koban.station_id].at(koban, officer) for koban, officer in zip(chosen, staff, strict=True)
    ]
