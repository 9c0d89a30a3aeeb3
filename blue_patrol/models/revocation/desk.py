"""A revocation at the station's desk: writing, guidance, the group's statement, evidence, and the ends 是正 and 該当なし."""

from django.utils import timezone
from django_fsm import transition

from blue_patrol.models.kept_files import KeepsFiles
from blue_patrol.models.revocation.facts import AT_THE_DESK, Guidance, R, RevocationBase
from blue_patrol.rules import grounds
from casework.models import ReturnReason
from casework.models.acts import wants
from casework.models.road import asks, note_is_given, reasons_are_answered, step, tells
from casework.permissions import PERMISSIONS, Reason

STATE = RevocationBase._meta.get_field("state")
FINDING = ("grounds", "source", "summary", "persons", "is_minor", "severity_reason")


def as_reasons(found) -> list[Reason]:
    """What a rule found, as the door and the pages say it."""
    return [Reason(one.sentence, one.clause, one.cure, one.field) for one in found]


def finding_problems(details: dict) -> list[Reason]:
    """What a finding must say; ``details`` as typed."""
    return as_reasons(
        grounds.found_problems(
            details.get("grounds") or (), details.get("source") or "", details.get("summary") or "",
            details.get("is_minor"), details.get("severity_reason") or "",
        )
    )  # fmt: skip


def desk_step(sources, target, label: str, *checks, effect: str = "", gaps: str = ""):
    """A step of the station's clerk whose day may lie anywhere since the finding: what was done is written down later."""
    custom = {
        "label": label,
        "checks": [tells("day_problems"), *checks],
        "effects": [tells(effect)] if effect else [],
    }
    conditions: list = [asks(gaps)] if gaps else []
    return transition(
        STATE, sources, target, permission=PERMISSIONS["station_act"], conditions=conditions, custom=custom
    )


class RevocationDesk(KeepsFiles, RevocationBase):
    """Mixed into the revocation. What each act takes as details stands beside its effect."""

    class Meta:
        abstract = True

    def day_problems(self, act) -> list[Reason]:
        if self.found_on <= act.on <= timezone.localdate(act.at):
            return []
        return [Reason("認知した日からきょうまでの日にしてください。", field="on")]

    def guidance_results(self) -> list[str]:
        """The result of each guidance, in the order of their days."""
        return [row.result for row in self.guidance.all()]

    def ground_facts(self) -> grounds.Facts:
        return grounds.Facts(
            is_minor=self.is_minor, guidance=self.guidance_results(), beyond_guidance=self.beyond_guidance,
            statement=self.statement, evidence_count=len(self.attached()), has_open_reasons=self.reasons_are_open(),
        )  # fmt: skip

    @desk_step(AT_THE_DESK, None, "認知の記載", tells("amendment_problems"))
    def amend(self, act):
        """Details: those of the finding (``FINDING``)."""
        for name in FINDING:
            setattr(self, name, act.details[name])

    def amendment_problems(self, act) -> list[Reason]:
        return finding_problems(act.details)

    @desk_step(
        AT_THE_DESK, R.GUIDED, "指導", wants("content", "指導したことを書いてください。", "BP-8-1-nao"),
        effect="on_guided", gaps="guidance_gaps",
    )  # fmt: skip
    def guide(self, act): ...

    def guidance_gaps(self) -> list[Reason]:
        """A guidance follows the result of the one before it."""
        if grounds.WATCHING in self.guidance_results():
            return [Reason("前の指導の結果を記録してください。", "BP-8-1-nao", "result")]
        return []

    def on_guided(self, act) -> None:
        """Details: method, content, result, result_note."""
        details = act.details
        judged = details["result"] != grounds.WATCHING
        Guidance.objects.create(
            station=self.station, revocation=self, given_on=act.on, given_by=act.by.staff, method=details["method"],
            content=details["content"], result=details["result"], result_note=details.get("result_note", ""),
            judged_on=act.on if judged else None, judged_by=act.by.staff if judged else None,
        )  # fmt: skip

    @desk_step([R.GUIDED, R.SENT_BACK], None, "指導の結果", tells("result_problems"), effect="on_judged", gaps="result_gaps")  # fmt: skip
    def record_result(self, act): ...

    def watched(self) -> Guidance | None:
        """The guidance whose result is not known yet."""
        return self.guidance.filter(result=grounds.WATCHING).first()

    def result_gaps(self) -> list[Reason]:
        return [] if self.watched() else [Reason("結果を待っている指導は、ありません。", "BP-8-1-nao")]

    def result_problems(self, act) -> list[Reason]:
        watched = self.watched()
        if act.details.get("result") not in (grounds.CORRECTED, grounds.NOT_CORRECTED):
            return [Reason("是正されたかどうかを選んでください。", "BP-8-1-nao", field="result")]
        if watched and act.on < watched.given_on:
            return [Reason("指導した日より前の日付は記録できません。", "BP-8-1-nao", field="on")]
        return []

    def on_judged(self, act) -> None:
        """Details: result, result_note."""
        row = self.guidance.get(result=grounds.WATCHING)
        row.result, row.result_note = act.details["result"], act.details.get("result_note", "")
        row.judged_on, row.judged_by = act.on, act.by.staff
        row.save()

    @desk_step(
        AT_THE_DESK, None, "指導では是正できないことの認定",
        wants("beyond_guidance", "指導では是正できない理由を書いてください。", "BP-8-1-nao"),
    )  # fmt: skip
    def rule_out_guidance(self, act):
        self.beyond_guidance = act.details["beyond_guidance"]

    @desk_step(AT_THE_DESK, None, "弁明の記録", wants("statement", "団体の弁明を書いてください。", "BP-8-1"))
    def record_statement(self, act):
        self.statement, self.heard_on = act.details["statement"], act.on

    @desk_step(AT_THE_DESK, None, "添付", effect="on_attached")
    def attach(self, act): ...

    @desk_step(AT_THE_DESK, None, "添付を外す", effect="on_detached")
    def detach(self, act): ...

    @desk_step([R.SENT_BACK, R.GUIDED], None, "差戻しへの回答", reasons_are_answered, effect="on_answered", gaps="answer_gaps")  # fmt: skip
    def answer(self, act): ...

    def answer_gaps(self) -> list[Reason]:
        return [] if self.reasons_are_open() else [Reason("回答を待っている理由は、ありません。", "BP-8-1")]

    def on_answered(self, act) -> None:
        """Details: answers {key of the reason: what was mended}."""
        ReturnReason.answer_all(self, act, act.details.get("answers") or {})

    @step(STATE, R.GUIDED, R.CORRECTED, "station_act", "是正", "on_ended", gaps="correction_gaps")
    def correct(self, act):
        self.sign("closed", act)
        self.closing_note = act.details.get("note", "")

    def correction_gaps(self) -> list[Reason]:
        found = grounds.correction_problem(self.guidance_results())
        return as_reasons([found] if found else [])

    @step(STATE, AT_THE_DESK, R.DISMISSED, "station_act", "該当なし", "on_ended", checks=[note_is_given])
    def dismiss(self, act):
        """What was found is no ground after all, or the standing has ended meanwhile."""
        self.sign("closed", act)
        self.closing_note = act.details["note"]

    def on_ended(self, act) -> None:
        self.drop_later_reviews()
