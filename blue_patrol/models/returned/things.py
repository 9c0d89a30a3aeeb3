"""The things of a return on their way: up with the paper, checked at headquarters, and those found later (BP-9-1)."""

from typing import Any

from blue_patrol.models.credentials import Credential, Place
from blue_patrol.models.returned.items import in_order
from casework.permissions import Reason
from casework.workflow import perform_all

CLAUSE = "BP-9-1"
AT_THE_STATION = [Place.SURRENDERED, Place.AT_STATION]


def notes_of(act, name: str) -> dict[int, str]:
    """{thing's key: what was seen} of an act's details."""
    return {int(key): note.strip() for key, note in (act.details.get(name) or {}).items()}


class ReturnThings:
    """Mixed into the return notice."""

    items: Any  # of ReturnedItem

    def things(self):
        """Every thing of the return, wherever it is."""
        return Credential.objects.filter(returned__notice=self).select_related("vehicle", "patroller")

    def listed(self) -> list:
        """The items in the order of the form, each with its thing."""
        return in_order(self.items.select_related("credential__vehicle", "credential__patroller"))

    def here(self):
        return self.things().filter(state__in=AT_THE_STATION)

    def on_the_way_up(self):
        return self.things().filter(state=Place.SENT_TO_HQ)

    def lost_things(self):
        return self.things().filter(state=Place.LOST)

    def send_things_up(self, act) -> None:
        perform_all(self.here(), "send_up", by=act.by, on=act.on)

    # --- headquarters ---------------------------------------------------------------------------------------------

    def checking_problems(self, act) -> list[Reason]:
        """What is said to be missing was sent, and each says what was seen."""
        missing = notes_of(act, "missing")
        if not missing.keys() <= set(self.on_the_way_up().values_list("pk", flat=True)):
            return [
                Reason("署が送ったものについて、届いたかどうかを選んでください。", CLAUSE, field="things")
            ]
        return [
            Reason("届いていない様子を書いてください。", CLAUSE, field=f"note-{key}")
            for key, note in missing.items()
            if not note
        ]

    def check_things(self, act) -> None:
        missing = notes_of(act, "missing")
        sent = self.on_the_way_up()
        for item in self.items.filter(credential__in=list(missing)):
            item.absence = missing[item.credential_id]
            item.save(update_fields=["absence"])
        perform_all(sent.filter(pk__in=list(missing)), "lose", by=act.by, on=act.on)
        perform_all(self.on_the_way_up(), "destroy", by=act.by, on=act.on)

    # --- what turns up later --------------------------------------------------------------------------------------

    def finding_problems(self, act) -> list[Reason]:
        keys = set(act.details.get("things") or [])
        if not keys:
            return [Reason("見付かったものに印を付けてください。", CLAUSE, field="things")]
        if not keys <= set(self.lost_things().values_list("pk", flat=True)):
            return [Reason("選んだものの中に、不明でないものがあります。", CLAUSE, field="things")]
        if not (act.details.get("note") or "").strip():
            return [Reason("どこで、どのように見付かったかを書いてください。", CLAUSE, field="note")]
        return []

    def on_found(self, act) -> None:
        """Details: things (keys), note. What was missing is at the station now and goes up by its own act."""
        keys = act.details["things"]
        for item in self.items.filter(credential__in=keys):
            item.found_on, item.found_note = act.on, act.details["note"].strip()[:200]
            item.save(update_fields=["found_on", "found_note"])
        perform_all(self.lost_things().filter(pk__in=keys), "find", by=act.by, on=act.on)

    def sending_problems(self, act) -> list[Reason]:
        if self.here().exists():
            return []
        return [Reason("本部へ送るものは、署にありません。", CLAUSE)]

    def on_found_sent(self, act) -> None:
        self.send_things_up(act)

    def destruction_problems(self, act) -> list[Reason]:
        if self.on_the_way_up().exists():
            return []
        return [Reason("署から送られた証明書等は、ありません。", CLAUSE)]

    def on_found_destroyed(self, act) -> None:
        perform_all(self.on_the_way_up(), "destroy", by=act.by, on=act.on)


def came_back(items) -> list:
    """The things that came, or that the station had kept, at the receipt or later."""
    return [item.credential for item in items if not item.did_not_come]


def did_not_come(items) -> list:
    return [item for item in items if item.did_not_come]
