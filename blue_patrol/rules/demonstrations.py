"""Who may ask for a demonstration run, and when a joint patrol needs no application (第10の1(1))."""

import re
import unicodedata

_POLICE = re.compile(r"(警察署|警察本部|警察学校|交番|駐在所|県警|道警|府警|都警|警察署長|警察本部長)$")
_PART = re.compile(r"[、，,・。;；/／\n]|及び|並びに|(?<=[町区目])と")
_AREA = re.compile(
    r"(.{1,20}?(?:小学校区|中学校区|学区|校区|[0-9]+丁目|町|自治区))(?:全域|全部|一円|地内|内|区域)?$"
)
_FIGURES = str.maketrans("一二三四五六七八九", "123456789")


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_prefectural_police(name: str, police: str) -> bool:
    """Whether a body that asks is the prefecture's police: its headquarters, a section, a station, a police box.

    ``police``: what the names of its stations begin with, 愛知県 or 警視庁.

    A body of citizens beside the police (○○警察署管内防犯協会, 愛知県警友会) is not.
    """
    text = _plain(name)
    others = re.match(r"(東京都|北海道|京都府|大阪府|.{2,3}県)警察?|警視庁|皇宮警察", text)
    headquarters = police if police.endswith("庁") else f"{police}警察本部"
    if others and not text.startswith((f"{police}警", headquarters)):
        return False
    own = text in (f"{police}警察", f"{police}警") or text.startswith(headquarters)
    return own or bool(_POLICE.search(text))


def named_areas(text: str) -> dict[str, str]:
    """School districts and 町丁 named in an area as it was typed: one key for its spellings → the name.

    A whole city, or an area described otherwise, gives none: nothing is suggested from it.
    """
    found = {}
    for part in _PART.split(unicodedata.normalize("NFKC", text)):
        name = "".join(part.split())
        if match := _AREA.fullmatch(name.translate(_FIGURES)):
            key = re.sub(r"(小学校区|小学区|学区|校区)$", "学区", match[1])
            found[key] = name[: len(match[1])]
    return found


def shared_areas(own: str, other: str) -> list[str]:
    """The districts that both areas name, in the order of the first: a hint that they overlap (BP-10-1-1-nao)."""
    there = named_areas(other)
    return [name for key, name in named_areas(own).items() if key in there]
