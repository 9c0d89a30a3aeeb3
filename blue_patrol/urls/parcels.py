"""A decision taken back, and what travels between headquarters and station after it."""

from django.urls import path

from blue_patrol.views import document_number, parcels

CASE = "cases/<int:pk>"

urlpatterns = [
    path(f"{CASE}/document-number/", document_number.NumberDocument.as_view(), name="number_document"),
    path(f"{CASE}/recall/", parcels.Recall.as_view(), name="recall"),
    path(f"{CASE}/arrive/", parcels.Arrive.as_view(), name="arrive"),
    path(f"{CASE}/arrive/slip/", parcels.ReceiptSlip.as_view(), name="receipt_slip"),
    path(f"{CASE}/arrive/after/", parcels.TakeInAfter.as_view(), name="take_in_after"),
    path(f"{CASE}/replacement/", parcels.Replace.as_view(), name="replace"),
    path(f"{CASE}/dispatch/after/", parcels.SendAfter.as_view(), name="send_after"),
    path(f"{CASE}/undelivered/", parcels.ReturnUndelivered.as_view(), name="return_undelivered"),
    path(f"{CASE}/returned/destruction/", parcels.DestroyReturned.as_view(), name="destroy_returned"),
]
