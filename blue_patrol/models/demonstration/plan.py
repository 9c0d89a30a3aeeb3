"""What a demonstration run is: the event, who asks for it, its cars; and joint patrols that need no application."""

from datetime import date

from django.db import models
from django.db.models import Q

from blue_patrol.models.applications import Application
from blue_patrol.rules import plates
from casework.models.base import StationRow


class EventKind(models.TextChoices):
    DEMONSTRATION = "demonstration", "デモンストレーション"
    JOINT_PATROL = "joint_patrol", "合同パトロール"
    DEPARTURE = "departure", "出発式"
    PARADE = "parade", "パレード"
    OTHER = "other", "その他"


class DemonstrationPlan(StationRow):
    """The event as forms 19 and 20の2 describe it."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="demonstration")
    kind = models.CharField("種別", max_length=15, choices=EventKind)
    kind_text = models.CharField("その他の種別", max_length=40, blank=True)
    title = models.CharField("名称", max_length=100)
    purpose = models.TextField("目的・理由")
    held_on = models.DateField("運行の日")
    starts_at = models.TimeField("始まる時刻")
    ends_at = models.TimeField("終わる時刻")
    reserve_on = models.DateField("予備日", null=True, blank=True)
    place = models.CharField("場所", max_length=120)
    route = models.TextField("経路", blank=True)
    participants = models.PositiveIntegerField("参加人員", null=True, blank=True)
    responsible_name = models.CharField("実施責任者", max_length=60)
    responsible_phone = models.CharField("実施責任者の電話", max_length=20)
    requester_name = models.CharField("要請団体の名称", max_length=120, blank=True)
    requester_representative = models.CharField("要請団体の代表者", max_length=80, blank=True)
    requester_phone = models.CharField("要請団体の電話", max_length=20, blank=True)
    outline = models.TextField("概要", blank=True)
    affects_traffic = models.BooleanField("交通への影響", null=True)
    traffic_consulted_on = models.DateField("交通部門と協議した日", null=True, blank=True)
    traffic_result = models.TextField("協議の結果", blank=True)
    permit_needed = models.BooleanField("道路使用許可", null=True, blank=True)
    permit_number = models.CharField("道路使用許可の番号", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "デモ等の計画"
        indexes = [models.Index(fields=["station", "held_on"], name="blue_patrol_events_by_day")]

    def __str__(self):
        return self.title

    @property
    def kind_words(self) -> str:
        """その他（防犯キャンペーン）."""
        return f"{self.get_kind_display()}（{self.kind_text}）" if self.kind_text else self.get_kind_display()

    @property
    def hours(self) -> str:
        return f"{self.starts_at:%H:%M}から{self.ends_at:%H:%M}まで"

    def ended_on(self, delivered_on: date) -> date:
        """The day of the run: the reserve day where the stickers were delivered after the first one."""
        return (
            max(delivered_on, self.reserve_on or delivered_on)
            if delivered_on > self.held_on
            else self.held_on
        )


class DemonstrationCar(StationRow):
    """A car of the run with its sticker as confirmed; ``vehicle`` is empty for a car of another station's group."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="run_cars")
    position = models.PositiveSmallIntegerField("順", default=0)
    vehicle = models.ForeignKey(
        "blue_patrol.Vehicle", models.PROTECT, null=True, related_name="runs", verbose_name="自動車"
    )
    plate = models.CharField("車両番号", max_length=30)
    sticker_number = models.CharField("標章番号", max_length=40, blank=True)
    group_name = models.CharField("団体の名称", max_length=120)
    station_name = models.CharField("署", max_length=60, blank=True)
    driver = models.CharField("運転者", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "運行する自動車"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "plate", "sticker_number"], name="blue_patrol_run_car_once"
            )
        ]

    def __str__(self):
        return plates.display(self.plate)


class DemonstrationExemption(StationRow):
    """A joint patrol for which no application is made, and why (BP-10-1-1-nao); written once."""

    class Ground(models.TextChoices):
        OVERLAP = "overlap", "実施地域が重なる"
        EXTENDED = "extended", "あらかじめ実施地域を拡大した"

    group = models.ForeignKey(
        "blue_patrol.Group", models.PROTECT, related_name="exempted_runs", verbose_name="団体"
    )
    title = models.CharField("名称", max_length=100)
    held_on = models.DateField("運行の日")
    partner_name = models.CharField("合同で行う団体", max_length=120)
    partner_area = models.TextField("合同で行う団体の実施地域")
    ground = models.CharField("申請の要らない理由", max_length=10, choices=Ground)
    reason = models.TextField("確かめたこと")
    change = models.ForeignKey(
        Application, models.PROTECT, null=True, related_name="+", verbose_name="地域を拡大した変更"
    )
    recorded_by = models.ForeignKey(
        "casework.Staff", models.PROTECT, related_name="+", verbose_name="記録した人"
    )
    recorded_on = models.DateField("記録した日")

    class Meta:
        verbose_name = verbose_name_plural = "申請の要らない合同パトロール"
        ordering = ["held_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="blue_patrol_extended_by_a_change",
                condition=Q(ground="overlap", change=None) | Q(ground="extended", change__isnull=False),
            )
        ]

    def __str__(self):
        return f"{self.title}（{self.get_ground_display()}）"
