"""取消し (第8): from what the station finds to the notice that the group receives and the transport offices are told.

What it keeps stands in revocation_facts.py, its acts in revocation_desk.py, revocation_decision.py and
revocation_notice.py; here the whole machine and how a case is opened.
"""

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from blue_patrol.models.certifications import Certification, Standing
from blue_patrol.models.groups import Group
from blue_patrol.models.revocation.desk import FINDING, finding_problems
from blue_patrol.models.revocation.facts import OPEN, REVOKED, R, RevocationBase
from blue_patrol.models.revocation.notice import RevocationNotice
from casework.models import HeadquartersDivision, PrefectureProfile
from casework.models.forwarded import signed_constraints
from casework.models.handled import Handled, assigning
from casework.permissions import PERMISSIONS, Reason
from casework.workflow import Refused, open_all, open_case

STATE = RevocationBase._meta.get_field("state")
RELEASED_SOURCE = "委嘱の解除"
RELEASED_SEVERITY = "委嘱を解かれ、第5の2のアに該当する団体でなくなったおそれがあるため"


class Revocation(Handled, RevocationNotice):
    matter = "revocation"
    duty = HeadquartersDivision.Duty.BLUE_PATROL
    procedure = "証明の取消し"
    page = "revocation"
    opening_label = "認知"
    main_line = (
        R.FOUND, R.GUIDED, R.GROUND_REPORTED, R.DECIDED, R.NOTICE_SENT, R.NOTICE_DELIVERED, R.DELIVERY_REPORTED,
        R.TRANSPORT_NOTIFIED,
    )  # fmt: skip
    clauses = {
        "open": "BP-8-1", "amend": "BP-8-1", "guide": "BP-8-1-nao", "record_result": "BP-8-1-nao", "rule_out_guidance": "BP-8-1-nao",
        "record_statement": "BP-8-1", "attach": "BP-8-1", "detach": "BP-8-1", "correct": "BP-8-1-nao", "dismiss": "BP-8-1", "answer": "BP-8-1",
        "report_grounds": "BP-8-1", "number_document": "BP-8-1", "send_back": "BP-8-2", "endorse": "BP-8-2", "approve": "BP-8-2",
        "decline": "BP-8-2", "acknowledge": "BP-8-2", "send_notice": "BP-8-2", "deliver_notice": "BP-8-3", "fail_delivery": "BP-8-3",
        "publish": "BP-8-3", "report_delivery": "BP-8-3", "meet_deadline": "BP-8-3", "tell_transport": "BP-8-4", "notify_transport": "BP-8-4",
    }  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = "証明の取消し"
        ordering = ["-pk"]
        constraints = [
            *signed_constraints(),
            models.CheckConstraint(
                name="blue_patrol_revocation_state_known", condition=Q(state__in=R.values)
            ),
            models.CheckConstraint(
                name="blue_patrol_revocation_has_grounds",
                condition=Q(grounds__len__gt=0),
                violation_error_message="該当する事由を一つ以上選んでください。",
            ),
            models.CheckConstraint(
                name="blue_patrol_revoked_is_decided",
                condition=~Q(state__in=REVOKED) | Q(decided_on__isnull=False),
                violation_error_message="取消しには、決裁の日が要ります。",
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(state__in=OPEN),
                name="blue_patrol_one_open_revocation_a_group",
                violation_error_message="この団体の取消しの事案が、すでに進んでいます。",
            ),
        ]
        indexes = [models.Index(fields=["station", "state"], name="blue_patrol_revocation_desk")]

    def __str__(self):
        return f"{self.group}（{self.procedure}）"

    @property
    def subject(self) -> str:
        """Whose it is."""
        return str(self.group)

    def payload_of(self, act) -> dict:
        """What was handed in as a file is kept as a file, not in the history."""
        return {name: value for name, value in super().payload_of(act).items() if name != "content"}

    @assigning(STATE, OPEN)
    def assign(self, act):
        self.take_over(act)


def opening_gaps(group: Group) -> list[Reason]:
    """Why no revocation of the group is opened now (BP-8-1)."""
    found = []
    if _held(group) is None:
        found.append(Reason("この団体には、有効な証明がありません。", "BP-8-1"))
    if group.revocations.open().exists():
        found.append(Reason("この団体の取消しの事案が、すでに進んでいます。", "BP-8-1"))
    return found


@transaction.atomic
def open_revocation(group: Group, /, *, by, on: date, **finding) -> Revocation:
    """認知: open the case of a group whose certificate is valid; ``finding`` as in ``FINDING``. Raises Refused."""
    Group.objects.select_for_update(of=("self",), no_key=True).get(pk=group.pk)  # two clerks: one case
    reasons = opening_gaps(group) + finding_problems(finding)
    reasons += _day_problems(group, on)
    if reasons:
        raise Refused(reasons)
    case = _finding_of(group, by, on, finding)
    return open_case(case, by=by, permission=PERMISSIONS["station_act"], on=on, **finding)


def found_by_release(group: Group, by, on: date, text: str) -> Revocation | None:
    """Within the act that reports a release 委嘱の解除: open ground ウ (BP-12-3, BP-8-1-c).

    Answers with the case that runs already where there is one, None where no certificate is valid.
    """
    Group.objects.select_for_update(of=("self",), no_key=True).get(pk=group.pk)
    if running := group.revocations.open().first():
        return running
    if _held(group) is None:
        return None
    finding = {
        "grounds": ["c"], "source": RELEASED_SOURCE, "summary": text, "persons": [], "is_minor": False,
        "severity_reason": RELEASED_SEVERITY,
    }  # fmt: skip
    (case,) = open_all([_finding_of(group, by, on, finding)], by=by, on=on, **finding)
    return case


def _held(group: Group) -> Certification | None:
    return group.certifications.filter(state=Standing.ACTIVE).first()


def _day_problems(group: Group, on: date) -> list[Reason]:
    held = _held(group)
    if on > timezone.localdate():
        return [Reason("先の日付は記録できません。", "BP-8-1", field="on")]
    if held and held.delivered_on and on < held.delivered_on:
        return [Reason("認知した日は、証明書の交付の日より前にできません。", "BP-8-1", field="on")]
    return []


def _finding_of(group: Group, by, on: date, finding: dict) -> Revocation:
    handler = by.staff if by.station_ids and by.post.division is None else None
    return Revocation(
        station=group.station, group=group, certification=_held(group), found_on=on, handler=handler,
        profile=PrefectureProfile.in_force(group.station.prefecture, on), **{name: finding[name] for name in FINDING},
    )  # fmt: skip
