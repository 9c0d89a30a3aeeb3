"""Who is asked to a meeting and who was there (第5の4・5, 第7(2)): each council's own attendance."""

from django.db import models
from django.db.models import Q

from casework import wareki
from casework.models import IssuedPaper, Staff
from casework.models.base import StationRow
from casework.permissions import Reason
from liaison_councils.models.closed_years import closed_year_problems

INVITATION = "L9"


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

    def invited(self) -> list[Participant]:
        return [each for each in self.participants.all() if each.is_invited]

    def plan_problems(self, act) -> list[Reason]:
        return self.planned_problems(act.details)

    def planned_problems(self, told: dict) -> list[Reason]:
        """What is wrong with a meeting as it is to be held (LC-5-1, LC-5-3)."""
        found = []
        if told["planned_on"] is None and self.state != "postponed":
            found.append(Reason("会議の日を入れてください。", "LC-5-1", field="planned_on"))
        if self.kind == "extraordinary" and not told["reason"].strip():
            found.append(Reason("臨時に開く理由を書いてください。", "LC-5-3", field="reason"))
        if told["begins_at"] and told["ends_at"] and told["ends_at"] <= told["begins_at"]:
            found.append(Reason("終わる時刻は、始まる時刻より後にしてください。", "LC-5-1", field="ends_at"))
        return found

    def on_planned(self, council, day) -> list[Participant]:
        """Its members and staff on the day are those who are asked first (LC-3-6)."""
        members = [
            Participant(kind="member", term=term, name=term.person.name, body=term.person.occupation)
            for term in council.terms.on(day).select_related("person").order_by("person__order_key", "pk")
        ]
        posted = {posting.staff_id: posting for posting in council.operating_staff(day)}
        staff = [
            Participant(
                kind="staff", staff=posting.staff, name=str(posting.staff), body=str(posting.post.koban or "")
            )
            for posting in posted.values()
        ]
        return Participant.objects.bulk_create(self._of(council, each) for each in members + staff)

    def _of(self, council, row: Participant) -> Participant:
        row.station_id, row.meeting_id, row.council_id = self.station_id, self.pk, council.pk
        return row

    def on_moved(self, act) -> None:
        """Members of the new day are asked, those whose term does not reach it are not."""
        if self.planned_on is None:
            return
        self.participants.filter(kind__in=["member", "staff"]).delete()
        for council in self.councils.all():
            self.on_planned(council, self.planned_on)

    def invitation_problems(self, act) -> list[Reason]:
        return [
            Reason("案内する人の氏名か所属を書いてください。", "LC-5-4", field="people")
            for row in act.details.get("people") or [{}]
            if not (row.get("name") or row.get("body"))
        ]

    def on_invited(self, act) -> None:
        self._add(act.details["people"], act.details["council"], is_invited=True)

    def _add(self, rows: list[dict], council=None, **more) -> None:
        first = council or self.shared.order_by("pk").values_list("council_id", flat=True).first()
        Participant.objects.bulk_create(
            Participant(
                station_id=self.station_id, meeting_id=self.pk, council_id=row.get("council") or first, kind=row["kind"], name=row.get("name") or "",
                body=row.get("body") or "", count=row.get("count") or 1, **more,
            )
            for row in rows
        )  # fmt: skip

    def on_uninvited(self, act) -> None:
        self.participants.filter(pk=act.details["participant"]).delete()

    def announcement_gaps(self) -> list[Reason]:
        found = []
        if self.planned_on is None or self.begins_at is None or not self.place:
            found.append(Reason("日時と場所がまだ決まっていません。", "LC-5-1", cure="amend"))
        if not self.invited():
            found.append(Reason("案内する人がまだいません。", "LC-5-4", cure="invite"))
        return found

    def on_announced(self, act) -> None:
        """The letter of the day is frozen; it names whom it goes to when it is printed."""
        IssuedPaper.freeze(self, INVITATION, act)

    def reply_problems(self, act) -> list[Reason]:
        if set((act.details.get("replies") or {}).values()) - set(Participant.Reply.values):
            return [Reason("返事を選んでください。", "LC-5-4", field="replies")]
        return []

    def on_replied(self, act) -> None:
        asked = act.details["replies"]
        rows = [row for row in self.participants.all() if str(row.pk) in asked]
        for row in rows:
            row.reply = asked[str(row.pk)]
        Participant.objects.bulk_update(rows, ["reply"])

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
        found = [
            Reason(
                f"{row.name}さんは、{wareki.format_long(day)}には委員ではありませんでした。",
                "LC-3-5",
                field="present",
            )
            for row in rows
            if row.term and not row.term.span.holds(day)
        ]
        if not any(row.kind == "member" for row in rows):
            found.append(Reason("出席した委員がいません。", "LC-3-2", field="present"))
        if len(rows) != len(present):
            found.append(Reason("この会議の名簿にない人が選ばれています。", field="present"))
        return found

    def on_held(self, act) -> None:
        self.on_attendance_corrected(act)

    def on_attendance_corrected(self, act) -> None:
        present = {int(key) for key in act.details["present"]}
        self.participants.filter(is_invited=False).exclude(pk__in=present).delete()
        self.participants.filter(pk__in=present).update(attended=True)
        self.participants.exclude(pk__in=present).update(attended=False)
        self._add(act.details.get("more") or [], is_invited=False, attended=True)

    def attendance(self, council) -> tuple[int, int]:
        """(members who came, members of the day) of one council."""
        members = [
            each
            for each in self.participants.all()
            if each.kind == "member" and each.council_id == council.pk
        ]
        return sum(bool(each.attended) for each in members), len(members)
