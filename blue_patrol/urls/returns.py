"""返納: the counter, the list, one return and its acts; notices to transport offices."""

from django.urls import path

from blue_patrol.views import assignment, office_notices
from blue_patrol.views.returned import acts as return_acts
from blue_patrol.views.returned import pages as returns

RETURN = "returns/<int:pk>"

urlpatterns = [
    path("groups/<int:pk>/return/", returns.ReceiveReturn.as_view(), name="return_receive"),
    path("returns/", returns.ReturnsPage.as_view(), name="returns"),
    path(f"{RETURN}/", returns.ReturnPage.as_view(), name="return_notice"),
    path(f"{RETURN}/forms/<str:number>/", returns.ReturnForm.as_view(), name="return_form"),
    path(f"{RETURN}/forward/", return_acts.Forward.as_view(), name="return_forward"),
    path(f"{RETURN}/document-number/", return_acts.NumberDocument.as_view(), name="return_number"),
    path(f"{RETURN}/send-back/", return_acts.SendBack.as_view(), name="return_send_back"),
    path(f"{RETURN}/answer/", return_acts.AnswerBack.as_view(), name="return_answer"),
    path("returns/handler/", assignment.AssignReturnsTogether.as_view(), name="return_assign_together"),
    path(f"{RETURN}/handler/", assignment.AssignReturn.as_view(), name="return_assign"),
    path(f"{RETURN}/accept/", return_acts.Accept.as_view(), name="return_accept"),
    path(f"{RETURN}/found/", return_acts.TakeFound.as_view(), name="return_found"),
    path(f"{RETURN}/found/send/", return_acts.SendFound.as_view(), name="return_send_found"),
    path(f"{RETURN}/found/destruction/", return_acts.DestroyFound.as_view(), name="return_destroy_found"),
    path("office-notices/", office_notices.OfficeNoticesPage.as_view(), name="office_notices"),
    path("office-notices/new/", office_notices.SendNotice.as_view(), name="office_notice_new"),
    path("office-notices/<int:pk>/", office_notices.NoticePaper.as_view(), name="office_notice"),
]
