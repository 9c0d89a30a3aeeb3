"""ForwardedCase: the road that every procedure goes from the station up to headquarters and back.

Guards and checks stand in road.py, the effects and what a procedure overrides in road_hooks.py.
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.models import road
from casework.models.base import Machine, StateField, StationQuerySet
from casework.models.places import PrefectureProfile
from casework.models.road import S, step
from casework.models.road_hooks import RoadHooks


def _day(label):
    return models.DateField(label, null=True, blank=True)


def _who(label):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


class ForwardedCaseQuerySet(StationQuerySet):
    def awaiting_station(self):
        """What the station's desk has to do next."""
        states = [S.DRAFT, S.RECEIVED, S.CORRECTION, S.SENT_BACK, S.DISPATCHED, S.ARRIVED, S.DELIVERED]
        return self.filter(state__in=states)

    def awaiting_decision(self):
        return self.filter(state=S.FORWARDED)

    def open(self):
        return self.filter(state__in=road.OPEN_STATES)


class RoadDays(models.Model):
    """Who did each step and on which day: the day it was done, apart from the moment of entry in the history."""

    applied_on = _day("申請日")
    received_on, received_by = _day("受理日"), _who("受理した人")
    forwarded_on, forwarded_by = _day("進達日"), _who("進達した人")
    decided_on, decided_by = _day("決裁日"), _who("決裁した人")
    dispatched_on, dispatched_by = _day("送付日"), _who("送付した人")
    arrived_on, arrived_by = _day("受領日"), _who("受領した人")
    delivered_on, delivered_by = _day("交付日"), _who("交付した人")
    reported_on, reported_by = _day("報告日"), _who("報告した人")
    closed_on, closed_by = _day("終わった日"), _who("終えた人")

    class Meta:
        abstract = True

    STEPS = ("received", "forwarded", "decided", "dispatched", "arrived", "delivered", "reported", "closed")

    def sign(self, step: str, act) -> None:
        setattr(self, f"{step}_on", act.on)
        setattr(self, f"{step}_by", act.by.staff)

    def last_day(self) -> date | None:
        return max((day for step in self.STEPS if (day := getattr(self, f"{step}_on"))), default=None)


def signed_constraints() -> list[models.BaseConstraint]:
    """Every day has its person, and a person a day."""
    return [
        models.CheckConstraint(
            name=f"%(app_label)s_%(class)s_{step}_signed",
            condition=Q(**{f"{step}_on": None, f"{step}_by": None})
            | Q(**{f"{step}_on__isnull": False, f"{step}_by__isnull": False}),
            violation_error_message="日付と行った人は、一緒に記録します。",
        )
        for step in RoadDays.STEPS
    ]


