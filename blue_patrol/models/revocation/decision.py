"""A revocation on its way up: the chief's report, the route of headquarters, the decision (BP-8-1, BP-8-2)."""

from blue_patrol.models.certifications import Standing
from blue_patrol.models.document_numbers import DocumentNumbers
from blue_patrol.models.later_reviews import LaterReviews
from blue_patrol.models.revocation.desk import RevocationDesk, as_reasons
from blue_patrol.models.revocation.facts import AFTER_REPORT, AT_THE_DESK, ChiefAsks, R, RevocationBase
from blue_patrol.rules import deadlines, grounds
from casework.models import Deadline, DecisionStep, IssuedPaper, road
from casework.models.road import step, tells
from casework.permissions import Reason
from casework.workflow import perform

STATE = RevocationBase._meta.get_field("state")
REPORT, NOTICE = "17", "11"
ENDED_WITH_THE_STANDING = (deadlines.RETRAINING, deadlines.INFORMATION, deadlines.INSPECTION_ENTRY)
REVOKED_WORD = "取消し"


def opinion_is_given(case, act) -> list[Reason]:
    """The chief asks for the revocation (具申) or says that it is not wanted, and then why (BP-8-1-nao)."""
    opinion = act.details.get("opinion")
    if opinion not in ChiefAsks.values:
        return [Reason("署長の意見を選んでください。", "BP-8-1-nao", field="opinion")]
    if opinion == ChiefAsks.LEAVE and not (act.details.get("remarks") or "").strip():
        return [Reason("取消しを具申しないとする理由を書いてください。", "BP-8-1-nao", field="remarks")]
    return []


class RevocationDecision(LaterReviews, DocumentNumbers, RevocationDesk):
    """Mixed into the revocation. Who found, guided or reported it never decides it."""

    forwarding_form = REPORT
    hands_on_acts = (
        "open", "amend", "guide", "record_result", "rule_out_guidance", "record_statement", "report_grounds",
    )  # fmt: skip
    hands_on_words, hands_off_words = "認知、指導または報告", "認知も指導も報告もしていません"
    dated_in_history = (
        "guide", "record_result", "rule_out_guidance", "record_statement", "answer", "send_back", "fail_delivery",
    )  # fmt: skip

    class Meta:
        abstract = True

    @step(
        STATE, AT_THE_DESK, R.GROUND_REPORTED, "forward", "本部への報告", "on_grounds_reported", gaps="report_gaps",
        checks=[opinion_is_given, road.route_is_known],
    )  # fmt: skip
    def report_grounds(self, act):
        """Details: opinion, remarks, document_number ("" where it is typed later or counted)."""
        self.sign("forwarded", act)
        self.document_number = (act.details.get("document_number") or "").strip()
        self.chief_opinion = act.details["opinion"]
        self.chief_remarks = act.details.get("remarks", "")
        self.round += 1

    def report_gaps(self) -> list[Reason]:
        return self.standing_gaps() + as_reasons(grounds.missing(self.ground_facts()))

    def standing_gaps(self) -> list[Reason]:
        """There is something to revoke."""
        if self.certification.state == Standing.ACTIVE:
            return []
        return [Reason(f"証明は「{self.certification.get_state_display()}」です。取り消す証明がありません。", "BP-8-1")]  # fmt: skip

    def on_grounds_reported(self, act) -> None:
        self.on_forwarded(act)
        IssuedPaper.objects.of_case(self).valid().filter(form=REPORT).update(
            voided_on=act.on, void_reason="再度の報告による差替え"
        )
        IssuedPaper.freeze(self, REPORT, act)

    @step(STATE, AFTER_REPORT, None, "number_document", "文書番号の記入", "on_document_numbered", checks=[road.number_is_given])  # fmt: skip
    def number_document(self, act):
        self.document_number = act.details["document_number"].strip()

    @step(STATE, R.GROUND_REPORTED, R.SENT_BACK, "send_back", "差戻し", "on_sent_back", checks=[road.reasons_are_given])  # fmt: skip
    def send_back(self, act): ...

    @step(STATE, R.GROUND_REPORTED, None, "decide", "審査", "on_endorsed", checks=[road.earlier_step_is_open])
    def endorse(self, act): ...

    @step(
        STATE, R.GROUND_REPORTED, R.DECIDED, "decide", "取消しの決裁", "on_approved", gaps="standing_gaps",
        checks=[road.last_step_is_open],
    )  # fmt: skip
    def approve(self, act):
        self.sign("decided", act)

    def on_approved(self, act) -> None:
        """The standing ends on the day of the decision; its clocks run no further, the notice is frozen (BP-8-2)."""
        super().on_approved(act)
        self.certification = perform(self.certification, "revoke", by=act.by, on=act.on)
        self._void_clocks()
        IssuedPaper.freeze(self, NOTICE, act)

    def _void_clocks(self) -> None:
        """Clocks of the group itself, its cars and its people, whichever case started them."""
        group = self.group
        for rows in (type(group).objects.filter(pk=group.pk), group.vehicles.all(), group.patrollers.all()):
            clocks = Deadline.objects.filter(kind__in=[kind.code for kind in ENDED_WITH_THE_STANDING])
            of_these = clocks.filter(subject_label=rows.model._meta.label, subject_pk__in=rows.values("pk"))
            of_these.void(REVOKED_WORD)

    @step(
        STATE, R.GROUND_REPORTED, R.NOT_REVOKED, "decide", "取り消さない", "on_declined",
        checks=[road.last_step_is_open, road.note_is_given],
    )  # fmt: skip
    def decline(self, act):
        self.sign("decided", act)
        self.sign("closed", act)
        self.closing_note = act.details["note"]

    @step(STATE, AFTER_REPORT, None, "acknowledge", "後閲", "on_acknowledged", checks=[tells("acknowledgement_problems")])  # fmt: skip
    def acknowledge(self, act): ...

    def decided_steps(self) -> list[DecisionStep]:
        """Every step of every round with the people, for the page."""
        return list(DecisionStep.objects.of_case(self).select_related("decided_by", "seen_by"))
