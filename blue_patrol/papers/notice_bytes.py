"""The bytes of a notice to a transport office: made once, right after the commit of the act."""

import logging

from blue_patrol.models import OfficeNotice
from blue_patrol.papers.from_return import NOTICE
from casework import papers
from casework.scope import scope_of

logger = logging.getLogger(__name__)


def make_bytes(notice_pk: int, actor) -> bool:
    """Render a notice from its frozen values and attach the bytes; False when rendering failed."""
    with scope_of(actor):
        notice = OfficeNotice.objects.select_for_update(of=("self",)).get(pk=notice_pk)
        if notice.content is not None:
            return True
        try:
            notice.content = papers.get(NOTICE).render(notice.values)
        except papers.PaperFailed:
            logger.exception("notice %s could not be rendered", notice.pk)
            return False
        notice.save(update_fields=["content"])
        return True
