"""Acts beside a record that has a page of its own, without being steps of its machine: comments, holds."""

from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from casework import comments
from casework.models import ReadLog
from casework.views.acts import OfficeAct


class BesideARecord(OfficeAct):
    """``page`` and ``pk`` of the address name the record; ``reads``: the word of the read log."""

    reads = ""

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
        ReadLog.note(request.actor, self.reads, self.case)
        return super().get(request, *args, **kwargs)
