"""返納 (第9): what a revoked group, or one that ceased, gives back, from the counter to the transport office.

The receipt itself (what it needs and what it brings about) stands in return_receipt.py, the things in
return_things.py.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import transition

from blue_patrol.models import clocks
from blue_patrol.models.credentials import marked_cars
from blue_patrol.models.document_numbers import DocumentNumbers
from blue_patrol.models.groups import Group
from blue_patrol.models.met_clocks import MeetsDeadlines
from blue_patrol.models.returned.things import ReturnThings
from blue_patrol.models.transport_notices import TellsTransport
from blue_patrol.rules import deadlines
from casework.models import HeadquartersDivision, IssuedPaper, PrefectureProfile
from casework.models.base import Machine, StateField, StationQuerySet
from casework.models.forwarded import RoadDays
from casework.models.handled import Handled, assigning
from casework.models.road import (
    asks,
    day_is_in_order,
    number_is_given,
    reasons_are_answered,
    reasons_are_given,
    step,
    tells,
)
from casework.permissions import PERMISSIONS

P = PERMISSIONS


class ReturnState(models.TextChoices):
    RECEIVED = "received", "受理"
    FORWARDED = "forwarded", "進達"
    SENT_BACK = "sent_back", "差戻し"
    ACCEPTED = "accepted", "本部で確認"
    TRANSPORT_NOTIFIED = "transport_notified", "運輸支局等へ通知"


R = ReturnState
AT_HEADQUARTERS = [R.ACCEPTED, R.TRANSPORT_NOTIFIED]
OPEN = [R.RECEIVED, R.FORWARDED, R.SENT_BACK, R.ACCEPTED]
AFTER_FORWARDING = [R.FORWARDED, R.SENT_BACK, *AT_HEADQUARTERS]


class ReturnReason(models.TextChoices):
    REVOKED = "revoked", "証明の取消し"
    CEASED = "ceased", "青色防犯パトロールを実施しなくなった"
    OTHER = "other", "その他"


def _day(label):
    return models.DateField(label, null=True, blank=True)


def _who(label):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


class ReturnDays(models.Model):
    """Who did each step of the return and on which day."""

    applied_on = _day("届出年月日")
    received_on, received_by = models.DateField("受理日"), _who("受理した人")
    forwarded_on, forwarded_by = _day("進達日"), _who("進達した人")
    accepted_on, accepted_by = _day("本部で確かめた日"), _who("本部で確かめた人")
    notified_on, notified_by = _day("運輸支局等への通知が済んだ日"), _who("通知した人")

    class Meta:
        abstract = True

    STEPS = ("received", "forwarded", "accepted", "notified")
    sign, last_day = RoadDays.sign, RoadDays.last_day


class ReturnQuerySet(StationQuerySet):
    def awaiting_station(self):
        return self.filter(state__in=[R.RECEIVED, R.SENT_BACK])

    def open(self):
        return self.exclude(state=R.TRANSPORT_NOTIFIED)


class ReturnNotice(
    Handled, TellsTransport, ReturnThings, MeetsDeadlines, DocumentNumbers, ReturnDays, Machine
):
    """One return notification 返納届; a standing has one, what turns up later is added to it."""

    written_by_acts = True
    duty = HeadquartersDivision.Duty.BLUE_PATROL
    procedure = "返納"
    page = "return_notice"
    opening_label = "返納届の受理"
    forwarding_form = "18"
    main_line = (R.RECEIVED, R.FORWARDED, R.ACCEPTED, R.TRANSPORT_NOTIFIED)
    clauses = {
        "open": "BP-9-1", "forward": "BP-9-1", "number_document": "BP-9-1", "send_back": "BP-9-1", "answer": "BP-9-1",
        "accept": "BP-9-1", "take_found": "BP-9-1", "send_found": "BP-9-1", "destroy_found": "BP-9-1",
        "meet_deadline": "BP-9-1", "tell_transport": "BP-9-2", "notify_transport": "BP-9-2",
    }  # fmt: skip

    group = models.ForeignKey(Group, models.PROTECT, related_name="returns", verbose_name="団体")
    certification = models.OneToOneField(
        "blue_patrol.Certification", models.PROTECT, related_name="return_notice", verbose_name="証明"
    )
    profile = models.ForeignKey(
        PrefectureProfile, models.PROTECT, related_name="+", verbose_name="県の定めの版"
    )
    handler = _who("担当")
    receipt_number = models.CharField("受理番号", max_length=20, blank=True)
    document_number = models.CharField("進達の文書番号", max_length=40, blank=True)
    reason = models.CharField("返納の理由", max_length=8, choices=ReturnReason)
    reason_text = models.CharField("その他の理由", max_length=200, blank=True)
    occurred_on = models.DateField("事由の発生年月日")
    lamp_removed_on = _day("青色回転灯等を取り外した年月日")
    instructed = models.JSONField("教示したこと", default=list)
    state = StateField("状態", choices=R.choices, default=R.RECEIVED)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "返納"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="blue_patrol_return_state_known", condition=Q(state__in=R.values)),
            models.CheckConstraint(
                name="blue_patrol_return_other_reason_said",
                condition=~Q(reason=ReturnReason.OTHER) | ~Q(reason_text=""),
                violation_error_message="その他の理由を書いてください。",
            ),
            *(
                models.CheckConstraint(
                    name=f"blue_patrol_return_{name}_signed",
                    condition=Q(**{f"{name}_on": None, f"{name}_by": None})
                    | Q(**{f"{name}_on__isnull": False, f"{name}_by__isnull": False}),
                    violation_error_message="日付と行った人は、一緒に記録します。",
                )
                for name in ReturnDays.STEPS
            ),
        ]
        indexes = [models.Index(fields=["station", "state"], name="blue_patrol_returns_desk")]

    def __str__(self):
        return f"{self.group}（{self.procedure}）"

    @property
    def subject(self) -> str:
        """Whose it is."""
        return str(self.group)

    @step(
        state, [R.RECEIVED, R.SENT_BACK], R.FORWARDED, "forward", "進達", "on_forwarded", gaps="forward_gaps"
    )
    def forward(self, act):
        """Details: document_number, "" where it is not known yet."""
        self.sign("forwarded", act)
        self.document_number = (act.details.get("document_number") or "").strip()

    @step(
        state, AFTER_FORWARDING, None, "number_document", "文書番号の記入", "on_document_numbered",
        checks=[number_is_given],
    )  # fmt: skip
    def number_document(self, act):
        self.document_number = act.details["document_number"].strip()

    @step(state, R.FORWARDED, R.SENT_BACK, "send_back", "差戻し", "on_sent_back", checks=[reasons_are_given])
    def send_back(self, act): ...

    @step(
        state, R.SENT_BACK, None, "station_act", "差戻しへの回答", "on_resubmitted", checks=[reasons_are_answered]
    )  # fmt: skip
    def answer(self, act): ...

    @assigning(state, OPEN)
    def assign(self, act):
        self.take_over(act)

    @step(
        state, R.FORWARDED, R.ACCEPTED, "headquarters_act", "返納の確認", "on_accepted",
        checks=[tells("checking_problems")],
    )  # fmt: skip
    def accept(self, act):
        self.sign("accepted", act)

    @step(
        state, R.values, None, "station_act", "見付かったものの受入れ", "on_found", checks=[tells("finding_problems")]
    )  # fmt: skip
    def take_found(self, act): ...

    @step(
        state, [R.FORWARDED, *AT_HEADQUARTERS], None, "station_act", "見付かったものの送付", "on_found_sent",
        checks=[tells("sending_problems")],
    )  # fmt: skip
    def send_found(self, act): ...

    @step(
        state, AT_HEADQUARTERS, None, "headquarters_act", "見付かったものの廃棄", "on_found_destroyed",
        checks=[tells("destruction_problems")],
    )  # fmt: skip
    def destroy_found(self, act): ...

    @transition(
        state, R.ACCEPTED, None, permission=P["headquarters_act"],
        custom={"label": "運輸支局等への通知（一部）", "checks": [day_is_in_order]},
    )  # fmt: skip
    def tell_transport(self, act): ...

    @transition(
        state, R.ACCEPTED, R.TRANSPORT_NOTIFIED, permission=P["headquarters_act"], conditions=[asks("transport_gaps")],
        custom={"label": "運輸支局等への通知", "checks": [day_is_in_order]},
    )  # fmt: skip
    def notify_transport(self, act):
        self.sign("notified", act)

    @transition(
        state, R.values, None, permission=P["keep_deadlines"],
        custom={"label": "期限の完了", "checks": [tells("deadline_problems")], "effects": [tells("on_deadline_met")]},
    )  # fmt: skip
    def meet_deadline(self, act): ...

    def on_forwarded(self, act) -> None:
        """What came goes up with the paper; no decision is asked for, so no route is laid."""
        self.send_things_up(act)
        if not self.document_number and self.profile.value_or("document_number_source", "") == "counted":
            self.count_document(act)
        IssuedPaper.freeze(self, self.forwarding_form, act)

    def on_accepted(self, act) -> None:
        """Details: missing (key of a thing → what was seen). What came is destroyed, the offices are to be told."""
        self.check_things(act)
        cars = [(car, str(car), act.on) for car in marked_cars(self.certification)]
        clocks.start(deadlines.TRANSPORT_NOTICE, self, self.profile, cars)
