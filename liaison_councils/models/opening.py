"""How each record of a council comes into being: through the door, in its first state, refused with reasons."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from casework.models import Actor
from casework.permissions import PERMISSIONS, Reason
from casework.workflow import Refused, open_all, open_case, perform, perform_all
from liaison_councils.models.council_areas import one_name_a_station
from liaison_councils.models.councils import Council, CouncilState
from liaison_councils.models.meetings import Meeting, SharedMeeting
from liaison_councils.models.opinions import Opinion
from liaison_councils.models.people import Person
from liaison_councils.models.supervision import Remark, SupportRequest
from liaison_councils.models.terms import Term
from liaison_councils.rules import terms as rules

APPROVE, SUPERVISE, RUN = (
    PERMISSIONS[code] for code in ("approve_council", "supervise_councils", "run_council")
)
FOLLOW = PERMISSIONS["follow_councils"]


def refuse(problems: list[Reason], on: date) -> None:
    """Nothing begins tomorrow; whatever else stands against it is said with that."""
    if on > timezone.localdate():
        problems = [Reason("先の日付は記録できません。", field="on"), *problems]
    if problems:
        raise Refused(problems)


@transaction.atomic
def plan_council(station, /, *, by: Actor, on: date, **told) -> Council:
    """設置の準備. ``told``: ``Council.PLANNED_FIELDS``. Raises Refused."""
    plain = {name: told[name] for name in Council.PLANNED_FIELDS[:-1] if name != "koban"}
    council = Council(station=station, koban_id=told["koban"], **plain)
    refuse(council.planned_problems(told), on)
    council.fill_keys()
    with one_name_a_station():
        open_case(council, by=by, permission=SUPERVISE, on=on, **told)
    council._add_areas(told["areas"], None)
    return council


@transaction.atomic
def nominate(
    council: Council,
    /,
    *,
    by: Actor,
    on: date,
    person: Person | None = None,
    typed: dict | None = None,
    **told,
) -> Term:
    """A candidate (LC-3-3): a ``person`` known already, or one as ``typed`` (``Person.FIELDS``). Raises Refused.

    ``told``: ``Term.TYPED``, and where it follows a term ``previous`` (one's own) or ``replaces`` (somebody else's).
    """
    council = Council.objects.select_for_update(of=("self",)).get(
        pk=council.pk
    )  # terms of one council come one by one
    term = Term(station=council.station, council=council, person=person, **told)
    refuse(council_takes(council) + term.nominated_problems(told) + _candidacy_problems(term), on)
    if reasons := RUN.reasons(term, by):
        raise Refused(reasons)
    if person is None:
        term.person = Person.objects.create(station=council.station, **(typed or {}))
    term.ordinal = _ordinal(term)
    details = {name: told[name] for name in Term.TYPED} | (typed or {})
    return open_case(term, by=by, permission=RUN, on=on, person=term.person_id, **details)


def nomination_refusals(council: Council, by: Actor) -> list[Reason]:
    """What stands against any candidate before anything is typed (LC-3-3, LC-3-6)."""
    return RUN.reasons(council, by) + council_takes(council)


def council_takes(council: Council) -> list[Reason]:
    if council.state in (CouncilState.ACTIVE, CouncilState.PLANNED):
        return []
    return [Reason(f"協議会は「{council.get_state_display()}」です。候補者を選べません。", "LC-3-3")]


def _candidacy_problems(term: Term) -> list[Reason]:
    if term.person_id and term.council.terms.nominated().filter(person=term.person_id).exists():
        return [Reason(f"{term.person}さんは、すでにこの協議会の候補です。", "LC-3-3", field="person")]
    taken = [link for link in (term.previous, term.replaces) if link]
    if any(
        Term.objects.filter(previous=link).exists() or Term.objects.filter(replaces=link).exists()
        for link in taken
    ):
        return [Reason("この任期の後任が、すでに選ばれています。", "LC-3-5")]
    return []


def _ordinal(term: Term) -> int:
    """Which term of this person in this council it is."""
    served = Term.objects.filter(council=term.council, person=term.person, appointed_on__isnull=False)
    return served.count() + 1 if term.person_id else 1


def renew(term: Term, /, *, by: Actor, on: date, years: int, reason: str) -> Term:
    """A reappointment (LC-3-5): a new term that follows the old one without a gap."""
    span = rules.after(term.span, years)
    return nominate(
        term.council, by=by, on=on, person=term.person, previous=term, category=term.category, reason=reason,
        starts_on=span.starts_on, ends_on=span.ends_on,
    )  # fmt: skip


@transaction.atomic
def plan_meeting(councils, /, *, by: Actor, on: date, kind: str, **told) -> Meeting:
    """会議の予定 of one council or several of a station. ``told``: ``Meeting.PLAN``. Raises Refused."""
    keys = [council.pk for council in councils]  # locked, so that none of them ends meanwhile
    councils = list(Council.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    meeting = Meeting(station=councils[0].station, kind=kind, **told)
    found = [
        Reason(
            f"「{council}」は「{council.get_state_display()}」です。会議の予定を入れられません。",
            "LC-5-1",
            field="councils",
        )
        for council in councils
        if council.state != CouncilState.ACTIVE
    ]
    asked = [reason for council in councils for reason in RUN.reasons(council, by)]
    refuse(found + meeting.planned_problems(told) + asked, on)
    open_all([meeting], by=by, on=on, kind=kind, councils=[each.pk for each in councils], **told)
    for council in councils:
        SharedMeeting.objects.create(station=meeting.station, meeting=meeting, council=council)
        meeting.on_planned(council, meeting.planned_on)
    return meeting


def _meeting_problems(council: Council, meeting: Meeting | None, on: date | None) -> list[Reason]:
    """A meeting that is named is the council's own; what was said at it was said on its day or later."""
    if meeting is None:
        return []
    if not meeting.shared.filter(council=council).exists():
        return [Reason("この協議会の会議を選んでください。", "LC-6", field="meeting")]
    if on and meeting.held_on and on < meeting.held_on:
        return [Reason("会議を開いた日より前にできません。", "LC-6", field="on")]
    return []


