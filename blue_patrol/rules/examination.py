"""The examination sheet 調査票: the twelve items of 第5の2, and what software may say to each.

Software suggests and warns; a person judges.  No item refuses: an unfit one is forwarded as such, with
the guidance that was given (BP-5-2).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

FIT = "fit"
UNFIT = "unfit"
WEEKS_A_MONTH = 4

Unit = Literal["week", "month"]
_UNIT_WORDS: dict[str, str] = {"week": "週", "month": "月"}


@dataclass(frozen=True)
class Item:
    """One line of the sheet.

    `code` keys the finding, `group` the section (a–e).  `keeps_evidence` False (オ 欠格): only the result,
    the day and the checker are stored, never what was asked or answered, so there is no guidance text either.
    """

    code: str
    clause: str
    label: str
    question: str
    group: str
    fit_word: str = "適"
    unfit_word: str = "否"
    keeps_evidence: bool = True

    @property
    def answers(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """(value, wording) of both answers, the fit one first."""
        return (FIT, self.fit_word), (UNFIT, self.unfit_word)


@dataclass(frozen=True)
class Section:
    """A heading of the sheet with the sentence below it and the place in the procedure (事務取扱要領)."""

    code: str
    label: str
    lead: str
    clause: str
    source: str
    items: tuple[Item, ...]


class FindingLike(Protocol):
    """What the sheet asks of a stored finding: "fit", "unfit" or "" and two texts."""

    @property
    def result(self) -> str: ...
    @property
    def evidence(self) -> str: ...
    @property
    def guidance(self) -> str: ...


@dataclass(frozen=True)
class Suggestion:
    """What the data suggest: a value to offer (never preselected as judged) and the reason to show."""

    value: str
    text: str


def _how(mark: str, number: int, words: str) -> Item:
    return Item(f"d-{number}", f"BP-5-2-d-{number}", f"({mark})　{words}", f"{words}こと。", "d")


def _disqualified(mark: str, number: int, words: str) -> Item:
    clause = f"BP-5-2-e-{number}"
    question = f"団体とその構成員に、{words}がないこと。"
    return Item(
        f"e-{number}", clause, f"({mark})　{words}", question, "e", "該当なし", "該当", keeps_evidence=False
    )


_GROUP_TYPE = Item(
    "a",
    "BP-5-2-a",
    "ア　団体の区分",
    "団体が (ア) から (キ) までのどれかに当たること。",
    "a",
    "当たる",
    "どれにも当たらない",
)
_CONTINUITY = Item(
    "b",
    "BP-5-2-b",
    "イ　続けられる見込み",
    "実績と計画から、続けて行う見込みがあること。",
    "b",
)
_TRAINING = Item(
    "c",
    "BP-5-2-c",
    "ウ　講習と対応する力",
    "講習を受けていることなどから、予想される事案に適切に対応できること。",
    "c",
)
_METHOD = (
    _how("ア", 1, "屋根に1個または1体だけ付ける"),
    _how("イ", 2, "パトロール中のほかは点灯しない"),
    _how("ウ", 3, "車体に団体名とパトロール中の表示を出す"),
    _how("エ", 4, "灯火が運転の妨げにならない"),
    _how("オ", 5, "標章を後方から見えるように掲げる"),
    _how("カ", 6, "実施者証を携行する"),
    _how("キ", 7, "認められた地域の中だけで点灯する"),
)
_DISQUALIFICATION = (
    _disqualified("ア", 1, "違法行為のおそれ"),
    _disqualified("イ", 2, "反社会的勢力との関係"),
)
_E_LEAD = (
    "違法行為のおそれ、反社会的勢力との関係がないこと。"
    "結果・日・確認者だけを残します。照会の内容や相手は書きません。"
)

SECTIONS = (
    Section("a", _GROUP_TYPE.label, _GROUP_TYPE.question, "BP-5-2-a", "要領 第5の2のア", (_GROUP_TYPE,)),
    Section("b", _CONTINUITY.label, _CONTINUITY.question, "BP-5-2-b", "要領 第5の2のイ", (_CONTINUITY,)),
    Section("c", _TRAINING.label, _TRAINING.question, "BP-5-2-c", "要領 第5の2のウ", (_TRAINING,)),
    Section(
        "d",
        "エ　実施の方法",
        "次の7つに反しない方法で行うと認められること。",
        "BP-5-2-d",
        "要領 第5の2のエ",
        _METHOD,
    ),
    Section("e", "オ　欠格", _E_LEAD, "BP-5-2", "要領 第5の2のオ", _DISQUALIFICATION),
)
ITEMS = tuple(item for section in SECTIONS for item in section.items)
TRAINING_SECTION, DISQUALIFICATION_SECTION = SECTIONS[2], SECTIONS[4]


def _reason(code: str, clause: str, source: str, question: str) -> Section:
    """The one question of the procedures after the first: is the reason true (当該申請理由を確認)."""
    item = Item(code, clause, "申請の理由", question, code)
    return Section(code, item.label, question, clause, source, (item,))


REISSUE_SECTIONS = (
    _reason("reissue", "BP-6-1", "要領 第6の1", "紛失・き損・汚損の理由が、申請のとおりであること。"),
)
CHANGE_SECTIONS = (
    _reason("change", "BP-7-1", "要領 第7の1", "変更の理由が、申請のとおりであること。"),
    TRAINING_SECTION,
    DISQUALIFICATION_SECTION,
)
"""The training where people join; the disqualification where people join or the representative changes."""
DEMONSTRATION_SECTIONS = (
    _reason(
        "demonstration", "BP-10-1-1-b", "要領 第10の1(1)イ", "要請と運行の理由が、申請のとおりであること。"
    ),
)
CODES = tuple(item.code for item in ITEMS)
_OTHERS = tuple(
    section.items[0] for section in (*REISSUE_SECTIONS, CHANGE_SECTIONS[0], *DEMONSTRATION_SECTIONS)
)
GUIDED = tuple(item.code for item in (*ITEMS, *_OTHERS) if item.keeps_evidence)
"""The items whose unfit finding asks for guidance before the case is forwarded (BP-5-2)."""
CHOICES = tuple((item.code, item.label) for item in ITEMS)
_BY_CODE = {item.code: item for item in (*ITEMS, *_OTHERS)}


def by_code(code: str) -> Item:
    """The item with this code (a, b, c, d-1 … d-7, e-1, e-2, reissue, change, demonstration); else `KeyError`."""
    return _BY_CODE[code]


_BEARS_ON = {
    "group": ("a", "e-1", "e-2"),  # a new representative is checked again (BP-5-2-e-1, BP-5-2-e-2)
    "plan": ("b", "d-2", "d-7"),
    "vehicles": ("d-1", "d-3", "d-4", "d-5"),
    "patrollers": ("c", "e-1", "e-2"),  # so is an added patroller
    "request": ("reissue", "change", "demonstration", "c", "e-1", "e-2"),  # of a later request, on one page
}


def judged_anew(part: str) -> tuple[str, ...]:
    """Codes of the items that a change of this part of the entry (group, plan, vehicles, patrollers) bears on."""
    return _BEARS_ON.get(part, ())


def unjudged(findings: Mapping[str, FindingLike], items: Sequence[Item] = ITEMS) -> tuple[Item, ...]:
    """Items without a result yet, in the sheet's order: forwarding waits for them (BP-5-2, BP-5-3)."""
    return tuple(item for item in items if _result(findings, item) not in (FIT, UNFIT))


