"""The areas that a council covers (LC-3-1, LC-4-1-1): whole areas of koban, or parts of them, from a day to a day."""

from contextlib import contextmanager

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q

from casework.models import Koban, PrefectureProfile
from casework.models.base import StationRow
from casework.permissions import Reason
from casework.workflow import Refused
from liaison_councils.rules.names_of_councils import AREA, OCCUPATIONAL, name_problem

SAME_NAME = "この署には、同じ名称の協議会がすでにあります。"


@contextmanager
def one_name_a_station():
    """An act within which two may choose one name at the same moment: the second is refused, not broken."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "liaison_councils_one_name_a_station" not in str(error):
            raise
        raise Refused([Reason(SAME_NAME, "LC-3-1", field="name")]) from error


class CouncilArea(StationRow):
    """``part`` blank: the whole area of the koban."""

    council = models.ForeignKey(
        "liaison_councils.Council", models.PROTECT, related_name="areas", verbose_name="協議会"
    )
    koban = models.ForeignKey(Koban, models.PROTECT, related_name="+", verbose_name="交番・駐在所")
    part = models.CharField("所管区のうちの区域", max_length=120, blank=True)
    from_on = models.DateField("対象とした日", null=True, blank=True)
    to_on = models.DateField("対象から外した日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "対象の所管区"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="liaison_councils_area_ends_after_start",
                condition=Q(to_on=None) | Q(from_on=None) | Q(to_on__gte=F("from_on")),
            ),
            models.UniqueConstraint(
                fields=["council", "koban", "part"],
                condition=Q(to_on=None),
                name="liaison_councils_area_once",
            ),
        ]

    def __str__(self):
        return f"{self.koban}の所管区{f'のうち{self.part}' if self.part else ''}"


class CoversAreas:
    """Mixed into the council."""

    def covered(self) -> list[CouncilArea]:
        """What it covers now."""
        return [area for area in self.areas.all() if area.to_on is None] if self.pk else []

    def koban_ids(self) -> set[int]:
        """The koban whose officers run it: its home and every area that it covers."""
        return {key for key in (self.koban_id, *(area.koban_id for area in self.covered())) if key}

    def on_areas(self, act) -> None:
        """While it is planned its areas are written over."""
        self.areas.all().delete()
        self._add_areas(act.details["areas"], None)

    def change_areas(self, act) -> None:
        """Of a council that stands: what goes ends on the day, what comes begins on it."""
        asked = {(row["koban"], row["part"]) for row in act.details["areas"]}
        held = {(area.koban_id, area.part): area for area in self.covered()}
        for key, area in held.items():
            if key not in asked:
                area.to_on = act.on
                area.save()
        self._add_areas([{"koban": k, "part": p} for k, p in sorted(asked - held.keys())], act.on)

    def _add_areas(self, rows: list[dict], since) -> None:
        CouncilArea.objects.bulk_create(
            CouncilArea(station_id=self.station_id, council_id=self.pk, koban_id=row["koban"], part=row["part"], from_on=since)
            for row in rows
        )  # fmt: skip

    def plan_problems(self, act) -> list[Reason]:
        return self.planned_problems(act.details)

    def planned_problems(self, told: dict) -> list[Reason]:
        """What is wrong with a council as it is to be (LC-3-1, LC-4-1)."""
        found = []
        koban = (
            Koban.objects.filter(pk=told["koban"], station=self.station_id).first() if told["koban"] else None
        )
        if told["kind"] == AREA and koban is None:
            found.append(Reason("所管区の協議会は、交番・駐在所を選びます。", "LC-3-1", field="koban"))
        if told["kind"] == OCCUPATIONAL and not told["purpose"].strip():
            found.append(Reason("職種等の協議会は、職種・目的を書きます。", "LC-4-1-2", field="purpose"))
        if told["kind"] != OCCUPATIONAL and not told["areas"]:
            found.append(Reason("対象とする所管区を選んでください。", "LC-3-1", field="areas"))
        return found + self._name_problems(told["name"], told["kind"], koban)

    def _name_problems(self, name: str, kind: str, koban) -> list[Reason]:
        prefix = PrefectureProfile.today_of(self.station.prefecture).value_or(
            "council_name_begins_with_koban", False
        )
        problem = name_problem(name, str(koban or ""), kind, begins_with_koban=bool(prefix))
        alike = type(self).objects.filter(station=self.station_id, name=name).exclude(state="abolished")
        if not problem and alike.exclude(pk=self.pk).exists():
            problem = SAME_NAME
        return [Reason(problem, "LC-3-1", field="name")] if problem else []

    def rename_problems(self, act) -> list[Reason]:
        told = {"kind": self.kind, "koban": self.koban_id, **act.details}
        return self.planned_problems(told)

    def doubled(self) -> list:
        """Other standing councils over the whole of an area that this one covers whole too (LC-3-1)."""
        whole = [area.koban_id for area in self.covered() if not area.part]
        others = type(self).objects.standing().exclude(pk=self.pk).exclude(kind=OCCUPATIONAL)
        return list(others.filter(areas__koban__in=whole, areas__part="", areas__to_on=None).distinct())

    def doubled_problems(self, act) -> list[Reason]:
        """In principle one council an area: a second one is founded with its reason."""
        if self.kind == OCCUPATIONAL or (act.details.get("note") or "").strip():
            return []
        return [
            Reason(f"「{other}」が同じ所管区を対象としています。二つ設ける理由を書いてください。", "LC-3-1", field="note")
            for other in self.doubled()
        ]  # fmt: skip
