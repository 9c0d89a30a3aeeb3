"""防犯活動の委嘱 (第12): weighed together, told, kept to the district, released and reported."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from blue_patrol.models import Certification, Commission, Group, LedgerEvent, Revocation
from blue_patrol.models.revocation.machine import found_by_release
from blue_patrol.rules import commissions as rules
from casework.models import Deadline, StateChange
from casework.models.road import RoadState as S
from casework.workflow import Refused, perform
from tests.blue_patrol import table
from tests.casework.test_walls import attempt
from tests.factories import people
from tests.factories.applications import DAY, Desks, application_at, make_group
from tests.factories.commissions import commissioned, considered, now, released, told
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db
NEXT = DAY + dt.timedelta(days=1)
ALL = list(rules.GUIDANCE_CODES)
MACHINE = {
    "considered": {
        "reconsider": "considered", "link": "considered", "commission": "commissioned", "decline": "declined"
    },
    "commissioned": {"link": "commissioned", "release": "released"},
    "released": {"report_release": "released"},
}  # fmt: skip


@pytest.fixture
def desks():
    return Desks(StationFactory(name="桜見坂"))


def decide(desks, case, name="commission", **details):
    told_now = {"note": "総合的に見て"} | ({"guided": ALL} if name == "commission" else {}) | details
    perform(case, name, by=desks.chief, on=DAY, **told_now)
    return now(case)


def test_the_machine_is_this_one():
    assert table.declared(Commission) == MACHINE
    assert Commission.edges() == {
        ("", "considered"), ("considered", "commissioned"), ("considered", "declined"), ("commissioned", "released")
    }  # fmt: skip


# --- the criteria (第12の1) ------------------------------------------------------------------------------------------


def test_every_point_cites_its_letter():
    assert [point.clause for point in rules.CRITERIA] == [f"BP-12-1-{letter}" for letter in "abcdefg"]
    assert [point.clause for point in rules.GUIDANCE] == [f"BP-12-2-{letter}" for letter in "abcdef"]


@pytest.mark.clause("BP-12-1")
@pytest.mark.clause("BP-12-1-a", "BP-12-1-b", "BP-12-1-c", "BP-12-1-d", "BP-12-1-e", "BP-12-1-f", "BP-12-1-g")
@pytest.mark.parametrize("code", list("abcdefg"))
def test_no_criterion_refuses_by_itself(desks, code):
    case = decide(desks, considered(desks, **{code: "unmet"}))
    assert case.state == "commissioned"
    assert [one["code"] for one in case.criteria if one["result"] == "unmet"] == [code]


@pytest.mark.clause("BP-12-1")
def test_the_chief_decides_and_says_why_either_way(desks):
    case = considered(desks, **dict.fromkeys("abcdefg", "unmet"))
    for name in ("commission", "decline"):
        with pytest.raises(Refused, match="理由を書いてください"):
            decide(desks, case, name, note=" ")
        with pytest.raises(Refused, match="署長の職が行います"):
            perform(case, name, by=desks.clerk, on=DAY, note="x", guided=ALL)
    assert decide(desks, case, "decline").decision_reason == "総合的に見て"
    kept = StateChange.objects.get(transition="decline")
    assert (kept.clause, kept.staff, kept.on, kept.payload.content["note"]) == (
        "BP-12-1", desks.chief.staff, DAY, "総合的に見て"
    )  # fmt: skip


@pytest.mark.clause("BP-12-1")
@pytest.mark.parametrize("name", ["commission", "decline"])
def test_each_criterion_is_looked_at_before_a_decision(desks, name):
    some = [*told()["criteria"][:5], {"code": "f", "result": "met", "note": " "}]
    case = considered(desks, criteria=some)
    with pytest.raises(Refused, match="カ・キに結果と理由がありません"):
        decide(desks, case, name)
    perform(case, "reconsider", by=desks.clerk, on=DAY, **told())
    assert decide(desks, case, name).decided_on == DAY


# --- the guidance and the area (第12の2) ---------------------------------------------------------------------------------


@pytest.mark.clause("BP-12-2")
@pytest.mark.clause("BP-12-2-a", "BP-12-2-b", "BP-12-2-c", "BP-12-2-d", "BP-12-2-e", "BP-12-2-f")
@pytest.mark.parametrize("code", list("abcdef"))
def test_all_six_points_of_guidance_are_given(desks, code):
    case = considered(desks)
    mark = next(point.mark for point in rules.GUIDANCE if point.code == code)
    with pytest.raises(Refused, match=f"{mark}が残っています"):
        decide(desks, case, guided=[each for each in ALL if each != code])
    assert decide(desks, case).guided == ALL


@pytest.mark.clause("BP-12-2-b")
def test_the_area_is_never_more_than_the_own_district(desks):
    case = considered(desks, within_district=False)
    with pytest.raises(Refused, match="管轄区域を超えないことを、確かめていません"):
        decide(desks, case)
    empty = considered(desks, area=" ")
    with pytest.raises(Refused, match="活動の区域を書いてください"):
        decide(desks, empty)
    assert decide(desks, case, "decline").state == "declined"
    done = commissioned(desks)
    with pytest.raises(DatabaseError), transaction.atomic():
        Commission.objects.filter(pk=done.pk).update(within_district=False)


@pytest.mark.clause("BP-12-2-b")
@pytest.mark.parametrize(
    ("area", "address", "name", "found"),
    [
        ("桜見市坂上町", "愛知県桜見市坂上町1", "桜見坂", []),
        ("桜見市と南浜田市", "愛知県桜見市坂上町1", "桜見坂", ["南浜田市"]),
        ("浜田市一円", "愛知県南浜田市1", "南浜田", ["浜田市"]),
        ("南浜田市一円", "愛知県南浜田市1", "南浜田", []),
        ("南浜田警察署の管内まで", "愛知県桜見市1", "桜見坂", ["南浜田警察署"]),
        ("名古屋市千種区", "", "千種", []),  # no address on record: only what bears another station's name
        ("半田市と名古屋市", "", "千種", ["半田市"]),
        ("半田市", "", "半田", []),
        ("", "愛知県桜見市1", "桜見坂", []),
    ],
)
def test_names_of_another_district_are_found_in_an_area(area, address, name, found):
    places = ["桜見市", "南浜田市", "浜田市", "名古屋市", "半田市"]
    stations = ["桜見坂", "南浜田", "半田", "千種"]
    assert found == rules.beyond_the_district(
        area, own_address=address, own_name=name, municipalities=places, other_stations=stations
    )


# --- what a commission writes ------------------------------------------------------------------------------------------


@pytest.mark.clause("BP-12-1")
def test_a_commission_fills_the_empty_fields_of_form_1_and_no_others(desks):
    bare, typed = (make_group(desks.station, group_type="b", name=name) for name in ("会一", "会二"))
    Group.objects.filter(pk=typed.pk).update(commissioned_by="愛知県知事")
    for group in (bare, typed):
        commissioned(desks, group, name=group.name)
    bare, typed = Group.objects.order_by("pk")
    assert (bare.commissioned_by, bare.commissioned_on) == ("桜見坂警察署長", DAY)
    assert (typed.commissioned_by, typed.commissioned_on) == ("愛知県知事", None)


def test_one_commission_of_a_whole_group_at_a_time_and_people_beside_it(desks):
    group = make_group(desks.station)
    considered(desks, group)
    with pytest.raises(Refused, match="すでにあります"):
        considered(desks, group)
    with pytest.raises(Refused, match="構成員の氏名を書いてください"):
        considered(desks, group, recipient="people")
    assert considered(desks, group, recipient="people", people="青葉 守\n花村 千歳").recipient == "people"
    with pytest.raises(DatabaseError), transaction.atomic():
        Commission.objects.create(station=desks.station, group=group, name="x", wished_on=DAY)


def test_a_body_named_in_words_becomes_a_group_of_the_desk(desks):
    case = commissioned(desks)
    group, foreign = make_group(desks.station), make_group(StationFactory())
    with pytest.raises(Refused, match="結び付ける団体を選んでください"):
        perform(case, "link", by=desks.clerk, on=DAY, group=foreign.pk)
    perform(case, "link", by=desks.clerk, on=DAY, group=group.pk)
    assert Group.objects.get(pk=group.pk).commissioned_by == "桜見坂警察署長"
    with pytest.raises(Refused, match="もう団体と結び付いています"):
        perform(case, "link", by=desks.clerk, on=DAY, group=group.pk)
    with pytest.raises(Refused, match="すでにあります"):
        perform(considered(desks), "link", by=desks.clerk, on=DAY, group=group.pk)


def test_no_act_lies_before_the_one_before_or_in_the_future(desks):
    with pytest.raises(Refused, match="申出のあった日は"):
        considered(desks, wished_on=NEXT)
    with pytest.raises(Refused, match="先の日付"):
        considered(desks, on=dt.date(2099, 1, 1))
    case = commissioned(desks, on=NEXT)
    for day, said in ((DAY, "前の手続の日"), (dt.date(2099, 1, 1), "先の日付")):
        with pytest.raises(Refused, match=said):
            perform(case, "release", by=desks.chief, on=day, ground="law", note="x")


# --- release and report (第12の3) -----------------------------------------------------------------------------------------


def patrolling(desks, group_type):
    """A group with its certificate; what proves its type is not the matter here."""
    group = application_at(S.DELIVERED, desks).group
    Group.objects.filter(pk=group.pk).update(group_type=group_type)
    return Group.objects.get(pk=group.pk)


def clocks() -> list[tuple]:
    rows = Deadline.objects.open().filter(kind="commission_report")
    return list(rows.values_list("kind", "clause"))


@pytest.mark.clause("BP-12-2-f", "BP-12-3", "BP-8-1-c")
def test_the_release_of_a_patrolling_type_b_group_is_reported_and_its_standing_looked_at(desks):
    group = patrolling(desks, "b")
    case = released(desks, group, ground="instructions")
    assert case.must_report
    assert clocks() == [("commission_report", "BP-12-3")]
    found = Revocation.objects.get(group=group)
    assert (found.state, found.grounds) == ("found", ["c"])
    perform(case, "report_release", by=desks.clerk, on=NEXT, document_number="試生発第9号")
    case = now(case)
    assert (case.reported_on, case.report_number) == (NEXT, "試生発第9号")
    assert clocks() == []
    assert list(LedgerEvent.objects.filter(kind__startswith="委嘱").values_list("kind", "text")) == [
        ("委嘱", "桜見坂警察署長が防犯活動を委嘱（団体）"),
        ("委嘱の解除", "桜見坂警察署長が委嘱を解除（署長の指示に従わない）"),
    ]
    with pytest.raises(Refused, match="に報告しました"):
        perform(case, "report_release", by=desks.clerk, on=NEXT)


@pytest.mark.clause("BP-12-3")
def test_the_report_of_a_release_is_ended_by_its_act_alone(desks):
    released(desks, patrolling(desks, "b"))
    report = Deadline.objects.get(kind="commission_report")
    with pytest.raises(Refused, match="委嘱の解除の報告を記録すると済みます"):
        perform(
            Certification.objects.get(),
            "meet_deadline",
            by=desks.clerk,
            on=NEXT,
            deadline=report.pk,
            evidence="x",
        )


@pytest.mark.clause("BP-12-3")
def test_another_type_is_reported_without_a_finding_and_a_group_that_does_not_patrol_not_at_all(desks):
    released(desks, patrolling(desks, "d"))
    assert clocks() == [("commission_report", "BP-12-3")]
    idle = released(desks, make_group(desks.station, group_type="b"))
    assert not idle.must_report
    assert len(clocks()) == 1
    with pytest.raises(Refused, match="本部への報告は要りません"):
        perform(idle, "report_release", by=desks.clerk, on=DAY)


@pytest.mark.clause("BP-8-1-c")
def test_a_release_joins_the_finding_that_runs_already(desks):
    group = patrolling(desks, "b")
    running = found_by_release(group, desks.clerk, DAY, "別の端緒")
    released(desks, group)
    assert list(Revocation.objects.all()) == [running]


@pytest.mark.clause("BP-12-2-f")
def test_a_release_has_its_ground_its_reason_and_its_chief(desks):
    case = commissioned(desks)
    for details, said in (
        ({"ground": "", "note": "x"}, "事由を選んで"), ({"ground": "law", "note": ""}, "理由を書いて")
    ):  # fmt: skip
        with pytest.raises(Refused, match=said):
            perform(case, "release", by=desks.chief, on=DAY, **details)
    with pytest.raises(Refused, match="署長の職が行います"):
        perform(case, "release", by=desks.clerk, on=DAY, ground="law", note="x")
    deputy = people.deputy(desks.chief)
    perform(case, "release", by=deputy, on=DAY, ground="law", note="検挙された")
    assert StateChange.objects.get(transition="release").as_deputy


# --- the walls -------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement",
    [
        "update blue_patrol_commission set decision_reason = 'x'",
        "update blue_patrol_commission set state = 'considered', decided_on = null",
        "update blue_patrol_commission set guided = '[]'",
        "delete from blue_patrol_commission",
    ],
)
def test_the_database_takes_no_write_without_an_act(statement):
    with transaction.atomic():
        desks = Desks(StationFactory())
        commissioned(desks)
    assert attempt(statement, stations=[desks.station.pk]) != "done"
