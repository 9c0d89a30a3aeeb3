"""Tags and filters of every page: dates in the era's reckoning, clauses, clocks, states, plates, forms.

Formatting lives here, never in models. Every date comes out as ``<time datetime>``; None comes out empty.
"""

import json
from datetime import date, datetime
from uuid import uuid4

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from casework import wareki
from casework.citations import cite
from casework.forms import target_of
from casework.opened_as import FIELD
from casework.presenters import glyphs

register = template.Library()

SOON = 7  # days: what a clock shows in the care tone
TONES = {
    "go": "received forwarded approved dispatched arrived printed sealed in_transit at_station pending accepted ground_reported decided notice_sent",
    "good": "delivered reported active with_group fit none present issued done corrected notice_delivered delivery_reported transport_notified",
    "care": "correction sent_back guided pending_training waiting unjudged",
    "bad": "declined revoked undelivered notice_undelivered lost unfit found missing overdue",
}
TONE_OF = {state: tone for tone, states in TONES.items() for state in states.split()}


def _day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localdate(value) if timezone.is_aware(value) else value.date()
    return value


def _time(value: date | datetime | None, text) -> str:
    if not value:
        return ""
    day = _day(value)
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), text(day))


@register.filter("wareki")
def era_date(value) -> str:
    """令和8年9月9日"""
    return _time(value, wareki.format_long)


@register.filter
def wareki_weekday(value) -> str:
    """令和8年9月9日（水）: where one decides."""
    return _time(value, lambda day: wareki.format_long(day, weekday=True))


@register.filter
def wareki_month(day: date) -> str:
    """令和8年9月"""
    return wareki.format_month(day)


@register.filter
def wareki_short(value) -> str:
    """R8. 9. 2, padded with figure spaces: for tables."""
    return _time(value, wareki.format_short)


@register.filter
def month_day(value) -> str:
    """9月9日（水）; 令和7年9月9日（火） for a day of another year than today's."""
    this_year = timezone.localdate().year

    def text(day: date) -> str:
        words = f"{day.month}月{day.day}日（{wareki.weekday(day)}）"
        return words if day.year == this_year else wareki.format_long(day, weekday=True)

    return _time(value, text)


@register.filter
def wareki_clock(value: datetime | None) -> str:
    """令和8年9月9日（水）16時20分, in Japanese time."""
    if not value:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    text = f"{wareki.format_long(local.date(), weekday=True)}{local:%H時%M分}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), text)


@register.simple_tag
def clause(code: str) -> str:
    """要領 第5の5(1); empty for no clause."""
    return format_html('<span class="clause">{}</span>', cite(code)) if code else ""


@register.simple_tag
def clause_link(code: str) -> str:
    """The same as a link to where the handbook tells of it, in the handbook's window: for who is told why not."""
    address = reverse("help_clause", args=[code])
    return format_html('<a class="clause" href="{}" target="handbook">{}</a>', address, cite(code))


@register.filter
def days_left(due: date | None, today: date) -> str:
    """A chip: 74日過ぎた, きょうまで, あと2日; empty without a due date."""
    if not due:
        return ""
    left = (due - _day(today)).days
    if left < 0:
        return chip(f"{-left}日過ぎた", "bad")
    return chip("きょうまで" if left == 0 else f"あと{left}日", "care" if left <= SOON else "plain")


@register.filter
def days_since(start: date | None, today: date) -> str:
    """A chip for what is due without a day (速やかに): きょう, 5日たった."""
    if not start:
        return ""
    passed = (today - start).days
    return chip("きょう" if passed <= 0 else f"{passed}日たった", "care" if passed > 0 else "plain")


@register.simple_tag
def chip(label: str, tone: str = "plain") -> str:
    """A state in words: tones plain, go, good, care, bad."""
    return format_html('<span class="state state-{}">{}</span>', tone, label)


@register.simple_tag
def state(case) -> str:
    """The chip of a machine's present state."""
    return chip(case.get_state_display(), tone(case.state))


