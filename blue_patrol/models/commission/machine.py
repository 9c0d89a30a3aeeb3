"""防犯活動の委嘱 (第12): considered by the clerk, decided by the station chief, released with a reason.

A machine of four states, so that every write goes through the one door and has its history row.
"""

from datetime import date

from django.db import models
from django.db.models import Q

from blue_patrol.models.commission.checks import CommissionChecks
from blue_patrol.models.commission.effects import CommissionEffects
from blue_patrol.models.groups import Group
from blue_patrol.rules import commissions as rules
from casework.models import Actor, HeadquartersDivision
from casework.models.acts import act_of
from casework.models.base import Machine, StateField
from casework.models.road import note_is_given
from casework.permissions import PERMISSIONS
from casework.workflow import Refused, open_case

CLERK, CHIEF = PERMISSIONS["station_act"], PERMISSIONS["commission"]


class CommissionState(models.TextChoices):
    CONSIDERED = "considered", "検討中"
    COMMISSIONED = "commissioned", "委嘱中"
    DECLINED = "declined", "委嘱しない"
    RELEASED = "released", "解除"


C = CommissionState


class Commission(CommissionEffects, CommissionChecks, Machine):
    """One commission of a group, or of people of it; a group without an application is named in words."""

    written_by_acts = True
    duty = HeadquartersDivision.Duty.BLUE_PATROL
    opening_label = "委嘱の検討"
    clauses = {
        "open": "BP-12-1", "reconsider": "BP-12-1", "link": "BP-12-1", "commission": "BP-12-2", "decline": "BP-12-1",
        "release": "BP-12-2-f", "report_release": "BP-12-3",
    }  # fmt: skip
    CONSIDERED = (
        "name", "representative", "address", "recipient", "people", "wished_on", "area", "within_district", "criteria",
        "acknowledged",
    )  # fmt: skip

    class Recipient(models.TextChoices):
        GROUP = "group", "団体"
        PEOPLE = "people", "団体の構成員"

    group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="commissions", verbose_name="団体"
    )
    name = models.CharField("団体の名称", max_length=120)
    representative = models.CharField("代表者", max_length=100)
    address = models.CharField("所在地", max_length=200, blank=True)
    recipient = models.CharField("委嘱する相手", max_length=10, choices=Recipient, default=Recipient.GROUP)
    people = models.TextField("委嘱する構成員", blank=True)  # a name a line
    wished_on = models.DateField("申出のあった日")
    area = models.TextField("活動の区域", blank=True)
    within_district = models.BooleanField("管轄区域を超えないことを確かめた", default=False)
    acknowledged = models.JSONField("承知した注意", default=dict, blank=True)
    criteria = models.JSONField("委嘱の基準の検討", default=list, blank=True)  # {code, result, note}
    decided_on = models.DateField("決めた日", null=True, blank=True)
    decision_reason = models.TextField("決めた理由", blank=True)
    document_number = models.CharField("文書番号", max_length=40, blank=True)
    guided = models.JSONField("指導したこと", default=list, blank=True)  # codes of rules.GUIDANCE
    released_on = models.DateField("解除した日", null=True, blank=True)
    release_ground = models.CharField("解除の事由", max_length=12, choices=rules.GROUNDS, blank=True)
    release_reason = models.TextField("解除の理由", blank=True)
    must_report = models.BooleanField("本部への報告が要る", default=False)
    reported_on = models.DateField("本部へ報告した日", null=True, blank=True)
    report_number = models.CharField("報告の文書番号", max_length=40, blank=True)
    state = StateField("委嘱の状態", choices=C.choices, default=C.CONSIDERED)

    class Meta:
        verbose_name = verbose_name_plural = "委嘱"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="blue_patrol_commission_state_known", condition=Q(state__in=C.values)
            ),
            models.CheckConstraint(
                name="blue_patrol_commission_is_dated",
                condition=Q(state=C.CONSIDERED, decided_on=None) | ~Q(state=C.CONSIDERED) & Q(decided_on__isnull=False),
            ),
            models.CheckConstraint(
                name="blue_patrol_commission_keeps_to_the_district",
                condition=~Q(state__in=[C.COMMISSIONED, C.RELEASED]) | Q(within_district=True) & ~Q(area=""),
                violation_error_message="活動の区域は、最大でも署の管轄区域です（要領 第12の2のイ）。",
            ),
            models.CheckConstraint(
                name="blue_patrol_commission_released_is_dated",
                condition=Q(state=C.RELEASED) ^ Q(released_on=None, release_reason="", reported_on=None),
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(state__in=[C.CONSIDERED, C.COMMISSIONED], recipient="group"),
                name="blue_patrol_one_commission_a_group",
                violation_error_message="この団体の委嘱が、すでにあります。",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["station", "state"], name="blue_patrol_commissions")]

    def __str__(self):
        return f"{self.name}（委嘱）"

    @classmethod
    def consider(cls, *, by: Actor, on: date, group: Group | None = None, **details) -> "Commission":
        """Open one (details: ``CONSIDERED``), one of the whole group at a time. Raises Refused."""
        if group is not None:
            Group.objects.select_for_update().get(pk=group.pk)
        case = cls(station=by.station, group=group, **details)
        if problems := case.considered_problems(details, on):
            raise Refused(problems)
        return open_case(case, by=by, permission=CLERK, on=on, **details)

    @act_of(C.CONSIDERED, None, CLERK, "検討の記載", "", "consider_problems")
    def reconsider(self, act):
        """Details: the fields of ``CONSIDERED``."""
        for name in self.CONSIDERED:
            setattr(self, name, act.details[name])

    @act_of([C.CONSIDERED, C.COMMISSIONED], None, CLERK, "団体との結び付け", "on_linked", "link_problems")
    def link(self, act):
        """Details: group (key): the body named in words is this group."""
        self.group_id = act.details["group"]

    @act_of(
        C.CONSIDERED, C.COMMISSIONED, CHIEF, "委嘱", "on_commissioned", note_is_given, "guidance_problems", gaps="commission_gaps"
    )  # fmt: skip
    def commission(self, act):
        """Details: note (why), guided (codes told), document_number."""
        self.decided_on, self.decision_reason = act.on, act.details["note"]
        self.guided, self.document_number = act.details["guided"], act.details.get("document_number", "")

    @act_of(C.CONSIDERED, C.DECLINED, CHIEF, "委嘱しない決定", "", note_is_given, gaps="decision_gaps")
    def decline(self, act):
        """Details: note (why)."""
        self.decided_on, self.decision_reason = act.on, act.details["note"]

    @act_of(C.COMMISSIONED, C.RELEASED, CHIEF, "委嘱の解除", "on_released", note_is_given, "ground_problems")
    def release(self, act):
        """Details: ground (code), note (why)."""
        self.released_on, self.release_ground = act.on, act.details["ground"]
        self.release_reason = act.details["note"]
        self.must_report = self.standing() is not None

    @act_of(C.RELEASED, None, CLERK, "解除の本部報告", "on_release_reported", gaps="report_gaps")
    def report_release(self, act):
        """Details: document_number."""
        self.reported_on, self.report_number = act.on, act.details.get("document_number", "")
