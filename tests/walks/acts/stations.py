"""Every act of courses, of headquarters' remarks, of commissions, and of what belongs to no application."""

from django.utils import timezone

from blue_patrol.models import Group
from casework.models import DisposalLog, Station
from casework.persons.asking import take_in
from casework.retention import due
from casework.workflow import perform
from tests.factories import commissions, disposals, remarks, scope, trainings
from tests.factories.applications import DAY, Desks, application_at, make_group
from tests.factories.places import StationFactory

STATIONS = {
    "blue_patrol.TrainingCourse": "amend cancel correct_attendance enrol hold link strike",
    "blue_patrol.ClockRemark": "answer ask_again settle",
    "blue_patrol.Commission": "commission decline link reconsider release report_release",
}
KEPT = {
    "casework.Disposal": "approve carry_out drop review take_out",
    "casework.Hold": "lift",
    "casework.PersonRequest": "settle",
}


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


def commissioned() -> None:
    desks = Desks(StationFactory())
    told = commissions.told()
    perform(commissions.considered(desks), "reconsider", by=desks.clerk, on=DAY, **told)
    perform(commissions.considered(desks), "decline", by=desks.chief, on=DAY, note="総合的に見て")
    case = commissions.commissioned(desks)
    perform(case, "link", by=desks.clerk, on=DAY, group=make_group(desks.station).pk)
    group = application_at("delivered", desks).group
    Group.objects.filter(pk=group.pk).update(group_type="b")
    case = commissions.released(desks, Group.objects.get(pk=group.pk), ground="instructions")
    perform(case, "report_release", by=desks.clerk, on=DAY, document_number="試生発第9号")


def reported_long_ago() -> None:
    desks = Desks(StationFactory())
    for _ in range(2):
        application_at("reported", desks)


def disposed() -> None:
    """Of the cases above: one is taken off the list, the other is erased."""
    disposals.age_stored()
    scope.restore()
    desks = Desks(Station.objects.get(code__startswith="st"))
    perform(disposals.draw_up(desks, "application"), "drop", by=desks.hq_clerk, note="年度を改める")
    row = disposals.draw_up(desks, "application")
    perform(row, "take_out", by=desks.chief, items=[row.left.first().pk], note="訴訟に要る")
    perform(row, "review", by=desks.chief)
    perform(row, "approve", by=desks.director)
    perform(row, "carry_out", by=desks.hq_clerk)
    assert DisposalLog.objects.get(disposal=row).rows > 20


def held_and_asked() -> None:
    desks, today = Desks(StationFactory()), timezone.localdate()
    group = application_at("received", desks).group
    made = due.hold(group, by=desks.chief, ground="litigation", reason="訴訟の証拠", until=None, on=today)
    perform(made, "lift", by=desks.chief, note="判決の確定")
    person = group.patrollers.first()
    asked = take_in(person, by=desks.hq_clerk, kind="stop", reason="使わないでほしい", asked_on=today)
    perform(asked, "settle", by=desks.hq_clerk, outcome="取り下げられた")
