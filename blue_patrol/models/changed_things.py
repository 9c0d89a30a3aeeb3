"""The certificate, stickers and cards of a change: which come back, which are made anew, what is still out (BP-7-1).

A card that waits at the station for its bearer's training stays there until the delivery, and is void with it. What
came up to headquarters is destroyed only after the delivery: until then the group might have to get it back.
"""

from collections import Counter

from blue_patrol.models import clocks
from blue_patrol.models.change_effect import ChangeEffect
from blue_patrol.models.credentials import Credential, Kind, Place
from blue_patrol.models.desk_work import desk_act
from blue_patrol.models.handed_in import Cause, HandedIn, TakesIn
from blue_patrol.rules import deadlines
from casework.models import Deadline
from casework.models.road import S
from casework.permissions import Reason
from casework.workflow import perform_all

Bearer = tuple[str, int | None]  # kind, key of the car or the person; a certificate has none
AT_THE_DESK = (S.RECEIVED, S.CORRECTION, S.SENT_BACK)
AFTER_RECEIPT = [
    *AT_THE_DESK, S.FORWARDED, S.APPROVED, S.DISPATCHED, S.ARRIVED, S.DELIVERED, S.REPORTED,
]  # fmt: skip
REPLACED = "変更による作り直し"


def bearer_of(thing: Credential) -> Bearer:
    return thing.kind, thing.vehicle_id or thing.patroller_id


