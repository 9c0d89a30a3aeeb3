"""交付簿 (form 14) and 証明台帳 (form 15): written by the act itself, never edited (BP-5-5-3, BP-5-6)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from blue_patrol.models.register_years import RegisterYear, hold_books
from blue_patrol.rules.ledger_tables import LINE, in_lines, table_of
from casework import dates
from casework.models.base import StationRow
from casework.models.numbers import NumberSeries


class RegisterEntry(StationRow):
    """One row of the book; a correction is a new row that names the one it strikes through."""

    class Kind(models.TextChoices):
        NEW = "new", "新規"
        REISSUE = "reissue", "再交付"
        CHANGE = "change", "変更"
        REVOCATION = "revocation", "取消通知"
        DEMONSTRATION = "demonstration", "デモ等用標章"

    year = models.PositiveSmallIntegerField("年度")
    row_number = models.PositiveIntegerField("番号")
    delivered_on = models.DateField("交付年月日")
    kind = models.CharField("交付区分", max_length=15, choices=Kind)
    group = models.ForeignKey(
        "blue_patrol.Group", models.PROTECT, null=True, related_name="register_entries", verbose_name="団体"
    )  # none: of another station, in a run that this one asked for (BP-10-1-2)
    group_name = models.CharField("団体の名称", max_length=120)
    application = models.ForeignKey(
        "blue_patrol.Application", models.PROTECT, null=True, related_name="register_entries"
    )
    revocation = models.ForeignKey(
        "blue_patrol.Revocation", models.PROTECT, null=True, related_name="register_entries"
    )
    certificate_number = models.CharField("証明書番号", max_length=40, blank=True)
    sticker_numbers = models.JSONField("標章番号", default=list)
    card_numbers = models.JSONField("実施者証番号", default=list)
    delivered_by = models.CharField("交付した者", max_length=100)
    receiver_name = models.CharField("受領者", max_length=80)
    remarks = models.CharField("摘要", max_length=200, blank=True)
    strikes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="struck_by")
    correction_reason = models.CharField("訂正の理由", max_length=100, blank=True)
    corrected_on = models.DateField("訂正した日", null=True, blank=True)
    corrected_by = models.CharField("訂正した者", max_length=100, blank=True)
    entered_on = models.DateTimeField("記載した時", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "交付簿"
        ordering = ["year", "row_number"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "year", "row_number"], name="blue_patrol_register_row_once"
            ),
            models.CheckConstraint(
                name="blue_patrol_correction_says_why",
                condition=Q(strikes=None, corrected_on=None, corrected_by="", correction_reason="")
                | Q(strikes__isnull=False, corrected_on__isnull=False)
                & ~Q(corrected_by="")
                & ~Q(correction_reason=""),
                violation_error_message="訂正の行には、訂正した日と者、理由が要ります。",
            ),
        ]

    def __str__(self):
        return f"{self.year}年度 {self.row_number}"

    @classmethod
    def enter(cls, *, station, year: int, **values) -> "RegisterEntry":
        """Write the next row of the station's book of the year; when that is closed, of the running one."""
        hold_books(station.pk)
        if RegisterYear.objects.filter(station=station, year=year).exists():
            if not values.get("strikes"):  # a correction names the row's book itself
                late = f"{dates.fiscal_year_label(year)}の締め後の記載"
                values["remarks"] = "　".join(filter(None, (values.get("remarks"), late)))
            year = dates.fiscal_year(timezone.localdate())
        (number,) = NumberSeries.take("register", f"station:{station.pk}", year)
        return cls.objects.create(station=station, year=year, row_number=number, **values)

    def add_note(self, kind: str, act, text: str = "") -> "RegisterNote":
        """追記: the day and the writer of the act beside the row, also when its year is closed (BP-10-5-2)."""
        return RegisterNote.objects.create(
            station_id=self.station_id,
            entry=self,
            kind=kind,
            on=act.on,
            text=text,
            noted_by=act.by.staff.name,
        )

    def in_force(self) -> "RegisterEntry":
        """The row that holds today: this one, or the last correction of it."""
        entry = self
        while later := RegisterEntry.objects.filter(strikes=entry).first():
            entry = later
        return entry

    def place_in(self, year: int) -> str:
        """How a row of the book of ``year`` names this one: No.2, of another year 令和7年度No.31."""
        return f"{'' if self.year == year else dates.fiscal_year_label(self.year)}No.{self.row_number}"


