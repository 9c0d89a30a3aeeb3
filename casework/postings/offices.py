"""Which office a personnel list means: 桜見坂警察署, 桜見坂署坂上町交番, 県警本部 生活安全部 生活安全総務課. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from casework import names, wareki

STATION, KOBAN, DIVISION = "station", "koban", "division"
_POLICE = re.compile(r"(?:警察本部|警察|警本部|警|本部)")
_BUREAU = re.compile(r".{1,10}?部(?=.)")


@dataclass(frozen=True)
class Office:
    """One row of the master data: `words` are the search keys that name it."""

    kind: str
    pk: int
    label: str
    words: tuple[str, ...]
    valid_from: date
    valid_to: date | None = None
    order: int = 0

    @property
    def key(self) -> tuple[str, int]:
        return self.kind, self.pk

    def holds(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or self.valid_to >= day)


def words_of_station(name: str) -> tuple[str, ...]:
    key = names.search_key(name)
    return (key, *(key + names.search_key(end) for end in ("署", "警察署")))


def words_of_koban(station: str, koban: str) -> tuple[str, ...]:
    key = names.search_key(koban)
    return (key, *(word + key for word in words_of_station(station)))


class Offices:
    """The offices of one prefecture, found by what a list calls them."""

    def __init__(self, offices: Iterable[Office], police: str):
        self.police = names.search_key(police)
        self.by_word: dict[str, list[Office]] = defaultdict(list)
        for office in offices:
            for word in dict.fromkeys(office.words):
                self.by_word[word].append(office)

    def find(self, text: str, day: date) -> tuple[Office | None, str, str]:
        """(office, the rest of the text as a search key, "") or (None, "", why not)."""
        for key in self._readings(names.search_key(text)):
            found, rest = self._longest(key)
            if found:
                return self._one(found, rest, text, day)
        return (
            None,
            "",
            f"所属「{text}」は、登録にありません。名称を確かめるか、管理で署・課・交番を加えてください。",
        )

    def _readings(self, key: str) -> Iterable[str]:
        """As written, without 愛知県警察本部 or 警視庁, without 生活安全部."""
        yield key
        bare = key.removeprefix(self.police)
        bare = (
            bare if bare in self.by_word else _POLICE.sub("", bare, count=1) if _POLICE.match(bare) else bare
        )
        yield bare
        yield _BUREAU.sub("", bare, count=1) if _BUREAU.match(bare) else bare

    def _longest(self, key: str) -> tuple[list[Office], str]:
        """The offices that the whole text or its longest beginning names; a bare station's name begins nothing."""
        if key in self.by_word:
            return self.by_word[key], ""
        for end in range(len(key) - 1, 1, -1):
            found = [
                o for o in self.by_word.get(key[:end], ()) if o.kind != STATION or key[:end].endswith("署")
            ]
            if found:
                return found, key[end:]
        return [], ""

    def _one(self, found: list[Office], rest: str, text: str, day: date) -> tuple[Office | None, str, str]:
        today = [office for office in found if office.holds(day)]
        if not today:
            return None, "", f"所属「{text}」は、発令日（{wareki.format_long(day)}）に有効ではありません。"
        if len(today) > 1:
            labels = "、".join(office.label for office in today)
            return (
                None,
                "",
                f"所属「{text}」に当たるものが{len(today)}つあります（{labels}）。署の名称から書いてください。",
            )
        if rest.endswith(("交番", "駐在所")):
            return None, "", f"{today[0].label}に、所属「{text}」の交番等がありません。管理で加えてください。"
        return today[0], rest, ""
