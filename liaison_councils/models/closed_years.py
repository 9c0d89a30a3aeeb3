"""What a closed year refuses (decision 14); apart from the report itself, which reads the meetings."""

from datetime import date

from casework.models import Station
from casework.permissions import Reason


def lock_years(station_id: int) -> None:
    """Closing a year and recording a meeting in it come one after the other, whoever is first."""
    Station.objects.select_for_update(no_key=True).get(pk=station_id)


def closed_year_problems(station: Station, day: date) -> list[Reason]:
    """Nothing is held in a year that the station has closed."""
    lock_years(station.pk)
    closed = station.yearreport_set.closed().over(day).first()
    if closed is None:
        return []
    text = f"{closed.of_year().label}は締めてあるので、この日に開催した会議は記録できません。本部の地域課に、締めの取消しを求めてください。"
    return [Reason(text, "LC-5-2", field="on")]
