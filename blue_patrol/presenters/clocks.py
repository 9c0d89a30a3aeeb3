"""A clock on a page: which act completes it, and where that act stands."""

from blue_patrol.rules import deadlines
from casework.presenters import links

REPORTS = {"blue_patrol.Revocation": "revocation_delivery_report"}  # of a certificate's delivery: report


def completion(clock) -> tuple[str, str] | tuple[()]:
    """(address, word) of what completes an open clock for the station's clerk; () where headquarters does."""
    if clock.kind == deadlines.TRANSPORT_NOTICE.code:
        return ()
    if clock.kind == deadlines.DELIVERY_REPORT.code:
        return links.to(REPORTS.get(clock.case_label, "report"), clock.case_pk), "交付を報告する"
    if clock.kind == deadlines.DEMONSTRATION_RETURN.code:
        return links.to("take_back", clock.case_pk), "返納を記録する"
    if clock.kind == deadlines.RETRAINING.code:
        return links.to("training_due"), "講習の予定へ"
    if clock.kind == deadlines.THINGS_BACK.code:
        return links.to("collect", clock.case_pk), "受け取る"
    if clock.kind == deadlines.ITEMS_BACK.code and clock.subject_pk:
        return links.to("return_receive", clock.subject_pk), "返納を受ける"
    if clock.kind == deadlines.COMMISSION_REPORT.code:
        return links.to("commission_report", clock.subject_pk), "報告を記録する"
    return links.to("meet_deadline", clock.pk), "済みを記録する"
