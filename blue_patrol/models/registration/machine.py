"""既存証明の登録: certified groups enter from their paper ledgers, with their original numbers and days.

One act for each station of a file (or of a typed form), with its own history row and its evidence. What it made is
taken out again as long as nothing later touched it: the plan stands in registration_plan.py, the making in
registration_make.py.
"""

from django.db import models
from django.db.models import Q
from django_fsm import transition

from blue_patrol.models.registration import undo as registration_undo
from casework.models import HeadquartersDivision, ImportBatch
from casework.models.base import Machine, StateField
from casework.models.road import asks, note_is_given, tells
from casework.permissions import PERMISSIONS, Reason

P = PERMISSIONS


class Entered(models.TextChoices):
    REGISTERED = "registered", "登録済み"
    UNDONE = "undone", "取消し済み"


class Registration(Machine):
    """What one station's part of a batch became: ``made`` is table label → keys, in the order of making."""

    written_by_acts = True
    duty = HeadquartersDivision.Duty.BLUE_PATROL
    opening_label = "既存証明の登録"
    clauses: dict[str, str] = {"open": "BP-5-6"}

    batch = models.ForeignKey(
        ImportBatch, models.PROTECT, related_name="registrations", verbose_name="取り込んだファイル"
    )
    registered_on = models.DateField("登録した日")
    evidence = models.TextField("見て確かめたもの")
    counts = models.JSONField("件数", default=dict)
    made = models.JSONField("作ったもの", default=dict)
    last_seq = models.BigIntegerField("登録した時の履歴の番号", default=0)
    undo_reason = models.TextField("取り消した理由", blank=True)
    state = StateField("状態", choices=Entered.choices, default=Entered.REGISTERED)

    class Meta:
        verbose_name = verbose_name_plural = "既存証明の登録"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="blue_patrol_registration_state_known", condition=Q(state__in=Entered.values)
            )
        ]

    def __str__(self):
        return f"{self.station} {self.registered_on}"

    def payload_of(self, act) -> dict:
        return {"evidence": self.evidence, "counts": self.counts, **act.details}

    def undo_gaps(self) -> list[Reason]:
        return registration_undo.gaps(self)

    @transition(
        state, Entered.REGISTERED, Entered.UNDONE, permission=P["register_standing"], conditions=[asks("undo_gaps")],
        custom={"label": "既存証明の登録の取消し", "checks": [note_is_given], "effects": [tells("on_undone")]},
    )  # fmt: skip
    def undo(self, act):
        self.undo_reason = act.details["note"]

    def on_undone(self, act) -> None:
        """Details: note. Takes out what was made; counters stay where they are."""
        registration_undo.take_out(self, act)
