"""A qualification in place of the course, where the prefecture takes one (BP-5-2-c: 受講していること等)."""

from django.utils import timezone

from blue_patrol.models import clocks
from blue_patrol.models.desk_work import desk_act
from blue_patrol.models.training.records import TrainingRecord
from casework.models.road import OPEN_STATES, S
from casework.models.road_hooks import RoadHooks
from casework.permissions import Reason

NONE_HERE = "この県の定めには、講習に代わる資格がありません。講習の受講を記録してください。"


class Qualifications(RoadHooks):
    """Mixed into the application."""

    @desk_act(
        [*OPEN_STATES, S.REPORTED], "station_act", "講習に代わる資格の記録", "on_qualified", "qualification_problems"
    )  # fmt: skip
    def record_qualification(self, act): ...

    def training_alternatives(self) -> list[str]:
        """What the values of the case, before its receipt those of today, take instead of the course."""
        return list(self.profile_value("training_alternatives", []))

    def qualification_problems(self, act) -> list[Reason]:
        taken = self.training_alternatives()
        if not taken:
            return [Reason(NONE_HERE, "BP-5-2-c")]
        problems = []
        if not act.details.get("patrollers"):
            problems.append(Reason("資格のある人を選んでください。", "BP-5-2-c", field="patrollers"))
        if act.details.get("qualification") not in taken:
            text = f"講習に代わる資格は、{'、'.join(taken)}だけです。"
            problems.append(Reason(text, "BP-5-2-c", field="qualification"))
        if not (act.details.get("document_number") or "").strip():
            problems.append(
                Reason("見た資格者証の番号を書いてください。", "BP-5-2-c", field="document_number")
            )
        if act.on > timezone.localdate(act.at):
            problems.append(Reason("先の日付は記録できません。", field="on"))
        return problems

    def on_qualified(self, act) -> None:
        """Details: patrollers (keys), qualification, document_number; the day of the act is the day it was seen.

        It counts as a training and sets the same clock.
        """
        people = self.group.patrollers.filter(pk__in=act.details["patrollers"])
        for person in people:
            TrainingRecord.objects.get_or_create(
                patroller=person, attended_on=act.on,
                defaults={
                    "station": self.station, "basis": TrainingRecord.Basis.QUALIFICATION, "recorded_by": act.by.staff,
                    "qualification": act.details["qualification"], "trainer": act.details["qualification"],
                    "document_number": act.details["document_number"],
                },
            )  # fmt: skip
        clocks.renew_training_clocks(people, act.on, act.by)
