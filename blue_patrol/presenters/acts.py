"""What can be done with a case now and what cannot, each with its address, its reasons and what mends them."""

from dataclasses import dataclass, field, replace

from blue_patrol.models import Kind, Place
from blue_patrol.models.parcels import HERE_AND_AFTER
from blue_patrol.presenters import cures, links
from blue_patrol.rules import examination
from casework import workflow
from casework.models.road import RoadState as S
from casework.permissions import PERMISSIONS, Reason

PAGES = {  # transition -> (page of the act, word on the button)
    "receive": ("receive", "受理する"),
    "resubmit": ("resubmit", "再提出を受ける"),
    "answer": ("answer", "差戻しに回答する"),
    "forward": ("forward", "進達する"),
    "examine": ("examination", "調査票を書く"),
    "approve": ("decide", "審査・決裁する"),
    "dispatch": ("dispatch", "送付を記録する"),
    "arrive": ("arrive", "受領を記録する"),
    "replace": ("replace", "作り直す"),
    "send_after": ("send_after", "追送を記録する"),
    "take_in_after": ("take_in_after", "追送の受領を記録する"),
    "deliver": ("deliver", "交付の窓口を開く"),
    "report": ("report", "交付を報告する"),
    "hand_over_cards": ("hand_over_cards", "残った実施者証を渡す"),
    "amend": ("entry_group", "申請を直す"),
    "attach": ("attach", "添付を加える"),
    "record_training": ("record_training", "講習を記録する"),
    "request_correction": ("request_correction", "補正を求める"),
    "send_back": ("send_back", "差し戻す"),
    "number_document": ("number_document", "文書番号を記入する"),
    "destroy_returned": ("destroy_returned", "返送品の廃棄を記録する"),
    "withdraw": ("withdraw", "取下げを記録する"),
    "recall": ("recall", "決裁を取り消す"),
    "return_undelivered": ("return_undelivered", "交付できないことを記録する"),
}
ROAD_ACTS = ("receive", "resubmit", "forward", "approve", "dispatch", "arrive", "deliver", "report")
MADE_ANEW = {Place.BLANK, Place.PRINTED, Place.SEALED}
THING_ACTS = {Place.BLANK: ("print_out", "印刷を記録する"), Place.PRINTED: ("seal", "押印を記録する")}


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


def of_case(found, actor) -> Acts:
    """The acts of a case file as ``actor`` sees them."""
    case = found.case
    asked = workflow.available(case, actor)
    allowed = [name for name, reasons in asked.items() if name in PAGES and not reasons]
    idle = _idle(found)
    allowed = [name for name in allowed if name not in idle]
    can = [_act(name, case) for name in PAGES if name in allowed]
    can = _printing(found, actor) + _acknowledging(found, actor) + can
    refused = [_refused(name, asked[name], actor) for name in ROAD_ACTS if asked.get(name)] + [
        _refused(name, asked[name], actor)
        for name, step in PAGES.items()
        if name not in ROAD_ACTS and _stopped_by_guard(asked.get(name), actor, case, name)
    ]
    first = _first(found, can)
    others = [act for act in can if act is not first] or can
    return Acts(first, others, refused, cures.of_case(case, actor))


def _idle(found) -> set[str]:
    """Acts for which there is nothing to do, though the machine would let them through to its checks."""
    places = {thing.state for thing in found.things}
    work = {
        "answer": not all(reason.answered_on for reason in found.reasons),
        "hand_over_cards": any(
            thing.kind == Kind.CARD and thing.state == Place.AT_STATION for thing in found.live_things
        ),
        "replace": bool(found.reported_things),
        "send_after": bool(places & MADE_ANEW),
        "take_in_after": Place.IN_TRANSIT in places,
        "destroy_returned": Place.SENT_TO_HQ in places,
        "number_document": not found.case.document_number,
    }
    return {name for name, is_wanted in work.items() if not is_wanted}


def _act(name: str, case) -> PageAct:
    page, label = PAGES[name]
    if name == "approve":
        final = any(step.is_final for step in case.open_steps())
        label = "決裁する" if final else "審査する"
    return PageAct(name, label, links.to(page, case.pk))


def _printing(found, actor) -> list[PageAct]:
    """Printing and sealing are acts of the credentials, offered while something waits to be sent."""
    if found.case.state not in (S.APPROVED, *HERE_AND_AFTER) or not actor.may("headquarters_act"):
        return []
    places = {thing.state for thing in found.live_things}
    return [
        PageAct(n, label, links.to(n, found.case.pk)) for p, (n, label) in THING_ACTS.items() if p in places
    ]


def _acknowledging(found, actor) -> list[PageAct]:
    """後閲: the holder of the post sees what a deputy decided."""
    if not actor.may("acknowledge") or actor.is_deputy:
        return []
    waiting = [
        s for s in found.steps if s.as_deputy and not s.seen_on and not s.is_void and s.is_for(actor.post)
    ]
    url = links.to("acknowledge", found.case.pk)
    return [PageAct("acknowledge", "後閲する", url)] if waiting else []


def _stopped_by_guard(reasons, actor, case, name) -> bool:
    """An act beside the road is named only when the post could do it and something else stands in the way."""
    step = workflow.declared(case, name) if reasons else None
    return bool(step and not step.permission.reasons(case, actor))


def _refused(name: str, reasons: list[Reason], actor) -> RefusedAct:
    """Who does it comes first as a sentence, then what is still wanting."""
    label = {"approve": "決裁する"}.get(name, PAGES[name][1])
    held = {permission.sentence for permission in PERMISSIONS.values()}
    if len(reasons) > 1 and reasons[0].sentence in held:
        who, rest = reasons[0], reasons[1:]
        if len(rest) > 1:
            return RefusedAct(label, rest, f"{who.sentence}その前に、")
        return RefusedAct(label, [replace(rest[0], sentence=f"{who.sentence}その前に：{rest[0].sentence}")])
    return RefusedAct(label, reasons)


def _first(found, can: list[PageAct]) -> PageAct | None:
    """The next thing on the road that this post can do; writing and examining come while they are unfinished."""
    by_name = {act.name: act for act in can}
    asked = ["examine"] if examination.unjudged(found.case.findings_by_item()) else []
    order = ["receive", "resubmit", "answer", "forward", "approve", "acknowledge", "print_out", "seal"]
    order += [
        "dispatch",
        "replace",
        "send_after",
        "arrive",
        "take_in_after",
        "deliver",
        "report",
        *asked,
        "amend",
    ]
    if found.case.state == S.UNDELIVERED:
        order.append("destroy_returned")
    return next((by_name[name] for name in order if name in by_name), None)
