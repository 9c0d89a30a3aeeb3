"""The pictures of the machines: described by the machines themselves, drawn by casework/drawing.

On a page the pictures are coloured by its style sheets; a file of docs/machines carries the same rules with the
values of the light scheme, so that it looks right alone.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from casework.citations import place
from casework.drawing import Diagram, Edge, draw
from casework.models.base import Machine

STYLES = Path(__file__).resolve().parent / "static" / "casework"
FOLDER = Path(__file__).resolve().parents[1] / "docs" / "machines"
VALUE = re.compile(r"(--[\w-]+):\s*([^;]+);")
ROLE = re.compile(r"var\((--[\w-]+)\)")
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


@lru_cache(maxsize=32)
def diagram_of(machine: type[Machine]) -> Diagram:
    """States, acts with their words and clauses, and the main line, as the machine declares them."""
    states = tuple((str(value), str(label)) for value, label in _field(machine).choices)
    line = tuple(str(state) for state in machine.main_line)
    return Diagram(f"{machine._meta.verbose_name}の道すじ", states, _edges(machine), line)


def _field(machine: type[Machine]) -> Any:
    return machine._meta.get_field("state")


def _edges(machine: type[Machine]) -> tuple[Edge, ...]:
    field = _field(machine)
    order = [str(value) for value, _ in field.choices]
    steps = [(str(t.source), str(t.target), t.name) for t in field.get_all_transitions(machine) if t.target]
    steps.sort(key=lambda step: (order.index(step[0]), order.index(step[1]), step[2]))
    stored = [("", str(state), name) for name, (_, states) in machine.openings.items() for state in states]
    taken = [(str(state), "", name) for name, (_, states) in machine.erasures.items() for state in states]
    return tuple(
        Edge(before, after, name, machine.label_of(name), place(clause) if (clause := machine.clause_of(name)) else "")
        for before, after, name in [("", str(field.default), "open"), *stored, *steps, *taken]
    )  # fmt: skip


def file_name(machine: type[Machine]) -> str:
    return f"{machine._meta.label}.svg"


def standing_alone(machine: type[Machine]) -> str:
    """The text of the machine's file in docs/machines."""
    return draw(diagram_of(machine), style=_style())


def _style() -> str:
    """machine.css with the values of the light scheme, on a white ground."""
    values = dict(VALUE.findall((STYLES / "tokens.css").read_text(encoding="utf-8").split("@media")[0]))
    rules = (STYLES / "machine.css").read_text(encoding="utf-8").split("/* On a page")[0]
    rules = COMMENT.sub("", rules.removeprefix('@charset "utf-8";')).strip()
    while ROLE.search(rules):
        rules = ROLE.sub(lambda role: values[role[1]], rules)
    return f"{rules}\n.machine-page {{ fill: {values['--page']}; }}"


def overview(machines: list[type[Machine]]) -> str:
    """docs/machines/README.md: every picture under its name."""
    told = (
        "プログラムの状態機械から `manage.py draw_machines` が作ります。手では直しません。食い違うと `bin/test` が失敗します。"
        "矢印の字は行為の名、その下か右は要領での置き場所です。"
    )
    parts = ["# 道すじの図", told]
    for machine in machines:
        name = machine._meta.verbose_name
        parts += [f"## {name}", f"![{name}の道すじ]({file_name(machine)})"]
    return "\n\n".join(parts) + "\n"
