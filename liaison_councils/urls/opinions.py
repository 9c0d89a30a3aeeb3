"""意見・要望: the list, one opinion, its answer."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
