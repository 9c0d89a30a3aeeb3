"""登録 from a file, page by page: the files received, what each would become, the one act and its undoing.

An application subclasses ``OfFiles`` with its ``Kept``, its words and the names of its addresses, and mixes it into the pages.
"""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView, View

from casework import sheets, wareki
from casework.models import ImportBatch, ReadLog
from casework.registering import words
from casework.registering.batch import ALREADY, Kept
from casework.registering.forms import ApplyForm, SheetForm, UndoForm, UploadForm
from casework.registering.verdicts import Plan
from casework.sent import whole_number
from casework.sheets.reading import FileReading
from casework.views import ActOnce
from casework.workflow import Refused

LISTED = 100
FORM = ("kind", "heading", "columns")  # what the form of a sheet corrects


class OfFiles:
    """One kind of file: ``list_page`` names its list's address, ``address`` with an underscore begins those of the others."""

    request: Any
    kwargs: dict[str, Any]
    kept: Kept
    shows: words.Shows
    address = ""
    list_page = ""
    title = ""
    trail = ("", "")  # the page above the list: its address's name, its title
    onward = ("", "")  # where what was registered is seen
    changes_part = ""  # the template of what the act would change beside the rows
    undo_words = ""
    lead, clause = "", ""
    corrects_rows = False
    base_page = "base.html"
    reads = ""  # what the read log calls it
    overlap = "登録済みのものと番号の重なる行があり、何も登録していません。番号を確かめ、ファイルを直してもう一度選んでください。"
    apply_form: type[ApplyForm] = ApplyForm

    def url(self, page: str, *args) -> str:
        return reverse(f"{self.address}_{page}", args=args)

    def told(self) -> dict:
        """What ``Kept.read`` wants beside the file."""
        return {}

    def frame(self, *key) -> dict:
        """What every page's template is told; ``key``: the file's."""
        pages = ("preview", "columns", "apply", "undo") if key else ()
        urls = {page: self.url(page, *key) for page in pages}
        return {
            "title": self.title, "trail": (reverse(self.trail[0]), self.trail[1]), "base_page": self.base_page, "lead": self.lead,
            "clause": self.clause, "onward": (reverse(self.onward[0]), self.onward[1]), "changes_part": self.changes_part,
            "undo_words": self.undo_words, "preview_page": f"{self.address}_preview", "opened": ("fault", "asked", "care"),
            "row_page": f"{self.address}_row" if self.corrects_rows else "",
            "urls": urls | {"list": reverse(self.list_page), "upload": self.url("upload")},
        }  # fmt: skip


class FilesPage(OfFiles, TemplateView):
    template_name = "registering/list.html"

    def get_context_data(self, **kwargs):
        batches = self.kept.batches(self.request.actor)[:LISTED]
        rows = [(batch, self.shows.made(batch.counts)) for batch in batches]
        return super().get_context_data(batches=rows, **self.frame(), **kwargs)


