"""全署の事案: whom a case waits for, said twice and agreeing; the matrix, the list and its filters."""

import pytest

from blue_patrol.models import CertificationApplication, waiting
from blue_patrol.models.waiting import Party
from blue_patrol.presenters import waiting as presented
from casework.models import ReturnReason, RouteStep, StepKind
from casework.models.road import OPEN_STATES
from casework.models.road import RoadState as S
from casework.workflow import perform
from tests.blue_patrol.paging import get, main, reads
from tests.blue_patrol.test_query_counts import beyond_frame
from tests.factories import people
from tests.factories.applications import DAY, Desks, application_at, judged
from tests.factories.places import StationFactory
from tests.nights import every_nth, sampled

pytestmark = pytest.mark.django_db
PARTY_AT = {
    S.DRAFT: Party.CLERK, S.RECEIVED: Party.CLERK, S.CORRECTION: Party.GROUP, S.FORWARDED: "step:係",
    S.SENT_BACK: Party.CLERK, S.APPROVED: Party.THINGS, S.DISPATCHED: Party.CLERK, S.ARRIVED: Party.CLERK,
    S.DELIVERED: Party.CLERK,
}  # fmt: skip


@pytest.fixture
def desks():
    return Desks(StationFactory())


def in_sql(case):
    """(party, since) as the lists read them."""
    rows = waiting.with_wait(CertificationApplication.objects.filter(pk=case.pk))
    return rows.values_list("party", "since").get()


def both(case) -> str:
    """The party by the case itself and by SQL, which must agree."""
    case = CertificationApplication.objects.get(pk=case.pk)
    assert in_sql(case)[0] == waiting.of_case(case)
    return waiting.of_case(case)


@pytest.mark.parametrize("state", every_nth(OPEN_STATES, 4))
def test_every_open_state_waits_for_somebody_and_both_say_the_same(desks, state):
    case = application_at(state, desks)
    assert both(case) == PARTY_AT[state]
    assert in_sql(case)[1] == DAY


@pytest.mark.parametrize("state", [s for s in S if s not in OPEN_STATES])
def test_a_closed_case_waits_for_nobody(desks, state):
    if state not in (S.DECLINED, S.REPORTED, S.WITHDRAWN):
        assert waiting.party_of(state, is_ready=False, titles=()) == ""
        return
    case = application_at(state, desks)
    assert (
        waiting.of_case(case) == waiting.with_party(CertificationApplication.objects.all()).get().party == ""
    )
    assert not waiting.with_wait(CertificationApplication.objects.all()).exists()


def examined(desks, findings=None, **group):
    case = application_at(S.RECEIVED, desks, **group)
    return perform(case, "examine", by=desks.clerk, on=DAY, findings=findings or judged())


def test_an_examined_case_is_the_chiefs_and_what_lacks_makes_it_the_clerks(desks):
    assert both(examined(desks)) == Party.CHIEF
    assert both(examined(desks, judged()[:-1])) == Party.CLERK
    assert both(examined(desks, group_type="b")) == Party.CLERK
    unguided = [finding | {"guidance": " "} for finding in judged(b="unfit")]
    assert both(examined(desks, unguided)) == Party.CLERK
    assert both(examined(desks, judged(b="unfit"))) == Party.CHIEF


@pytest.mark.parametrize("kind", ["lamp", "lamp_data", "marking", "inspection_record"])
def test_a_paper_taken_away_gives_the_case_back_to_the_clerk(desks, kind):
    case = examined(desks)
    held = next(each for each in case.attached() if each.kind == kind)
    perform(case, "detach", by=desks.clerk, on=DAY, attachment=held.pk)
    assert both(case) == Party.CLERK


def test_an_answered_return_is_the_chiefs(desks):
    case = application_at(S.SENT_BACK, desks)
    assert both(case) == Party.CLERK
    answers = {str(reason.pk): "直した" for reason in ReturnReason.objects.of_case(case)}
    assert both(perform(case, "answer", by=desks.clerk, on=DAY, answers=answers)) == Party.CHIEF


def test_the_open_step_names_the_party_and_steps_side_by_side_name_both(desks):
    profile = desks.station.prefecture.profiles.get()
    RouteStep.objects.create(
        profile=profile, matter="application", order=2, kind=StepKind.CONCURRENCE, title="交通 合議", level="課長", duty="traffic",
    )  # fmt: skip
    case = application_at(S.FORWARDED, desks)
    case = perform(case, "endorse", by=desks.hq_clerk, on=DAY)
    assert both(case) == "step:補佐、交通 合議"
    case = perform(case, "endorse", by=desks.assistant, on=DAY)
    assert both(case) == "step:交通 合議"
    traffic = people.headquarters(desks.station.prefecture, "課長", duty="traffic")
    assert both(perform(case, "endorse", by=traffic, on=DAY)) == "step:課長"


