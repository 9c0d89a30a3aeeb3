"""証明書用紙等の在庫: lots of numbered blank sheets, and what became of each sheet.

A prefecture that keeps numbered sheets of a kind prints on them in order; one that keeps none prints as before.
The regulation says nothing of blank sheets: these are the system's own rules.
"""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DecimalRangeField
from django.db import IntegrityError, models, transaction
from django.db.models import Count, F, Func, OuterRef, Q, Subquery, Value

from blue_patrol.models.credentials import Kind
from blue_patrol.rules import sheets
from casework.models import HeadquartersDivision
from casework.models.base import OfficeQuerySet, OfficeRow
from casework.permissions import PERMISSIONS, Reason
from casework.workflow import Refused

TAKEN = "この範囲の番号は、すでに在庫に入っています（{}）。番号を確かめてください。"
# Ranges of a single value: so equality goes into a plain gist index, without an extension.
SAME_SERIES = Func(
    "kind", "prefix", arg_joiner=" || ':' || ", output_field=DecimalRangeField(),
    template="numrange(hashtextextended(%(expressions)s, 0), hashtextextended(%(expressions)s, 0), '[]')",
)  # fmt: skip
SAME_PREFECTURE = Func(
    "prefecture",
    template="int8range(%(expressions)s, %(expressions)s, '[]')",
    output_field=BigIntegerRangeField(),
)


def headquarters_refuses(actor, duty=HeadquartersDivision.Duty.BLUE_PATROL) -> list[Reason]:
    """Why the stock is not the actor's to keep: it is the clerk's of the division in charge."""
    permission = PERMISSIONS["headquarters_act"]
    if not permission.held_by(actor):
        return [Reason(permission.sentence)]
    return (
        [] if actor.post.division.duty == duty else [Reason("この手続を主管する課の職が行います。", "BP-4")]
    )


class BlankLotQuerySet(OfficeQuerySet):
    def valid(self):
        return self.filter(voided_on=None)

    def kept_by(self, prefecture_pk: int):
        """The lots a prefecture prints on, in the order in which they are used up."""
        return self.valid().filter(prefecture=prefecture_pk).order_by("received_on", "pk")

    def counted(self):
        """Each lot with the number of its sheets by what became of them: used, spoiled, missing, destroyed."""
        now = Q(uses__followed_by=None)
        return self.annotate(
            **{each.value: Count("uses", filter=now & Q(uses__outcome=each)) for each in Outcome}
        )


class Outcome(models.TextChoices):
    USED = "used", "使用"
    SPOILED = "spoiled", "刷り損じ"
    MISSING = "missing", "不明"
    DESTROYED = "destroyed", "廃棄"


O = Outcome  # noqa: E741 - as in the tables of the machines
MAY_FOLLOW = {O.USED: (O.SPOILED,), O.SPOILED: (O.DESTROYED,), O.MISSING: (O.DESTROYED,), O.DESTROYED: ()}


