"""The renewal of spring: many terms behind those that end, and one approval of all of them (LC-3-5)."""

from collections import defaultdict
from datetime import date

from django.db import transaction
from django.db.models import Q

from casework import paper_registry
from casework.models import Actor, IssuedPaper
from casework.permissions import PERMISSIONS, Reason
from casework.workflow import open_all, perform_all
from liaison_councils.models.councils import Council
from liaison_councils.models.opening import council_takes, refuse
from liaison_councils.models.terms import Term, TermState
from liaison_councils.rules import terms as rules

RUN = PERMISSIONS["run_council"]


@transaction.atomic
def renew_all(terms, /, *, by: Actor, on: date, years: int, reason: str) -> list[Term]:
    """A term behind each of the ``terms`` without a gap: all of them or none.

    What ``renew`` does for one, in as many queries for eighty as for two. Raises Refused; a reason names whom.
    """
    keys = [term.pk for term in terms]
    homes = Council.objects.select_for_update(of=("self",)).order_by("pk")
    homes = homes.filter(pk__in=Term.objects.filter(pk__in=keys).values("council"))
    councils = {council.pk: council for council in homes.prefetch_related("areas")}
    rows = Term.objects.with_service().filter(pk__in=keys).order_by("pk")
    new = [_following(term, councils[term.council_id], years, reason) for term in rows]
    followed = _followed(keys)
    refuse([each for term in new for each in _problems(term, by, followed)], on)
    groups = defaultdict(list)
    for term in new:
        groups[term.category, term.starts_on, term.ends_on].append(term)
    for (category, starts_on, ends_on), group in groups.items():
        told = {"category": category, "reason": reason, "starts_on": starts_on, "ends_on": ends_on}
        open_all(group, by=by, on=on, **told)
    return new


@transaction.atomic
def appoint_all(terms, /, *, by: Actor, on: date, document_number: str) -> list[Term]:
    """委嘱 of many candidates: all of them or none; the letters are made in the background. Raises Refused."""
    done = perform_all(terms, "appoint", by=by, on=on, document_number=document_number, together=True)
    letters = IssuedPaper.objects.filter(case_label=Term._meta.label, case_pk__in=[term.pk for term in done])
    paper_registry.make_later(list(letters.filter(file=None).values_list("pk", flat=True)), by)
    for link, note in (("previous_id", "再任"), ("replaces_id", "後任を委嘱")):
        before = [term.ends_before() for term in done if getattr(term, link)]
        perform_all([each for each in before if each], "expire", by=by, on=on, note=note)
    return done


def _following(term: Term, council: Council, years: int, reason: str) -> Term:
    span = rules.after(term.span, years)
    served = [each for each in term.person.terms.all() if each.council_id == council.pk and each.appointed_on]
    return Term(
        station=term.station, council=council, person=term.person, previous=term, category=term.category, reason=reason,
        starts_on=span.starts_on, ends_on=span.ends_on, ordinal=len(served) + 1,
    )  # fmt: skip


def _followed(keys) -> set[int]:
    """The terms among these that have somebody to follow already."""
    links = Term.objects.filter(Q(previous__in=keys) | Q(replaces__in=keys))
    return {key for pair in links.values_list("previous", "replaces") for key in pair if key}


def _problems(term: Term, by: Actor, followed: set[int]) -> list[Reason]:
    told = {name: getattr(term, name) for name in Term.TYPED}
    found = RUN.reasons(term, by) + council_takes(term.council) + term.nominated_problems(told)
    if term.previous_id in followed:
        found.append(Reason("この任期の後任が、すでに選ばれています。", "LC-3-5"))
    elif any(
        each.state == TermState.NOMINATED and each.council_id == term.council_id
        for each in term.person.terms.all()
    ):
        found.append(Reason("すでにこの協議会の候補です。", "LC-3-3"))
    return [
        Reason(f"{term.person}さん（{term.council}）：{each.sentence}", each.clause, field=each.field)
        for each in found
    ]
