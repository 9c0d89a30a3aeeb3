"""訪問, 支援, 指導, 年の締め."""

from django.urls import path

from liaison_councils.views import clocks, contacts, remarks, support, year_reports

SUPPORT, REMARK, YEAR = "support/<int:pk>", "remarks/<int:pk>", "years/<int:pk>"

urlpatterns = [
    path("clocks/", clocks.CouncilClocks.as_view(), name="council_clocks"),
    path("visits/", contacts.VisitsPage.as_view(), name="council_visits"),
    path("instructions/", contacts.InstructionsPage.as_view(), name="council_instructions"),
    path("support/", support.SupportList.as_view(), name="council_supports"),
    path("<int:pk>/support/new/", support.AskSupport.as_view(), name="council_support_new"),
    path(f"{SUPPORT}/", support.SupportPage.as_view(), name="council_support"),
    path(f"{SUPPORT}/answer/", support.AnswerSupport.as_view(), name="council_support_answer"),
    path(f"{SUPPORT}/withdraw/", support.WithdrawSupport.as_view(), name="council_support_withdraw"),
    path("remarks/", remarks.RemarkList.as_view(), name="council_remarks"),
    path("remarks/new/", remarks.MakeRemark.as_view(), name="council_remark_new"),
    path(f"{REMARK}/", remarks.RemarkPage.as_view(), name="council_remark"),
    path(f"{REMARK}/answer/", remarks.AnswerRemark.as_view(), name="council_remark_answer"),
    path(f"{REMARK}/again/", remarks.AskAgain.as_view(), name="council_remark_again"),
    path(f"{REMARK}/settle/", remarks.SettleRemark.as_view(), name="council_remark_settle"),
    path("years/", year_reports.YearsPage.as_view(), name="council_years"),
    path("years/paper/", year_reports.YearDraft.as_view(), name="council_year_draft"),
    path("years/close/", year_reports.CloseYear.as_view(), name="council_year_close"),
    path(f"{YEAR}/", year_reports.YearPage.as_view(), name="council_year"),
    path(f"{YEAR}/paper/", year_reports.YearPaper.as_view(), name="council_year_paper"),
    path(f"{YEAR}/see/", year_reports.SeeYear.as_view(), name="council_year_see"),
    path(f"{YEAR}/reopen/", year_reports.ReopenYear.as_view(), name="council_year_reopen"),
]
