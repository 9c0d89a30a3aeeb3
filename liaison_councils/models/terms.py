"""任期 (第3の3〜5): one term of one member of one council, from the candidate to its end."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Least

from casework.models.acts import act_of, wants
from casework.models.base import StateField, StationQuerySet
from casework.models.road import note_is_given
from casework.permissions import PERMISSIONS
from liaison_councils.models.machine import CouncilMachine
from liaison_councils.models.people import CATEGORY_CHOICES, Person
from liaison_councils.models.term_effects import TermEffects
from liaison_councils.rules.terms import Span

APPROVE, SUPERVISE, RUN = (
    PERMISSIONS[code] for code in ("approve_council", "supervise_councils", "run_council")
)


class TermState(models.TextChoices):
    NOMINATED = "nominated", "候補"
    APPOINTED = "appointed", "委嘱"
    NOT_APPOINTED = "not_appointed", "委嘱しない"
    EXPIRED = "expired", "満了"
    RESIGNED = "resigned", "辞職"
    DISMISSED = "dismissed", "解嘱"


T = TermState
LEAVABLE = [T.APPOINTED, T.EXPIRED]  # its end may be decided while its days still run
SERVED = [T.APPOINTED, T.EXPIRED, T.RESIGNED, T.DISMISSED]


class TermQuerySet(StationQuerySet):
    def nominated(self):
        return self.filter(state=T.NOMINATED)

    def in_force(self):
        """Appointed and not ended by an act: also those whose days have run out and who wait for a successor."""
        return self.filter(state=T.APPOINTED)

    def on(self, day: date):
        """The terms under which somebody was a member on the day, past or present."""
        ended = Q(ended_on=None) | Q(ended_on__gte=day)
        return self.filter(ended, state__in=SERVED, starts_on__lte=day, ends_on__gte=day)

    def over(self, today: date):
        """Days that have run out though no act has ended the term: the members are carried over (LC-3-5)."""
        return self.in_force().filter(ends_on__lt=today)

    def with_service(self):
        """With the person's terms everywhere: what the guards ask of each, read ahead for all."""
        return self.select_related("person", "council", "station__prefecture").prefetch_related(
            "person__terms"
        )

    def serving(self, today: date):
        """The members of today, those carried over included."""
        return self.on(today) | self.over(today)

    def ending(self, until: date):
        """In force, running out by the day or already over, and nobody chosen to follow."""
        return self.in_force().filter(ends_on__lte=until, next=None, replacement=None)


def _days() -> Func:
    last = Coalesce(Least("ended_on", "ends_on"), "ends_on")
    return Func(F("starts_on"), last, Value("[]"), function="daterange", output_field=models.Field())


def _same(column: str) -> Func:
    """A range of one number: GiST compares it without an extension."""
    return Func(F(column), F(column), Value("[]"), function="int8range", output_field=models.Field())


