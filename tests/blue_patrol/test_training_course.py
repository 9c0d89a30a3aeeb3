"""A course of training: its machine, what it records of whom, corrections, and who is linked later (第2(3), 第11の1)."""

import datetime as dt

import pytest

from blue_patrol.models import (
    CourseState,
    Credential,
    Kind,
    Patroller,
    Trainee,
    TrainingCourse,
    TrainingRecord,
)
from blue_patrol.rules import training_topics
from casework.models import ChangePayload, Deadline, StateChange
from casework.models.road import RoadState as S
from casework.workflow import Refused, perform
from tests.factories.applications import DAY, Desks, application_at, train
from tests.factories.places import StationFactory
from tests.factories.trainings import BOTH, PLANNED_FOR, TRAINER, enrol, hold, now, outsider, plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    return Desks(StationFactory())


@pytest.fixture
def group(desks):
    return application_at(S.RECEIVED, desks, people=3, untrained=3).group


def said(refused) -> str:
    return str(refused.value)


def clauses(refused) -> set[str]:
    return {reason.clause for reason in refused.value.reasons}


def acts(course) -> list[str]:
    return list(StateChange.objects.of_case(course).order_by("seq").values_list("transition", flat=True))


# --- the machine ---------------------------------------------------------------------------------------------------


def test_the_machine_has_these_steps_and_no_others():
    assert TrainingCourse.edges() == {("", "planned"), ("planned", "held"), ("planned", "cancelled")}
    field = TrainingCourse._meta.get_field("state")
    steps = {(t.source, t.target, t.name) for t in field.get_all_transitions(TrainingCourse)}
    kept = {
        ("planned", "amend"),
        ("planned", "enrol"),
        ("planned", "strike"),
        ("held", "correct_attendance"),
        ("held", "link"),
    }
    assert {(source, name) for source, target, name in steps if target is None} == kept


def test_a_plan_is_changed_and_called_off_with_a_reason(desks):
    course = plan(desks)
    perform(course, "amend", by=desks.clerk, held_on=dt.date(2026, 8, 27), place="公民館", trainer=TRAINER)
    with pytest.raises(Refused) as refused:
        perform(course, "cancel", by=desks.clerk, note=" ")
    assert "理由" in said(refused)
    perform(course, "cancel", by=desks.clerk, note="台風のため")
    course = now(course)
    assert (course.state, course.held_on, course.place) == (
        CourseState.CANCELLED,
        dt.date(2026, 8, 27),
        "公民館",
    )
    assert acts(course) == ["open", "amend", "cancel"]


def test_the_chief_and_headquarters_read_courses_but_do_not_act_on_them(desks):
    course = plan(desks)
    for actor in (desks.chief, desks.hq_clerk):
        with pytest.raises(Refused):
            perform(course, "cancel", by=actor, note="中止")


# --- the roster ----------------------------------------------------------------------------------------------------


@pytest.mark.clause("BP-11-1")
def test_the_roster_takes_patrollers_and_people_whose_group_has_not_applied(desks, group):
    course = plan(desks, [*group.patrollers.all(), outsider()])
    lines = list(course.trainees.all())
    assert [line.patroller_id for line in lines] == [*group.patrollers.values_list("pk", flat=True), None]
    assert lines[0].group_name == group.name
    assert (lines[3].name, lines[3].group_name, lines[3].attended) == (
        "見坂 太郎",
        "夕凪町内会（申請前）",
        None,
    )


def test_nobody_stands_twice_on_a_roster_and_who_is_struck_stands_in_the_history(desks, group):
    course = plan(desks, list(group.patrollers.all()))
    enrol(course, desks, [group.patrollers.first()])
    assert course.trainees.count() == 3
    line = course.trainees.first()
    perform(course, "strike", by=desks.clerk, trainee=line.pk)
    assert course.trainees.count() == 2
    with pytest.raises(Refused):
        perform(course, "strike", by=desks.clerk, trainee=line.pk)


def test_a_patroller_of_another_station_is_not_taken_from_the_roster_of_patrollers(desks):
    elsewhere = application_at(S.DRAFT, people=1).group.patrollers.get()
    course = plan(
        desks,
        [{"patroller": elsewhere.pk, "name": "名だけ", "kana": "", "group_name": "", "birth_date": None}],
    )
    assert course.trainees.get().patroller is None


# --- holding it ----------------------------------------------------------------------------------------------------


