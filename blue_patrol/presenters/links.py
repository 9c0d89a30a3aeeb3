"""Addresses of the acts and pages that a presenter points at."""

from django.urls import reverse


def to(name: str, *args) -> str:
    """The address of a named page."""
    return reverse(name, args=args)
