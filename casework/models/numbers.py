"""Gapless numbers: a counter row locked in the act that uses it; a number taken back stays as a void (欠番)."""

from django.db import models

from casework.models.base import StationRow


class NumberSeries(models.Model):
    """One counter: what it numbers, for whom (a station, a prefecture, a certificate), in which year."""

    kind = models.CharField("種別", max_length=20)
    holder = models.CharField("対象", max_length=40)
    year = models.PositiveSmallIntegerField("年")
    last = models.PositiveIntegerField("最後の番号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "番号の系列"
        constraints = [
            models.UniqueConstraint(fields=["kind", "holder", "year"], name="casework_one_series"),
        ]

    def __str__(self):
        return f"{self.kind} {self.holder} {self.year}: {self.last}"

    @classmethod
    def take(cls, kind: str, holder: str, year: int, count: int = 1) -> range:
        """The next ``count`` numbers; the series stays locked until the act commits."""
        cls._default_manager.bulk_create([cls(kind=kind, holder=holder, year=year)], ignore_conflicts=True)
        series = cls.objects.select_for_update().get(kind=kind, holder=holder, year=year)
        first = series.last + 1
        series.last += count
        series.save(update_fields=["last"])
        return range(first, series.last + 1)

    @classmethod
    def start_after(cls, kind: str, holder: str, year: int, value: int) -> None:
        """Let the series go on after ``value``, the last number given on paper; it never goes back."""
        cls._default_manager.bulk_create([cls(kind=kind, holder=holder, year=year)], ignore_conflicts=True)
        series = cls.objects.select_for_update().get(kind=kind, holder=holder, year=year)
        if series.last < value:
            series.last = value
            series.save(update_fields=["last"])


class IssuedNumber(StationRow):
    """A number given to something; the database wants a history row of the same transaction beside it."""

    kind = models.CharField("種別", max_length=20)
    holder = models.CharField("対象", max_length=40)
    year = models.PositiveSmallIntegerField("年")
    value = models.PositiveIntegerField("番号")
    text = models.CharField("表記", max_length=40)
    void_reason = models.CharField("欠番の理由", max_length=200, blank=True)
    voided_on = models.DateField("欠番とした日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "付けた番号"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "holder", "year", "value"], name="casework_number_given_once"
            ),
        ]

    def __str__(self):
        return self.text

    @classmethod
    def give(cls, station, kind: str, holder: str, year: int, write, count: int = 1) -> list[str]:
        """Number ``count`` things; ``write(value)`` makes the text of one. Returns the texts in order."""
        values = NumberSeries.take(kind, holder, year, count)
        rows = [
            cls(station=station, kind=kind, holder=holder, year=year, value=value, text=write(value))
            for value in values
        ]
        return [row.text for row in cls.objects.bulk_create(rows)]

    @classmethod
    def void(cls, station, texts, *, reason: str, on) -> None:
        """Take numbers back: they stay in the series as 欠番 with the reason, and are never given again."""
        cls.objects.filter(station=station, text__in=texts, voided_on=None).update(
            void_reason=reason, voided_on=on
        )
