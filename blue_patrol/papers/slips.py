"""送付票 and 受領票 (BP-5-4): what travels with certificates, stickers and cards, one row an item."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from blue_patrol.papers.values import OfficeValues
from casework.paper_sheets import Frozen, filled_up, read, sheets
from casework.paper_values import Values
from casework.papers import Mode

ROWS = 12
OUT, BLANK, IN = "out", "blank", "in"  # 送付票, 受領票 to fill in, 受領票 as recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemValues(Values):
    """One thing of a parcel."""

    kind: str = ""  # 証明書, 標章, 実施者証
    number: str = ""
    bearer: str = ""  # the plate of a car, a person's name, the group
    word: str = ""  # 届いた, 傷んでいる, 届いていない: of a recorded arrival
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipValues(Values):
    """One slip, of as many sheets as its items take."""

    kind: str = BLANK
    on: date | None = None
    by: str = ""  # who took the things in
    is_after: bool = False  # 追送
    items: tuple[ItemValues, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipsValues(Values):
    """The slips of one case that are printed together."""

    office: OfficeValues = field(default_factory=OfficeValues)
    sender: str = ""  # 生活安全総務課長
    receipt_number: str = ""
    subject: str = ""
    representative: str = ""
    slips: tuple[SlipValues, ...] = ()


def counted(items: tuple[ItemValues, ...]) -> str:
    """証明書 1枚　標章 2枚　計 3点."""
    kinds = dict.fromkeys(item.kind for item in items)
    each = [f"{kind} {sum(item.kind == kind for item in items)}枚" for kind in kinds]
    return "　".join([*each, f"計 {len(items)}点"])


def slips(values: Frozen, mode: Mode) -> dict[str, Any]:
    """Twelve items a sheet, numbered through a slip; every sheet has the whole head and says n／m."""
    v = read(SlipsValues, values, mode)
    found = []
    for slip in v.slips or (SlipValues(),):
        cut = sheets(list(enumerate(slip.items, 1)), ROWS) or [()]
        for number, rows in enumerate(cut, 1):
            found.append({
                "slip": slip, "number": number, "total": len(cut), "counts": counted(slip.items) if slip.items else "",
                "rows": filled_up(rows, ROWS, (None, ItemValues())),
                "faults": sum(item.word not in ("", "届いた") for item in slip.items),
            })  # fmt: skip
    return {"v": v, "sheets": found}
