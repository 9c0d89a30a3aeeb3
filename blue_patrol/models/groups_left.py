"""所管替えした団体: what the old station still sees of them — number, plate, validity and station, nothing of a person.

Row level security hides the new station's rows; a function of the owner (blue_patrol.walls) gives these four. Each
reading is noted.
"""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from casework.models import ReadLog

READS = "所管替えした団体"


@dataclass(frozen=True)
class Left:
    """One car of a group that left (``plate`` canonical, "" for a group without cars), as it stands now."""

    changed_on: date
    number: str
    plate: str
    is_valid: bool
    station: str


def groups_left(actor) -> list[Left]:
    """What the actor's station gave up and nobody gave back, the latest first."""
    ReadLog.note(actor, READS)
    with connection.cursor() as cursor:
        cursor.execute("select changed_on, number, plate, is_valid, station from blue_patrol_groups_left()")
        return [Left(*row) for row in cursor.fetchall()]
