"""第6: minutes for the public hold nobody's name: finding names of people outside the police, and words in their place.

Texts are compared as an office reads them: variants of kanji, kana and blanks make no difference.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from casework import names

TITLES = (
    "さん", "さま", "様", "氏", "君", "くん", "ちゃん", "先生", "殿", "委員", "会長", "副会長", "町内会長", "自治会長", "校長", "教頭", "駅長",
    "店長", "園長", "代表",
)  # fmt: skip
PLACES = "町|市|区|村|駅|川|橋|通り|公園|小学校|中学校|高校|交番|駐在所|団地|神社|寺|坂|丁目|地区|学区"


@dataclass(frozen=True)
class Named:
    """Somebody whose name is not published, and the word that stands for them: 委員, 住民."""

    name: str
    word: str

    @property
    def parts(self) -> list[str]:
        """Family name and given name, where a blank divides them."""
        return names.trim(self.name).replace("　", " ").split()


@dataclass(frozen=True)
class _Folded:
    """A text as it is compared, and where each of its characters stands in the text itself."""

    text: str
    places: list[int]

    @classmethod
    def of(cls, text: str) -> "_Folded":
        pairs = [(key, place) for place, char in enumerate(text) for key in names.search_key(char)]
        return cls("".join(key for key, _ in pairs), [place for _, place in pairs])

    def stretch(self, found: re.Match[str]) -> tuple[int, int]:
        """From the first to behind the last character of a match, in the text itself."""
        return self.places[found.start()], self.places[found.end() - 1] + 1


def _pattern(person: Named) -> re.Pattern[str] | None:
    """The whole name, or the family name alone: not as the name of a place, one of a single kanji only with a title."""
    parts = [key for part in person.parts if (key := names.search_key(part))]
    if not parts:
        return None
    titles = "|".join(re.escape(names.search_key(title)) for title in sorted(TITLES, key=len, reverse=True))
    whole, family = re.escape("".join(parts)), re.escape(parts[0])
    alone = f"{family}(?!{PLACES})" if len(parts[0]) > 1 else f"{family}(?={titles})"
    return re.compile(f"(?:{whole}|{alone})(?:{titles})?")


def names_left(text: str, people: Iterable[Named]) -> list[str]:
    """The names that a text for the public still holds, each once."""
    folded = _Folded.of(text).text
    found = {
        person.name: None for person in people if (pattern := _pattern(person)) and pattern.search(folded)
    }
    return list(found)


def without_names(text: str, people: Iterable[Named]) -> str:
    """The text with the word of each person in the place of the name, longer names first."""
    known = sorted(people, key=lambda person: -len(person.name))
    for _ in known:  # a word in the place of one name may stand behind another as its title
        before = text
        for person in known:
            text = _without(text, person)
        if text == before:
            break
    return text


def _without(text: str, person: Named) -> str:
    pattern, folded = _pattern(person), _Folded.of(text)
    for found in reversed(list(pattern.finditer(folded.text)) if pattern else []):
        begin, end = folded.stretch(found)
        text = text[:begin] + person.word + text[end:]
    return text
