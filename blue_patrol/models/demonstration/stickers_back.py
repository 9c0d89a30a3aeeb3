"""The stickers of a run: handed over for the day, back at the station, sent to headquarters (BP-10-3 to BP-10-5)."""

from typing import Any

from django.utils import timezone

from blue_patrol.models import clocks
from blue_patrol.models.credentials import Place
from blue_patrol.models.desk_work import STATE, desk_act
from blue_patrol.models.registers import RegisterEntry, RegisterNote
from blue_patrol.rules import deadlines
from casework import dates
from casework.models import Deadline
from casework.models.road import S, step
from casework.models.road_hooks import RoadHooks
from casework.permissions import Reason
from casework.workflow import perform_all

STICKERS_SENT = "返送"


class StickersReturn(RoadHooks):
    """Mixed into the demonstration before the application, whose delivery it changes."""

    credentials: Any  # what the machine brings
    delivered_on: Any
    demonstration: Any
    profile: Any
    receiver_name: Any
    register_entries: Any
    register_kind: Any
    station: Any

    def get_state_display(self) -> str:
        """Nothing is reported of a run: its road ends when the stickers go up (BP-10-5-2)."""
        return STICKERS_SENT if self.state == S.REPORTED else super().get_state_display()

    # --- delivery ------------------------------------------------------------------------------------------------

    def instructions(self) -> tuple[str, ...]:
        return ("run_notes", "run_display", "run_traffic", "run_return")

    def write_ledger(self, act, handed) -> None:
        """The ledger keeps the standing; a run leaves no line in it."""

    def reports_delivery(self) -> bool:
        return False

    def start_clocks(self, act) -> None:
        """How long the stickers have been out since the run (BP-10-5-1)."""
        plan = self.demonstration
        subject = [(self, f"{plan.title}", plan.ended_on(act.on))]
        clocks.start(deadlines.DEMONSTRATION_RETURN, self, self.profile, subject)

    def _enter_in_register(self, act, handed) -> None:
        """One row a group; the groups of a police event may be several, also of other stations (BP-10-3-2)."""
        by_group: dict[tuple, list] = {}
        for thing in handed:
            group = thing.run_car.vehicle.group if thing.run_car.vehicle else None
            by_group.setdefault((group, thing.run_car.group_name), []).append(thing.number)
        for (group, name), numbers in by_group.items():
            RegisterEntry.enter(
                station=self.station, year=dates.fiscal_year(act.on), delivered_on=act.on, kind=self.register_kind,
                group=group, group_name=name, application=self, sticker_numbers=numbers,
                delivered_by=act.by.staff.name, receiver_name=self.receiver_name, remarks=self.demonstration.title,
            )  # fmt: skip

    # --- the way back --------------------------------------------------------------------------------------------

    def out_things(self):
        """The stickers that the groups still hold."""
        return self.credentials.filter(state=Place.WITH_GROUP).select_related("run_car")

    @desk_act([S.DELIVERED], "station_act", "デモ等用標章の返納", "on_taken_back", "taking_back_problems")
    def take_back(self, act): ...

    def taking_back_problems(self, act) -> list[Reason]:
        """Details: credentials (keys that came back), lost ({key: what the group says})."""
        problems = []
        if act.on < self.delivered_on or act.on > timezone.localdate(act.at):
            problems.append(Reason("標章を交付した日からきょうまでの日にしてください。", field="on"))
        out = set(self.out_things().values_list("pk", flat=True))
        back, lost = set(act.details.get("credentials") or []), lost_of(act)
        if not back | lost.keys():
            text = "返納された標章に印を付けてください。" if out else "返納を待つ標章は、ありません。"
            problems.append(Reason(text, "BP-10-5-1", field="credentials"))
        elif back & lost.keys() or not (back | lost.keys()) <= out:
            text = "団体に交付している標章から、返納か不明のどちらか一つを選んでください。"
            problems.append(Reason(text, "BP-10-5-1", field="credentials"))
        problems += [
            Reason("返らない理由を書いてください。", "BP-10-5-1", field=f"note-{key}")
            for key, note in lost.items()
            if not note.strip()
        ]
        return problems

    def on_taken_back(self, act) -> None:
        lost = lost_of(act)
        back = perform_all(
            self.out_things().filter(pk__in=act.details["credentials"]), "surrender", by=act.by, on=act.on
        )
        gone = perform_all(self.out_things().filter(pk__in=lost), "lose", by=act.by, on=act.on)
        for entry in self.register_entries.filter(struck_by=None):
            self._note(entry, act, RegisterNote.Kind.RETURNED, back)
            self._note(entry, act, RegisterNote.Kind.LOST, gone)
        if not self.out_things().exists():
            out = Deadline.objects.of_case(self).filter(kind=deadlines.DEMONSTRATION_RETURN.code)
            out.meet(act.on, act.by.staff, "標章の返納を記録")

    def _note(self, entry: RegisterEntry, act, kind: str, things) -> None:
        """The day goes to the remarks of the row under which the stickers were delivered (BP-10-5-2)."""
        own = [thing.number for thing in things if thing.number in entry.sticker_numbers]
        if own:
            text = "" if len(own) == len(entry.sticker_numbers) else "・".join(own)
            entry.add_note(kind, act, text)

    @step(
        STATE, S.DELIVERED, S.REPORTED, "station_act", "本部への返送", "on_reported", gaps="sending_up_gaps"
    )  # fmt: skip
    def report(self, act):
        """The end of its road: what came back goes to headquarters (BP-10-5-2)."""
        self.sign("reported", act)

    def sending_up_gaps(self) -> list[Reason]:
        out = [str(thing) for thing in self.out_things()]
        if not out:
            return []
        text = f"団体に残っている標章があります（{'、'.join(out)}）。返納を先に記録してください。"
        return [Reason(text, "BP-10-5-1", "things")]

    def on_reported(self, act) -> None:
        perform_all(self.credentials.filter(state=Place.SURRENDERED), "send_up", by=act.by, on=act.on)


def lost_of(act) -> dict[int, str]:
    return {int(key): note for key, note in (act.details.get("lost") or {}).items()}
