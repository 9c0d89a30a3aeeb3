"""Sentences that send an act back for one thing that is wanting."""

import datetime as dt

import pytest

from casework.workflow import Refused, perform
from liaison_councils.models import Council, CouncilArea, Term
from liaison_councils.models.renewal import renew_all
from tests.factories import people
from tests.factories.councils import DAY, active, appointed, desks, nominated, now, planned
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return desks(name="桜見坂")


def refused(case, name, by, on=DAY, /, **details) -> set[str]:
    with pytest.raises(Refused) as found:
        perform(case, name, by=by, on=on, **details)
    return {reason.sentence for reason in found.value.reasons}


@pytest.mark.clause("LC-3-1")
@pytest.mark.clause("LC-3-6")
def test_a_council_is_set_up_with_a_name_an_area_and_somebody_who_runs_it(at):
    council = planned(at)
    Council.objects.filter(pk=council.pk).update(name="　")
    CouncilArea.objects.filter(council=council).delete()
    assert refused(council, "establish", at.chief, note="試験") == {
        "名称がまだありません。", "対象とする交番等の所管区がまだありません。", "運営責任者がまだ指定されていません。",
    }  # fmt: skip


@pytest.mark.clause("LC-3-6")
def test_what_one_runs_goes_on_to_somebody_of_the_station_and_no_earlier(at):
    council = active(at)
    held = council.officers.get()
    outsider = people.chief(StationFactory(prefecture=at.station.prefecture)).staff
    told = {"from": held.staff_id, "to": outsider.pk, "rank": "警部", "name": outsider.name, "note": ""}
    assert refused(council, "hand_over", at.chief, **told) == {"引き受ける人は、この署の職にいません。"}
    before = DAY - dt.timedelta(days=1)
    early = "指定した日より前に引き継ぐことはできません。"
    assert early in refused(council, "hand_over", at.chief, before, **told)
    assert refused(council, "hand_over", at.chief, **told | {"from": outsider.pk}) == {
        "引き継ぐ人の指定は、すでに解かれています。"
    }


@pytest.mark.clause("LC-3-3")
def test_nobody_is_appointed_without_the_reason_of_the_choice(at):
    term = nominated(at, active(at))
    perform(term, "consult", by=at.supervisor, on=DAY, section="生活安全課", opinion="異存ない")
    Term.objects.filter(pk=term.pk).update(reason="　")
    assert refused(now(term), "appoint", at.chief, document_number="") == {"選考の理由がまだありません。"}


@pytest.mark.clause("LC-3-3")
def test_who_is_a_candidate_already_is_not_renewed_beside_it(at):
    council = active(at)
    term = appointed(at, council)
    later = {"starts_on": term.ends_on + dt.timedelta(days=800), "ends_on": term.ends_on + dt.timedelta(days=1200)}  # fmt: skip
    nominated(at, council, person=term.person, **later)
    with pytest.raises(Refused, match="すでにこの協議会の候補です。"):
        renew_all([term], by=at.supervisor, on=DAY, years=2, reason="再任")
