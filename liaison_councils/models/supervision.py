"""What supervision asks for and says (第7): support and liaison, headquarters' remarks, the year at its end."""

from datetime import date

from django.db import models
from django.db.models import Q

from casework.models.acts import act_of, wants
from casework.models.base import StateField, StationQuerySet
from casework.models.road import note_is_given
from casework.permissions import PERMISSIONS, Reason
from liaison_councils.models.machine import CouncilMachine
from liaison_councils.models.year_closing import ClosesYears, YearReportQuerySet
from liaison_councils.rules.frequency import FISCAL

APPROVE, SUPERVISE, FOLLOW = (
    PERMISSIONS[code] for code in ("approve_council", "supervise_councils", "follow_councils")
)


class AskedQuerySet(StationQuerySet):
    def open(self):
        return self.filter(state__in=["asked", "made", "answered"])


class SupportState(models.TextChoices):
    ASKED = "asked", "依頼中"
    GIVEN = "given", "回答あり"
    WITHDRAWN = "withdrawn", "取下げ"


class SupportRequest(CouncilMachine):
    """支援・連絡調整・他部門の参加 (LC-7-1-c, LC-7-2, LC-5-5): asked of whom, what for, and the answer."""

    procedure = "支援・連絡調整"
    page = "council_support"
    opening_label = "依頼"
    main_line = (SupportState.ASKED, SupportState.GIVEN)
    clauses = {"open": "LC-7-1-c", "answer": "LC-7-1-c", "withdraw": "LC-7-1-c"}

    class Kind(models.TextChoices):
        LIAISON = "liaison", "他機関との連絡調整"
        SUPPORT = "support", "具体的な支援"
        PRESENCE = "presence", "他部門の係員の参加"

    council = models.ForeignKey(
        "liaison_councils.Council", models.PROTECT, related_name="support", verbose_name="協議会"
    )
    meeting = models.ForeignKey(
        "liaison_councils.Meeting", models.PROTECT, null=True, related_name="support", verbose_name="会議"
    )
    kind = models.CharField("別", max_length=10, choices=Kind)
    asked_of = models.CharField("依頼した先", max_length=100)
    content = models.TextField("依頼したこと")
    asked_on = models.DateField("依頼した日")
    answer_text = models.TextField("回答", blank=True)
    answered_on = models.DateField("回答の日", null=True, blank=True)
    state = StateField("状態", choices=SupportState.choices, default=SupportState.ASKED)

    objects = AskedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "支援・連絡調整"
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="liaison_councils_support_state_known", condition=Q(state__in=SupportState.values)
            ),
        ]

    def __str__(self):
        return f"{self.asked_of}への{self.get_kind_display()}"

    @property
    def subject(self) -> str:
        return str(self)

    def koban_ids(self) -> set[int]:
        return self.council.koban_ids()

    def last_day(self) -> date:
        return self.asked_on

    def asking_problems(self) -> list[Reason]:
        """What is wrong with a request as typed."""
        found = []
        if not self.asked_of.strip():
            found.append(Reason("依頼する先を書いてください。", "LC-7-1-c", field="asked_of"))
        if not self.content.strip():
            found.append(Reason("依頼することを書いてください。", "LC-7-1-c", field="content"))
        return found

    @act_of(
        SupportState.ASKED, SupportState.GIVEN, SUPERVISE, "回答", "", wants("answer_text", "回答を書いてください。", "LC-7-1-c")
    )  # fmt: skip
    def answer(self, act):
        """Details: answer_text."""
        self.answer_text, self.answered_on = act.details["answer_text"], act.on

    @act_of(SupportState.ASKED, SupportState.WITHDRAWN, SUPERVISE, "取下げ", "", note_is_given)
    def withdraw(self, act):
        self.answer_text, self.answered_on = act.details["note"], act.on


class RemarkState(models.TextChoices):
    MADE = "made", "回答待ち"
    ANSWERED = "answered", "回答あり"
    SETTLED = "settled", "了"


