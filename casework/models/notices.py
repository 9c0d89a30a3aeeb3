"""お知らせ: what a desk is told of, once each; who has read it, and which mail has told it.

A notice is of a role at an office, never of a person: whoever holds such a post today sees it. It names its case by
label and key alone; what the case is called is read when it is shown, by the one who looks.
"""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q

from casework.models.base import StationQuerySet, StationRow
from casework.models.places import Koban
from casework.models.staff import Staff
from casework.roles import Role

FRESH = timedelta(days=60)  # how long a notice counts as unread: what bounds the count
MOST = 100  # beyond which the count says 99件以上
AT_HEADQUARTERS = frozenset({Role.HQ_CLERK, Role.HQ_DECIDING, Role.COMMUNITY_DIVISION})
TOLD_ROLES = AT_HEADQUARTERS | {
    Role.STATION_CLERK, Role.STATION_CHIEF, Role.KOBAN_OFFICER, Role.STATION_SUPERVISOR,
}  # fmt: skip


class NoticeQuerySet(StationQuerySet):
    def of(self, actor):
        """Those of the actor's post: its role at its station or in its division, its level there, and at a koban its area."""
        division = actor.post.division
        mine = super().of(actor).filter(role=actor.role, duty=division.duty if division else "")
        mine = mine.filter(level__in=["", actor.post.level])
        return mine.filter(Q(koban=None) | Q(koban=actor.post.koban_id))

    def unread_by(self, staff: Staff, now: datetime):
        """Of the last days (``FRESH``) alone: an index range, however long the post has been told."""
        read = NoticeRead.objects.filter(notice=OuterRef("pk"), staff=staff)
        return self.filter(~Exists(read), made_on__gte=now - FRESH)

    def untold_to(self, staff: Staff):
        """What no mail to this person has told."""
        return self.filter(~Exists(ToldNotice.objects.filter(notice=OuterRef("pk"), staff=staff)))


class Notice(StationRow):
    """One notice. ``day``: the due day, or the day of the act; ``turn``: which act of the case, 0 for a clock."""

    role = models.CharField("役割", max_length=20, choices=Role)
    duty = models.CharField("本部の所管", max_length=20, blank=True)
    level = models.CharField("決裁の段階", max_length=10, blank=True)
    koban = models.ForeignKey(
        Koban, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="交番・駐在所"
    )
    kind = models.CharField("種類", max_length=40)
    title = models.CharField("内容", max_length=120)
    clause = models.CharField("条項", max_length=20, blank=True)
    case_label = models.CharField("事案の種類", max_length=60)
    case_pk = models.BigIntegerField("事案の番号")
    day = models.DateField("日")
    turn = models.PositiveIntegerField("何回目の行為", default=0)
    made_on = models.DateTimeField("知らせた時", auto_now_add=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "お知らせ"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(  # nothing is reported twice
                fields=["station", "role", "duty", "level", "koban", "kind", "case_label", "case_pk", "day", "turn"],
                name="casework_notice_once", nulls_distinct=False,
            )
        ]  # fmt: skip
        indexes = [models.Index(fields=["station", "role", "made_on"], name="casework_notices_of_post")]

    def __str__(self):
        return self.title


class NoticeRead(models.Model):
    """Somebody has read a notice: of the person, not of the post."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="reads", verbose_name="お知らせ")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", verbose_name="職員")
    read_on = models.DateTimeField("読んだ時", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "お知らせの既読"
        constraints = [models.UniqueConstraint(fields=["notice", "staff"], name="casework_notice_read_once")]

    def __str__(self):
        return f"{self.notice_id} {self.staff_id}"


class Digest(models.Model):
    """One mail a person a day, claimed before it is sent; without ``sent_on`` nobody knows whether it arrived."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", verbose_name="職員")
    day = models.DateField("日")
    claimed_on = models.DateTimeField("取りかかった時", auto_now_add=True)
    sent_on = models.DateTimeField("送った時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "お知らせのメール"
        constraints = [models.UniqueConstraint(fields=["staff", "day"], name="casework_one_digest_a_day")]

    def __str__(self):
        return f"{self.staff_id} {self.day}"


class ToldNotice(models.Model):
    """A notice that a mail tells somebody: once, whatever becomes of the worker."""

    digest = models.ForeignKey(Digest, models.PROTECT, related_name="told", verbose_name="メール")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", verbose_name="職員")
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="+", verbose_name="お知らせ")

    class Meta:
        verbose_name = verbose_name_plural = "メールで伝えたお知らせ"
        constraints = [models.UniqueConstraint(fields=["notice", "staff"], name="casework_notice_told_once")]

    def __str__(self):
        return f"{self.notice_id} {self.staff_id}"
