"""The end of a revocation: the transport office of each car's base is told (BP-8-4)."""

from blue_patrol.models.revocation.facts import R, RevocationBase
from blue_patrol.models.transport_notices import TellsTransport
from casework.models.road import step
from casework.models.road_hooks import RoadHooks

STATE = RevocationBase._meta.get_field("state")


class RevocationTransport(TellsTransport, RoadHooks):
    """Mixed into the revocation; the notices themselves stand in transport_notices.py."""

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

    def on_transport_notified(self, act) -> None: ...
