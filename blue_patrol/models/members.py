"""Whom and what an application is about, and how its certificate, stickers and cards show them."""

from typing import Any

from blue_patrol.models.groups import Group


class Members:
    """Mixed into the application; ``*_after``: as the things are to show it, while the records still hold what was."""

    group: Any
    certification: Any
    patrol_area: Any
    certificate_note = ""  # on a certificate made once more: 再交付, 変更

    def cars(self) -> list:
        """The cars that it is about."""
        return list(self.group.vehicles.current())

    def roster(self):
        """Whose training it asks for; a queryset."""
        return self.group.patrollers.current()

    def roster_count(self) -> int:
        return self.roster().count()

    def people_count(self) -> int:
        """How many patrol for the group today."""
        return self.group.patrollers.current().count()

    def documented_cars(self) -> list:
        """The cars of which an inspection record may be attached."""
        return self.cars()

    def came_in(self) -> list:
        """What was handed in with it, where its procedure takes things in."""
        return []

    def group_after(self) -> Group:
        return self.group

    def cars_after(self) -> list:
        return list(self.group.vehicles.current())

    def people_after(self) -> list:
        """With their trainings fetched."""
        return list(self.group.patrollers.current().prefetch_related("trainings"))

    def area_after(self) -> str:
        return self.certification.patrol_area if self.certification else self.patrol_area
