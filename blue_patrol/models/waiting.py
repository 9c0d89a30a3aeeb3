"""Whom an open application waits for: one answer for a case at hand, and the same in SQL for lists and counts.

A party is one of ``Party``, or ``step:`` and the titles of the open steps of the decision route (step:補佐).
"""

from collections.abc import Sequence

from django.contrib.postgres.aggregates import StringAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat

from blue_patrol.models.applications import Procedure
from blue_patrol.models.arrival import STILL_NEEDED, WITH_HEADQUARTERS
from blue_patrol.models.certification.examination import ExaminationFinding
from blue_patrol.models.credentials import Credential, Kind
from blue_patrol.models.groups import Vehicle
from blue_patrol.models.of_the_prefecture import AREA_MAP_KEY
from blue_patrol.rules import attachments, examination
from blue_patrol.rules.group_types import GROUP_TYPES
from casework.models import Attachment, DecisionStep, ProfileValue, ReturnReason, StateChange
from casework.models.packed import any_of, counted
from casework.models.road import RoadState as S

STEP = "step:"
AND = "、"  # between the titles of steps that stand side by side (合議)


class Party(TextChoices):
    GROUP = "group", "団体（補正・再提出）"
    CLERK = "clerk", "署の生活安全係"
    CHIEF = "chief", "署長（進達）"
    THINGS = "things", "本部の係（印刷・押印・送付）"


BY_STATE = {
    S.DRAFT: Party.CLERK,
    S.CORRECTION: Party.GROUP,
    S.APPROVED: Party.THINGS,
    S.DISPATCHED: Party.CLERK,
    S.ARRIVED: Party.CLERK,
    S.DELIVERED: Party.CLERK,
}
WITH_THE_STATION = (S.RECEIVED, S.SENT_BACK)  # the chief's once nothing stands against forwarding
OF_THE_CAR = [attachments.LAMP.code, attachments.LAMP_DATA.code, attachments.MARKING.code]
PROVED = [each.code for each in GROUP_TYPES if each.needs_proof]
HANDING_ON = ("endorse", "answer")  # acts that leave the state and yet give the case to somebody else
READYING = ("examine", "attach", "detach")  # the acts that may complete what forwarding asks


def party_of(state: str, *, is_ready: bool, titles: Sequence[str], is_short: bool = False) -> str:
    """``is_ready``: nothing stands against forwarding; ``titles``: the open steps. "" for a closed case.

    ``is_short``: headquarters still has to make anew what did not arrive whole.
    """
    if is_short:
        return Party.THINGS
    if state == S.FORWARDED:
        return STEP + AND.join(titles)
    if state in WITH_THE_STATION:
        return Party.CHIEF if is_ready else Party.CLERK
    return BY_STATE.get(S(state), "")


def of_case(case) -> str:
    """The party of a case at hand, asked of its guards and its route."""
    at_station = case.state in WITH_THE_STATION
    titles = [step.title for step in case.open_steps()] if case.state == S.FORWARDED else []
    is_short = case.state == S.ARRIVED and case.waits_for_headquarters()
    return party_of(
        case.state, is_ready=at_station and not case.forward_gaps(), titles=titles, is_short=is_short
    )


def with_readiness(rows):
    """What forwarding asks (BP-5-2, BP-5-3), beside each case.

    ``judged`` (items), ``unguided`` (an unfit item without guidance), ``kinds`` (of documents attached),
    ``bare_car`` (one without its inspection record), ``needs_map`` (of the area, by the prefecture's values) and ``open_reasons`` (sent back and not answered).
    """
    findings = ExaminationFinding.objects.filter(application=OuterRef("pk"))
    unfit = findings.filter(result=examination.UNFIT, guidance__regex=r"^\s*$", item__in=examination.GUIDED)
    beside = {"case_label": OuterRef("case_label"), "case_pk": OuterRef("pk")}
    held = Attachment.objects.filter(**beside, removed_on=None)
    records = Attachment.objects.filter(
        case_label=OuterRef(OuterRef("case_label")), case_pk=OuterRef(OuterRef("pk")), removed_on=None,
        kind=attachments.INSPECTION_RECORD.code, subject_pk=OuterRef("pk"),
    )  # fmt: skip
    cars = Vehicle.objects.current().filter(group=OuterRef("group"))
    return rows.annotate(
        judged=counted(findings.filter(result__in=[examination.FIT, examination.UNFIT]), "application"),
        unguided=any_of(unfit, "application"), kinds=ArraySubquery(held.order_by().values("kind").distinct()),
        bare_car=Exists(cars.filter(~Exists(records))),
        needs_map=Exists(
            ProfileValue.objects.filter(profile=OuterRef("profile"), key=AREA_MAP_KEY, content=True)
        ),
        open_reasons=Exists(ReturnReason.objects.filter(**beside).unanswered()),
    )  # fmt: skip


