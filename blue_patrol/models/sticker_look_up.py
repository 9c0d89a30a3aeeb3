"""標章照会: what is known of the stickers that a number or a part of a plate may mean, in the whole prefecture.

Row level security hides the other stations' rows; a function of the owner (blue_patrol.walls) gives the facts of a
sticker and nothing of a person. Each look-up is noted among the readings with what was asked.
"""

from dataclasses import dataclass, field

from django.db import connection

from blue_patrol.rules import credential_numbers, plates
from blue_patrol.rules.plates import PlatePart
from blue_patrol.rules.sticker_verdicts import StickerFacts
from casework.models import ReadLog

READS = "標章照会"
MOST = 100  # stickers that one question is answered with
LOGGED = 40  # characters of a question: a number or a plate is shorter
_ANY = PlatePart("", "", "", "")


@dataclass(frozen=True)
class Question:
    """What was typed, as the numbers and the parts of plates that it may mean; false where it can be neither."""

    text: str
    numbers: list[str] = field(default_factory=list)
    parts: list[PlatePart] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.numbers or self.parts)


def read(text: str) -> Question:
    """``text`` in any writing: full width, spaces, dots, with or without 第 and 号, a plate without its area."""
    return Question(text, credential_numbers.spellings(text), plates.read_partly(text))


def look_up(actor, asked: Question) -> list[StickerFacts]:
    """The stickers, the newest first; of several readings of a plate the first that is found."""
    found: list[StickerFacts] = []
    for part in asked.parts or [_ANY]:
        found = found or _known(asked.numbers, part)
    text = asked.text if len(asked.text) <= LOGGED else "（長い番号）"
    ReadLog.note(actor, f"{READS}（{text}）")
    return found


def _known(numbers: list[str], part: PlatePart) -> list[StickerFacts]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select kind, number, plate, place, standing, closed_on, is_of_car, handed_over_on, patrol_area, station,"
            " held_on, reserve_on, venue from blue_patrol_stickers_known(%s, %s, %s, %s, %s)",
            [numbers, part.area, part.classification, part.kana, part.serial],
        )
        return [StickerFacts(*row) for row in cursor.fetchall()]
