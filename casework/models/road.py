"""What stands on the shared road: its states, the guards and checks of its steps, and reasons for sending back."""

from django.db import models
from django.utils import timezone
from django_fsm import transition

from casework.models.base import StationQuerySet, StationRow
from casework.models.places import PrefectureProfile
from casework.permissions import PERMISSIONS, Reason
from casework.workflow import Guard


class RoadState(models.TextChoices):
    DRAFT = "draft", "下書き"
    RECEIVED = "received", "受理"
    CORRECTION = "correction", "補正中"
    FORWARDED = "forwarded", "進達"
    SENT_BACK = "sent_back", "差戻し"
    APPROVED = "approved", "決裁"
    DECLINED = "declined", "不承認"
    DISPATCHED = "dispatched", "送付"
    ARRIVED = "arrived", "受領"
    DELIVERED = "delivered", "交付"
    REPORTED = "reported", "報告済"
    UNDELIVERED = "undelivered", "交付不能"
    WITHDRAWN = "withdrawn", "取下げ"


S = RoadState
OPEN_STATES = [
    S.DRAFT,
    S.RECEIVED,
    S.CORRECTION,
    S.FORWARDED,
    S.SENT_BACK,
    S.APPROVED,
    S.DISPATCHED,
    S.ARRIVED,
    S.DELIVERED,
]
BEFORE_DECISION = [S.DRAFT, S.RECEIVED, S.CORRECTION, S.FORWARDED, S.SENT_BACK]
EDITABLE_STATES = [S.DRAFT, S.CORRECTION]
AFTER_FORWARDING = [
    S.FORWARDED,
    S.SENT_BACK,
    S.APPROVED,
    S.DECLINED,
    S.DISPATCHED,
    S.ARRIVED,
    S.DELIVERED,
    S.REPORTED,
    S.UNDELIVERED,
]


def asks(method: str) -> Guard:
    """A guard that asks the case itself, so that each procedure on the road says what it needs."""

    def find(case) -> list[Reason]:
        return getattr(case, method)()

    find.__name__ = method
    return Guard(find)


def tells(method: str):
    """An effect or check that the case itself carries out, so that each procedure on the road adds its own."""

    def effect(case, act):
        return getattr(case, method)(act)

    effect.__name__ = method
    return effect


def step(field, sources, target, permission: str, label: str, effect: str, *, gaps: str = "", checks=()):
    """A step of the road: who may take it, what it is called, what stands in the way and what it brings about."""
    custom = {"label": label, "checks": [day_is_in_order, *checks], "effects": [tells(effect)]}
    conditions: list = [asks(gaps)] if gaps else []
    return transition(
        field, sources, target, permission=PERMISSIONS[permission], conditions=conditions, custom=custom
    )


# --- checks: what depends on the input of an act ------------------------------------------------------------


def day_is_in_order(case, act) -> list[Reason]:
    """The day of an act lies neither in the future nor before the step that it follows."""
    if act.on > timezone.localdate(act.at):
        return [Reason("先の日付は記録できません。", field="on")]
    if (last := case.last_day()) and act.on < last:
        return [Reason("前の手続の日より前の日付は記録できません。", field="on")]
    if (last := case.last_word_on()) and act.on < last:
        return [Reason("調査・補正・差戻しの日より前の日付は記録できません。", field="on")]
    return []


def receipt_has_its_day(case, act) -> list[Reason]:
    """Nothing is received before it was applied for, nor on a day without values in force (BP-1)."""
    if case.applied_on and act.on < case.applied_on:
        return [Reason("受理した日は、申請年月日より前にできません。", "BP-5-1", field="on")]
    if not PrefectureProfile.objects.on(act.on).filter(prefecture=case.station.prefecture_id).exists():
        return [
            Reason(
                "この日に効力のある県の定めがありません。受理した日を確かめてください。", "BP-1", field="on"
            )
        ]
    return []


def reasons_are_given(case, act) -> list[Reason]:
    reasons = act.details.get("reasons") or []
    if not reasons or any(not reason["text"].strip() or not reason["item"] for reason in reasons):
        return [Reason("どの書類のどこを直すのか、理由を一つ以上書いてください。", field="text")]
    return []


def note_is_given(case, act) -> list[Reason]:
    if not (act.details.get("note") or "").strip():
        return [Reason("理由を書いてください。", field="note")]
    return []


def number_is_given(case, act) -> list[Reason]:
    if not (act.details.get("document_number") or "").strip():
        return [Reason("文書番号を書いてください。", field="document_number")]
    if case.document_number:
        return [Reason(f"文書番号は、すでに{case.document_number}です。", field="document_number")]
    return []


