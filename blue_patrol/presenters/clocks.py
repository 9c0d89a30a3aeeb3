"""A clock on a page: which act completes it, and where that act stands."""

from blue_patrol.presenters import links
from blue_patrol.rules import deadlines

REPORTS = {"blue_patrol.Revocation": "revocation_delivery_report"}  # of a certificate's delivery: report


def completion(clock) -> tuple[str, ...]:
    """(address, word) of what completes an open clock: its own act, the report of delivery, or a course."""
    if clock.kind == deadlines.DELIVERY_REPORT.code:
        return links.to(REPORTS.get(clock.case_label, "report"), clock.case_pk), "交付を報告する"
    if clock.kind == deadlines.RETRAINING.code:
        return links.to("training_due"), "講習の予定へ"
    if clock.kind == deadlines.TRANSPORT_NOTICE.code:
        return ()  # headquarters' notice ends it
    return links.to("meet_deadline", clock.pk), "済みを記録する"
