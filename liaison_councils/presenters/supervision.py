"""Support, headquarters' remarks and their answers in words (LC-7-1-c, LC-7-2, LC-7-3)."""

from dataclasses import dataclass

from casework.models.remarks import RemarkState
from casework.presenters import links, page_acts, remarks
from casework.presenters.sentences import Vocabulary
from casework.roles import Role
from liaison_councils.models import Remark, SupportState

SUPPORT_TONES = {SupportState.ASKED: "care", SupportState.GIVEN: "good", SupportState.WITHDRAWN: "plain"}
SUPPORT_PAGES = {
    "answer": ("council_support_answer", "回答を記録する"),
    "withdraw": ("council_support_withdraw", "依頼を取り下げる"),
}
SUPPORT_SENTENCES = {
    "open": ("が、{b}しました。", "依頼"),
    "answer": ("が、{b}を記録しました。", "回答"),
    "withdraw": ("が、依頼を{b}ました。", "取り下げ"),
}
SUPPORT_VOCABULARY = Vocabulary(SUPPORT_SENTENCES, otherwise=remarks.written)


def support_state(request) -> tuple[str, str]:
    return request.get_state_display(), SUPPORT_TONES[SupportState(request.state)]


def acts(case, actor, pages, road) -> page_acts.Acts:
    """What the post may do with a request or a remark now."""
    can, refused = page_acts.of_machine(case, actor, pages, road)
    return page_acts.with_first(page_acts.first_of(can, road), can, refused, {})


@dataclass(frozen=True)
class Waiting:
    """A remark on somebody's desk: for a home page, which shows how long it may still wait (``remark.due_on``)."""

    remark: Remark
    word: str
    tone: str
    label: str  # what is to be done with it
    url: str


def open_remarks(actor) -> list[Waiting]:
    """Remarks that wait for the actor: a station answers, the division settles; in one query, the oldest first."""
    asked = {
        Role.STATION_SUPERVISOR: (RemarkState.MADE, "署の回答を書く"),
        Role.STATION_CHIEF: (RemarkState.MADE, "署の回答を書く"),
        Role.COMMUNITY_DIVISION: (RemarkState.ANSWERED, "回答を見る"),
    }
    if actor.role not in asked:
        return []
    state, label = asked[actor.role]
    rows = Remark.objects.of(actor).filter(state=state).select_related("station", "council")
    return [
        Waiting(row, *remarks.state_of(row), label, links.of_case(row))
        for row in rows.order_by("made_on", "pk")
    ]
