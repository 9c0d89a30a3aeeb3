"""What a change does: to the papers before its delivery, to the records on it (BP-7-2: values change then, not before)."""

import copy
from functools import cached_property
from typing import TYPE_CHECKING

from blue_patrol.models.change.items import ChangeItem, loaded
from blue_patrol.models.groups import Group, Patroller, Vehicle
from blue_patrol.models.registers import LedgerEvent, RegisterEntry
from blue_patrol.rules import change_kinds
from casework.models.road_hooks import RoadHooks
from casework.workflow import perform

if TYPE_CHECKING:
    from typing import Any as AnApplication
else:
    AnApplication = RoadHooks

NEW_ENTRY_KEY = "new_entry_on_plate_or_user_change"


def _apply(record, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        setattr(record, name, loaded(name, text))


class ChangeEffect(AnApplication):
    """Mixed into the change: its items, the values after it, what the delivery writes."""

    @cached_property
    def items(self) -> list[ChangeItem]:
        rows = self.change_items.select_related("vehicle", "new_vehicle", "patroller", "new_patroller")
        return list(rows)

    def kinds(self) -> set[str]:
        return {item.kind for item in self.items}

    def of_kind(self, *kinds: change_kinds.ChangeKind) -> list[ChangeItem]:
        codes = {kind.code for kind in kinds}
        return [item for item in self.items if item.kind in codes]

    def leaving_cars(self) -> list[Vehicle]:
        return [item.vehicle for item in self.items if item.vehicle and item.rule.leaves]

    def joining_cars(self) -> list[Vehicle]:
        return [item.new_vehicle for item in self.items if item.new_vehicle]

    def leaving_people(self) -> list[Patroller]:
        return [item.patroller for item in self.items if item.patroller and item.rule.leaves]

    def joining_people(self) -> list[Patroller]:
        return [item.new_patroller for item in self.items if item.new_patroller]

    # --- the values after it, while the records still hold those before ------------------------------------------

    def group_after(self) -> Group:
        group = copy.copy(super().group_after())
        if not self.delivered_on:
            for item in self.of_kind(change_kinds.NAME, change_kinds.REPRESENTATIVE, change_kinds.ADDRESS):
                _apply(group, item.after)
        return group

    def group_asking(self) -> Group:
        """The group as it was when it asked."""
        group = copy.copy(self.group)
        if self.delivered_on:
            for item in self.of_kind(change_kinds.NAME, change_kinds.REPRESENTATIVE, change_kinds.ADDRESS):
                _apply(group, item.before)
        return group

    def area_after(self) -> str:
        texts = [item.after["patrol_area"] for item in self.of_kind(change_kinds.AREA)]
        return texts[0] if texts and not self.delivered_on else super().area_after()

    def cars_after(self) -> list[Vehicle]:
        held = super().cars_after()
        if self.delivered_on:
            return held
        gone = {car.pk for car in self.leaving_cars()}
        texts = {item.vehicle_id: item.after for item in self.of_kind(change_kinds.VEHICLE_PARTICULARS)}
        for car in held:
            _apply(car, texts.get(car.pk, {}))
        cars = [car for car in held if car.pk not in gone] + self.joining_cars()
        return sorted(cars, key=lambda car: (car.position, car.pk))

    def people_after(self) -> list[Patroller]:
        held = super().people_after()
        if self.delivered_on:
            return held
        gone = {man.pk for man in self.leaving_people()}
        texts = {item.patroller_id: item.after for item in self.of_kind(change_kinds.PATROLLER_RENAMED)}
        for man in held:
            _apply(man, texts.get(man.pk, {}))
        people = [man for man in held if man.pk not in gone] + self.joining_people()
        return sorted(people, key=lambda man: (man.position, man.pk))

    def entry_cars(self) -> list[Vehicle]:
        """Added and replaced cars; those with another plate or user where the prefecture says so (BP-7-2)."""
        by_profile = bool(self.profile_value(NEW_ENTRY_KEY, True))
        wanted = {
            item.new_vehicle_id or item.vehicle_id
            for item in self.items
            if item.rule.starts_entry(item.changed, by_profile=by_profile)
        }
        return [car for car in self.cars_after() if car.pk in wanted]

    def deletion_cars(self) -> list[Vehicle]:
        return self.leaving_cars()

    # --- on delivery ---------------------------------------------------------------------------------------------

    def take_effect(self, act) -> None:
        for item in self.of_kind(change_kinds.NAME, change_kinds.REPRESENTATIVE, change_kinds.ADDRESS):
            _apply(self.group, item.after)
            self.group.save()
        for item in self.of_kind(change_kinds.AREA):
            area = item.after["patrol_area"]
            self.certification = perform(
                self.certification, "change_area", by=act.by, on=act.on, patrol_area=area
            )
        for item in self.items:
            self._change_member(item, act)

    def _change_member(self, item: ChangeItem, act) -> None:
        for old, new in ((item.vehicle, item.new_vehicle), (item.patroller, item.new_patroller)):
            if new:
                new.is_pending = False
                new.save()
            if old and item.rule.leaves:
                old.removed_on = act.on
            elif old:
                _apply(old, item.after)
            if old:
                old.save()

    def write_ledger(self, act, handed) -> None:
        """A line for each item, and one for what was handed over (BP-7-2)."""
        kind = str(RegisterEntry.Kind.CHANGE.label)
        for item in self.items:
            LedgerEvent.note(self.group, act, kind, item.line)
        if handed:
            super().write_ledger(act, handed)
