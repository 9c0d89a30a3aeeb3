"""Addresses of the councils' pages that ask who may open them."""

from casework.permissions import PERMISSIONS
from casework.presenters import links

RUN = PERMISSIONS["run_council"]


def to_new_meeting(council, actor) -> str:
    """Where a meeting of the council is planned; "" for a post that does not run it."""
    return f"{links.to('council_meeting_new')}?council={council.pk}" if RUN(council, actor) else ""