def without_evidence(findings: Mapping[str, FindingLike]) -> tuple[Item, ...]:
    """Judged items whose evidence is blank though the sheet keeps it."""
    return tuple(
        item
        for item in ITEMS
        if item.keeps_evidence and _result(findings, item) and not findings[item.code].evidence.strip()
    )


def unfit(findings: Mapping[str, FindingLike], items: Sequence[Item] = ITEMS) -> tuple[Item, ...]:
    """Items found unfit (否, 該当): they are forwarded as such with the chief's opinion."""
    return tuple(item for item in items if _result(findings, item) == UNFIT)


def unfit_without_guidance(
    findings: Mapping[str, FindingLike], items: Sequence[Item] = ITEMS
) -> tuple[Item, ...]:
    """Unfit items to which no guidance is recorded; オ keeps no text, so it never stands here."""
    return tuple(
        item
        for item in unfit(findings, items)
        if item.keeps_evidence and not findings[item.code].guidance.strip()
    )


def _result(findings: Mapping[str, FindingLike], item: Item) -> str:
    return findings[item.code].result if item.code in findings else ""


_NAME_HINTS = (
    ("d", ("特定非営利活動法人", "NPO法人", "ＮＰＯ法人")),
    ("c", ("一般社団法人", "一般財団法人")),
    ("g", ("株式会社", "有限会社", "合同会社")),
)


