"""Addresses of the acts and pages that a presenter points at."""

from django.urls import NoReverseMatch, reverse


def to(name: str, *args) -> str:
    """The address of a named page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
