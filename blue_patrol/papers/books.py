"""What the two books of a station print: the register 交付簿 and the ledger 証明台帳."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from blue_patrol.papers.values import GroupValues, OfficeValues, PatrollerValues, PlanValues, VehicleValues
from casework.paper_values import Values


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRowValues(Values):
    """One row of the register 交付簿 (BP-5-5-3). A corrected row names what struck it through."""

    number: int | None = None
    paper_number: str = ""  # of a row of the paper book
    delivered_on: date | None = None
    kind: str = ""  # 新規, 再交付, 変更, 取消通知, デモ用
    group_name: str = ""
    certificate_number: str = ""
    certificate_count: int = 0
    sticker_numbers: str = ""  # R5-0019-01〜02
    sticker_count: int = 0
    card_numbers: str = ""
    card_count: int = 0
    notice_count: int = 0  # revocation notices
    delivered_by: str = ""
    received_by: str = ""  # signed by hand
    remarks: str = ""
    added: tuple[str, ...] = ()  # later additions to the remarks, each with day and writer
    reported_on: date | None = None
    struck_to: int | None = None  # the row that corrects this one
    struck_year: int | None = None  # its fiscal year, where that is another one
    struck_on: date | None = None
    struck_by: str = ""

    @property
    def noted(self) -> str:
        """摘要: what the row said at first, and below it what was added."""
        return "\n".join(filter(None, (self.remarks, *self.added)))


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterValues(Values):
    """A fiscal year of a station's register: form 14."""

    office: OfficeValues = field(default_factory=OfficeValues)
    fiscal_year: int | None = None  # the year of its April
    paper_rows: tuple[RegisterRowValues, ...] = ()  # what the paper book held
    rows: tuple[RegisterRowValues, ...] = ()
    as_of: date | None = None  # the day on which the book was read
    closed_on: date | None = None
    closed_by: str = ""
    anchor_on: date | None = (
        None  # the day of the history's newest anchor when the book was read; none: no cover
    )
    anchor_count: int | None = None
    anchor_digits: str = ""  # the first 16 of its hash, in groups of four


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterLineValues(Values):
    """What came to a closed book: a row struck through, a remark added, a row of the paper book."""

    on: date | None = None
    row: str = ""  # No.12, 紙31
    kind: str = ""  # 抹消, 返納, 不明, 本部報告, 紙の行
    text: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementValues(Values):
    """交付簿の追記: everything that came to a closed year's book, in the order in which it was written."""

    office: OfficeValues = field(default_factory=OfficeValues)
    fiscal_year: int | None = None
    closed_on: date | None = None
    as_of: date | None = None
    lines: tuple[LaterLineValues, ...] = ()
    closed_counts: tuple[int, ...] = ()  # certificates, stickers, cards, notices as they were closed
    counts: tuple[int, ...] = ()  # and as they stand


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEventValues(Values):
    """One line of a ledger's histories."""

    on: date | None = None
    kind: str = ""
    text: str = ""
    by: str = ""
    struck_on: date | None = None  # the day of the correction that strikes it through


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerValues(Values):
    """A group's ledger sheet 証明台帳 (BP-5-6): form 15, front and back."""

    office: OfficeValues = field(default_factory=OfficeValues)
    number: str = ""  # 桜見坂-041
    group: GroupValues = field(default_factory=GroupValues)
    plan: PlanValues = field(default_factory=PlanValues)
    received_on: date | None = None
    forwarded_on: date | None = None
    certified_on: date | None = None
    delivered_on: date | None = None
    certificate_number: str = ""
    vehicles: tuple[VehicleValues, ...] = ()
    patrollers: tuple[PatrollerValues, ...] = ()
    changes: tuple[LedgerEventValues, ...] = ()  # 変更・再交付
    guidance: tuple[LedgerEventValues, ...] = ()  # 指導・取消し・返納
    trainings: tuple[LedgerEventValues, ...] = ()  # 講習・情報提供
    remarks: str = ""
