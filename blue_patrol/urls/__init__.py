"""Addresses: what is read (pages), the entry of an application (entry), one address an act (acts)."""

from blue_patrol.urls import acts, entry, pages, parcels, registration, revocations, stock, training

urlpatterns = [
    *pages.urlpatterns, *entry.urlpatterns, *acts.urlpatterns, *parcels.urlpatterns, *registration.urlpatterns,
    *stock.urlpatterns, *training.urlpatterns, *revocations.urlpatterns,
]  # fmt: skip
