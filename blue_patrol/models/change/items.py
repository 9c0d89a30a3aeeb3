"""What a change asks for: one row an item, with what stood before and what is to stand after, kept for ever (BP-7-1)."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from blue_patrol.models.applications import Application
from blue_patrol.models.groups import Patroller, Vehicle
from blue_patrol.rules import change_kinds, plates
from casework import wareki
from casework.models.base import StationRow

ABOUT_A_CAR = (
    "plate", "make", "model_code", "chassis_number", "base_location", "user_name", "user_address", "owner_name",
)  # fmt: skip
ABOUT_A_PERSON = ("name", "kana", "birth_date", "address")
DAYS = {"birth_date", "representative_birth_date"}
SHORTEST = ("plate", "name")  # what stands for a car or a person in a line


def stored(record, names) -> dict[str, str]:
    """These fields of a record as texts that a JSON column keeps."""
    found = {name: getattr(record, name) for name in names}
    return {
        name: value.isoformat() if isinstance(value, date) else value or "" for name, value in found.items()
    }


def loaded(name: str, text: str) -> Any:
    """The value of a field from its kept text."""
    if name in DAYS:
        return date.fromisoformat(text) if text else None
    return text


def words(name: str, text: str) -> str:
    """The same for a page or a paper."""
    if name in DAYS and text:
        return wareki.format_long(date.fromisoformat(text))
    return plates.display(text) if name == "plate" and text else text


class ChangeRequest(StationRow):
    """What forms 9 and 10 say of the whole request."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="change_request")
    effective_on = models.DateField("変更年月日", null=True, blank=True)
    reason = models.TextField("変更の理由", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "変更の事情"

    def __str__(self):
        return f"{self.application_id}"


class ChangeItem(StationRow):
    """``vehicle`` / ``patroller`` are the group's and leave or change; ``new_vehicle`` / ``new_patroller`` join."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="change_items")
    kind = models.CharField("変更の区分", max_length=20, choices=change_kinds.CHOICES)
    vehicle = models.ForeignKey(Vehicle, models.PROTECT, null=True, related_name="change_items")
    new_vehicle = models.ForeignKey(Vehicle, models.PROTECT, null=True, related_name="joined_by")
    patroller = models.ForeignKey(Patroller, models.PROTECT, null=True, related_name="change_items")
    new_patroller = models.ForeignKey(Patroller, models.PROTECT, null=True, related_name="joined_by")
    before = models.JSONField("変更前", default=dict)
    after = models.JSONField("変更後", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "変更事項"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "vehicle"], condition=Q(vehicle__isnull=False),
                name="blue_patrol_one_change_a_car",
            ),
            models.UniqueConstraint(
                fields=["application", "patroller"], condition=Q(patroller__isnull=False),
                name="blue_patrol_one_change_a_person",
            ),
            models.UniqueConstraint(
                fields=["application", "kind"], condition=Q(kind__in=[k.code for k in change_kinds.OF_THE_GROUP]),
                name="blue_patrol_one_change_a_field",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.line

    @property
    def rule(self) -> change_kinds.ChangeKind:
        return change_kinds.by_code(self.kind)

    @property
    def changed(self) -> set[str]:
        """The fields whose text differs."""
        return {name for name in {*self.before, *self.after} if self.before.get(name) != self.after.get(name)}

    @property
    def bearer(self) -> str:
        """Whose it is in a line: the plate or the name as it stands before, of who joins as it will."""
        texts = self.before or self.after
        return next((words(name, texts[name]) for name in SHORTEST if texts.get(name)), "")

    def rows(self) -> list[tuple[str, str, str]]:
        """(what, before, after), a row for each field that changes; one for who joins or leaves."""
        if not self.rule.fields:
            gone = self.before if self.rule.leaves else {}
            come = self.after if self.rule.joins else {}
            return [(self.rule.label, _short(gone), _short(come))]
        whose = f"{self.rule.label}　{self.bearer}　" if self.rule.subject != "group" else ""
        return [
            (f"{whose}{label}", words(name, self.before.get(name, "")), words(name, self.after.get(name, "")))
            for name, label in self.rule.fields
            if name in self.changed
        ]

    @property
    def line(self) -> str:
        """自動車（追加）　名古屋 500 へ 12-34; 代表者の氏名　青葉 守 → 白石 環."""
        return "、".join(
            f"{label}　{' → '.join(filter(None, (before, after)))}" for label, before, after in self.rows()
        )


def _short(texts: dict[str, str]) -> str:
    return next((words(name, texts[name]) for name in SHORTEST if texts.get(name)), "")
