"""An empty view behind every middleware of the product: what a page costs before it does anything."""

from django.http import HttpResponse
from django.urls import include, path

from config.access import ACCESS as PRODUCT

ACCESS = PRODUCT | {"empty": "posted"}
urlpatterns = [
    path("empty/", lambda request: HttpResponse(""), name="empty"),
    path("", include("config.urls")),
]
