"""名簿からの登録: councils that stand and members who serve enter from an office's lists (LC-3-1, LC-3-3).

One act for each station of a file, with its own history row and its evidence. The plan stands in plan.py and who.py,
the making in make.py, the taking out in undo.py.
"""

from django.db import models

from casework.models import HeadquartersDivision, ImportBatch
from casework.models.registered import Registered
from casework.permissions import PERMISSIONS, Reason
from liaison_councils.models.registration import undo as registration_undo


class ListRegistration(Registered):
    """What one station's part of a list became."""

    duty = HeadquartersDivision.Duty.COUNCILS
    called = "記録"
    opening_label = "名簿からの登録"
    clauses: dict[str, str] = {"open": "LC-3-1"}
    registers = PERMISSIONS["import_councils"]

    batch = models.ForeignKey(
        ImportBatch, models.PROTECT, related_name="list_registrations", verbose_name="取り込んだファイル"
    )

    class Meta(Registered.Meta):
        verbose_name = verbose_name_plural = "名簿からの登録"

    def undo_gaps(self) -> list[Reason]:
        return registration_undo.gaps(self)

    def on_undone(self, act) -> None:
        registration_undo.take_out(self, act)
