"""What the decision on a run makes: a sticker a car, numbered by the prefecture's year, on form 21 (BP-10-2)."""

from collections import Counter
from typing import Any

from blue_patrol.models.credentials import Credential, Kind, Place
from blue_patrol.models.demonstration.known_stickers import without_valid_sticker
from blue_patrol.rules import credential_numbers
from casework.models import IssuedNumber
from casework.models.road_hooks import RoadHooks
from casework.permissions import Reason
from casework.workflow import Refused

NO_STICKER = (
    "{}の車は、標章の交付を確かめられません。標章を交付している車だけが運行できます。番号を確かめてください。"
)


class MakesRunStickers(RoadHooks):
    """Mixed into the demonstration before the application, whose decision it changes."""

    decided_on: Any  # what the machine brings
    profile_value: Any
    run_cars: Any
    station: Any
    taking_part: Any
    things: Any

    def asked_for(self) -> Counter[str]:
        return Counter({Kind.DEMONSTRATION: self.run_cars.count()})

    def prepared(self, act) -> list[Credential]:
        """A sticker a car (BP-10-2); headquarters sees every station's, so each car is asked about once more."""
        cars = self.taking_part()
        if lacking := without_valid_sticker(cars):
            raise Refused([Reason(NO_STICKER.format(car), "BP-10-1-1-b") for car in lacking])
        numbers = self.numbers_for(Kind.DEMONSTRATION, len(cars))
        return [self.thing(Kind.DEMONSTRATION, n, run_car=car) for n, car in zip(numbers, cars, strict=True)]

    def thing(self, kind: Kind, number: str, **bearer) -> Credential:
        """It hangs on the case alone, not on the group's standing: with the standing's things nothing happens to it."""
        return Credential(kind=kind, number=number, station=self.station, application=self, **bearer)

    def numbers_for(self, kind: Kind, count: int) -> list[str]:
        pattern = self.profile_value("demonstration_number_format", "D5-004")
        day = self.decided_on
        return IssuedNumber.give(
            self.station, kind, f"prefecture:{self.station.prefecture_id}", day.year,
            lambda value: credential_numbers.demonstration(day, value, pattern), count,
        )  # fmt: skip

    def shown(self, kind: Kind, values: dict, things) -> dict:
        """Form 21 for these stickers alone."""
        mine = {thing.number.removeprefix("第").removesuffix("号") for thing in things}
        cars = [car for car in values["vehicles"] if car["demonstration_sticker_number"] in mine]
        return values | {"vehicles": cars}

    def delivery_gaps(self) -> list[Reason]:
        here = {thing.run_car_id for thing in self.things() if thing.state == Place.AT_STATION}
        lacking = [str(car) for car in self.taking_part() if car.pk not in here]
        if not lacking:
            return []
        text = f"デモ等用標章（{'、'.join(lacking)}）が、まだ署にありません。本部の追送を待ちます。"
        return [Reason(text, "BP-10-2", "things")]

    def brings_certificate(self) -> bool:
        return False

    def cars(self) -> list:
        """Of the group's own none: its cars in the run are ``taking_part``."""
        return []

    def roster_count(self) -> int:
        return 0

    def stickered_cars(self) -> list:
        return []
