"""One address an act; each leads back to the page of its case."""

from django.urls import path

from blue_patrol.views import (
    assignment,
    clocks,
    decide_together,
    decision,
    delivery,
    examination,
    headquarters,
    register_corrections,
    station,
)

CASE = "cases/<int:pk>"

urlpatterns = [
    path(f"{CASE}/receive/", station.Receive.as_view(), name="receive"),
    path(f"{CASE}/correction/", station.RequestCorrection.as_view(), name="request_correction"),
    path(f"{CASE}/correction/letter/", station.CorrectionLetter.as_view(), name="correction_letter"),
    path(f"{CASE}/decline/letter/", station.DeclineLetter.as_view(), name="decline_letter"),
    path(f"{CASE}/resubmission/", station.Resubmit.as_view(), name="resubmit"),
    path(f"{CASE}/answer/", station.Answer.as_view(), name="answer"),
    path(f"{CASE}/withdrawal/", station.Withdraw.as_view(), name="withdraw"),
    path(f"{CASE}/examination/", examination.Examination.as_view(), name="examination"),
    path(f"{CASE}/training/", station.RecordTraining.as_view(), name="record_training"),
    path(f"{CASE}/attach/", station.Attach.as_view(), name="attach"),
    path(f"{CASE}/forward/", station.Forward.as_view(), name="forward"),
    path(f"{CASE}/decide/", decision.Decide.as_view(), name="decide"),
    path("decide/", decide_together.DecideTogether.as_view(), name="decide_together"),
    path(f"{CASE}/handler/", assignment.AssignApplication.as_view(), name="assign"),
    path("cases/handler/", assignment.AssignTogether.as_view(), name="assign_together"),
    path("cases/report/", decide_together.ReportTogether.as_view(), name="report_together"),
    path(f"{CASE}/send-back/", headquarters.SendBack.as_view(), name="send_back"),
    path(f"{CASE}/acknowledge/", headquarters.Acknowledge.as_view(), name="acknowledge"),
    path(f"{CASE}/print/", headquarters.PrintOut.as_view(), name="print_out"),
    path(f"{CASE}/seal/", headquarters.Seal.as_view(), name="seal"),
    path(f"{CASE}/dispatch/", headquarters.Dispatch.as_view(), name="dispatch"),
    path(f"{CASE}/dispatch/slip/", headquarters.DispatchSlip.as_view(), name="dispatch_slip"),
    path(f"{CASE}/deliver/", delivery.Deliver.as_view(), name="deliver"),
    path(f"{CASE}/deliver/cards/", delivery.HandOverCards.as_view(), name="hand_over_cards"),
    path(f"{CASE}/deliver/letter/", delivery.InstructionLetter.as_view(), name="instruction_letter"),
    path(f"{CASE}/report/", station.Report.as_view(), name="report"),
    path(
        "register/<int:pk>/correct/", register_corrections.CorrectRegister.as_view(), name="correct_register"
    ),
    path("clocks/<int:pk>/met/", clocks.MeetDeadline.as_view(), name="meet_deadline"),
]
