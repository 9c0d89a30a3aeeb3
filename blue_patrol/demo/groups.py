"""Invented groups with their cars and patrollers, as the rows of fixtures/demo/cases.csv ask for them."""

from dataclasses import dataclass
from datetime import date

from blue_patrol.demo import words
from blue_patrol.models import Group, Patroller, Vehicle
from casework import names
from casework.demo import people
from casework.models import Station

COMMISSIONED = {"b", "g"}


@dataclass(frozen=True)
class Spec:
    """One row of cases.csv; ``number`` is its place in the file and makes its invented values its own."""

    number: int
    row: dict[str, str]

    @property
    def until(self) -> str:
        return self.row["until"]

    @property
    def traits(self) -> set[str]:
        return set(self.row["traits"].split())

    def has(self, trait: str) -> bool:
        return trait in self.traits

    def count(self, name: str) -> int:
        return int(self.row[name] or 0)


def make(station: Station, spec: Spec) -> Group:
    row, first_year = spec.row, spec.has("first_year")
    group = Group.objects.create(
        station=station, name=row["name"], name_kana=row["kana"], postal_code=f"000-{spec.number:04d}",
        address=row["address"], phone=f"0500-000-{spec.number:04d}", contact_name=people.person(spec.number * 7)[0],
        representative_title=row["representative_title"], representative_name=row["representative_name"],
        representative_kana=row["representative_kana"], representative_birth_date=date(1955 + spec.number % 20, 5, 6),
        representative_address=row["address"], group_type=row["type"], type_basis=words.NO_PROOF if spec.has("no_proof") else words.TYPE_BASES.get(row["type"], ""),
        commissioned_by=_commissioner(station, spec),
        commissioned_on=date(2019, 5, 1) if row["type"] in COMMISSIONED else None,
        established_on=date(2019, 5, 1) if first_year else date(1998 + spec.number % 24, 4, 1),
        purpose="地域の子どもと高齢者を犯罪から守り、安全で住みよいまちをつくるため。",
        member_count=spec.count("people") + 8, has_rules=True, insurance="市民活動総合補償（架空）",
        activity_record="令和4年から徒歩による見守りを週2回行っている。",
    )  # fmt: skip
    _make_cars(group, spec)
    _make_people(group, spec)
    return group


def _commissioner(station: Station, spec: Spec) -> str:
    """Who commissioned (b: the police) or entrusted (g: the town) the group; no such body where it is declined for that."""
    if spec.until == "declined":
        return words.NO_SUCH_BODY
    town = spec.row["address"].partition("県")[2].partition("市")[0] + "市長"
    return {"b": f"{station.official_name}長", "g": town}.get(spec.row["type"], "")


def _make_cars(group: Group, spec: Spec) -> None:
    for place in range(spec.count("cars")):
        light = place % 4 == 1 or (spec.has("light") and place == 0)
        make, model = words.CARS[(spec.number + place) % len(words.CARS)]
        serial = 1234 if spec.number == 1 else 100 + (spec.number * 211 + place * 17) % 9800
        Vehicle.objects.create(
            station=group.station, group=group, position=place, is_light=light, make=make, model_code=model,
            plate=f"{words.PLATE_AREAS[group.station.code]}|{480 if light else 500 + place % 3}|へ|{serial}",
            chassis_number=f"{model[-3:]}-{spec.number * 1000 + place + 123:06d}", base_location=group.address,
            user_name=group.name, user_address=group.address,
            owner_name="青空リース株式会社" if spec.has("owned_by_another") else group.name,
            lamp_type=Vehicle.Lamp.ROTATING if spec.number % 5 == 0 else Vehicle.Lamp.FLASHING,
            lamp_product="BL-10", marking_text=f"{group.name}　自主防犯パトロール中",
        )  # fmt: skip


def _people(group: Group, spec: Spec) -> list[tuple[str, str]]:
    """Names with their readings as a roster lists them: the representative first, then by the reading."""
    count = spec.count("people")
    named = [people.person(spec.number * 31 + place) for place in range(count)]
    if spec.has("rare_names"):
        named = [*people.RARE_PEOPLE, *named][:count]
    first = (
        [(group.representative_name, group.representative_kana)] if spec.has("representative_patrols") else []
    )
    return first + sorted(named[len(first) :], key=lambda person: names.kana_key(person[1]))


def _make_people(group: Group, spec: Spec) -> None:
    for place, (name, kana) in enumerate(_people(group, spec)):
        year = 1945 + (spec.number * 3 + place * 7) % 55
        Patroller.objects.create(
            station=group.station, group=group, position=place, name=name, kana=kana,
            birth_date=date(1989, 2, 28) if place == 2 else date(year, 1 + place % 12, 1 + place % 28),
            address=f"{group.address.split('丁目')[0]}丁目{place + 2}番地", phone=f"0500-000-{5000 + place:04d}",
            remarks="代表者" if spec.has("representative_patrols") and place == 0 else "",
        )  # fmt: skip
