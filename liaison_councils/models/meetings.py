"""会議 (第5): regular and extraordinary, of one council or several, from the plan to the report."""

from datetime import date

from django.db import models
from django.db.models import Q

from casework.models.acts import act_of, wants
from casework.models.base import StateField, StationQuerySet, StationRow
from casework.models.road import note_is_given
from casework.permissions import PERMISSIONS
from liaison_councils.models.attendance import TakesAttendance
from liaison_councils.models.invitations import AsksPeople
from liaison_councils.models.machine import CouncilMachine
from liaison_councils.models.minutes import KeepsMinutes
from liaison_councils.rules.frequency import EXTRAORDINARY, REGULAR
from liaison_councils.rules.opinions import with_read_out

SUPERVISE, RUN = (PERMISSIONS[code] for code in ("supervise_councils", "run_council"))


class MeetingState(models.TextChoices):
    PLANNED = "planned", "予定"
    ANNOUNCED = "announced", "案内済"
    POSTPONED = "postponed", "延期"
    CANCELLED = "cancelled", "中止"
    HELD = "held", "開催"
    REPORTED = "reported", "報告済"


M = MeetingState
OPEN = [M.PLANNED, M.ANNOUNCED, M.POSTPONED]
HELD = [M.HELD, M.REPORTED]


class MeetingQuerySet(StationQuerySet):
    def open(self):
        """Without a result yet."""
        return self.filter(state__in=OPEN)

    def held(self):
        return self.filter(state__in=HELD)


