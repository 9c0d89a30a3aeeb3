"""Demonstration runs in any state: made by their acts."""

import datetime as dt

from blue_patrol.models import Certification, Credential, DemonstrationApplication, Kind, Place
from blue_patrol.models.own_request import ask
from blue_patrol.models.requests import enter
from blue_patrol.rules import attachments
from casework.workflow import perform
from tests.factories.applications import DAY, PDF, Desks, walk
from tests.factories.requests import standing_of

RUN_DAY = DAY + dt.timedelta(days=40)
PLAN = {
    "kind": "departure", "kind_text": "", "title": "年末青パト出発式", "purpose": "年末の防犯活動を始め、自主防犯活動を活性化する。",
    "held_on": RUN_DAY, "starts_at": dt.time(10), "ends_at": dt.time(11, 30), "reserve_on": RUN_DAY + dt.timedelta(days=1),
    "place": "桜見坂市役所前駐車場", "route": "市役所前から坂上町まで", "participants": 60, "responsible_name": "灯野 ひかり",
    "responsible_phone": "0500-000-0330", "requester_name": "桜見坂市防犯協会連合会", "requester_representative": "会長　緑川 峰雄",
    "requester_phone": "0500-000-0440", "outline": "", "affects_traffic": False, "traffic_consulted_on": None,
    "traffic_result": "", "permit_needed": False, "permit_number": "",
}  # fmt: skip
OWN = {
    "requester_name": "",
    "requester_representative": "",
    "requester_phone": "",
    "outline": "式典の後、順に出発する。",
}


def car_of(standing: Certification, place: int = 0, **changed) -> dict:
    """A car of the standing's group as a run names it."""
    sticker = standing.credentials.filter(kind=Kind.STICKER).order_by("pk")[place]
    return {
        "vehicle": sticker.vehicle, "plate": sticker.vehicle.plate, "sticker_number": sticker.number,
        "group_name": standing.group.name, "station_name": standing.station.name, "driver": "秋月 透",
    } | changed  # fmt: skip


def foreign_car(standing: Certification) -> dict:
    """The same as another station names it."""
    return car_of(standing, vehicle=None)


def demonstration(desks: Desks, standing=None, letter=True, cars=None, **plan) -> DemonstrationApplication:
    """A draft at the request of a body, with its letter."""
    standing = standing or standing_of(desks)
    case = DemonstrationApplication(
        station=desks.station, group=standing.group, certification=standing, applied_on=DAY, handler=desks.clerk.staff
    )  # fmt: skip
    count = standing.credentials.filter(kind=Kind.STICKER).count()
    cars = [car_of(standing, place) for place in range(count)] if cars is None else cars
    case = enter(case, by=desks.clerk, plan=PLAN | plan, cars=cars)
    if letter:
        case = perform(
            case, "attach", by=desks.clerk, on=DAY, kind=attachments.REQUEST_LETTER.code, name="要請書.pdf", content=PDF,
            media_type="application/pdf",
        )  # fmt: skip
    return case


def demonstration_at(state, desks: Desks, **values) -> DemonstrationApplication:
    return walk(demonstration(desks, **values), state, desks)


def own_request(desks: Desks, *standings, **plan) -> DemonstrationApplication:
    """Asked for by the station's chief: forwarded at once."""
    standings = standings or (standing_of(desks),)
    cars = [car_of(each) if each.station_id == desks.station.pk else foreign_car(each) for each in standings]
    return ask(by=desks.chief, plan=PLAN | OWN | plan, cars=cars, on=DAY)


def take_back(case, desks: Desks, things=None, lost=None, on=DAY):
    keys = [thing.pk for thing in (case.out_things() if things is None else things)]
    return perform(case, "take_back", by=desks.clerk, on=on, credentials=keys, lost=lost or {})


def places(case) -> list[str]:
    return sorted(Credential.objects.filter(application=case).values_list("state", flat=True))


WITH_GROUP, SURRENDERED, SENT_TO_HQ = Place.WITH_GROUP, Place.SURRENDERED, Place.SENT_TO_HQ
