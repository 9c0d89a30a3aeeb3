"""所管替え: what one station had in its charge goes on under another; decided by headquarters, done in one act.

The rows of what moves change their ``station``; books, series of numbers and the history stay where they were written
(decision 23). This row says what moved and when; it belongs to the station that gave it up.
"""

from django.db import models
from django.db.models import F, Q

from casework.models.base import Machine, StateField
from casework.models.places import HeadquartersDivision, Koban, Station

D = HeadquartersDivision.Duty


class ChangeState(models.TextChoices):
    DONE = "done", "済み"


class ChangeOfStation(Machine):
    """One 所管替え. ``rows`` is what it moved as it stood then: {what, label, pk, words, state, number}.

    ``counts``: [name of a kind of record, how many], in the order in which they are shown.
    """

    called = "所管替え"
    opening_label = "所管替え"
    written_by_acts = True
    main_line = (ChangeState.DONE,)

    class Kind(models.TextChoices):
        GROUPS = "groups", "団体"
        STATION = "station", "警察署（統合）"
        KOBAN = "koban", "交番・駐在所"

    kind = models.CharField("対象", max_length=10, choices=Kind)
    to = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name="移す先の警察署")
    koban = models.ForeignKey(
        Koban, models.PROTECT, null=True, related_name="+", verbose_name="閉じた交番・駐在所"
    )
    to_koban = models.ForeignKey(
        Koban, models.PROTECT, null=True, related_name="+", verbose_name="引き継いだ交番・駐在所"
    )
    changed_on = models.DateField("所管替えの日")
    changed_by = models.CharField("行った者", max_length=100)
    grounds = models.TextField("根拠")
    counts = models.JSONField("件数", default=list)
    rows = models.JSONField("移したもの", default=list)
    state = StateField("状態", choices=ChangeState.choices, default=ChangeState.DONE)

    class Meta:
        verbose_name = verbose_name_plural = "所管替え"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="casework_change_state_known", condition=Q(state__in=ChangeState.values)
            ),
            models.CheckConstraint(
                name="casework_change_leads_elsewhere",
                condition=Q(kind="koban", koban__isnull=False, to_koban__isnull=False)
                | ~Q(kind="koban") & ~Q(to=F("station")),
            ),
        ]

    def __str__(self):
        return f"{self.from_name}から{self.to_name}へ"

    @property
    def duty(self) -> str:  # type: ignore[override]
        """A koban and its councils are the community division's, the rest the division's of the certificates."""
        return D.COUNCILS if self.kind == self.Kind.KOBAN else D.BLUE_PATROL

    @property
    def from_name(self) -> str:
        return str(self.koban or self.station)

    @property
    def to_name(self) -> str:
        if self.to_koban is None:
            return str(self.to)
        return str(self.to_koban) if self.to_id == self.station_id else f"{self.to}　{self.to_koban}"

    @property
    def subject(self) -> str:
        return str(self)

    def payload_of(self, act) -> dict:
        return {"from": self.from_name, "to": self.to_name, "note": self.grounds, **act.details}
