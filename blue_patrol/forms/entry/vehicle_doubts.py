"""Doubts about cars being written: the same car in another group, of this desk or of another station's."""

from django.db.models import Q

from blue_patrol.models import Standing, Vehicle
from blue_patrol.models.elsewhere import Elsewhere, standings_elsewhere
from blue_patrol.rules import plates
from casework.models.road import OPEN_STATES

HANDED_OVER = "譲り受けた車なら、このまま進めます。"


def doubt_others(case, written) -> None:
    """The same car in another group that is certified or applying: handed over, or a slip."""
    others = cars_elsewhere(case) if written else {}
    for form in written:
        for name, mark in form.marks().items():
            if holder := others.get(mark):
                label = form.fields[name].label
                form.doubt(name, f"{name}_elsewhere", f"{holder}の自動車と同じ{label}です。{HANDED_OVER}")


def doubt_other_stations(case, actor, written) -> None:
    """Past this desk's wall, by number, plate, validity and station alone; a car is named once."""
    if not written:
        return
    marks = [form.marks() for form in written]
    by_mark: dict[str, Elsewhere] = {}
    for found in standings_elsewhere(
        actor, [m["plate"] for m in marks if "plate" in m],
        [m["chassis_number"] for m in marks if "chassis_number" in m], case.group,
    ):  # fmt: skip
        if found.station != case.station.name:
            by_mark.setdefault(found.chassis_key or found.plate, found)
    for form, own in zip(written, marks, strict=True):
        for name in ("chassis_number", "plate"):
            if held := by_mark.get(own.get(name, "")):
                sentence = held.sentence(form.fields[name].label)
                form.doubt(name, f"{name}_other_station", f"{sentence}{HANDED_OVER}")
                break


def cars_elsewhere(case) -> dict[str, str]:
    """Plates and chassis keys of the desk's other live groups → the group's name."""
    live = Q(group__certifications__state__in=[Standing.PENDING, Standing.ACTIVE])
    live |= Q(group__applications__state__in=OPEN_STATES)
    cars = Vehicle.objects.filter(live, station=case.station).current_or_joining().exclude(group=case.group)
    found = {}
    for plate, chassis, name in cars.values_list("plate", "chassis_number", "group__name").distinct():
        found[plate] = name
        if chassis:
            found[plates.chassis_key(chassis)] = name
    return found
