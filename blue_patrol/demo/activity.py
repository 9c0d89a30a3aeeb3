"""Patrol days and informations of the demonstration: most groups go weekly, some seldom, one of each station has stopped."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from blue_patrol.models import Certification, Standing
from blue_patrol.rules import activity
from casework import dates
from casework.demo import cast
from casework.models import Station
from casework.scope import set_scope
from casework.workflow import perform, perform_all

DAYS_BACK, STOPPED_AGO, INFORMED_AGO = 180, 75, 24
TOLD = "自転車盗と住宅侵入の手口、通報の要点を書いた資料"


def load(today: date) -> None:
    for station in Station.objects.filter(is_demo=True).order_by("order", "pk"):
        clerk = cast.Desk(station).clerk
        set_scope(clerk.station_ids)
        standings = Certification.objects.filter(station=station, state=Standing.ACTIVE).select_related(
            "group"
        )
        held = list(standings.order_by("certified_on", "pk"))
        for place, standing in enumerate(held):
            _record(standing, clerk, _days(standing, place, today))
        _inform(held, clerk, today - timedelta(days=INFORMED_AGO))


def _days(standing, place: int, today: date) -> list[date]:
    """The first group has stopped, the third goes every third week, the others once or twice a week."""
    begin = activity.records_begin(standing.delivered_on, standing.registered_on)
    first = max(begin, today - timedelta(days=DAYS_BACK))
    last = today - timedelta(days=STOPPED_AGO) if place == 0 else today - timedelta(days=1)
    wanted = {(1 + place) % 7, 5} if place % 2 else {(1 + place) % 7}
    span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in span if day.weekday() in wanted and not (place == 2 and day.toordinal() // 7 % 3)]


def _record(standing, clerk, days: Iterable[date]) -> None:
    """Month by month, as the clerk reads the group's calendar."""
    for _, found in groupby(days, key=lambda day: day.replace(day=1)):
        added = [day.isoformat() for day in found]
        on = date.fromisoformat(added[-1])
        standing = perform(standing, "record_activity", by=clerk, on=on, added=added)


def _inform(held, clerk, on: date) -> None:
    """Half of the groups that came from paper; the others wait."""
    old = [each for each in held if each.registered_on and each.delivered_on < on][: -(-len(held) // 4)]
    on = dates.last_working_day_on_or_before(on)
    reached = {str(each.pk): each.group.patrollers.current().count() for each in old}
    perform_all(old, "inform", by=clerk, on=on, way="handout", text=TOLD, reached=reached)
