"""What the papers of the councils and their members print (L1–L8): names as stored, every field empty on a blank."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from casework.paper_values import OfficeValues, Values


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilValues(Values):
    """One council, and who presides over it on the day of the paper."""

    name: str = ""  # 桜見坂駅前交番連絡協議会
    kind: str = ""  # 所管区, 単位, 職種等
    koban: str = ""  # 桜見坂駅前交番
    koban_phone: str = ""
    area: str = ""
    purpose: str = ""
    manager: str = ""  # 警部補　早瀬　渚


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerValues(Values):
    """One 運営責任者, 運営担当者 or other role (LC-3-6)."""

    role: str = ""
    rank: str = ""
    name: str = ""
    place: str = ""  # the koban of the post
    from_on: date | None = None
    to_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupRowValues(Values):
    """One event of a council; members and 運営責任者 stand on its last event alone."""

    koban: str = ""
    name: str = ""
    kind: str = ""
    event: str = ""  # 設置, 休止, 再開, 変更, 廃止, 統合, 分割
    on: date | None = None
    area: str = ""
    purpose: str = ""
    members: int | None = None
    manager: str = ""
    remarks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupValues(Values):
    """L1: the councils of a station and what became of them."""

    office: OfficeValues = field(default_factory=OfficeValues)
    on: date | None = None
    rows: tuple[SetupRowValues, ...] = ()
    active: int | None = None  # councils on the day
    suspended: int | None = None
    ended: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateValues(Values):
    """One candidate with the reasons for choosing (LC-3-3) and what the other sections said (LC-3-4)."""

    name: str = ""
    kana: str = ""
    birth_date: date | None = None
    age: int | None = None
    sex: str = ""
    address: str = ""
    phone: str = ""
    occupation: str = ""
    body: str = ""
    category: str = ""  # 住民, 事業所, 公的機関, 学校, その他
    renewed: bool | None = None  # 再任 True, 新任 False
    ordinal: int | None = None
    reason: str = ""
    opinions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountValues(Values):
    """How many of one age, sex or field: among the candidates, and in the council as it is to be."""

    title: str = ""  # 年齢, 性別, 選出区分
    label: str = ""
    candidates: int | None = None
    council: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatesValues(Values):
    """L2: the candidates of one council, and the balance that they give it."""

    office: OfficeValues = field(default_factory=OfficeValues)
    council: CouncilValues = field(default_factory=CouncilValues)
    on: date | None = None
    rows: tuple[CandidateValues, ...] = ()
    balance: tuple[CountValues, ...] = ()
    occupations: str = ""  # 候補者　町内会長2、民生委員1 and the same of 委嘱後
    leanings: str = ""  # what a chooser may want to look at


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberValues(Values):
    """One member in the roster."""

    name: str = ""
    kana: str = ""
    occupation: str = ""
    address: str = ""
    phone: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    ordinal: int | None = None
    appointed_on: date | None = None
    remarks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterValues(Values):
    """L3: members and officers of one council on a day."""

    office: OfficeValues = field(default_factory=OfficeValues)
    council: CouncilValues = field(default_factory=CouncilValues)
    on: date | None = None
    officers: tuple[OfficerValues, ...] = ()
    rows: tuple[MemberValues, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TermValues(Values):
    """One member's term: the letter of appointment L4, and how it ended: L5, L5-2, L5-3."""

    office: OfficeValues = field(default_factory=OfficeValues)
    council: CouncilValues = field(default_factory=CouncilValues)
    name: str = ""
    kana: str = ""
    address: str = ""
    phone: str = ""
    document_symbol: str = ""
    document_number: str = ""
    ordinal: int | None = None
    appointed_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    issued_on: date | None = None  # the day of the paper
    last_on: date | None = None  # the last day of service
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficersValues(Values):
    """L7: who was named for one council, from a day to a day."""

    office: OfficeValues = field(default_factory=OfficeValues)
    council: CouncilValues = field(default_factory=CouncilValues)
    on: date | None = None
    rows: tuple[OfficerValues, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedValues(Values):
    """One meeting in the plan of a year."""

    on: date | None = None
    kind: str = ""  # 定期, 臨時
    number: int | None = None  # of the regular ones of the year
    state: str = ""  # 予定, 案内済, 開催, 報告済
    place: str = ""
    agenda: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRowValues(Values):
    """One council in the plan of a year."""

    council: str = ""
    kind: str = ""
    minimum: int | None = None
    meetings: tuple[PlannedValues, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPlanValues(Values):
    """L8: a year's meetings of a station, council by month (LC-5-2)."""

    office: OfficeValues = field(default_factory=OfficeValues)
    year: str = ""  # 令和8年度
    first_month: date | None = None
    on: date | None = None
    rows: tuple[PlanRowValues, ...] = ()
