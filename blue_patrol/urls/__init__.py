"""Addresses: what is read (pages), the entry of an application (entry), one address an act (acts)."""

from blue_patrol.urls import (
    acts,
    clock_remarks,
    commissions,
    entry,
    figures,
    pages,
    parcels,
    registration,
    requests,
    returns,
    revocations,
    stock,
    training,
)

urlpatterns = [
    *pages.urlpatterns, *entry.urlpatterns, *acts.urlpatterns, *clock_remarks.urlpatterns, *commissions.urlpatterns, *figures.urlpatterns, *parcels.urlpatterns,
    *registration.urlpatterns, *requests.urlpatterns, *returns.urlpatterns, *revocations.urlpatterns,
    *stock.urlpatterns, *training.urlpatterns,
]  # fmt: skip
