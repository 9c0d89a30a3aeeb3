"""The history of a case as sentences: who did what, with the clause, and below it what was written then."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.utils.html import format_html

HANDED_OVER = ("が、{b}ました。", "担当を替え")


def hands_of(content: dict) -> list[str]:
    """From whom to whom a case went."""
    return (
        [f"{content.get('from_name') or '担当なし'} → {content['to_name']}"] if "to_name" in content else []
    )


def note_of(content: dict) -> list[str]:
    return [content[name] for name in ("note", "remarks", "evidence") if content.get(name)]


def no_tail(row, case) -> str:
    return ""


@dataclass(frozen=True)
class Vocabulary:
    """The words of one machine.

    ``sentences``: act → (the sentence after the person, {b} for the word in bold; that word); ``writers``: act → the
    lines below it from its content, ``otherwise`` those of the other acts; ``tail``: what follows the sentence; ``together``: acts of which a run on one
    day by one person is one sentence.
    """

    sentences: Mapping[str, tuple[str, str]]
    writers: Mapping[str, Callable[[dict], list[str]]] = field(default_factory=dict)
    otherwise: Callable[[dict], list[str]] = note_of
    tail: Callable[[Any, Any], str] = no_tail
    together: frozenset[str] = frozenset()


@dataclass
class Sentence:
    """One line of the history as parts/history.html shows it."""

    on: date
    at: datetime
    sentence: str
    clause: str = ""
    details: list[str] = field(default_factory=list)


def of_history(rows, case, words: Vocabulary) -> list[Sentence]:
    """Sentences by the day on which each was done, then by entry, newest first; ``rows``: StateChanges with payload."""

    def run(row):
        return (row.transition, row.staff_id, row.on) if row.transition in words.together else row.seq

    in_order = sorted(rows, key=lambda row: (row.on, row.seq), reverse=True)
    return [_sentence(list(group), case, words) for _, group in groupby(in_order, key=run)]


def content_of(row) -> dict:
    """What was written with an act; empty where disposal has emptied it."""
    payload = getattr(row, "payload", None)
    return (payload.content if payload else None) or {}


def _sentence(rows, case, words: Vocabulary) -> Sentence:
    row = rows[0]
    sentence, bold = words.sentences.get(row.transition, ("が、{b}を行いました。", row.label))
    before, after = sentence.split("{b}")
    who = f"{row.staff_name}（代理）" if row.as_deputy else row.staff_name
    text = format_html("{}{}<b>{}</b>{}", who, before, bold, after + words.tail(row, case))
    write = words.writers.get(row.transition, words.otherwise)
    lines = (line for each in reversed(rows) for line in write(content_of(each)) if line)
    return Sentence(row.on, row.at, text, row.clause, list(dict.fromkeys(lines)))
