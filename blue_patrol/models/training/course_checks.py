"""What stands against an act on a course, each reason with its clause."""

from datetime import date

from django.db import models
from django.utils import timezone

from blue_patrol.models.groups import Patroller
from blue_patrol.models.training.records import Trainee, identity
from blue_patrol.rules import training_topics
from casework.permissions import Reason

TRAINING = "BP-11-1"
HANDED_BY_THIS = "{}さんの実施者証（{}）は、この講習の受講を確かめて渡しています。受講の記録は、外せません。"


class CourseChecks(models.Model):
    """Mixed into the course: what its acts ask before anything is written."""

    class Meta:
        abstract = True

    def plan_problems(self, act) -> list[Reason]:
        asked = (
            ("place", "場所を書いてください。"),
            ("trainer", "講習実施者を書いてください（実施者証の裏面に載ります）。"),
        )
        return [
            Reason(text, TRAINING, field=name)
            for name, text in asked
            if not (act.details.get(name) or "").strip()
        ]

    def roster_problems(self, act) -> list[Reason]:
        if not act.details.get("people"):
            return [Reason("名簿に加える人を選んでください。", TRAINING, field="people")]
        return []

    def strike_problems(self, act) -> list[Reason]:
        if not self.trainees.filter(pk=act.details["trainee"]).exists():
            return [Reason("この人は、もう名簿にいません。")]
        return []

    def holding_problems(self, act) -> list[Reason]:
        """A course is a training when both topics of 第2(3) were taught, and somebody was there."""
        problems = self.plan_problems(act)
        if lacking := training_topics.missing(act.details.get("topics") or []):
            words = "」と「".join(topic.label for topic in lacking)
            text = f"「{words}」を教えていない講習は、青色防犯パトロール講習になりません。教えた内容に印を付けてください。"
            problems.append(Reason(text, "BP-2-3", field="topics"))
        if not (act.details.get("present") or act.details.get("people")):
            problems.append(Reason("出席した人に印を付けてください。", TRAINING, field="present"))
        if act.on > timezone.localdate(act.at):
            problems.append(Reason("先の日付は記録できません。", field="on"))
        return problems

    def correction_problems(self, act) -> list[Reason]:
        problems = []
        if not (act.details.get("note") or "").strip():
            problems.append(Reason("直す理由を書いてください。記録に残ります。", field="note"))
        come, gone = self._changed(act)
        problems += self._left_problems([*come, *gone])
        if not (come or gone or act.details.get("people")):
            problems.append(Reason("出席した人の印が、記録と同じです。", field="present"))
        for trainee in gone:
            problems += [
                Reason(HANDED_BY_THIS.format(trainee.name, card.number), "BP-5-5-2", field="present")
                for card in self._cards_resting_on(trainee)
            ]
        return problems

    def _left_problems(self, trainees) -> list[Reason]:
        """The record of a patroller whose group went to another station is that station's now (所管替え)."""
        bearers = {line.patroller_id for line in trainees if line.patroller_id}
        here = set(Patroller.objects.filter(pk__in=bearers).values_list("pk", flat=True))
        left = [line.name for line in trainees if line.patroller_id and line.patroller_id not in here]
        return [Reason(f"{name}さんの団体は、所管替えで別の警察署に移りました。この人の出欠は直せません。", field="present") for name in left]  # fmt: skip

    def link_problems(self, act) -> list[Reason]:
        trainee, patroller = self._pair(act)
        if trainee is None or patroller is None:
            return [Reason("この人は、すでに実施者と結び付いています。")]
        if trainee.identity is None or trainee.identity != identity(patroller.name, patroller.birth_date):
            return [Reason("氏名か生年月日が違うので、同じ人として結び付けられません。", TRAINING)]
        if self.trainees.filter(patroller=patroller).exists():
            return [Reason(f"{patroller.name}さんは、この講習の名簿にすでにいます。")]
        return []

    def _pair(self, act):
        """The trainee without a patroller and the patroller that an act names, each None when it is not so."""
        trainee = self.trainees.of_nobody().filter(pk=act.details["trainee"]).first()
        people = Patroller.objects.current_or_joining().filter(station_id=self.station_id)
        return trainee, people.filter(pk=act.details["patroller"]).first()

    def _changed(self, act) -> tuple[list[Trainee], list[Trainee]]:
        """Who is now said to have attended and was not, and the other way round."""
        present = set(act.details.get("present") or [])
        roster = list(self.trainees.all())
        come = [trainee for trainee in roster if trainee.pk in present and not trainee.attended]
        return come, [trainee for trainee in roster if trainee.attended and trainee.pk not in present]

    def _cards_resting_on(self, trainee: Trainee) -> list:
        """The cards that were handed over on the strength of this course alone (BP-5-5-2)."""
        man = Patroller.objects.filter(pk=trainee.patroller_id).first()  # None too of a group that left
        if man is None or not self.records.filter(patroller=man).exists():
            return []
        others = man.trainings.exclude(course=self).order_by("attended_on").values_list("attended_on")
        first = next((day for (day,) in others), date.max)
        return list(man.cards.filter(handed_over_on__gte=self.held_on, handed_over_on__lt=first))
