"""会議 (第5, 第6, 第7(1)): its machine, who is asked, who was there, opinions read back, minutes, report."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from casework.models import IssuedPaper, StateChange
from casework.workflow import Refused, perform
from liaison_councils.models import Meeting, Opinion, Participant
from liaison_councils.models.opening import plan_meeting
from liaison_councils.models.results import record_result
from liaison_councils.rules.opinions import READ_OUT
from tests.blue_patrol import table
from tests.factories import councils as made
from tests.factories import people
from tests.factories.councils import DAY, now
from tests.factories.places import KobanFactory, StationFactory

pytestmark = pytest.mark.django_db
DAY_OF = DAY + dt.timedelta(days=20)
LATER = DAY_OF + dt.timedelta(days=10)
MACHINE = {
    "planned": {
        "amend": "planned", "invite": "planned", "uninvite": "planned", "announce": "announced", "postpone": "postponed",
        "cancel": "cancelled", "hold": "held",
    },
    "announced": {
        "amend": "announced", "invite": "announced", "uninvite": "announced", "reply": "announced", "postpone": "postponed",
        "cancel": "cancelled", "hold": "held",
    },
    "postponed": {
        "amend": "postponed", "invite": "postponed", "uninvite": "postponed", "announce": "announced", "cancel": "cancelled",
    },
    "held": {
        "correct_attendance": "held", "write_minutes": "held", "approve_minutes": "held", "report": "reported",
    },
}  # fmt: skip


@pytest.fixture
def at():
    return made.desks()


@pytest.fixture
def council(at):
    found = made.active(at)
    for _ in range(3):
        made.appointed(at, found)
    return found


def members(case) -> list[Participant]:
    return list(case.participants.filter(kind="member").order_by("pk"))


def refused(case, name, by, *, on=DAY_OF, **details) -> str:
    """The sentences of a refusal."""
    with pytest.raises(Refused) as told:
        perform(case, name, by=by, on=on, **details)
    return " / ".join(reason.sentence for reason in told.value.reasons)


# --- the machine -----------------------------------------------------------------------------------------------------


def test_the_machine_is_this_one():
    assert table.declared(Meeting) == MACHINE
    assert Meeting.edges() == {
        ("", "planned"), ("planned", "announced"), ("postponed", "announced"), ("planned", "postponed"), ("announced", "postponed"),
        ("planned", "cancelled"), ("announced", "cancelled"), ("postponed", "cancelled"), ("planned", "held"), ("announced", "held"),
        ("held", "reported"),
    }  # fmt: skip


def at_state(at, council, state):
    if state == "planned":
        return made.meeting(at, council, on=DAY_OF, kind="extraordinary", reason="声掛けが続いている")
    if state == "announced":
        return made.announced(at, council, on=DAY_OF)
    if state in ("postponed", "cancelled"):
        case = made.announced(at, council, on=DAY_OF)
        act = {"postponed": "postpone", "cancelled": "cancel"}[state]
        perform(case, act, by=at.supervisor, on=DAY, note="台風のため", planned_on=LATER)
        return now(case)
    return (made.held if state == "held" else made.reported)(at, council, on=DAY_OF)


def details_of(case, name) -> dict:
    """What each act is told; enough that nothing but the state, or who asks, stands against it."""
    people = [row.pk for row in case.participants.all()]
    guest = {"kind": "resident", "name": "住民 花子", "body": "", "count": 1}
    added = case.participants.exclude(kind="member").first()
    return {
        "amend": made.meeting_plan(LATER, reason=case.reason), "invite": {"council": case.councils.get().pk, "people": [guest]},
        "uninvite": {"participant": added.pk}, "reply": {"replies": {str(people[0]): "yes"}},
        "postpone": {"note": "台風", "planned_on": None}, "cancel": {"note": "台風"}, "hold": {"present": people, "more": []},
        "correct_attendance": {"present": people, "more": [], "note": "書き違い"},
        "write_minutes": {"discussed": "施錠を呼び掛ける"}, "report": {"document_number": "第1号"},
    }.get(name, {})  # fmt: skip


STATES = ("planned", "announced", "postponed", "cancelled", "held", "reported")
MORE = {"held": {"report": "議事録がまだ承認されていません。"}}


@pytest.mark.parametrize("state", STATES)
def test_every_act_in_every_state_by_every_role(at, council, state):
    case = at_state(at, council, state)
    other = people.koban_officer(KobanFactory(station=at.station))
    desk = "交番・駐在所か、署の地域課の職が行います。"
    lead = "署の地域課の指導者か署長の職が行います。"
    elsewhere = "この協議会の所管区の勤務員か、署の地域課の指導者が行います。"
    for name in table.names(Meeting):
        told, target = details_of(case, name), MACHINE.get(state, {}).get(name, "refused")
        may = MORE.get(state, {}).get(name, target)
        answers = {
            who: table.outcome(case, name, None, getattr(at, who), on=DAY_OF if state in ("held", "reported") or name == "hold" else DAY, **told)
            for who in ("officer", "supervisor", "chief", "division")
        }  # fmt: skip
        if target == "refused":
            said = {answer.split(" / ")[-1] for answer in answers.values()}
            assert said == {"refused"}, (state, name, answers)
            continue
        leads = name == "approve_minutes"
        assert answers["supervisor"] == may, (state, name)
        assert answers["officer"] == (lead if leads else may), (state, name)
        assert answers["chief"].startswith(may if leads else desk), (state, name)
        assert answers["division"].startswith(lead if leads else desk), (state, name)
        by_other = table.outcome(case, name, None, other, on=DAY_OF, **told)
        assert by_other.startswith(lead if leads else elsewhere), (state, name, by_other)


# --- the plan (第5の1〜3) ------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-5-1", "LC-5-3")
def test_a_meeting_is_regular_or_extraordinary_with_its_reason(at, council):
    for missing, sentence in (
        ({"reason": " "}, "臨時に開く理由を書いてください。"),
        ({"planned_on": None, "reason": "x"}, "会議の日を入れてください。"),
        ({"ends_at": dt.time(14), "reason": "x"}, "終わる時刻は、始まる時刻より後にしてください。"),
    ):
        with pytest.raises(Refused, match=sentence):
            made.meeting(at, council, **{"on": DAY_OF, "kind": "extraordinary"} | _as_plan(missing))
    case = made.meeting(at, council, on=DAY_OF, kind="extraordinary", reason="車上ねらいが続いた")
    with pytest.raises(DatabaseError), transaction.atomic():
        Meeting.objects.filter(pk=case.pk).update(reason="")


def _as_plan(told: dict) -> dict:
    return {("on" if name == "planned_on" else name): value for name, value in told.items()}


@pytest.mark.clause("LC-5-1", "LC-4-2")
@pytest.mark.parametrize("kind", ["unit", "occupational"])
def test_unit_and_occupational_councils_meet_as_the_others_do(at, kind):
    council = made.active(at, kind=kind, name="商店街協議会", purpose="商店の防犯")
    made.appointed(at, council)
    assert made.reported(at, council, on=DAY_OF).state == "reported"


@pytest.mark.clause("LC-5-1")
def test_only_active_councils_plan_and_only_who_runs_all_of_them(at, council):
    waiting = made.planned(at, name="準備中の会", at_koban=KobanFactory(station=at.station))
    with pytest.raises(Refused, match="「準備中の会」は「設置の準備中」です。会議の予定を入れられません。"):
        made.meeting(at, waiting, on=DAY_OF)
    second = made.active(at, name="第二の会", at_koban=KobanFactory(station=at.station))
    with pytest.raises(Refused, match="この協議会の所管区の勤務員か"):
        plan_meeting([council, second], by=at.officer, on=DAY, kind="regular", **made.meeting_plan(DAY_OF))
    joint = made.meeting(at, council, second, on=DAY_OF)
    assert sorted(joint.subject.split("・")) == sorted([council.name, "第二の会"])
    assert not Meeting.objects.exclude(pk=joint.pk).exists()


@pytest.mark.clause("LC-5-1")
def test_a_meeting_is_not_held_on_a_day_when_its_council_was_not_active(at, council):
    case = made.announced(at, council, on=DAY_OF)
    present = [row.pk for row in members(case)]
    before = made.meeting(at, council, on=DAY_OF, kind="extraordinary", reason="x")
    told = refused(
        before, "hold", at.supervisor, on=DAY - dt.timedelta(days=1), present=[r.pk for r in members(before)]
    )
    assert f"「{council}」は、令和8年3月31日に活動中ではありませんでした。" in told
    perform(before, "cancel", by=at.supervisor, on=DAY, note="重なる")
    perform(case, "hold", by=at.supervisor, on=DAY_OF, present=present)
    perform(council, "suspend", by=at.chief, on=LATER, note="担い手がいない")
    assert council.was_active_on(DAY_OF)
    perform(now(council), "resume", by=at.chief, on=LATER + dt.timedelta(days=5))
    late = made.announced(at, now(council), on=LATER)
    told = refused(
        late, "hold", at.supervisor, on=LATER + dt.timedelta(days=2), present=[r.pk for r in members(late)]
    )
    assert "令和8年5月3日に活動中ではありませんでした。" in told


@pytest.mark.clause("LC-5-2")
def test_a_regular_meeting_is_announced_before_it_is_held_an_extraordinary_one_need_not_be(at, council):
    regular = made.meeting(at, council, on=DAY_OF)
    assert refused(regular, "hold", at.supervisor, present=[]) == "定期会議は、案内を記録してから開催します。"
    urgent = made.meeting(at, council, on=DAY_OF, kind="extraordinary", reason="放火が続いた")
    assert made.hold(at, urgent, DAY_OF).state == "held"
    late = made.announced(at, council, on=DAY_OF, entered=DAY + dt.timedelta(days=5))
    told = refused(
        late, "hold", at.supervisor, on=DAY + dt.timedelta(days=4), present=[r.pk for r in members(late)]
    )
    assert told == "案内した日より前に開催したことにはできません。"


@pytest.mark.clause("LC-5-2")
def test_nothing_is_recorded_for_tomorrow(at, council):
    far = dt.date(2090, 4, 1)
    made.appointed(at, council, starts_on=far, ends_on=far)
    case = made.announced(at, council, on=far)
    told = refused(case, "hold", at.supervisor, on=far, present=[r.pk for r in members(case)])
    assert told == "先の日付は記録できません。"


# --- who is asked (第5の4・5, 第7(2)) --------------------------------------------------------------------------------------


@pytest.mark.clause("LC-5-1", "LC-3-6")
def test_members_and_staff_of_the_day_are_asked_from_the_beginning(at, council):
    ends = made.appointed(at, council, starts_on=DAY, ends_on=DAY_OF - dt.timedelta(days=1))
    case = made.meeting(at, council, on=DAY_OF)
    assert len(members(case)) == 3
    assert ends.pk not in [row.term_id for row in members(case)]
    assert [row.staff_id for row in case.participants.filter(kind="staff")] == [at.officer.staff.pk]


@pytest.mark.clause("LC-5-4", "LC-5-5", "LC-7-2")
@pytest.mark.parametrize("kind", ["resident", "body", "section", "executive"])
def test_others_are_asked_by_name_or_by_body_and_number(at, council, kind):
    case = made.meeting(at, council, on=DAY_OF)
    told = {"kind": kind, "name": "", "body": "坂上小学校PTA", "count": 12}
    perform(case, "invite", by=at.officer, on=DAY, council=council.pk, people=[told])
    row = case.participants.get(kind=kind)
    assert (row.body, row.count, row.is_invited) == ("坂上小学校PTA", 12, True)
    said = refused(
        case, "invite", at.officer, on=DAY, council=council.pk, people=[told | {"body": " ".strip()}]
    )
    assert said == "案内する人の氏名か所属を書いてください。"


@pytest.mark.clause("LC-5-4")
def test_a_guest_is_taken_off_the_list_a_member_is_not(at, council):
    case = made.meeting(at, council, on=DAY_OF)
    guest = case.participants.get(kind="staff")
    said = refused(case, "uninvite", at.officer, on=DAY, participant=members(case)[0].pk)
    assert said == "委員は、全員に案内します。名簿から外せません。"
    perform(case, "uninvite", by=at.officer, on=DAY, participant=guest.pk)
    assert (
        refused(case, "uninvite", at.officer, on=DAY, participant=guest.pk)
        == "この人は、もう名簿にありません。"
    )


@pytest.mark.clause("LC-5-4")
def test_a_moved_day_asks_its_members_again_and_keeps_the_guests(at, council):
    case = made.announced(at, council, on=DAY_OF)
    perform(
        case,
        "invite",
        by=at.officer,
        on=DAY,
        council=council.pk,
        people=[{"kind": "body", "name": "", "body": "市役所"}],
    )
    replies = {str(row.pk): "yes" for row in case.participants.all()}
    perform(now(case), "reply", by=at.officer, on=DAY, replies=replies)
    new = made.appointed(at, council, starts_on=LATER, ends_on=LATER + dt.timedelta(days=700))
    perform(now(case), "amend", by=at.officer, on=DAY, **made.meeting_plan(DAY_OF, place="公民館"))
    assert {row.reply for row in now(case).participants.all()} == {"yes"}  # another place asks nobody again
    perform(now(case), "amend", by=at.officer, on=DAY, **made.meeting_plan(LATER))
    rows = list(now(case).participants.all())
    assert new.pk in [row.term_id for row in rows]
    assert [row.body for row in rows if row.kind == "body"] == ["市役所"]
    assert {row.reply for row in rows} == {""}


@pytest.mark.clause("LC-5-4")
def test_the_letter_is_frozen_and_made_anew_when_the_plan_changes_after_it(at, council):
    case = made.announced(at, council, on=DAY_OF)
    first = IssuedPaper.objects.of_case(case).get(form="L9")
    perform(now(case), "amend", by=at.officer, on=DAY, **made.meeting_plan(LATER))
    papers = IssuedPaper.objects.of_case(case).filter(form="L9")
    assert papers.valid().get().pk != first.pk
    assert papers.get(pk=first.pk).void_reason == "案内した後に予定を変えた"
    perform(
        now(case), "postpone", by=at.officer, on=DAY, note="台風", planned_on=LATER + dt.timedelta(days=7)
    )
    perform(now(case), "announce", by=at.officer, on=DAY)
    assert (papers.count(), papers.valid().count()) == (3, 1)


@pytest.mark.clause("LC-5-4")
def test_an_announcement_wants_day_time_place_and_somebody(at, council):
    bare = made.meeting(at, council, on=DAY_OF, place="")
    assert refused(bare, "announce", at.officer, on=DAY) == "日時と場所がまだ決まっていません。"
    alone = made.active(at, name="委員のいない会", at_koban=KobanFactory(station=at.station))
    empty = made.meeting(at, alone, on=DAY_OF)
    assert refused(empty, "announce", at.supervisor, on=DAY) == "案内する人がまだいません。"
    case = made.announced(at, council, on=DAY_OF)
    perform(case, "postpone", by=at.officer, on=DAY, note="会場が使えない", planned_on=None)
    assert refused(now(case), "announce", at.officer, on=DAY) == "日時と場所がまだ決まっていません。"


@pytest.mark.clause("LC-5-4")
def test_nobody_is_asked_after_the_day(at, council):
    case = made.meeting(at, council, on=DAY_OF)
    told = refused(case, "announce", at.officer, on=LATER)
    assert told == "会議の日より後に案内したことにはできません。"


@pytest.mark.clause("LC-5-4")
def test_a_reply_is_one_of_three(at, council):
    case = made.announced(at, council, on=DAY_OF)
    first, second, third = members(case)
    told = {str(first.pk): "yes", str(second.pk): "no", str(third.pk): ""}
    perform(case, "reply", by=at.officer, on=DAY, replies=told)
    assert [row.reply for row in members(case)] == ["yes", "no", ""]
    assert (
        refused(now(case), "reply", at.officer, on=DAY, replies={str(first.pk): "perhaps"})
        == "返事を選んでください。"
    )


# --- who was there -----------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-5-1", "LC-3-5")
def test_somebody_who_was_no_member_that_day_did_not_attend_as_one(at, council):
    case = made.announced(at, council, on=DAY_OF)
    gone = members(case)[0]
    perform(
        gone.term,
        "resign",
        by=at.chief,
        on=DAY + dt.timedelta(days=3),
        last_on=DAY + dt.timedelta(days=3),
        note="転居",
    )
    told = refused(case, "hold", at.supervisor, present=[row.pk for row in members(case)])
    assert told == f"{gone.name}さんは、令和8年4月21日には委員ではありませんでした。"
    held = made.hold(at, case, DAY_OF, present=[row.pk for row in members(case)[1:]])
    assert held.attendance(council) == (2, 2)


@pytest.mark.clause("LC-5-1", "LC-3-5")
def test_who_became_a_member_after_the_letter_is_there_all_the_same(at, council):
    case = made.announced(at, council, on=DAY_OF)
    new = made.appointed(at, council, on=DAY + dt.timedelta(days=2))
    absent = made.appointed(at, council, on=DAY + dt.timedelta(days=2))
    more = [{"kind": "member", "term": new.pk, "name": new.person.name, "body": "", "council": council.pk}]
    held = made.hold(at, case, DAY_OF, present=[members(case)[0].pk], more=more)
    assert held.attendance(council) == (2, 5)
    assert held.participants.get(term=absent).attended is False
    perform(
        held, "correct_attendance", by=at.officer, on=DAY_OF, present=[members(held)[0].pk], more=[], note="x"
    )
    assert now(held).attendance(council) == (1, 5)


@pytest.mark.clause("LC-5-1")
def test_an_announcement_asks_who_is_a_member_now(at, council):
    case = made.meeting(at, council, on=DAY_OF)
    perform(members(case)[0].term, "resign", by=at.chief, on=DAY, last_on=DAY, note="転居")
    new = made.appointed(at, council)
    perform(case, "announce", by=at.officer, on=DAY)
    assert len(members(case)) == 3
    assert new.pk in [row.term_id for row in members(case)]


@pytest.mark.clause("LC-5-1", "LC-3-2")
def test_a_meeting_has_a_member_and_only_people_of_its_list(at, council):
    case = made.announced(at, council, on=DAY_OF)
    staff = case.participants.get(kind="staff")
    assert refused(case, "hold", at.supervisor, present=[staff.pk]) == "出席した委員がいません。"
    stranger = made.announced(at, council, on=DAY_OF)
    told = refused(case, "hold", at.supervisor, present=[members(case)[0].pk, members(stranger)[0].pk])
    assert told == "この会議の名簿にない人が選ばれています。"


@pytest.mark.clause("LC-5-1", "LC-5-4")
def test_each_council_of_a_joint_meeting_has_its_own_attendance(at, council):
    second = made.active(at, name="第二の会", at_koban=KobanFactory(station=at.station))
    term = made.appointed(at, second)
    case = made.announced(at, council, second, on=DAY_OF)
    own = members(case)[:2]
    guests = [{"kind": "resident", "name": "", "body": "二丁目の住民", "count": 14, "council": second.pk}]
    held = made.hold(at, case, DAY_OF, present=[row.pk for row in own], more=guests)
    assert (held.attendance(council), held.attendance(second)) == ((2, 3), (0, 1))
    assert held.participants.get(kind="resident").council == second
    perform(
        held,
        "correct_attendance",
        by=at.supervisor,
        on=DAY_OF,
        present=[held.participants.get(term=term).pk],
        more=[],
        note="逆だった",
    )
    assert (now(held).attendance(council), now(held).attendance(second)) == ((0, 3), (1, 1))
    assert not now(held).participants.filter(kind="resident").exists()


# --- opinions (第6) ------------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-6")
def test_answers_to_earlier_opinions_are_the_first_item_of_the_agenda(at, council):
    quiet = made.announced(at, council, on=DAY_OF)
    assert READ_OUT not in quiet.agenda
    made.opinion(at, council)
    case = made.announced(at, council, on=DAY_OF)
    assert case.agenda.splitlines() == [READ_OUT, "自転車盗の状況"]


@pytest.mark.clause("LC-6")
def test_a_result_brings_opinions_and_reads_answers_out_at_once(at, council):
    asked = made.opinion(at, council)
    perform(asked, "answer", by=at.officer, on=DAY, reply="照明を増やした")
    case = made.announced(at, council, on=DAY_OF)
    row = {
        "council": council.pk,
        "kind": "traffic",
        "raiser": "resident",
        "raiser_name": "",
        "content": "一時停止",
        "section": "交通課",
    }
    record_result(
        case,
        by=at.officer,
        on=DAY_OF,
        present=[members(case)[0].pk],
        more=[],
        opinions=[row],
        read=[now(asked)],
    )
    assert (now(asked).state, now(asked).read_out_at, now(asked).closed_on) == ("closed", case, DAY_OF)
    raised = Opinion.objects.get(meeting=case)
    assert (raised.content, raised.section, raised.received_on, raised.state) == (
        "一時停止",
        "交通課",
        DAY_OF,
        "received",
    )


@pytest.mark.clause("LC-6")
@pytest.mark.parametrize("fault", ["empty", "unread", "elsewhere"])
def test_nothing_is_half_stored_when_one_opinion_is_faulty(at, council, fault):
    asked = made.opinion(at, council)
    perform(asked, "answer", by=at.officer, on=DAY + dt.timedelta(days=30), reply="照明を増やした")
    case = made.announced(at, council, on=DAY_OF)
    good = {
        "council": council.pk,
        "kind": "crime",
        "raiser": "member",
        "raiser_name": "",
        "content": "暗い",
        "section": "",
    }
    told = {
        "empty": {"opinions": [good, good | {"content": " "}]},
        "unread": {"opinions": [good], "read": [now(asked)]},
        "elsewhere": {"opinions": [good], "read": [made.opinion(at, made.active(at, name="別", at_koban=KobanFactory(station=at.station)))]},
    }[fault]  # fmt: skip
    said = {
        "empty": "意見・要望の2件目：意見・要望の内容を書いてください。", "unread": "の読上げ：前の手続の日（令和8年5月1日）より前の日付は記録できません。",
        "elsewhere": "の読上げ：「回答がまだ」の記録では行えません。",
    }[fault]  # fmt: skip
    before = (StateChange.objects.count(), Opinion.objects.count())
    with pytest.raises(Refused, match=said):
        record_result(case, by=at.supervisor, on=DAY_OF, present=[members(case)[0].pk], more=[], **told)
    assert (StateChange.objects.count(), Opinion.objects.count()) == before
    assert now(case).state == "announced"
    assert not case.participants.exclude(attended=None).exists()


@pytest.mark.clause("LC-6")
def test_an_answer_is_read_out_at_a_meeting_of_its_own_council(at, council):
    second = made.active(at, name="第二の会", at_koban=KobanFactory(station=at.station))
    asked = made.opinion(at, second)
    perform(asked, "answer", by=at.supervisor, on=DAY, reply="照明を増やした")
    held = made.held(at, council, on=DAY_OF)
    assert (
        refused(now(asked), "read_back", at.supervisor, meeting=held.pk) == "読み上げた会議を選んでください。"
    )


# --- minutes and report (第6, 第7(1)) ----------------------------------------------------------------------------------------


@pytest.mark.clause("LC-7-1-b")
def test_minutes_are_approved_once_by_who_supervises(at, council):
    case = made.held(at, council, on=DAY_OF)
    assert refused(case, "approve_minutes", at.officer) == "署の地域課の指導者か署長の職が行います。"
    assert refused(case, "report", at.officer) == "議事録がまだ承認されていません。"
    perform(case, "approve_minutes", by=at.chief, on=DAY_OF)
    assert refused(now(case), "approve_minutes", at.supervisor) == "議事録は、すでに承認されています。"
    assert (
        refused(now(case), "write_minutes", at.officer, discussed="別の話")
        == "議事録は、すでに承認されています。"
    )
    perform(now(case), "report", by=at.officer, on=DAY_OF, document_number="桜地発第7号")
    forms = IssuedPaper.objects.of_case(case).exclude(form="L9").values_list("form", flat=True)
    assert sorted(forms) == ["L10", "L11"]
    assert now(case).document_number == "桜地発第7号"


@pytest.mark.clause("LC-6", "LC-7-1-b")
def test_minutes_without_a_word_are_not_approved(at, council):
    case = made.hold(at, made.announced(at, council, on=DAY_OF), DAY_OF)
    assert refused(case, "approve_minutes", at.chief) == "議事の概要がまだ書かれていません。"
    assert refused(case, "write_minutes", at.officer, discussed=" ") == "議事の概要を書いてください。"


@pytest.mark.clause("LC-6")
@pytest.mark.parametrize(
    ("text", "is_refused"),
    [
        ("小栗委員から、駅裏が暗いとの話", True),
        ("小栗　徹さんの話", True),
        ("委員から、駅裏が暗いとの話", False),
        ("小栗町の話", False),
    ],
)
def test_no_name_is_left_in_what_the_public_reads(at, text, is_refused):
    council = made.active(at)
    made.appointed(at, council, typed=made.person(name="小栗 徹"))
    case = made.held(at, council, on=DAY_OF)
    perform(case, "write_minutes", by=at.officer, on=DAY_OF, discussed="話し合った", public_minutes=text)
    if is_refused:
        assert "公表する議事概要に、参加者の氏名（小栗 徹）が残っています。" in refused(
            now(case), "approve_minutes", at.chief
        )
    else:
        assert perform(now(case), "approve_minutes", by=at.chief, on=DAY_OF).minutes_approved_on == DAY_OF


@pytest.mark.clause("LC-7-3")
def test_a_meeting_of_another_station_is_nobodys_business_here(at, council):
    case = made.announced(at, council, on=DAY_OF)
    stranger = people.supervisor(StationFactory())
    assert case not in Meeting.objects.of(stranger)
    with pytest.raises(Refused, match="交番・駐在所か、署の地域課の職が行います。"):
        perform(case, "cancel", by=stranger, on=DAY, note="x")
