"""証明 (the standing): what a group holds, from the decision until it ends."""

from django.db import models
from django.db.models import Q
from django_fsm import transition

from blue_patrol.models.activity import KeepsActivity
from blue_patrol.models.corrected_entries import CorrectsEntries
from blue_patrol.models.information import Informs
from blue_patrol.models.met_clocks import MeetsDeadlines
from casework.models import HeadquartersDivision
from casework.models.base import Machine, StateField
from casework.models.road import tells
from casework.permissions import PERMISSIONS

P = PERMISSIONS


class Standing(models.TextChoices):
    PENDING = "pending", "交付前"
    ACTIVE = "active", "有効"
    ENDED = "ended", "終了"
    REVOKED = "revoked", "取消し"
    VOID = "void", "取りやめ"


class Certification(CorrectsEntries, KeepsActivity, Informs, MeetsDeadlines, Machine):
    """Values as certified: a later change of the group alters nothing here but by its own procedure."""

    written_by_acts = True
    duty = HeadquartersDivision.Duty.BLUE_PATROL
    opening_label = "証明"
    openings = {"register": ("既存証明の登録", (Standing.ACTIVE,))}
    erasures = {"undo_registration": ("既存証明の登録の取消し", (Standing.ACTIVE,))}
    clauses = {
        "open": "BP-5-4",
        "activate": "BP-5-5-1",
        "meet_deadline": "BP-5-5-1",
        "end": "BP-9-1",
        "revoke": "BP-8-2",
        "change_area": "BP-7-2",
        "correct_entry": "",
        "record_activity": "BP-5-2-b",
        "inform": "BP-11-2-a",
    }

    group = models.ForeignKey(
        "blue_patrol.Group", models.PROTECT, related_name="certifications", verbose_name="団体"
    )
    number = models.CharField("証明書番号", max_length=40)
    certified_on = models.DateField("証明年月日")
    delivered_on = models.DateField("交付年月日", null=True, blank=True)
    patrol_area = models.TextField("実施地域")
    closed_on = models.DateField("終わった日", null=True, blank=True)
    registered_on = models.DateField("紙の台帳から登録した日", null=True, blank=True)
    ledger_evidence = models.TextField("登録のとき見て確かめたもの", blank=True)
    state = StateField("証明の状態", choices=Standing.choices, default=Standing.PENDING)

    class Meta:
        verbose_name = verbose_name_plural = "証明"
        ordering = ["-certified_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="blue_patrol_standing_known", condition=Q(state__in=Standing.values)),
            models.CheckConstraint(
                name="blue_patrol_active_is_delivered",
                condition=~Q(state=Standing.ACTIVE) | Q(delivered_on__isnull=False),
            ),
            models.CheckConstraint(
                name="blue_patrol_closed_standing_is_dated",
                condition=~Q(state__in=[Standing.ENDED, Standing.REVOKED]) | Q(closed_on__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(state=Standing.ACTIVE),
                name="blue_patrol_one_active_standing_a_group",
                violation_error_message="この団体には、有効な証明がすでにあります。",
            ),
            models.UniqueConstraint(
                fields=["station", "number"],
                condition=~Q(state=Standing.VOID),
                name="blue_patrol_certificate_number_once",
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def subject(self) -> str:
        """Whose it is."""
        return str(self.group)

    @transition(
        state,
        Standing.PENDING,
        Standing.ACTIVE,
        permission=P["station_act"],
        custom={"label": "証明の効力の開始"},
    )
    def activate(self, act):
        self.delivered_on = act.on

    @transition(
        state, Standing.PENDING, Standing.VOID, permission=P["void_things"], custom={"label": "証明の取りやめ"}
    )  # fmt: skip
    def call_off(self, act): ...

    @transition(
        state, Standing.ACTIVE, Standing.ENDED, permission=P["station_act"], custom={"label": "証明の終了"}
    )  # fmt: skip
    def end(self, act):
        """The group gave its certificate back (BP-9-1)."""
        self.closed_on = act.on

    @transition(
        state, Standing.ACTIVE, Standing.REVOKED, permission=P["end_standing"], custom={"label": "証明の取消し"}
    )  # fmt: skip
    def revoke(self, act):
        """By the decision of the HQ chief, from that day (BP-8-2)."""
        self.closed_on = act.on

    @transition(
        state, [Standing.ACTIVE], None, permission=P["keep_deadlines"],
        custom={"label": "期限の完了", "checks": [tells("deadline_problems")], "effects": [tells("on_deadline_met")]},
    )  # fmt: skip
    def meet_deadline(self, act): ...

    @transition(
        state, [Standing.ACTIVE], None, permission=P["station_act"], custom={"label": "実施地域の変更"}
    )  # fmt: skip
    def change_area(self, act):
        """By the delivery of a change (BP-7-2). Details: patrol_area."""
        self.patrol_area = act.details["patrol_area"]

    @transition(
        state, [Standing.ACTIVE], None, permission=P["headquarters_act"],
        custom={"label": "記載の訂正", "checks": [tells("correction_problems")], "effects": [tells("on_corrected")]},
    )  # fmt: skip
    def correct_entry(self, act): ...

    @transition(
        state, [Standing.ACTIVE], None, permission=P["station_act"],
        custom={"label": "実施の記録", "checks": [tells("activity_problems")], "effects": [tells("on_activity")]},
    )  # fmt: skip
    def record_activity(self, act): ...

    @transition(
        state, [Standing.ACTIVE], None, permission=P["station_act"],
        custom={"label": "情報提供", "checks": [tells("information_problems")], "effects": [tells("on_informed")]},
    )  # fmt: skip
    def inform(self, act): ...
