"""Opinions in words: how one stands, what can be done with it, its history (LC-6)."""

from datetime import date

from casework import wareki
from casework.presenters import page_acts
from casework.presenters.sentences import Vocabulary
from liaison_councils.models import OpinionState as O
from liaison_councils.rules import opinions as rules

TONES = {O.RECEIVED: "care", O.ANSWERED: "good", O.CLOSED: "good"}
CLOSED_OTHERWISE = "終了（読上げなし）"
PAGES = {  # transition → (page of the act, word on the button)
    "answer": ("council_opinion_answer", "回答を記録する"),
    "read_back": ("council_opinion_read_back", "読上げを記録する"),
    "assign": ("council_opinion_assign", "記載と担当を直す"),
    "reopen": ("council_opinion_reopen", "回答をやり直す"),
    "close_otherwise": ("council_opinion_close", "読み上げずに終える"),
}
ROAD = ("answer", "read_back")
CURES = {"assign": ("council_opinion_assign", "担当を決める")}
KINDS, RAISERS = dict(rules.KINDS), dict(rules.RAISERS)
SENTENCES = {  # transition → the sentence after the person; {b} is the word in bold
    "open": ("が、意見・要望を{b}ました。", "受け"),
    "assign": ("が、記載と担当を{b}ました。", "直し"),
    "answer": ("が、{b}を記録しました。", "回答"),
    "reopen": ("が、回答を{b}ことにしました。", "やり直す"),
    "read_back": ("が、会議での{b}を記録しました。", "読上げ"),
    "close_otherwise": ("が、会議で読み上げずに{b}ました。", "終え"),
}


def state(opinion, today: date, days: int) -> tuple[str, str]:
    """(word, tone); one without an answer for more than ``days`` is told apart."""
    if opinion.state == O.RECEIVED and rules.is_long(opinion.received_on, today, days):
        return "長く回答がない", "bad"
    if opinion.state == O.CLOSED and opinion.read_out_at_id is None:
        return CLOSED_OTHERWISE, "plain"
    return opinion.get_state_display(), TONES[O(opinion.state)]


def waited(opinion, today: date) -> str:
    """受けてから32日: of one that has no answer."""
    return f"受けてから{(today - opinion.received_on).days}日" if opinion.state == O.RECEIVED else ""


def done(opinion) -> str:
    """The measure in words with its day."""
    if not opinion.measure:
        return ""
    day = f"（{wareki.format_long(opinion.measured_on)}）" if opinion.measured_on else ""
    return f"{opinion.measure}{day}"


def acts(opinion, actor) -> page_acts.Acts:
    """What the post may do with the opinion now; who may only look is told nothing of what others cannot do yet."""
    can, refused = page_acts.of_machine(opinion, actor, PAGES, ROAD)
    first = page_acts.first_of(can, ROAD)
    cures = {cure: page for cure, page in CURES.items() if any(act.name == cure for act in can)}
    links = {cure: (page_acts.links.to(page, opinion.pk), word) for cure, (page, word) in cures.items()}
    return page_acts.with_first(first, can, refused, links)


def _typed(content: dict) -> list[str]:
    kind = KINDS.get(content.get("kind", ""), "")
    who = " ".join(filter(None, (RAISERS.get(content.get("raiser", ""), ""), content.get("raiser_name"))))
    section = content.get("section")
    return [
        content.get("content") or "",
        "　".join(filter(None, (kind, who))),
        f"担当 {section}" if section else "担当はまだ",
    ]


def _answered(content: dict) -> list[str]:
    measure = content.get("measure")
    return [f"回答：{content.get('reply', '')}", f"措置：{measure}" if measure else ""]


WRITERS = {"open": _typed, "assign": _typed, "answer": _answered}
VOCABULARY = Vocabulary(SENTENCES, WRITERS)
