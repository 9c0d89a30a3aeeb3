"""The end of a revocation: the transport office of each car's base is told (BP-8-4)."""

from blue_patrol.models.credentials import Kind
from blue_patrol.models.groups import Vehicle
from blue_patrol.models.revocation_facts import R, RevocationBase
from blue_patrol.rules import deadlines
from casework.models import Deadline
from casework.models.road import step
from casework.models.road_hooks import RoadHooks
from casework.permissions import Reason

STATE = RevocationBase._meta.get_field("state")


class RevocationTransport(RoadHooks):
    """Mixed into the revocation; the notices themselves stand in transport_notices.py."""

    def cars_with_sticker(self) -> list[Vehicle]:
        stickers = self.certification.credentials.filter(kind=Kind.STICKER, handed_over_on__isnull=False)
        return list(self.group.vehicles.current().filter(pk__in=stickers.values("vehicle")))

    @step(
        STATE,
        R.DELIVERY_REPORTED,
        None,
        "headquarters_act",
        "運輸支局等への通知（一部）",
        "on_transport_told",
    )
    def tell_transport(self, act): ...

    def on_transport_told(self, act) -> None:
        """A part of its cars: the notice itself ended their clocks."""

    @step(STATE, R.DELIVERY_REPORTED, R.TRANSPORT_NOTIFIED, "headquarters_act", "運輸支局等への通知", "on_transport_notified", gaps="transport_gaps")  # fmt: skip
    def notify_transport(self, act):
        self.sign("closed", act)

    def transport_gaps(self) -> list[Reason]:
        """Each car ends with the day on which its office was told."""
        open_ones = Deadline.objects.of_case(self).open().filter(kind=deadlines.TRANSPORT_NOTICE.code).count()
        if not open_ones:
            return []
        return [
            Reason(
                f"運輸支局等への通知が済んでいない自動車が、{open_ones}台あります。", "BP-8-4", "transport"
            )
        ]

    def on_transport_notified(self, act) -> None: ...
