"""証明申請 (第5): from the group's form 1 to the delivery of certificate, stickers and cards.

The road itself (states and transitions) stands in casework; here stands what the certification adds.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from blue_patrol.models import clocks
from blue_patrol.models.certifications import Standing
from blue_patrol.models.delivery import Delivery
from blue_patrol.models.desk_work import DeskWork
from blue_patrol.models.document_numbers import DocumentNumbers
from blue_patrol.models.groups import Group
from blue_patrol.models.mended import as_they_are
from blue_patrol.models.of_the_prefecture import OfThePrefecture
from blue_patrol.models.parcels import Parcels
from blue_patrol.models.qualifications import Qualifications
from blue_patrol.rules import attachments, examination
from casework.models import ForwardedCase, HeadquartersDivision, IssuedPaper
from casework.models.road import OPEN_STATES, S
from casework.permissions import Reason


class PatrolPlan(models.Model):
    """What form 2 says of the patrols."""

    class Unit(models.TextChoices):
        WEEK = "week", "週"
        MONTH = "month", "月"

    patrol_area = models.TextField("パトロール実施地域", blank=True)
    also_stations = ArrayField(
        models.BigIntegerField(), verbose_name="実施地域にかかる、ほかの署", default=list, blank=True
    )
    patrol_times = models.PositiveSmallIntegerField("実施回数", null=True, blank=True)
    patrol_unit = models.CharField("単位", max_length=5, choices=Unit, default=Unit.WEEK)
    weekdays = models.JSONField("実施曜日", default=list, blank=True)  # 0 = Monday … 6 = Sunday
    time_slots = models.JSONField(
        "実施時間帯", default=list, blank=True
    )  # [["19:30", "21:00"], …], at most three
    crew_per_run = models.PositiveSmallIntegerField("1回の人数", null=True, blank=True)
    vehicles_per_run = models.PositiveSmallIntegerField("1回の台数", null=True, blank=True)
    liaison_method = models.TextField("警察・関係機関との連絡方法", blank=True)
    combined_with_business = models.BooleanField("他の業務との兼務", null=True, blank=True)
    plan_remarks = models.TextField("備考", blank=True)
    starts_on = models.DateField("始めたい日", null=True, blank=True)
    pledged_on = models.DateField("誓約年月日", null=True, blank=True)
    pledge_version = models.CharField("誓約書の版", max_length=20, default="R8-1")

    class Meta:
        abstract = True

    @property
    def has_plan(self) -> bool:
        return bool(self.patrol_area and self.patrol_times and self.combined_with_business is not None)


class CertificationApplication(
    OfThePrefecture, Qualifications, DocumentNumbers, DeskWork, Delivery, Parcels, PatrolPlan, ForwardedCase
):
    matter = "application"
    duty = HeadquartersDivision.Duty.BLUE_PATROL
    procedure = "証明申請"
    clauses = {
        "open": "BP-5-1", "amend": "BP-5-1", "attach": "BP-5-1", "detach": "BP-5-1", "receive": "BP-5-1", "withdraw": "",
        "request_correction": "BP-5-2", "resubmit": "BP-5-2", "answer": "BP-5-2", "examine": "BP-5-2", "forward": "BP-5-3",
        "record_training": "BP-11-1", "send_back": "BP-5-4", "endorse": "BP-5-4", "approve": "BP-5-4", "decline": "BP-5-4",
        "acknowledge": "BP-5-4", "record_qualification": "BP-5-2-c", "meet_deadline": "BP-5-5-1", "hand_over_cards": "BP-5-5-2", "dispatch": "BP-5-4", "arrive": "BP-5-4",
        "number_document": "BP-5-3", "recall": "BP-5-4", "replace": "BP-5-4", "send_after": "BP-5-4", "take_in_after": "BP-5-4",
        "return_undelivered": "BP-5-5-1", "destroy_returned": "BP-5-4", "deliver": "BP-5-5-1", "report": "BP-5-5-3",
    }  # fmt: skip

    group = models.ForeignKey(Group, models.PROTECT, related_name="applications", verbose_name="団体")
    acknowledged = models.JSONField("承知した注意", default=dict, blank=True)  # warning code -> reason

    class Meta(ForwardedCase.Meta):
        verbose_name = verbose_name_plural = "証明申請"
        ordering = ["-pk"]
        constraints = [
            *ForwardedCase.Meta.constraints,
            models.CheckConstraint(
                name="blue_patrol_application_state_known", condition=Q(state__in=S.values)
            ),
            models.CheckConstraint(
                name="blue_patrol_received_is_numbered",
                condition=Q(state__in=[S.DRAFT, S.WITHDRAWN])
                | Q(received_on__isnull=False, profile__isnull=False),
                violation_error_message="受理した申請には、受理日が要ります。",
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(state__in=OPEN_STATES),
                name="blue_patrol_one_open_application_a_group",
                violation_error_message="この団体の申請が、すでに進んでいます。",
            ),
        ]
        indexes = [
            models.Index(fields=["station", "state"], name="blue_patrol_desk"),
            models.Index(fields=["received_on", "id"], name="blue_patrol_cases_by_day"),
            models.Index(
                fields=["state", "forwarded_on"], condition=Q(state="forwarded"), name="blue_patrol_to_decide"
            ),
        ]

    def __str__(self):
        return f"{self.group}（{self.procedure}）"

    def cars(self) -> list:
        return list(self.group.vehicles.current())

    def roster_count(self) -> int:
        return self.group.patrollers.current().count()

    def attachment_facts(self) -> attachments.Facts:
        held = self.attached()
        records = {a.subject_pk for a in held if a.kind == attachments.INSPECTION_RECORD.code}
        kinds = {a.kind for a in held}
        return attachments.Facts(
            has_plan=self.has_plan,
            roster_count=self.roster_count(),
            pledged_on=self.pledged_on,
            vehicles=[attachments.VehicleFacts(str(car), car.pk in records) for car in self.cars()],
            has_lamp=attachments.LAMP.code in kinds,
            has_lamp_data=attachments.LAMP_DATA.code in kinds,
            has_marking=attachments.MARKING.code in kinds,
            lacks_area_map=self.needs_area_map() and attachments.AREA_MAP.code not in kinds,
        )

    def intake_gaps(self) -> list[Reason]:
        """What of 第5の1 is missing: receipt waits for it."""
        gaps = []
        held = self.group.certifications.filter(state=Standing.ACTIVE).first()
        if held:
            text = f"この団体には、有効な証明（{held}）があります。自動車や実施者が変わるときは、変更の手続で行います。"
            gaps.append(Reason(text, "BP-7-1"))
        if not self.group.group_type:
            gaps.append(Reason("団体の区分を選んでください。", "BP-5-2-a", "group"))
        if self.applied_on is None:
            gaps.append(Reason("申請年月日を入力してください。", "BP-5-1", "plan"))
        return gaps + self._missing_papers()

    def _missing_papers(self) -> list[Reason]:
        cures = {"overview": "plan", "roster": "patrollers", "pledge": "plan"}
        return [
            Reason(
                missing.sentence, missing.clause,
                cures.get(missing.kind, "attachments" if "添付" in missing.sentence else "vehicles"),
            )
            for missing in attachments.missing(self.attachment_facts())
        ]  # fmt: skip

    def findings_by_item(self) -> dict:
        return {finding.item: finding for finding in self.findings.all()}

    def forward_gaps(self) -> list[Reason]:
        """What was handed in is still there; every item judged, guidance for the unfit, proof of standing (BP-5-3)."""
        findings = self.findings_by_item()
        gaps = super().forward_gaps() + self._missing_papers()
        if left := examination.unjudged(findings):
            labels = "、".join(item.label for item in left[:4]) + ("ほか" if len(left) > 4 else "")
            text = f"調査{len(examination.ITEMS)}項目のうち{len(left)}項目に結果がありません（{labels}）。"
            gaps.append(Reason(text, "BP-5-3", "examination"))
        gaps += [
            Reason(f"「否」とした{item.label}に、指導したことを書いてください。", "BP-5-2", "examination")
            for item in examination.unfit_without_guidance(findings)
        ]
        has_proof = any(a.kind == attachments.PROOF_OF_STANDING.code for a in self.attached())
        lacking = attachments.missing_proof(self.group.group_type, has_proof=has_proof)
        return gaps + [Reason(missing.sentence, missing.clause, "attachments") for missing in lacking]

    def on_trained(self, act) -> None:
        super().on_trained(act)
        people = self.group.patrollers.filter(pk__in=act.details["patrollers"])
        clocks.renew_training_clocks(people, act.on, act.by)

    def unfit_items(self) -> list[str]:
        return [item.code for item in examination.unfit(self.findings_by_item())]

    def on_forwarded(self, act) -> None:
        super().on_forwarded(act)
        IssuedPaper.freeze(self, "13", act, values=as_they_are(self, act.on))
