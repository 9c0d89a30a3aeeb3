"""What a certified group asks for later, in any state: made by its acts."""

from blue_patrol.models import Certification, Kind, ReissueApplication, Standing
from blue_patrol.models.requests import enter
from tests.factories.applications import DAY, Desks, application_at, walk

CLAIM = {
    "occurred_on": DAY, "occurred_at": "桜見市坂上町", "circumstances": "強風で飛ばされた。",
    "lost_report_station": "", "lost_report_number": "",
}  # fmt: skip


def standing_of(desks: Desks, **group) -> Certification:
    """An active standing with everything handed over."""
    case = application_at("reported", desks, **group)
    return Certification.objects.select_related("group", "station").get(
        group=case.group, state=Standing.ACTIVE
    )


def reissue(desks: Desks, causes=None, standing=None, **group) -> ReissueApplication:
    """A draft; ``causes``: kind → cause, of the first thing of the kind."""
    standing = standing or standing_of(desks, **group)
    wanted = causes or {Kind.STICKER: "damaged"}
    named = {standing.credentials.filter(kind=kind).first().pk: cause for kind, cause in wanted.items()}
    case = ReissueApplication(
        station=desks.station, group=standing.group, certification=standing, applied_on=DAY, handler=desks.clerk.staff
    )  # fmt: skip
    return enter(case, by=desks.clerk, causes=named, claim=CLAIM)


def reissue_at(state, desks: Desks, causes=None, **group) -> ReissueApplication:
    return walk(reissue(desks, causes, **group), state, desks)