@register.filter
def tone(value: str) -> str:
    """The tone of a state, place, finding or standing by its value; plain when it needs none."""
    return TONE_OF.get(str(value).lower(), "plain")


@register.filter
def plate(value: str) -> str:
    """名古屋|500|へ|1234 → 名古屋 500 へ 12-34; anything else comes back as it is."""
    parts = str(value).split("|")
    if len(parts) != 4:
        return str(value)
    *place, serial = parts
    figures = serial.lstrip("0・.") or serial
    return " ".join([*place, f"{figures[:-2]}-{figures[-2:]}" if len(figures) > 2 else figures])


@register.filter
def plate_head(value: str) -> str:
    """The upper line of a number plate: 名古屋 500."""
    return " ".join(plate(value).split(" ")[:2])


@register.filter
def plate_tail(value: str) -> str:
    """The lower line of a number plate: へ 12-34."""
    return " ".join(plate(value).split(" ")[2:])


@register.filter
def shown(value) -> str:
    """A value of a fact list: a date in the era's reckoning, a list one below the other, なし for nothing."""
    if value is None or value == "" or value == []:
        return format_html('<span class="soft">{}</span>', "なし")
    if isinstance(value, date):
        return era_date(value)
    if isinstance(value, list | tuple):
        return format_html_join(SafeString("<br>"), "{}", ((item,) for item in value))
    return value


@register.filter
def as_options(value) -> str:
    """What a page carries for its script, in an attribute: no script stands in a page."""
    return json.dumps(value)


@register.filter
def lookup(mapping, key):
    """mapping[key], or nothing."""
    return (mapping or {}).get(key)


@register.simple_tag(takes_context=True)
def act_key(context) -> str:
    """The hidden idempotency key of an acting form: a repeated click gets the first result; and the post it is of."""
    key = format_html('<input type="hidden" name="act_key" value="{}">', uuid4())
    actor = context.get("actor")
    of = format_html('<input type="hidden" name="{}" value="{}">', FIELD, actor.posting.pk) if actor else ""
    return format_html("{}{}", key, of)


@register.inclusion_tag("parts/road.html")
def road(steps) -> dict:
    """Draw parts/road.html; steps with status "side" hang below the step before them."""
    main: list[dict] = []
    for step in steps:
        if _of(step, "status") == "side" and main:
            main[-1]["branches"].append(step)
        else:
            main.append({"step": step, "branches": list(_of(step, "branches") or [])})
    return {"steps": main}


def _of(thing, name: str):
    return thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)


@register.inclusion_tag("parts/errors.html")
def error_summary(*forms) -> dict:
    """The box on top for forms and sets of forms: each fault with a link to its field."""
    return {"faults": [fault for form in forms if form is not None for fault in _faults(form)]}


@register.inclusion_tag("parts/warnings.html")
def doubt_summary(*forms) -> dict:
    """The box of warnings to acknowledge; place it inside the <form>."""
    each = [single for form in forms if form is not None for single in getattr(form, "forms", [form])]
    return {"doubts": [(form, doubt) for form in each for doubt in getattr(form, "doubts", [])]}


@register.filter
def fault_count(form) -> int:
    """How many faults the summary of this form or set lists; for the page's title."""
    return len(_faults(form))


def _faults(form) -> list[dict]:
    if not form.is_bound:
        return []
    if hasattr(form, "forms"):
        rows = [fault for row in form.forms for fault in _faults(row)]
        return [_fault(message) for message in form.non_form_errors()] + rows
    row = getattr(form, "row_label", "")
    found = []
    for name, messages in form.errors.items():
        bound = form[name] if name in form.fields else None
        found += [_fault(message, bound, row) for message in messages]
    return found


def _fault(message: str, bound=None, row: str = "") -> dict:
    label = str(bound.label) if bound is not None else ""
    if label in message:  # 車両番号を入力してください already names its field
        label = ""
    label = "の".join(part for part in (row, label) if part)
    target = target_of(bound) if bound is not None and not bound.is_hidden else ""
    return {"label": label, "message": message, "target": target}


register.filter("glyph_note", glyphs.note)
