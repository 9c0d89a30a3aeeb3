"""再交付申請 (第6): the certificate, a sticker or a card that was lost, damaged or soiled, made once more."""

from collections import Counter

from django.db import models

from blue_patrol.models.applications import Application
from blue_patrol.models.credentials import Credential, Kind
from blue_patrol.models.handed_in import REISSUABLE, TakesIn
from blue_patrol.models.registers import RegisterEntry
from blue_patrol.models.requests import set_handed_in
from blue_patrol.rules import attachments, deadlines, examination
from casework.models import Deadline
from casework.models.base import StationRow
from casework.permissions import Reason

SUPERSEDED = "証明書の再交付により、期限を改めた"


class ReissueApplication(TakesIn, Application):
    matter = "reissue"
    amend_page = "reissue_amend"
    request_forms = ("8",)
    forwarding_form = "16"
    attachment_kinds = attachments.OF_A_REISSUE
    sections = examination.REISSUE_SECTIONS
    certificate_note = "再交付"
    register_kind = RegisterEntry.Kind.REISSUE
    clauses = {
        "open": "BP-6-1", "amend": "BP-6-1", "attach": "BP-6-1", "detach": "BP-6-1", "receive": "BP-6-1", "withdraw": "",
        "request_correction": "BP-6-1", "resubmit": "BP-6-1", "answer": "BP-6-1", "examine": "BP-6-1", "forward": "BP-6-1",
        "record_training": "BP-11-1", "send_back": "BP-6-2", "endorse": "BP-6-2", "approve": "BP-6-2", "decline": "BP-6-2",
        "acknowledge": "BP-6-2", "record_qualification": "BP-5-2-c", "meet_deadline": "BP-6-3-1", "hand_over_cards": "BP-6-3-1",
        "dispatch": "BP-6-2", "arrive": "BP-6-2", "number_document": "BP-6-1", "recall": "BP-6-2", "replace": "BP-6-2",
        "send_after": "BP-6-2", "take_in_after": "BP-6-2", "return_undelivered": "BP-6-3-1", "destroy_returned": "BP-6-2",
        "deliver": "BP-6-3-1", "report": "BP-6-3-1", "give_back": "BP-6-1",
        "correct_register": "BP-6-3-2",
    }  # fmt: skip

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "再交付申請"

    def write(self, content: dict) -> None:
        """``causes``: credential's key → cause; ``claim``: what form 8 says of it."""
        set_handed_in(self, content["causes"])
        ReissueClaim.objects.update_or_create(
            application=self, defaults=content["claim"] | {"station": self.station}
        )

    def intake_gaps(self) -> list[Reason]:
        gaps = super().intake_gaps()
        if self.applied_on is None:
            gaps.append(Reason("申請年月日を入力してください。", "BP-6-1", "request"))
        rows = self.came_in()
        if not rows:
            gaps.append(Reason("再交付を求めるものを選んでください。", "BP-6-1", "request"))
        if any(row.cause not in REISSUABLE for row in rows):
            gaps.append(Reason("再交付の理由は、紛失・き損・汚損のどれかです。", "BP-6-1", "request"))
        claim = getattr(self, "reissue_claim", None)
        if claim is None or not claim.circumstances.strip():
            gaps.append(Reason("紛失などの状況を書いてください。", "BP-6-1", "request"))
        return gaps + self.things_gaps()

    # --- what form 16 says of it ---------------------------------------------------------------------------------

    def request_kinds(self) -> tuple[str, ...]:
        return ("reissue",)

    def contents(self) -> tuple[str, ...]:
        """A line a thing: 標章　第R5-0012-01号（名古屋500へ12-34）　紛失."""
        return tuple(
            f"{row.credential}{f'（{row.credential.bearer}）' if row.credential.bearer else ''}　{row.get_cause_display()}"
            for row in self.came_in()
        )

    def new_patrollers(self) -> str:
        """The training of people who join: nobody does."""
        return "none"

    def training_note(self) -> str:
        return ""

    def asked_for(self) -> Counter[str]:
        """How many new things of each kind it asks for."""
        return Counter(row.credential.kind for row in self.came_in())

    # --- what the decision makes ---------------------------------------------------------------------------------

    def prepared(self, act) -> list[Credential]:
        """One new thing for each old one; stickers and cards take a new number (BP-6-2)."""
        return [self.in_place_of(self.last_in_chain(row.credential)) for row in self.came_in()]

    # --- what delivery brings about ------------------------------------------------------------------------------

    def entry_cars(self) -> list:
        """No new 15 days, but for cars whose entry still waited for the certificate that is made anew (BP-6-3-1)."""
        if not self.credentials.filter(kind=Kind.CERTIFICATE).exists():
            return []
        waiting = self._open_entries().values_list("subject_pk", flat=True)
        return [car for car in self.cars() if car.pk in set(waiting)]

    def _open_entries(self):
        rows = Deadline.objects.open().filter(kind=deadlines.INSPECTION_ENTRY.code, station=self.station_id)
        return rows.filter(subject_pk__in=[car.pk for car in self.cars()])

    def start_clocks(self, act) -> None:
        entries = self._open_entries().filter(subject_pk__in=[car.pk for car in self.entry_cars()])
        superseded = list(entries.values_list("pk", flat=True))
        super().start_clocks(act)
        Deadline.objects.filter(pk__in=superseded).void(SUPERSEDED)


class ReissueClaim(StationRow):
    """What form 8 says of the loss or the damage."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="reissue_claim")
    occurred_on = models.DateField("紛失などの日", null=True, blank=True)
    occurred_at = models.CharField("場所", max_length=120, blank=True)
    circumstances = models.TextField("状況", blank=True)
    lost_report_station = models.CharField("遺失届を受けた署", max_length=60, blank=True)
    lost_report_number = models.CharField("遺失届の受理番号", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "再交付の事情"

    def __str__(self):
        return f"{self.application_id}"
