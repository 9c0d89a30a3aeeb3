"""Acts that no walk takes or seldom comes to, each on a record made for it."""

import datetime as dt

from django.db import transaction

from casework.workflow import perform
from casework.years import FISCAL, Year
from liaison_councils.models import ListRegistration
from liaison_councils.models.closing import close_year
from liaison_councils.models.opening import ask_support, remark
from tests.blue_patrol.test_registration import car_row, group_row, person_row, records, take
from tests.factories import councils, people, remarks, trainings
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.councils import now
from tests.factories.places import KobanFactory, StationFactory

PLACE = {"kana": "", "area": "x", "purpose": ""}


def all_single_acts() -> None:
    """Each group of them in a transaction of its own."""
    for acts in (courses, clock_remarks, councils_acts, councils_ends, meetings, supervision, registrations):
        with transaction.atomic():
            acts()


def courses() -> None:
    desks = Desks(StationFactory())
    first, second = application_at("draft", desks, people=2, untrained=2).group.patrollers.all()
    outsider = trainings.outsider(name=second.name, birth_date=second.birth_date)
    course, by = trainings.plan(desks, [outsider]), desks.clerk
    trainings.enrol(course, desks, [first, second])
    perform(course, "strike", by=by, trainee=course.trainees.get(patroller=second).pk)
    perform(course, "amend", by=by, held_on=course.held_on, place="公民館", trainer=course.trainer)
    held = trainings.hold(trainings.now(course), desks)
    line = held.trainees.get(patroller=None)
    perform(held, "link", by=by, trainee=line.pk, patroller=second.pk)
    present = [each.pk for each in held.trainees.all()][:1]
    perform(held, "correct_attendance", by=by, note="取り違えた", present=present, people=[])
    perform(trainings.plan(desks), "cancel", by=by, note="台風のため")


def clock_remarks() -> None:
    desks = Desks(StationFactory())
    made = remarks.made(desks, application_at("delivered", desks))
    perform(made, "answer", by=desks.clerk, on=made.made_on, answer_text="きょう報告する")
    perform(made, "ask_again", by=desks.hq_clerk, on=made.made_on, note="その後は")
    perform(made, "settle", by=desks.hq_clerk, on=made.made_on)


def councils_acts() -> None:
    at = councils.desks()
    planned, by = councils.planned(at), at.supervisor
    perform(planned, "amend", by=by, on=DAY, **councils.plan(at, name="直した協議会"))
    perform(planned, "drop", by=by, on=DAY, note="見送る")
    council = councils.active(at, name="続く協議会")
    officer, other = at.officer.staff, people.koban_officer(at.koban).staff
    named = {"rank": "警部補", "name": other.name}
    perform(council, "hand_over", by=at.chief, on=DAY, **{"from": officer.pk, "to": other.pk}, **named)
    perform(council, "release_officer", by=by, on=DAY, officer=council.officers.filter(to_on=None).first().pk)
    term = councils.nominated(at, council)
    typed = {"category": "school", "reason": "別の理由", **councils.term_span(), "person": {}}
    perform(term, "amend", by=by, on=DAY, **typed)
    perform(
        councils.appointed(at, council), "correct_person", by=by, on=DAY, person={"phone": "0500"}, note=""
    )
    opinion = councils.opinion(at, council)
    told = {name: getattr(opinion, name) for name in opinion.TYPED} | {"section": "交通課"}
    perform(opinion, "assign", by=by, on=DAY, **told)


def councils_ends() -> None:
    at = councils.desks()
    names = ("継ぐ協議会", "統合する協議会", "分割する協議会", "休む協議会")
    heir, merged, split, resting = (councils.active(at, name=name, kind="unit") for name in names)
    for name, case in (("merge", merged), ("split", split)):
        councils.appointed(at, case)
        perform(case, name, by=at.chief, on=DAY, into=[heir.pk], note="所管区の統合")
    perform(resting, "suspend", by=at.chief, on=DAY, note="委員が決まらない")
    perform(resting, "resume", by=at.chief, on=DAY)
    term = councils.appointed(at, heir)
    perform(term, "end_with_council", by=at.chief, on=DAY, note="協議会の廃止")


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


def registrations() -> None:
    clerk = Desks(StationFactory()).clerk
    _, (made,) = take(clerk, records([group_row()], [car_row()], [person_row()]))
    perform(made, "undo", by=clerk, on=DAY.replace(month=10), note="誤り")
    at = councils.desks()
    perform(councils.list_registered(at), "undo", by=at.supervisor, on=DAY, note="誤り")
    assert ListRegistration.objects.get(station=at.station).state == "undone"
