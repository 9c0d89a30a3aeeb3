"""Structures (payloads of the history, values of papers, items of changes): rewritten leaf by leaf, by the name of the key.

What is not known to be harmless goes: codes, days, times and numbers of the product stay, and the words of its offices
and choices; a text under a key that is a column of words somewhere becomes what that column would make of it.
"""

import re
from datetime import date
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from casework.models import HeadquartersDivision, Koban, Post, Prefecture, Station, TransportOffice
from casework.training_copy.invented import Invented
from casework.training_copy.sorts import SAID, Sort, fitting, words

CODE = re.compile(r"[a-z][a-z0-9_.-]{0,40}|[A-Za-z_]+\.[A-Za-z]+")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T[\d:.+Z-]+)?|\d\d?:\d\d(:\d\d)?")
NUMBERED = (
    "number",
    "numbers",
    "symbol",
    "version",
)  # of documents, certificates, stickers, cards: they stay everywhere
NUMBER = re.compile(r"\S{0,20}\d\S{0,10}")
OFFICES = (Prefecture, Station, Koban, HeadquartersDivision, TransportOffice, Post)


class Structures:
    """``sorts``: key → what a column of that name becomes; ``plain``: words that are nobody's."""

    def __init__(self, invented: Invented, sorts: dict[str, Sort], plain: set[str]):
        self.invented, self.sorts, self.plain = invented, sorts, plain

    def column(self, row, name: str, sort: Sort) -> Any:
        """A structure, or a list of texts, of a row: as its own sort says where one was entered, otherwise leaf by leaf."""
        value, field = getattr(row, name), row._meta.get_field(name)
        made = self.rewritten(value, name) if sort is words else sort(self.invented, value, row)
        if made and isinstance(field, ArrayField):
            return [fitting(each, field.base_field.max_length) for each in made]
        return made

    def rewritten(self, value: Any, key: str = "") -> Any:
        """The same structure; a list's texts stand under the list's key."""
        if isinstance(value, dict):
            return {name: self.rewritten(each, name) for name, each in value.items()}
        if isinstance(value, list):
            return [self.rewritten(each, key) for each in value]
        return self._leaf(value, key) if isinstance(value, str) and value else value

    def _leaf(self, text: str, key: str) -> str:
        if found := self.invented.find(text):
            return found
        if "birth" in key:
            return self._birth(text)
        if key in self.sorts:
            return self.sorts[key](self.invented, text, None)
        return text if self._is_harmless(text, key) else SAID

    def _birth(self, text: str) -> str:
        try:
            return self.invented.day(date.fromisoformat(text)).isoformat()
        except ValueError:
            return SAID

    def _is_harmless(self, text: str, key: str) -> bool:
        if text in self.plain or CODE.fullmatch(text) or MOMENT.fullmatch(text):
            return True
        return key.endswith(NUMBERED) and bool(NUMBER.fullmatch(text))


def plain_words() -> set[str]:
    """The words of offices, posts and ranks, and of every choice of the product."""
    found = set(_labels())
    for model in OFFICES:
        columns = [
            f.attname
            for f in model._meta.concrete_fields
            if isinstance(f, models.CharField) and f.name != "phone"
        ]
        for row in model._base_manager.all():
            found |= {getattr(row, name) for name in columns} | {str(row)}
    found |= {station.official_name for station in Station.objects.select_related("prefecture")}
    return found - {""}


@cache
def _labels() -> frozenset[str]:
    fields = [field for model in apps.get_models() for field in model._meta.concrete_fields if field.choices]
    return frozenset(str(word) for field in fields for pair in field.flatchoices for word in pair)
