"""What travels between headquarters and station after the first parcel: replacements, what goes back (BP-5-4)."""

from blue_patrol.models.arrival import AWAITED, Arrival
from blue_patrol.models.certification.certificate_set import NUMBERED_ANEW
from blue_patrol.models.credentials import Credential, Kind, Place
from blue_patrol.models.desk_work import desk_act
from casework.models.road import S
from casework.permissions import Reason
from casework.workflow import open_all, perform_all

HERE_AND_AFTER = [S.ARRIVED, S.DELIVERED, S.REPORTED]
BROUGHT_BACK = [*HERE_AND_AFTER, S.UNDELIVERED]


class Parcels(Arrival):
    """Mixed into the application."""

    # --- replacements --------------------------------------------------------------------------------------------

    @desk_act(
        HERE_AND_AFTER,
        "headquarters_act",
        "作り直し",
        "on_replaced",
        "parcel_day_problems",
        "replacement_problems",
    )
    def replace(self, act): ...

    def replacement_problems(self, act) -> list[Reason]:
        if self.reported_things().exists():
            return []
        return [Reason("作り直す証明書等はありません。", "BP-5-4")]

    def on_replaced(self, act) -> None:
        """Each reported thing gets a new one; stickers and cards take a new number, the old one is void."""
        old = list(self.reported_things())
        numbered = [thing.number for thing in old if thing.kind in NUMBERED_ANEW]
        self.void_numbers(numbered, "不着・破損による作り直し", act)
        new = open_all([self.in_place_of(thing) for thing in old], by=act.by, on=act.on)
        # A certificate is printed again from its frozen paper.
        self.freeze_things([thing for thing in new if thing.kind in NUMBERED_ANEW], act)

    def in_place_of(self, old: Credential) -> Credential:
        """A new thing for the same bearer: stickers and cards take a new number, a certificate keeps its own."""
        number = old.number
        if old.kind in NUMBERED_ANEW:
            (number,) = self.numbers_for(Kind(old.kind), 1)
        bearer = {"vehicle": old.vehicle, "patroller": old.patroller, "run_car": old.run_car}
        return self.thing(Kind(old.kind), number, **bearer, replaces=old)

    @desk_act(
        HERE_AND_AFTER, "headquarters_act", "追送", "on_sent_after", "parcel_day_problems", "sending_problems"
    )
    def send_after(self, act): ...

    def sending_problems(self, act) -> list[Reason]:
        if not self.things().filter(state__in=[Place.BLANK, Place.PRINTED, Place.SEALED]).exists():
            return [Reason("追って送る証明書等はありません。", "BP-5-4")]
        return self.dispatch_gaps()

    def on_sent_after(self, act) -> None:
        perform_all(self.things().filter(state=Place.SEALED), "send", by=act.by, on=act.on)

    @desk_act(
        HERE_AND_AFTER,
        "station_act",
        "追送の受領",
        "on_arrived",
        "parcel_day_problems",
        "later_arrival_problems",
    )
    def take_in_after(self, act): ...

    def later_arrival_problems(self, act) -> list[Reason]:
        if not self.things().filter(state=Place.IN_TRANSIT).exists():
            return [Reason("追って送られたものは、ありません。", "BP-5-4")]
        return self.arrival_problems(act)

    # --- what goes back ------------------------------------------------------------------------------------------

    def delivery_gaps(self) -> list[Reason]:
        """The certificate and a sticker for each car are at the station; a card may follow later."""
        here = [thing for thing in self.things() if thing.state == Place.AT_STATION]
        stickered = {thing.vehicle_id for thing in here if thing.kind == Kind.STICKER}
        has_certificate = any(thing.kind == Kind.CERTIFICATE for thing in here)
        lacking = ["証明書"] if self.brings_certificate() and not has_certificate else []
        lacking += [f"標章（{car}）" for car in self.stickered_cars() if car.pk not in stickered]
        if not lacking:
            return []
        return [
            Reason(f"{'、'.join(lacking)}が、まだ署にありません。本部の追送を待ちます。", "BP-5-4", "things")
        ]

    def brings_certificate(self) -> bool:
        """Whether a certificate is handed over at its end."""
        return any(thing.kind == Kind.CERTIFICATE for thing in self.awaited())

    def stickered_cars(self) -> list:
        """The cars that get a sticker at its end."""
        return [thing.vehicle for thing in self.awaited() if thing.kind == Kind.STICKER]

    def awaited(self) -> list[Credential]:
        """What the case ends with."""
        return list(self.credentials.filter(AWAITED).select_related("vehicle"))

    def on_undelivered(self, act) -> None:
        """What cannot be handed over goes back, and the standing that never began is called off."""
        perform_all(self.things().filter(state=Place.AT_STATION), "send_up", by=act.by, on=act.on)
        self.call_off(act, "交付不能")

    @desk_act(
        BROUGHT_BACK,
        "headquarters_act",
        "返送品の廃棄",
        "on_destroyed",
        "parcel_day_problems",
        "destruction_problems",
    )
    def destroy_returned(self, act): ...

    def destruction_problems(self, act) -> list[Reason]:
        if self.brought_back().exists():
            return []
        return [Reason("返送された証明書等は、ありません。", "BP-5-4")]

    def brought_back(self):
        """What the station sent up; what a later application or a return took in, that one destroys (BP-6-2, BP-9-1)."""
        sent_up = self.credentials.filter(state=Place.SENT_TO_HQ, returned=None)
        return sent_up.exclude(handed_in__is_taken=True)

    def on_destroyed(self, act) -> None:
        perform_all(self.brought_back(), "destroy", by=act.by, on=act.on)
