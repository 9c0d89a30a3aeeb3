"""ForwardedCase: the road that every procedure goes from the station up to headquarters and back.

Guards and checks stand in road.py, the effects and what a procedure overrides in road_hooks.py.
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import FSMField, transition

from casework.models import road
from casework.models.base import Machine, StationQuerySet
from casework.models.places import PrefectureProfile
from casework.models.road import S, asks, tells
from casework.models.road_hooks import RoadHooks
from casework.permissions import PERMISSIONS

P = PERMISSIONS


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

    def awaiting_dispatch(self):
        return self.filter(state=S.APPROVED)

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


def signed_constraints() -> list[models.CheckConstraint]:
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

    state = FSMField("状態", choices=S.choices, default=S.DRAFT, protected=True)
    profile = models.ForeignKey(PrefectureProfile, models.PROTECT, null=True, related_name="+", verbose_name="県の定めの版")
    handler = _who("担当")
    receipt_number = models.CharField("受理番号", max_length=20, blank=True)
    document_number = models.CharField("進達の文書番号", max_length=40, blank=True)
    chief_opinion = models.CharField("署長の意見", max_length=6, choices=road.ForwardingOpinion, blank=True)
    chief_remarks = models.TextField("署長の意見の理由", blank=True)
    round = models.PositiveSmallIntegerField("進達の回", default=0)
    receiver_name = models.CharField("受け取った人", max_length=60, blank=True)
    receiver_kind = models.CharField(
        "受け取った人の別", max_length=15, blank=True, choices=[("representative", "代表者"), ("deputy", "代理人"), ("post", "郵送")]
    )
    instructed = models.JSONField("教示したこと", default=list, blank=True)
    closing_note = models.TextField("取下げ・不承認の理由", blank=True)

    objects = ForwardedCaseQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = signed_constraints()

    @transition(
        state, S.DRAFT, S.RECEIVED, permission=P["station_act"], conditions=[asks("intake_gaps")],
        custom={"label": "受理", "checks": [road.day_is_in_order], "effects": [tells("on_received")]},
    )  # fmt: skip
    def receive(self, act):
        self.sign("received", act)
        self.handler = self.handler or act.by.staff
        self.profile = PrefectureProfile.in_force(self.station.prefecture, act.on)

    @transition(
        state, [S.RECEIVED, S.SENT_BACK], S.CORRECTION, permission=P["station_act"],
        custom={
            "label": "補正を求める",
            "checks": [road.day_is_in_order, road.reasons_are_given], "effects": [tells("on_correction")],
        },
    )  # fmt: skip
    def request_correction(self, act): ...

    @transition(
        state, S.CORRECTION, S.RECEIVED, permission=P["station_act"], conditions=[asks("intake_gaps")],
        custom={
            "label": "再提出を受ける",
            "checks": [road.day_is_in_order, road.reasons_are_answered], "effects": [tells("on_resubmitted")],
        },
    )  # fmt: skip
    def resubmit(self, act): ...

    @transition(
        state, [S.RECEIVED, S.SENT_BACK], S.FORWARDED, permission=P["forward"], conditions=[asks("forward_gaps")],
        custom={
            "label": "進達",
            "checks": [road.day_is_in_order, road.opinion_is_given], "effects": [tells("on_forwarded")],
        },
    )  # fmt: skip
    def forward(self, act):
        self.sign("forwarded", act)
        self.document_number = act.details["document_number"]
        self.chief_opinion = act.details["opinion"]
        self.chief_remarks = act.details.get("remarks", "")
        self.round += 1

    @transition(
        state, S.FORWARDED, S.SENT_BACK, permission=P["send_back"],
        custom={
            "label": "差戻し",
            "checks": [road.day_is_in_order, road.reasons_are_given], "effects": [tells("on_sent_back")],
        },
    )  # fmt: skip
    def send_back(self, act): ...

    @transition(
        state, S.FORWARDED, None, permission=P["decide"],
        custom={
            "label": "審査",
            "checks": [road.day_is_in_order, road.earlier_step_is_open], "effects": [tells("on_endorsed")],
        },
    )  # fmt: skip
    def endorse(self, act): ...

    @transition(
        state, S.FORWARDED, S.APPROVED, permission=P["decide"],
        custom={
            "label": "決裁",
            "checks": [road.day_is_in_order, road.last_step_is_open], "effects": [tells("on_approved")],
        },
    )  # fmt: skip
    def approve(self, act):
        self.sign("decided", act)

    @transition(
        state, S.FORWARDED, S.DECLINED, permission=P["decide"],
        custom={
            "label": "不承認",
            "checks": [road.day_is_in_order, road.last_step_is_open, road.note_is_given],
            "effects": [tells("on_declined")],
        },
    )  # fmt: skip
    def decline(self, act):
        self.sign("decided", act)
        self.sign("closed", act)
        self.closing_note = act.details["note"]

    @transition(
        state, S.APPROVED, S.DISPATCHED, permission=P["headquarters_act"], conditions=[asks("dispatch_gaps")],
        custom={"label": "送付", "checks": [road.day_is_in_order], "effects": [tells("on_dispatched")]},
    )  # fmt: skip
    def dispatch(self, act):
        self.sign("dispatched", act)

    @transition(
        state, S.DISPATCHED, S.ARRIVED, permission=P["station_act"],
        custom={"label": "受領", "checks": [road.day_is_in_order], "effects": [tells("on_arrived")]},
    )  # fmt: skip
    def arrive(self, act):
        self.sign("arrived", act)

    @transition(
        state, S.ARRIVED, S.DELIVERED, permission=P["station_act"],
        custom={
            "label": "交付",
            "checks": [road.day_is_in_order, tells("delivery_problems")], "effects": [tells("on_delivered")],
        },
    )  # fmt: skip
    def deliver(self, act):
        self.sign("delivered", act)
        self.receiver_name = act.details["receiver_name"]
        self.receiver_kind = act.details["receiver_kind"]
        self.instructed = act.details["instructed"]

    @transition(
        state, S.DELIVERED, S.REPORTED, permission=P["station_act"],
        custom={"label": "交付の報告", "checks": [road.day_is_in_order], "effects": [tells("on_reported")]},
    )  # fmt: skip
    def report(self, act):
        self.sign("reported", act)

    @transition(
        state, road.BEFORE_DECISION, S.WITHDRAWN, permission=P["station_act"],
        custom={
            "label": "取下げ",
            "checks": [road.day_is_in_order, road.note_is_given], "effects": [tells("on_withdrawn")],
        },
    )  # fmt: skip
    def withdraw(self, act):
        self.sign("closed", act)
        self.closing_note = act.details["note"]

    @property
    def is_editable(self) -> bool:
        return self.state in road.EDITABLE_STATES
