"""廃棄 of what has been kept long enough: a list frozen by keys, two who look at it, a log, and what is held back from it.

The application's login deletes and empties nothing. The one function that does (casework/walls/erasing.py) belongs to the
database's owner and asks these rows: carried out, seen by two who are neither the drawer nor one another, nothing held.
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from casework import wareki
from casework.models.acts import InOrderOfDays, act_of, wants
from casework.models.base import Machine, StateField, StationQuerySet, StationRow
from casework.permissions import PERMISSIONS, Reason


class DisposalState(models.TextChoices):
    DRAWN = "drawn", "確認待ち"
    REVIEWED = "reviewed", "一次確認済み"
    APPROVED = "approved", "二次確認済み"
    CARRIED_OUT = "carried_out", "廃棄済み"
    DROPPED = "dropped", "取りやめ"


D = DisposalState
WAITING = [D.DRAWN, D.REVIEWED, D.APPROVED]


def _by(label: str):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=label
    )


class Disposal(InOrderOfDays, Machine):
    """One list of one station. ``counts``: kind → how many were on it when it was drawn up; ``digest`` of their keys."""

    called = "廃棄の一覧"
    opening_label = "廃棄の一覧の作成"
    page = "disposal"
    procedure = "廃棄"
    written_by_acts = True
    main_line = (D.DRAWN, D.REVIEWED, D.APPROVED, D.CARRIED_OUT)

    until = models.DateField("この日までに満了したもの")
    counts = models.JSONField("件数", default=dict)
    digest = models.CharField("一覧の要約値", max_length=64)
    drawn_on = models.DateField("作成した日")
    drawn_by = _by("作成した人")
    first_on = models.DateField("一次確認の日", null=True)
    first_by = _by("一次確認をした人")
    second_on = models.DateField("二次確認の日", null=True)
    second_by = _by("二次確認をした人")
    ended_on = models.DateField("廃棄した日、取りやめた日", null=True)
    ended_by = _by("廃棄した人、取りやめた人")
    state = StateField("状態", choices=D.choices, default=D.DRAWN)

    class Meta:
        verbose_name = verbose_name_plural = "廃棄の一覧"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="casework_disposal_state_known", condition=Q(state__in=D.values)),
            models.CheckConstraint(
                name="casework_disposal_seen_by_others",
                condition=(Q(first_by=None) | ~Q(first_by=F("drawn_by")))
                & (Q(second_by=None) | (~Q(second_by=F("drawn_by")) & ~Q(second_by=F("first_by")))),
            ),
        ]

    def __str__(self):
        return f"{self.station} {wareki.format_long(self.until)}までの廃棄の一覧"

    @property
    def subject(self) -> str:
        return str(self.station)

    def last_day(self) -> date:
        return max(filter(None, (self.drawn_on, self.first_on, self.second_on)))

    @property
    def left(self):
        """What is still on it."""
        return self.items.filter(taken_out_on=None)

    def is_not_empty(self) -> list[Reason]:
        return (
            [] if self.left.exists() else [Reason("一覧に残っているものがありません。取りやめてください。")]
        )

    def nothing_is_held(self) -> list[Reason]:
        held = Hold.objects.standing(timezone.localdate())
        count = sum(1 for item in self.left if held.of(item.object_label, item.object_pk, item.group_label, item.group_pk))  # fmt: skip
        text = f"凍結されたものが{count}件あります。理由を書いて一覧から外してください。"
        return [Reason(text)] if count else []

    def takes_out_what_is_on_it(self, act) -> list[Reason]:
        asked = set(act.details.get("items", ()))
        found = self.left.filter(pk__in=asked).count()
        if not asked:
            return [Reason("一覧から外すものを選んでください。", field="items")]
        return [] if found == len(asked) else [Reason("もう一覧にないものが選ばれています。", field="items")]

    @act_of(D.DRAWN, D.REVIEWED, PERMISSIONS["review_disposal"], "一次確認", gaps="is_not_empty")
    def review(self, act):
        self.first_on, self.first_by = act.on, act.by.staff

    @act_of(D.REVIEWED, D.APPROVED, PERMISSIONS["approve_disposal"], "二次確認", gaps="is_not_empty")
    def approve(self, act):
        self.second_on, self.second_by = act.on, act.by.staff

    @act_of(
        D.DRAWN,
        D.DRAWN,
        PERMISSIONS["review_disposal"],
        "一覧から外す",
        "on_taken_out",
        wants("note", "外す理由を書いてください。"),
        "takes_out_what_is_on_it",
    )
    @act_of(
        D.REVIEWED,
        D.REVIEWED,
        PERMISSIONS["review_disposal"],
        "一覧から外す",
        "on_taken_out",
        wants("note", "外す理由を書いてください。"),
        "takes_out_what_is_on_it",
    )
    @act_of(
        D.APPROVED,
        D.APPROVED,
        PERMISSIONS["review_disposal"],
        "一覧から外す",
        "on_taken_out",
        wants("note", "外す理由を書いてください。"),
        "takes_out_what_is_on_it",
    )
    def take_out(self, act):  # fmt: skip
        """Details: items (keys), note."""

    def on_taken_out(self, act) -> None:
        self._take_out(self.left.filter(pk__in=act.details["items"]), act)

    @act_of(WAITING, D.DROPPED, PERMISSIONS["dispose"], "取りやめ", "on_dropped", wants("note", "取りやめる理由を書いてください。"))  # fmt: skip
    def drop(self, act):
        self.ended_on, self.ended_by = act.on, act.by.staff

    def on_dropped(self, act) -> None:
        self._take_out(self.left, act)

    @staticmethod
    def _take_out(items, act) -> None:
        items.update(taken_out_on=act.on, taken_out_by=act.by.staff, reason=act.details["note"])

    @act_of(
        D.APPROVED, D.CARRIED_OUT, PERMISSIONS["dispose"], "廃棄", "on_carried_out", gaps="nothing_is_held"
    )
    def carry_out(self, act):
        self.ended_on, self.ended_by = act.on, act.by.staff

    def on_carried_out(self, act) -> None:
        from casework.retention.erasing import erase  # the kinds are entered once all models exist

        erase(self, act)


class DisposalItem(StationRow):
    """One record on a list, named by its key alone. ``group_label``/``group_pk``: the group or council that a hold may name."""

    disposal = models.ForeignKey(Disposal, models.PROTECT, related_name="items", verbose_name="廃棄の一覧")
    kind = models.CharField("保存の区分", max_length=20)
    object_label = models.CharField("種類", max_length=60)
    object_pk = models.BigIntegerField("番号")
    group_label = models.CharField("団体か協議会", max_length=60, blank=True)
    group_pk = models.BigIntegerField("その番号", null=True)
    ended_on = models.DateField("完結した日")
    due_on = models.DateField("廃棄できる日")
    taken_out_on = models.DateField("外した日", null=True)
    taken_out_by = _by("外した人")
    reason = models.CharField("外した理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "廃棄の一覧の行"
        ordering = ["kind", "ended_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_label", "object_pk"], condition=Q(taken_out_on=None), name="casework_on_one_list",
                violation_error_message="もう別の廃棄の一覧にあります。",
            )
        ]  # fmt: skip

    def __str__(self):
        return f"{self.object_label}#{self.object_pk}"


class DisposalLog(StationRow):
    """廃棄簿: what was erased, of how many rows, and the hash of what stood there. Written by the owner's function alone."""

    disposal = models.ForeignKey(Disposal, models.PROTECT, related_name="log", verbose_name="廃棄の一覧")
    item = models.OneToOneField(DisposalItem, models.PROTECT, related_name="log", verbose_name="一覧の行")
    object_label = models.CharField("種類", max_length=60)
    object_pk = models.BigIntegerField("番号")
    rows = models.PositiveIntegerField("行の数")
    digest = models.CharField("消す前の要約値", max_length=64)
    at = models.DateTimeField("消した時")
    xid = models.BigIntegerField(db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "廃棄簿"
        indexes = [models.Index(fields=["object_label", "object_pk"], name="casework_disposed_rows")]

    def __str__(self):
        return f"{self.object_label}#{self.object_pk} {self.digest[:12]}"


class HoldState(models.TextChoices):
    HELD = "held", "凍結中"
    LIFTED = "lifted", "解除"


class Held:
    """The holds that stand on a day, asked for one record after the other."""

    def __init__(self, rows):
        self.keys = {(row.object_label, row.object_pk): row for row in rows}

    def of(self, label: str, pk: int, group_label: str = "", group_pk: int | None = None) -> "Hold | None":
        return self.keys.get((label, pk)) or self.keys.get((group_label, group_pk))


class HoldQuerySet(StationQuerySet):
    def standing(self, today: date) -> Held:
        rows = self.filter(state=HoldState.HELD).filter(Q(until=None) | Q(until__gte=today))
        return Held(rows)


class Hold(InOrderOfDays, Machine):
    """保存の凍結: a case, or a group or council with all that is its, that no disposal touches until the day named or the lifting."""

    called = "凍結"
    opening_label = "保存の凍結"
    page = "hold_lift"
    procedure = "保存の凍結"
    written_by_acts = True
    main_line = (HoldState.HELD, HoldState.LIFTED)

    class Ground(models.TextChoices):
        LITIGATION = "litigation", "訴訟・不服申立て"
        DISCLOSURE = "disclosure", "開示請求など本人からの請求"
        AUDIT = "audit", "監査・調査"
        EXTENDED = "extended", "保存期間の延長"
        OTHER = "other", "その他"

    object_label = models.CharField("種類", max_length=60)
    object_pk = models.BigIntegerField("番号")
    ground = models.CharField("別", max_length=12, choices=Ground)
    reason = models.TextField("理由")
    until = models.DateField("いつまで", null=True, blank=True)
    held_on = models.DateField("凍結した日")
    held_by = _by("凍結した人")
    lifted_on = models.DateField("解除した日", null=True)
    state = StateField("状態", choices=HoldState.choices, default=HoldState.HELD)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "保存の凍結"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="casework_hold_state_known", condition=Q(state__in=HoldState.values)),
            models.UniqueConstraint(
                fields=["object_label", "object_pk"], condition=Q(state=HoldState.HELD), name="casework_one_hold",
                violation_error_message="もう凍結されています。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_ground_display()} {wareki.format_long(self.held_on)}"

    @property
    def subject(self) -> str:
        return str(self.station)

    def last_day(self) -> date:
        return self.held_on

    @act_of(HoldState.HELD, HoldState.LIFTED, PERMISSIONS["hold_records"], "凍結の解除", "", wants("note", "解除する理由を書いてください。"))  # fmt: skip
    def lift(self, act):
        """Details: note."""
        self.lifted_on = act.on
