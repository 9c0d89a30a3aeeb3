"""連絡協議会: the list and the year, one council, its acts."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
