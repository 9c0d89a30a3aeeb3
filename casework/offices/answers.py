"""What every table with a station does in a 所管替え. Casework knows no table of the applications: each enters its own.

A table without an answer fails a test; answers are entered parents first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model, Q, QuerySet

from casework.models import Koban, Station
from casework.permissions import Reason


@dataclass(frozen=True)
class Asked:
    """What headquarters asks for. ``groups``: keys, of a change of single groups; ``koban`` and ``to_koban`` of a koban.

    ``follow``: the councils of the koban go on under the other; otherwise none may stand.
    """

    kind: str
    origin: Station
    to: Station
    on: date
    groups: tuple[int, ...] = ()
    koban: Koban | None = None
    to_koban: Koban | None = None
    follow: bool = True

    @property
    def is_whole(self) -> bool:
        """All of the station: it closes."""
        return self.kind == "station"


@dataclass
class Move:
    """The rows that move: model → keys. ``koban``: each koban that closes → the one that goes on in its place."""

    asked: Asked
    keys: dict[type[Model], list[int]] = field(default_factory=dict)
    koban: dict[int, Koban] = field(default_factory=dict)

    def of(self, model) -> list[int]:
        return self.keys.get(model, [])

    def rows(self, model) -> QuerySet:
        """Whatever machine runs them."""
        return model._base_manager.filter(pk__in=self.of(model))

    def labelled(self) -> dict[str, list[int]]:
        """The label under which history, papers and clocks name a row → keys."""
        found: dict[str, list[int]] = {}
        for model, keys in self.keys.items():
            if any(f.name == "case_label" for f in model._meta.concrete_fields):
                if not any(
                    f.name == "case_pk" for f in model._meta.concrete_fields
                ):  # several machines share it
                    for label, pk in self.rows(model).values_list("case_label", "pk"):
                        found.setdefault(label, []).append(pk)
            elif keys:
                found.setdefault(model._meta.label, []).extend(keys)
        return found


@dataclass(frozen=True)
class Chosen:
    """Named by what is asked for: see ``Part.chosen``."""


@dataclass(frozen=True)
class Follows:
    """Moves with what one of its relations names."""

    by: tuple[str, ...]


@dataclass(frozen=True)
class Hangs:
    """Moves with the case that it hangs on (``case_label``, ``case_pk``)."""


@dataclass(frozen=True)
class WithAll:
    """The station's own: moves when all of the station does."""


@dataclass(frozen=True)
class Gathered:
    """Moves as the function says: Move → rows."""

    find: Callable[[Move], QuerySet]


@dataclass(frozen=True)
class Stays:
    """Stays where it was written, and why."""

    why: str


Answer = Chosen | Follows | Hangs | WithAll | Gathered | Stays


@dataclass(frozen=True)
class Shown:
    """One line of what moves: of what kind it is, its model's label and key, its name and how it stands."""

    what: str
    label: str
    pk: int
    words: str
    state: str = ""
    number: str = ""


def nothing(*told) -> list:
    return []


@dataclass(frozen=True)
class Part:
    """What an application adds to the act. ``chosen``: Asked → {model: rows}.

    ``before`` and ``after`` take the move and the act, and run before and once the rows have changed their station.
    """

    offered: Callable[[Station], Iterable[tuple[int, str]]] = (
        nothing  # the groups to choose from: (key, name)
    )
    chosen: Callable[[Asked], dict[type[Model], QuerySet]] = lambda asked: {}
    problems: Callable[[Move], Iterable[Reason]] = nothing
    warnings: Callable[[Move], Iterable[str]] = nothing
    shown: Callable[[Move], Iterable[Shown]] = nothing
    before: Callable[[Move, Any], Any] = nothing
    after: Callable[[Move, Any], Any] = nothing


ANSWERS: dict[type[Model], Answer] = {}
PARTS: list[Part] = []


def enter(answers: dict[type[Model], Answer], part: Part | None = None) -> None:
    """Called in ``AppConfig.ready()``."""
    ANSWERS.update(answers)
    if part is not None and part not in PARTS:
        PARTS.append(part)


def moving() -> list[type[Model]]:
    """The models whose rows may change their station, parents first."""
    hanging = [model for model, answer in ANSWERS.items() if isinstance(answer, Hangs)]
    own = [m for m, answer in ANSWERS.items() if not isinstance(answer, Stays | Hangs)]
    last = [m for m in own if _comes_last(m, hanging)]
    return [m for m in own if m not in last] + hanging + last


def _comes_last(model: type[Model], hanging: list[type[Model]]) -> bool:
    """Whether it asks for the rows that hang on cases: the bytes that they name, what follows one of them."""
    answer = ANSWERS[model]
    if isinstance(answer, Follows):
        return any(model._meta.get_field(name).related_model in hanging for name in answer.by)
    return isinstance(answer, Gathered) and model._meta.app_label == "casework"


def either(*conditions: Q) -> Q:
    """Any of them; nothing where there is none."""
    found = Q(pk__in=[])
    for condition in conditions:
        found |= condition
    return found
