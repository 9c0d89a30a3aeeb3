"""防犯活動の委嘱 (第12): what is weighed, what is told, how far the area may reach.

The criteria are weighed together: none of them refuses by itself, the station chief decides (BP-12-1).
"""

from collections.abc import Iterable
from dataclasses import dataclass

MET, UNMET = "met", "unmet"
ANSWERS = ((MET, "認められる"), (UNMET, "認められない"))


@dataclass(frozen=True)
class Point:
    """One lettered point of the clause: ``label`` for screens, ``words`` as the clause says it."""

    code: str
    mark: str
    label: str
    words: str
    clause: str


CRITERIA = (
    Point("a", "ア", "構成員", "団体の構成員が明らかであること。", "BP-12-1-a"),
    Point("b", "イ", "規約", "団体が規約を有すること。", "BP-12-1-b"),
    Point("c", "ウ", "設立の目的", "団体の設立目的に防犯活動として、自主防犯パトロールが含まれていること。", "BP-12-1-c"),
    Point("d", "エ", "法令の遵守", "団体の構成員が法令を遵守することが見込まれること。", "BP-12-1-d"),
    Point("e", "オ", "指示に従うこと", "委嘱された活動に関し警察署長の指示に従うことが見込まれること。", "BP-12-1-e"),
    Point("f", "カ", "保険と危機管理", "団体の構成員がボランティア活動に伴う傷害保険等へ加入し、自らが危機管理を行っている団体であること。", "BP-12-1-f"),
    Point("g", "キ", "ふさわしいこと", "その他警察署長が委嘱するにふさわしいと認めた団体又はその構成員であること。", "BP-12-1-g"),
)  # fmt: skip
GUIDANCE = (
    Point("a", "ア", "権限", "署長の委嘱により、新たな権限が与えられたものではないこと。", "BP-12-2-a"),
    Point("b", "イ", "活動の範囲", "活動の範囲は、活動実績と構成員数に応じて相当の範囲とし、最大でも当署の管轄区域とすること。", "BP-12-2-b"),
    Point("c", "ウ", "連携", "活動に当たっては、警察署等の関係機関との連携を密にすること。", "BP-12-2-c"),
    Point("d", "エ", "事故", "自主防犯パトロール中の事故については、自らの責任に帰すること。", "BP-12-2-d"),
    Point("e", "オ", "実施の条件", "青色防犯パトロールは、申請の内容に定められた条件で実施すること。", "BP-12-2-e"),
    Point("f", "カ", "委嘱の解除", "法令違反があるとき、又は署長の指示に従わないときは、委嘱を解くこと。", "BP-12-2-f"),
)  # fmt: skip
GUIDANCE_CODES = tuple(point.code for point in GUIDANCE)
GROUNDS = (  # why a commission is released; the first two are those of BP-12-2-f
    ("law", "法令違反"),
    ("instructions", "署長の指示に従わない"),
    ("own_wish", "団体・本人の申出"),
    ("other", "その他（解散など）"),
)


def unjudged(criteria: Iterable[dict[str, str]]) -> list[Point]:
    """The criteria without an answer or without a note; ``criteria``: dicts of code, result, note."""
    found = {one["code"]: one for one in criteria if one.get("result") and (one.get("note") or "").strip()}
    return [point for point in CRITERIA if point.code not in found]


def untold(told: Iterable[str]) -> list[Point]:
    """The points of guidance that have not been given."""
    given = set(told)
    return [point for point in GUIDANCE if point.code not in given]


def beyond_the_district(
    area: str,
    *,
    own_address: str,
    own_name: str,
    municipalities: Iterable[str],
    other_stations: Iterable[str],
) -> list[str]:
    """Names in the text of an area that speak of another station's district (BP-12-2-b); a doubt, never a proof.

    Other stations by name (南浜田警察署), and municipalities: where the station's own address is on record every
    other one, else those that bear another station's name. 南浜田市 does not speak of 浜田市.
    """
    others = set(other_stations) - {own_name}
    own = set(_named(own_address, municipalities))
    stations = _named(area, [f"{other}警察署" for other in others])
    for name in stations:
        area = area.replace(name, "　")
    return stations + [
        name
        for name in _named(area, municipalities)
        if name not in own and name[:-1] != own_name and (own_address or name[:-1] in others)
    ]


def _named(text: str, names: Iterable[str]) -> list[str]:
    """The names that stand in a text, the longest first: 南浜田市 is not 浜田市 too."""
    found = []
    for name in sorted(set(names), key=lambda name: (-len(name), name)):
        if name in text:
            found.append(name)
            text = text.replace(name, "　")
    return found