class BlankLot(OfficeRow):
    """Sheets of one kind, numbered ``first`` to ``last``, as they were received."""

    kind = models.CharField("種別", max_length=15, choices=Kind)
    prefix = models.CharField("番号の頭", max_length=12, blank=True)
    figures = models.PositiveSmallIntegerField("数字の桁")
    first = models.PositiveBigIntegerField("初めの番号")
    last = models.PositiveBigIntegerField("終わりの番号")
    received_on = models.DateField("受け入れた日")
    received_by = models.ForeignKey(
        "casework.Staff", models.PROTECT, related_name="+", verbose_name="受け入れた人"
    )
    remarks = models.CharField("備考", max_length=200, blank=True)
    voided_on = models.DateField("取り消した日", null=True, blank=True)
    voided_by = models.ForeignKey(
        "casework.Staff", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="取り消した人"
    )
    void_reason = models.CharField("取り消した理由", max_length=200, blank=True)

    objects = BlankLotQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "用紙の受入れ"
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="blue_patrol_lot_runs_upwards", condition=Q(last__gte=F("first"))),
            models.CheckConstraint(
                name="blue_patrol_voided_lot_says_why",
                condition=Q(voided_on=None, voided_by=None, void_reason="")
                | Q(voided_on__isnull=False, voided_by__isnull=False) & ~Q(void_reason=""),
            ),
            ExclusionConstraint(
                name="blue_patrol_a_sheet_in_one_lot",
                expressions=[
                    (SAME_PREFECTURE, "&&"), (SAME_SERIES, "&&"),
                    (Func("first", "last", Value("[]"), function="int8range", output_field=BigIntegerRangeField()), "&&"),
                ],
                condition=Q(voided_on=None),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_kind_display()}用紙 {self.first_sheet}〜{self.last_sheet}"

    @property
    def size(self) -> int:
        return self.last - self.first + 1

    @property
    def in_stock(self) -> int:
        """Of a lot from ``counted()``: what is left of it."""
        return self.size - sum(getattr(self, each.value) for each in Outcome)

    @property
    def first_sheet(self) -> str:
        return self.sheet(self.first)

    @property
    def last_sheet(self) -> str:
        return self.sheet(self.last)

    def sheet(self, serial: int) -> str:
        return sheets.write(self.prefix, serial, self.figures)

    def holds(self, number: sheets.SheetNumber) -> bool:
        return sheets.plain(self.prefix) == number.prefix and self.first <= number.serial <= self.last

    @classmethod
    def receive(
        cls,
        *,
        by,
        kind: str,
        first: sheets.SheetNumber,
        last: sheets.SheetNumber,
        on: date,
        remarks: str = "",
    ):
        """Take a box of sheets into stock. Raises Refused: not the actor's to do, or numbers already in stock."""
        if reasons := headquarters_refuses(by):
            raise Refused(reasons)
        lot = cls(
            prefecture=by.prefecture, stations=sorted(by.station_ids), kind=kind, prefix=first.prefix, figures=first.figures,
            first=first.serial, last=last.serial, received_on=on, received_by=by.staff, remarks=remarks,
        )  # fmt: skip
        same = cls.objects.kept_by(by.prefecture.pk).filter(kind=kind, prefix=first.prefix)
        if other := same.filter(first__lte=last.serial, last__gte=first.serial).first():
            raise Refused([Reason(TAKEN.format(other), field="first")])
        try:
            with transaction.atomic():
                lot.save()
        except IntegrityError as error:  # somebody took in the same box at the same moment
            raise Refused([Reason(TAKEN.format(lot), field="first")]) from error
        return lot

    @transaction.atomic
    def void(self, *, by, on: date, reason: str) -> None:
        """Take back a lot that was entered by mistake; only while none of its sheets has been used."""
        if reasons := headquarters_refuses(by):
            raise Refused(reasons)
        lot = BlankLot.objects.valid().select_for_update(no_key=True).filter(pk=self.pk).first()
        if lot is None:
            raise Refused([Reason("この受入れは、もう取り消されています。")])
        if lot.uses.exists():
            raise Refused(
                [Reason("すでに使った番号があるので、取り消せません。残りは、廃棄として記録してください。")]
            )
        lot.voided_on, lot.voided_by, lot.void_reason = on, by.staff, reason
        lot.save()


class BlankUseQuerySet(OfficeQuerySet):
    def latest(self):
        """The last word on each sheet."""
        return self.filter(followed_by=None)


class BlankUse(OfficeRow):
    """What became of one sheet; written once. A later word on the same sheet ``follows`` the earlier one."""

    lot = models.ForeignKey(BlankLot, models.PROTECT, related_name="uses", verbose_name="受入れ")
    serial = models.PositiveBigIntegerField("番号")
    sheet = models.CharField("用紙の番号", max_length=24)  # as it is printed on the sheet
    outcome = models.CharField("結果", max_length=10, choices=Outcome)
    follows = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name="前の記録"
    )
    credential = models.ForeignKey(
        "blue_patrol.Credential",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sheets",
        verbose_name="証明書等",
    )
    on = models.DateField("日付")
    by = models.ForeignKey("casework.Staff", models.PROTECT, related_name="+", verbose_name="記録した人")
    reason = models.CharField("理由", max_length=200, blank=True)

    objects = BlankUseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "用紙の使用"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lot", "serial"],
                condition=Q(follows=None),
                name="blue_patrol_a_sheet_leaves_stock_once",
            ),
            models.UniqueConstraint(
                fields=["lot", "serial", "outcome"], name="blue_patrol_a_sheet_ends_once_in_a_way"
            ),
            models.CheckConstraint(
                name="blue_patrol_only_waste_follows",
                condition=Q(follows=None) | Q(outcome__in=[O.SPOILED, O.DESTROYED]),
            ),
            models.CheckConstraint(
                name="blue_patrol_used_for_something",
                condition=~Q(outcome=O.USED) | Q(credential__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.sheet} {self.get_outcome_display()}"


def with_sheets(things):
    """Credentials annotated with ``sheet``, the number of the sheet each is printed on ("" or None: none kept)."""
    used = BlankUse.objects.filter(credential=OuterRef("pk"), outcome=O.USED, followed_by=None)
    return things.annotate(sheet=Subquery(used.values("sheet")[:1]))