class UploadPage(OfFiles, FormView):
    form_class = UploadForm

    def get_context_data(self, **kwargs):
        return super().get_context_data(**self.frame(), **kwargs)

    def form_valid(self, form):
        actor, (name, content) = self.request.actor, form.cleaned_data["file"]
        if known := self.kept.same_file(actor, content):
            day = wareki.format_long(timezone.localdate(known.made_on))
            messages.info(
                self.request,
                f"同じファイルを{day}に受け取っています。新しくは受け取らず、そのときのものを開きました。",
            )
            return HttpResponseRedirect(self.url("preview", known.pk))
        batch = ImportBatch.receive(actor, self.kept.kind, name, content)
        return HttpResponseRedirect(self.url("preview", batch.pk))

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class OneFile(OfFiles):
    """One file of the desk: another office's answers as one that does not exist."""

    @property
    def batch(self) -> ImportBatch:
        if not hasattr(self, "_batch"):
            self._batch = self.kept.batches(self.request.actor).filter(pk=self.kwargs["pk"]).first()
            if self._batch is None:
                raise Http404
        return self._batch

    def here(self) -> str:
        return self.url("preview", self.kwargs["pk"])

    def reading(self) -> FileReading:
        return self.kept.reading_of(self.batch, today=timezone.localdate(), **self.told())

    def sheet_forms(self, reading, data=None) -> list[SheetForm]:
        book = self.kept.book
        return [
            SheetForm(data, book=book, reading=sheet, place=place)
            for place, sheet in enumerate(reading.sheets)
        ]

    def show(self, *, status: int = 200, **forms):
        """The page of the file: what it would become, or what it became; bound forms take the place of blank ones."""
        batch, actor = self.batch, self.request.actor
        context = self.frame(batch.pk) | {"batch": batch, "apply": self.apply_form(), "undo": UndoForm()}
        if batch.content:
            context |= self.read(forms)
        if batch.applied_on:
            made = {"registrations": self.kept.registrations(batch), "made": self.shows.made(batch.counts)}
            context |= made
            context["undo_gaps"] = [] if batch.undone_on else self.kept.why_not_undone(batch, actor)
        return render(self.request, "registering/preview.html", context | forms, status=status)

    def read(self, forms) -> dict:
        try:
            reading = self.reading()
        except sheets.UnreadableSheet as error:
            return {"unreadable": str(error)}
        plan = self.kept.plan_of(self.batch, reading)
        rows = self.shows.rows(reading, plan)
        asked = self.request.GET
        found = {
            "rows": rows,
            "kinds": self.shows.counts(rows),
            "verdicts": [words.VERDICTS[code] for code in words.verdicts_of(rows)],
            "has_news": plan.has_news,
            "page": words.Page(rows, asked.get("show", ""), whole_number(asked.get("page")) or 0),
            "sheet_forms": forms.get("sheet_forms") or self.sheet_forms(reading),
        }
        if not self.batch.applied_on:
            found |= {"seen": plan.fingerprint(), **self.changes(plan)}
        return found

    def changes(self, plan: Plan) -> dict:
        """What the act would change beside the rows, for the page."""
        return {}

    def keep(self, columns: dict, word: str) -> HttpResponseRedirect:
        """Store a correction with the file and look at it again."""
        self.batch.columns = columns
        self.batch.save(update_fields=["columns"])
        messages.success(self.request, word)
        return HttpResponseRedirect(self.here())

    def too_late(self) -> HttpResponseRedirect | None:
        """A file that was registered is corrected no more."""
        if not self.batch.applied_on:
            return None
        messages.info(self.request, ALREADY)
        return HttpResponseRedirect(self.here())


class PreviewPage(OneFile, View):
    def get(self, request, pk):
        ReadLog.note(request.actor, self.reads, self.batch)
        return self.show()


class ColumnsAct(OneFile, View):
    """The user's correction of what the sheets and their columns hold; what was typed of cells stays."""

    http_method_names = ["post"]

    def post(self, request, pk):
        if late := self.too_late():
            return late
        try:
            bound = self.sheet_forms(self.reading(), request.POST)
        except sheets.UnreadableSheet:
            return self.show(status=422)
        if any(form.errors for form in bound):
            return self.show(status=422, sheet_forms=bound)
        chosen = dict(self.batch.columns)
        for form in bound:
            name = form.reading.sheet.name
            typed = {key: told for key, told in chosen.get(name, {}).items() if key not in FORM}
            chosen[name] = form.choice() | typed
        return self.keep(chosen, "列の読み方を直しました。下の判定は、直した読み方によるものです。")


class FileAct(OneFile, ActOnce, View):
    http_method_names = ["post"]
    form_name = ""
    case: Any = None

    def get_success_url(self) -> str:
        return self.here()

    def form(self, data):
        raise NotImplementedError

    def post(self, request, pk):
        if first := self.first_result():
            return first
        form = self.form(request.POST)
        if not (self.batch and form.is_valid()):
            return self.show(status=422, **{self.form_name: form})
        try:
            return self.once(**form.cleaned_data)
        except Refused as error:
            sentences = [reason.sentence for reason in error.reasons]
        except IntegrityError:  # the database holds what no plan foresaw; nothing of the act is left
            sentences = [self.overlap]
        del self._batch
        for sentence in sentences:
            form.add_error(None, sentence)
        return self.show(status=422, **{self.form_name: form})


class ApplyAct(FileAct):
    form_name = "apply"

    def form(self, data):
        return self.apply_form(data)

    def carry_out(self, *, on, evidence):
        seen = self.request.POST.get("seen", "")
        return self.kept.apply(
            self.batch, by=self.request.actor, on=on, evidence=evidence, seen=seen, **self.told()
        )


class UndoAct(FileAct):
    form_name = "undo"
    success_message = "登録を取り消しました。取り消したことは、履歴に残ります。"

    def form(self, data):
        return UndoForm(data)

    def carry_out(self, *, note):
        return self.kept.undo(self.batch, by=self.request.actor, on=timezone.localdate(), note=note)
