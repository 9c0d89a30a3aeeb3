"""名簿からの登録: files of councils and members."""

from django.urls import path

from liaison_councils.views import registration as lists

FILE = "lists/<int:pk>"

urlpatterns = [
    path("lists/", lists.ImportsPage.as_view(), name="council_imports"),
    path("lists/upload/", lists.ImportUpload.as_view(), name="council_import_upload"),
    path("lists/empty/<slug:kind>/", lists.ImportTemplate.as_view(), name="council_import_template"),
    path(f"{FILE}/", lists.ImportPreview.as_view(), name="council_import_preview"),
    path(f"{FILE}/columns/", lists.ImportColumns.as_view(), name="council_import_columns"),
    path(f"{FILE}/rows/<int:place>/<int:row>/", lists.ImportRow.as_view(), name="council_import_row"),
    path(f"{FILE}/others/", lists.ImportOthers.as_view(), name="council_import_others"),
    path(f"{FILE}/register/", lists.ImportApply.as_view(), name="council_import_apply"),
    path(f"{FILE}/undo/", lists.ImportUndo.as_view(), name="council_import_undo"),
]
