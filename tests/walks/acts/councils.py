"""Every act of councils, their members, meetings and opinions, and of what is beside them."""

import datetime as dt

from casework.workflow import perform
from casework.years import FISCAL, Year
from liaison_councils.models import ListRegistration
from liaison_councils.models.closing import close_year
from liaison_councils.models.opening import ask_support, remark
from tests.factories import councils, people
from tests.factories.councils import DAY, now
from tests.factories.places import KobanFactory

COUNCILS = {
    "liaison_councils.Council": """
        abolish amend drop establish hand_over instruct merge name_officer release_officer rename resume split suspend visit
    """,
    "liaison_councils.Term": """
        amend appoint consult correct_person decline dismiss end_with_council expire intend resign
    """,
}
MEETINGS = {
    "liaison_councils.Meeting": """
        amend announce approve_minutes cancel correct_attendance hold invite postpone reply report uninvite write_minutes
    """,
    "liaison_councils.Opinion": "answer assign close_otherwise read_back reopen",
}
SUPERVISION = {
    "liaison_councils.SupportRequest": "answer withdraw",
    "liaison_councils.Remark": "answer ask_again settle",
    "liaison_councils.YearReport": "close_again reopen see",
    "liaison_councils.ListRegistration": "undo",
}


def councils_begun() -> None:
    at = councils.desks()
    planned, by = councils.planned(at), at.supervisor
    perform(planned, "amend", by=by, on=DAY, **councils.plan(at, name="直した協議会"))
    perform(planned, "drop", by=by, on=DAY, note="見送る")
    council = councils.active(at, name="続く協議会")
    officer, other = at.officer.staff, people.koban_officer(at.koban).staff
    named = {"rank": "警部補", "name": other.name}
    perform(council, "visit", by=at.officer, on=DAY, term=None, whom="自治会長", content="夜の様子を聞いた")
    perform(council, "instruct", by=by, on=DAY, taught=["巡査 甲"], topics=["aim"], note="")
    perform(council, "hand_over", by=at.chief, on=DAY, **{"from": officer.pk, "to": other.pk}, **named)
    perform(council, "release_officer", by=by, on=DAY, officer=council.officers.filter(to_on=None).first().pk)


def councils_ended() -> None:
    at = councils.desks()
    names = ("継ぐ協議会", "統合する協議会", "分割する協議会", "休む協議会")
    heir, merged, split, resting = (councils.active(at, name=name, kind="unit") for name in names)
    for name, case in (("merge", merged), ("split", split)):
        councils.appointed(at, case)
        perform(case, name, by=at.chief, on=DAY, into=[heir.pk], note="所管区の統合")
    areas = [{"koban": at.koban.pk, "part": ""}]
    typed = {"name": "新しい協議会", "kana": "", "area": "x", "purpose": "", "areas": areas}
    perform(resting, "rename", by=at.chief, on=DAY, note="町名の変更", **typed)
    perform(resting, "suspend", by=at.chief, on=DAY, note="委員が決まらない")
    perform(resting, "resume", by=at.chief, on=DAY)
    perform(resting, "abolish", by=at.chief, on=DAY, note="所管区の統合")


def terms() -> None:
    at = councils.desks()
    council, chief = councils.active(at), {"by": at.chief, "on": DAY}
    term = councils.nominated(at, council)
    typed = {"category": "school", "reason": "別の理由", **councils.term_span(), "person": {}}
    perform(term, "amend", by=at.supervisor, on=DAY, **typed)
    perform(term, "decline", **chief, note="辞退")
    members = iter([councils.appointed(at, council) for _ in range(4)])
    member = next(members)
    perform(member, "correct_person", by=at.supervisor, on=DAY, person={"phone": "0500"}, note="")
    perform(member, "intend", by=at.supervisor, on=DAY, intent="again", note="")
    perform(member, "expire", by=at.supervisor, on=DAY, note="")
    perform(next(members), "resign", **chief, last_on=DAY, note="転居")
    perform(next(members), "dismiss", **chief, last_on=DAY, note="転居")
    perform(next(members), "end_with_council", **chief, note="協議会の廃止")


def meetings() -> None:
    at, day = councils.desks(), DAY + dt.timedelta(days=20)
    council = councils.active(at)
    councils.appointed(at, council)
    case, by = councils.meeting(at, council, on=day), at.supervisor
    guest = {"kind": "resident", "name": "住民 花子", "body": "", "count": 1}
    perform(case, "amend", by=by, on=DAY, **councils.meeting_plan(day))
    perform(case, "invite", by=by, on=DAY, council=council.pk, people=[guest])
    perform(case, "uninvite", by=by, on=DAY, participant=case.participants.get(kind="resident").pk)
    perform(case, "announce", by=by, on=DAY)
    member = case.participants.filter(kind="member").first()
    perform(case, "reply", by=by, on=DAY, replies={str(member.pk): "yes"})
    held = councils.hold(at, now(case), day)
    present = [row.pk for row in held.participants.all()]
    perform(held, "correct_attendance", by=by, on=day, present=present, more=[], note="書き違い")
    councils.reported(at, council, on=day, public="照明について意見を交わした。")
    other = councils.meeting(at, council, on=day)
    perform(other, "postpone", by=by, on=DAY, note="台風", planned_on=None)
    perform(other, "cancel", by=by, on=DAY, note="台風")


def opinions() -> None:
    at = councils.desks()
    council, told = councils.active(at), {"by": at.supervisor, "on": DAY}
    councils.appointed(at, council)
    opinion = councils.opinion(at, council)
    typed = {name: getattr(opinion, name) for name in opinion.TYPED} | {"section": "交通課"}
    perform(opinion, "assign", **typed, **told)
    perform(opinion, "answer", reply="照明を増やした", **told)
    perform(opinion, "reopen", note="違った", **told)
    perform(opinion, "answer", reply="照明を2基増やした", **told)
    day = DAY + dt.timedelta(days=20)
    meeting = councils.held(at, council, on=day)
    perform(opinion, "read_back", by=at.supervisor, on=day, meeting=meeting.pk)
    perform(councils.opinion(at, council), "close_otherwise", note="本人に伝えた", **told)


def supervision() -> None:
    at = councils.desks()
    council = councils.active(at, at_koban=KobanFactory(station=at.station))
    asked = {"kind": "presence", "asked_of": "交通課", "content": "自転車の話をしてほしい"}
    for name, told in (("answer", {"answer_text": "行く"}), ("withdraw", {"note": "要らない"})):
        request = ask_support(council, by=at.supervisor, on=DAY, **asked)
        perform(request, name, by=at.supervisor, on=DAY, **told)
    made = remark(at.station, by=at.division, on=DAY, council=council, text="予定がない", due_on=None)
    perform(made, "answer", by=at.supervisor, on=DAY, answer_text="10月に開く")
    perform(made, "ask_again", by=at.division, on=DAY, note="日は")
    perform(made, "settle", by=at.division, on=DAY)
    report = close_year(at.station, Year(FISCAL, 2025), by=at.chief, on=DAY, reasons={})
    perform(report, "see", by=at.division, on=DAY)
    perform(report, "reopen", by=at.division, on=DAY, note="忘れ")
    perform(report, "close_again", by=at.supervisor, on=DAY, reasons={})


def lists() -> None:
    at = councils.desks()
    perform(councils.list_registered(at), "undo", by=at.supervisor, on=DAY, note="誤り")
    assert ListRegistration.objects.get(station=at.station).state == "undone"
