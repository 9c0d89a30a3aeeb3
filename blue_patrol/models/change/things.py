"""The certificate, stickers and cards of a change: which come back, which are made anew (BP-7-1, BP-7-2)."""

from collections import Counter

from blue_patrol.models.change.clocks import ChangeClocks
from blue_patrol.models.credentials import BEFORE_DELIVERY, Credential, Kind, Place
from blue_patrol.models.handed_in import TAKEN_IN, Cause, TakesIn
from casework.permissions import Reason

Bearer = tuple[str, int | None]  # kind, key of the car or the person; a certificate has none


def bearer_of(thing: Credential) -> Bearer:
    return thing.kind, thing.vehicle_id or thing.patroller_id


class ChangedThings(ChangeClocks, TakesIn):
    """Mixed into the change."""

    def renewed(self) -> list[Bearer]:
        """Whose thing is made once more: the certificate, stickers and cards that show what changes (BP-7-1)."""
        found: list[Bearer] = []
        if any(item.rule.makes_certificate for item in self.items):
            found.append((Kind.CERTIFICATE, None))
        if any(item.rule.stickers == "all" for item in self.items):
            new = {car.pk for car in self.joining_cars()}
            found += [(Kind.STICKER, car.pk) for car in self.cars_after() if car.pk not in new]
        if any(item.rule.cards == "all" for item in self.items):
            new = {man.pk for man in self.joining_people()}
            found += [(Kind.CARD, man.pk) for man in self.people_after() if man.pk not in new]
        for item in self.items:
            if item.rule.fields and item.rule.is_printed(item.changed):
                found += [(Kind.STICKER, item.vehicle_id)] if item.vehicle_id else []
                found += [(Kind.CARD, item.patroller_id)] if item.patroller_id else []
        return list(dict.fromkeys(found))

    def given_up(self) -> list[Bearer]:
        """Whose thing comes back and has no successor: of who leaves."""
        cars = [(Kind.STICKER, car.pk) for car in self.leaving_cars()]
        return [*cars, *((Kind.CARD, man.pk) for man in self.leaving_people())]

    def concerned(self) -> list[Credential]:
        """The things that come with the request: of each bearer the one that the group holds, or what is known of it.

        What another case has taken in, or is making, stands here too, so that the receipt is refused and says why.
        """
        renewed, given_up = set(self.renewed()), set(self.given_up())
        taken = {row.credential_id for row in self.handed_in.all()} if self.received_on else set()
        found: dict[Bearer, Credential] = {}
        for thing in self.certification.credentials.select_related("vehicle", "patroller").order_by("pk"):
            bearer = bearer_of(thing)
            is_there = thing.state == Place.WITH_GROUP or thing.pk in taken
            is_to_come = bearer in renewed and self._comes_from_elsewhere(thing)
            is_away = bearer in renewed and thing.state in (Place.LOST, *TAKEN_IN)
            if bearer in renewed | given_up and (is_there or is_to_come or (is_away and bearer not in found)):
                found[bearer] = thing
        return list(found.values())

    def _comes_from_elsewhere(self, thing: Credential) -> bool:
        """Another case makes or sends it; a card that waits at the station for its bearer's training does not."""
        waits = thing.kind == Kind.CARD and thing.state == Place.AT_STATION
        return thing.state in BEFORE_DELIVERY and not waits and thing.application_id != self.pk

    def cause_of(self, thing: Credential, said: str = "") -> str:
        """Why it is there, if the clerk says nothing else: known to be lost, or changed."""
        return Cause.LOST if thing.state == Place.LOST else said or Cause.CHANGED

    def change_things_gaps(self) -> list[Reason]:
        """A lost thing has its story; what is made anew comes with the request, what is given up may come later."""
        gaps, renewed = [], set(self.renewed())
        for row in self.came_in():
            if row.cause == Cause.LOST and not row.note.strip() and row.credential.state != Place.LOST:
                gaps.append(Reason(f"{row.credential}を失った事情を書いてください。", "BP-7-1", "request"))
            if row.cause == Cause.LATER and bearer_of(row.credential) in renewed:
                text = f"{row.credential}は、作り直すので、申請に添えます。後日にはできません。"
                gaps.append(Reason(text, "BP-7-1", "request"))
        return gaps + self.things_gaps()

    # --- what the decision makes ---------------------------------------------------------------------------------

    def asked_for(self) -> Counter[str]:
        """How many new things of each kind it asks for."""
        found = Counter(str(kind) for kind, _ in self.renewed())
        joining = {Kind.STICKER: len(self.joining_cars()), Kind.CARD: len(self.joining_people())}
        return found + Counter({str(kind): count for kind, count in joining.items() if count})

    def prepared(self, act) -> list[Credential]:
        """In place of each old thing a new one, and one for each car and person who joins (BP-7-2)."""
        rows = self.certification.credentials.select_related("vehicle", "patroller").order_by("pk")
        latest = {bearer_of(thing): thing for thing in rows}
        cars: dict = {car.pk: car for car in self.cars_after()}
        people: dict = {man.pk: man for man in self.people_after()}
        made = [
            self.in_place_of(latest[bearer]) for bearer in self.renewed() if bearer in latest
        ]  # of those who had none:
        stickers = [
            cars[key] for kind, key in self.renewed() if kind == Kind.STICKER and (kind, key) not in latest
        ]
        cards = [
            people[key] for kind, key in self.renewed() if kind == Kind.CARD and (kind, key) not in latest
        ]
        stickers, cards = stickers + self.joining_cars(), cards + self.joining_people()
        numbers = self.numbers_for(Kind.STICKER, len(stickers)) if stickers else []
        made += [self.thing(Kind.STICKER, n, vehicle=car) for n, car in zip(numbers, stickers, strict=True)]
        numbers = self.numbers_for(Kind.CARD, len(cards)) if cards else []
        made += [self.thing(Kind.CARD, n, patroller=man) for n, man in zip(numbers, cards, strict=True)]
        return sorted(made, key=lambda thing: Kind.values.index(thing.kind))
