"""連絡協議会 (第3, 第4): its machine, what stands against each act, its events, its officers, its end."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from casework.models import Koban, PrefectureProfile, StateChange
from casework.workflow import Refused, perform
from liaison_councils.models import Council, CouncilEvent, StaffInstruction, Visit
from liaison_councils.models.opening import plan_council, succeed
from tests.blue_patrol import table
from tests.casework.test_walls import attempt
from tests.factories import councils as make
from tests.factories import people
from tests.factories.councils import DAY, now
from tests.factories.places import KobanFactory, PostingFactory, StationFactory

pytestmark = pytest.mark.django_db
NEXT = DAY + dt.timedelta(days=30)
LATER = DAY + dt.timedelta(days=60)
EVERYTHING = ("amend", "drop", "establish", "rename", "suspend", "resume", "abolish", "merge", "split", "name_officer", "release_officer", "hand_over", "visit", "instruct")  # fmt: skip
MACHINE = {
    "planned": {
        "amend": "planned", "establish": "active", "drop": "abolished", "name_officer": "planned", "hand_over": "planned", "instruct": "planned"
    },
    "active": {
        "rename": "active", "suspend": "suspended", "abolish": "abolished", "merge": "abolished", "split": "abolished",
        "name_officer": "active", "release_officer": "active", "hand_over": "active", "visit": "active", "instruct": "active",
    },
    "suspended": {
        "rename": "suspended", "resume": "active", "abolish": "abolished", "merge": "abolished", "split": "abolished",
        "name_officer": "suspended", "release_officer": "suspended", "hand_over": "suspended",
    },
    "abolished": {"release_officer": "abolished"},
}  # fmt: skip
WHO = {  # act → the posts that do it; every other post is refused
    "amend": {"supervisor", "chief"}, "drop": {"supervisor", "chief"}, "instruct": {"supervisor", "chief"},
    "release_officer": {"supervisor", "chief"}, "visit": {"officer", "supervisor"}, "establish": {"chief"}, "rename": {"chief"},
    "suspend": {"chief"}, "resume": {"chief"}, "abolish": {"chief"}, "merge": {"chief"}, "split": {"chief"}, "name_officer": {"chief"}, "hand_over": {"chief"},
}  # fmt: skip
POSTS = ("officer", "supervisor", "chief", "division", "clerk", "inspector")


@pytest.fixture
def at():
    return make.desks(name="桜見坂")


def suspended(at, on=NEXT, **changed):
    case = make.active(at, **changed)
    perform(case, "suspend", by=at.chief, on=on, note="委員が決まらない")
    return now(case)


def abolished(at, on=NEXT, **changed):
    case = make.active(at, **changed)
    perform(case, "abolish", by=at.chief, on=on, note="所管区の統合")
    return now(case)


STATES = {"planned": make.planned, "active": make.active, "suspended": suspended, "abolished": abolished}


def officer_of(case) -> int | None:
    held = case.officers.filter(to_on=None).first()
    return held and held.pk


def named_for(case):
    """An officer of the staff list who holds a role now."""
    return case.officers.filter(to_on=None).exclude(staff=None).first()


def told(at, name, case, other) -> dict:
    """What each act is told."""
    areas = [{"koban": at.koban.pk, "part": ""}]
    typed = {"kana": "", "area": "x", "purpose": "", "areas": areas}
    return {
        "amend": make.plan(at, name="直した協議会"), "rename": typed | {"name": "新しい協議会", "note": "x"},
        "merge": {"into": [other.pk], "note": "x"}, "split": {"into": [other.pk], "note": "x"},
        "name_officer": {"role": "manager", "staff": at.officer.staff.pk, "rank": "警部補", "name": "桐谷 冴"},
        "release_officer": {"officer": officer_of(case)}, "visit": {"term": None, "whom": "町内会長", "content": "様子を聞いた"},
        "hand_over": {"from": getattr(named_for(case), "staff_id", None), "to": at.supervisor.staff.pk, "rank": "警部補", "name": "桐谷 冴"},
        "instruct": {"taught": ["巡査 甲"], "topics": ["aim"], "note": ""},
    }.get(name, {"note": "x"})  # fmt: skip


def with_officer(at, case) -> None:
    if case.state == "planned":
        perform(case, "name_officer", by=at.chief, on=DAY, **told(at, "name_officer", case, case))


# --- the machine ------------------------------------------------------------------------------------------------------


def test_the_machine_is_this_one():
    assert table.declared(Council) == MACHINE
    assert set(EVERYTHING) == set(table.names(Council)) == set(WHO)
    from_a_list = {("", "active"), ("active", "")}  # 名簿からの登録 and its undoing
    assert Council.edges() == from_a_list | {
        ("", "planned"), ("planned", "active"), ("active", "suspended"), ("suspended", "active"), ("active", "abolished"),
        ("suspended", "abolished"), ("planned", "abolished"),
    }  # fmt: skip


def outcome(at, case, name, by, other) -> str:
    """As ``table.outcome``, with officers named anew where the state asks for none."""
    details = told(at, name, case, other)
    return table.outcome(case, name, None, by, on=LATER, **details)


@pytest.mark.parametrize("state", list(STATES))
def test_each_act_in_each_state_by_each_post(at, state):
    """The act leads where the table says for its own posts; every other post and every other state is refused."""
    case = STATES[state](at)
    other = make.active(at, name="ほかの協議会", kind="occupational", purpose="金融機関", areas=[])
    if state == "abolished":  # one whose officer was not released with it
        other_officer = None
        assert officer_of(case) is other_officer
    with_officer(at, case)
    case = now(case)
    at.clerk, at.inspector = people.clerk(at.station), people.inspector(at.station.prefecture)
    for name in EVERYTHING:
        for post in POSTS:
            found = outcome(at, case, name, getattr(at, post), other)
            target = MACHINE[state].get(name)
            if target is None:
                assert found == "refused", (state, name, post, found)
            elif post not in WHO[name]:
                assert "が行います" in found, (state, name, post, found)
            elif (state, name) == ("abolished", "release_officer"):
                assert found == "この指定は、すでに解かれています。"
            else:
                assert found == target, (state, name, post, found)


@pytest.mark.clause("LC-3-1")
def test_every_act_is_kept_with_its_clause_its_day_and_its_person(at):
    case = suspended(at)
    kept = StateChange.objects.get(transition="suspend")
    assert (kept.clause, kept.on, kept.staff, kept.before, kept.after) == (
        "LC-3-1", NEXT, at.chief.staff, "active", "suspended"
    )  # fmt: skip
    assert kept.payload.content["note"] == "委員が決まらない"
    assert case.suspended_on == NEXT


# --- the plan (第3の1, 第4) ----------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-3-1")
def test_a_council_of_an_area_has_its_koban(at):
    with pytest.raises(Refused, match="交番・駐在所を選びます"):
        make.planned(at, koban=None)
    elsewhere = KobanFactory(station=StationFactory())
    with pytest.raises(Refused, match="交番・駐在所を選びます"):
        make.planned(at, koban=elsewhere.pk)
    with pytest.raises(Refused, match="対象とする所管区を選んでください"):
        make.planned(at, areas=[])


@pytest.mark.clause("LC-4-1-1")
def test_a_unit_council_splits_an_area_or_joins_several(at):
    second = KobanFactory(station=at.station)
    areas = [{"koban": at.koban.pk, "part": "桜見台団地"}, {"koban": second.pk, "part": ""}]
    case = make.active(at, kind="unit", koban=None, name="桜見台団地連絡協議会", areas=areas)
    assert [(area.koban, area.part) for area in case.covered()] == [(at.koban, "桜見台団地"), (second, "")]
    assert case.koban_ids() == {at.koban.pk, second.pk}
    with pytest.raises(Refused, match="対象とする所管区"):
        make.planned(at, kind="unit", name="ほか", areas=[])


@pytest.mark.clause("LC-4-1-2")
def test_an_occupational_council_says_its_limited_purpose(at):
    plan = {"kind": "occupational", "koban": None, "name": "金融機関連絡協議会", "areas": []}
    with pytest.raises(Refused, match="職種・目的を書きます"):
        make.planned(at, **plan, purpose=" ")
    assert make.active(at, **plan, purpose="金融機関の強盗の防止").state == "active"
    with pytest.raises(IntegrityError), transaction.atomic():
        Council.objects.create(station=at.station, kind="occupational", name="x")


@pytest.mark.clause("LC-4-2")
@pytest.mark.parametrize("kind", ["area", "unit", "occupational"])
def test_the_same_organisation_holds_for_every_kind(at, kind):
    """A manager before it is set up, members by terms, staff of the area: whatever the kind."""
    case = make.planned(at, kind=kind, purpose="金融機関")
    with pytest.raises(Refused, match="運営責任者がまだ指定されていません"):
        perform(case, "establish", by=at.chief, on=DAY)
    with_officer(at, case)
    case = perform(now(case), "establish", by=at.chief, on=DAY)
    assert make.appointed(at, now(case)).state == "appointed"
    assert at.officer.staff in [posting.staff for posting in now(case).operating_staff(NEXT)]


@pytest.mark.clause("LC-3-1")
def test_the_name_begins_with_the_kobans_where_the_prefecture_says_so(at):
    profile = PrefectureProfile.today_of(at.station.prefecture)
    profile.values.filter(key="council_name_begins_with_koban").update(content=True)
    with pytest.raises(Refused, match=f"「{at.koban}」で始めます"):
        make.planned(at, name="桜見の会")
    assert make.planned(at).name == f"{at.koban}連絡協議会"
    assert make.planned(at, kind="unit", name="桜見台団地").name == "桜見台団地"


@pytest.mark.clause("LC-3-1")
def test_one_name_a_station_until_it_is_abolished(at):
    first = make.active(at)
    with pytest.raises(Refused, match="同じ名称の協議会がすでにあります"):
        make.planned(at)
    other = make.planned(at, name="ほかの名称")
    with pytest.raises(Refused, match="同じ名称の協議会がすでにあります"):
        perform(other, "amend", by=at.supervisor, on=DAY, **make.plan(at))
    abroad = make.desks()
    assert make.planned(abroad, name=first.name).name == first.name
    perform(first, "abolish", by=at.chief, on=NEXT, note="x")
    assert make.planned(at, on=NEXT).name == first.name


def test_nothing_is_planned_for_tomorrow(at):
    with pytest.raises(Refused, match="先の日付"):
        plan_council(at.station, by=at.supervisor, on=dt.date(2099, 1, 1), **make.plan(at))


# --- setting up -----------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-3-1")
def test_what_is_wanting_is_said_before_it_is_set_up(at):
    case = make.planned(at, kind="occupational", koban=None, purpose="金融機関", areas=[])
    assert [reason.sentence for reason in case.founding_gaps()] == ["運営責任者がまだ指定されていません。"]
    perform(
        case, "amend", by=at.supervisor, on=DAY, **make.plan(at, areas=[{"koban": at.koban.pk, "part": ""}])
    )
    assert [str(area) for area in now(case).covered()] == [f"{at.koban}の所管区"]


@pytest.mark.clause("LC-3-1")
def test_a_second_council_over_one_area_is_founded_with_its_reason(at):
    first = make.active(at)
    second = make.planned(at, kind="unit", name="二つ目")
    perform(second, "name_officer", by=at.chief, on=DAY, **told(at, "name_officer", second, second))
    with pytest.raises(Refused, match=f"「{first}」が同じ所管区を対象としています"):
        perform(second, "establish", by=at.chief, on=DAY)
    assert perform(second, "establish", by=at.chief, on=DAY, note="団地が離れている").state == "active"
    part = make.active(at, kind="unit", name="団地", areas=[{"koban": at.koban.pk, "part": "団地"}])
    assert part.doubled() == []
    assert [other.name for other in now(second).doubled()] == [first.name]


# --- officers (第3の6) -------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-3-6")
def test_all_officers_of_the_area_on_the_day_run_it(at):
    second = KobanFactory(station=at.station)
    case = make.active(at, areas=[{"koban": at.koban.pk, "part": ""}, {"koban": second.pk, "part": "一部"}])
    others = [people.koban_officer(second), people.koban_officer(second, starts_on=NEXT)]
    people.koban_officer(KobanFactory(station=at.station))
    left = PostingFactory(post=at.officer.post, ends_on=DAY)
    on = {day: {each.staff for each in case.operating_staff(day)} for day in (DAY, NEXT)}
    assert on[DAY] == {at.officer.staff, others[0].staff, left.staff}
    assert on[NEXT] == {at.officer.staff, *(other.staff for other in others)}


@pytest.mark.clause("LC-3-6")
def test_one_manager_at_a_time_dated(at):
    case = make.active(at)
    first = case.officers.get()
    perform(case, "name_officer", by=at.chief, on=NEXT, **told(at, "name_officer", case, case))
    held = list(case.officers.order_by("pk").values_list("name", "from_on", "to_on"))
    assert held == [(first.name, DAY, NEXT), ("桐谷 冴", NEXT, None)]
    with pytest.raises(Refused, match="前の人の指定の日より前"):
        perform(case, "name_officer", by=at.chief, on=DAY, **told(at, "name_officer", case, case))
    with pytest.raises(Refused, match="氏名を書いてください"):
        perform(case, "name_officer", by=at.chief, on=NEXT, role="manager", staff=None, rank="", name=" ")


@pytest.mark.clause("LC-3-2")
def test_the_roles_are_those_of_the_prefecture(at):
    case = make.active(at)
    with pytest.raises(Refused, match="県の定めにありません"):
        perform(case, "name_officer", by=at.chief, on=DAY, role="assistant", staff=None, rank="", name="甲")
    values = PrefectureProfile.today_of(at.station.prefecture).values
    values.filter(key="council_extra_roles").update(content=["推進責任者", "運営補助者"])
    for name in ("甲", "乙"):
        for role in ("assistant", "promoter"):
            perform(now(case), "name_officer", by=at.chief, on=DAY, role=role, staff=None, rank="", name=name)
    current = [(each.role, each.name) for each in now(case).current_officers() if each.role != "manager"]
    assert sorted(current) == [("assistant", "乙"), ("assistant", "甲"), ("promoter", "乙")]


@pytest.mark.clause("LC-3-6")
def test_a_designation_ends_once_and_not_before_it_began(at):
    case = make.active(at)
    officer = officer_of(case)
    with pytest.raises(Refused, match="指定した日より前"):
        perform(case, "release_officer", by=at.supervisor, on=DAY - dt.timedelta(days=1), officer=officer)
    perform(case, "release_officer", by=at.supervisor, on=NEXT, officer=officer)
    with pytest.raises(Refused, match="すでに解かれています"):
        perform(case, "release_officer", by=at.supervisor, on=NEXT, officer=officer)
    assert case.officers.get().to_on == NEXT


# --- visits and instruction -------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-3-8")
def test_a_visit_says_whom_and_what(at):
    case = make.active(at)
    member, stranger = make.appointed(at, case), make.appointed(at, make.active(at, name="ほか"))
    for details, said in (
        ({"term": None, "whom": " ", "content": "x"}, "訪問した相手を選ぶか"),
        ({"term": stranger.pk, "whom": "", "content": "x"}, "この協議会の委員を選んで"),
        ({"term": member.pk, "whom": "", "content": ""}, "伝えたこと・聞いたことを"),
    ):
        with pytest.raises(Refused, match=said):
            perform(case, "visit", by=at.officer, on=NEXT, **details)
    perform(case, "visit", by=at.officer, on=NEXT, term=member.pk, whom="", content="再任の内諾を得た")
    visit = Visit.objects.get()
    assert (visit.whom, visit.on, visit.visited_by) == (member.person.name, NEXT, at.officer.staff)


@pytest.mark.clause("LC-3-6")
def test_another_kobans_officer_does_not_run_it(at):
    case, stranger = make.active(at), people.koban_officer(KobanFactory(station=at.station))
    with pytest.raises(Refused) as refused:
        perform(case, "visit", by=stranger, on=NEXT, term=None, whom="甲", content="x")
    assert [(reason.sentence, reason.clause) for reason in refused.value.reasons] == [
        ("この協議会の所管区の勤務員か、署の地域課の指導者が行います。", "LC-3-6")
    ]


@pytest.mark.clause("LC-7-1-a")
def test_instruction_says_who_taught_whom_what_and_when(at):
    case = make.planned(at)
    for details, said in (
        ({"taught": [], "topics": ["aim"]}, "指導した相手"),
        ({"taught": ["甲"], "topics": []}, "指導した内容"),
    ):
        with pytest.raises(Refused, match=said):
            perform(case, "instruct", by=at.supervisor, on=DAY, **details)
    perform(
        case,
        "instruct",
        by=at.supervisor,
        on=DAY,
        taught=["巡査 甲"],
        topics=["purpose", "method"],
        note="要点",
    )
    row = StaffInstruction.objects.get()
    assert (row.on, row.taught, row.topics, row.taught_by) == (
        DAY, ["巡査 甲"], ["purpose", "method"], at.supervisor.staff
    )  # fmt: skip


# --- events, and the state on past days -----------------------------------------------------------------------------------


@pytest.mark.clause("LC-3-1")
def test_the_state_of_a_past_day_stands_in_its_events(at):
    case = suspended(at, on=dt.date(2026, 5, 10))
    perform(case, "resume", by=at.chief, on=dt.date(2026, 6, 10))
    perform(
        now(case), "rename", by=at.chief, on=dt.date(2026, 7, 1), **told(at, "rename", case, case)
    )  # fmt: skip
    perform(now(case), "abolish", by=at.chief, on=dt.date(2026, 8, 1), note="x")
    case = now(case)
    states = {
        dt.date(2026, 3, 31): "", DAY: "active", dt.date(2026, 5, 9): "active", dt.date(2026, 5, 10): "suspended",
        dt.date(2026, 6, 9): "suspended", dt.date(2026, 6, 10): "active", dt.date(2026, 7, 1): "active",
        dt.date(2026, 7, 31): "active", dt.date(2026, 8, 1): "abolished", dt.date(2027, 1, 1): "abolished",
    }  # fmt: skip
    assert {day: case.state_on(day) for day in states} == states
    lines = list(case.events.values_list("kind", "name"))
    old, new = f"{at.koban}連絡協議会", "新しい協議会"
    assert lines == [("establish", old), ("suspend", old), ("resume", old), ("rename", new), ("abolish", new)]


@pytest.mark.clause("LC-3-1")
@pytest.mark.parametrize("name", ["suspend", "rename", "abolish"])
def test_its_events_stand_in_the_order_of_their_days(at, name):
    case = suspended(at, on=NEXT)
    case = perform(case, "resume", by=at.chief, on=LATER)
    with pytest.raises(Refused, match="前の経過の日（令和8年5月31日）より前"):
        perform(case, name, by=at.chief, on=NEXT, **told(at, name, case, case))
    assert perform(case, name, by=at.chief, on=LATER, **told(at, name, case, case)).pk == case.pk


@pytest.mark.parametrize("name", ["suspend", "abolish"])
def test_it_neither_rests_nor_ends_before_a_meeting_it_held(at, name):
    case = make.active(at)
    make.appointed(at, case)
    make.held(at, case, on=NEXT)
    with pytest.raises(Refused, match="令和8年5月1日に会議を開いています"):
        perform(case, name, by=at.chief, on=NEXT - dt.timedelta(days=1), note="x")
    assert perform(case, name, by=at.chief, on=NEXT, note="x").state in ("suspended", "abolished")


def test_it_does_not_end_before_its_manager_was_named(at):
    case = make.active(at)
    perform(case, "name_officer", by=at.chief, on=NEXT, **told(at, "name_officer", case, case))
    with pytest.raises(Refused, match="令和8年5月1日に指定しています"):
        perform(now(case), "abolish", by=at.chief, on=DAY, note="x")
    assert perform(now(case), "suspend", by=at.chief, on=DAY, note="x").state == "suspended"


@pytest.mark.clause("LC-3-1")
def test_areas_go_and_come_on_the_day_of_the_change(at):
    second = KobanFactory(station=at.station)
    case = make.active(at)
    areas = [{"koban": second.pk, "part": ""}]
    perform(case, "rename", by=at.chief, on=NEXT, **told(at, "rename", case, case) | {"areas": areas})
    rows = list(now(case).areas.order_by("pk").values_list("koban", "from_on", "to_on"))
    assert rows == [(at.koban.pk, DAY, NEXT), (second.pk, NEXT, None)]
    with pytest.raises(Refused, match="理由を書いてください"):
        perform(now(case), "rename", by=at.chief, on=NEXT, **told(at, "rename", case, case) | {"note": ""})


# --- the end ------------------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-5-1")
@pytest.mark.parametrize("name", ["suspend", "abolish", "merge", "split"])
def test_no_meeting_is_left_hanging_on_a_council_that_stops(at, name):
    case, other = make.active(at), make.active(at, name="ほか", kind="unit")
    meeting = make.meeting(at, case, on=NEXT)
    with pytest.raises(Refused, match="結果を記録していない会議が1回あります"):
        perform(case, name, by=at.chief, on=LATER, **told(at, name, case, other))
    perform(meeting, "cancel", by=at.supervisor, on=NEXT, note="x")
    assert perform(case, name, by=at.chief, on=LATER, **told(at, name, case, other)).state != "active"


@pytest.mark.clause("LC-3-5")
def test_terms_and_designations_end_with_the_council(at):
    case = make.active(at)
    member, candidate = make.appointed(at, case), make.nominated(at, case)
    perform(case, "abolish", by=at.chief, on=NEXT, note="x")
    assert (now(member).state, now(member).ended_on) == ("expired", NEXT)
    assert now(candidate).state == "not_appointed"
    assert (case.officers.get().to_on, case.areas.get().to_on) == (NEXT, NEXT)


def test_a_plan_is_dropped_without_a_line_in_the_list(at):
    case = make.planned(at)
    with_officer(at, case)
    chosen = make.nominated(at, case)
    with pytest.raises(Refused, match="候補者・委員が1人います"):
        perform(now(case), "drop", by=at.supervisor, on=NEXT, note="x")
    perform(chosen, "decline", by=at.chief, on=DAY, note="x")
    perform(now(case), "drop", by=at.supervisor, on=NEXT, note="見合わせる")
    assert now(case).ended_on == NEXT
    assert not CouncilEvent.objects.exists()
    assert case.officers.get().to_on == NEXT


@pytest.mark.clause("LC-4-1-1")
def test_several_are_merged_into_one_that_is_set_up_in_the_same_act(at):
    second = KobanFactory(station=at.station)
    old = [make.active(at), make.active(at, at_koban=second)]
    areas = [{"koban": at.koban.pk, "part": ""}, {"koban": second.pk, "part": ""}]
    new = make.planned(at, kind="unit", koban=None, name="桜見連絡協議会", areas=areas)
    with_officer(at, new)
    succeed(old, "merge", [now(new)], by=at.chief, on=NEXT, note="交番の統合")
    assert [now(each).state for each in old] == ["abolished", "abolished"]
    assert (now(new).state, now(new).established_on) == ("active", NEXT)
    lines = list(CouncilEvent.objects.filter(kind="merge").values_list("others", "note"))
    assert lines == [([new.pk], "交番の統合")] * 2


@pytest.mark.clause("LC-4-1-1")
def test_one_is_split_into_several_and_all_or_nothing_is_done(at):
    old = make.active(at)
    parts = [
        make.planned(at, kind="unit", name=f"桜見{part}", areas=[{"koban": at.koban.pk, "part": part}])
        for part in ("東", "西")
    ]
    with_officer(at, parts[0])
    with pytest.raises(Refused, match="運営責任者がまだ指定されていません"):
        succeed([old], "split", [now(each) for each in parts], by=at.chief, on=NEXT, note="x")
    assert now(old).state == "active"
    assert now(parts[0]).state == "planned"
    with_officer(at, parts[1])
    succeed([old], "split", [now(each) for each in parts], by=at.chief, on=NEXT, note="x")
    assert [now(each).state for each in (old, *parts)] == ["abolished", "active", "active"]


@pytest.mark.clause("LC-4-1-1")
def test_it_goes_over_into_others_of_its_own_station_that_stand(at):
    case, abroad = make.active(at), make.active(make.desks())
    planned, gone = make.planned(at, name="準備中"), abolished(at, name="廃止した")
    for into in ([], [case.pk], [abroad.pk], [planned.pk], [gone.pk]):
        with pytest.raises(Refused, match="活動中のものから選んでください"):
            perform(case, "merge", by=at.chief, on=NEXT, into=into, note="x")


# --- the walls -----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement",
    [
        "update liaison_councils_council set name = 'x'",
        "update liaison_councils_council set state = 'abolished', ended_on = now()",
        "update liaison_councils_councilevent set note = 'x'",
        "update liaison_councils_councilofficer set to_on = now()",
        "delete from liaison_councils_visit",
    ],
)
def test_the_database_takes_no_write_without_an_act(statement):
    with transaction.atomic():
        at = make.desks()
        case = make.active(at)
        perform(case, "visit", by=at.officer, on=DAY, **told(at, "visit", case, case))
    assert attempt(statement, stations=[at.station.pk]) != "done"


def test_one_manager_stands_in_the_database_too(at):
    case = make.active(at)
    held = case.officers.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        case.officers.create(station=at.station, role="manager", name="二人目", from_on=held.from_on)


def test_a_koban_that_has_ended_stays_in_its_council(at):
    case = make.active(at)
    Koban.objects.filter(pk=at.koban.pk).update(valid_to=DAY)
    assert [area.koban for area in case.covered()] == [at.koban]
