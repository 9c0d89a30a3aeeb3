"""Everything that a row of a paper ledger may meet: read once for the stations of the desk, in nine queries."""

from collections import defaultdict

from blue_patrol.models.certifications import Certification, Standing
from blue_patrol.models.credentials import LIVE, Credential
from blue_patrol.models.groups import Group, Patroller, Vehicle
from blue_patrol.models.registers import LedgerSheet, PaperRegisterRow
from blue_patrol.rules import plates
from casework import names
from casework.models import IssuedNumber


class Known:
    """Sets and maps by the keys under which rows are compared; names by their search keys."""

    def __init__(self, stations):
        mine = {"station__in": stations}
        standings = Certification.objects.filter(**mine).exclude(state=Standing.VOID)
        self._keep_standings(standings.select_related("group", "station"))
        given = IssuedNumber.objects.filter(kind="certificate", **mine)
        self.numbered = set(given.values_list("text", flat=True))
        groups = Group.objects.filter(**mine).values_list("station_id", "name")
        self.groups = {(station, names.search_key(name)) for station, name in groups}
        self._keep_members(mine)
        things = Credential.objects.filter(state__in=LIVE, **mine)
        self.things = set(things.values_list("station_id", "kind", "number"))
        key = ("station_id", "year", "row_number", "certificate_number", "delivered_on")
        self.rows = set(PaperRegisterRow.objects.filter(**mine).values_list(*key))
        self.sheets = set(LedgerSheet.objects.filter(**mine).values_list("station_id", "number"))

    def _keep_standings(self, standings) -> None:
        """By station and number; the active ones also by station and group."""
        self.standings = {(each.station_id, each.number): each for each in standings}
        self.by_group: dict[tuple, list[Certification]] = defaultdict(list)
        for each in self.standings.values():
            if each.state == Standing.ACTIVE:
                self.by_group[each.station_id, names.search_key(each.group.name)].append(each)

    def _keep_members(self, mine) -> None:
        cars = Vehicle.objects.filter(**mine).current().values_list("group_id", "plate", "chassis_number")
        self.cars = {
            (group, key) for group, *both in cars for key in (both[0], plates.chassis_key(both[1])) if key
        }
        people = Patroller.objects.filter(**mine).current().values_list("group_id", "name", "birth_date")
        self.people = {(group, names.search_key(name), born) for group, name, born in people}
