"""書込み: written at the foot of a page, and put right by a new one that strikes the old."""

from functools import cached_property

from django.shortcuts import get_object_or_404
from django.urls import reverse

from casework.forms.comments import CommentForm
from casework.models import Comment
from casework.permissions import Reason
from casework.views.beside import BesideARecord
from casework.workflow import Refused

NOT_YOURS = "書いた本人が直します。ほかの人は、新しく書き込んでください。"
STRUCK = "この書込みは、もう直してあります。"


class WriteComment(BesideARecord):
    """Answers the form at the foot of the page; shown by itself where something is wrong with it."""

    reads = "書込み"
    form_class = CommentForm
    template_name = "casework/comments/write.html"
    title, button = "書き込む", "書き込む"
    success_message = "書き込みました。"

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
