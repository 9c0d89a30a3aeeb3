"""What of the councils can be printed together: the letters of one day, council by council."""

from django.db.models import F, OuterRef, Subquery
from django.utils.dateparse import parse_date

from casework import wareki
from casework.models import IssuedPaper
from casework.presenters import links
from casework.printing.sources import Chosen, PrintSource
from casework.sent import whole_number
from liaison_councils.models import Term
from liaison_councils.models.term_effects import LETTER


def day_of(text: str):
    """The day; None for what is none."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def letters(actor, params):
    """The valid letters of the day (on) and, where named, one council, in the order of councils and names."""
    rows = Term.objects.of(actor).filter(appointed_on=day_of(params.get("on", "")))
    if council := whole_number(params.get("council")):
        rows = rows.filter(council=council)
    term = Term.objects.filter(pk=OuterRef("case_pk"))
    found = IssuedPaper.objects.of(actor).valid()
    found = found.filter(case_label=Term._meta.label, form=LETTER, case_pk__in=rows.values("pk"))
    order = ("council__order_key", "council", "person__order_key")
    found = found.annotate(**{f"by_{n}": Subquery(term.values(key)) for n, key in enumerate(order)})
    return found.order_by(*(F(f"by_{n}") for n in range(len(order))), "case_pk")


def choose(actor, params) -> Chosen:
    day = day_of(params.get("on", ""))
    words = f"{wareki.format_long(day)}の委嘱状" if day else "委嘱状"
    return Chosen(letters(actor, params), words, links.to("council_letters"))


LETTERS = PrintSource("letters", "supervise_councils", "liaison_councils.", choose, ("person", "council"))
