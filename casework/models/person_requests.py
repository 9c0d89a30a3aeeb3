"""本人からの請求 on one person's data: a correction that is to be made, or a stop of use that is in force (保有個人情報)."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework import wareki
from casework.models.acts import InOrderOfDays, act_of, wants
from casework.models.base import Machine, StateField, StationQuerySet
from casework.permissions import PERMISSIONS


class RequestState(models.TextChoices):
    OPEN = "open", "対応中"
    SETTLED = "settled", "済み"


class PersonRequestQuerySet(StationQuerySet):
    def stopping(self):
        return self.filter(kind=PersonRequest.Kind.STOP, state=RequestState.OPEN)

    def stopped_keys(self, model):
        """Keys of the rows of ``model`` whose use is stopped."""
        return self.stopping().filter(object_label=model._meta.label).values("object_pk")


class PersonRequest(InOrderOfDays, Machine):
    """``object_label``/``object_pk``: the row that holds the person. A stop is in force as long as it is open."""

    called = "請求"
    opening_label = "請求の受付"
    page = "person_request"
    procedure = "本人からの請求"
    written_by_acts = True
    main_line = (RequestState.OPEN, RequestState.SETTLED)

    class Kind(models.TextChoices):
        CORRECTION = "correction", "訂正"
        STOP = "stop", "利用停止"

    kind = models.CharField("別", max_length=12, choices=Kind)
    object_label = models.CharField("種類", max_length=60)
    object_pk = models.BigIntegerField("番号")
    reason = models.TextField("請求の内容と理由")
    asked_on = models.DateField("請求のあった日")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="受け付けた人"
    )
    entered_on = models.DateTimeField("受け付けた時", auto_now_add=True)
    outcome = models.TextField("したこと", blank=True)
    settled_on = models.DateField("済んだ日", null=True)
    state = StateField("状態", choices=RequestState.choices, default=RequestState.OPEN)

    objects = PersonRequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "本人からの請求"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="casework_person_request_state_known", condition=Q(state__in=RequestState.values)
            ),
            models.UniqueConstraint(
                fields=["kind", "object_label", "object_pk"], condition=Q(state=RequestState.OPEN),
                name="casework_one_open_request", violation_error_message="同じ請求に、もう対応しています。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_kind_display()}の請求 {wareki.format_long(self.asked_on)}"

    @property
    def subject(self) -> str:
        return str(self.station)

    def last_day(self) -> date:
        return self.asked_on

    @act_of(RequestState.OPEN, RequestState.SETTLED, PERMISSIONS["answer_persons"], "済みとする", "", wants("outcome", "したことを書いてください。"))  # fmt: skip
    def settle(self, act):
        """Details: outcome. Of a stop: its lifting."""
        self.outcome, self.settled_on = act.details["outcome"], act.on
