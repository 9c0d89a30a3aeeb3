"""What is drawn, and how wide its words are."""

import unicodedata
from dataclasses import dataclass

NARROW = {"(": 0.36, ")": 0.36, " ": 0.28, "I": 0.36}
PARTICLES = "をのにはへとで・、"


@dataclass(frozen=True)
class Edge:
    """One act from state to state. No source: something new is stored; no target: it is taken out again."""

    source: str
    target: str
    act: str
    label: str
    clause: str = ""  # as people write it: 第5の1

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.source, self.act, self.target)


@dataclass(frozen=True)
class Diagram:
    """``states``: (value, label) in order of declaration; ``main_line``: values from left to right."""

    title: str
    states: tuple[tuple[str, str], ...]
    edges: tuple[Edge, ...]
    main_line: tuple[str, ...] = ()

    def line(self) -> tuple[str, ...]:
        return self.main_line or longest_way(self)

    def ends(self) -> set[str]:
        """States that something leads to and nothing leads out of."""
        steps = [edge for edge in self.edges if edge.source and edge.target]
        return {edge.target for edge in steps} - {edge.source for edge in steps}

    def alone(self) -> set[str]:
        """States that no act touches yet."""
        met = {state for edge in self.edges for state in (edge.source, edge.target)}
        return {value for value, _ in self.states} - met


def longest_way(diagram: Diagram) -> tuple[str, ...]:
    """The longest way without a loop from the first state; of equal ones the first in order of declaration."""
    order = [value for value, _ in diagram.states]
    after: dict[str, list[str]] = {value: [] for value in order}
    for edge in diagram.edges:
        if edge.source and edge.target and edge.target not in after[edge.source]:
            after[edge.source].append(edge.target)
    best: tuple[str, ...] = ()
    ways: list[tuple[str, ...]] = [(order[0],)]
    while ways:
        way = ways.pop()
        best = way if len(way) > len(best) else best
        onward = sorted(set(after[way[-1]]) - set(way), key=order.index, reverse=True)
        ways += [(*way, state) for state in onward]
    return best


def width(text: str, size: float) -> float:
    """About how wide the text is in this size; rather too much than too little."""
    wide = (1 if unicodedata.east_asian_width(sign) in "WFA" else NARROW.get(sign, 0.58) for sign in text)
    return round(sum(wide) * size, 1)


def lines_of(text: str, most: int = 5) -> list[str]:
    """One line, or two when the text is longer than ``most`` signs; it breaks behind a particle where it can."""
    if len(text) <= most:
        return [text]
    middle = (len(text) + 1) // 2
    behind = [
        at + 1 for at, sign in enumerate(text[:-1]) if sign in PARTICLES and text[at + 1] not in PARTICLES
    ]
    at = min(behind, key=lambda place: (abs(place - middle), place), default=middle)
    at = at if abs(at - middle) <= len(text) // 4 else middle
    return [text[:at], text[at:]]
