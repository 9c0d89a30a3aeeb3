"""The sticker of a car that is to run: of the own desk's groups, or of another station's through the wall's window.

Row level security hides the other stations' rows; a function of the owner (blue_patrol.walls) gives number, plate,
validity and station of one sticker and nothing of a person. Each use is noted among the readings.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from blue_patrol.models.certifications import Standing
from blue_patrol.models.credentials import Credential, Kind, Place
from blue_patrol.models.groups import Vehicle
from blue_patrol.rules import credential_numbers, plates
from casework.models import ReadLog

READS = "ほかの署の標章の確認"


@dataclass(frozen=True)
class RunSticker:
    """A sticker by number, plate (canonical), whether it is valid today, and station; ``vehicle`` of an own group."""

    number: str
    plate: str
    is_valid: bool
    station: str
    vehicle: Vehicle | None = None

    @property
    def why_not(self) -> str:
        """The sentence for a car that may not run; "" for one that may."""
        if self.is_valid:
            return ""
        return f"{plates.display(self.plate)}の標章（{self.number}）は、いま有効ではありません。標章を交付している車だけが運行できます。"


def valid_stickers():
    """Handed over, under a standing that is active (BP-10-1-1-b)."""
    rows = Credential.objects.filter(kind=Kind.STICKER, state=Place.WITH_GROUP, vehicle__removed_on=None)
    return rows.filter(certification__state=Standing.ACTIVE)


def read(text: str) -> tuple[str, str]:
    """(sticker number, canonical plate) of what was typed; one of the two is ""."""
    try:
        return "", plates.canonical(text, kana=plates.DEMO_KANA)  # an invented one is found nowhere
    except plates.PlateError:
        pass
    try:
        number = credential_numbers.parse_credential(text)
    except credential_numbers.NumberError:
        bare = "".join(text.split()).removeprefix("第").removesuffix("号")
        return f"第{bare}号", ""
    certificate = f"第{number.bare}号"
    return (credential_numbers.sticker(certificate, number.item) if number.item else certificate), ""


def find(actor, text: str) -> RunSticker | None:
    """The sticker that the text names by its number or its car's plate; one of the own desk comes first."""
    number, plate = read(text)
    return _own(number, plate) or _elsewhere(actor, number, plate)


def _own(number: str, plate: str) -> RunSticker | None:
    asked = Q(number=number) if number else Q(vehicle__plate=plate, vehicle__removed_on=None)
    rows = Credential.objects.filter(asked, kind=Kind.STICKER, handed_over_on__isnull=False)
    rows = rows.select_related("vehicle__group", "station").order_by("-pk")
    valid = set(valid_stickers().filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    found = [RunSticker(r.number, r.vehicle.plate, r.pk in valid, r.station.name, r.vehicle) for r in rows]
    return next((sticker for sticker in found if sticker.is_valid), next(iter(found), None))


def _elsewhere(actor, number: str, plate: str) -> RunSticker | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select number, plate, is_valid, station from blue_patrol_sticker_elsewhere(%s, %s)",
            [number, plate],
        )
        row = cursor.fetchone()
    ReadLog.note(actor, READS)
    return RunSticker(*row) if row else None


def without_valid_sticker(cars: Iterable) -> list:
    """Of the run's cars in sight those whose sticker is not valid today."""
    cars = list(cars)
    rows = valid_stickers().filter(number__in=[car.sticker_number for car in cars])
    valid = set(rows.values_list("number", "vehicle__plate"))
    return [car for car in cars if (car.sticker_number, car.plate) not in valid]
