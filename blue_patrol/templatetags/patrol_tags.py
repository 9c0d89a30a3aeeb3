"""Filters of the patrol pages: how long something has lain, numbers of a book."""

from datetime import date

from django import template

from casework import wareki
from casework.templatetags.case_tags import chip

register = template.Library()


@register.filter
def days_since(start: date | None, today: date) -> str:
    """A chip for what is due without a day (速やかに): きょう, 5日たった."""
    if not start:
        return ""
    passed = (today - start).days
    return chip("きょう" if passed <= 0 else f"{passed}日たった", "care" if passed > 0 else "plain")


@register.filter
def wareki_month(day: date) -> str:
    """令和8年9月"""
    era, year, month, _ = wareki.era_parts(day)
    return f"{era}{year}年{month}月"


@register.filter
def elapsed(start: date | None, today: date) -> str:
    """16日, for a column of elapsed days; empty without a start."""
    return f"{(today - start).days}日" if start else ""
