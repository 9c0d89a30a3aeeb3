"""会議: plan, invitation, attendance, minutes, report."""

from django.urls import path

from liaison_councils.views import meeting_acts as acts
from liaison_councils.views import meeting_papers as papers
from liaison_councils.views import meeting_results as results
from liaison_councils.views import meetings as pages

ONE = "meetings/<int:pk>"

urlpatterns = [
    path("meetings/", pages.MeetingsPage.as_view(), name="council_meetings"),
    path("meetings.ics", pages.CouncilCalendar.as_view(), name="council_calendar"),
    path("meetings/new/", acts.PlanMeeting.as_view(), name="council_meeting_new"),
    path(f"{ONE}/", pages.MeetingPage.as_view(), name="council_meeting"),
    path(f"{ONE}/amend/", acts.AmendMeeting.as_view(), name="council_meeting_amend"),
    path(f"{ONE}/invite/", acts.Invite.as_view(), name="council_meeting_invite"),
    path(f"{ONE}/uninvite/", acts.Uninvite.as_view(), name="council_meeting_uninvite"),
    path(f"{ONE}/announce/", acts.Announce.as_view(), name="council_meeting_announce"),
    path(f"{ONE}/replies/", acts.Replies.as_view(), name="council_meeting_replies"),
    path(f"{ONE}/postpone/", acts.Postpone.as_view(), name="council_meeting_postpone"),
    path(f"{ONE}/cancel/", acts.Cancel.as_view(), name="council_meeting_cancel"),
    path(f"{ONE}/hold/", results.HoldMeeting.as_view(), name="council_meeting_hold"),
    path(f"{ONE}/attendance/", results.CorrectAttendance.as_view(), name="council_meeting_attendance"),
    path(f"{ONE}/minutes/", results.WriteMinutes.as_view(), name="council_meeting_minutes"),
    path(f"{ONE}/approve/", results.ApproveMinutes.as_view(), name="council_meeting_approve"),
    path(f"{ONE}/report/", results.ReportMeeting.as_view(), name="council_meeting_report"),
    path(f"{ONE}/letters/", papers.Letters.as_view(), name="council_meeting_letters"),
    path(f"{ONE}/roster/", papers.Roster.as_view(), name="council_meeting_roster"),
    path(f"{ONE}/public/", papers.PublicMinutes.as_view(), name="council_meeting_public"),
    path(f"{ONE}/papers/<str:form>/", papers.FrozenPaper.as_view(), name="council_meeting_paper"),
]
