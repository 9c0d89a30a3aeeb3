"""Addresses of the councils' pages; a page that an installation lacks has none."""

from django.urls import NoReverseMatch, reverse

from casework.permissions import PERMISSIONS

RUN = PERMISSIONS["run_council"]


def to(name: str, *args, query: str = "") -> str:
    """The address of a named page; "" where there is no such page."""
    try:
        return reverse(name, args=args) + query
    except NoReverseMatch:
        return ""


def to_new_meeting(council, actor) -> str:
    """Where a meeting of the council is planned; "" for a post that does not run it."""
    return to("council_meeting_new", query=f"?council={council.pk}") if RUN(council, actor) else ""
