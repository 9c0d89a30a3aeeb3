"""交付簿の締め (BP-5-5-3): a station's book of a fiscal year is closed; its rows and pages are fixed for ever.

What is written later stands in the running year, and what is added to a row of the closed book is listed in the
supplement 追記 (decision 16).
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from casework import dates
from casework.models import HeadquartersDivision, Station
from casework.models.base import Machine, StateField


def hold_books(station_id: int) -> None:
    """Writing a row and closing a year come one after the other, whoever is first."""
    Station.objects.select_for_update(no_key=True).get(pk=station_id)


class RegisterYearState(models.TextChoices):
    CLOSED = "closed", "締めた"


class RegisterYear(Machine):
    """The closing of one book. The lists name what it held, so that what came later is told from it."""

    called = "交付簿"
    opening_label = "交付簿の締め"
    written_by_acts = True
    duty = HeadquartersDivision.Duty.BLUE_PATROL
    clauses = {"open": "BP-5-5-3"}
    main_line = (RegisterYearState.CLOSED,)

    year = models.PositiveSmallIntegerField("年度")
    closed_on = models.DateField("締めた日")
    closed_by = models.CharField("締めた者", max_length=100)
    notes_held = ArrayField(models.BigIntegerField(), verbose_name="綴じた追記", default=list)
    struck_held = ArrayField(models.BigIntegerField(), verbose_name="抹消済みの行", default=list)
    paper_held = ArrayField(models.BigIntegerField(), verbose_name="綴じた紙の行", default=list)
    state = StateField("状態", choices=RegisterYearState.choices, default=RegisterYearState.CLOSED)

    class Meta:
        verbose_name = verbose_name_plural = "交付簿の締め"
        ordering = ["station_id", "-year"]
        constraints = [
            models.CheckConstraint(
                name="blue_patrol_register_year_state_known",
                condition=models.Q(state__in=RegisterYearState.values),
            ),
            models.UniqueConstraint(
                fields=["station", "year"], name="blue_patrol_register_closed_once",
                violation_error_message="この年度の交付簿は、もう締めてあります。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"交付簿 {self.station} {dates.fiscal_year_label(self.year)}"

    @property
    def subject(self) -> str:
        return str(self)
