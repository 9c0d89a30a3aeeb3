"""What the books, the clocks and the history say of every delivery and every report, after each act of a life."""

from collections import Counter, defaultdict

from blue_patrol.models import Application, LedgerEvent, RegisterEntry, Revocation
from casework.models import Deadline, StateChange
from tests.walks.test_revocation_paths import was_justified


class Books:
    """Mixed into the order; each question is a method whose name begins with ``is_``."""

    def is_the_register_without_a_gap(self, act):
        books = defaultdict(list)
        for station, year, number in RegisterEntry.objects.values_list("station", "year", "row_number"):
            books[station, year].append(number)
        return [key for key, numbers in books.items() if sorted(numbers) != list(range(1, len(numbers) + 1))]

    def is_every_correction_of_one_row(self, act):
        rows = list(RegisterEntry.objects.select_related("strikes"))
        struck = Counter(row.strikes_id for row in rows if row.strikes_id)
        twice = [key for key, n in struck.items() if n > 1]
        foreign = [row for row in rows if row.strikes and row.strikes.application_id != row.application_id]
        made = StateChange.objects.filter(transition="correct_register").count()
        return twice + foreign + ([] if made == sum(struck.values()) else [(made, struck)])

    def is_every_delivery_in_the_books(self, act):
        return [
            fault for case in Application.objects.exclude(delivered_on=None) for fault in self.lacks(case)
        ] + [fault for case in Revocation.objects.exclude(delivered_on=None) for fault in self.lacks(case)]

    def lacks(self, case) -> list:
        """Of the table of design.md §3: register, ledger, report, what comes back."""
        kind = type(case).__name__
        handed = StateChange.objects.filter(transition="hand_over", case_pk__in=self.things_of(case)).exists()
        clocks = set(Deadline.objects.of_case(case).values_list("kind", flat=True))
        wanted = {
            "DemonstrationApplication": {"demonstration_return"}, "Revocation": {"delivery_report", "items_back"},
        }.get(kind, {"delivery_report"} if getattr(case, "is_report_due", True) else set())  # fmt: skip
        rows = case.register_entries.filter(strikes=None).exists()
        faults = [] if rows or (kind == "ChangeApplication" and not handed) else ["register"]
        if kind != "DemonstrationApplication" and not self.ledger_line(case):
            faults.append("ledger")
        faults += sorted(wanted - clocks)
        return [(repr(case), faults)] if faults else []

    @staticmethod
    def things_of(case) -> list[int]:
        return list(case.credentials.values_list("pk", flat=True)) if hasattr(case, "credentials") else []

    @staticmethod
    def ledger_line(case) -> bool:
        word = {
            "CertificationApplication": "新規交付", "ReissueApplication": "再交付", "ChangeApplication": "変更", "Revocation": "取消し",
        }[type(case).__name__]  # fmt: skip
        return LedgerEvent.objects.filter(sheet__group=case.group, on=case.delivered_on, kind=word).exists()

    # --- revocations ---------------------------------------------------------------------------------------------

    def is_no_minor_breach_reported_unguided(self, act):
        return [
            case
            for case in Revocation.objects.exclude(forwarded_on=None)
            if case.is_minor and not was_justified(case)
        ]
