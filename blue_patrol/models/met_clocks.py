"""Clocks that the station ends by hand, with evidence: what was seen, or a copy of it (BP-5-5-1)."""

from django.utils import timezone

from blue_patrol.rules import attachments, deadlines
from casework.models import Attachment, Deadline, StoredFile
from casework.permissions import Reason

NOT_BY_HAND = {
    deadlines.DELIVERY_REPORT.code: "この期限は、交付の報告を記録すると済みます。",
    deadlines.DEMONSTRATION_RETURN.code: "この期限は、標章の返納を記録すると済みます。",
    deadlines.RETRAINING.code: "この期限は、講習の受講を記録すると済みます。",
    deadlines.THINGS_BACK.code: "この期限は、返納を受け取ると済みます。",
    deadlines.COMMISSION_REPORT.code: "この期限は、委嘱の解除の報告を記録すると済みます。",
    deadlines.TRANSPORT_NOTICE.code: "この期限は、本部が運輸支局等への通知を記録すると済みます。",
}


class MeetsDeadlines:
    """Mixed into machines whose clocks the station ends by hand, with evidence."""

    def deadline_problems(self, act) -> list[Reason]:
        deadline = Deadline.objects.of_case(self).open().filter(pk=act.details["deadline"]).first()
        if deadline is None:
            return [Reason("この期限は、もう済んでいます。")]
        if deadline.kind in NOT_BY_HAND:
            return [Reason(NOT_BY_HAND[deadline.kind], deadline.clause)]
        problems = []
        if not (act.details.get("evidence") or "").strip():
            text = "確かめたものを書いてください（検査証の写しなど）。"
            problems.append(Reason(text, deadline.clause, field="evidence"))
        if act.on < deadline.starts_on or act.on > timezone.localdate(act.at):
            problems.append(Reason("済んだ日は、起算日からきょうまでの間にしてください。", field="on"))
        return problems or self.clock_problems(deadline, act)

    def clock_problems(self, deadline, act) -> list[Reason]:
        """What a machine asks of a clock of its own."""
        return []

    def after_met(self, deadline, act) -> None:
        """What a machine does once such a clock is met."""

    def on_deadline_met(self, act) -> None:
        """Details: deadline (key), evidence, and a copy: content (bytes), name, media_type, where there is one."""
        details = act.details
        deadline = Deadline.objects.of_case(self).get(pk=details["deadline"])
        deadline.done_on, deadline.done_by, deadline.evidence = act.on, act.by.staff, details["evidence"]
        deadline.save()
        if details.get("content"):
            Attachment.objects.create(
                station_id=self.station_id, case_label=self._meta.label, case_pk=self.pk, subject_pk=deadline.pk,
                kind=attachments.CLOCK_EVIDENCE.code, name=details["name"], received_on=act.on, added_by=act.by.staff,
                file=StoredFile.keep(self.station, details["content"], details["media_type"]),
            )  # fmt: skip
        self.after_met(deadline, act)

    def payload_of(self, act) -> dict:
        return {name: value for name, value in act.details.items() if name != "content"}
