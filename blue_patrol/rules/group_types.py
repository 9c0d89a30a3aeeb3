"""The seven kinds of body that may be certified: 第5の2のア(ア)–(キ), our codes a–g."""

from dataclasses import dataclass


@dataclass(frozen=True)
class GroupType:
    """One kind of eligible body.

    `mark` is the regulation's own (ア); `label` the paper's wording, `short` the button's.
    `needs_proof`: its standing is proved by a document (疎明資料, BP-5-3).
    `needs_commission`: who commissioned or entrusted it, and when, is asked; `commission_word` names it.
    """

    code: str
    mark: str
    label: str
    short: str
    clause: str
    needs_proof: bool = True
    commission_word: str = ""

    @property
    def needs_commission(self) -> bool:
        """Whether the commissioner (委嘱者・委託者) and the day are asked."""
        return bool(self.commission_word)

    @property
    def choice_label(self) -> str:
        """(ア) 県・市区町村."""
        return f"({self.mark}) {self.short}"


GROUP_TYPES = (
    GroupType("a", "ア", "県又は市区町村", "県・市区町村", "BP-5-2-a-1", needs_proof=False),
    GroupType(
        "b",
        "イ",
        "防犯活動の委嘱を受けた団体又は委嘱を受けた者による団体",
        "委嘱",
        "BP-5-2-a-2",
        commission_word="委嘱",
    ),
    GroupType("c", "ウ", "地域安全活動を目的とする一般社団法人又は一般財団法人", "一般法人", "BP-5-2-a-3"),
    GroupType("d", "エ", "地域安全活動を目的とする特定非営利活動法人", "特定非営利活動法人", "BP-5-2-a-4"),
    GroupType("e", "オ", "認可を受けた地縁による団体", "地縁団体", "BP-5-2-a-5"),
    GroupType("f", "カ", "(ア)から(オ)と同等に適正に行うことができると認められる団体", "同等", "BP-5-2-a-6"),
    GroupType(
        "g",
        "キ",
        "(ア)から(カ)のいずれかから防犯活動の委託を受けた団体",
        "委託",
        "BP-5-2-a-7",
        commission_word="委託",
    ),
)

CODES = tuple(kind.code for kind in GROUP_TYPES)
CHOICES = tuple((kind.code, kind.choice_label) for kind in GROUP_TYPES)
COMMISSIONED = "b"  # (イ): its standing rests on a commission
_BY_CODE = {kind.code: kind for kind in GROUP_TYPES}


def by_code(code: str) -> GroupType:
    """The type with the code a–g; `KeyError` for any other."""
    return _BY_CODE[code]


def needs_proof(code: str) -> bool:
    """Whether a group of this type forwards proof of its standing (BP-5-3); no type, no proof yet."""
    return code in _BY_CODE and _BY_CODE[code].needs_proof


def needs_commission(code: str) -> bool:
    """Whether commissioner and day are asked of this type."""
    return code in _BY_CODE and _BY_CODE[code].needs_commission
