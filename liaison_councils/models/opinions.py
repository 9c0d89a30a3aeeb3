"""意見・要望 (第6): each is tracked until its answer has been read out to the council."""

from datetime import date

from django.db import models
from django.db.models import Q

from casework import names
from casework.models.acts import act_of, wants
from casework.models.base import StateField, StationQuerySet
from casework.models.keyed import KeyedRow
from casework.models.road import note_is_given
from casework.permissions import PERMISSIONS, Reason
from liaison_councils.models.machine import CouncilMachine
from liaison_councils.rules.opinions import KINDS, RAISERS

SUPERVISE, RUN = (PERMISSIONS[code] for code in ("supervise_councils", "run_council"))


class OpinionState(models.TextChoices):
    RECEIVED = "received", "回答がまだ"
    ANSWERED = "answered", "回答済み"
    CLOSED = "closed", "読上げ済み"


O = OpinionState  # noqa: E741 - as the other machines shorten theirs


class OpinionQuerySet(StationQuerySet):
    def open(self):
        """What comes back on the next agenda."""
        return self.exclude(state=O.CLOSED)

    def found_by(self, text: str):
        key = names.search_key(text)
        return self.filter(search_key__contains=key) if key else self.none()


class Opinion(KeyedRow, CouncilMachine):
    """One opinion or request of a council."""

    procedure = "意見・要望"
    page = "council_opinion"
    opening_label = "意見・要望の受付"
    main_line = (O.RECEIVED, O.ANSWERED, O.CLOSED)
    clauses = {
        "open": "LC-6", "assign": "LC-6", "answer": "LC-6", "reopen": "LC-6", "read_back": "LC-6", "close_otherwise": "LC-6",
    }  # fmt: skip
    TYPED = ("kind", "raiser", "raiser_name", "content", "section")

    council = models.ForeignKey(
        "liaison_councils.Council", models.PROTECT, related_name="opinions", verbose_name="協議会"
    )
    meeting = models.ForeignKey(
        "liaison_councils.Meeting",
        models.PROTECT,
        null=True,
        related_name="opinions",
        verbose_name="受けた会議",
    )
    kind = models.CharField("分類", max_length=10, choices=KINDS)
    raiser = models.CharField("提出者の別", max_length=10, choices=RAISERS)
    raiser_name = models.CharField("提出者", max_length=80, blank=True)
    content = models.TextField("意見・要望")
    received_on = models.DateField("受けた日")
    section = models.CharField("担当", max_length=60, blank=True)
    measure = models.TextField("措置", blank=True)
    measured_on = models.DateField("措置をした日", null=True, blank=True)
    reply = models.TextField("回答", blank=True)
    answered_on = models.DateField("回答した日", null=True, blank=True)
    read_out_at = models.ForeignKey(
        "liaison_councils.Meeting",
        models.PROTECT,
        null=True,
        related_name="read_out",
        verbose_name="読み上げた会議",
    )
    closed_on = models.DateField("終わった日", null=True, blank=True)
    state = StateField("状態", choices=O.choices, default=O.RECEIVED)
    search_key = models.TextField(editable=False, blank=True)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "意見・要望"
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="liaison_councils_opinion_state_known", condition=Q(state__in=O.values)),
            models.CheckConstraint(
                name="liaison_councils_opinion_answered_is_dated", condition=Q(state=O.RECEIVED) | Q(answered_on__isnull=False) | ~Q(reply="")
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["station", "state"], name="liaison_councils_opinions_open")]

    def __str__(self):
        return self.content[:30]

    def stored_keys(self):
        texts = (self.content, self.section, self.measure, self.reply)
        return {"search_key": "\n".join(names.search_key(text) for text in texts if text)}

    @property
    def subject(self) -> str:
        return str(self)

    def koban_ids(self) -> set[int]:
        return self.council.koban_ids()

    def last_day(self) -> date:
        return max(filter(None, (self.received_on, self.answered_on)))

    @act_of([O.RECEIVED, O.ANSWERED], None, RUN, "記載と担当", "", "raised_problems")
    def assign(self, act):
        """Details: ``TYPED``."""
        for name in self.TYPED:
            setattr(self, name, act.details[name])

    @act_of(
        O.RECEIVED,
        O.ANSWERED,
        RUN,
        "回答",
        "",
        wants("reply", "回答を書いてください。", "LC-6"),
        gaps="answer_gaps",
    )
    def answer(self, act):
        """Details: reply, measure, measured_on."""
        self.reply, self.measure = act.details["reply"], act.details.get("measure") or ""
        self.measured_on, self.answered_on = act.details.get("measured_on"), act.on

    @act_of(O.ANSWERED, O.RECEIVED, SUPERVISE, "回答のやり直し", "", note_is_given)
    def reopen(self, act):
        self.answered_on = None

    @act_of(O.ANSWERED, O.CLOSED, RUN, "読上げ", "", "reading_problems")
    def read_back(self, act):
        """Details: meeting (key): at which the answer was read out."""
        self.read_out_at_id, self.closed_on = act.details["meeting"], act.on

    @act_of([O.RECEIVED, O.ANSWERED], O.CLOSED, SUPERVISE, "読上げによらない終了", "", note_is_given)
    def close_otherwise(self, act):
        """Details: note: why it need not be read out (told to the person, raised twice)."""
        self.closed_on = act.on
        self.reply = self.reply or act.details["note"]

    def raised_problems(self, act) -> list[Reason]:
        return self.problems_of(act.details)

    def problems_of(self, told: dict) -> list[Reason]:
        if not told["content"].strip():
            return [Reason("意見・要望の内容を書いてください。", "LC-6", field="content")]
        return []

    def answer_gaps(self) -> list[Reason]:
        return [] if self.section else [Reason("担当の課がまだ決まっていません。", "LC-6", cure="assign")]

    def reading_problems(self, act) -> list[Reason]:
        """At a meeting of the own council, held since the answer was given."""
        held = self.council.meetings.held().filter(pk=act.details.get("meeting")).first()
        if held is None:
            return [Reason("読み上げた会議を選んでください。", "LC-6", field="meeting")]
        if held.held_on < self.last_day():
            return [
                Reason(
                    "回答した日より前の会議です。その回答は、まだ読み上げられませんでした。",
                    "LC-6",
                    field="meeting",
                )
            ]
        return []
