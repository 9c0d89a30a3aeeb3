"""Where everything is: blank sheets, certificates, stickers, cards; and the counts of them."""

from django.urls import path

from blue_patrol.views.stock import counting as stocktaking
from blue_patrol.views.stock import custody
from blue_patrol.views.stock import pages as stock

urlpatterns = [
    path("custody/", custody.CustodyPage.as_view(), name="custody"),
    path("custody/things/", custody.CustodyThings.as_view(), name="custody_things"),
    path("custody/counts/", stocktaking.StocktakingsPage.as_view(), name="stocktakings"),
    path("custody/counts/new/", stocktaking.TakeStock.as_view(), name="take_stock"),
    path("custody/counts/<int:pk>/", stocktaking.StocktakingResult.as_view(), name="stocktaking"),
    path("custody/stock/", stock.StockPage.as_view(), name="stock"),
    path("custody/stock/new/", stock.LotNew.as_view(), name="lot_new"),
    path("custody/stock/write-off/", stock.WriteOff.as_view(), name="write_off"),
    path("custody/stock/<int:pk>/", stock.LotPage.as_view(), name="lot"),
    path("cases/<int:pk>/spoil/", stock.Spoil.as_view(), name="spoil"),
]
