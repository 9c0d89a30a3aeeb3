"""本部の指導 on clocks."""

from django.urls import path

from blue_patrol.views import clock_remarks as views

REMARK = "remarks/<int:pk>"

urlpatterns = [
    path("remarks/", views.RemarkList.as_view(), name="clock_remarks"),
    path("deadlines/<int:pk>/remark/", views.MakeRemark.as_view(), name="clock_remark_new"),
    path(f"{REMARK}/", views.RemarkPage.as_view(), name="clock_remark"),
    path(f"{REMARK}/answer/", views.AnswerRemark.as_view(), name="clock_remark_answer"),
    path(f"{REMARK}/again/", views.AskAgain.as_view(), name="clock_remark_again"),
    path(f"{REMARK}/settle/", views.SettleRemark.as_view(), name="clock_remark_settle"),
]
