"""The picture as SVG text. Everything is coloured through classes; the file alone may carry a style sheet."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape

from casework.drawing.diagram import Diagram, Edge, width
from casework.drawing.layout import Arrow, Layout, Word, lay_out
from casework.drawing.measures import Rect

BEND, HEAD = 7.0, 9.0
LEGEND, LEGEND_LEFT = 34.0, 14.0
NAMED = 'role="img" aria-labelledby="machine-title machine-told"'


@lru_cache(maxsize=32)
def _laid_out(diagram: Diagram, noted: bool) -> Layout:
    return lay_out(diagram, noted=noted)


def draw(
    diagram: Diagram, *, here: str = "", done: Iterable = (), notes: Mapping[str, str] | None = None, style: str = ""
) -> str:  # fmt: skip
    """One <svg> element; one a page, for its ids are fixed.

    here    the state in which the case is now: 「いまここ」 in its box, and a second frame around it
    done    states and keys of edges (source, act, target) that the case has passed: a tick, and thick lines
    notes   state -> a short second line, such as the day
    style   CSS for a file that stands alone; a page leaves it empty
    """
    passed = set(done)
    layout = _laid_out(diagram, bool(here or notes))
    legend, below = _legend(layout, bool(here), bool(passed))
    wide, high = _number(layout.width), _number(layout.height + below)
    size = f'width="{wide}" height="{high}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="machine" viewBox="0 0 {wide} {high}" {size} {NAMED}>',
        f'<title id="machine-title">{escape(diagram.title)}</title>',
        f'<desc id="machine-told">{escape(_told(diagram, here))}</desc>',
        *([f"<style>{style}</style>"] if style else []),
        f'<rect class="machine-page" {size}/>',
        *(_box(layout, state, label, here, passed, notes or {}) for state, label in diagram.states),
        *_arrows(layout, passed),
        *(_word(word, passed) for word in layout.words),
        *legend,
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _told(diagram: Diagram, here: str) -> str:
    """The picture in words, for whoever does not see it."""
    names = dict(diagram.states)
    way = "、".join(names[state] for state in diagram.line())
    aside = "、".join(label for value, label in diagram.states if value not in diagram.line())
    told = f"左から右へ、{way}。" + (f"ほかに、{aside}。" if aside else "")
    return told + (f"いまは「{names[here]}」です。" if here in names else "")


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _points(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in points)


# --- arrows ---------------------------------------------------------------------------------------------------


def _arrows(layout: Layout, passed: set) -> list[str]:
    """Those passed come last and so lie on top of the ways they share with others."""
    names = dict(layout.diagram.states)
    ordered = sorted(layout.arrows, key=lambda arrow: arrow.edge.key in passed)
    return [_arrow(arrow, names, arrow.edge.key in passed) for arrow in ordered]


def _arrow(arrow: Arrow, names: dict[str, str], is_passed: bool) -> str:
    edge, points = arrow.edge, list(arrow.points)
    marks = ""
    if arrow.end == "head":
        marks += _head(points[-2], points[-1])
        points[-1] = _before(points[-2], points[-1], HEAD - 1)
    else:
        (x, y), arm = points[-1], 5
        marks += (
            f'<path class="machine-cross" d="M{_number(x - arm)} {_number(y - arm)}l10 10m0 -10l-10 10"/>'
        )
    if arrow.start == "dot":
        marks += (
            f'<circle class="machine-dot" cx="{_number(points[0][0])}" cy="{_number(points[0][1])}" r="6"/>'
        )
    done = " machine-done" if is_passed else ""
    return (
        f'<g class="machine-edge{done}" data-edge="{escape("|".join(edge.key))}"><title>{escape(_sentence(edge, names))}</title>'
        f'<path class="machine-way" d="{_bent(points)}"/>{marks}</g>'
    )


def _sentence(edge: Edge, names: dict[str, str]) -> str:
    ends = f"{names.get(edge.source, '始め')} → {names.get(edge.target, '（取り消す）')}"
    return f"{ends}：{edge.label}" + (f"（{edge.clause}）" if edge.clause else "")


def _before(a, b, distance: float) -> tuple[float, float]:
    """The point so far before ``b`` on the straight way from ``a``; ways run upright or level."""
    (x0, y0), (x1, y1) = a, b
    if x0 == x1:
        return (x1, y1 - distance if y1 > y0 else y1 + distance)
    return (x1 - distance if x1 > x0 else x1 + distance, y1)


def _head(a, b) -> str:
    x, y = _before(a, b, HEAD)
    side = 5
    ends = ((x - side, y), (x + side, y)) if a[0] == b[0] else ((x, y - side), (x, y + side))
    return f'<polygon class="machine-head" points="{_points([b, *ends])}"/>'


def _bent(points: list[tuple[float, float]]) -> str:
    """A line through the points with round bends."""
    told = [f"M{_number(points[0][0])} {_number(points[0][1])}"]
    for before, at, after in zip(points, points[1:], points[2:], strict=False):
        reach = min(BEND, _length(before, at) / 2, _length(at, after) / 2)
        if reach:
            start, end = _before(before, at, reach), _before(after, at, reach)
            told.append(f"L{_number(start[0])} {_number(start[1])}")
            told.append(f"Q{_number(at[0])} {_number(at[1])} {_number(end[0])} {_number(end[1])}")
    told.append(f"L{_number(points[-1][0])} {_number(points[-1][1])}")
    return "".join(told)


def _length(a, b) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


# --- boxes and words ----------------------------------------------------------------------------------------------


def _rect(rect: Rect, kind: str, out: float = 0, round_: float = 8) -> str:
    return (
        f'<rect class="{kind}" x="{_number(rect.x - out)}" y="{_number(rect.y - out)}" '
        f'width="{_number(rect.width + 2 * out)}" height="{_number(rect.height + 2 * out)}" rx="{_number(round_)}"/>'
    )


def _box(layout: Layout, state: str, label: str, here: str, passed: set, notes: Mapping[str, str]) -> str:
    rect = layout.boxes[state]
    line, is_here, is_done = layout.diagram.line(), state == here, state in passed and state != here
    kinds = ["machine-state", "machine-main" if state in line else "machine-side"]
    kinds += ["machine-end"] * (state in layout.diagram.ends())
    kinds += ["machine-alone"] * (state in layout.diagram.alone())
    kinds += ["machine-here"] * is_here + ["machine-done"] * is_done
    x, y = rect.x + rect.width / 2, rect.y + rect.height / 2
    second = "いまここ" if is_here else notes.get(state, "")
    inner = [_rect(rect, "machine-ring", 4.5, 12)] if is_here else []
    inner.append(_rect(rect, "machine-box"))
    inner += [_rect(rect, "machine-inner", -3.5, 5)] if state in layout.diagram.ends() else []
    inner.append(_text(x, y - 4 if second else y + 6, "machine-name", label))
    inner += [_second(x, y + 18, second, is_here)] if second else []
    inner += [_tick(rect)] if is_done else []
    return f'<g class="{" ".join(kinds)}" data-state="{escape(state)}">{"".join(inner)}</g>'


def _second(x: float, y: float, text: str, is_here: bool) -> str:
    if not is_here:
        return _text(x, y, "machine-note", text)
    pill = _rect(Rect(x - 33, y - 13, 66, 18), "machine-pill", 0, 9)
    return pill + _text(x, y, "machine-pilled", text)


def _tick(rect: Rect) -> str:
    x, y = _number(rect.x + 1), _number(rect.y + 1)
    return f'<g class="machine-tick"><circle cx="{x}" cy="{y}" r="8"/><path d="M{x} {y}m-4 0l3 3l5 -6"/></g>'


def _text(x: float, y: float, kind: str, text: str, anchor: str = "middle") -> str:
    return (
        f'<text class="{kind}" x="{_number(x)}" y="{_number(y)}" text-anchor="{anchor}">{escape(text)}</text>'
    )


def _word(word: Word, passed: set) -> str:
    done = " machine-done" if any(edge.key in passed for edge in word.edges) else ""
    texts = (_text(x, y, f"machine-{kind}", text, word.anchor) for x, y, kind, text in word.texts)
    return f'<g class="machine-label{done}">{"".join(texts)}</g>'


# --- what the signs mean ----------------------------------------------------------------------------------------


def _legend(layout: Layout, has_here: bool, has_done: bool) -> tuple[list[str], float]:
    """The signs that occur, in as many rows as the picture's width asks for; and how high they are."""
    signs = [("start", "始まる"), ("end", "ここで終わる")]
    signs += [("alone", "まだ、行く道がない")] if layout.diagram.alone() else []
    signs += [("gone", "取り消すと、なくなる")] if any(a.end == "cross" for a in layout.arrows) else []
    signs += [("done", "通ったところ")] if has_done else []
    signs += [("here", "いまここ")] if has_here else []
    told, x, y = [], LEGEND_LEFT, layout.height + LEGEND / 2
    for kind, text in signs:
        wide = 34 + width(text, 12)
        if x + wide > layout.width and x > LEGEND_LEFT:
            x, y = LEGEND_LEFT, y + LEGEND - 8
        word = _text(x + 34, y + 4, "machine-note", text, "start")
        told.append(f'<g class="machine-legend">{_sign(kind, x, y)}{word}</g>')
        x += wide + 26
    return told, y + LEGEND / 2 - layout.height


def _sign(kind: str, x: float, y: float) -> str:
    box = Rect(x, y - 8, 26, 16)
    if kind == "start":
        return f'<circle class="machine-dot" cx="{_number(x + 18)}" cy="{_number(y)}" r="6"/>'
    if kind == "gone":
        return f'<path class="machine-cross" d="M{_number(x + 13)} {_number(y - 5)}l10 10m0 -10l-10 10"/>'
    if kind == "alone":
        return f'<g class="machine-alone">{_rect(box, "machine-box", 0, 4)}</g>'
    if kind == "end":
        return _rect(box, "machine-box", 0, 4) + _rect(box, "machine-inner", -3, 2)
    if kind == "done":
        return (
            f'<g class="machine-done">{_rect(box, "machine-box", 0, 4)}{_tick(Rect(x + 12, y - 1, 0, 0))}</g>'
        )
    return f'<g class="machine-here">{_rect(box, "machine-box", 0, 4)}{_rect(box, "machine-ring", 3, 6)}</g>'
