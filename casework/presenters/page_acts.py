"""What can be done with a case of any machine now and what cannot: buttons, reasons, and what mends them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from casework import workflow
from casework.permissions import PERMISSIONS, Reason
from casework.presenters import links

Pages = Mapping[str, tuple[str, str]]  # transition -> (page of the act, word on the button)


@dataclass(frozen=True)
class PageAct:
    """An act that can be done: its button."""

    name: str
    label: str
    url: str
    main: bool = False
    note: str = ""


@dataclass(frozen=True)
class RefusedAct:
    """An act that cannot be done yet, with the reasons."""

    label: str
    reasons: list[Reason]
    note: str = ""


@dataclass
class Acts:
    """``first`` is the page's one filled button; ``can`` the others."""

    first: PageAct | None = None
    can: list[PageAct] = field(default_factory=list)
    refused: list[RefusedAct] = field(default_factory=list)
    cures: dict[str, tuple[str, str]] = field(default_factory=dict)


def of_machine(
    case, actor, pages: Pages, road: Sequence[str], *, idle: Iterable[str] = ()
) -> tuple[list[PageAct], list[RefusedAct]]:
    """(what ``actor`` can do, what cannot be done yet and why).

    ``road``: the acts that lead on, named also to a post that does not do them; an act beside the road is named
    only when its own post is stopped by something else. ``idle``: acts for which there is nothing to do.
    """
    asked = workflow.available(case, actor)
    can = [
        PageAct(name, label, links.to(page, case.pk))
        for name, (page, label) in pages.items()
        if name in asked and not asked[name] and name not in idle
    ]
    stopped = [name for name in road if asked.get(name)]
    stopped += [name for name in pages if name not in road and _by_guard(asked.get(name), actor, case, name)]
    return can, [_refused(pages[name][1], asked[name]) for name in stopped]


def with_first(first: PageAct | None, can: list[PageAct], refused: list[RefusedAct], cures) -> Acts:
    """The first act on its own, the others behind it."""
    others = [act for act in can if act is not first] or can
    return Acts(first, others, refused, cures)


def first_of(can: list[PageAct], order: Sequence[str]) -> PageAct | None:
    """The first of the order that can be done."""
    by_name = {act.name: act for act in can}
    return next((by_name[name] for name in order if name in by_name), None)


def _by_guard(reasons, actor, case, name: str) -> bool:
    step = workflow.declared(case, name) if reasons else None
    return bool(step and not step.permission.reasons(case, actor))


def _refused(label: str, reasons: list[Reason]) -> RefusedAct:
    """Who does it comes first as a sentence, then what is still wanting."""
    held = {permission.sentence for permission in PERMISSIONS.values()}
    if len(reasons) > 1 and reasons[0].sentence in held:
        who, rest = reasons[0], reasons[1:]
        if len(rest) > 1:
            return RefusedAct(label, rest, f"{who.sentence}その前に、")
        return RefusedAct(label, [replace(rest[0], sentence=f"{who.sentence}その前に：{rest[0].sentence}")])
    return RefusedAct(label, reasons)
