"""Papers and files: the forms of a case from what is typed now, frozen papers byte for byte, attachments as they were stored."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import View

from blue_patrol.models import Application
from casework import paper_registry, papers
from casework.models import Attachment, IssuedPaper, ReadLog
from casework.models.road import RoadState as S
from casework.paper_desk import make_bytes
from casework.presenters import links
from casework.views import CaseMixin
from casework.views.pdf import handed_in, printed, sent

UNFINISHED = {S.DRAFT, S.RECEIVED, S.CORRECTION, S.SENT_BACK}


class ApplicationForm(CaseMixin, View):
    """A form from the present values: filled, as a copy (?mode=copy); the forwarding paper as a draft until it is forwarded."""

    model = Application
    related = ("station__prefecture", "group", "profile", "handler", "received_by")
    reads = "申請の様式"

    def get(self, request, pk, number):
        case = self.case
        if number not in (*case.request_forms, case.forwarding_form):
            raise Http404
        mode = papers.Mode.COPY if request.GET.get("mode") == "copy" else papers.Mode.FILLED
        draft = number == case.forwarding_form and case.state in UNFINISHED
        values = paper_registry.get(number).values_of(case, timezone.localdate())
        name = f"様式第{number} {paper_registry.get(number).title} {case.subject}"
        return printed(number, values, name, of=case, mode=mode, draft=draft)


class PaperFile(View):
    """A frozen paper: the stored bytes, whatever has changed since."""

    def get(self, request, pk):
        rows = IssuedPaper.objects.of(request.actor).select_related("file")
        paper = get_object_or_404(rows, pk=pk)
        if paper.file is None:
            raise Http404("no bytes yet: the page of the case offers 作り直す")
        ReadLog.note(request.actor, "作成した書類", paper)
        return sent(paper.file.content, "application/pdf", f"{paper}.pdf")


class RemakePaper(View):
    """Make the bytes of a frozen paper after all: from its values, when the act's own attempt failed."""

    http_method_names = ["post"]

    def post(self, request, pk):
        paper = get_object_or_404(IssuedPaper.objects.of(request.actor), pk=pk)
        page = links.page_of(paper.case_label)
        if not page:
            raise Http404
        # it renders in a transaction and scope of its own, so it waits for the end of this one
        transaction.on_commit(lambda: make_bytes(paper.pk, request.actor), robust=True)
        messages.info(request, f"「{paper}」の作り直しを行いました。書類の状態を確かめてください。")
        return HttpResponseRedirect(f"{links.to(page, paper.case_pk)}#papers")


class AttachmentFile(View):
    """An attachment as it was handed in."""

    def get(self, request, pk):
        rows = Attachment.objects.of(request.actor).select_related("file")
        return handed_in(request, get_object_or_404(rows, pk=pk))
