"""Where what stands in an act's way is mended: a reason's cure → the address and the words of the link."""

from blue_patrol.models import Procedure
from casework.presenters import links
from casework.scope import access_table

PAGES = {  # in the entry of an application that may still be written
    "group": ("entry_group", "団体の段階へ"),
    "plan": ("entry_plan", "概要の段階へ"),
    "vehicles": ("entry_vehicles", "自動車の段階へ"),
    "patrollers": ("entry_patrollers", "実施者の段階へ"),
    "attachments": ("entry_attachments", "添付の段階へ"),
}
DESK_PAGES = {  # at any time
    "patrollers": ("record_training", "講習を記録する"),
    "attachments": ("attach", "添付を加える"),
    "examination": ("examination", "調査票へ"),
    "answer": ("answer", "差戻しに回答する"),
}
ANCHORS = {
    "things": ("#things", "証明書等へ"),
    "papers": ("#papers", "書類へ"),
    "examination": ("#check", "調査へ"),
    "attachments": ("#attachments", "添付へ"),
    "patrollers": ("#patrollers", "実施者へ"),
}


def of_case(case, actor) -> dict[str, tuple[str, str]]:
    """What the post may open leads to the page that mends; the rest shows where it stands on the case's page."""
    home = links.to("application", case.pk)
    cures = {name: (f"{home}{anchor}", words) for name, (anchor, words) in ANCHORS.items()}
    pages = DESK_PAGES | _entry_pages(case) if case.is_editable else DESK_PAGES
    table = access_table()
    cures |= {
        name: (links.to(page, case.pk), words)
        for name, (page, words) in pages.items()
        if actor.may(table[page])
    }
    return cures


def _entry_pages(case) -> dict[str, tuple[str, str]]:
    """The first application is typed in steps, a later one on a single page."""
    if case.case_label == Procedure.CERTIFICATION:
        return PAGES
    return {"request": (case.amend_page, "申請の内容へ")}
