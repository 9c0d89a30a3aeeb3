"""登録: what one station's part of a file became, taken out again as a whole as long as nothing later touched it."""

from django.db import models
from django.db.models import Q
from django_fsm import transition

from casework.models.base import Machine, StateField
from casework.models.road import asks, note_is_given, tells
from casework.permissions import NamedBy, Permission, Reason


class Entered(models.TextChoices):
    REGISTERED = "registered", "登録済み"
    UNDONE = "undone", "取消し済み"


class Registered(Machine):
    """``made`` is table label → keys, in the order of making; ``last_seq``: the history's number after it.

    Whoever mixes it in names its ``batch`` (ImportBatch), its permission and what taking out means.
    """

    written_by_acts = True
    registers: Permission

    registered_on = models.DateField("登録した日")
    evidence = models.TextField("見て確かめたもの")
    counts = models.JSONField("件数", default=dict)
    made = models.JSONField("作ったもの", default=dict)
    last_seq = models.BigIntegerField("登録した時の履歴の番号", default=0)
    undo_reason = models.TextField("取り消した理由", blank=True)
    state = StateField("状態", choices=Entered.choices, default=Entered.REGISTERED)

    class Meta:
        abstract = True
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_state_known", condition=Q(state__in=Entered.values)
            )
        ]

    def __str__(self):
        return f"{self.station} {self.registered_on}"

    def payload_of(self, act) -> dict:
        return {"evidence": self.evidence, "counts": self.counts, **act.details}

    def undo_gaps(self) -> list[Reason]:
        """What later acts stand against taking it out."""
        raise NotImplementedError

    @transition(
        state, Entered.REGISTERED, Entered.UNDONE, permission=NamedBy("registers"), conditions=[asks("undo_gaps")],
        custom={"label": "登録の取消し", "checks": [note_is_given], "effects": [tells("on_undone")]},
    )  # fmt: skip
    def undo(self, act):
        self.undo_reason = act.details["note"]

    def on_undone(self, act) -> None:
        """Details: note. Takes out what was made; counters stay where they are."""
        raise NotImplementedError
