"""What the pages of councils say in many cells at once."""

from datetime import date

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
NOW = mark_safe(' class="now"')
NOTHING = mark_safe('<span class="hidden">なし</span>')


@register.simple_tag
def month_cells(marks, months: list[tuple[date, bool]]) -> SafeString:
    """A council's meetings of the year, a cell a month: a prefecture has six thousand of them, most without any.

    ``marks``: first day of the month → its marks; ``months``: first day, and whether it is the present month.
    """
    cells = ((NOW if is_now else "", _marks(marks.get(month))) for month, is_now in months)
    return format_html_join("", "<td{}>{}</td>", cells)


def _marks(found) -> SafeString:
    return format_html_join("", "{}", ((_mark(each),) for each in found)) if found else NOTHING


def _mark(mark) -> SafeString:
    tag = "a" if mark.url else "span"
    to = format_html(' href="{}"', mark.url) if mark.url else ""
    return format_html(
        '<{} class="meet meet-{}"{}><b>{}</b>{}日<span class="hidden">（{}）</span></{}>', tag, mark.look, to, mark.word, mark.day.day, mark.whole, tag
    )  # fmt: skip
