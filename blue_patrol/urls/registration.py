"""既存証明の登録 from files: the list, one file's page, its acts."""

from django.urls import path

from blue_patrol.views.registration import pages as registration

BATCH = "registrations/<int:pk>"

urlpatterns = [
    path("registrations/", registration.RegistrationsPage.as_view(), name="registrations"),
    path("registrations/upload/", registration.RegistrationUpload.as_view(), name="registration_upload"),
    path(f"{BATCH}/", registration.RegistrationPreview.as_view(), name="registration_preview"),
    path(f"{BATCH}/columns/", registration.RegistrationColumns.as_view(), name="registration_columns"),
    path(f"{BATCH}/register/", registration.RegistrationApply.as_view(), name="registration_apply"),
    path(f"{BATCH}/undo/", registration.RegistrationUndo.as_view(), name="registration_undo"),
]
