"""A generated group's way to its certificate: the demonstration's road, with names and numbers that every copy replaces."""

from datetime import date

from blue_patrol.demo import words
from blue_patrol.demo.groups import Spec
from blue_patrol.demo.roads import Road
from blue_patrol.models import CertificationApplication, Group, Patroller, Vehicle
from casework.generate.lives import SHEET, Walk
from casework.generate.people import KANA
from casework.generate.tokens import AREA, MUNICIPALITY
from casework.permissions import PERMISSIONS
from casework.scope import set_scope
from casework.workflow import open_case


class GeneratedRoad(Road):
    """One group of the life that is being walked."""

    def __init__(self, walk: Walk, **row: object):
        usual = {
            "type": "f",
            "cars": 1,
            "people": 3,
            "untrained": 0,
            "until": "reported",
            "since": 0,
            "traits": "met",
        }
        self.town, _ = walk.name("town")
        told = {name: str(value) for name, value in (usual | row).items()} | {"area": f"{self.town}一円"}
        super().__init__(walk.desk, Spec(walk.random.randrange(1, 900), told), walk.press, walk.document())
        self.of = walk

    def go(self, until: date) -> CertificationApplication:
        """All of it, the last act on the day."""
        for day in self.walk(until):
            self.of.to(day)
        return self.case

    def open(self, on: date) -> None:
        set_scope(self.clerk.station_ids)
        group = make_group(self.of, self.town, self.spec.row["type"], self.spec.count("people"))
        make_cars(self.of, group, self.spec.count("cars"))
        make_people(self.of, group, self.spec.count("people"))
        case = CertificationApplication(
            station=self.desk.station, group=group, applied_on=on, handler=self.clerk.staff
        )
        self._plan(case, on)
        self.case = open_case(case, by=self.clerk, permission=PERMISSIONS["enter_application"], on=on)
        self._train(on)
        self._attach_all(on)

    def _attach(self, on: date, kind: str, name: str, content: bytes, subject: int | None = None) -> None:
        super()._attach(on, kind, name, SHEET, subject)


def make_group(walk: Walk, town: str, kind: str, people: int) -> Group:
    name, kana = walk.name("group")
    leader, reading = walk.name("person")
    address = f"{MUNICIPALITY}{town}{walk.random.randint(1, 9)}番地"
    return Group.objects.create(
        station=walk.station, name=name, name_kana=kana, address=address, phone=f"0500-000-{walk.random.randrange(10000):04d}",
        contact_name=leader, representative_title="会長", representative_name=leader, representative_kana=reading,
        representative_birth_date=_birthday(walk), representative_address=address, group_type=kind, type_basis=words.TYPE_BASES[kind],
        established_on=date(1998, 4, 1), purpose="地域の安全", member_count=people + 5, has_rules=True, insurance="市民活動総合補償",
        activity_record="徒歩による見守り",
    )  # fmt: skip


def make_cars(walk: Walk, group: Group, count: int) -> None:
    for place in range(count):
        make_car(walk, group, place).save()


def make_car(walk: Walk, group: Group, place: int) -> Vehicle:
    """One that is not stored yet; no two of a life share letter and class."""
    make, _ = words.CARS[walk.random.randrange(len(words.CARS))]
    first = walk.chassis_number()
    return Vehicle(
        station=group.station, group=group, position=place, make=make, model_code="DBA-ZZZ", chassis_number=f"ZZZ-{first}",
        plate=f"{AREA}|{300 + first % 299}|{KANA[first % len(KANA)]}|{walk.random.randint(1, 9999)}",
        base_location=group.address, user_name=group.name, user_address=group.address, owner_name=group.name, lamp_product="BL-10",
        marking_text=f"{group.name}　自主防犯パトロール中",
    )  # fmt: skip


def make_people(walk: Walk, group: Group, count: int) -> None:
    made = [make_person(walk, group, place) for place in range(count)]
    for person in made:
        person.fill_keys()
    Patroller.objects.bulk_create(made)


def make_person(walk: Walk, group: Group, place: int) -> Patroller:
    """One who is not stored yet; most are past sixty (domain 1.1)."""
    name, kana = walk.name("person")
    return Patroller(
        station=group.station, group=group, position=place, name=name, kana=kana, birth_date=_birthday(walk),
        address=group.address, phone=f"0500-000-{walk.random.randrange(10000):04d}",
    )  # fmt: skip


def _birthday(walk: Walk) -> date:
    age = min(88, max(20, round(walk.random.triangular(20, 88, 68))))
    return date(walk.today.year - age, walk.random.randint(1, 12), walk.random.randint(1, 28))
