"""Acts on an application that leave its state as it is: writing, attaching, examining, training, clocks, 後閲."""

from django.utils import timezone
from django_fsm import transition

from blue_patrol.models import mended
from blue_patrol.models.certification.examination import ExaminationFinding
from blue_patrol.models.kept_files import KeepsFiles
from blue_patrol.models.later_reviews import LaterReviews
from blue_patrol.models.met_clocks import MeetsDeadlines
from blue_patrol.models.training.records import TrainingRecord
from blue_patrol.rules import examination
from casework.models import ForwardedCase
from casework.models.handled import assigning
from casework.models.road import AFTER_FORWARDING, OPEN_STATES, S, tells
from casework.models.road_hooks import RoadHooks
from casework.permissions import PERMISSIONS, Reason

P = PERMISSIONS
STATE = ForwardedCase._meta.get_field("state")  # by its name the inherited transitions would vanish
AT_THE_DESK = [S.DRAFT, S.CORRECTION, S.RECEIVED, S.SENT_BACK]


def desk_act(sources, permission, label, effect, *checks):
    custom = {
        "label": label,
        "checks": [tells(check) for check in checks],
        "effects": [tells(effect)] if effect else [],
    }
    return transition(STATE, sources, None, permission=P[permission], custom=custom)


def storable(finding: dict) -> dict:
    """A finding as it may be kept: of the disqualification the result alone, never what was asked (第5の2のオ)."""
    keeps = examination.by_code(finding["item"]).keeps_evidence
    return finding if keeps else finding | {"evidence": "", "guidance": ""}


class DeskWork(KeepsFiles, LaterReviews, MeetsDeadlines, RoadHooks):
    """Mixed into the application. What each act takes as details stands beside its effect."""

    KEPT_OUT_OF_HISTORY = frozenset({"content", "credentials"})

    def payload_of(self, act) -> dict:
        kept = {name: value for name, value in act.details.items() if name not in self.KEPT_OUT_OF_HISTORY}
        if "findings" in kept:
            kept["findings"] = [storable(finding) for finding in kept["findings"]]
        return kept | mended.kept_with(self, act)

    @desk_act([S.DRAFT, S.CORRECTION], "enter_application", "記載", "on_amended")
    def amend(self, act): ...

    def on_amended(self, act) -> None:
        """Details: part (which step of the entry), changed (names of fields).

        What a changed part bears on is judged anew: the finding's text stays, its result does not (BP-5-2).
        """
        touched = examination.judged_anew(act.details.get("part", ""))
        self.findings.filter(item__in=touched).update(result="")

    @assigning(STATE, OPEN_STATES)
    def assign(self, act):
        self.take_over(act)

    @desk_act(AT_THE_DESK, "station_act", "添付", "on_attached")
    def attach(self, act): ...

    @desk_act(AT_THE_DESK, "station_act", "添付を外す", "on_detached")
    def detach(self, act): ...

    @desk_act([S.RECEIVED, S.SENT_BACK], "examine", "調査", "on_examined", "examination_problems")
    def examine(self, act): ...

    def examination_problems(self, act) -> list[Reason]:
        problems = []
        for finding in act.details["findings"]:
            item = examination.by_code(finding["item"])
            if item.keeps_evidence and not finding["evidence"].strip():
                problems.append(
                    Reason(
                        f"{item.label}の根拠と見たものを書いてください。",
                        item.clause,
                        field=f"{item.code}-evidence",
                    )
                )
        return problems

    def on_examined(self, act) -> None:
        """Details: findings [{item, result, evidence, guidance}], only those judged anew or changed."""
        found = {finding["item"]: storable(finding) for finding in act.details["findings"]}
        ExaminationFinding.objects.bulk_create(
            (
                ExaminationFinding(
                    application=self, station=self.station, item=item, result=kept["result"], evidence=kept["evidence"],
                    guidance=kept["guidance"], judged_by=act.by.staff, judged_on=act.on,
                )
                for item, kept in found.items()
            ),
            update_conflicts=True, unique_fields=["application", "item"],
            update_fields=["result", "evidence", "guidance", "judged_by", "judged_on"],
        )  # fmt: skip

    @desk_act([*OPEN_STATES, S.REPORTED], "station_act", "講習の記録", "on_trained", "training_problems")
    def record_training(self, act): ...

    def training_problems(self, act) -> list[Reason]:
        problems = []
        if not act.details.get("patrollers"):
            problems.append(Reason("受講した人を選んでください。", "BP-11-1", field="patrollers"))
        if not (act.details.get("trainer") or "").strip():
            problems.append(
                Reason(
                    "講習実施者名を書いてください（実施者証の裏面に載ります）。", "BP-11-1", field="trainer"
                )
            )
        if act.on > timezone.localdate(act.at):
            problems.append(Reason("先の日付は記録できません。", field="on"))
        return problems

    def on_trained(self, act) -> None:
        """Details: patrollers (keys), place, trainer; the day of the act is the day of the course."""
        for person in self.group.patrollers.filter(pk__in=act.details["patrollers"]):
            TrainingRecord.objects.get_or_create(
                patroller=person, attended_on=act.on,
                defaults={
                    "station": self.station, "place": act.details.get("place", ""), "trainer": act.details["trainer"],
                    "recorded_by": act.by.staff,
                },
            )  # fmt: skip

    @desk_act(AFTER_FORWARDING, "acknowledge", "後閲", "on_acknowledged", "acknowledgement_problems")
    def acknowledge(self, act): ...

    @desk_act(
        [S.DELIVERED, S.REPORTED], "keep_deadlines", "期限の完了", "on_deadline_met", "deadline_problems"
    )
    def meet_deadline(self, act): ...
