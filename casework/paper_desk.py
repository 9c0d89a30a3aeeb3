"""The bytes of frozen papers: made right after the commit of the act, or again when that failed."""

import json
import logging
from functools import lru_cache
from typing import Any

from django.db import connection, transaction

from casework import papers
from casework.models import IssuedPaper, KeptLayout
from casework.press import Press, Record, press
from casework.scope import scope_of

logger = logging.getLogger(__name__)


def keep_layout() -> str:
    """Keep the templates as they are now; their digest, which a paper that is frozen now names."""
    ours = press()
    known = (connection.settings_dict["NAME"], ours.whole_digest)
    if known not in _known:
        if not KeptLayout.is_kept(ours.whole_digest):
            KeptLayout.keep(ours.whole_digest, dict(ours.files))
        transaction.on_commit(lambda: _known.add(known))  # an act that fails takes its layout back
    return ours.whole_digest


_known: set[tuple[str, str]] = (
    set()
)  # (database, state) not to be looked for again: migrate keeps the release's own


@lru_cache(maxsize=2)
def _kept(digest: str) -> Press:
    return Press(KeptLayout.objects.get(digest=digest).files)


def press_of(paper: IssuedPaper) -> Press:
    """The press that a paper was frozen for; today's where it did not name one."""
    ours = press()
    return ours if paper.layout_id in (None, ours.whole_digest) else _kept(paper.layout_id)


def order_of(paper: IssuedPaper) -> dict[str, Any]:
    """All that printing a frozen paper needs, but for its press: for a process that sees no database."""
    told = {
        "code": paper.code, "form": paper.form, "title": paper.title, "mode": paper.mode,
        "template_version": paper.template_version, "issued_on": paper.issued_on.isoformat(),
        "made_on": paper.made_on.isoformat(), "values": paper.values,
    }  # fmt: skip
    content = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()
    return {
        "form": paper.form, "values": paper.values, "mode": paper.mode, "code": paper.code,
        "record": Record(content, paper.made_on),
    }  # fmt: skip


def carry_out(order: dict[str, Any], by: Press | None = None) -> bytes:
    """The bytes of an order. Raises PaperFailed."""
    how = {name: order[name] for name in ("code", "record")}
    return papers.get(order["form"]).render(order["values"], mode=papers.Mode(order["mode"]), by=by, **how)


def rendered(paper: IssuedPaper) -> bytes:
    """A frozen paper from its values: the same bytes whenever it is asked for. Raises PaperFailed."""
    return carry_out(order_of(paper), press_of(paper))


def make_bytes(paper_pk: int, actor) -> bool:
    """Render a frozen paper from its values and attach the bytes; False when rendering failed.

    Runs in a transaction and scope of its own; a failure leaves the act as it is, and the page offers 作り直す.
    """
    with scope_of(actor):
        paper = IssuedPaper.objects.select_for_update(of=("self",)).select_related("station").get(pk=paper_pk)
        if paper.file_id:
            return True
        try:
            content = rendered(paper)
        except papers.PaperFailed:
            logger.exception("paper %s of form %s could not be rendered", paper.pk, paper.form)
            return False
        paper.attach(content)
        return True
