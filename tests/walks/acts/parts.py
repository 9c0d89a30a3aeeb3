"""Every act of every machine, in parts that are walked apart: what each part says it takes, it takes."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from casework.walls.triggers import machines
from tests.walks.acts import councils, holdings, procedures, revoked, stations

NOT_TO_BE_TAKEN = {
    "blue_patrol.DemonstrationApplication.meet_deadline",  # its only clock ends with the stickers' return, not by hand
}


@dataclass(frozen=True)
class Part:
    """``said``: machine → its acts, by name. ``walks``: each in a transaction of its own."""

    said: dict[str, str]
    walks: tuple[Callable[[], None], ...]

    @property
    def acts(self) -> set[str]:
        return {f"{machine}.{name}" for machine, names in self.said.items() for name in names.split()}

    def walk(self) -> None:
        for each in self.walks:
            with transaction.atomic():
                each()


PARTS = {
    "certification": Part(procedures.CERTIFICATION, (procedures.certification,)),
    "reissue": Part(procedures.REISSUE, (procedures.reissued,)),
    "change": Part(procedures.CHANGE, (procedures.changed, procedures.card_collected_later)),
    "demonstration": Part(procedures.DEMONSTRATION, (procedures.demonstrated,)),
    "standing": Part(
        holdings.STANDING,
        (holdings.standings, holdings.standings_begun_and_revoked, holdings.registrations),
    ),
    "things": Part(holdings.THINGS, (holdings.things, holdings.returned)),
    "revocation": Part(
        revoked.REVOCATION,
        (revoked.revocations, revoked.revocations_that_end_otherwise, revoked.revocations_made_public),
    ),
    "station": Part(stations.STATIONS, (stations.courses, stations.clock_remarks, stations.commissioned)),
    "kept": Part(stations.KEPT, (stations.reported_long_ago, stations.disposed, stations.held_and_asked)),
    "council": Part(councils.COUNCILS, (councils.councils_begun, councils.councils_ended, councils.terms)),
    "meeting": Part(councils.MEETINGS, (councils.meetings, councils.opinions)),
    "supervision": Part(councils.SUPERVISION, (councils.supervision, councils.lists)),
}


def every_act() -> set[str]:
    """As the machines declare them."""
    return {
        f"{model._meta.label}.{step.name}"
        for model in machines()
        for step in model._meta.get_field("state").get_all_transitions(model)
    }