class Remark(CouncilMachine):
    """指導 of a station by headquarters' division (LC-7-3), with the station's answer."""

    procedure = "本部の指導"
    page = "council_remark"
    opening_label = "指導"
    main_line = (RemarkState.MADE, RemarkState.ANSWERED, RemarkState.SETTLED)
    clauses = {"open": "LC-7-3", "answer": "LC-7-3", "ask_again": "LC-7-3", "settle": "LC-7-3"}

    council = models.ForeignKey(
        "liaison_councils.Council", models.PROTECT, null=True, related_name="remarks", verbose_name="協議会"
    )
    text = models.TextField("指導の内容")
    made_on = models.DateField("指導した日")
    due_on = models.DateField("回答を求める日", null=True, blank=True)
    answer_text = models.TextField("署の回答", blank=True)
    answered_on = models.DateField("回答の日", null=True, blank=True)
    settled_on = models.DateField("了とした日", null=True, blank=True)
    state = StateField("状態", choices=RemarkState.choices, default=RemarkState.MADE)

    objects = AskedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "本部の指導"
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="liaison_councils_remark_state_known", condition=Q(state__in=RemarkState.values)
            ),
        ]

    def __str__(self):
        return self.text[:30]

    @property
    def subject(self) -> str:
        return str(self.station)

    def koban_ids(self) -> set[int]:
        return self.council.koban_ids() if self.council else set()

    def last_day(self) -> date:
        return max(filter(None, (self.made_on, self.answered_on)))

    def making_problems(self) -> list[Reason]:
        """What is wrong with a remark as typed."""
        found = []
        if not self.text.strip():
            found.append(Reason("指導の内容を書いてください。", "LC-7-3", field="text"))
        if self.due_on and self.due_on < self.made_on:
            found.append(Reason("回答を求める日は、指導した日より前にできません。", "LC-7-3", field="due_on"))
        if self.council and self.council.station_id != self.station_id:
            found.append(Reason("この署の協議会を選んでください。", "LC-7-3", field="council"))
        return found

    @act_of(
        RemarkState.MADE, RemarkState.ANSWERED, SUPERVISE, "回答", "", wants("answer_text", "回答を書いてください。", "LC-7-3")
    )  # fmt: skip
    def answer(self, act):
        """Details: answer_text."""
        self.answer_text, self.answered_on = act.details["answer_text"], act.on

    @act_of(RemarkState.ANSWERED, RemarkState.MADE, FOLLOW, "再度の指導", "", note_is_given)
    def ask_again(self, act):
        """Details: note: what is still asked; it stands below the first text."""
        self.text, self.answered_on = f"{self.text}\n{act.details['note']}", None

    @act_of([RemarkState.MADE, RemarkState.ANSWERED], RemarkState.SETTLED, FOLLOW, "了")
    def settle(self, act):
        self.settled_on = act.on


class YearState(models.TextChoices):
    CLOSED = "closed", "署で締めた"
    SEEN = "seen", "本部で確認"
    REOPENED = "reopened", "締めの取消し"


class YearReport(ClosesYears, CouncilMachine):
    """The year of a station, frozen (L13): each council's meetings, and for each unmet minimum its reason (LC-5-2)."""

    procedure = "年間の開催状況"
    page = "council_year"
    opening_label = "年の締め"
    main_line = (YearState.CLOSED, YearState.SEEN)
    clauses = {"open": "LC-5-2", "see": "LC-7-3", "reopen": "LC-7-3", "close_again": "LC-5-2"}

    year_kind = models.CharField("年の数え方", max_length=8, default=FISCAL)
    year = models.PositiveSmallIntegerField("年")
    rows = models.JSONField("協議会ごとの開催状況", default=list)
    closed_on = models.DateField("締めた日")
    seen_on = models.DateField("本部で確認した日", null=True, blank=True)
    state = StateField("状態", choices=YearState.choices, default=YearState.CLOSED)

    objects = YearReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年間の開催状況"
        ordering = ["-year", "station_id"]
        constraints = [
            models.CheckConstraint(
                name="liaison_councils_year_state_known", condition=Q(state__in=YearState.values)
            ),
            models.UniqueConstraint(
                fields=["station", "year_kind", "year"], name="liaison_councils_one_closing_a_year",
                violation_error_message="この年は、すでに締められています。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.station} {self.of_year().label}"

    @property
    def subject(self) -> str:
        return str(self)

    def koban_ids(self) -> set[int]:
        return set()

    def last_day(self) -> date:
        return max(filter(None, (self.closed_on, self.seen_on)))

    @act_of(YearState.CLOSED, YearState.SEEN, FOLLOW, "確認")
    def see(self, act):
        self.seen_on = act.on

    @act_of(
        [YearState.CLOSED, YearState.SEEN],
        YearState.REOPENED,
        FOLLOW,
        "締めの取消し",
        "on_reopened",
        note_is_given,
    )
    def reopen(self, act):
        """Details: note. Until it is closed again its meetings can be recorded."""

    @act_of(YearState.REOPENED, YearState.CLOSED, SUPERVISE, "締め直し", "freeze_summary", "closing_problems")
    def close_again(self, act):
        """Details: reasons {council's key as text: why its minimum is unmet}."""
        self.closed_on, self.seen_on = act.on, None
        self.freeze_rows(act)
