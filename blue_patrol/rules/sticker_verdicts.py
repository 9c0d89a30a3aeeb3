"""What a sticker on the road is worth today: 標章照会, one word for one sticker (第5の5, 第8, 第9, 第10)."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

RUN = "demonstration"
_BEFORE = ("blank", "printed", "sealed", "in_transit", "at_station")
_BACK = ("surrendered", "sent_to_hq", "destroyed")


class Verdict(IntEnum):
    """The better one first: of several stickers of a car the best tells what the car may do."""

    VALID, RUN_ONLY, LOST, REVOKED, ENDED, RETURNED, NOT_YET, VOID = range(8)


@dataclass(frozen=True)
class StickerFacts:
    """What is known of a sticker without a person: ``place`` of the thing, ``standing`` of the group ("" for a run's).

    ``is_of_car``: the car still belongs to the group. ``held_on``, ``reserve_on``, ``venue`` are a run's alone.
    """

    kind: str
    number: str
    plate: str
    place: str
    standing: str
    closed_on: date | None
    is_of_car: bool
    handed_over_on: date | None
    patrol_area: str
    station: str
    held_on: date | None
    reserve_on: date | None
    venue: str

    @property
    def verdict(self) -> Verdict:
        if self.place == "lost":
            return Verdict.LOST
        if self.place == "void":
            return Verdict.VOID
        if self.kind != RUN and self.standing == "revoked":
            return Verdict.REVOKED
        if self.place in _BACK:
            return Verdict.RETURNED
        if self.place in _BEFORE:
            return Verdict.NOT_YET
        if self.kind == RUN:
            return Verdict.RUN_ONLY
        return Verdict.VALID if self.standing == "active" and self.is_of_car else Verdict.ENDED

    def runs_on(self, today: date) -> bool:
        """Whether today is a day of the run."""
        return self.kind == RUN and today in (self.held_on, self.reserve_on)


def by_car(stickers: list[StickerFacts]) -> list[list[StickerFacts]]:
    """The stickers of each plate, the best first; an old run's that came back says nothing and is left out."""
    cars: dict[str, list[StickerFacts]] = {}
    for sticker in sorted(stickers, key=lambda each: each.verdict):
        told = cars.setdefault(sticker.plate, [])
        if not told or sticker.kind != RUN or sticker.verdict in (Verdict.RUN_ONLY, Verdict.LOST):
            told.append(sticker)
    return list(cars.values())
