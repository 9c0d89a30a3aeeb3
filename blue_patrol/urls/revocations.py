"""取消し (第8): the list, one case, one address an act."""

from django.urls import path

from blue_patrol.views import assignment
from blue_patrol.views.revocation import desk, notice, pages

CASE = "revocations/<int:pk>"

urlpatterns = [
    path("revocations/", pages.RevocationsPage.as_view(), name="revocations"),
    path("groups/<int:pk>/revocation/new/", pages.NewRevocation.as_view(), name="revocation_new"),
    path(f"{CASE}/", pages.RevocationPage.as_view(), name="revocation"),
    path(f"{CASE}/forms/17/", pages.RevocationForm.as_view(), name="revocation_form"),
    path(f"{CASE}/finding/", desk.Amend.as_view(), name="revocation_amend"),
    path(f"{CASE}/guidance/", desk.Guide.as_view(), name="revocation_guide"),
    path(f"{CASE}/guidance/result/", desk.RecordResult.as_view(), name="revocation_result"),
    path(f"{CASE}/guidance/beyond/", desk.RuleOutGuidance.as_view(), name="revocation_beyond"),
    path(f"{CASE}/statement/", desk.RecordStatement.as_view(), name="revocation_statement"),
    path(f"{CASE}/evidence/", desk.AddEvidence.as_view(), name="revocation_attach"),
    path(
        f"{CASE}/evidence/<int:attachment>/detach/",
        desk.TakeOutEvidence.as_view(),
        name="revocation_detach",
    ),
    path(f"{CASE}/correction/", desk.Correct.as_view(), name="revocation_correct"),
    path(f"{CASE}/dismissal/", desk.Dismiss.as_view(), name="revocation_dismiss"),
    path(f"{CASE}/answer/", desk.Answer.as_view(), name="revocation_answer"),
    path(f"{CASE}/report/", desk.ReportGrounds.as_view(), name="revocation_report"),
    path(
        "revocations/handler/",
        assignment.AssignRevocationsTogether.as_view(),
        name="revocation_assign_together",
    ),
    path(f"{CASE}/handler/", assignment.AssignRevocation.as_view(), name="revocation_assign"),
    path(f"{CASE}/document-number/", desk.NumberDocument.as_view(), name="revocation_number"),
    path(f"{CASE}/decide/", notice.Decide.as_view(), name="revocation_decide"),
    path(f"{CASE}/acknowledge/", notice.Acknowledge.as_view(), name="revocation_acknowledge"),
    path(f"{CASE}/notice/send/", notice.SendNotice.as_view(), name="revocation_send_notice"),
    path(f"{CASE}/notice/deliver/", notice.DeliverNotice.as_view(), name="revocation_deliver"),
    path(f"{CASE}/notice/undelivered/", notice.FailDelivery.as_view(), name="revocation_undelivered"),
    path(f"{CASE}/notice/publish/", notice.Publish.as_view(), name="revocation_publish"),
    path(f"{CASE}/notice/report/", notice.ReportDelivery.as_view(), name="revocation_delivery_report"),
    path(f"{CASE}/transport/", notice.NotifyTransport.as_view(), name="revocation_transport"),
]
