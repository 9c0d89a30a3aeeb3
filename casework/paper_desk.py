"""The bytes of frozen papers: made right after the commit of the act, or again when that failed."""

import logging

from casework import papers
from casework.models import IssuedPaper
from casework.scope import scope_of

logger = logging.getLogger(__name__)


def make_bytes(paper_pk: int, actor) -> bool:
    """Render a frozen paper from its values and attach the bytes; False when rendering failed.

    Runs in a transaction and scope of its own; a failure leaves the act as it is, and the page offers 作り直す.
    """
    with scope_of(actor):
        paper = IssuedPaper.objects.select_for_update(of=("self",)).select_related("station").get(pk=paper_pk)
        if paper.file_id:
            return True
        try:
            content = papers.get(paper.form).render(paper.values, mode=papers.Mode(paper.mode))
        except papers.PaperFailed:
            logger.exception("paper %s of form %s could not be rendered", paper.pk, paper.form)
            return False
        paper.attach(content)
        return True
