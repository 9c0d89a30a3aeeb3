"""Visits to members (LC-3-8), and what the staff were taught beforehand (LC-7-1-a)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from casework.models.base import StationRow
from casework.permissions import Reason


class Visit(StationRow):
    """One visit or call: half a minute to write."""

    council = models.ForeignKey(
        "liaison_councils.Council", models.PROTECT, related_name="visits", verbose_name="協議会"
    )
    term = models.ForeignKey(
        "liaison_councils.Term", models.PROTECT, null=True, related_name="visits", verbose_name="委員"
    )
    whom = models.CharField("訪問した相手", max_length=100)
    on = models.DateField("訪問した日")
    content = models.CharField("伝えたこと・聞いたこと", max_length=500)
    visited_by = models.ForeignKey(
        "casework.Staff", models.PROTECT, related_name="+", verbose_name="訪問した人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "訪問"
        ordering = ["-on", "-pk"]

    def __str__(self):
        return f"{self.on} {self.whom}"


class StaffInstruction(StationRow):
    """Who taught whom what and when."""

    council = models.ForeignKey(
        "liaison_councils.Council", models.PROTECT, related_name="instructions", verbose_name="協議会"
    )
    on = models.DateField("指導した日")
    taught = ArrayField(models.CharField(max_length=80), verbose_name="指導した相手")
    topics = ArrayField(models.CharField(max_length=10), verbose_name="指導した内容")
    note = models.TextField("指導の要点", blank=True)
    taught_by = models.ForeignKey(
        "casework.Staff", models.PROTECT, related_name="+", verbose_name="指導した人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "運営担当者への指導"
        ordering = ["-on", "-pk"]

    def __str__(self):
        return f"{self.on} {'、'.join(self.taught)}"


class KeepsContacts:
    """Mixed into the council."""

    def visit_problems(self, act) -> list[Reason]:
        details, found = act.details, []
        term = self.terms.filter(pk=details["term"]).first() if details.get("term") else None
        if details.get("term") and term is None:
            found.append(Reason("この協議会の委員を選んでください。", "LC-3-8", field="term"))
        if term is None and not (details.get("whom") or "").strip():
            found.append(Reason("訪問した相手を選ぶか、書いてください。", "LC-3-8", field="whom"))
        if not (details.get("content") or "").strip():
            found.append(Reason("伝えたこと・聞いたことを書いてください。", "LC-3-8", field="content"))
        return found

    def on_visited(self, act) -> None:
        details = act.details
        term = self.terms.select_related("person").filter(pk=details.get("term")).first()
        Visit.objects.create(
            station_id=self.station_id, council_id=self.pk, term=term, whom=term.person.name if term else details["whom"],
            on=act.on, content=details["content"], visited_by=act.by.staff,
        )  # fmt: skip

    def on_instructed(self, act) -> None:
        details = act.details
        StaffInstruction.objects.create(
            station_id=self.station_id, council_id=self.pk, on=act.on, taught=details["taught"], topics=details["topics"],
            note=details.get("note") or "", taught_by=act.by.staff,
        )  # fmt: skip
