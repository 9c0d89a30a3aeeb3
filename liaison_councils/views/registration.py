"""名簿からの登録: casework's pages of files, for councils and their members."""

import io

from django.http import FileResponse, Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.generic import View

from casework import sheets
from casework.export import delimited, workbook
from casework.registering import row_page, views
from liaison_councils.forms.registration import ListApplyForm, ListUploadForm, MemberRowForm
from liaison_councils.models.registration.lists import COUNCIL_LISTS
from liaison_councils.models.registration.verdicts import OTHER
from liaison_councils.presenters.registration import ListRows, headings
from liaison_councils.rules.list_columns import LISTS


class OfLists(views.OfFiles):
    kept, shows, apply_form = COUNCIL_LISTS, ListRows(), ListApplyForm
    address, list_page, reads = "council_import", "council_imports", "協議会・委員の名簿の取込み"
    base_page, title = "liaison_councils/councils_base.html", "名簿からの登録"
    trail, onward = ("councils", "連絡協議会"), ("councils", "連絡協議会を開く")
    lead = "いまある協議会と委員を、これまでの名簿のファイルから登録します。氏名の字と日付は、名簿のとおりに入ります。"
    clause, changes_part = "LC-3-1", "liaison_councils/import_changes.html"
    undo_words = "このファイルから登録した協議会・委員・任期・運営責任者の指定を、すべて取り除きます。"
    overlap = (
        "登録済みのものと名称か任期の重なる行があり、何も登録していません。下の表をもう一度確かめてください。"
    )
    corrects_rows = True

    def frame(self, *key) -> dict:
        found = super().frame(*key)
        if key:
            found["urls"]["others"] = self.url("others", *key)
        return found | {
            "asked_part": "liaison_councils/import_asked.html",
            "question_part": "liaison_councils/import_who.html",
        }

    def changes(self, plan) -> dict:
        return {
            "new_councils": len(plan.councils),
            "new_members": len(plan.members),
            "cautions": plan.cautions,
        }


class ImportsPage(OfLists, views.FilesPage):
    pass


class ImportUpload(OfLists, views.UploadPage):
    template_name = "liaison_councils/import_upload.html"
    form_class = ListUploadForm

    def get_context_data(self, **kwargs):
        return super().get_context_data(kinds=LISTS.labels.items(), **kwargs)


class ImportTemplate(OfLists, View):
    """An empty list to fill in: the columns of one kind as Excel or CSV."""

    def get(self, request, kind):
        if kind not in LISTS.kinds:
            raise Http404
        name = f"{LISTS.labels[kind]}の名簿"
        columns = headings(kind)
        if request.GET.get("file") == "csv":
            content = b"".join(delimited.pieces(columns, []))
            response = HttpResponse(content, content_type="text/csv; charset=utf-8")
            response["Content-Disposition"] = content_disposition_header(True, f"{name}.csv")
            return response
        file = io.BytesIO()
        workbook.write(file, columns, [], title=LISTS.labels[kind])
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx")


class ImportPreview(OfLists, views.PreviewPage):
    pass


class ImportColumns(OfLists, views.ColumnsAct):
    pass


class ImportRow(OfLists, row_page.RowPage):
    """And the answer to who somebody is."""

    def form(self, sheet, record, data=None) -> MemberRowForm:
        told = self.batch.columns.get(sheet.sheet.name, {}).get("who", {})
        return MemberRowForm(
            data, kind=LISTS.kinds[sheet.kind], reading=sheet, record=record, answer=told.get(str(record.row), ""),
            likes=self.plan.alike.get((record.sheet, record.row), []), tells=self.request.actor.may("read_members"),
        )  # fmt: skip

    def corrected(self, sheet, record, form) -> dict:
        chosen = super().corrected(sheet, record, form)
        if answer := form.cleaned_data.get("who"):
            chosen[sheet.sheet.name]["who"] = (
                chosen[sheet.sheet.name].get("who", {}) | {str(record.row): answer}
            )  # fmt: skip
        return chosen


class ImportOthers(OfLists, views.OneFile, View):
    """Every row that was asked about is somebody else: one word for all of them."""

    http_method_names = ["post"]

    def post(self, request, pk):
        if late := self.too_late():
            return late
        try:
            plan = self.kept.plan_of(self.batch, self.reading())
        except sheets.UnreadableSheet:
            return self.show(status=422)
        chosen = {name: dict(choice) for name, choice in self.batch.columns.items()}
        for line in plan.asked:
            mine = chosen.setdefault(line.record.sheet, {})
            mine["who"] = mine.get("who", {}) | {str(line.record.row): OTHER}
        return self.keep(chosen, f"{len(plan.asked)}行を、記録にいる人とは別の人としました。")


class ImportApply(OfLists, views.ApplyAct):
    success_message = "名簿から登録しました。"


class ImportUndo(OfLists, views.UndoAct):
    pass
