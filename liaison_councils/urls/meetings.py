"""会議: plan, invitation, attendance, minutes, report."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