# --- the page -----------------------------------------------------------------------------------------------------


def test_the_matrix_counts_each_station_and_party_and_leads_to_the_rows(desks):
    other = Desks(StationFactory(name="となり"))
    StationFactory(name="静か")
    application_at(S.RECEIVED, desks, name="調べる会")
    application_at(S.CORRECTION, desks, name="直す会")
    application_at(S.FORWARDED, other, name="審べる会")
    application_at(S.WITHDRAWN, other, name="下げた会")
    response = get(desks.director, "/waiting/")
    page = main(response)
    assert "進行中の事案が3件あります" in page
    assert "1件団体（補正・再提出）" in page
    assert "1件本部 係" in page
    assert "進行中の事案のない1署 静か" in page
    assert "下げた会" not in page
    assert f"?station={other.station.pk}&amp;party=step%3A%E4%BF%82#rows" in response.content.decode()


def test_the_list_is_filtered_by_party_station_and_age(desks):
    other = Desks(StationFactory(name="となり"))
    application_at(S.RECEIVED, desks, name="調べる会")
    application_at(S.FORWARDED, desks, name="審べる会")
    application_at(S.FORWARDED, other, name="隣の会")

    def listed(query):
        rows = get(desks.hq_clerk, f"/waiting/?{query}").context["rows"]
        return {case.group.name for case, *_ in rows}

    assert listed("party=clerk") == {"調べる会"}
    assert listed("party=step:係") == listed("party=step") == {"審べる会", "隣の会"}
    assert listed(f"party=step:係&station={other.station.pk}") == {"隣の会"}
    assert listed("party=step:本部長") == set()
    assert len(listed("age=30")) == len(listed("age=7")) == 3
    assert listed("party=nobody&station=0&age=x&after=99999") == set()
    assert len(listed("party=nobody&station=0&age=x")) == 3


@pytest.mark.parametrize(
    ("days", "said"), [(0, ("plain", "")), (13, ("plain", "")), (14, ("care", "長い")), (29, ("care", "長い")),
                       (30, ("bad", "とても長い"))]
)  # fmt: skip
def test_a_long_wait_has_a_colour_and_its_word(days, said):
    assert presented.length(days) == said


def test_the_steps_stand_in_the_order_of_the_route():
    parties = presented.in_order(["step:課長", "things", "step:係", "step:補佐、交通 合議", "group"])
    assert parties == ["group", "clerk", "chief", "step:係", "step:補佐、交通 合議", "step:課長", "things"]
    assert [presented.party_label(party) for party in parties[2:4]] == ["署長（進達）", "本部 係"]


def test_the_rows_go_by_keyset_without_a_gap(desks):
    for number in range(52):
        application_at(S.DRAFT, desks, name=f"会{number:03}", cars=0, people=0)
    first = get(desks.director, "/waiting/").context["pages"]
    second = get(desks.director, f"/waiting/{first.next}").context["pages"]
    assert (len(first.rows), len(second.rows), second.next) == (50, 2, "")
    assert not {case.pk for case in first.rows} & {case.pk for case in second.rows}


def test_only_headquarters_opens_it_and_sees_its_own_prefecture(desks):
    application_at(S.RECEIVED, desks, name="見えない会")
    assert get(desks.clerk, "/waiting/").status_code == 403
    elsewhere = StationFactory(prefecture__code="24", prefecture__name="三重県")
    page = main(get(people.headquarters(elsewhere.prefecture, "課長"), "/waiting/"))
    assert "進行中の事案はありません" in page
    assert "見えない会" not in page
    assert reads(desks.director) == []


def test_one_row_of_the_read_log(desks):
    get(desks.director, "/waiting/")
    assert reads(desks.director) == ["全署の事案"]


@pytest.mark.parametrize("rows", sampled([1, 3, 12], by_day=[3]))
def test_the_page_takes_two_queries(desks, rows):
    for state in (S.RECEIVED, S.FORWARDED, S.APPROVED):
        for _ in range(rows):
            application_at(state, desks)
    assert beyond_frame(desks.director, "/waiting/") == 2
    assert beyond_frame(desks.director, f"/waiting/?party=step&station={desks.station.pk}&age=7") == 2