@pytest.mark.clause("BP-2-3")
@pytest.mark.parametrize("taught", [[], ["patrol"], ["incidents"], ["complaints", "reporting", "other"]])
def test_a_course_is_a_training_only_when_both_topics_were_taught(desks, group, taught):
    course = plan(desks, list(group.patrollers.all()), topics=taught)
    with pytest.raises(Refused) as refused:
        hold(course, desks, topics=taught)
    assert clauses(refused) == {"BP-2-3"}
    for topic in training_topics.missing(taught):
        assert topic.label in said(refused)
    assert now(course).state == CourseState.PLANNED
    assert not TrainingRecord.objects.exists()


@pytest.mark.clause("BP-2-3", "BP-11-1")
def test_what_was_taught_is_recorded_beside_day_place_and_trainer(desks, group):
    course = hold(plan(desks, list(group.patrollers.all())), desks, topics=[*BOTH, "complaints", "reporting"])
    assert course.topics == ["patrol", "incidents", "complaints", "reporting"]
    assert training_topics.labels(course.topics)[2:] == [
        "住民からの急な訴えへの対応",
        "犯罪を目撃したときの通報",
    ]
    record = TrainingRecord.objects.filter(course=course).first()
    assert (record.attended_on, record.trainer, record.place) == (PLANNED_FOR, TRAINER, course.place)
    assert record.basis == TrainingRecord.Basis.COURSE


@pytest.mark.clause("BP-11-1")
def test_each_patroller_who_attended_has_a_record_and_the_others_have_none(desks, group):
    first, second, third = group.patrollers.all()
    second.name = "別名 二郎"
    second.save()
    course = hold(plan(desks, [first, second, third, outsider()]), desks, absent=["別名 二郎"])
    trained = set(TrainingRecord.objects.values_list("patroller_id", flat=True))
    assert trained == {first.pk, third.pk}
    assert [line.attended for line in course.trainees.all()] == [True, False, True, True]
    assert [line.name for line in Trainee.objects.of_nobody()] == ["見坂 太郎"]


def test_who_comes_unannounced_is_entered_with_the_course(desks, group):
    first, second, _ = group.patrollers.all()
    course = plan(desks, [first])
    hold(course, desks, people=[{"patroller": second.pk}, outsider()])
    assert course.trainees.filter(attended=True).count() == 3
    assert second.is_trained(PLANNED_FOR)


@pytest.mark.parametrize(
    ("details", "sentence"),
    [
        ({"present": []}, "出席した人"),
        ({"trainer": " "}, "講習実施者"),
        ({"place": ""}, "場所"),
        ({"on": dt.date(2099, 1, 1)}, "先の日付"),
    ],
)
def test_a_course_is_not_held_without(desks, group, details, sentence):
    course = plan(desks, list(group.patrollers.all()))
    with pytest.raises(Refused) as refused:
        hold(course, desks, **details)
    assert sentence in said(refused)


def test_the_database_refuses_a_held_course_without_both_topics(desks):
    from django.db import IntegrityError, transaction

    course = plan(desks)
    forced = {"state": "held", "topics": ["patrol"]}
    with pytest.raises(IntegrityError), transaction.atomic():
        TrainingCourse.objects.filter(pk=course.pk).update(**forced)


# --- the clocks ----------------------------------------------------------------------------------------------------


def clocks(person):
    return list(Deadline.objects.filter(kind="retraining", subject_pk=person.pk).order_by("starts_on", "pk"))


@pytest.mark.clause("BP-11-2-b")
def test_a_course_ends_the_bearers_clock_and_starts_the_next(desks):
    group = application_at(S.DELIVERED, desks, people=2).group
    person, other = group.patrollers.all()
    later = DAY + dt.timedelta(days=30)
    hold(plan(desks, [person], on=later), desks, on=later)
    before, after = clocks(person)
    assert (before.done_on, after.starts_on, after.done_on) == (later, later, None)
    assert after.due_on == later.replace(year=later.year + 3)
    assert [clock.done_on for clock in clocks(other)] == [None]


@pytest.mark.clause("BP-11-2-b")
def test_a_course_older_than_every_version_of_the_values_is_counted_by_todays(desks):
    group = application_at(S.DELIVERED, desks, people=2, untrained=1).group
    person = group.patrollers.get(trainings=None)
    long_ago = dt.date(2011, 6, 1)
    hold(plan(desks, [person], on=long_ago), desks, on=long_ago)
    (clock,) = clocks(person)
    assert clock.due_on == dt.date(2014, 6, 1)


# --- corrections ---------------------------------------------------------------------------------------------------


def correct(course, desks, note="名前を取り違えた", **details):
    return perform(course, "correct_attendance", by=desks.clerk, note=note, **details)


