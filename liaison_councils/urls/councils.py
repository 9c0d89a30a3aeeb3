"""連絡協議会: the list and the year, one council, its acts."""

from django.urls import path

from liaison_councils.views import council_acts, council_endings, council_page, council_papers, councils

ONE = "<int:pk>"

urlpatterns = [
    path("", councils.CouncilsPage.as_view(), name="councils"),
    path("new/", council_acts.PlanCouncil.as_view(), name="council_new"),
    path("setup/", council_papers.SetupPaper.as_view(), name="council_setup_paper"),
    path("plan/", council_papers.YearPlanPaper.as_view(), name="council_plan_paper"),
    path(f"{ONE}/", council_page.CouncilPage.as_view(), name="council"),
    path(f"{ONE}/roster/", council_papers.RosterPaper.as_view(), name="council_roster_paper"),
    path(f"{ONE}/officers/", council_papers.OfficersPaper.as_view(), name="council_officers_paper"),
    path(f"{ONE}/amend/", council_acts.Amend.as_view(), name="council_amend"),
    path(f"{ONE}/establish/", council_acts.Establish.as_view(), name="council_establish"),
    path(f"{ONE}/rename/", council_acts.Rename.as_view(), name="council_rename"),
    path(f"{ONE}/suspend/", council_endings.Suspend.as_view(), name="council_suspend"),
    path(f"{ONE}/resume/", council_endings.Resume.as_view(), name="council_resume"),
    path(f"{ONE}/abolish/", council_endings.Abolish.as_view(), name="council_abolish"),
    path(f"{ONE}/drop/", council_endings.Drop.as_view(), name="council_drop"),
    path(f"{ONE}/merge/", council_endings.Merge.as_view(), name="council_merge"),
    path(f"{ONE}/split/", council_endings.Split.as_view(), name="council_split"),
    path(f"{ONE}/officer/", council_acts.NameOfficer.as_view(), name="council_officer"),
    path(f"{ONE}/release/", council_acts.ReleaseOfficer.as_view(), name="council_release"),
    path(f"{ONE}/instruct/", council_acts.Instruct.as_view(), name="council_instruct"),
    path(f"{ONE}/visit/", council_acts.VisitSomebody.as_view(), name="council_visit"),
]
