"""A clock on a page: which act completes it, and where that act stands."""

from blue_patrol.presenters import links
from blue_patrol.rules import deadlines


def completion(clock) -> tuple[str, str]:
    """(address, word) of what completes an open clock: its own act, or the report for the clock of the report."""
    if clock.kind == deadlines.DELIVERY_REPORT.code:
        return links.to("report", clock.case_pk), "交付を報告する"
    return links.to("meet_deadline", clock.pk), "済みを記録する"
