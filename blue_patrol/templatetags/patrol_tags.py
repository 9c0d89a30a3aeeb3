"""Filters of the patrol pages: elapsed days."""

from datetime import date

from django import template

register = template.Library()


@register.filter
def elapsed(start: date | None, today: date) -> str:
    """16日, for a column of elapsed days; empty without a start."""
    return f"{(today - start).days}日" if start else ""
