"""委員: candidates, terms, the renewal of spring."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