class Meeting(AsksPeople, TakesAttendance, KeepsMinutes, CouncilMachine):
    """One meeting; ``councils`` through SharedMeeting: each with its own attendance and count."""

    procedure = "連絡協議会の会議"
    page = "council_meeting"
    opening_label = "会議の予定"
    main_line = (M.PLANNED, M.ANNOUNCED, M.HELD, M.REPORTED)
    clauses = {
        "open": "LC-5-1", "amend": "LC-5-1", "invite": "LC-5-4", "uninvite": "LC-5-4", "announce": "LC-5-4", "reply": "LC-5-4", "postpone": "LC-5-2",
        "cancel": "LC-5-2", "hold": "LC-5-1", "correct_attendance": "LC-5-1", "write_minutes": "LC-6", "approve_minutes": "LC-7-1-b",
        "report": "LC-7-1-b",
    }  # fmt: skip
    day_before: date | None = None  # in an act that moves it: the day until then
    PLAN = ("planned_on", "begins_at", "ends_at", "place", "agenda", "reason")

    class Kind(models.TextChoices):
        REGULAR = REGULAR, "定期"
        EXTRAORDINARY = EXTRAORDINARY, "臨時"

    councils = models.ManyToManyField("liaison_councils.Council", through="SharedMeeting", related_name="meetings", verbose_name="協議会")  # fmt: skip
    kind = models.CharField("別", max_length=14, choices=Kind, default=Kind.REGULAR)
    planned_on = models.DateField("予定の日", null=True, blank=True)
    begins_at = models.TimeField("始まる時刻", null=True, blank=True)
    ends_at = models.TimeField("終わる時刻", null=True, blank=True)
    place = models.CharField("場所", max_length=100, blank=True)
    agenda = models.TextField("議題", blank=True)
    reason = models.TextField("臨時に開く理由", blank=True)
    announced_on = models.DateField("案内した日", null=True, blank=True)
    reply_until = models.DateField("出欠の返事をもらう日", null=True, blank=True)
    held_on = models.DateField("開催した日", null=True, blank=True)
    explained = models.TextField("警察からの説明", blank=True)
    discussed = models.TextField("議事の概要", blank=True)
    remarks = models.TextField("その他", blank=True)
    public_minutes = models.TextField("公表する議事概要", blank=True)
    minutes_approved_on = models.DateField("議事録を承認した日", null=True, blank=True)
    reported_on = models.DateField("報告した日", null=True, blank=True)
    document_number = models.CharField("報告の文書番号", max_length=40, blank=True)
    stopped_on = models.DateField("延期・中止を決めた日", null=True, blank=True)
    stop_reason = models.TextField("延期・中止の理由", blank=True)
    postponed_from = models.DateField("延期する前の日", null=True, blank=True)
    state = StateField("状態", choices=M.choices, default=M.PLANNED)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会議"
        ordering = ["-planned_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="liaison_councils_meeting_state_known", condition=Q(state__in=M.values)),
            models.CheckConstraint(name="liaison_councils_meeting_held_is_dated", condition=Q(state__in=HELD) ^ Q(held_on=None)),
            models.CheckConstraint(
                name="liaison_councils_meeting_is_planned_for_a_day",
                condition=Q(state=M.POSTPONED) | Q(state=M.CANCELLED) | Q(planned_on__isnull=False),
                violation_error_message="会議の日を入れてください。",
            ),
            models.CheckConstraint(
                name="liaison_councils_extraordinary_has_its_reason",
                condition=Q(kind=REGULAR) | ~Q(reason=""),
                violation_error_message="臨時に開く理由を書いてください（要綱 第5の3）。",
            ),
            models.CheckConstraint(
                name="liaison_councils_meeting_ends_after_start",
                condition=Q(ends_at=None) | Q(begins_at=None) | Q(ends_at__gt=models.F("begins_at")),
                violation_error_message="終わる時刻は、始まる時刻より後にしてください。",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["station", "planned_on"], name="liaison_councils_meeting_days")]

    def __str__(self):
        return f"{self.get_kind_display()}会議"

    @property
    def subject(self) -> str:
        return "・".join(council.name for council in self.councils.all())

    @property
    def day(self) -> date | None:  # held on, else planned for
        return self.held_on or self.planned_on

    def koban_ids(self) -> set[int]:
        return {key for council in self.councils.all() for key in council.koban_ids()}

    def last_day(self) -> date | None:
        return self.minutes_approved_on or self.held_on

    @act_of(OPEN, None, RUN, "予定の変更", "on_moved", "plan_problems", "reply_until_problems")
    def amend(self, act):
        """Details: ``PLAN``, reply_until (of an announced one); of a postponed meeting the new day."""
        self.day_before = self.planned_on
        self.reply_until = act.details.get("reply_until", self.reply_until)
        for name in self.PLAN:
            setattr(self, name, act.details[name])

    @act_of(OPEN, None, RUN, "案内する人", "on_invited", "invitation_problems")
    def invite(self, act):
        """Details: council (key), people: [{kind, term, staff, name, body, count}]."""

    @act_of(OPEN, None, RUN, "案内の取りやめ", "on_uninvited", "uninvitation_problems")
    def uninvite(self, act):
        """Details: participant (key)."""

    @act_of([M.PLANNED, M.POSTPONED], M.ANNOUNCED, RUN, "案内", "on_announced", "announcing_problems", "reply_until_problems", gaps="announcement_gaps")  # fmt: skip
    def announce(self, act):
        """Details: reply_until (None: the letter leaves it to the pen)."""
        self.announced_on, self.reply_until = act.on, act.details.get("reply_until")
        self.stopped_on, self.stop_reason = None, ""
        self.agenda = with_read_out(self.agenda, self.opinions_to_read().exists())

    @act_of(M.ANNOUNCED, None, RUN, "出欠の返事", "on_replied", "reply_problems")
    def reply(self, act):
        """Details: replies {participant (key as text): yes, no or ""}."""

    @act_of([M.PLANNED, M.ANNOUNCED], M.POSTPONED, RUN, "延期", "on_moved", note_is_given)
    def postpone(self, act):
        """Details: note, planned_on (the new day, or None)."""
        self.day_before = self.postponed_from = self.planned_on
        self.stopped_on, self.stop_reason, self.reply_until = act.on, act.details["note"], None
        self.planned_on = act.details.get("planned_on")

    @act_of(OPEN, M.CANCELLED, RUN, "中止", "", note_is_given)
    def cancel(self, act):
        self.stopped_on, self.stop_reason = act.on, act.details["note"]

    @act_of([M.PLANNED, M.ANNOUNCED], M.HELD, RUN, "開催の記録", "on_held", "holding_problems", gaps="holding_gaps")  # fmt: skip
    def hold(self, act):
        """Details: present [participants (keys)], more [as in invite, with council], explained, discussed."""
        self.held_on = act.on
        self.explained = act.details.get("explained") or ""
        self.discussed = act.details.get("discussed") or ""

    @act_of(M.HELD, None, RUN, "出席の訂正", "on_attendance_corrected", "attendance_problems")
    def correct_attendance(self, act):
        """Details: present, more, note."""

    @act_of(
        M.HELD, None, RUN, "議事録の記載", "", wants("discussed", "議事の概要を書いてください。", "LC-6"), gaps="writing_gaps"
    )  # fmt: skip
    def write_minutes(self, act):
        """Details: explained, discussed, remarks, public_minutes."""
        for name in ("explained", "discussed", "remarks", "public_minutes"):
            setattr(self, name, act.details.get(name) or "")

    @act_of(M.HELD, None, SUPERVISE, "議事録の承認", "", gaps="approval_gaps")
    def approve_minutes(self, act):
        self.minutes_approved_on = act.on

    @act_of(M.HELD, M.REPORTED, RUN, "報告", "on_reported", gaps="report_gaps")
    def report(self, act):
        """Details: document_number."""
        self.reported_on, self.document_number = act.on, act.details.get("document_number") or ""


class SharedMeeting(StationRow):
    """A council that a meeting is held for."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="shared", verbose_name="会議")
    council = models.ForeignKey(
        "liaison_councils.Council", models.PROTECT, related_name="shared", verbose_name="協議会"
    )

    class Meta:
        verbose_name = verbose_name_plural = "会議を開く協議会"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "council"], name="liaison_councils_once_a_meeting")
        ]

    def __str__(self):
        return f"{self.meeting} {self.council}"
