"""委嘱: commissions of a station, their acts and letters."""

from django.urls import path

from blue_patrol.views.commission import acts as commission_acts
from blue_patrol.views.commission import pages as commissions

ONE = "commissions/<int:pk>"

urlpatterns = [
    path("commissions/", commissions.CommissionsPage.as_view(), name="commissions"),
    path("commissions/new/", commission_acts.ConsiderCommission.as_view(), name="commission_new"),
    path(f"{ONE}/", commissions.CommissionPage.as_view(), name="commission"),
    path(f"{ONE}/consider/", commission_acts.Reconsider.as_view(), name="commission_edit"),
    path(f"{ONE}/decide/", commission_acts.Decide.as_view(), name="commission_decide"),
    path(f"{ONE}/release/", commission_acts.Release.as_view(), name="commission_release"),
    path(f"{ONE}/report/", commission_acts.ReportRelease.as_view(), name="commission_report"),
    path(f"{ONE}/link/", commission_acts.LinkCommission.as_view(), name="commission_link"),
    path(f"{ONE}/letter/", commissions.CommissionLetter.as_view(), name="commission_letter"),
    path(f"{ONE}/release/letter/", commissions.ReleaseLetter.as_view(), name="commission_release_letter"),
]