class ChangedThings(ChangeEffect, TakesIn):
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
        """The things that come with the request: what the group holds, or is known to have lost, of all these."""
        renewed, given_up = set(self.renewed()), set(self.given_up())
        taken = {row.credential_id for row in self.handed_in.all()} if self.received_on else set()
        rows = self.certification.credentials.select_related("vehicle", "patroller").order_by("pk")
        found = {}
        for thing in rows:
            is_there = thing.state == Place.WITH_GROUP or thing.pk in taken
            is_known_lost = thing.state == Place.LOST and bearer_of(thing) in renewed
            if bearer_of(thing) in renewed | given_up and (is_there or is_known_lost):
                found[bearer_of(thing)] = thing
        return list(found.values())

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
        cars = {car.pk: car for car in self.cars_after()}
        people = {man.pk: man for man in self.people_after()}
        made = [
            self.in_place_of(latest[bearer]) for bearer in self.renewed() if bearer in latest
        ]  # of those who had none:
        stickers = [cars[key] for kind, key in self.renewed() if kind == Kind.STICKER and (kind, key) not in latest]
        cards = [people[key] for kind, key in self.renewed() if kind == Kind.CARD and (kind, key) not in latest]
        stickers, cards = stickers + self.joining_cars(), cards + self.joining_people()
        numbers = self.numbers_for(Kind.STICKER, len(stickers), act.on.year) if stickers else []
        made += [self.thing(Kind.STICKER, n, vehicle=car) for n, car in zip(numbers, stickers, strict=True)]
        numbers = self.numbers_for(Kind.CARD, len(cards), act.on.year) if cards else []
        made += [self.thing(Kind.CARD, n, patroller=man) for n, man in zip(numbers, cards, strict=True)]
        return sorted(made, key=lambda thing: Kind.values.index(thing.kind))

    # --- what is still out ---------------------------------------------------------------------------------------

    def outstanding(self):
        """Old things that the group still holds: to come later, and after the delivery whatever has a successor."""
        rows = self.certification.credentials.filter(state=Place.WITH_GROUP).exclude(application=self)
        late = {row.credential_id for row in self.came_in() if row.cause == Cause.LATER}
        if self.delivered_on:
            late |= set(rows.filter(replacement__application=self).values_list("pk", flat=True))
            gone = set(self.given_up())
            late |= {thing.pk for thing in rows if bearer_of(thing) in gone}
        return rows.filter(pk__in=late).select_related("vehicle", "patroller").order_by("pk")

    @desk_act(AFTER_RECEIPT, "station_act", "変更前のものの受取り", "on_taken_back", "taking_back_problems")
    def take_back(self, act): ...

    def taking_back_problems(self, act) -> list[Reason]:
        chosen, lost = act.details.get("credentials") or [], act.details.get("lost") or {}
        out = {thing.pk for thing in self.outstanding()}
        problems = []
        if not chosen and not lost:
            problems.append(Reason("受け取ったもの、失ったものを選んでください。", "BP-7-1"))
        if not {*chosen, *map(int, lost)} <= out or set(chosen) & set(map(int, lost)):
            problems.append(Reason("団体の手元に残っているものではありません。", "BP-7-1"))
        if act.on < self.received_on:
            problems.append(Reason("受理した日より前の日付は記録できません。", "BP-7-1", field="on"))
        return problems + [
            Reason("失った事情を書いてください。", "BP-7-1", field=f"note-{key}")
            for key, note in lost.items()
            if not note.strip()
        ]

    def on_taken_back(self, act) -> None:
        """Details: credentials (keys), lost {key: how}. After the forwarding they go up at once."""
        lost = {int(key): note for key, note in (act.details.get("lost") or {}).items()}
        back = list(self.outstanding().filter(pk__in=act.details.get("credentials") or []))
        for key, cause, note in [*((t.pk, Cause.CHANGED, "") for t in back), *((k, Cause.LOST, n) for k, n in lost.items())]:
            HandedIn.objects.update_or_create(
                application=self, credential_id=key,
                defaults={"station": self.station, "cause": cause, "note": note},
            )  # fmt: skip
        perform_all(self.outstanding_of(lost), "lose", by=act.by, on=act.on)
        back = perform_all(back, "surrender", by=act.by, on=act.on)
        if self.state not in AT_THE_DESK:
            perform_all(back, "send_up", by=act.by, on=act.on)
        clocks_of = Deadline.objects.of_case(self).open().filter(kind=deadlines.THINGS_BACK.code)
        for clock in clocks_of.filter(subject_pk__in=[*(thing.pk for thing in back), *lost]):
            clock.done_on, clock.done_by, clock.evidence = act.on, act.by.staff, "返納を受け取った"
            clock.evidence = lost.get(clock.subject_pk) or clock.evidence
            clock.save()

    def outstanding_of(self, keys):
        return Credential.objects.filter(pk__in=list(keys), state=Place.WITH_GROUP)

    def start_clocks(self, act) -> None:
        super().start_clocks(act)
        out = [(thing, f"{thing}　{thing.bearer}".strip(), act.on) for thing in self.outstanding()]
        clocks.start(deadlines.THINGS_BACK, self, self.profile, out)

    def take_effect(self, act) -> None:
        """With the values, the cards that waited at the station for training end: their successors wait now."""
        super().take_effect(act)
        gone = [key for kind, key in self.given_up() if kind == Kind.CARD]
        waiting = self.certification.credentials.filter(kind=Kind.CARD, state=Place.AT_STATION)
        waiting = waiting.exclude(application=self)
        ended = list(waiting.filter(replacement__application=self) | waiting.filter(patroller__in=gone))
        self.void_numbers([card.number for card in ended], REPLACED, act)
        perform_all(ended, "void", by=act.by, on=act.on)

    # --- what came up: destroyed after the delivery, sent down again without one ---------------------------------

    def on_dispatched(self, act) -> None:
        super(TakesIn, self).on_dispatched(act)

    def on_undelivered(self, act) -> None:
        super().on_undelivered(act)
        perform_all(self.handed_in_at(Place.SENT_TO_HQ), "send_down", by=act.by, on=act.on)

    def destruction_problems(self, act) -> list[Reason]:
        if self.delivered_on and self.handed_in_at(Place.SENT_TO_HQ).exists():
            return []
        return super().destruction_problems(act)

    def on_destroyed(self, act) -> None:
        super().on_destroyed(act)
        if self.delivered_on:
            perform_all(self.handed_in_at(Place.SENT_TO_HQ), "destroy", by=act.by, on=act.on)
