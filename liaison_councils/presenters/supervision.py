"""Support, headquarters' remarks and their answers in words (LC-7-1-c, LC-7-2, LC-7-3)."""

from dataclasses import dataclass

from casework.presenters import links, page_acts
from casework.presenters.sentences import Vocabulary
from casework.roles import Role
from liaison_councils.models import Remark, RemarkState, SupportState

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
REMARK_TONES = {RemarkState.MADE: "care", RemarkState.ANSWERED: "go", RemarkState.SETTLED: "good"}
REMARK_PAGES = {
    "answer": ("council_remark_answer", "署の回答を書く"),
    "settle": ("council_remark_settle", "了とする"),
    "ask_again": ("council_remark_again", "もう一度たずねる"),
}
REMARK_SENTENCES = {
    "open": ("が、{b}しました。", "指導"),
    "answer": ("が、署として{b}しました。", "回答"),
    "ask_again": ("が、{b}たずねました。", "もう一度"),
    "settle": ("が、{b}としました。", "了"),
}


def _written(content: dict) -> list[str]:
    return [content.get(name) or "" for name in ("text", "content", "answer_text", "note")]


SUPPORT_VOCABULARY = Vocabulary(SUPPORT_SENTENCES, otherwise=_written)
REMARK_VOCABULARY = Vocabulary(REMARK_SENTENCES, otherwise=_written)


def support_state(request) -> tuple[str, str]:
    return request.get_state_display(), SUPPORT_TONES[SupportState(request.state)]


def remark_state(remark) -> tuple[str, str]:
    return remark.get_state_display(), REMARK_TONES[RemarkState(remark.state)]


def next_of(remark) -> tuple[str, ...]:
    """The act that leads a remark on."""
    return ("settle",) if remark.state == RemarkState.ANSWERED else ("answer",)


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
        Waiting(row, *remark_state(row), label, links.of_case(row)) for row in rows.order_by("made_on", "pk")
    ]