class ForwardedCase(RoadHooks, RoadDays, Machine):
    matter = ""  # the decision route's name for this procedure
    opening_label = "下書き"

    state = StateField("状態", choices=S.choices, default=S.DRAFT)
    profile = models.ForeignKey(
        PrefectureProfile, models.PROTECT, null=True, related_name="+", verbose_name="県の定めの版"
    )
    handler = _who("担当")
    receipt_number = models.CharField("受理番号", max_length=20, blank=True)
    document_number = models.CharField("進達の文書番号", max_length=40, blank=True)
    chief_opinion = models.CharField("署長の意見", max_length=6, choices=road.ForwardingOpinion, blank=True)
    chief_remarks = models.TextField("署長の意見の理由", blank=True)
    round = models.PositiveSmallIntegerField("進達の回", default=0)
    receiver_name = models.CharField("受け取った人", max_length=60, blank=True)
    receiver_kind = models.CharField(
        "受け取った人の別",
        max_length=15,
        blank=True,
        choices=[("representative", "代表者"), ("deputy", "代理人"), ("post", "郵送")],
    )
    receiver_note = models.CharField(
        "受領の確認", max_length=200, blank=True, help_text="委任状、書留の番号など"
    )
    instructed = models.JSONField("教示したこと", default=list, blank=True)
    closing_note = models.TextField("取下げ・不承認の理由", blank=True)

    objects = ForwardedCaseQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = signed_constraints()

    @step(
        state, S.DRAFT, S.RECEIVED, "station_act", "受理", "on_received", gaps="intake_gaps",
        checks=[road.receipt_has_its_day],
    )  # fmt: skip
    def receive(self, act):
        self.sign("received", act)
        self.handler = self.handler or act.by.staff
        self.profile = PrefectureProfile.in_force(self.station.prefecture, act.on)

    @step(
        state, [S.RECEIVED, S.SENT_BACK], S.CORRECTION, "station_act", "補正を求める", "on_correction",
        checks=[road.reasons_are_given],
    )  # fmt: skip
    def request_correction(self, act): ...

    @step(
        state, S.CORRECTION, S.RECEIVED, "station_act", "再提出を受ける", "on_resubmitted", gaps="intake_gaps",
        checks=[road.reasons_are_answered],
    )  # fmt: skip
    def resubmit(self, act): ...

    @step(
        state, [S.RECEIVED, S.SENT_BACK], S.FORWARDED, "forward", "進達", "on_forwarded", gaps="forward_gaps",
        checks=[road.opinion_is_given, road.route_is_known],
    )  # fmt: skip
    def forward(self, act):
        self.sign("forwarded", act)
        self.document_number = (act.details.get("document_number") or "").strip()
        self.chief_opinion = act.details["opinion"]
        self.chief_remarks = act.details.get("remarks", "")
        self.round += 1

    @step(
        state, S.FORWARDED, S.SENT_BACK, "send_back", "差戻し", "on_sent_back", checks=[road.reasons_are_given]
    )  # fmt: skip
    def send_back(self, act): ...

    @step(
        state, S.SENT_BACK, None, "station_act", "差戻しへの回答", "on_resubmitted", checks=[road.reasons_are_answered]
    )  # fmt: skip
    def answer(self, act): ...

    @step(state, S.FORWARDED, None, "decide", "審査", "on_endorsed", checks=[road.earlier_step_is_open])
    def endorse(self, act): ...

    @step(state, S.FORWARDED, S.APPROVED, "decide", "決裁", "on_approved", checks=[road.last_step_is_open])
    def approve(self, act):
        self.sign("decided", act)

    @step(
        state, S.FORWARDED, S.DECLINED, "decide", "不承認", "on_declined",
        checks=[road.last_step_is_open, road.note_is_given],
    )  # fmt: skip
    def decline(self, act):
        self.sign("decided", act)
        self.sign("closed", act)
        self.closing_note = act.details["note"]

    @step(
        state, road.AFTER_FORWARDING, None, "number_document", "文書番号の記入", "on_document_numbered",
        checks=[road.number_is_given],
    )  # fmt: skip
    def number_document(self, act):
        self.document_number = act.details["document_number"].strip()

    @step(
        state, S.APPROVED, S.FORWARDED, "recall", "決裁の取消し", "on_recalled", checks=[road.note_is_given]
    )
    def recall(self, act):
        self.decided_on, self.decided_by = None, None
        self.round += 1

    @step(state, S.APPROVED, S.DISPATCHED, "headquarters_act", "送付", "on_dispatched", gaps="dispatch_gaps")
    def dispatch(self, act):
        self.sign("dispatched", act)

    @step(
        state, S.DISPATCHED, S.ARRIVED, "station_act", "受領", "on_arrived", checks=[road.tells("arrival_problems")]
    )  # fmt: skip
    def arrive(self, act):
        self.sign("arrived", act)

    @step(
        state, S.ARRIVED, S.UNDELIVERED, "station_act", "交付不能", "on_undelivered", checks=[road.note_is_given]
    )  # fmt: skip
    def return_undelivered(self, act):
        self.sign("closed", act)
        self.closing_note = act.details["note"]

    @step(
        state, S.ARRIVED, S.DELIVERED, "station_act", "交付", "on_delivered", gaps="delivery_gaps",
        checks=[road.tells("delivery_problems")],
    )  # fmt: skip
    def deliver(self, act):
        self.sign("delivered", act)
        self.receiver_note = act.details.get("receiver_note", "")
        self.receiver_name = act.details["receiver_name"]
        self.receiver_kind = act.details["receiver_kind"]
        self.instructed = act.details["instructed"]

    @step(state, S.DELIVERED, S.REPORTED, "station_act", "交付の報告", "on_reported", gaps="report_gaps")
    def report(self, act):
        self.sign("reported", act)

    @step(
        state, road.BEFORE_DECISION, S.WITHDRAWN, "station_act", "取下げ", "on_withdrawn",
        checks=[road.note_is_given],
    )  # fmt: skip
    def withdraw(self, act):
        self.sign("closed", act)
        self.closing_note = act.details["note"]

    @property
    def is_editable(self) -> bool:
        return self.state in road.EDITABLE_STATES
