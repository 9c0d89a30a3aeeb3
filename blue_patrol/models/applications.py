"""申請: what a group asks for on the shared road. One table for all of them, one machine a procedure (decision 10).

The road itself (states and transitions) stands in casework; here stands what the procedures have in common, and the
hooks in which they differ: what is asked, what the decision makes, what delivery brings about.
"""

from django.db import models
from django.db.models import Q

from blue_patrol.models import clocks
from blue_patrol.models.certification.patrol_plan import PatrolPlan
from blue_patrol.models.delivery import Delivery
from blue_patrol.models.desk_work import DeskWork
from blue_patrol.models.document_numbers import DocumentNumbers
from blue_patrol.models.groups import Group
from blue_patrol.models.members import Members
from blue_patrol.models.of_the_prefecture import OfThePrefecture
from blue_patrol.models.parcels import Parcels
from blue_patrol.models.register_corrections import CorrectsRegister
from blue_patrol.models.training.qualifications import Qualifications
from blue_patrol.rules import attachments, examination
from casework.models import ForwardedCase, HeadquartersDivision, IssuedPaper
from casework.models.forwarded import ForwardedCaseQuerySet
from casework.models.handled import Handled
from casework.models.road import OPEN_STATES, S
from casework.models.shared import OfOneMachine, SharedTable
from casework.permissions import Reason


class Procedure(models.TextChoices):
    """The machines of the table."""

    CERTIFICATION = "blue_patrol.CertificationApplication", "証明申請"
    REISSUE = "blue_patrol.ReissueApplication", "再交付申請"
    CHANGE = "blue_patrol.ChangeApplication", "変更申請"
    DEMONSTRATION = "blue_patrol.DemonstrationApplication", "デモ等の運行"


class ApplicationQuerySet(ForwardedCaseQuerySet):
    """A delivery that is not reported ends the case (BP-5-5-3): cards alone, unless the prefecture asks it."""

    ENDED = Q(state=S.DELIVERED, is_report_due=False)

    def awaiting_station(self):
        return super().awaiting_station().exclude(self.ENDED)

    def open(self):
        return super().open().exclude(self.ENDED)

    def closed(self):
        return self.filter(~Q(state__in=OPEN_STATES) | self.ENDED)


class Application(
    Handled, OfThePrefecture, Members, Qualifications, DocumentNumbers, DeskWork, CorrectsRegister, Delivery, Parcels, PatrolPlan, SharedTable, ForwardedCase
):  # fmt: skip
    """A row of any of the procedures; read from the database it is an instance of its own one."""

    duty = HeadquartersDivision.Duty.BLUE_PATROL
    page = "application"  # the name of its page
    lists_members = True  # its page shows the group's cars and patrollers
    amend_page = ""  # of the one on which it is typed
    request_forms: tuple[str, ...] = ()  # what the applicant hands in
    forwarding_form = ""  # under which the station chief sends it up
    attachment_kinds: tuple[attachments.AttachmentKind, ...] = ()  # what may be attached, files and forms
    sections: tuple[examination.Section, ...] = ()  # what the station judges

    group = models.ForeignKey(
        Group, models.PROTECT, null=True, related_name="applications", verbose_name="団体"
    )  # none: asked for by a station chief (BP-10-1-2)
    certification = models.ForeignKey(
        "blue_patrol.Certification",
        models.PROTECT,
        null=True,
        related_name="applications",
        verbose_name="証明",
    )  # the standing that it made, or on which it stands
    asked_items = models.PositiveSmallIntegerField("調査する項目の数", default=0)  # of others than the first
    is_report_due = models.BooleanField("交付の報告を要する", default=True)  # settled by the delivery
    acknowledged = models.JSONField("承知した注意", default=dict, blank=True)  # warning code -> reason

    objects = OfOneMachine.from_queryset(ApplicationQuerySet)()  # type: ignore[assignment]

    class Meta(ForwardedCase.Meta):
        verbose_name = verbose_name_plural = "申請"
        ordering = ["-pk"]
        constraints = [
            *ForwardedCase.Meta.constraints,
            models.CheckConstraint(
                name="blue_patrol_application_state_known", condition=Q(state__in=S.values)
            ),
            models.CheckConstraint(
                name="blue_patrol_application_of_a_group",
                condition=Q(group__isnull=False) | Q(case_label=Procedure.DEMONSTRATION),
            ),
            models.CheckConstraint(
                name="blue_patrol_application_has_its_standing",
                condition=Q(certification__isnull=False)
                | Q(case_label__in=[Procedure.CERTIFICATION, Procedure.DEMONSTRATION]),
            ),
            models.CheckConstraint(
                name="blue_patrol_received_is_numbered",
                condition=Q(state__in=[S.DRAFT, S.WITHDRAWN])
                | Q(received_on__isnull=False, profile__isnull=False)
                | Q(group=None, profile__isnull=False),  # nobody hands in what the chief asks for
                violation_error_message="受理した申請には、受理日が要ります。",
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(state__in=OPEN_STATES, case_label=Procedure.CERTIFICATION),
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
        return f"{self.subject}（{self.procedure}）"

    @property
    def procedure(self) -> str:
        """Its word: 証明申請."""
        return str(Procedure(self.case_label).label)

    @property
    def subject(self) -> str:
        """Whose or what it is about: the group's name."""
        return str(self.group or "")

    @classmethod
    def forwarding_forms(cls) -> tuple[str, ...]:
        """Every form under which its cases go up."""
        return (cls.forwarding_form,)

    def contents(self) -> tuple[str, ...]:
        """What a later request asks for, a line each."""
        return ()

    # --- what is asked before it goes up -------------------------------------------------------------------------

    def sheet(self) -> tuple[examination.Section, ...]:
        """The sections of its examination sheet."""
        return self.sections

    def asked(self) -> tuple[examination.Item, ...]:
        return tuple(item for section in self.sheet() for item in section.items)

    @property
    def item_count(self) -> int:
        """How many items the station judges; no query."""
        return self.asked_items

    def findings_by_item(self) -> dict:
        return {finding.item: finding for finding in self.findings.all()}

    def unfit_items(self) -> list[str]:
        return [item.code for item in examination.unfit(self.findings_by_item(), self.asked())]

    def forward_gaps(self) -> list[Reason]:
        """Every item judged, guidance for the unfit (BP-5-2, BP-6-1, BP-7-1, BP-10-1-1-b)."""
        findings, asked = self.findings_by_item(), self.asked()
        gaps = super().forward_gaps()
        if left := examination.unjudged(findings, asked):
            labels = "、".join(item.label for item in left[:4]) + ("ほか" if len(left) > 4 else "")
            text = f"調査{len(asked)}項目のうち{len(left)}項目に結果がありません（{labels}）。"
            gaps.append(Reason(text, self.clause_of("forward"), "examination"))
        return gaps + [
            Reason(f"「否」とした{item.label}に、指導したことを書いてください。", item.clause, "examination")
            for item in examination.unfit_without_guidance(findings, asked)
        ]

    def on_trained(self, act) -> None:
        """A course renews the clock of whoever bears a standing (BP-11-2-b)."""
        super().on_trained(act)
        people = self.group.patrollers.filter(pk__in=act.details["patrollers"])
        clocks.renew_training_clocks(people, act.on, act.by)

    def values_to_forward(self, on) -> dict:
        """What the forwarding paper freezes."""
        from casework import paper_registry

        return paper_registry.get(self.forwarding_form).values_of(self, on)

    def on_forwarded(self, act) -> None:
        super().on_forwarded(act)
        IssuedPaper.freeze(self, self.forwarding_form, act, values=self.values_to_forward(act.on))
