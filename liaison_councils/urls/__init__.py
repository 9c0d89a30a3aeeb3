"""Addresses of the councils, below councils/; every name begins with "council"."""

from django.urls import include, path

from liaison_councils.urls import councils, meetings, opinions, people, supervision

urlpatterns = [
    path(
        "councils/",
        include(
            [
                *people.urlpatterns, *meetings.urlpatterns, *opinions.urlpatterns, *supervision.urlpatterns, *councils.urlpatterns,
            ]
        ),
    )
]  # fmt: skip
