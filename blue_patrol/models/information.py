"""情報提供 (BP-11-2-a): what was told to a group's patrollers, when, how and to how many; and the next year's clock."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from blue_patrol.models.registers import LedgerEvent
from blue_patrol.rules import deadlines, information
from casework.models import Deadline
from casework.models.base import StationRow
from casework.permissions import Reason

LEDGER_KIND = "情報提供"
EVIDENCE = "情報提供を記録"


class InformationRecord(StationRow):
    """One information of one group."""

    certification = models.ForeignKey(
        "blue_patrol.Certification", models.PROTECT, related_name="informations", verbose_name="証明"
    )
    on = models.DateField("情報提供をした日")
    way = models.CharField("方法", max_length=10, choices=information.WAYS)
    text = models.TextField("伝えたこと")
    reached = models.PositiveIntegerField("伝えた実施者の数")
    told_by = models.ForeignKey("casework.Staff", models.PROTECT, related_name="+", verbose_name="記録した人")
    entered_on = models.DateTimeField("記録した時", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "情報提供の記録"
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["certification", "on"],
                name="blue_patrol_one_information_a_day",
                violation_error_message="この日の情報提供は、すでに記録されています。",
            ),
            models.CheckConstraint(
                name="blue_patrol_information_way_known",
                condition=Q(way__in=[code for code, _ in information.WAYS]),
            ),
        ]

    def __str__(self):
        return f"{self.certification} {self.on}"


class Informs:
    """Mixed into the standing.

    Details of ``inform``, one act for several groups: ``way``, ``text``, ``reached`` (standing's key → people).
    """

    def last_information(self):
        """The day of the last one recorded here, or of the paper ledger; None before the first."""
        if record := self.informations.order_by("on").last():
            return record.on
        clock = self._information_clocks().first()
        return clock.starts_on if clock and clock.starts_on > self.delivered_on else None

    def information_problems(self, act) -> list[Reason]:
        details, problems = act.details, self._day_problems(act)
        if details.get("way") not in information.WORDS:
            problems.append(Reason("情報提供の方法を選んでください。", "BP-11-2-a", field="way"))
        if not (details.get("text") or "").strip():
            problems.append(Reason("伝えたことを書いてください。", "BP-11-2-a", field="text"))
        people = self.group.patrollers.current().count()
        if not min(1, people) <= (details.get("reached") or {}).get(str(self.pk), -1) <= people:
            text = f"{self.group.name}の実施者は{people}人です。伝えた人数を確かめてください。"
            problems.append(Reason(text, "BP-11-2-a", field=f"reached-{self.pk}"))
        return problems

    def _day_problems(self, act) -> list[Reason]:
        today = timezone.localdate(act.at)
        sentence = information.day_problem(act.on, today, self.delivered_on, self.last_information())
        return [Reason(f"{self.group.name}：{sentence}", "BP-11-2-a", field="on")] if sentence else []

    def on_informed(self, act) -> None:
        details = act.details
        self._keep_information(act, details["way"], details["text"], details["reached"][str(self.pk)])
        self._information_clocks().meet(act.on, act.by.staff, EVIDENCE)
        self._start_next_information(act)

    def clock_problems(self, deadline, act) -> list[Reason]:
        return self._day_problems(act) if deadline.kind == deadlines.INFORMATION.code else []

    def after_met(self, deadline, act) -> None:
        """Information recorded by hand, with its evidence: as if told to all."""
        if deadline.kind == deadlines.INFORMATION.code:
            people = self.group.patrollers.current().count()
            self._keep_information(act, information.OTHER, act.details["evidence"], people)
            self._start_next_information(act)

    def _information_clocks(self):
        rows = Deadline.objects.of_case(self).open().filter(kind=deadlines.INFORMATION.code)
        return rows.order_by("starts_on")

    def _keep_information(self, act, way: str, text: str, reached: int) -> None:
        InformationRecord.objects.create(
            station_id=self.station_id, certification=self, on=act.on, way=way, text=text, reached=reached,
            told_by=act.by.staff,
        )  # fmt: skip
        LedgerEvent.note(self.group, act, LEDGER_KIND, information.ledger_line(way, text, reached))

    def _start_next_information(self, act) -> None:
        from blue_patrol.models import clocks  # breaks the cycle: clocks look at standings

        profile = clocks.values_of_the_day(self.station.prefecture, act.on)
        clocks.start(deadlines.INFORMATION, self, profile, [(self.group, self.group.name, act.on)])

    def payload_of(self, act) -> dict:
        """Of one act for many groups, this group's own number of people."""
        kept = super().payload_of(act)
        if "reached" in kept:
            kept = kept | {"reached": kept["reached"].get(str(self.pk))}
        return kept
