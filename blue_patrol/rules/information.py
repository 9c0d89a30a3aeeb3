"""情報提供 (BP-11-2-a): how a group stands towards its yearly information, and which days can be recorded."""

from dataclasses import dataclass
from datetime import date

from blue_patrol.rules import deadlines
from casework import dates, wareki

AMBER_MONTHS = 3
TEXT_SHOWN = 100  # of what was told, on the ledger

WAYS = (
    ("handout", "配布"),
    ("post", "郵送"),
    ("meeting", "講習会・会合"),
    ("visit", "訪問"),
    ("mail", "メール"),
    ("other", "その他"),
)
OTHER = "other"
WORDS = dict(WAYS)


@dataclass(frozen=True)
class Stand:
    """A code, its word and its tone."""

    code: str
    word: str
    tone: str


OVERDUE = Stand("overdue", "期限を過ぎた", "bad")
SOON = Stand("soon", f"期限まで{AMBER_MONTHS}か月以内", "care")
DONE = Stand("done", "済み", "good")
LATER = Stand("later", "これから", "plain")
STANDS = (OVERDUE, SOON, LATER, DONE)


def stand(due_on: date | None, today: date, last_on: date | None, times_a_year: int = 1) -> Stand:
    """Overdue, due within three months, done for the present spell of the year, or still to come in it.

    A group that was never informed is not done, however far its day. A standing whose clock was ended without the
    next one has no due day: it counts as overdue.
    """
    if due_on is None or due_on < today:
        return OVERDUE
    if last_on is not None and due_on > deadlines.spell_end(today, times_a_year):
        return DONE
    return SOON if today >= deadlines.amber_from(due_on, AMBER_MONTHS) else LATER


def day_problem(on: date, today: date, delivered_on: date | None, last_on: date | None) -> str:
    """Why information cannot have been given on the day; "" when it can. ``last_on``: the last one recorded."""
    if on > today:
        return "先の日付は記録できません。"
    if delivered_on and on < delivered_on:
        return f"証明書を交付した日（{wareki.format_long(delivered_on)}）より前の日です。"
    if last_on and on == last_on:
        return f"{wareki.format_long(on)}の情報提供は、すでに記録されています。"
    if last_on and on < last_on:
        return f"前の情報提供（{wareki.format_long(last_on)}）より前の日です。"
    return ""


def ledger_line(way: str, text: str, reached: int) -> str:
    """One line of form 15: 配布　自転車盗の手口　実施者12人."""
    plain = " ".join(text.split())
    shown = plain if len(plain) <= TEXT_SHOWN else f"{plain[:TEXT_SHOWN]}…"
    return f"{WORDS[way]}　{shown}　実施者{reached}人"


def is_new(card_on: date | None, last_on: date) -> bool:
    """Whether a patroller joined since the last information: the card came after it, or has not been handed over."""
    return card_on is None or dates.days_between(last_on, card_on) > 0
