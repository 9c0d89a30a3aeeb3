"""Addresses of the councils, below councils/, their names beginning with "council"; and their figures."""

from django.urls import include, path

from liaison_councils.urls import councils, lists, meetings, opinions, people, supervision
from liaison_councils.views.figures import CouncilsFigures

urlpatterns = [
    path("statistics/councils/", CouncilsFigures.as_view(), name="statistics_councils"),
    path(
        "councils/",
        include(
            [
                *lists.urlpatterns, *people.urlpatterns, *meetings.urlpatterns, *opinions.urlpatterns, *supervision.urlpatterns, *councils.urlpatterns,
            ]
        ),
    ),
]  # fmt: skip
