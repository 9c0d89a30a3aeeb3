"""Addresses: what is read (pages), the entry of an application (entry), one address an act (acts)."""

from blue_patrol.urls import acts, entry, pages, parcels, stock, training

urlpatterns = [*pages.urlpatterns, *entry.urlpatterns, *acts.urlpatterns, *parcels.urlpatterns, *stock.urlpatterns, *training.urlpatterns]
