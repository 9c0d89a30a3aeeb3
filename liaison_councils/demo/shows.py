"""Every council of the demonstration with its people, meetings and opinions, in the order of their days."""

from collections import Counter
from datetime import date

from django.db import transaction

from casework import master_data
from casework.demo.cast import FOLDER, Desk
from casework.demo.press import Press
from casework.models import Koban, PrefectureProfile, Station
from casework.scope import set_scope
from casework.years import Year
from liaison_councils.demo import meetings, members, supervision
from liaison_councils.demo.founding import found
from liaison_councils.models import Council


def count() -> tuple[int, int]:
    """How many councils demo stations and real stations hold."""
    with transaction.atomic():
        set_scope(Station.objects.values_list("pk", flat=True))
        held = Counter(Council.objects.values_list("station__is_demo", flat=True))
    return held[True], held[False]


def make(today: date, press: Press) -> None:
    rows = [row for _, row in master_data.lines(FOLDER / "councils.csv")]
    for station in Station.objects.filter(is_demo=True).select_related("prefecture"):
        desk = Desk(station)
        set_scope([station.pk])
        profile = PrefectureProfile.in_force(station.prefecture, today)
        year = Year.of(profile.value("council_year"), today)
        kobans = {koban.name: koban for koban in Koban.objects.filter(station=station)}
        for number, row in enumerate(rows):
            if row["station"] == station.code:
                _one(desk, row, number, year, kobans, today)
        supervision.of_station(desk, year, today)


def _one(desk: Desk, row: dict, number: int, year: Year, kobans: dict, today: date) -> None:
    council = found(desk, row, year, kobans)
    if row["situation"] == "planned":
        return
    members.appoint(desk, council, row, number, year, today)
    meetings.hold(desk, council, row, number, year, today)
    members.change(desk, council, row["situation"], number, today)
    supervision.of_council(desk, council, number, today)
