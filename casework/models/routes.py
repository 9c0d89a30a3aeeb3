"""The decision route (決裁): ordered steps from the profile, and what became of each for one case.

Each step approves or returns; 専決 is a last step below the chief; 代決 by a deputy leaves 後閲 open until the
holder of the post has seen it; 合議 steps of one order stand side by side.
"""

from django.db import models
from django.db.models import Q

from casework.models.base import StationQuerySet, StationRow
from casework.models.places import HeadquartersDivision, PrefectureProfile
from casework.roles import Role

CLERKS_LEVEL = "係"  # the rest of the route are deciding posts


class StepKind(models.TextChoices):
    REVIEW = "review", "審査"
    CONCURRENCE = "concurrence", "合議"
    DECISION = "decision", "決裁"


class RouteStep(models.Model):
    """One step of a matter's route in one version of a prefecture's values."""

    profile = models.ForeignKey(
        PrefectureProfile, models.CASCADE, related_name="route", verbose_name="県の定め"
    )
    matter = models.CharField("事項", max_length=30, help_text="application・reissue・change など")
    order = models.PositiveSmallIntegerField("順")
    kind = models.CharField("別", max_length=12, choices=StepKind)
    title = models.CharField("名称", max_length=20)
    level = models.CharField("段階", max_length=10)
    duty = models.CharField("所管", max_length=20, choices=HeadquartersDivision.Duty)
    is_delegated = models.BooleanField("専決", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "決裁の段階"
        ordering = ["order", "pk"]

    def __str__(self):
        return f"{self.matter} {self.order} {self.title}"


class DecisionStepQuerySet(StationQuerySet):
    def of_case(self, case):
        return self.filter(case_label=case._meta.label, case_pk=case.pk)

    def later_reviews(self):
        """代決 whose 後閲 is still open."""
        return self.filter(as_deputy=True, seen_on=None, is_void=False)


class DecisionStep(StationRow):
    """One step of one case in one round; a returned case starts a new round and voids the old steps."""

    class Outcome(models.TextChoices):
        WAITING = "", "未了"
        APPROVED = "approved", "可"
        RETURNED = "returned", "差戻し"
        DECLINED = "declined", "不承認"

    case_label = models.CharField("種類", max_length=60)
    case_pk = models.BigIntegerField("番号")
    round = models.PositiveSmallIntegerField("回")
    order = models.PositiveSmallIntegerField("順")
    kind = models.CharField("別", max_length=12, choices=StepKind)
    title = models.CharField("名称", max_length=20)
    level = models.CharField("段階", max_length=10)
    duty = models.CharField("所管", max_length=20)
    is_delegated = models.BooleanField("専決", default=False)
    outcome = models.CharField("結果", max_length=10, choices=Outcome, blank=True)
    decided_by = models.ForeignKey(
        "casework.Staff", models.PROTECT, null=True, related_name="+", verbose_name="決めた人"
    )
    decided_on = models.DateField("決めた日", null=True)
    as_deputy = models.BooleanField("代決", default=False)
    seen_by = models.ForeignKey(
        "casework.Staff", models.PROTECT, null=True, related_name="+", verbose_name="後閲した人"
    )
    seen_on = models.DateField("後閲の日", null=True)
    is_void = models.BooleanField("無効", default=False)

    objects = DecisionStepQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "決裁の経過"
        ordering = ["round", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="casework_step_decided_by_somebody",
                condition=Q(outcome="", decided_by=None, decided_on=None)
                | (~Q(outcome="") & Q(decided_by__isnull=False, decided_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="casework_step_seen_by_somebody",
                condition=Q(seen_by=None, seen_on=None) | Q(seen_by__isnull=False, seen_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["case_label", "case_pk"], name="casework_steps_of_case"),
            models.Index(
                fields=["duty", "level"], name="casework_later_reviews",
                condition=models.Q(as_deputy=True, is_void=False, seen_on=None),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.title} {self.get_outcome_display()}"

    def is_for(self, post) -> bool:
        """Whether the step waits for this post: the level of the division that has the duty."""
        return post.division is not None and post.level == self.level and post.division.duty == self.duty

    @property
    def role(self) -> Role:
        """Of the posts for which it waits."""
        return Role.HQ_CLERK if self.level == CLERKS_LEVEL else Role.HQ_DECIDING

    @property
    def is_final(self) -> bool:
        return self.kind == StepKind.DECISION

    def decide(self, act, outcome: str) -> None:
        self.outcome, self.decided_by, self.decided_on = outcome, act.by.staff, act.on
        self.as_deputy = act.by.is_deputy
        self.save()

    @classmethod
    def lay(cls, case, act) -> None:
        """Start a new round of the case's route; earlier rounds are void (a changed text is decided anew)."""
        cls.objects.of_case(case).update(is_void=True)
        cls.objects.bulk_create(
            cls(
                station_id=case.station_id, case_label=case._meta.label, case_pk=case.pk, round=case.round,
                order=step.order, kind=step.kind, title=step.title, level=step.level, duty=step.duty,
                is_delegated=step.is_delegated,
            )
            for step in case.route()
        )  # fmt: skip
