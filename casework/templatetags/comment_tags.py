"""What people wrote beside the record of a page, and the form that adds to it."""

from django import template

from casework import comments
from casework.forms.comments import CommentForm
from casework.models import Comment
from casework.permissions import PERMISSIONS
from casework.presenters import links

register = template.Library()
SHOWN_AT_FIRST = 10


@register.inclusion_tag("casework/comments/section.html", takes_context=True)
def comments_of(context, row) -> dict:
    """Draw the comments of ``row``, a row of a page with a board, and count those of the row above it.

    One query, unless the page has read them with other things.
    """
    actor, board = context["request"].actor, comments.of_row(row)
    own, above = _told_apart(row)
    struck_by = {each.strikes_id: each for each in own if each.strikes_id}
    may_write = not board.writers.reasons(row, actor)
    key = (board.page, row.pk)

    def address(one: Comment) -> str:
        is_mine = may_write and one.staff_id == actor.staff.pk
        return links.to("comment_correct", *key, one.pk) if is_mine else ""

    rows = [(one, struck_by.get(one.pk), address(one)) for one in own]
    return {
        "board": board, "earlier": rows[:-SHOWN_AT_FIRST], "rows": rows[-SHOWN_AT_FIRST:], "form": CommentForm(),
        "url": links.to("comment_write", *key) if may_write else "", "above": _pointer(board, above),
        "hold_url": links.to("hold_new", *key) if PERMISSIONS["hold_records"].held_by(actor) else "",
        "request": context["request"], "csrf_token": context.get("csrf_token"),
    }  # fmt: skip


def _told_apart(row) -> tuple[list[Comment], list[Comment]]:
    """(of the row, of the row above it that nothing strikes)."""
    found = comments.read(row)
    own = [each for each in found if (each.case_label, each.case_pk) == (row._meta.label, row.pk)]
    struck = {each.strikes_id for each in found}
    return own, [each for each in found if each not in own and each.pk not in struck]


def _pointer(board, found: list[Comment]) -> dict | None:
    """Where the comments of the row above stand, and how many; None without any."""
    if not found:
        return None
    there = comments.of_model(comments.above(board))
    return {
        "title": there.title,
        "count": len(found),
        "url": f"{links.to(there.page, found[0].case_pk)}#comments",
    }
