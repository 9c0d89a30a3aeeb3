"""What is read: lists, the page of one thing, papers and files."""

from django.urls import path

from blue_patrol.views import (
    activity,
    cases,
    corrections,
    deadlines,
    groups,
    home,
    papers,
    register_closing,
    registers,
    stickers,
    waiting,
)
from blue_patrol.views.registration import typed as registration_typed
from casework.views import paper_forms

urlpatterns = [
    path("", home.HomePage.as_view(), name="home"),
    path("waiting/", waiting.WaitingPage.as_view(), name="waiting"),
    path("cases/", cases.CasesPage.as_view(), name="cases"),
    path("cases/<int:pk>/", cases.CasePage.as_view(), name="application"),
    path("cases/<int:pk>/forms/<str:number>/", papers.ApplicationForm.as_view(), name="application_form"),
    path("attachments/<int:pk>/", papers.AttachmentFile.as_view(), name="attachment"),
    path("papers/<int:pk>/", papers.PaperFile.as_view(), name="paper"),
    path("papers/<int:pk>/remake/", papers.RemakePaper.as_view(), name="remake_paper"),
    path("registrations/new/", registration_typed.RegistrationTyped.as_view(), name="registration_typed"),
    path("groups/", groups.GroupsPage.as_view(), name="groups"),
    path("groups/left/", groups.GroupsLeft.as_view(), name="groups_left"),
    path("groups/quiet/", activity.QuietGroupsPage.as_view(), name="groups_quiet"),
    path("groups/<int:pk>/", groups.GroupPage.as_view(), name="group"),
    path("groups/<int:pk>/activity/", activity.ActivityPage.as_view(), name="activity"),
    path("inspection/corrections/", corrections.Corrections.as_view(), name="inspection_corrections"),
    path("register/", registers.RegisterPage.as_view(), name="register"),
    path("register/print/", registers.RegisterPaper.as_view(), name="register_paper"),
    path("register/close/", register_closing.CloseRegister.as_view(), name="close_register"),
    path("register/closed/<int:pk>/", register_closing.ClosedBook.as_view(), name="closed_book"),
    path(
        "register/closed/<int:pk>/later/", register_closing.BookSupplement.as_view(), name="book_supplement"
    ),
    path("ledger/", registers.LedgerPage.as_view(), name="ledger"),
    path("ledger/<int:pk>/", registers.LedgerSheetPage.as_view(), name="ledger_sheet"),
    path("ledger/<int:pk>/print/", registers.LedgerPaper.as_view(), name="ledger_paper"),
    path("deadlines/", deadlines.DeadlinesPage.as_view(), name="deadlines"),
    path("stickers/", stickers.StickersPage.as_view(), name="stickers"),
    path("forms/", paper_forms.FormsPage.as_view(), name="forms"),
    path("forms/<str:number>/", paper_forms.FormBlank.as_view(), name="form_blank"),
]
