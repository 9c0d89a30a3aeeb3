"""What form 2 says of the patrols; of an application for the certificate."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class PatrolPlan(models.Model):
    class Unit(models.TextChoices):
        WEEK = "week", "週"
        MONTH = "month", "月"

    patrol_area = models.TextField("パトロール実施地域", blank=True)
    also_stations = ArrayField(
        models.BigIntegerField(), verbose_name="実施地域にかかる、ほかの署", default=list, blank=True
    )
    patrol_times = models.PositiveSmallIntegerField("実施回数", null=True, blank=True)
    patrol_unit = models.CharField("単位", max_length=5, choices=Unit, default=Unit.WEEK)
    weekdays = models.JSONField("実施曜日", default=list, blank=True)  # 0 = Monday … 6 = Sunday
    time_slots = models.JSONField(
        "実施時間帯", default=list, blank=True
    )  # [["19:30", "21:00"], …], at most three
    crew_per_run = models.PositiveSmallIntegerField("1回の人数", null=True, blank=True)
    vehicles_per_run = models.PositiveSmallIntegerField("1回の台数", null=True, blank=True)
    liaison_method = models.TextField("警察・関係機関との連絡方法", blank=True)
    combined_with_business = models.BooleanField("他の業務との兼務", null=True, blank=True)
    plan_remarks = models.TextField("備考", blank=True)
    starts_on = models.DateField("始めたい日", null=True, blank=True)
    pledged_on = models.DateField("誓約年月日", null=True, blank=True)
    pledge_version = models.CharField("誓約書の版", max_length=20, default="R8-1")

    class Meta:
        abstract = True

    @property
    def has_plan(self) -> bool:
        return bool(self.patrol_area and self.patrol_times and self.combined_with_business is not None)
