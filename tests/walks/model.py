"""A small model of an application and its things: plain Python, written from the regulation and not from the code.

It says of each act whether it is allowed, and what the state and the places of the things are afterwards.
"""

from dataclasses import dataclass, field

BEFORE_DECISION = {"draft", "received", "correction", "forwarded", "sent_back"}
DESK = {"draft", "correction", "received", "sent_back"}
HERE = {"arrived", "delivered", "reported"}
LIVE = {"blank", "printed", "sealed", "in_transit", "at_station", "with_group"}


@dataclass
class Thing:
    """``bearer``: the car or person by place in the roster, -1 for the certificate."""

    kind: str
    bearer: int
    place: str = "blank"
    replaced: bool = False
    handed: bool = False

    @property
    def is_live(self) -> bool:
        return self.place in LIVE


@dataclass
class Model:
    cars: int
    people: int
    trained: set[int] = field(default_factory=set)
    state: str = "draft"
    attached: bool = False
    examined: bool = False
    open_reasons: bool = False
    approved_steps: int = 0
    things: list[Thing] = field(default_factory=list)
    standing: str = ""
    register_rows: int = 0

    # --- what may be done ----------------------------------------------------------------------------------------

    def may(self, act: str) -> bool:
        return getattr(self, f"may_{act}")()

    def live(self, *places: str) -> list[Thing]:
        return [t for t in self.things if t.is_live and (not places or t.place in places)]

    def reported(self) -> list[Thing]:
        gone = {"lost", "sent_to_hq", "destroyed"}
        return [t for t in self.things if t.place in gone and not t.replaced and not t.handed]

    def may_attach(self):
        return self.state in DESK

    def may_receive(self):
        return self.state == "draft" and self.attached

    def may_request_correction(self):
        return self.state in {"received", "sent_back"}

    def may_resubmit(self):
        return self.state == "correction" and self.attached

    def may_examine(self):
        return self.state in {"received", "sent_back"}

    def may_forward(self):
        answered = not (self.state == "sent_back" and self.open_reasons)
        return self.state in {"received", "sent_back"} and self.examined and self.attached and answered

    def may_send_back(self):
        return self.state == "forwarded"

    def may_answer(self):
        return self.state == "sent_back"

    def may_endorse(self):
        return self.state == "forwarded" and self.approved_steps < 2

    def may_approve(self):
        return self.state == "forwarded" and self.approved_steps == 2

    may_decline = may_approve

    def may_recall(self):
        return self.state == "approved"

    def may_print(self):
        return bool(self.live("blank"))

    def may_seal(self):
        return bool(self.live("printed"))

    def may_dispatch(self):
        return self.state == "approved" and not self.live("blank", "printed")

    def may_arrive(self):
        return self.state == "dispatched"

    may_arrive_short = may_arrive

    def may_replace(self):
        return self.state in HERE and bool(self.reported())

    def may_send_after(self):
        return self.state in HERE and bool(self.live("sealed")) and not self.live("blank", "printed")

    def may_take_in_after(self):
        return self.state in HERE and bool(self.live("in_transit"))

    def may_train(self):
        return self.state not in {"declined", "withdrawn", "undelivered"} and len(self.trained) < self.people

    def may_deliver(self):
        here = self.live("at_station")
        stickers = {t.bearer for t in here if t.kind == "sticker"}
        return (
            self.state == "arrived"
            and any(t.kind == "certificate" for t in here)
            and len(stickers) == self.cars
        )

    def waiting(self) -> list[Thing]:
        return [t for t in self.live("at_station") if t.kind == "card" and t.bearer in self.trained]

    def may_hand_over_cards(self):
        return self.state in {"delivered", "reported"} and bool(self.waiting())

    def may_report(self):
        return self.state == "delivered"

    def may_return_undelivered(self):
        return self.state == "arrived"

    def may_destroy(self):
        return self.state in {*HERE, "undelivered"} and any(t.place == "sent_to_hq" for t in self.things)

    def may_withdraw(self):
        return self.state in BEFORE_DECISION

    # --- what it brings about ------------------------------------------------------------------------------------

    def do(self, act: str) -> None:
        getattr(self, f"do_{act}")()

    def do_attach(self):
        self.attached = True

    def do_receive(self):
        self.state = "received"

    def do_request_correction(self):
        self.state, self.open_reasons = "correction", True

    def do_resubmit(self):
        self.state, self.open_reasons = "received", False

    def do_examine(self):
        self.examined = True

    def do_forward(self):
        self.state, self.approved_steps = "forwarded", 0

    def do_send_back(self):
        self.state, self.open_reasons = "sent_back", True

    def do_answer(self):
        self.open_reasons = False

    def do_endorse(self):
        self.approved_steps += 1

    def do_approve(self):
        self.state, self.standing = "approved", "pending"
        self.things += [Thing("certificate", -1), *(Thing("sticker", n) for n in range(self.cars))]
        self.things += [Thing("card", n) for n in range(self.people)]

    def do_decline(self):
        self.state = "declined"

    def do_recall(self):
        self.state, self.approved_steps, self.standing = "forwarded", 0, "void"
        self._move(LIVE, "void")

    def _move(self, places, to: str) -> None:
        for thing in self.things:
            if thing.place in places:
                thing.place = to

    def do_print(self):
        self._move({"blank"}, "printed")

    def do_seal(self):
        self._move({"printed"}, "sealed")

    def do_dispatch(self):
        self.state = "dispatched"
        self._move({"sealed"}, "in_transit")

    def do_arrive(self):
        self.state = "arrived"
        self._move({"in_transit"}, "at_station")

    def do_arrive_short(self):
        """The last thing is missing, the one before it spoiled."""
        *_, spoiled, missing = self.live("in_transit")
        missing.place, spoiled.place = "lost", "sent_to_hq"
        self.do_arrive()

    def do_replace(self):
        for old in self.reported():
            old.replaced = True
            self.things.append(Thing(old.kind, old.bearer))

    def do_send_after(self):
        self._move({"sealed"}, "in_transit")

    def do_take_in_after(self):
        self._move({"in_transit"}, "at_station")

    def do_train(self):
        self.trained.add(min(set(range(self.people)) - self.trained))

    def _hand_over(self, things) -> None:
        for thing in things:
            thing.place, thing.handed = "with_group", True
        self.register_rows += 1

    def do_deliver(self):
        others = [t for t in self.live("at_station") if t.kind != "card"]
        self._hand_over([*others, *self.waiting()])
        self.state, self.standing = "delivered", "active"

    def do_hand_over_cards(self):
        self._hand_over(self.waiting())

    def do_report(self):
        self.state = "reported"

    def do_return_undelivered(self):
        self.state, self.standing = "undelivered", "void"
        self._move({"at_station"}, "sent_to_hq")
        self._move(LIVE, "void")

    def do_destroy(self):
        self._move({"sent_to_hq"}, "destroyed")

    def do_withdraw(self):
        self.state = "withdrawn"


ACTS = sorted(name.removeprefix("do_") for name in vars(Model) if name.startswith("do_"))
