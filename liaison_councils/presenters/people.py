"""A term in words: its state, what can be done, the balance of members, the service of a person, its history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from casework import wareki
from casework.presenters import links
from casework.presenters.page_acts import Acts, PageAct, first_of, of_machine, with_first
from casework.presenters.sentences import Vocabulary
from liaison_councils.models import Person, Term, TermState
from liaison_councils.models.people import SEX
from liaison_councils.rules import composition
from liaison_councils.rules import terms as rules

T = TermState
PAGES = {  # transition → (page of the act, word on the button)
    "appoint": ("council_term_appoint", "委嘱する"),
    "consult": ("council_term_consult", "他部門の意見を書く"),
    "amend": ("council_term_amend", "選考の記載を直す"),
    "decline": ("council_term_decline", "委嘱しない"),
    "intend": ("council_term_intend", "満了後の意向を書く"),
    "expire": ("council_term_expire", "満了を記録する"),
    "correct_person": ("council_term_person", "委員の記載を変更する"),
    "resign": ("council_term_resign", "辞職を承認する"),
    "dismiss": ("council_term_dismiss", "解嘱する"),
}
ROAD = ("consult", "appoint")
FIRST = ("appoint", "consult")
SENTENCES = {  # transition → the sentence after the person; {b} is the word in bold
    "open": ("が、{b}に選びました。", "候補者"),
    "amend": ("が、選考の記載を{b}ました。", "直し"),
    "consult": ("が、{b}を記録しました。", "他部門の意見"),
    "appoint": ("が、{b}しました。", "委嘱"),
    "decline": ("が、{b}ことに決めました。", "委嘱しない"),
    "intend": ("が、{b}を聞きました。", "満了の後の意向"),
    "correct_person": ("が、委員の記載を{b}しました。", "変更"),
    "expire": ("が、任期の{b}を記録しました。", "満了"),
    "resign": ("が、{b}を承認しました。", "辞職"),
    "dismiss": ("が、{b}しました。", "解嘱"),
    "end_with_council": ("が、協議会の終わりにより{b}としました。", "退任"),
}
FIELD_WORDS = {name: str(Person._meta.get_field(name).verbose_name) for name in Person.FIELDS}


def state(term: Term, today: date, months: int = 0) -> tuple[str, str]:
    """(word, tone). ``months``: how long before its end a term is warned of."""
    if term.is_over(today):
        return "満了（引継ぎ待ち）", "bad"
    if term.state in (T.NOMINATED, T.NOT_APPOINTED):
        return term.get_state_display(), "go" if term.state == T.NOMINATED else "plain"
    if term.starts_on > today:
        return "これから", "go"
    if term.span.last < today:
        return term.get_state_display(), "plain"
    if term.state in (T.RESIGNED, T.DISMISSED):
        return f"{term.get_state_display()}（{wareki.format_long(term.span.last)}まで）", "care"
    if term.state == T.APPOINTED and months and rules.is_near(term.ends_on, months, today):
        left = (term.ends_on - today).days
        return (f"あと{left}日" if left else "きょうまで"), "care"
    return "任期中", "good"


def successor_of(term: Term) -> Term | None:
    """The term that follows, one's own or somebody else's; None where nobody is chosen."""
    return getattr(term, "next", None) or getattr(term, "replacement", None)


def outlook(term: Term, *, in_full: bool = True) -> str:
    """What is known of the time after: 再任の内諾あり, 後任 大山 太郎（候補）; what somebody said is for the station."""
    if after := successor_of(term):
        word = "再任" if after.person_id == term.person_id else f"後任 {after.person}"
        return f"{word}（{after.get_state_display()}）"
    if not in_full:
        return ""
    note = f"（{term.intent_note}）" if term.intent_note else ""
    return f"{term.get_intent_display()}{note}" if term.intent else "まだ聞いていない"


# --- what can be done -----------------------------------------------------------------------------------------------


def acts(term: Term, actor, today: date) -> Acts:
    """Buttons and reasons; a term is declared over only once its days have run out."""
    idle = [] if term.is_over(today) else ["expire"]
    can, refused = of_machine(term, actor, PAGES, ROAD, idle=idle)
    can += _following(term, actor)
    cures = {"consult": (links.to("council_term_consult", term.pk), "意見を書く")}
    return with_first(first_of(can, FIRST), can, refused, cures if actor.may("supervise_councils") else {})


def _following(term: Term, actor) -> list[PageAct]:
    """Choosing who comes next: oneself again, or somebody else."""
    left = term.state in (T.APPOINTED, T.EXPIRED, T.RESIGNED, T.DISMISSED)
    if not left or successor_of(term) or not actor.may("run_council"):
        return []
    page = links.to("council_nominate", term.council_id)
    found = [PageAct("replace", "後任を選ぶ", f"{page}?replaces={term.pk}")]
    if term.state in (T.APPOINTED, T.EXPIRED):
        found.insert(0, PageAct("renew", "再任の候補にする", f"{page}?previous={term.pk}"))
    return found


# --- the balance (第3の3) ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Balance:
    groups: list
    leanings: list[str]
    count: int


def members_of(terms: Iterable[Term]) -> list[composition.Member]:
    return [term.as_counted() for term in terms]


def balance(members, day: date, values, *, hide_small: bool = False) -> Balance:
    members = list(members)
    leanings = (
        [] if hide_small else composition.leanings(members, day, values.members_min, values.members_max)
    )
    groups = [
        (title, [(count, round(count.share * 120)) for count in counts])
        for title, counts in composition.balance(members, day, hide_small=hide_small)
    ]
    return Balance(groups, leanings, len(members))


# --- the whole service ------------------------------------------------------------------------------------------------


@dataclass
class Service:
    """What somebody served in one council, the latest first; ``gaps`` are (first, last) days between."""

    council: object
    terms: list[tuple[Term, tuple[str, str]]]
    gaps: list[tuple[date, date]]

    @property
    def served(self) -> int:
        return sum(term.appointed_on is not None for term, _ in self.terms)


def service(terms: Iterable[Term], today: date) -> list[Service]:
    """By council, in the order in which the terms come."""
    found: dict[int, list[Term]] = {}
    for term in terms:
        found.setdefault(term.council_id, []).append(term)
    return [
        Service(
            rows[0].council,
            [(term, state(term, today)) for term in rows],
            rules.gaps(term.span for term in rows if term.appointed_on),
        )
        for rows in found.values()
    ]


# --- history ------------------------------------------------------------------------------------------------------------


def _day(told) -> str:
    return wareki.format_long(date.fromisoformat(told)) if told else ""


def _chosen(content: dict) -> list[str]:
    span = f"任期 {_day(content.get('starts_on'))}から{_day(content.get('ends_on'))}まで"
    return [f"選考の理由：{content.get('reason', '')}", span]


def _amended(content: dict) -> list[str]:
    return [*_chosen(content), *_person(content)]


def _person(content: dict) -> list[str]:
    told = content.get("person")
    parts = [
        f"{FIELD_WORDS[name]} {_plain(name, value)}"
        for name, value in (told.items() if isinstance(told, dict) else ())
        if value
    ]
    return ["、".join(parts), content.get("note") or ""]


def _plain(name: str, value: str) -> str:
    if name == "birth_date":
        return _day(value)
    return dict(SEX).get(value, value) if name == "sex" else value


def _numbered(content: dict, word: str = "文書番号") -> str:
    number = content.get("document_number")
    return f"{word} {number}" if number else ""


def _appointed(content: dict) -> list[str]:
    return [_numbered(content, "委嘱状の番号"), "まとめて委嘱" if content.get("together") else ""]


def _intent(content: dict) -> list[str]:
    return [Term.Intent(content.get("intent") or "").label, content.get("note") or ""]


def _left(content: dict) -> list[str]:
    wished = content.get("wished_on")
    return [
        f"任期を終える日 {_day(content.get('last_on'))}",
        content.get("note") or "",
        f"辞職願 {_day(wished)}" if wished else "",
        _numbered(content),
    ]


VOCABULARY = Vocabulary(
    SENTENCES,
    writers={
        "open": _chosen, "amend": _amended, "appoint": _appointed, "intend": _intent, "resign": _left, "dismiss": _left,
        "correct_person": _person, "consult": lambda content: [f"{content.get('section', '')}：{content.get('opinion', '')}"],
    },
)  # fmt: skip
BARE = Vocabulary(SENTENCES, otherwise=lambda content: [])  # what was done, without what was written