class PaperRegisterRow(StationRow):
    """A row of the book that was kept on paper, as it was written; shown in the book before our own rows."""

    year = models.PositiveSmallIntegerField("年度")
    row_number = models.CharField("番号", max_length=20, blank=True)
    delivered_on = models.DateField("交付年月日")
    kind = models.CharField("交付区分", max_length=30, blank=True)
    group = models.ForeignKey(
        "blue_patrol.Group", models.PROTECT, null=True, related_name="paper_rows", verbose_name="団体"
    )
    group_name = models.CharField("団体の名称", max_length=120)
    certificate_number = models.CharField("証明書番号", max_length=40, blank=True)
    sticker_numbers = models.JSONField("標章番号", default=list)
    card_numbers = models.JSONField("実施者証番号", default=list)
    delivered_by = models.CharField("交付した者", max_length=100, blank=True)
    receiver_name = models.CharField("受領者", max_length=80, blank=True)
    reported_on = models.DateField("本部報告", null=True)
    remarks = models.CharField("摘要", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "紙の交付簿"
        ordering = ["year", "delivered_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "year", "row_number", "certificate_number", "delivered_on"],
                name="blue_patrol_paper_row_once",
            )
        ]

    def __str__(self):
        return f"{self.year}年度 {self.row_number}（紙）"


class RegisterNote(StationRow):
    """What is added to a row later: the day reported to HQ, a demonstration sticker's return."""

    class Kind(models.TextChoices):
        REPORTED = "reported", "本部報告"
        RETURNED = "returned", "返納"
        LOST = "lost", "不明"
        MOVED = "moved", "所管替え"

    entry = models.ForeignKey(RegisterEntry, models.PROTECT, related_name="notes")
    kind = models.CharField("種類", max_length=10, choices=Kind)
    on = models.DateField("日付")
    text = models.TextField("摘要", blank=True)
    noted_by = models.CharField("追記した者", max_length=100, blank=True)
    entered_at = models.DateTimeField("入力した時", auto_now_add=True, null=True)

    class Meta:
        verbose_name = verbose_name_plural = "交付簿の追記"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=models.Q(kind="reported"), name="blue_patrol_reported_once"
            )
        ]

    def __str__(self):
        return f"{self.entry} {self.get_kind_display()} {self.on}"


class LedgerSheet(StationRow):
    """One group's sheet; everything on it is read from other records, only its number and day are its own."""

    number = models.CharField("台帳番号", max_length=20, blank=True)  # a paper ledger may bear none
    group = models.OneToOneField(
        "blue_patrol.Group", models.PROTECT, related_name="ledger", verbose_name="団体"
    )
    opened_on = models.DateField("作成年月日")

    class Meta:
        verbose_name = verbose_name_plural = "証明台帳"
        constraints = [
            models.UniqueConstraint(
                fields=["station", "number"],
                condition=~models.Q(number=""),
                name="blue_patrol_ledger_number_once",
            )
        ]

    def __str__(self):
        return self.number


class LedgerEvent(StationRow):
    sheet = models.ForeignKey(LedgerSheet, models.PROTECT, related_name="events")
    on = models.DateField("年月日")
    kind = models.CharField("区分", max_length=20)
    text = models.CharField("内容", max_length=LINE)
    handled_by = models.CharField("取扱者", max_length=100)
    strikes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="struck_by")

    class Meta:
        verbose_name = verbose_name_plural = "証明台帳の経過"
        ordering = ["on", "pk"]

    @classmethod
    def note(cls, group, act, kind: str, text: str, strikes: "LedgerEvent | None" = None) -> None:
        """On the sheet of a group that has one; what is too long for a line goes on in the next."""
        if sheet := group and LedgerSheet.objects.filter(group=group).first():
            for place, line in enumerate(in_lines(text)):
                cls.objects.create(
                    station_id=sheet.station_id, sheet=sheet, on=act.on, kind=kind, text=line, handled_by=act.by.staff.name,
                    strikes=None if place else strikes,
                )  # fmt: skip

    def __str__(self):
        return f"{self.on} {self.kind}"

    def save(self, *args, **kwargs):
        table_of(self.kind)  # an event of a kind that stands in no table would be lost on form 15
        super().save(*args, **kwargs)
