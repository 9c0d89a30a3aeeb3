"""The same car in another standing, of whatever station of the prefecture: number, plate, validity and station only.

Row level security hides the other stations' rows; a function of the owner (blue_patrol.walls) gives these four
facts and nothing of a person. Each use is noted among the readings.
"""

from dataclasses import dataclass

from django.db import connection

from casework.models import ReadLog

READS = "重複する自動車の確認"


@dataclass(frozen=True)
class Elsewhere:
    """A car under another group's certificate: its number, plate (canonical), whether it is active, the station.

    ``chassis_key`` is the asked key that it bears; "" when only the plate is the same.
    """

    number: str
    plate: str
    valid: bool
    station: str
    chassis_key: str = ""

    def sentence(self, label: str) -> str:
        """同じ車台番号の自動車が、南浜田警察署の証明書第R8-0012号にあります。"""
        pending = "" if self.valid else "（交付前）"
        return f"同じ{label}の自動車が、{self.station}警察署の証明書{self.number}{pending}にあります。"


def standings_elsewhere(actor, plates: list[str], chassis_keys: list[str], group) -> list[Elsewhere]:
    """Cars of other groups with an active or pending certification, with one of these plates or chassis keys."""
    if not plates and not chassis_keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "select number, plate, is_valid, station, chassis_key from blue_patrol_cars_elsewhere(%s, %s, %s)",
            [list(plates), list(chassis_keys), group.pk],
        )
        found = [Elsewhere(*row) for row in cursor.fetchall()]
    ReadLog.note(actor, READS, group)
    return found
