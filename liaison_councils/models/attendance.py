"""Who is on the list of a meeting, and who was there (第5の1・4): each council's own attendance."""

from django.db import models
from django.db.models import Q

from casework import wareki
from casework.models import Staff
from casework.models.base import StationRow
from casework.permissions import Reason
from liaison_councils.models.closed_years import closed_year_problems


class Participant(StationRow):
    """Somebody asked, or who came: a member of the council, its staff, or others; ``count`` of a body or of residents."""

    class Kind(models.TextChoices):
        MEMBER = "member", "委員"
        STAFF = "staff", "運営担当者"
        EXECUTIVE = "executive", "署幹部"
        SECTION = "section", "関係部門"
        RESIDENT = "resident", "住民"
        BODY = "body", "機関・団体"

    class Reply(models.TextChoices):
        NONE = "", "返事なし"
        YES = "yes", "出席"
        NO = "no", "欠席"

    meeting = models.ForeignKey(
        "liaison_councils.Meeting", models.PROTECT, related_name="participants", verbose_name="会議"
    )
    council = models.ForeignKey(
        "liaison_councils.Council", models.PROTECT, related_name="+", verbose_name="協議会"
    )
    kind = models.CharField("区分", max_length=10, choices=Kind)
    term = models.ForeignKey(
        "liaison_councils.Term",
        models.PROTECT,
        null=True,
        related_name="attendances",
        verbose_name="委員の任期",
    )
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", verbose_name="職員")
    name = models.CharField("氏名", max_length=80, blank=True)
    body = models.CharField("所属", max_length=100, blank=True)
    count = models.PositiveSmallIntegerField("人数", default=1)
    is_invited = models.BooleanField("案内する", default=True)
    reply = models.CharField("返事", max_length=4, choices=Reply, blank=True)
    attended = models.BooleanField("出席した", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "会議の参加者"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="liaison_councils_member_by_a_term",
                condition=Q(kind="member", term__isnull=False) | ~Q(kind="member") & Q(term=None),
            ),
            models.CheckConstraint(name="liaison_councils_somebody_came", condition=Q(count__gte=1)),
            models.UniqueConstraint(
                fields=["meeting", "term"], name="liaison_councils_member_once_a_meeting",
                violation_error_message="この委員は、すでに入っています。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name or f"{self.body or self.get_kind_display()} {self.count}人"


class TakesAttendance:
    """Mixed into the meeting."""

    def holding_gaps(self) -> list[Reason]:
        """A regular meeting is announced before it is held; an extraordinary one may be held at once (LC-5-3)."""
        if self.kind == "regular" and self.state == "planned":
            return [Reason("定期会議は、案内を記録してから開催します。", "LC-5-2", cure="announce")]
        return []

    def holding_problems(self, act) -> list[Reason]:
        """Every council was active on the day, and the year is still open."""
        day = wareki.format_long(act.on)
        found = [
            Reason(f"「{council}」は、{day}に活動中ではありませんでした。", "LC-5-1", field="on")
            for council in self.councils.all()
            if not council.was_active_on(act.on)
        ]
        if self.announced_on and act.on < self.announced_on:
            found.append(Reason("案内した日より前に開催したことにはできません。", "LC-5-1", field="on"))
        found += closed_year_problems(self.station, act.on)
        return found + self._presence_problems(act, act.on)

    def attendance_problems(self, act) -> list[Reason]:
        return self._presence_problems(act, self.held_on)

    def _presence_problems(self, act, day) -> list[Reason]:
        """Who is marked as a member was one on the day; somebody was there."""
        present = {int(key) for key in act.details.get("present") or ()}
        rows = [row for row in self.participants.select_related("term__person") if row.pk in present]
        terms = [row.term for row in rows if row.term] + self._terms_of(act.details.get("more") or [])
        found = [
            Reason(
                f"{term.person}さんは、{wareki.format_long(day)}には委員ではありませんでした。",
                "LC-3-5",
                field="present",
            )
            for term in terms
            if not term.span.holds(day)
        ]
        if not terms:
            found.append(Reason("出席した委員がいません。", "LC-3-2", field="present"))
        if len(rows) != len(present):
            found.append(Reason("この会議の名簿にない人が選ばれています。", field="present"))
        return found

    def _terms_of(self, more: list[dict]) -> list:
        """The terms of members who are not on the list and came."""
        keys = [row["term"] for row in more if row.get("term")]
        terms = Participant._meta.get_field("term").related_model
        return (
            list(terms.objects.filter(pk__in=keys, council__in=self.councils.all()).select_related("person"))
            if keys
            else []
        )

    def on_held(self, act) -> None:
        self.on_attendance_corrected(act)

    def on_attendance_corrected(self, act) -> None:
        present = {int(key) for key in act.details["present"]}
        self.participants.filter(is_invited=False).exclude(pk__in=present).delete()
        self.participants.filter(pk__in=present).update(attended=True)
        self.participants.exclude(pk__in=present).update(attended=False)
        self._add(act.details.get("more") or [], is_invited=False, attended=True)
        self.keep_members_of(self.held_on)

    def attendance(self, council) -> tuple[int, int]:
        """(members who came, members of the day) of one council."""
        members = [
            each
            for each in self.participants.all()
            if each.kind == "member" and each.council_id == council.pk
        ]
        return sum(bool(each.attended) for each in members), len(members)