class Term(TermEffects, CouncilMachine):
    """``previous``: the term that it renews; ``replaces``: that of somebody else who left early."""

    procedure = "委員の委嘱"
    page = "council_term"
    opening_label = "候補者の選考"
    looked_at = ("person__terms", "council", "station", "previous", "replaces")
    main_line = (T.NOMINATED, T.APPOINTED, T.EXPIRED)
    clauses = {
        "open": "LC-3-3", "register": "LC-3-3", "amend": "LC-3-3", "consult": "LC-3-4", "appoint": "LC-3-5", "decline": "LC-3-4", "intend": "LC-3-5",
        "expire": "LC-3-5", "resign": "LC-3-5", "dismiss": "LC-3-5", "end_with_council": "LC-3-5", "correct_person": "LC-3-3",
    }  # fmt: skip
    TYPED = ("category", "reason", "starts_on", "ends_on")

    class Intent(models.TextChoices):
        UNKNOWN = "", "まだ聞いていない"
        AGAIN = "again", "再任の内諾あり"
        LEAVES = "leaves", "満了で退任"

    council = models.ForeignKey(
        "liaison_councils.Council", models.PROTECT, related_name="terms", verbose_name="協議会"
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="terms", verbose_name="委員")
    category = models.CharField("選出の別", max_length=10, choices=CATEGORY_CHOICES)
    reason = models.TextField("選考の理由")
    consulted = models.JSONField("他部門の意見", default=list, blank=True)  # {section, opinion, on}
    starts_on = models.DateField("任期の初日")
    ends_on = models.DateField("任期の末日")
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="next", verbose_name="前の任期"
    )
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replacement", verbose_name="前任者の任期")  # fmt: skip
    ordinal = models.PositiveSmallIntegerField("通算の期", default=1)
    intent = models.CharField("満了の後", max_length=6, choices=Intent, blank=True)
    intent_note = models.CharField("満了の後の覚え", max_length=200, blank=True)
    appointed_on = models.DateField("委嘱した日", null=True, blank=True)
    document_number = models.CharField("委嘱状の番号", max_length=40, blank=True)
    ended_on = models.DateField("任期を終えた日", null=True, blank=True)
    end_reason = models.TextField("終えた理由", blank=True)
    end_number = models.CharField("解嘱・辞職承認の文書番号", max_length=40, blank=True)
    state = StateField("状態", choices=T.choices, default=T.NOMINATED)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任期"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="liaison_councils_term_state_known", condition=Q(state__in=T.values)),
            models.CheckConstraint(
                name="liaison_councils_term_ends_after_start", condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="任期の末日は、初日より前にできません。",
            ),
            models.CheckConstraint(
                name="liaison_councils_term_appointed_is_dated", condition=Q(state__in=SERVED) ^ Q(appointed_on=None)
            ),
            models.CheckConstraint(
                name="liaison_councils_term_ended_is_dated", condition=Q(state__in=SERVED[1:]) ^ Q(ended_on=None)
            ),
            models.UniqueConstraint(
                fields=["council", "person"], condition=Q(state=T.NOMINATED), name="liaison_councils_one_candidacy",
                violation_error_message="この人は、すでにこの協議会の候補です。",
            ),
            ExclusionConstraint(
                name="liaison_councils_terms_never_overlap", index_type="GIST",
                expressions=[
                    (_same("council_id"), RangeOperators.OVERLAPS), (_same("person_id"), RangeOperators.OVERLAPS),
                    (_days(), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=SERVED),
                violation_error_message="この人の任期が重なります。",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["station", "state", "ends_on"], name="liaison_councils_terms_ending")]

    def __str__(self):
        return f"{self.person}（{self.council}）"

    @property
    def subject(self) -> str:
        return str(self.person)

    @property
    def span(self) -> Span:
        return Span(self.starts_on, self.ends_on, self.ended_on)

    def koban_ids(self) -> set[int]:
        return self.council.koban_ids()

    def last_day(self) -> date | None:
        """Of a candidate the last opinion; of a member the appointment."""
        days = [date.fromisoformat(row["on"]) for row in self.consulted]
        return self.appointed_on or max(days, default=None)

    @act_of(T.NOMINATED, None, RUN, "選考の記載", "on_person_typed", "nomination_problems")
    def amend(self, act):
        """Details: ``TYPED``; person {``Person.FIELDS``}."""
        for name in self.TYPED:
            setattr(self, name, act.details[name])

    @act_of(
        T.NOMINATED, None, SUPERVISE, "他部門の意見", "", wants("section", "意見を聴いた部門を書いてください。", "LC-3-4"),
        wants("opinion", "意見を書いてください。", "LC-3-4"),
    )  # fmt: skip
    def consult(self, act):
        """Details: section, opinion."""
        row = {"section": act.details["section"], "opinion": act.details["opinion"], "on": act.on.isoformat()}
        self.consulted = [*self.consulted, row]

    @act_of(
        T.NOMINATED, T.APPOINTED, APPROVE, "委嘱", "on_appointed", "appointment_problems", gaps="appointment_gaps"
    )  # fmt: skip
    def appoint(self, act):
        """Details: document_number, together (with many others: the letters are made when they are printed)."""
        self.appointed_on, self.document_number = act.on, act.details.get("document_number") or ""

    @act_of(T.NOMINATED, T.NOT_APPOINTED, APPROVE, "委嘱しない決定", "on_declined", note_is_given)
    def decline(self, act):
        self.end_reason = act.details["note"]

    @act_of(T.APPOINTED, None, RUN, "満了後の意向", "", "intent_problems")
    def intend(self, act):
        """Details: intent, note."""
        self.intent, self.intent_note = act.details["intent"], act.details.get("note") or ""

    @act_of(T.APPOINTED, None, RUN, "委員の記載の変更", "on_person_typed")
    def correct_person(self, act):
        """Details: person {``Person.FIELDS``}, note."""

    @act_of(T.APPOINTED, T.EXPIRED, SUPERVISE, "満了", "", gaps="expiry_gaps")
    def expire(self, act):
        """The days run out as planned; on the page the member stays until then."""
        self.ended_on, self.end_reason = self.ends_on, act.details.get("note") or "任期の満了"

    @act_of(LEAVABLE, T.RESIGNED, APPROVE, "辞職の承認", "on_left", note_is_given, "ending_problems")
    def resign(self, act):
        """Details: last_on (the last day of service), note (why), wished_on, document_number."""
        self.leave(act.details)

    @act_of(LEAVABLE, T.DISMISSED, APPROVE, "解嘱", "on_left", note_is_given, "ending_problems")
    def dismiss(self, act):
        """Details: last_on, note (why), document_number."""
        self.leave(act.details)

    @act_of(T.APPOINTED, T.EXPIRED, APPROVE, "協議会の終わりによる退任", "")
    def end_with_council(self, act):
        """Details: note. A term that was still to begin ends on its first day."""
        self.ended_on = max(self.starts_on, min(self.ends_on, act.on))
        self.end_reason = act.details["note"]
