"""What is handed in with form 1 (第5の1 ア–カ), the proof of standing (第5の3).

ア, イ and ウ are forms 2, 3 and 4: their data satisfy them.  エ, オ, カ and the proof are files.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from blue_patrol.rules import group_types


@dataclass(frozen=True)
class AttachmentKind:
    """One kind: its clause, the regulation's mark, its label; a file, or satisfied by the form's data."""

    code: str
    clause: str
    mark: str
    label: str
    is_file: bool
    per_vehicle: bool = False


OVERVIEW = AttachmentKind(
    "overview", "BP-5-1-a", "ア", "団体・青色防犯パトロールの概要（様式第2）", is_file=False
)
ROSTER = AttachmentKind("roster", "BP-5-1-b", "イ", "青色防犯パトロール実施者名簿（様式第3）", is_file=False)
PLEDGE = AttachmentKind("pledge", "BP-5-1-c", "ウ", "誓約書（様式第4）", is_file=False)
INSPECTION_RECORD = AttachmentKind(
    "inspection_record",
    "BP-5-1-d",
    "エ",
    "自動車検査証記録事項が記載された書面",
    is_file=True,
    per_vehicle=True,
)
LAMP = AttachmentKind(
    "lamp",
    "BP-5-1-e",
    "オ",
    "青色回転灯等の取付位置・大きさ・形状の図面又は写真",
    is_file=True,
)
LAMP_DATA = AttachmentKind("lamp_data", "BP-5-1-e", "オ", "青色回転灯等の光度等が分かる資料", is_file=True)
MARKING = AttachmentKind(
    "marking", "BP-5-1-f", "カ", "団体の名称とパトロール中の表示の大きさ・形状が分かる資料", is_file=True
)
PROOF_OF_STANDING = AttachmentKind("proof_of_standing", "BP-5-3", "", "団体の区分の疎明資料", is_file=True)

AREA_MAP = AttachmentKind("area_map", "BP-5-1", "", "実施地域の地図", is_file=True)
"""Asked for only where the prefecture's values say so."""

LOST_REPORT = AttachmentKind("lost_report", "BP-6-1", "", "遺失届の受理の写し", is_file=True)
ACCOUNT = AttachmentKind("account", "BP-6-1", "", "紛失・き損・汚損の顛末書", is_file=True)
OTHER = AttachmentKind("other", "", "", "その他の書類", is_file=True)
OF_A_REISSUE = (LOST_REPORT, ACCOUNT, OTHER)
REQUEST_LETTER = AttachmentKind("request_letter", "BP-10-1-1-a", "", "要請文書の写し", is_file=True)
OUTLINE = AttachmentKind("event_outline", "BP-10-1-2", "", "デモ等の概要を記載した書類", is_file=True)
ROUTE_MAP = AttachmentKind("route_map", "", "", "経路の図面", is_file=True)
OF_A_DEMONSTRATION = (REQUEST_LETTER, OUTLINE, ROUTE_MAP, OTHER)
NEW_PLEDGE = AttachmentKind("new_pledge", "BP-7-1", "", "新しい代表者の誓約書（様式第4）", is_file=True)
OF_A_CHANGE = (INSPECTION_RECORD, LAMP, LAMP_DATA, MARKING, NEW_PLEDGE, AREA_MAP, OTHER)

CLOCK_EVIDENCE = AttachmentKind(
    "clock_evidence", "BP-5-5-1", "", "期限の完了を確かめた写し（新しい自動車検査証など）", is_file=True
)
"""Kept with a clock that was met; no part of an application."""

KINDS = (OVERVIEW, ROSTER, PLEDGE, INSPECTION_RECORD, LAMP, LAMP_DATA, MARKING, PROOF_OF_STANDING, AREA_MAP)
FILE_KINDS = tuple(kind for kind in KINDS if kind.is_file)
FILE_CHOICES = tuple((kind.code, kind.label) for kind in FILE_KINDS)
_BY_CODE = {
    kind.code: kind for kind in (*KINDS, *OF_A_REISSUE, *OF_A_CHANGE, *OF_A_DEMONSTRATION, CLOCK_EVIDENCE)
}


LABELS = {kind.code: kind.label for kind in _BY_CODE.values()}


SHORT = {
    INSPECTION_RECORD.code: "検査証記録事項",
    LAMP.code: "灯の図面・写真",
    LAMP_DATA.code: "灯の光度等",
    MARKING.code: "表示の資料",
    PROOF_OF_STANDING.code: "疎明資料",
    AREA_MAP.code: "地図",
    REQUEST_LETTER.code: "要請文書",
    OUTLINE.code: "概要",
    ROUTE_MAP.code: "経路の図面",
}
"""What each file is called on a button."""


def by_code(code: str) -> AttachmentKind:
    """The kind with this code; `KeyError` for any other."""
    return _BY_CODE[code]


@dataclass(frozen=True)
class Missing:
    """One thing not there yet: which kind, the Japanese sentence, the clause that asks for it."""

    kind: str
    sentence: str
    clause: str


@dataclass(frozen=True)
class VehicleFacts:
    """A car by the words to show (its plate) and whether its inspection record is there."""

    label: str
    has_inspection_record: bool


@dataclass(frozen=True)
class Facts:
    """What an application holds, as far as its attachments go."""

    has_plan: bool = False
    roster_count: int = 0
    pledged_on: date | None = None
    vehicles: Sequence[VehicleFacts] = ()
    has_lamp: bool = False
    has_lamp_data: bool = False
    has_marking: bool = False
    lacks_area_map: bool = False


def missing(facts: Facts) -> list[Missing]:
    """What of 第5の1 ア–カ is not there, in the regulation's order; empty = the papers are complete."""
    found: list[Missing] = []
    if not facts.has_plan:
        found.append(_missing(OVERVIEW, "団体とパトロールの概要（実施の計画）を入力してください。"))
    if facts.roster_count < 1:
        found.append(_missing(ROSTER, "実施者名簿に1人以上を入力してください。"))
    if facts.pledged_on is None:
        found.append(_missing(PLEDGE, "誓約書の日付を入力してください。"))
    if not facts.vehicles:
        found.append(_missing(INSPECTION_RECORD, "使用する自動車を1台以上入力してください。"))
    found.extend(
        _missing(INSPECTION_RECORD, f"{vehicle.label}の自動車検査証記録事項の書面を添付してください。")
        for vehicle in facts.vehicles
        if not vehicle.has_inspection_record
    )
    if not facts.has_lamp:
        found.append(_missing(LAMP, "青色回転灯等の取付位置・大きさ・形状の図面又は写真を添付してください。"))
    if not facts.has_lamp_data:
        found.append(_missing(LAMP_DATA, "青色回転灯等の光度等が分かる資料を添付してください。"))
    if not facts.has_marking:
        found.append(_missing(MARKING, "団体の名称とパトロール中の表示の資料を添付してください。"))
    if facts.lacks_area_map:
        found.append(_missing(AREA_MAP, "実施地域の地図を添付してください（県の定め）。"))
    return found


def missing_proof(group_type: str, *, has_proof: bool) -> list[Missing]:
    """Proof of standing for types (イ)–(キ), needed before forwarding (BP-5-3); empty = nothing lacks."""
    if has_proof or not group_types.needs_proof(group_type):
        return []
    kind = group_types.by_code(group_type)
    return [
        _missing(PROOF_OF_STANDING, f"({kind.mark}) {kind.short}に当たることの疎明資料を添付してください。")
    ]


def _missing(kind: AttachmentKind, sentence: str) -> Missing:
    return Missing(kind.code, sentence, kind.clause)
