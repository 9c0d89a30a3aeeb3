"""書込み: written at the foot of a page, and put right by a new one that strikes the old."""

from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from casework import comments
from casework.forms.comments import CommentForm
from casework.models import Comment, ReadLog
from casework.permissions import Reason
from casework.views.acts import OfficeAct
from casework.workflow import Refused

NOT_YOURS = "書いた本人が直します。ほかの人は、新しく書き込んでください。"
STRUCK = "この書込みは、もう直してあります。"


class WriteComment(OfficeAct):
    """Answers the form at the foot of the page; shown by itself where something is wrong with it."""

    form_class = CommentForm
    template_name = "casework/comments/write.html"
    title, button = "書き込む", "書き込む"
    success_message = "書き込みました。"

    @cached_property
    def board(self) -> comments.Board:
        """The page's; whoever may not open the page is told so here too."""
        board = comments.at(self.kwargs["page"])
        if board is None:
            raise Http404
        if not board.readers.held_by(self.request.actor):
            raise PermissionDenied
        return board

    @cached_property
    def case(self):
        rows = self.board.model._default_manager.filter(station__in=self.request.actor.station_ids)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get(self, request, *args, **kwargs):
        ReadLog.note(request.actor, "書込み", self.case)
        return super().get(request, *args, **kwargs)

    def refusals(self) -> list[Reason]:
        return self.board.writers.reasons(self.case, self.request.actor)

    def get_success_url(self) -> str:
        return f"{reverse(self.board.page, args=[self.case.pk])}#comments"

    def get_context_data(self, **kwargs):
        shown = {
            "title": self.title, "button": self.button, "board": self.board, "whose": str(self.case),
            "back": self.get_success_url(), "revision": "",
        }  # fmt: skip
        context = super().get_context_data(**shown, **kwargs)
        return context | {"show_form": not context["refusals"] or context["form"].is_bound}

    def carry_out(self, *, text: str):
        if reasons := self.refusals():
            raise Refused(reasons)
        return self.write(text)

    def write(self, text: str) -> Comment:
        return Comment.write(self.case, text, self.request.actor)


class CorrectComment(WriteComment):
    """The new text stands below; the old one stays, struck."""

    title, button = "書込みを直す", "直したものを書き込む"
    success_message = "直したものを書き込みました。前のものは、線を引いて残ります。"

    @cached_property
    def old(self) -> Comment:
        return get_object_or_404(Comment.objects.of_case(self.case), pk=self.kwargs["comment"])

    def get_initial(self):
        return {"text": self.old.text}

    def refusals(self) -> list[Reason]:
        found = super().refusals()
        if self.old.staff_id != self.request.actor.staff.pk:
            found.append(Reason(NOT_YOURS))
        if Comment.objects.filter(strikes=self.old).exists():
            found.append(Reason(STRUCK))
        return found

    def write(self, text: str) -> Comment:
        return Comment.write(self.case, text, self.request.actor, kind=self.old.kind, strikes=self.old)
