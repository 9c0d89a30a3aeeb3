"""What can be done with an application now and what cannot: the pages of its acts and their order."""

from blue_patrol.models import Kind, Place, Procedure
from blue_patrol.models.parcels import HERE_AND_AFTER
from blue_patrol.presenters import cures
from blue_patrol.rules import examination
from casework.models.road import RoadState as S
from casework.presenters import links, page_acts
from casework.presenters.page_acts import Acts, PageAct

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
    "take_back": ("take_back", "標章の返納を記録する"),
    "report": ("report", "交付を報告する"),
    "hand_over_cards": ("hand_over_cards", "残った実施者証を渡す"),
    "amend": ("", "申請を直す"),  # each procedure has its own page
    "attach": ("attach", "添付を加える"),
    "record_training": ("record_training", "講習を記録する"),
    "request_correction": ("request_correction", "補正を求める"),
    "send_back": ("send_back", "差し戻す"),
    "number_document": ("number_document", "文書番号を記入する"),
    "collect": ("collect", "変更前のものを受け取る"),
    "give_back": ("give_back", "預かったものを返す"),
    "destroy_returned": ("destroy_returned", "返送品の廃棄を記録する"),
    "withdraw": ("withdraw", "取下げを記録する"),
    "recall": ("recall", "決裁を取り消す"),
    "return_undelivered": ("return_undelivered", "交付できないことを記録する"),
    "assign": ("assign", "担当を替える"),
}
ROAD_ACTS = (
    "receive", "resubmit", "forward", "approve", "dispatch", "arrive", "deliver", "take_back", "report"
)  # fmt: skip
MADE_ANEW = {Place.BLANK, Place.PRINTED, Place.SEALED}
THING_ACTS = {Place.BLANK: ("print_out", "印刷を記録する"), Place.PRINTED: ("seal", "押印を記録する")}


def of_case(found, actor) -> Acts:
    """The acts of a case file as ``actor`` sees them."""
    case = found.case
    can, refused = page_acts.of_machine(case, actor, _pages(case), ROAD_ACTS, idle=_idle(found))
    can = _printing(found, actor) + _acknowledging(found, actor) + can
    return page_acts.with_first(_first(found, can), can, refused, cures.of_case(case, actor))


def _pages(case) -> dict[str, tuple[str, str]]:
    """The words of the decision say whether it is the last step."""
    final = case.state == S.FORWARDED and any(step.is_final for step in case.open_steps())
    words = {
        "approve": ("decide", "決裁する" if final else "審査する"),
        "amend": (case.amend_page, "申請を直す"),
    }
    if case.case_label == Procedure.DEMONSTRATION:
        words["report"] = ("send_stickers_up", "返納された標章を本部へ送る")
    return PAGES | words


def _idle(found) -> set[str]:
    """Acts for which there is nothing to do, though the machine would let them through to its checks."""
    case = found.case
    came_in = {row.credential.state for row in case.came_in()}
    places = {thing.state for thing in found.things} | (came_in if case.delivered_on else set())
    work = {
        "give_back": Place.SURRENDERED in came_in,
        "collect": bool(hasattr(case, "outstanding") and case.outstanding()),
        "answer": not all(reason.answered_on for reason in found.reasons),
        "hand_over_cards": any(
            thing.kind == Kind.CARD and thing.state == Place.AT_STATION for thing in found.live_things
        ),
        "replace": bool(found.reported_things),
        "send_after": bool(places & MADE_ANEW),
        "take_in_after": Place.IN_TRANSIT in places,
        "destroy_returned": _waits_for_destruction(found, came_in),
        "take_back": Place.WITH_GROUP in places,
        "number_document": not case.document_number,
    }
    return {name for name, is_wanted in work.items() if not is_wanted}


def _waits_for_destruction(found, came_in: set[str]) -> bool:
    """What came up undelivered, a run's stickers, and after the delivery what the request brought; no other case's things."""
    if found.case.delivered_on and Place.SENT_TO_HQ in came_in:
        return True
    of_a_run = found.case.case_label == Procedure.DEMONSTRATION
    return any(t.state == Place.SENT_TO_HQ and (of_a_run or not t.handed_over_on) for t in found.things)


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


def _first(found, can: list[PageAct]) -> PageAct | None:
    """The next thing on the road that this post can do; writing and examining come while they are unfinished."""
    asked = ["examine"] if examination.unjudged(found.case.findings_by_item(), found.case.asked()) else []
    order = ["receive", "resubmit", "answer", "forward", "approve", "acknowledge", "print_out", "seal"]
    order += [
        "dispatch",
        "replace",
        "send_after",
        "arrive",
        "take_in_after",
        "deliver",
        "take_back",
        "report",
        *asked,
        "amend",
    ]
    if found.case.state == S.UNDELIVERED:
        order.append("destroy_returned")
    return page_acts.first_of(can, order)
