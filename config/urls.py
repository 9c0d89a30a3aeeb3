"""Every address; what each one needs stands in access.py."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # its own log-in would skip the second factor

handler500 = "casework.views.outage.failed"
urlpatterns = [
    path("", include("casework.urls")),
    path("", include("blue_patrol.urls")),
    path("", include("liaison_councils.urls")),
    path("admin/", admin.site.urls),
]
