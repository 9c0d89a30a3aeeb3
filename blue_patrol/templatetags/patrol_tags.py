"""Filters of the patrol pages: months, elapsed days."""

from datetime import date

from django import template

from casework import wareki

register = template.Library()


@register.filter
def wareki_month(day: date) -> str:
    """令和8年9月"""
    era, year, month, _ = wareki.era_parts(day)
    return f"{era}{year}年{month}月"


@register.filter
def elapsed(start: date | None, today: date) -> str:
    """16日, for a column of elapsed days; empty without a start."""
    return f"{(today - start).days}日" if start else ""
