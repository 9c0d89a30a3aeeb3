"""A member's term in words: how long it runs, who stays beyond it, what comes after (LC-3-5)."""

from dataclasses import dataclass
from datetime import date

from casework.presenters import links
from liaison_councils.models import Term

CARE_DAYS = 30
NOT_ASKED = "まだ聞いていない"


@dataclass(frozen=True)
class TermLine:
    """One term: the chip, what comes after, its page."""

    term: Term
    word: str
    tone: str
    after: str
    url: str


def word_of(term: Term, today: date) -> tuple[str, str]:
    """(任期中, あと21日, 満了, 10月1日から, tone); who stays beyond the last day is marked until an act ends it."""
    if term.is_over(today):
        return "満了", "bad"
    if term.starts_on > today:
        return f"{term.starts_on.month}月{term.starts_on.day}日から", "go"
    left = (term.ends_on - today).days
    return (f"あと{left}日" if left else "きょうまで"), "care" if left <= CARE_DAYS else "plain"


def after(term: Term) -> str:
    """What was heard of the time after the end."""
    if getattr(term, "followed", False):
        return "後任を選んでいる"
    return term.get_intent_display() if term.intent else NOT_ASKED


def ending(terms: list[Term], today: date) -> list[TermLine]:
    """Every one of them is near its end, which the tone says."""
    return [_ending(term, *word_of(term, today)) for term in terms]


def _ending(term: Term, word: str, tone: str) -> TermLine:
    shown = "care" if tone == "plain" else tone
    return TermLine(term, word, shown, after(term), links.to("council_term", term.pk))