def suggest_group_type(name: str, *, commissioned_by: str = "") -> Suggestion | None:
    """ア (BP-5-2-a): the type that the name or a commission speaks for; None when nothing does."""
    for code, words in _NAME_HINTS:
        hit = next((word for word in words if word in name), None)
        if hit:
            return Suggestion(code, f"名称に「{hit}」があります。")
    if commissioned_by.strip():
        return Suggestion("b", f"{commissioned_by.strip()}の委嘱があります。")
    if len(name) > 1 and name[-1] in "県市区町村":
        return Suggestion("a", f"名称が「{name[-1]}」で終わっています。")
    if name.endswith(("自治会", "町内会", "区会")):
        return Suggestion("e", "自治会・町内会の名称です。市区町村長の認可を確かめてください。")
    return None


def yardstick_words(times: int, unit: Unit) -> str:
    """原則として週1回以上: the prefecture's yardstick of continuity as words."""
    return f"原則として{_UNIT_WORDS[unit]}{times}回以上"


def suggest_continuity(
    times: int | None, unit: Unit, yardstick: int = 1, yardstick_unit: Unit = "week"
) -> str:
    """イ (BP-5-2-b): a warning when the plan stays below the prefecture's yardstick, "" otherwise.

    The yardstick holds in principle (原則として): the warning is acknowledged, never a refusal.  A week is
    reckoned as a quarter of a month.
    """
    measure = yardstick_words(yardstick, yardstick_unit)
    if times is None:
        return f"実施回数が書かれていません。基準は、{measure}です。"
    planned = times * (WEEKS_A_MONTH if unit == "week" else 1)
    wanted = yardstick * (WEEKS_A_MONTH if yardstick_unit == "week" else 1)
    if planned >= wanted:
        return ""
    return f"計画は{_UNIT_WORDS[unit]}{times}回です。基準は、{measure}です。実績も見て判断してください。"


def suggest_training(trained: int, total: int) -> Suggestion:
    """ウ (BP-5-2-c): how many of the roster have attended; offers 適 only when all have."""
    if total == 0:
        return Suggestion("", "実施者がまだ登録されていません。")
    if trained >= total:
        return Suggestion(FIT, f"実施者{total}人の全員が講習を受けています。")
    left = total - trained
    return Suggestion("", f"実施者{total}人のうち{trained}人が講習を受けています。{left}人が未受講です。")


def suggest_lamps(counts: Sequence[int]) -> str:
    """エ(ア) (BP-5-2-d-1): a warning when a car bears other than one light; `counts` one number a car."""
    wrong = [f"{place}台目は{count}個" for place, count in enumerate(counts, 1) if count != 1]
    return f"青色回転灯等は1台に1個または1体です（{'、'.join(wrong)}）。" if wrong else ""


def suggest_marking(text: str, group_name: str) -> str:
    """エ(ウ) (BP-5-2-d-3): a warning when the marking lacks the group's name or that it is on patrol."""
    lacking = []
    if group_name not in text:
        lacking.append("団体の名称")
    if "パトロール" not in text:
        lacking.append("自主防犯パトロール中であること")
    return f"車体の表示に{'と'.join(lacking)}が見当たりません。" if lacking else ""
