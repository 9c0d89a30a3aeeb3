"""The end of a year (LC-5-2): what stands against closing it, what is frozen, and how it is opened again."""

from datetime import date

from django.db.models import Q

from casework import dates, wareki
from casework.models import IssuedPaper
from casework.models.base import StationQuerySet
from casework.permissions import Reason
from casework.years import CALENDAR, FISCAL, Year
from liaison_councils.models.closed_years import lock_years
from liaison_councils.models.meetings import Meeting
from liaison_councils.models.year_rows import rows_of
from liaison_councils.rules.year_rows import YearRow

SUMMARY = "L13"


class YearReportQuerySet(StationQuerySet):
    def closed(self):
        """Those in which nothing more is held."""
        return self.exclude(state="reopened")

    def to_see(self):
        """Closed by the station, and not yet confirmed by headquarters (LC-7-3)."""
        return self.filter(state="closed")

    def over(self, day: date):
        """Those of the year in which the day lies."""
        fiscal = Q(year_kind=FISCAL, year=dates.fiscal_year(day))
        return self.filter(fiscal | Q(year_kind=CALENDAR, year=day.year))


class ClosesYears:
    """Mixed into the year's report."""

    def of_year(self) -> Year:
        return Year(self.year_kind, self.year)

    def kept_rows(self) -> list[YearRow]:
        """What was frozen."""
        return [YearRow.of(row) for row in self.rows]

    def rows_to_freeze(self, on: date, reasons: dict[str, str]) -> list[YearRow]:
        """The table of the day; ``reasons``: council's key as text → why its minimum is unmet."""
        rows = rows_of([self.station], self.of_year(), on)[self.station_id]
        for row in rows:
            row.reason = (reasons.get(str(row.key)) or "").strip() if row.missing else ""
        return rows

    def freeze_rows(self, act) -> None:
        self.rows = [row.to_json() for row in self.rows_to_freeze(act.on, act.details["reasons"])]

    def closing_problems(self, act) -> list[Reason]:
        return self.problems_of_closing(act.on, act.details["reasons"])

    def problems_of_closing(self, on: date, reasons: dict[str, str]) -> list[Reason]:
        """What stands against closing on the day."""
        last = self.of_year().bounds[1]
        if on <= last:
            text = f"{self.of_year().label}は、まだ終わっていません。{wareki.format_long(last)}の翌日から締められます。"
            return [Reason(text, "LC-5-2", field="on")]
        lock_years(self.station_id)
        return self.closing_gaps() + [
            Reason(f"「{row.council}」は、定期会議が{row.missing}回足りません。理由を書いてください。", "LC-5-2", field=f"reason_{row.key}")
            for row in self.rows_to_freeze(on, reasons)
            if row.missing and not row.reason
        ]  # fmt: skip

    def closing_gaps(self) -> list[Reason]:
        """A meeting without its result would be lost to the year."""
        waiting = Meeting.objects.open().filter(
            station=self.station_id, planned_on__range=self.of_year().bounds
        )
        if number := waiting.count():
            text = f"結果を記録していない会議が{number}回あります。先に結果か中止を記録してください。"
            return [Reason(text, "LC-5-1", cure="meetings")]
        return []

    def freeze_summary(self, act) -> None:
        IssuedPaper.freeze(self, SUMMARY, act)

    def on_reopened(self, act) -> None:
        """The table that was printed counts for nothing any more."""
        lock_years(self.station_id)
        for paper in IssuedPaper.objects.of_case(self).valid():
            paper.voided_on, paper.void_reason = act.on, "年の締めの取消し"
            paper.save(update_fields=["voided_on", "void_reason"])
