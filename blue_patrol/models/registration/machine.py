"""既存証明の登録: certified groups enter from their paper ledgers, with their original numbers and days.

One act for each station of a file (or of a typed form), with its own history row and its evidence. The plan stands in
plan.py, the making in make.py, the taking out in undo.py.
"""

from django.db import models

from blue_patrol.models.registration import undo as registration_undo
from casework.models import HeadquartersDivision, ImportBatch
from casework.models.registered import Entered, Registered
from casework.permissions import PERMISSIONS, Reason

__all__ = ["Entered", "Registration"]


class Registration(Registered):
    """What one station's part of a batch became."""

    duty = HeadquartersDivision.Duty.BLUE_PATROL
    opening_label = "既存証明の登録"
    clauses: dict[str, str] = {"open": "BP-5-6"}
    registers = PERMISSIONS["register_standing"]

    batch = models.ForeignKey(
        ImportBatch, models.PROTECT, related_name="registrations", verbose_name="取り込んだファイル"
    )

    class Meta(Registered.Meta):
        verbose_name = verbose_name_plural = "既存証明の登録"

    def undo_gaps(self) -> list[Reason]:
        return registration_undo.gaps(self)

    def on_undone(self, act) -> None:
        registration_undo.take_out(self, act)
