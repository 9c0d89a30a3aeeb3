"""What delivery writes (BP-5-5, BP-5-6): standing, register, ledger, clocks, the station's copy, the report."""

from datetime import date

from blue_patrol.models import clocks
from blue_patrol.models.credentials import Kind, count_words
from blue_patrol.models.later_cards import LaterCards, not_here_by_then
from blue_patrol.models.registers import LINE, LedgerEvent, RegisterEntry, RegisterNote
from blue_patrol.rules import deadlines
from casework import dates
from casework.models import Deadline, IssuedPaper
from casework.permissions import Reason
from casework.workflow import perform_all

RECEIPT_EVIDENCE = {
    "deputy": "代理人が受け取ったときは、委任状など、代理を確かめたものを書いてください。",
    "post": "郵送のときは、書留などの番号と、届いたことを確かめた方法を書いてください。",
}


def receipt_problems(act, clause: str = "BP-5-5-3") -> list[Reason]:
    """Who received it; a deputy's letter and the post's record are kept with the case (BP-5-5-3)."""
    problems = []
    if not (act.details.get("receiver_name") or "").strip():
        problems.append(Reason("受け取った人を書いてください。", clause, field="receiver_name"))
    asked = RECEIPT_EVIDENCE.get(act.details.get("receiver_kind", ""))
    if asked and not (act.details.get("receiver_note") or "").strip():
        problems.append(Reason(asked, clause, field="receiver_note"))
    return problems


class Delivery(LaterCards):
    """Mixed into the applications: delivery over the counter and what follows from it.

    Details of the act: ``credentials`` (keys handed over), ``instructed`` (list of {code, text} told),
    ``receiver_name``, ``receiver_kind``.
    """

    register_kind: str = RegisterEntry.Kind.NEW

    def instructions(self) -> tuple[str, ...]:
        """What must be told at the counter (教示), by its codes."""
        codes = {"inspection_entry": self.entry_cars(), "entry_deletion": self.deletion_cars()}
        return (*(code for code, cars in codes.items() if cars), "display_and_carry")

    def entry_cars(self) -> list:
        """The cars whose entry in the inspection certificate is to be obtained (BP-5-5-1)."""
        return []

    def deletion_cars(self) -> list:
        """The cars whose entry is to be deleted (BP-7-2)."""
        return []

    def entry_starts(self, delivered_on: date) -> date:
        """The first day of the cars' entry clock for a set delivered on a day (BP-5-5-1)."""
        base = self.profile.value_or("inspection_entry_base", "delivery")
        return deadlines.entry_starts(base, delivered_on, self.decided_on)

    def delivery_problems(self, act) -> list[Reason]:
        chosen = set(act.details.get("credentials") or [])
        problems = not_here_by_then(chosen, act.on)
        for thing in self.things():
            if thing.kind != Kind.CARD and thing.pk not in chosen:
                problems.append(
                    Reason(f"{thing}を渡したことを確かめてください。", "BP-5-5-1", field="credentials")
                )
            if thing.kind == Kind.CARD and thing.pk in chosen and not thing.patroller.is_trained(act.on):
                text = f"{thing.patroller.name}さんは講習を受けていないので、実施者証を渡せません。"
                problems.append(Reason(text, "BP-5-5-2", field="credentials"))
        told = {instruction["code"] for instruction in act.details.get("instructed") or []}
        if not set(self.instructions()) <= told:
            problems.append(
                Reason("伝えること（教示）のすべてに印を付けてください。", "BP-5-5-1", field="instructed")
            )
        return problems + receipt_problems(act)

    def on_delivered(self, act) -> None:
        handed = perform_all(
            self.things().filter(pk__in=act.details["credentials"]), "hand_over", by=act.by, on=act.on
        )
        self.take_effect(act)
        if self.is_report_due != self.reports_delivery():
            self.is_report_due = self.reports_delivery()
            self.save(update_fields=["is_report_due"])
        self._enter_in_register(act, handed)
        self.write_ledger(act, handed)
        self.start_clocks(act)
        self._keep_a_copy(act)

    def take_effect(self, act) -> None:
        """What holds from the delivery on: the standing begins, values change."""

    def write_ledger(self, act, handed) -> None:
        """The group's sheet has a line for every delivery (BP-5-6, BP-6-3-2, BP-7-2)."""
        named = "・".join(f"{thing}" for thing in handed)
        text = named if len(named) <= LINE else count_words(handed)
        LedgerEvent.note(self.group, act, str(RegisterEntry.Kind(self.register_kind).label), text)

    def start_clocks(self, act) -> None:
        """Each car's entry in its inspection certificate (BP-5-5-1), and the report of the delivery (BP-5-5-3)."""
        entry_from = self.entry_starts(act.on)
        cars = [(car, str(car), entry_from) for car in self.entry_cars()]
        clocks.start(deadlines.INSPECTION_ENTRY, self, self.profile, cars)
        if self.reports_delivery():
            clocks.start(deadlines.DELIVERY_REPORT, self, self.profile, [(self, self.group.name, act.on)])

    def reports_delivery(self) -> bool:
        return True

    def report_gaps(self) -> list[Reason]:
        if self.is_report_due:
            return []
        return [Reason("実施者証だけの交付は、本部への報告を要しません。", "BP-5-5-3")]

    def _keep_a_copy(self, act) -> None:
        """写し (BP-5-5-1-b): of the certificate as issued, whatever the records say today, with the day."""
        issued = IssuedPaper.objects.of_case(self).valid().filter(form="5", mode="filled").last()
        if issued:
            values = issued.values | {"delivered_on": act.on.isoformat()}
            IssuedPaper.freeze(self, "5", act, mode="copy", values=values)

    def _enter_in_register(self, act, handed) -> None:
        if not handed:  # patrollers left, nothing new came
            return

        def numbers(kind):
            return [thing.number for thing in handed if thing.kind == kind]

        RegisterEntry.enter(
            station=self.station, year=dates.fiscal_year(act.on), delivered_on=act.on, kind=self.register_kind,
            group=self.group, group_name=self.group.name, application=self,
            certificate_number="".join(numbers(Kind.CERTIFICATE)), sticker_numbers=numbers(Kind.STICKER),
            card_numbers=numbers(Kind.CARD), delivered_by=act.by.staff.name, receiver_name=self.receiver_name,
            remarks=self._remarks(),
        )  # fmt: skip

    def _remarks(self) -> str:
        """摘要: who took them, if not the representative, and the cards that stay: for training (BP-5-5-2), or else."""
        taken = "" if self.receiver_kind == "representative" else f"受領：{self.get_receiver_kind_display()}"
        waiting = [card.patroller.is_trained(self.delivered_on) for card in self.waiting_cards()]
        untrained, left = waiting.count(False), waiting.count(True)
        cards = (
            f"実施者証{untrained}枚は受講後" if untrained else "",
            f"実施者証{left}枚は後日" if left else "",
        )
        return "　".join(filter(None, (taken, *cards)))

    def on_reported(self, act) -> None:
        """The delivery day is reported: it stands in the register, and the clock of the report stops."""
        self.register_entries.earliest("pk").in_force().add_note(RegisterNote.Kind.REPORTED, act)
        reports = Deadline.objects.of_case(self).filter(kind=deadlines.DELIVERY_REPORT.code)
        reports.meet(act.on, act.by.staff, "本部へ報告")
