"""No minor breach reaches a report without guidance that did not mend it, or a written finding (BP-8-1-nao).

Searched over every path of the machine through the real door, walked at random, and asked of the rule itself.
"""

import itertools

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blue_patrol.models import Revocation
from blue_patrol.models import RevocationState as R
from blue_patrol.models.revocation.facts import AFTER_REPORT
from blue_patrol.rules import grounds
from casework.models import StateChange
from casework.workflow import Refused, perform
from tests.factories.applications import DAY, REASONS, Desks
from tests.factories.places import StationFactory
from tests.factories.revocations import (
    FOUND,
    GRAVE,
    GUIDED,
    REPORTED,
    answers,
    find,
    now,
    prepare,
    with_command,
)

pytestmark = [pytest.mark.django_db, pytest.mark.clause("BP-8-1-nao")]
RESULTS = (grounds.CORRECTED, grounds.NOT_CORRECTED, grounds.WATCHING)


@pytest.fixture
def desks():
    return with_command(Desks(StationFactory()))


def acts(case, desks):
    """Every act of the desk with every answer that bears on the guard, and the way up and back: (name, by, details)."""
    clerk = desks.clerk
    yield from (("guide", clerk, GUIDED | {"result": result}) for result in RESULTS)
    yield from (("record_result", clerk, {"result": result}) for result in RESULTS)
    yield "rule_out_guidance", clerk, {"beyond_guidance": "代表者が行方不明である。"}
    yield "rule_out_guidance", clerk, {"beyond_guidance": "　"}
    yield "amend", clerk, GRAVE | {"severity_reason": ""}
    yield "answer", clerk, {"answers": answers(case)}
    yield "report_grounds", desks.chief, REPORTED
    yield "send_back", desks.hq_clerk, {"reasons": REASONS}
    yield "correct", clerk, {}
    yield "dismiss", clerk, {"note": "理由"}


def was_justified(case) -> bool:
    """From the history alone: a guidance whose last known result is 是正されない, or a written finding, before each report."""
    last, beyond, fine = None, False, True
    for row in StateChange.objects.of_case(case).select_related("payload").order_by("seq"):
        content = getattr(getattr(row, "payload", None), "content", None) or {}
        if row.transition in ("guide", "record_result"):
            last = content["result"]
        if row.transition == "rule_out_guidance":
            beyond = bool(content["beyond_guidance"].strip())
        if row.transition == "report_grounds":
            fine = fine and (beyond or last == grounds.NOT_CORRECTED)
    return fine


def signature(case) -> tuple:
    """What of a case bears on where it may go; two cases that agree in it go the same ways."""
    last = case.guidance_results()[-1:]
    return case.state, case.is_minor, tuple(last), bool(case.beyond_guidance), case.reasons_are_open()


class _Undo(Exception):
    pass


def test_every_path_of_a_minor_breach_through_the_door(desks):
    """A search of the whole graph: each act is tried in each situation that can be reached at all."""
    case = find(desks, **FOUND)
    prepare(case, desks)
    seen, reports = set(), []

    def explore(case):
        if signature(case) in seen:
            return
        seen.add(signature(case))
        assert was_justified(case)
        for name, by, details in list(acts(case, desks)):
            try:
                with transaction.atomic():
                    following = perform(case, name, by=by, on=DAY, **details)
                    if name == "report_grounds":
                        reports.append(signature(case))
                    explore(now(following))
                    raise _Undo
            except (_Undo, Refused):
                pass

    explore(now(case))
    assert {state for state, *_ in seen} == {
        R.FOUND,
        R.GUIDED,
        R.SENT_BACK,
        R.CORRECTED,
        R.DISMISSED,
        R.GROUND_REPORTED,
    }
    assert reports
    assert all(beyond or last == (grounds.NOT_CORRECTED,) for _, _, last, beyond, _ in reports)


def test_no_way_leads_past_the_report_nor_back_from_the_decision():
    """The search above may stop at the report: what follows is reached through it alone and never comes back."""
    edges = {(before, after) for before, after in Revocation.edges() if before != after}
    into = {before for before, after in edges if after in AFTER_REPORT and before not in AFTER_REPORT}
    assert {after for before, after in edges if before in into and after in AFTER_REPORT} == {
        R.GROUND_REPORTED
    }
    back = {before for before, after in edges if before in AFTER_REPORT and after not in AFTER_REPORT}
    assert back == {R.SENT_BACK}
    assert {before for before, after in edges if after == R.SENT_BACK} == {R.GROUND_REPORTED}
    reported = {
        t.name
        for t in Revocation._meta.get_field("state").get_all_transitions(Revocation)
        if t.target == R.GROUND_REPORTED
    }
    assert reported == {"report_grounds"}


@pytest.mark.parametrize("minor", [True, False])
def test_random_walks_report_no_minor_breach_unguided(desks, minor):
    case = find(desks, **(FOUND if minor else GRAVE))
    prepare(case, desks)

    @settings(
        max_examples=12,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
    )
    @given(draws=st.lists(st.integers(0, 9999), min_size=5, max_size=10))
    def walk(draws):
        with transaction.atomic():
            walker = Revocation.objects.get(pk=case.pk)
            for draw in draws:
                offered = list(acts(walker, desks))
                name, by, details = offered[draw % len(offered)]
                try:
                    with transaction.atomic():
                        perform(walker, name, by=by, on=DAY, **details)
                except Refused:
                    continue
                walker = now(walker)
                assert not walker.is_minor or was_justified(walker)
            transaction.set_rollback(True)

    walk()


def test_the_rule_asked_of_every_row_of_guidance_up_to_four():
    for length in range(5):
        for results in itertools.product(RESULTS, repeat=length):
            for minor, beyond in itertools.product((True, None, False), ("", "　", "行方不明")):
                facts = grounds.Facts(is_minor=minor, guidance=results, beyond_guidance=beyond)
                free = minor is False or bool(beyond.strip()) or results[-1:] == (grounds.NOT_CORRECTED,)
                assert (grounds.guidance_comes_first(facts) is None) == free, facts
