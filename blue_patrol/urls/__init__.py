"""Addresses: what is read (pages), the entry of an application (entry), one address an act (acts)."""

from blue_patrol.urls import acts, commissions, entry, pages, parcels, registration, stock, training

urlpatterns = [
    *pages.urlpatterns, *entry.urlpatterns, *acts.urlpatterns, *parcels.urlpatterns, *registration.urlpatterns,
    *stock.urlpatterns, *training.urlpatterns, *commissions.urlpatterns,
]  # fmt: skip
