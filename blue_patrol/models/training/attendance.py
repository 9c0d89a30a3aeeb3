"""What the acts on a course write: the roster, who attended, what was recorded of it, and corrections (BP-11-1)."""

from datetime import date

from blue_patrol.models import clocks
from blue_patrol.models.certifications import Certification, Standing
from blue_patrol.models.groups import Patroller
from blue_patrol.models.training.course_checks import CourseChecks
from blue_patrol.models.training.records import Trainee, TrainingRecord
from blue_patrol.rules import deadlines

STRUCK = "講習の受講の記録を外した"


class Attendance(CourseChecks):
    """Mixed into the course. People come as dicts: patroller (key or None), name, kana, birth_date, group_name."""

    class Meta:
        abstract = True

    def on_enrolled(self, act) -> None:
        self._enter(act.details["people"], attended=None)

    def on_struck(self, act) -> None:
        line = self.trainees.get(pk=act.details["trainee"])
        act.details["names"] = [line.name]  # the history still says who it was
        line.delete()

    def on_held(self, act) -> None:
        """Details: topics, place, trainer, present (keys of trainees), people (those who came unannounced)."""
        present = set(act.details.get("present") or [])
        for trainee in self.trainees.all():
            trainee.attended = trainee.pk in present
            trainee.save()
        self._enter(act.details.get("people") or [], attended=True)
        self._record(self.trainees.filter(attended=True), act)

    def on_corrected(self, act) -> None:
        """Details: present (keys of all who attended), people (more of them), note (why)."""
        come, gone = self._changed(act)
        act.details["come"], act.details["gone"] = [line.name for line in come], [line.name for line in gone]
        for trainee in [*come, *gone]:
            trainee.attended = trainee in come
            trainee.save()
        more = self._enter(act.details.get("people") or [], attended=True)
        keys = [trainee.pk for trainee in [*come, *more]]
        self._record(self.trainees.filter(pk__in=keys), act)
        for trainee in gone:
            self._take_back(trainee)

    def on_linked(self, act) -> None:
        """Details: trainee, patroller (keys): somebody saw that they are one person."""
        trainee, patroller = self._pair(act)
        trainee.patroller = patroller
        act.details["names"] = [trainee.name]
        trainee.save()
        self._record(self.trainees.filter(pk=trainee.pk), act)

    def _enter(self, people, *, attended: bool | None) -> list[Trainee]:
        """Lines of the roster; a patroller who stands there already is not entered twice."""
        keys = [person["patroller"] for person in people if person.get("patroller")]
        known = (
            Patroller.objects.current_or_joining()
            .filter(station_id=self.station_id, pk__in=keys)
            .select_related("group")
        )
        patrollers = {man.pk: man for man in known}
        there = {line.patroller_id: line for line in self.trainees.exclude(patroller=None)}
        entered = []
        for person in people:
            line = there.get(person.get("patroller"))
            if line is None:
                line = self._line(person, patrollers.get(person.get("patroller")))
                there |= {line.patroller_id: line} if line.patroller_id else {}
            line.attended = attended if attended is not None else line.attended
            line.save()
            entered.append(line)
        return entered

    def _line(self, person: dict, man: Patroller | None) -> Trainee:
        if man is not None:
            about = {
                "name": man.name,
                "kana": man.kana,
                "birth_date": man.birth_date,
                "group_name": man.group.name,
            }
        else:
            about = {name: person.get(name) or "" for name in ("name", "kana", "group_name")}
            about["birth_date"] = person.get("birth_date") or None
        return Trainee(station_id=self.station_id, course=self, patroller=man, **about)

    def _record(self, trainees, act) -> None:
        """The day and the trainer for each who is a patroller, and the bearer's clock anew (BP-11-2-b)."""
        keys = list(trainees.exclude(patroller=None).values_list("patroller_id", flat=True))
        for key in keys:
            record, _ = TrainingRecord.objects.get_or_create(
                patroller_id=key, attended_on=self.held_on,
                defaults={
                    "station_id": self.station_id, "course": self, "place": self.place, "trainer": self.trainer,
                    "recorded_by": act.by.staff,
                },
            )  # fmt: skip
            noted_with_an_application = (
                record.course_id is None and record.basis == TrainingRecord.Basis.COURSE
            )
            if noted_with_an_application:
                record.course_id = self.pk
                record.save()
        clocks.renew_training_clocks(Patroller.objects.filter(pk__in=keys), self.held_on, act.by)

    def _take_back(self, trainee: Trainee) -> None:
        """The record of this course goes, and with it the clock that it started; the one before runs again."""
        man = trainee.patroller
        if man is not None and self.records.filter(patroller=man).delete()[0]:
            turn_back_clock(man, self.held_on)


def turn_back_clock(patroller: Patroller, held_on: date) -> None:
    """The clock that a course started is void; the training before it sets the next one (BP-11-2-b)."""
    clocks.of_training().filter(subject_pk=patroller.pk, starts_on=held_on).void(STRUCK)
    last = patroller.trainings.order_by("attended_on").last()
    standing = Certification.objects.filter(group=patroller.group_id, state=Standing.ACTIVE).first()
    if standing and last and last.attended_on < held_on:
        profile = clocks.values_of_the_day(patroller.station.prefecture, last.attended_on)
        clocks.start(deadlines.RETRAINING, standing, profile, [(patroller, patroller.name, last.attended_on)])
