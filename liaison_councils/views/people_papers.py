"""Letters to members: frozen ones as they were issued, drafts and lists from values now."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import TemplateView, View

from casework.models import IssuedPaper, ReadLog
from casework.paper_desk import make_bytes
from casework.printing.merging import merged
from casework.views.pdf import FAILED, issued, printed, sent
from liaison_councils.models import Council, Term
from liaison_councils.papers import from_people
from liaison_councils.views import printing
from liaison_councils.views.terms import TermMixin

OURS = "liaison_councils."
TERM = Term._meta.label


def stored(paper: IssuedPaper, actor) -> bytes | None:
    """The bytes that were kept; made now where they wait for their first print. None: they cannot be made."""
    if paper.file_id is None:
        if not make_bytes(paper.pk, actor):
            return None
        paper = IssuedPaper.objects.select_related("file").get(pk=paper.pk)
    return bytes(paper.file.content)


class CouncilPaper(View):
    """A frozen paper of any machine of the councils; letters to people are for the station alone."""

    def get(self, request, pk):
        """The kept bytes; before they are made, the same from the frozen values (reading keeps nothing)."""
        rows = IssuedPaper.objects.of(request.actor).filter(case_label__startswith=OURS)
        paper = get_object_or_404(rows.select_related("file"), pk=pk)
        if paper.case_label == TERM and request.actor.station is None:
            raise Http404
        ReadLog.note(request.actor, "協議会の書類", paper)
        return issued(paper)


class ResignationLetter(TermMixin, View):
    """L5-2 辞職願, for the member to sign."""

    reads = "辞職願"

    def get(self, request, pk):
        if self.case.appointed_on is None:
            raise Http404
        values = from_people.resignation_values(self.case, timezone.localdate())
        return printed("L5-2", values, f"辞職願 {self.case.person}", of=self.case)


class CandidatesPaper(View):
    """L2 選考表 of a council: its candidates now."""

    def get(self, request, pk):
        rows = Council.objects.of(request.actor).select_related("station__prefecture")
        council = get_object_or_404(rows, pk=pk)
        ReadLog.note(request.actor, "選考表", council)
        values = from_people.candidates_values(council, timezone.localdate())
        return printed("L2", values, f"選考表 {council}", of=council)


class Letters(TemplateView):
    """委嘱状 by the day of the appointment, to print all of one day together."""

    template_name = "liaison_councils/letters.html"

    def get_context_data(self, **kwargs):
        rows = Term.objects.of(self.request.actor).filter(appointed_on__isnull=False)
        days: dict = {}
        for day, council in rows.order_by("-appointed_on").values_list("appointed_on", "council__name"):
            days.setdefault(day, {}).setdefault(council, 0)
            days[day][council] += 1
        shown = [(day, sum(found.values()), list(found.items())) for day, found in list(days.items())[:20]]
        return super().get_context_data(days=shown, **kwargs)


class LettersPrint(View):
    """All letters of one day (on) and, where named, one council, as one file to print; printing keeps their bytes."""

    http_method_names = ["post"]

    def post(self, request):
        letters = list(printing.letters(request.actor, request.POST).select_related("file"))
        if not letters:
            return redirect("council_letters")  # whose days are the ones to choose from
        ReadLog.note(request.actor, f"委嘱状（{len(letters)}通）")
        contents = [stored(paper, request.actor) for paper in letters]
        if None in contents:
            return HttpResponse(FAILED, content_type="text/plain; charset=utf-8", status=503)
        return sent(merged(contents), "application/pdf", f"委嘱状 {request.POST['on']}.pdf")
