"""What a revocation 取消し keeps: its states, what was found, each guidance, what the road and the notice add (BP-8)."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from blue_patrol.models.groups import Patroller
from blue_patrol.rules import grounds
from casework.models import PrefectureProfile
from casework.models.base import Machine, StateField, StationQuerySet, StationRow
from casework.models.forwarded import RoadDays
from casework.models.road_hooks import RoadHooks


class RevocationState(models.TextChoices):
    FOUND = "found", "認知"
    GUIDED = "guided", "指導"
    CORRECTED = "corrected", "是正"
    DISMISSED = "dismissed", "該当なし"
    GROUND_REPORTED = "ground_reported", "本部へ報告"
    SENT_BACK = "sent_back", "差戻し"
    DECIDED = "decided", "取消しの決裁"
    NOT_REVOKED = "not_revoked", "取り消さない"
    NOTICE_SENT = "notice_sent", "通知書の送付"
    NOTICE_DELIVERED = "notice_delivered", "通知書の交付"
    NOTICE_UNDELIVERED = "notice_undelivered", "通知書の交付不能"
    DELIVERY_REPORTED = "delivery_reported", "交付の報告"
    TRANSPORT_NOTIFIED = "transport_notified", "運輸支局等へ通知"


R = RevocationState
AT_THE_DESK = [R.FOUND, R.GUIDED, R.SENT_BACK]
CLOSED = [R.CORRECTED, R.DISMISSED, R.NOT_REVOKED, R.TRANSPORT_NOTIFIED]
OPEN = [state for state in R if state not in CLOSED]
AFTER_REPORT = [state for state in R if state not in (R.FOUND, R.GUIDED, R.CORRECTED, R.DISMISSED)]
REVOKED = [R.DECIDED, R.NOTICE_SENT, R.NOTICE_UNDELIVERED, R.NOTICE_DELIVERED, R.DELIVERY_REPORTED, R.TRANSPORT_NOTIFIED]  # fmt: skip
WITH_STATION = [*AT_THE_DESK, R.NOTICE_SENT, R.NOTICE_UNDELIVERED, R.NOTICE_DELIVERED]
WITH_HEADQUARTERS = [R.GROUND_REPORTED, R.DECIDED, R.DELIVERY_REPORTED]


class ChiefAsks(models.TextChoices):
    """The chief's opinion on form 17."""

    REVOKE = "revoke", "取消しを具申する"
    LEAVE = "leave", "取消しを具申しない"


class RevocationQuerySet(StationQuerySet):
    def open(self):
        return self.filter(state__in=OPEN)

    def awaiting_station(self):
        return self.filter(state__in=WITH_STATION)

    def awaiting_headquarters(self):
        return self.filter(state__in=WITH_HEADQUARTERS)


class Finding(models.Model):
    """認知: what was found, by whom it was done, and how grave it is (BP-8-1, BP-8-1-nao)."""

    grounds = ArrayField(models.CharField(max_length=1), verbose_name="該当する事由")
    found_on = models.DateField("認知年月日")
    source = models.CharField("端緒", max_length=200)
    summary = models.TextField("事案の概要")
    persons = ArrayField(models.BigIntegerField(), verbose_name="行為者", default=list, blank=True)
    is_minor = models.BooleanField("軽微な違反")
    severity_reason = models.TextField("軽微な違反に当たらない理由", blank=True)
    beyond_guidance = models.TextField("指導では是正できない理由", blank=True)
    statement = models.TextField("団体の弁明", blank=True)
    heard_on = models.DateField("弁明を聴いた日", null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def ground_words(self) -> str:
        """ア 停止、エ 継続していない"""
        return "、".join(f"{each.mark} {each.short}" for each in map(grounds.by_code, sorted(self.grounds)))

    def people(self) -> list[Patroller]:
        return list(Patroller.objects.filter(pk__in=self.persons))


class RevocationBase(RoadHooks, RoadDays, Finding, Machine):
    state = StateField("状態", choices=R.choices, default=R.FOUND)
    group = models.ForeignKey(
        "blue_patrol.Group", models.PROTECT, related_name="revocations", verbose_name="団体"
    )
    certification = models.ForeignKey(
        "blue_patrol.Certification", models.PROTECT, related_name="revocations", verbose_name="証明"
    )
    profile = models.ForeignKey(
        PrefectureProfile, models.PROTECT, related_name="+", verbose_name="県の定めの版"
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="担当"
    )
    document_number = models.CharField("報告の文書番号", max_length=40, blank=True)
    chief_opinion = models.CharField("署長の意見", max_length=6, choices=ChiefAsks, blank=True)
    chief_remarks = models.TextField("署長の意見の理由", blank=True)
    round = models.PositiveSmallIntegerField("報告の回", default=0)
    notice_number = models.CharField("通知書の文書番号", max_length=40, blank=True)
    receiver_name = models.CharField("受け取った人", max_length=60, blank=True)
    receiver_kind = models.CharField(
        "受け取った人の別", max_length=15, blank=True,
        choices=[("representative", "代表者"), ("deputy", "代理人"), ("post", "郵送"), ("published", "公示")],
    )  # fmt: skip
    receiver_note = models.CharField("受領の確認", max_length=200, blank=True)
    instructed = models.JSONField("教示したこと", default=list, blank=True)
    undelivered_note = models.TextField("交付できない理由", blank=True)
    closing_note = models.TextField("終わりの記録", blank=True)

    objects = RevocationQuerySet.as_manager()

    class Meta:
        abstract = True

    def last_day(self) -> date:
        return max(filter(None, (self.found_on, super().last_day())))


class Guidance(StationRow):
    """指導 of a group before a revocation is asked for; its result may be seen on a later day (BP-8-1-nao)."""

    class Method(models.TextChoices):
        INTERVIEW = "interview", "面談"
        VISIT = "visit", "訪問"
        TELEPHONE = "telephone", "電話"
        LETTER = "letter", "文書"

    class Result(models.TextChoices):
        CORRECTED = grounds.CORRECTED, "是正された"
        NOT_CORRECTED = grounds.NOT_CORRECTED, "是正されない"
        WATCHING = grounds.WATCHING, "経過を見る"

    revocation = models.ForeignKey("blue_patrol.Revocation", models.PROTECT, related_name="guidance")
    given_on = models.DateField("指導した日")
    method = models.CharField("方法", max_length=10, choices=Method)
    content = models.TextField("指導したこと")
    given_by = models.ForeignKey(
        "casework.Staff", models.PROTECT, related_name="+", verbose_name="指導した人"
    )
    result = models.CharField("結果", max_length=15, choices=Result)
    result_note = models.TextField("結果の内容", blank=True)
    judged_on = models.DateField("結果を確かめた日", null=True)
    judged_by = models.ForeignKey(
        "casework.Staff", models.PROTECT, null=True, related_name="+", verbose_name="結果を確かめた人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "指導"
        ordering = ["given_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="blue_patrol_guidance_judged_by_somebody",
                condition=Q(judged_on=None, judged_by=None, result=grounds.WATCHING)
                | (Q(judged_on__isnull=False, judged_by__isnull=False) & ~Q(result=grounds.WATCHING)),
                violation_error_message="指導の結果は、確かめた日と人とともに記録します。",
            )
        ]

    def __str__(self):
        return f"{self.given_on} {self.get_method_display()}"