@transaction.atomic
def raise_opinion(
    council: Council, /, *, by: Actor, on: date, meeting: Meeting | None = None, **told
) -> Opinion:
    """意見・要望の受付, at a meeting or on another occasion. ``told``: ``Opinion.TYPED``. Raises Refused."""
    opinion = Opinion(station=council.station, council=council, meeting=meeting, received_on=on, **told)
    refuse(opinion.problems_of(told) + _meeting_problems(council, meeting, on), on)
    opinion.fill_keys()
    return open_case(opinion, by=by, permission=RUN, on=on, meeting=meeting.pk if meeting else None, **told)


def ask_support(
    council: Council, /, *, by: Actor, on: date, meeting: Meeting | None = None, **told
) -> SupportRequest:
    """LC-7-1-c, LC-7-2. ``told``: kind, asked_of, content."""
    request = SupportRequest(station=council.station, council=council, meeting=meeting, asked_on=on, **told)
    refuse(request.asking_problems() + _meeting_problems(council, meeting, None), on)
    return open_case(request, by=by, permission=RUN, on=on, meeting=meeting.pk if meeting else None, **told)


def remark(station, /, *, by: Actor, on: date, council: Council | None = None, **told) -> Remark:
    """LC-7-3. ``told``: text, due_on."""
    row = Remark(station=station, council=council, made_on=on, **told)
    refuse(row.making_problems(), on)
    return open_case(row, by=by, permission=FOLLOW, on=on, council=council.pk if council else None, **told)


@transaction.atomic
def succeed(councils, name: str, successors, /, *, by: Actor, on: date, note: str) -> list[Council]:
    """統合 (merge) or 分割 (split): planned successors are set up in the same act, then the old ones end (LC-4-1-1)."""
    for successor in successors:
        if successor.state == CouncilState.PLANNED:
            perform(successor, "establish", by=by, on=on, note=note)
    return perform_all(councils, name, by=by, on=on, into=[each.pk for each in successors], note=note)
