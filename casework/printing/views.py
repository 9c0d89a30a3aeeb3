"""まとめて印刷, page by page: what is chosen, the run and its progress, the files, one's own runs."""

from collections import Counter

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.generic import TemplateView, View

from casework import paper_registry
from casework.models import PrintRun, ReadLog
from casework.permissions import Reason
from casework.printing import desk, progress, sources
from casework.printing.forms import PrintForm
from casework.views import OfficeAct
from casework.views.pdf import sent

NOTHING = "選んだものには、印刷できる書類がありません。書類は、受理や決裁などの手続で作られます。"
TOO_MANY = "一度に印刷できるのは{}通までです。いまは{}通あります。条件を絞って選び直してください。"
GONE = "このファイルは、{}日たったので消しました。書類は残っています。もう一度まとめて印刷してください。"
SHOWN_AT_FIRST, LISTED = 60, 50


class PrintNew(OfficeAct):
    """Which of the papers chosen, and as what files; the address says what was chosen."""

    template_name = "casework/printing/new.html"
    form_class = PrintForm

    def dispatch(self, request, *args, **kwargs):
        source = sources.get(kwargs["source"])
        if source is None:
            raise Http404
        if not request.actor.may(source.permission):
            raise PermissionDenied
        self.source = source
        self.chosen = source.choose(request.actor, request.GET)
        self.found = list(self.chosen.papers.filter(case_label__startswith=source.prefix).defer("values"))
        return super().dispatch(request, *args, **kwargs)

    def refusals(self) -> list[Reason]:
        if not self.found:
            return [Reason(NOTHING)]
        count = len(self.found)
        return [Reason(TOO_MANY.format(desk.MOST, count))] if count > desk.MOST else []

    def get_form_kwargs(self):
        counts = Counter(kind_of(paper) for paper in self.found)
        words = {kind_of(paper): _words(paper) for paper in self.found}
        kinds = [(key, f"{words[key]}　{counts[key]}通") for key in counts]
        return super().get_form_kwargs() | {"kinds": kinds}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            chosen=self.chosen, count=len(self.found), is_working=progress.is_working(), **kwargs
        )

    def form_valid(self, form):
        if reasons := self.refusals():
            form.add_error(None, reasons[0].sentence)
            return self.form_invalid(form)
        return super().form_valid(form)

    def carry_out(self, *, kinds, output):
        papers = [paper for paper in self.found if kind_of(paper) in kinds]
        title = f"{self.chosen.words}の書類 {len(papers)}通"
        return desk.ask(papers, by=self.request.actor, source=self.source.name, title=title, output=output)

    def get_success_url(self) -> str:
        return reverse("print_run", args=[self.done.pk])


def kind_of(paper) -> str:
    return f"{paper.form}.{paper.mode}"


def _words(paper) -> str:
    copy = "（写し）" if paper.mode == "copy" else ""
    return f"{paper_registry.named(paper.form, paper.title)}{copy}"


class PrintRuns(TemplateView):
    """One's own runs, newest first."""

    template_name = "casework/printing/runs.html"

    def get_context_data(self, **kwargs):
        runs = PrintRun.objects.own(self.request.actor).with_counts()[:LISTED]
        return super().get_context_data(rows=[progress.Progress(run) for run in runs], **kwargs)


class RunView(View):
    """A run of the office; another's answers as one that is not."""

    def dispatch(self, request, *args, **kwargs):
        runs = PrintRun.objects.of(request.actor).with_counts()
        self.run = get_object_or_404(runs, pk=kwargs["pk"])
        source = sources.get(self.run.source)
        if source is None or not request.actor.may(source.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class PrintRunPage(RunView):
    """How far it is and what became of each paper. Asked again by htmx it answers the bar alone, and at the end the page."""

    http_method_names = ["get", "head"]

    def get(self, request, pk):
        run = self.run
        shown = progress.Progress(run)
        if request.htmx:
            return self._bar(shown)
        ReadLog.note(request.actor, "まとめて印刷", run)
        items = progress.lines(run, request.actor)
        failed = [line for line in items if line.failure]
        context = {
            "run": run, "shown": shown, "failed": failed, "first": items[:SHOWN_AT_FIRST], "rest": items[SHOWN_AT_FIRST:],
            "files": run.files.defer("content"), "note": progress.waiting_note(run), "kept": progress.KEPT_DAYS,
        }  # fmt: skip
        return render(request, "casework/printing/run.html", context)

    def _bar(self, shown) -> HttpResponse:
        if shown.run.is_over:
            return HttpResponse(headers={"HX-Refresh": "true"})
        context = {"shown": shown, "run": shown.run, "note": progress.waiting_note(shown.run)}
        return render(self.request, "casework/printing/progress.html", context)


class PrintCancel(RunView):
    http_method_names = ["post"]

    def post(self, request, pk):
        run = self.run
        if desk.call_off(run.pk, by=request.actor):
            messages.success(request, "印刷を取り消しました。")
        else:
            messages.info(request, "この印刷は、もう終わっています。")
        return redirect("print_run", run.pk)


class PrintAgain(RunView):
    """失敗した分だけやり直す: a run of its own; a repeated click is led to it."""

    http_method_names = ["post"]

    def post(self, request, pk):
        run = self.run
        PrintRun.objects.select_for_update().get(pk=run.pk)
        again = PrintRun.objects.filter(again_of=run).first()
        if again is None and run.failed and run.is_over:
            again = desk.ask_again(run, by=request.actor)
        return redirect("print_run", (again or run).pk)


class PrintFileBytes(RunView):
    """A file of the run: what is printed, so it is noted as a single print is."""

    def get(self, request, pk, number):
        run = self.run
        file = get_object_or_404(run.files, number=number)
        if file.content is None:
            return HttpResponse(
                GONE.format(progress.KEPT_DAYS), status=410, content_type="text/plain; charset=utf-8"
            )
        ReadLog.note(request.actor, "まとめて印刷のファイル", file)
        return sent(file.content, file.media_type, file.name)
