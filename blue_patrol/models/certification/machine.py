"""証明申請 (第5): from the group's form 1 to the delivery of certificate, stickers and cards."""

from collections import Counter

from blue_patrol.models import clocks
from blue_patrol.models.applications import Application
from blue_patrol.models.certification.papers import CertificationPapers
from blue_patrol.models.certifications import Certification
from blue_patrol.models.credentials import Credential, Kind
from blue_patrol.models.mended import as_they_are
from blue_patrol.models.registers import LedgerEvent, LedgerSheet, RegisterEntry
from blue_patrol.rules import attachments, credential_numbers, deadlines, examination
from casework.models import IssuedNumber
from casework.workflow import open_all, perform


class CertificationApplication(CertificationPapers, Application):
    matter = "application"
    amend_page = "entry_group"
    request_forms = ("1", "2", "3", "4")
    forwarding_form = "13"
    attachment_kinds = attachments.KINDS
    sections = examination.SECTIONS
    register_kind = RegisterEntry.Kind.NEW
    clauses = {
        "open": "BP-5-1", "amend": "BP-5-1", "attach": "BP-5-1", "detach": "BP-5-1", "receive": "BP-5-1", "withdraw": "",
        "request_correction": "BP-5-2", "resubmit": "BP-5-2", "answer": "BP-5-2", "examine": "BP-5-2", "forward": "BP-5-3",
        "record_training": "BP-11-1", "send_back": "BP-5-4", "endorse": "BP-5-4", "approve": "BP-5-4", "decline": "BP-5-4",
        "acknowledge": "BP-5-4", "record_qualification": "BP-5-2-c", "meet_deadline": "BP-5-5-1", "hand_over_cards": "BP-5-5-2", "dispatch": "BP-5-4", "arrive": "BP-5-4",
        "number_document": "BP-5-3", "recall": "BP-5-4", "replace": "BP-5-4", "send_after": "BP-5-4", "take_in_after": "BP-5-4",
        "return_undelivered": "BP-5-5-1", "destroy_returned": "BP-5-4", "deliver": "BP-5-5-1", "report": "BP-5-5-3",
        "correct_register": "BP-5-5-3",
    }  # fmt: skip

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "証明申請"

    # --- what is asked -------------------------------------------------------------------------------------------

    @property
    def item_count(self) -> int:
        return len(examination.ITEMS)

    def values_to_forward(self, on) -> dict:
        return as_they_are(self, on)

    # --- what the decision makes ---------------------------------------------------------------------------------

    def asked_for(self) -> Counter[str]:
        counts = {Kind.CERTIFICATE: 1, Kind.STICKER: len(self.cars()), Kind.CARD: self.roster_count()}
        return Counter(counts)

    def prepared(self, act) -> list[Credential]:
        """The standing, and one certificate, a sticker a car, a card a patroller (BP-5-4)."""
        self.certification = self._certify(act)
        self.save(update_fields=["certification"])
        cars, people = self.cars(), list(self.group.patrollers.current())
        stickers = self.numbers_for(Kind.STICKER, len(cars))
        cards = self.numbers_for(Kind.CARD, len(people))
        return [
            self.thing(Kind.CERTIFICATE, self.certification.number),
            *(self.thing(Kind.STICKER, n, vehicle=car) for n, car in zip(stickers, cars, strict=True)),
            *(self.thing(Kind.CARD, n, patroller=man) for n, man in zip(cards, people, strict=True)),
        ]

    def _certify(self, act) -> Certification:
        year = self.profile_value("certificate_number_year", "calendar")
        pattern = self.profile_value(credential_numbers.PATTERN_KEY, "")
        day = credential_numbers.numbered_on(act.on, year)
        (number,) = IssuedNumber.give(
            self.station, "certificate", f"prefecture:{self.station.prefecture_id}", day.year,
            lambda value: credential_numbers.certificate(day, value, pattern),
        )  # fmt: skip
        made = Certification(
            station=self.station, group=self.group, number=number, certified_on=act.on, patrol_area=self.patrol_area
        )  # fmt: skip
        open_all([made], by=act.by, on=act.on)
        return made

    def call_off(self, act, why: str) -> None:
        """With its things ends the standing that never began; the certificate's number is 欠番 too."""
        numbers = list(self.credentials.values_list("number", flat=True))
        super().call_off(act, why)
        self.void_numbers(numbers, why, act)
        self.certification = perform(self.certification, "call_off", by=act.by, on=act.on)

    def brings_certificate(self) -> bool:
        return True

    def stickered_cars(self) -> list:
        return self.cars()

    # --- what delivery brings about ------------------------------------------------------------------------------

    def entry_cars(self) -> list:
        return self.cars()

    def take_effect(self, act) -> None:
        self.certification = perform(self.certification, "activate", by=act.by, on=act.on)

    def write_ledger(self, act, handed) -> None:
        """The sheet is drawn up (BP-5-6); a group that was certified before keeps the one it has."""
        if not LedgerSheet.objects.filter(group=self.group).exists():
            (number,) = IssuedNumber.give(
                self.station, "ledger", f"station:{self.station_id}", 0, lambda value: f"{value:04d}"
            )
            LedgerSheet.objects.create(
                station=self.station, number=number, group=self.group, opened_on=act.on
            )
        LedgerEvent.note(self.group, act, "新規交付", f"証明書 {self.certification.number} を交付")

    def start_clocks(self, act) -> None:
        """The case's own clocks hang on it, those of the standing on the certification."""
        super().start_clocks(act)
        group = [(self.group, self.group.name, act.on)]
        clocks.start(deadlines.INFORMATION, self.certification, self.profile, group)
        people = self.group.patrollers.current().prefetch_related("trainings")
        trained = [
            (man, man.name, max(t.attended_on for t in man.trainings.all()))
            for man in people
            if man.trainings.all()
        ]
        clocks.start(deadlines.RETRAINING, self.certification, self.profile, trained)
