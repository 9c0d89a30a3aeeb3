"""二要素認証の解除: one administrator asks, somebody else confirms; a lost device costs two persons' word.

It is no case and belongs to no station, so it has no place in the history that is chained by stations: the row itself
is the record. Whoever asked, confirmed or dropped is set once and never taken out (walls), and the database refuses
one person twice.
"""

from dataclasses import dataclass

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from casework.models.places import Prefecture
from casework.models.staff import Actor, Posting, Staff
from casework.permissions import Reason
from casework.roles import Role


class ResetQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(confirmed_on=None, dropped_on=None)

    def of(self, actor: Actor):
        """An administrator's: all of the prefecture; a chief's: of those who are posted under them today."""
        rows = self.filter(prefecture=actor.prefecture)
        if actor.role == Role.ADMINISTRATOR:
            return rows
        office = (
            {"post__station": actor.station} if actor.station else {"post__division": actor.post.division}
        )
        under = Posting.objects.on(timezone.localdate()).filter(**office)
        return rows.filter(staff__in=under.values("staff"))


@dataclass
class Given:
    """What the confirming yields: the one-time password is shown once and kept nowhere."""

    reset: "SecondFactorReset"
    password: str


class SecondFactorReset(models.Model):
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", verbose_name="職員")
    prefecture = models.ForeignKey(Prefecture, models.PROTECT, related_name="+", verbose_name="都道府県")
    reason = models.CharField("理由", max_length=200)
    asked_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", verbose_name="申し出た人")
    asked_as = models.CharField("申し出た職", max_length=80)
    asked_on = models.DateTimeField("申し出た時", auto_now_add=True)
    confirmed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", verbose_name="確かめた人")  # fmt: skip
    confirmed_as = models.CharField("確かめた職", max_length=80, blank=True)
    confirmed_on = models.DateTimeField("確かめた時", null=True)
    dropped_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", verbose_name="取りやめた人")  # fmt: skip
    dropped_on = models.DateTimeField("取りやめた時", null=True)

    objects = ResetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "二要素認証の解除"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["staff"], condition=Q(confirmed_on=None, dropped_on=None), name="casework_one_waiting_reset",
                violation_error_message="この職員の解除は、もう申し出てあり、確かめを待っています。",
            ),
            models.CheckConstraint(
                name="casework_reset_not_of_oneself", condition=~Q(staff=F("asked_by")),
                violation_error_message="自分の解除は申し出られません。ほかの管理者に頼んでください。",
            ),
            models.CheckConstraint(
                name="casework_reset_by_two",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("asked_by")) & ~Q(confirmed_by=F("staff")),
            ),
            models.CheckConstraint(
                name="casework_reset_settled_once",
                condition=Q(confirmed_by=None, confirmed_on=None, confirmed_as="") & (Q(dropped_by=None, dropped_on=None) | Q(dropped_by__isnull=False, dropped_on__isnull=False))
                | Q(confirmed_by__isnull=False, confirmed_on__isnull=False, dropped_by=None, dropped_on=None) & ~Q(confirmed_as=""),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.staff}の二要素認証の解除"

    @property
    def state_words(self) -> str:
        if self.confirmed_on:
            return "解除済み"
        return "取りやめ" if self.dropped_on else "確かめ待ち"

    def refusals(self, by: Actor) -> list[Reason]:
        """Why ``by`` cannot confirm it now."""
        found = []
        if self.confirmed_on or self.dropped_on:
            found.append(Reason(f"この申出は、もう「{self.state_words}」です。"))
        if by.staff.pk == self.asked_by_id:
            found.append(Reason("申し出た人は、確かめられません。ほかの管理者か、本人の上司が行います。"))
        if by.staff.pk == self.staff_id:
            found.append(Reason("自分の二要素認証の解除は、確かめられません。"))
        if not by.is_proved:
            found.append(Reason("確かめる人に、二要素認証が要ります。"))
        return found

    @transaction.atomic
    def confirm(self, by: Actor) -> "Given | list[Reason]":
        """Take all factors away, end every session, and make a one-time password; or why not."""
        from allauth.mfa.models import Authenticator  # needs the application's models first

        row = type(self).objects.select_for_update(of=("self",)).select_related("staff").get(pk=self.pk)
        if refused := row.refusals(by):
            return refused
        row.confirmed_by, row.confirmed_on = by.staff, timezone.now()
        row.confirmed_as = by.posting.label[:80]
        row.save(update_fields=["confirmed_by", "confirmed_on", "confirmed_as"])
        Authenticator.objects.filter(user=row.staff).delete()
        return Given(row, row.staff.give_one_time_password())

    @transaction.atomic
    def drop(self, by: Actor) -> bool:
        """Whether it could still be dropped."""
        changed = type(self).objects.waiting().filter(pk=self.pk)
        return bool(changed.update(dropped_by=by.staff, dropped_on=timezone.now()))
