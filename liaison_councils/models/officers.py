"""運営責任者, 運営担当者 and the roles that a prefecture adds (LC-3-2, LC-3-6).

Operating staff are all officers posted to the area, read from the postings; who is typed here stands beside them.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q

from casework.models import Posting, PrefectureProfile, Staff
from casework.models.base import StationRow
from casework.permissions import Reason

MANAGER, STAFF = "manager", "staff"
EXTRA = {"推進責任者": "promoter", "運営補助者": "assistant"}  # the profile's words → roles
ALONE = {MANAGER, "promoter"}  # one at a time


class CouncilOfficer(StationRow):
    """Somebody named for a council from a day to a day: of the staff list, or typed where none is loaded."""

    class Role(models.TextChoices):
        MANAGER = MANAGER, "運営責任者"
        STAFF = STAFF, "運営担当者"
        PROMOTER = "promoter", "推進責任者"
        ASSISTANT = "assistant", "運営補助者"

    council = models.ForeignKey(
        "liaison_councils.Council", models.PROTECT, related_name="officers", verbose_name="協議会"
    )
    role = models.CharField("役", max_length=10, choices=Role)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", verbose_name="職員")
    rank = models.CharField("階級", max_length=20, blank=True)
    name = models.CharField("氏名", max_length=60)
    from_on = models.DateField("指定した日")
    to_on = models.DateField("解いた日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "運営責任者等"
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="liaison_councils_officer_ends_after_start", condition=Q(to_on=None) | Q(to_on__gte=F("from_on"))
            ),
            models.UniqueConstraint(
                fields=["council", "role"], condition=Q(to_on=None, role__in=sorted(ALONE)),
                name="liaison_councils_one_manager_at_a_time",
                violation_error_message="この役は、一度に一人です。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.rank} {self.name}".strip()


class NamesOfficers:
    """Mixed into the council."""

    def roles(self) -> list[str]:
        """The roles that the prefecture knows."""
        words = PrefectureProfile.today_of(self.station.prefecture).value_or("council_extra_roles", [])
        return [MANAGER, STAFF, *(EXTRA[word] for word in words if word in EXTRA)]

    def current_officers(self) -> list[CouncilOfficer]:
        return [each for each in self.officers.all() if each.to_on is None]

    def operating_staff(self, day: date) -> list[Posting]:
        """Everybody posted to its koban on the day (LC-3-6)."""
        rows = Posting.objects.on(day).filter(post__koban__in=self.koban_ids())
        return list(
            rows.select_related("staff", "post__koban").order_by("post__koban", "post", "starts_on", "pk")
        )

    def officer_problems(self, act) -> list[Reason]:
        details, found = act.details, []
        if details.get("role") not in self.roles():
            found.append(Reason("この役は、県の定めにありません。", "LC-3-2", field="role"))
        if not (details.get("name") or "").strip():
            found.append(Reason("指定する職員を選ぶか、氏名を書いてください。", "LC-3-6", field="name"))
        held = self.officers.filter(role=details.get("role"), to_on=None).first()
        if held and held.role in ALONE and act.on < held.from_on:
            found.append(Reason("前の人の指定の日より前にできません。", "LC-3-6", field="on"))
        return found

    def on_officer_named(self, act) -> None:
        """Who held the role alone leaves it the same day."""
        details = act.details
        if details["role"] in ALONE:
            self.officers.filter(role=details["role"], to_on=None).update(to_on=act.on)
        CouncilOfficer.objects.create(
            station_id=self.station_id, council_id=self.pk, role=details["role"], staff_id=details.get("staff"),
            rank=details.get("rank") or "", name=details["name"], from_on=act.on,
        )  # fmt: skip

    def release_problems(self, act) -> list[Reason]:
        held = self.officers.filter(pk=act.details.get("officer"), to_on=None).first()
        if held is None:
            return [Reason("この指定は、すでに解かれています。", "LC-3-6", field="officer")]
        if act.on < held.from_on:
            return [Reason("指定した日より前に解くことはできません。", "LC-3-6", field="on")]
        return []

    def on_officer_released(self, act) -> None:
        self.officers.filter(pk=act.details["officer"]).update(to_on=act.on)

    def handover_problems(self, act) -> list[Reason]:
        """A transfer (人事異動): what one person was named for goes to another on one day."""
        held = self.officers.filter(staff=act.details.get("from"), to_on=None)
        if not held.exists():
            return [Reason("引き継ぐ人の指定は、すでに解かれています。", "LC-3-6")]
        if held.filter(from_on__gt=act.on).exists():
            return [Reason("指定した日より前に引き継ぐことはできません。", "LC-3-6", field="on")]
        if not self._is_posted(act.details.get("to"), act.on):
            return [Reason("引き受ける人は、この署の職にいません。", "LC-3-6")]
        return []

    def _is_posted(self, staff, on: date) -> bool:
        return Posting.objects.on(on).filter(staff=staff, post__station=self.station_id).exists()

    def on_handed_over(self, act) -> None:
        """Every role of the one ends and begins with the other, who keeps what they hold already."""
        details = act.details
        held = list(self.officers.filter(staff=details["from"], to_on=None))
        self.officers.filter(pk__in=[each.pk for each in held]).update(to_on=act.on)
        has = set(self.officers.filter(staff=details["to"], to_on=None).values_list("role", flat=True))
        CouncilOfficer.objects.bulk_create(
            CouncilOfficer(
                station_id=self.station_id, council_id=self.pk, role=role, staff_id=details["to"], rank=details.get("rank") or "",
                name=details["name"], from_on=act.on,
            )
            for role in dict.fromkeys(each.role for each in held) if role not in has
        )  # fmt: skip
