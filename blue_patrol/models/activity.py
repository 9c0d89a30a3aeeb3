"""実施の記録: the patrol days of a group's own calendar, entered by the clerk (BP-5-2-b, BP-8-1-d)."""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import DateField, F, Func, IntegerField, OuterRef, Subquery
from django.db.models.functions import Cast, Coalesce, Greatest
from django.utils import timezone

from blue_patrol.models.of_the_prefecture import value_of_today
from blue_patrol.rules import activity
from casework import wareki
from casework.models.base import StationRow
from casework.permissions import Reason

LIMIT_KEY = "quiet_spell_weeks"


class ActivityDay(StationRow):
    """One day on which a group patrolled, whatever number of runs it had; taking it out again is an act too."""

    group = models.ForeignKey(
        "blue_patrol.Group", models.PROTECT, related_name="activity_days", verbose_name="団体"
    )
    day = models.DateField("実施した日")
    entered_by = models.ForeignKey(
        "casework.Staff", models.PROTECT, related_name="+", verbose_name="入力した人"
    )
    entered_on = models.DateTimeField("入力した時", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "実施の記録"
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "day"],
                name="blue_patrol_one_patrol_day",
                violation_error_message="この日の実施は、すでに記録されています。",
            )
        ]

    def __str__(self):
        return f"{self.group} {self.day}"


class KeepsActivity:
    """Mixed into the standing. Details of the act: ``added`` and ``removed``, days as ISO text."""

    def activity_problems(self, act) -> list[Reason]:
        added, removed = _days(act, "added"), _days(act, "removed")
        if not added and not removed:
            return [Reason("変わったところがありません。", field="days")]
        today = timezone.localdate(act.at)
        told = [activity.day_problem(day, self.delivered_on, today) for day in added]
        held = set(ActivityDay.objects.filter(group=self.group_id).values_list("day", flat=True))
        told += [f"{wareki.format_long(day)}は、すでに記録されています。" for day in added if day in held]
        told += [f"{wareki.format_long(day)}の記録は、もうありません。" for day in removed if day not in held]
        return [Reason(sentence, "BP-5-2-b", field="days") for sentence in told if sentence]

    def on_activity(self, act) -> None:
        days = ActivityDay.objects.filter(group=self.group_id)
        days.filter(day__in=_days(act, "removed")).delete()
        ActivityDay.objects.bulk_create(
            ActivityDay(station_id=self.station_id, group_id=self.group_id, day=day, entered_by=act.by.staff)
            for day in _days(act, "added")
        )


def _days(act, name: str) -> list[date]:
    return [date.fromisoformat(text) for text in act.details.get(name) or []]


def last_patrol_day(group_ref: str):
    """A subquery: the last patrol day of the group that ``group_ref`` names."""
    days = ActivityDay.objects.filter(group=OuterRef(group_ref)).order_by("-day")
    return Subquery(days.values("day")[:1])


def patrol_days(group_ref: str, since: date):
    """A subquery: the patrol days of that group since a day, as a list."""
    rows = ActivityDay.objects.filter(group=OuterRef(group_ref), day__gte=since)
    return ArraySubquery(rows.order_by("day").values("day"))


def with_spell(standings):
    """Standings with ``last_on``, ``since`` and ``limit``, as rules.activity.spell reckons them."""
    begin = Greatest(F("delivered_on"), Coalesce("registered_on", "delivered_on"))
    last_on = last_patrol_day("group")
    return standings.annotate(
        last_on=last_on, since=Greatest(Coalesce(last_on, begin), begin),
        limit=Cast(value_of_today(LIMIT_KEY, "station__prefecture"), IntegerField()),
    )  # fmt: skip


def quiet_on(standings, today: date):
    """Those whose spell without a patrol has passed the prefecture's limit (BP-8-1-d)."""
    ends = Func(
        F("since"), F("limit"), template="(%(expressions)s))::date", arg_joiner=" + make_interval(weeks => ",
        output_field=DateField(),
    )  # fmt: skip
    return with_spell(standings).alias(ends=ends).filter(ends__lt=today)