def test_somebody_forgotten_is_added_with_the_day_of_the_course(desks, group):
    first, second, third = group.patrollers.all()
    course = hold(plan(desks, [first]), desks)
    present = [line.pk for line in course.trainees.all()]
    correct(course, desks, present=present, people=[{"patroller": second.pk}])
    assert second.trainings.get().attended_on == PLANNED_FOR
    assert not third.trainings.exists()
    assert ChangePayload.objects.filter(content__note="名前を取り違えた").exists()


def test_a_record_is_taken_back_while_no_card_rests_on_it(desks, group):
    first, second, _ = group.patrollers.all()
    course = hold(plan(desks, [first, second]), desks)
    keep = course.trainees.get(patroller=first)
    correct(course, desks, present=[keep.pk])
    assert first.trainings.exists()
    assert not second.trainings.exists()
    assert course.trainees.get(patroller=second).attended is False


def test_a_correction_needs_a_reason_and_a_change(desks, group):
    course = hold(plan(desks, list(group.patrollers.all())), desks)
    present = [line.pk for line in course.trainees.all()]
    with pytest.raises(Refused) as refused:
        correct(course, desks, present=present, note="")
    assert {reason.field for reason in refused.value.reasons} == {"note", "present"}


@pytest.mark.clause("BP-5-5-2")
def test_a_record_stays_when_a_card_was_handed_over_because_of_it(desks):
    case = application_at(S.ARRIVED, desks, people=2, untrained=2)
    people = list(case.group.patrollers.all())
    course = hold(plan(desks, people), desks)
    case = application_delivered(case, desks)
    card = Credential.objects.get(kind=Kind.CARD, patroller=people[0])
    with pytest.raises(Refused) as refused:
        correct(course, desks, present=[])
    assert clauses(refused) == {"BP-5-5-2"}
    assert card.number in said(refused)
    assert people[0].is_trained(DAY)


@pytest.mark.clause("BP-5-5-2")
def test_a_record_beside_an_older_training_may_go_and_the_older_clock_runs_again(desks):
    group = application_at(S.DELIVERED, desks, people=1).group
    person = group.patrollers.get()
    later = DAY + dt.timedelta(days=30)
    course = hold(plan(desks, [person], on=later), desks, on=later)
    correct(course, desks, present=[])
    first, second, third = clocks(person)
    assert {first.done_on, second.done_on, third.done_on} == {later, None}
    running = [clock for clock in clocks(person) if not clock.done_on and not clock.void_reason]
    assert [clock.starts_on for clock in running] == [dt.date(2026, 6, 20)]


def application_delivered(case, desks):
    from tests.factories.applications import deliver

    deliver(case, desks)
    return case


# --- linking -------------------------------------------------------------------------------------------------------


def newcomer(group, name="見坂　太郎", birth_date=dt.date(1958, 4, 2)) -> Patroller:
    return Patroller.objects.create(
        station=group.station, group=group, position=9, name=name, birth_date=birth_date
    )


@pytest.mark.clause("BP-11-1")
def test_who_attended_before_the_group_applied_is_linked_by_an_act_and_never_by_itself(desks, group):
    course = hold(plan(desks, [outsider()]), desks)
    person = newcomer(group)  # the same name in another width of blank
    line = course.trainees.get()
    assert not person.trainings.exists()
    perform(course, "link", by=desks.clerk, trainee=line.pk, patroller=person.pk)
    assert person.trainings.get().attended_on == PLANNED_FOR
    assert course.trainees.get().patroller == person
    with pytest.raises(Refused):
        perform(course, "link", by=desks.clerk, trainee=line.pk, patroller=person.pk)


@pytest.mark.parametrize(
    "unlike", [{"name": "見坂 次郎"}, {"birth_date": dt.date(1958, 4, 3)}, {"birth_date": None}]
)
def test_another_name_or_birthday_is_another_person(desks, group, unlike):
    course = hold(plan(desks, [outsider()]), desks)
    person = newcomer(group, **unlike)
    with pytest.raises(Refused) as refused:
        perform(course, "link", by=desks.clerk, trainee=course.trainees.get().pk, patroller=person.pk)
    assert "氏名か生年月日が違う" in said(refused)


def test_somebody_absent_is_not_linked(desks, group):
    course = hold(plan(desks, [outsider(), outsider("来た 人")]), desks, absent=["見坂 太郎"])
    line = course.trainees.get(name="見坂 太郎")
    with pytest.raises(Refused):
        perform(course, "link", by=desks.clerk, trainee=line.pk, patroller=newcomer(group).pk)


# --- a day that was noted with the application -----------------------------------------------------------------------


def test_a_day_already_noted_with_the_application_is_not_noted_twice(desks, group):
    person = group.patrollers.first()
    train(person, on=PLANNED_FOR)
    course = hold(plan(desks, [person]), desks)
    assert person.trainings.get().course == course
