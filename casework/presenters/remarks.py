"""本部の指導 in words: its state, what comes next, its history."""

from casework.models.remarks import RemarkState
from casework.presenters.sentences import Vocabulary

TONES = {RemarkState.MADE: "care", RemarkState.ANSWERED: "go", RemarkState.SETTLED: "good"}
BUTTONS = {"answer": "署の回答を書く", "settle": "了とする", "ask_again": "もう一度たずねる"}
SENTENCES = {
    "open": ("が、{b}しました。", "指導"),
    "answer": ("が、署として{b}しました。", "回答"),
    "ask_again": ("が、{b}たずねました。", "もう一度"),
    "settle": ("が、{b}としました。", "了"),
}


def written(content: dict) -> list[str]:
    return [content.get(name) or "" for name in ("text", "content", "answer_text", "note")]


VOCABULARY = Vocabulary(SENTENCES, otherwise=written)


def pages(**names: str) -> dict[str, tuple[str, str]]:
    """``names``: act → the name of its page."""
    return {act: (name, BUTTONS[act]) for act, name in names.items()}


def state_of(remark) -> tuple[str, str]:
    """(word, tone)"""
    return remark.get_state_display(), TONES[RemarkState(remark.state)]


def next_of(remark) -> tuple[str, ...]:
    """The act that leads a remark on."""
    return ("settle",) if remark.state == RemarkState.ANSWERED else ("answer",)
