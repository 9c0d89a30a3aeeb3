"""年の締め (LC-5-2): the year of a station is stored as it was, through the door, with its table frozen."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from casework.models import Actor, Station
from casework.permissions import PERMISSIONS, Reason
from casework.workflow import Act, Refused, open_case, perform
from casework.years import Year
from liaison_councils.models.closed_years import lock_years
from liaison_councils.models.supervision import YearReport, YearState

SUPERVISE = PERMISSIONS["supervise_councils"]


@transaction.atomic
def close_year(
    station: Station, year: Year, /, *, by: Actor, on: date, reasons: dict[str, str]
) -> YearReport:
    """``reasons``: council's key as text → why its minimum is unmet. Closes again what was reopened. Raises Refused."""
    lock_years(station.pk)
    report = report_of(station, year)
    if report and report.state == YearState.REOPENED:
        return perform(report, "close_again", by=by, on=on, reasons=reasons)
    if report:
        raise Refused([Reason("この年は、すでに締められています。", "LC-5-2")])
    report = YearReport(station=station, year_kind=year.kind, year=year.number, closed_on=on)
    if refused := SUPERVISE.reasons(report, by) or _problems(report, on, reasons):
        raise Refused(refused)
    act = Act(by, "open", on, timezone.now(), details={"reasons": reasons})
    report.freeze_rows(act)
    open_case(report, by=by, permission=SUPERVISE, on=on, reasons=reasons)
    report.freeze_summary(act)
    return report


def report_of(station: Station, year: Year) -> YearReport | None:
    """The year as it was closed, where it was."""
    return YearReport.objects.filter(station=station, year_kind=year.kind, year=year.number).first()


def _problems(report: YearReport, on: date, reasons: dict[str, str]) -> list[Reason]:
    if on > timezone.localdate():
        return [Reason("先の日付は記録できません。", field="on")]
    return report.problems_of_closing(on, reasons)
