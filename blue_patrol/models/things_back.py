"""The old things of a change: what is still out, what comes back, what becomes of it (BP-7-1, BP-7-2).

A card that waits at the station for its bearer's training stays there until the delivery, and is void with it. What
came up to headquarters is destroyed only after the delivery: until then the group might have to get it back.
"""

from blue_patrol.models import clocks
from blue_patrol.models.change.things import ChangedThings, bearer_of
from blue_patrol.models.credentials import Credential, Kind, Place
from blue_patrol.models.desk_work import desk_act
from blue_patrol.models.handed_in import Cause, HandedIn, TakesIn
from blue_patrol.rules import deadlines
from casework.models import Deadline
from casework.models.road import S
from casework.permissions import Reason
from casework.workflow import perform_all

AT_THE_DESK = (S.RECEIVED, S.CORRECTION, S.SENT_BACK)
AFTER_RECEIPT = [
    *AT_THE_DESK, S.FORWARDED, S.APPROVED, S.DISPATCHED, S.ARRIVED, S.DELIVERED, S.REPORTED,
]  # fmt: skip
REPLACED = "変更による作り直し"


class ThingsBack(ChangedThings):
    """Mixed into the change."""

    def held_before(self):
        """What the group holds of its standing that this case did not make."""
        rows = self.certification.credentials.filter(state=Place.WITH_GROUP).exclude(application=self)
        return rows.select_related("vehicle", "patroller", "replacement").order_by("pk")

    def outstanding(self) -> list[Credential]:
        """Old things that the group still holds: to come later, and after the delivery whatever has a successor."""
        return self.outstanding_of(self.held_before())

    def outstanding_of(self, held) -> list[Credential]:
        """Of things as ``held_before`` reads them."""
        late = {row.credential_id for row in self.came_in() if row.cause == Cause.LATER}
        gone = set(self.given_up()) if self.delivered_on else set()
        return [
            thing for thing in held
            if thing.pk in late or bearer_of(thing) in gone or (self.delivered_on and self._made_anew(thing))
        ]  # fmt: skip

    def _made_anew(self, thing: Credential) -> bool:
        successor = getattr(thing, "replacement", None)
        return successor is not None and successor.application_id == self.pk

    @desk_act(AFTER_RECEIPT, "station_act", "変更前のものの受取り", "on_collected", "collection_problems")
    def collect(self, act): ...

    def collection_problems(self, act) -> list[Reason]:
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

    def on_collected(self, act) -> None:
        """Details: credentials (keys), lost {key: how}. After the forwarding they go up at once."""
        lost = {int(key): note for key, note in (act.details.get("lost") or {}).items()}
        chosen = act.details.get("credentials") or []
        back = [thing for thing in self.outstanding() if thing.pk in chosen]
        for key, cause, note in [
            *((t.pk, Cause.CHANGED, "") for t in back),
            *((k, Cause.LOST, n) for k, n in lost.items()),
        ]:
            came = {"cause": cause, "note": note, "is_taken": cause == Cause.CHANGED}
            HandedIn.objects.update_or_create(
                application=self, credential_id=key, defaults={"station": self.station, **came}
            )
        gone = Credential.objects.filter(pk__in=lost, state=Place.WITH_GROUP)
        perform_all(gone, "lose", by=act.by, on=act.on)
        back = perform_all(back, "surrender", by=act.by, on=act.on)
        if self.state not in AT_THE_DESK:
            perform_all(back, "send_up", by=act.by, on=act.on)
        evidence = lost | {thing.pk: "返納を受け取った" for thing in back}
        for key, text in evidence.items():
            clock = Deadline.objects.of_case(self).filter(kind=deadlines.THINGS_BACK.code, subject_pk=key)
            clock.meet(act.on, act.by.staff, text)

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
