"""Addresses: what is read (pages), the entry of an application (entry), one address an act (acts)."""

from blue_patrol.urls import acts, entry, pages, parcels, registration, returns, stock, training

urlpatterns = [
    *pages.urlpatterns, *entry.urlpatterns, *acts.urlpatterns, *parcels.urlpatterns, *registration.urlpatterns,
    *returns.urlpatterns, *stock.urlpatterns, *training.urlpatterns,
]  # fmt: skip