def _is_ready() -> Q:
    """That nothing stands against forwarding, over the annotations of ``with_readiness``."""
    answered = ~Q(state=S.SENT_BACK) | Q(open_reasons=False)
    proved = ~Q(group__group_type__in=PROVED) | Q(kinds__contains=[attachments.PROOF_OF_STANDING.code])
    papers = Q(bare_car=False, kinds__contains=OF_THE_CAR)
    mapped = Q(needs_map=False) | Q(kinds__contains=[attachments.AREA_MAP.code])
    certified = Q(judged__gte=len(examination.ITEMS)) & papers & mapped & proved
    others = ~Q(case_label=Procedure.CERTIFICATION) & Q(judged__gte=F("asked_items"))
    return Q(unguided=False) & answered & (Q(case_label=Procedure.CERTIFICATION) & certified | others)


def _is_short() -> Q:
    """``waits_for_headquarters`` of a case that arrived."""
    things = Credential.objects.filter(application=OuterRef("pk"), replacement=None).exclude(kind=Kind.CARD)
    short = things.filter(STILL_NEEDED, state__in=WITH_HEADQUARTERS)
    return Q(state=S.ARRIVED) & any_of(short, "application")


def _open_steps():
    """The steps that wait now, of the case around: the lowest order without an outcome."""
    steps = DecisionStep.objects.filter(is_void=False, outcome="").order_by()
    beside = steps.filter(case_label=OuterRef("case_label"), case_pk=OuterRef("case_pk")).values("case_pk")
    lowest = Subquery(beside.annotate(lowest=Min("order")).values("lowest"))
    return steps.filter(case_label=OuterRef("case_label"), case_pk=OuterRef("pk"), order=lowest)


def _titles():
    titles = StringAgg("title", delimiter=AND, order_by="pk")
    found = _open_steps().values("case_pk").annotate(titles=titles).values("titles")
    return Subquery(found, output_field=CharField())


def is_at_step_of(post):
    """Whether a forwarded case waits for this post of headquarters; who did the work is the door's question."""
    own = _open_steps().filter(level=post.level, duty=post.division.duty)
    return Q(state=S.FORWARDED) & Q(Exists(own))


def with_party(rows):
    """Cases with ``party``; "" for a closed one."""
    return with_readiness(rows).annotate(
        party=Case(
            When(state=S.FORWARDED, then=Concat(Value(STEP), Coalesce(_titles(), Value("")))),
            When(_is_ready(), state__in=WITH_THE_STATION, then=Value(Party.CHIEF.value)),
            When(state__in=WITH_THE_STATION, then=Value(Party.CLERK.value)),
            When(_is_short(), then=Value(Party.THINGS.value)),
            *(When(state=state, then=Value(party.value)) for state, party in BY_STATE.items()),
            default=Value(""), output_field=CharField(),
        )
    )  # fmt: skip


def with_wait(rows):
    """Open cases with ``party`` and ``since``, the day on which the case came to it."""
    since = Case(
        When(party=Party.CHIEF, then=_last_day(*HANDING_ON, *READYING)), default=_last_day(*HANDING_ON)
    )
    return with_party(rows.open()).annotate(since=since)


def _last_day(*acts: str):
    """The day of the last act that moved the case, or that is one of ``acts``."""
    rows = StateChange.objects.filter(case_label=OuterRef("case_label"), case_pk=OuterRef("pk")).order_by()
    rows = rows.filter(~Q(before=F("after")) | Q(transition__in=acts))
    return Subquery(rows.values("case_pk").annotate(day=Max("on")).values("day"))


def at(rows, party: str):
    """Of annotated rows those that wait for a party; "step" stands for every step of the route."""
    return rows.filter(party__startswith=STEP) if party == "step" else rows.filter(party=party)
