"""支援, 指導, 年の締め."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
