"""統計 of blue patrol."""

from django.urls import path

from blue_patrol.views import figures

urlpatterns = [
    path("statistics/cases/", figures.CasesPage.as_view(), name="statistics_cases"),
    path("statistics/reasons/", figures.ReasonsPage.as_view(), name="statistics_reasons"),
    path("statistics/training/", figures.TrainingPage.as_view(), name="statistics_training"),
    path("statistics/in-force/", figures.InForcePage.as_view(), name="statistics_in_force"),
]