def opinion_is_given(case, act) -> list[Reason]:
    found = []
    if act.details.get("opinion") not in ForwardingOpinion.values:
        found.append(Reason("署長の意見（適当・不適当）を選んでください。", field="opinion"))
    elif not (act.details.get("remarks") or "").strip():
        if act.details["opinion"] == ForwardingOpinion.UNFIT:
            found.append(Reason("不適当とする理由を書いてください。", field="remarks"))
        elif case.unfit_items():
            text = "「否」の項目があります。それでも適当とする理由を書いてください。"
            found.append(Reason(text, "BP-5-2", field="remarks"))
    return found


def route_is_known(case, act) -> list[Reason]:
    """A case that nobody could decide is not forwarded."""
    if case.route().exists():
        return []
    return [Reason("決裁の段階が県の定めにありません。システム管理者に知らせてください。", "BP-5-4")]


def last_step_is_open(case, act) -> list[Reason]:
    """The last step decides only when every step before it, 合議 included, has approved."""
    waiting = [step.title for step in case.open_steps() if not step.is_final]
    if waiting:
        return [Reason(f"前の段階（{'、'.join(waiting)}）がまだ済んでいません。")]
    return step_follows_the_others(case, act)


def step_follows_the_others(case, act) -> list[Reason]:
    """A step bears no day before that of a lower step of its round."""
    if (last := case.last_step_day()) and act.on < last:
        return [Reason("前の段階の日より前の日付は記録できません。", field="on")]
    return []


def earlier_step_is_open(case, act) -> list[Reason]:
    if any(not step.is_final and step.is_for(act.by.post) for step in case.open_steps()):
        return step_follows_the_others(case, act)
    return [Reason("この職が審査する段階ではありません。")]


class ForwardingOpinion(models.TextChoices):
    FIT = "fit", "適当"
    UNFIT = "unfit", "不適当"


class ReturnReasonQuerySet(StationQuerySet):
    def of_case(self, case):
        return self.filter(case_label=case._meta.label, case_pk=case.pk)

    def unanswered(self):
        return self.filter(answered_on=None)


class ReturnReason(StationRow):
    """Why a case went back, bound to an item of a form, and how it was answered."""

    class Source(models.TextChoices):
        STATION = "correction", "補正"
        HEADQUARTERS = "send_back", "差戻し"

    case_label = models.CharField("種類", max_length=60)
    case_pk = models.BigIntegerField("番号")
    source = models.CharField("別", max_length=12, choices=Source)
    item = models.CharField("どの書類の何", max_length=60)
    text = models.TextField("理由")
    given_by = models.ForeignKey("casework.Staff", models.PROTECT, related_name="+", verbose_name="求めた人")
    given_on = models.DateField("求めた日")
    answer = models.TextField("直したこと", blank=True)
    answered_by = models.ForeignKey(
        "casework.Staff", models.PROTECT, null=True, related_name="+", verbose_name="確かめた人"
    )
    answered_on = models.DateField("直した日", null=True)

    objects = ReturnReasonQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "戻した理由"
        ordering = ["given_on", "pk"]
        indexes = [models.Index(fields=["case_label", "case_pk"], name="casework_reasons_of_case")]

    def __str__(self):
        return f"{self.item}: {self.text}"

    @classmethod
    def give(cls, case, act, source: str) -> None:
        cls.objects.bulk_create(
            cls(
                station_id=case.station_id, case_label=case._meta.label, case_pk=case.pk, source=source,
                item=reason["item"], text=reason["text"], given_by=act.by.staff, given_on=act.on,
            )
            for reason in act.details["reasons"]
        )  # fmt: skip

    @classmethod
    def answer_all(cls, case, act, answers: dict[str, str]) -> None:
        """``answers``: reason's key → what was mended."""
        for reason in cls.objects.of_case(case).unanswered():
            reason.answer = answers.get(str(reason.pk), "")
            reason.answered_by, reason.answered_on = act.by.staff, act.on
            reason.save()


def reasons_are_answered(case, act) -> list[Reason]:
    answers = act.details.get("answers") or {}
    open_reasons = ReturnReason.objects.of_case(case).unanswered()
    return [
        Reason(f"「{reason.item}」をどう直したかを書いてください。", field=f"answer_{reason.pk}")
        for reason in open_reasons
        if not (answers.get(str(reason.pk)) or "").strip()
    ]
