"""第3の3: members are chosen widely, by occupation, age and sex; the counts that show a lean.

The clause asks for the occupation; L2 of the sources has a field 選出区分 beside it. They are two things: an occupation is
the member's own word and is counted as it is written, 選出区分 is one of five fields from which members are drawn.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

SMALL = 3  # counts below are hidden from who does not choose the members
UNKNOWN = "記録なし"
BANDS = ((40, "30代まで"), (60, "40代・50代"), (70, "60代"), (200, "70代以上"))
SEXES = {"female": "女", "male": "男", "": UNKNOWN}
OCCUPATION = "職業"
MOST, OTHERS = 5, "ほか"  # occupations that a screen names
WORKPLACE = re.compile(r"[（(、,，・\s]")  # what follows tells where somebody works, or a second post
CATEGORIES = {
    "resident": "住民", "business": "事業所", "public": "公的機関", "school": "学校", "other": "その他",
}  # fmt: skip


@dataclass(frozen=True)
class Member:
    birth_date: date | None
    sex: str
    category: str
    occupation: str = ""


@dataclass(frozen=True)
class Count:
    """``number`` None: fewer than ``SMALL``, and hidden."""

    label: str
    number: int | None
    share: float  # of the largest, for a bar


def age_on(birth_date: date, day: date) -> int:
    """Full years."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def band_of(birth_date: date | None, day: date) -> str:
    if birth_date is None:
        return UNKNOWN
    age = age_on(birth_date, day)
    return next(label for limit, label in BANDS if age < limit)


def occupations(members: Iterable[Member]) -> list[tuple[str, int]]:
    """(occupation, how many), the most frequent first; the workplace after it is left out, who told none comes last."""
    found = Counter(WORKPLACE.split(each.occupation.strip(), maxsplit=1)[0] for each in members)
    unknown = found.pop("", 0)
    return found.most_common() + ([(UNKNOWN, unknown)] if unknown else [])


def occupations_in_words(candidates: Iterable[Member], council: Iterable[Member]) -> str:
    """Two lines for L2: the kinds are as many as were written, too many for the columns of a table."""
    told = (("候補者", occupations(candidates)), ("委嘱後", occupations(council)))
    return "\n".join(
        f"{whose}　{'、'.join(f'{label}{number}' for label, number in found)}"
        for whose, found in told
        if found
    )


def _named(told: list[tuple[str, int]]) -> Counter[str]:
    """As many as a screen names, the rest together."""
    known = [each for each in told if each[0] != UNKNOWN]
    found = Counter(dict(known[:MOST]))
    found[OTHERS] = sum(number for _, number in known[MOST:])
    found[UNKNOWN] = sum(number for label, number in told if label == UNKNOWN)
    return +found


def balance(
    members: Iterable[Member], day: date, *, hide_small: bool = False
) -> list[tuple[str, list[Count]]]:
    """(年齢, 性別, 職業 or 選出区分, its counts in their order); an occupation of few would name them, so it is hidden whole."""
    rows = list(members)
    by_age = Counter(band_of(each.birth_date, day) for each in rows)
    by_sex = Counter(SEXES.get(each.sex, UNKNOWN) for each in rows)
    by_category = Counter(CATEGORIES.get(each.category, UNKNOWN) for each in rows)
    by_occupation = _named([] if hide_small else occupations(rows))
    orders = (
        ("年齢", [label for _, label in BANDS], by_age),
        ("性別", ["女", "男"], by_sex),
        (OCCUPATION, [label for label in by_occupation if label != UNKNOWN], by_occupation),
        ("選出区分", list(CATEGORIES.values()), by_category),
    )
    return [(title, _counts(order, found, hide_small)) for title, order, found in orders if order or found]


def _counts(order: list[str], found: Counter[str], hide_small: bool) -> list[Count]:
    most = max(found.values(), default=1)
    labels = [*order, *([UNKNOWN] if found[UNKNOWN] else [])]
    hidden = {label for label in labels if hide_small and 0 < found[label] < SMALL}
    return [
        Count(label, None if label in hidden else found[label], 0 if label in hidden else found[label] / most)
        for label in labels
    ]


def leanings(members: Iterable[Member], day: date, minimum: int, maximum: int) -> list[str]:
    """Sentences on what a chooser may want to look at (LC-3-3); advice, never a refusal."""
    rows = list(members)
    if not rows:
        return []
    found = []
    if not minimum <= len(rows) <= maximum:
        found.append(f"委員は{minimum}人から{maximum}人が目安です（いま{len(rows)}人）。")
    sexes = Counter(each.sex for each in rows if each.sex)
    found += [f"委員がすべて{SEXES[sex]}です。" for sex, n in sexes.items() if n == len(rows) > 1]
    ages = Counter(band_of(each.birth_date, day) for each in rows if each.birth_date)
    found += [f"委員の{n}人が{band}です。" for band, n in ages.items() if n >= 4 and n * 4 >= len(rows) * 3]
    kinds = Counter(each.category for each in rows)
    found += [
        f"選出の別が「{CATEGORIES.get(kind, UNKNOWN)}」だけです。"
        for kind, n in kinds.items()
        if n == len(rows) > 1
    ]
    return found
