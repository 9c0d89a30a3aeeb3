"""Log-in and the frame. Of allauth's addresses only these answer: its sign-up stays closed."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as webauthn
from django.urls import path

from casework.account_views import LogOut, PasswordChange, SwitchPosting
from casework.figures.days import DaysPage
from casework.figures.views import Shelf
from casework.handbook.views import Clauses, HelpBeforeLogin, HelpChapter, HelpIndex, OneClause
from casework.log_in import provider
from casework.log_in import views as log_in
from casework.log_in.resets import AskReset, ConfirmReset, DropReset, Resets
from casework.offices.views import OfficeChange, OfficeChangeNew, Offices
from casework.persons import views as persons
from casework.postings.views import PostingsBatches, PostingsPreview, PostingsUndo, PostingsUpload
from casework.printing.views import PrintAgain, PrintCancel, PrintFileBytes, PrintNew, PrintRunPage, PrintRuns
from casework.proof.inspection import HistorySearch, Inspection, ViewsSearch
from casework.proof.review_views import ViewsPaper, ViewsReview
from casework.retention import views as retention
from casework.transfers.views import TransferDrop, Transfers, TransferSheet, TransferStation
from casework.views.clock_board import ClockBoard
from casework.views.comments import CorrectComment, WriteComment
from casework.views.find import Find
from casework.views.health import Health, HealthPage
from casework.views.notices import NoticeOpen, NoticesPage, NoticesRead
from casework.views.saved_filters import SavedFilterDelete, SavedFilters
from casework.views.search import SearchPage

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("login/second/", mfa.authenticate, name="mfa_authenticate"),
    path("login/again/", account.reauthenticate, name="account_reauthenticate"),
    path("login/second/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("login/second/key/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("login/by/<str:provider_id>/", provider.login, name="openid_connect_login"),
    path("login/by/<str:provider_id>/back/", provider.callback, name="openid_connect_callback"),
    path("account/factors/", log_in.Factors.as_view(), name="mfa_index"),
    path("account/factors/app/", log_in.AddApp.as_view(), name="mfa_activate_totp"),
    path("account/factors/app/remove/", log_in.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("account/factors/keys/", log_in.AddKey.as_view(), name="mfa_add_webauthn"),
    path("account/factors/keys/<int:pk>/remove/", log_in.RemoveKey.as_view(), name="mfa_remove_webauthn"),
    path("account/factors/codes/", log_in.Codes.as_view(), name="mfa_generate_recovery_codes"),
    path("account/sessions/", log_in.Sessions.as_view(), name="sessions"),
    path("resets/", Resets.as_view(), name="resets"),
    path("resets/new/", AskReset.as_view(), name="reset_ask"),
    path("resets/<int:pk>/confirm/", ConfirmReset.as_view(), name="reset_confirm"),
    path("resets/<int:pk>/drop/", DropReset.as_view(), name="reset_drop"),
    path("logout/", LogOut.as_view(), name="account_logout"),
    path("password/", PasswordChange.as_view(), name="account_change_password"),
    path("post/", SwitchPosting.as_view(), name="switch_posting"),
    path("health/", Health.as_view(), name="health"),
    path("health/ready/", HealthPage.as_view(), name="health_ready"),
    path("help/", HelpIndex.as_view(), name="help"),
    path("help/login/", HelpBeforeLogin.as_view(), name="help_login"),
    path("help/clauses/", Clauses.as_view(), name="help_clauses"),
    path("help/clauses/<str:code>/", OneClause.as_view(), name="help_clause"),
    path("help/<str:chapter>/", HelpChapter.as_view(), name="help_chapter"),
    path("find/", Find.as_view(), name="find"),
    path("search/", SearchPage.as_view(), name="search"),
    path("clocks/board/", ClockBoard.as_view(), name="clock_board"),
    path("notices/", NoticesPage.as_view(), name="notices"),
    path("notices/open/", NoticeOpen.as_view(), name="notice_open"),
    path("notices/read/", NoticesRead.as_view(), name="notices_read"),
    path("lists/<str:listing>/saved/", SavedFilters.as_view(), name="saved_filters"),
    path("lists/<str:listing>/saved/delete/", SavedFilterDelete.as_view(), name="saved_filter_delete"),
    path("comments/<str:page>/<int:pk>/", WriteComment.as_view(), name="comment_write"),
    path("comments/<str:page>/<int:pk>/<int:comment>/", CorrectComment.as_view(), name="comment_correct"),
    path("postings/", PostingsBatches.as_view(), name="postings_batches"),
    path("postings/new/", PostingsUpload.as_view(), name="postings_upload"),
    path("postings/<int:pk>/", PostingsPreview.as_view(), name="postings_preview"),
    path("postings/<int:pk>/undo/", PostingsUndo.as_view(), name="postings_undo"),
    path("transfers/", Transfers.as_view(), name="transfers"),
    path("transfers/<int:pk>/", TransferStation.as_view(), name="transfer_station"),
    path("transfers/<int:pk>/sheet/", TransferSheet.as_view(), name="transfer_sheet"),
    path("transfers/handovers/<int:pk>/drop/", TransferDrop.as_view(), name="transfer_drop"),
    path("offices/", Offices.as_view(), name="offices"),
    path("offices/<int:pk>/", OfficeChange.as_view(), name="office_change"),
    path("offices/new/<str:kind>/", OfficeChangeNew.as_view(), name="office_change_new"),
    path("print/", PrintRuns.as_view(), name="print_runs"),
    path("print/new/<str:source>/", PrintNew.as_view(), name="print_new"),
    path("print/<int:pk>/", PrintRunPage.as_view(), name="print_run"),
    path("print/<int:pk>/cancel/", PrintCancel.as_view(), name="print_cancel"),
    path("print/<int:pk>/again/", PrintAgain.as_view(), name="print_again"),
    path("print/<int:pk>/files/<int:number>/", PrintFileBytes.as_view(), name="print_file"),
    path("inspection/", Inspection.as_view(), name="inspection"),
    path("inspection/history/", HistorySearch.as_view(), name="inspection_history"),
    path("inspection/views/", ViewsSearch.as_view(), name="inspection_views"),
    path("views/", ViewsReview.as_view(), name="views_review"),
    path("views/paper/", ViewsPaper.as_view(), name="views_paper"),
    path("retention/", retention.Retention.as_view(), name="retention"),
    path("retention/new/", retention.DisposalNew.as_view(), name="disposal_new"),
    path("retention/<int:pk>/", retention.DisposalPage.as_view(), name="disposal"),
    path("retention/<int:pk>/review/", retention.Review.as_view(), name="disposal_review"),
    path("retention/<int:pk>/approve/", retention.Approve.as_view(), name="disposal_approve"),
    path("retention/<int:pk>/take-out/", retention.TakeOut.as_view(), name="disposal_take_out"),
    path("retention/<int:pk>/drop/", retention.Drop.as_view(), name="disposal_drop"),
    path("retention/<int:pk>/carry-out/", retention.CarryOut.as_view(), name="disposal_carry_out"),
    path("holds/new/<str:page>/<int:pk>/", retention.HoldNew.as_view(), name="hold_new"),
    path("holds/<int:pk>/lift/", retention.HoldLift.as_view(), name="hold_lift"),
    path("persons/", persons.Persons.as_view(), name="persons"),
    path("persons/sheet/", persons.PersonSheet.as_view(), name="person_sheet"),
    path("persons/requests/new/", persons.PersonRequestNew.as_view(), name="person_request_new"),
    path("persons/requests/<int:pk>/", persons.PersonRequestPage.as_view(), name="person_request"),
    path("statistics/", Shelf.as_view(), name="statistics"),
    path("statistics/days/", DaysPage.as_view(), name="statistics_days"),
]
