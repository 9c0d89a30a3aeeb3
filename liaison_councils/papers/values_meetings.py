"""What the papers of a meeting, of an opinion and of the year's figures print (L9–L14)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from casework.paper_values import OfficeValues, Values
from liaison_councils.papers.values import CouncilValues


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonValues(Values):
    """Somebody asked to a meeting, or who came."""

    council: str = ""
    kind: str = ""  # 委員, 運営担当者, 署幹部, 関係部門, 住民, 機関・団体
    name: str = ""
    body: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureValues(Values):
    """The members of one council at a meeting: who came of how many."""

    council: str = ""
    attended: int | None = None
    members: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionValues(Values):
    """L12, and a line of L10 and L11: an opinion with its answer and what was done (LC-6)."""

    office: OfficeValues = field(default_factory=OfficeValues)
    council: CouncilValues = field(default_factory=CouncilValues)
    number: int | None = None  # in the council
    meeting: str = ""  # 定期会議（令和8年4月10日）
    received_on: date | None = None
    raiser: str = ""  # 委員, 住民, 機関・団体, 運営担当者
    raiser_name: str = ""
    kind: str = ""  # 防犯, 交通, 少年, 災害, その他
    content: str = ""
    section: str = ""
    measure: str = ""
    measured_on: date | None = None
    reply: str = ""
    answered_on: date | None = None
    state: str = ""
    read_out: str = ""  # 定期会議（令和8年9月10日）
    closed_on: date | None = None

    @property
    def outcome(self) -> str:
        """What was answered and what was done, in one text."""
        return "\n".join(filter(None, (self.reply, self.measure)))


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingValues(Values):
    """One meeting: the invitation L9, the report L10, the minutes L11 and the list of who came L14.

    ``public``: the version of the minutes that names nobody; its values hold no name either.
    """

    office: OfficeValues = field(default_factory=OfficeValues)
    council: CouncilValues = field(default_factory=CouncilValues)  # the first
    councils: tuple[str, ...] = ()
    document_symbol: str = ""
    document_number: str = ""
    issued_on: date | None = None  # announced, reported
    kind: str = ""  # 定期, 臨時
    number: int | None = None  # the which regular one of the year
    on: date | None = None  # held, else planned
    begins_at: str = ""  # 14:00
    ends_at: str = ""
    place: str = ""
    reply_until: date | None = None  # of an invitation
    reason: str = ""  # of an extraordinary one
    agenda: str = ""
    people: tuple[PersonValues, ...] = ()  # asked (L9, L14) or there (L10, L11)
    figures: tuple[FigureValues, ...] = ()
    explained: str = ""
    discussed: str = ""
    remarks: str = ""
    opinions: tuple[OpinionValues, ...] = ()  # raised at it
    answers: tuple[OpinionValues, ...] = ()  # to earlier ones, read out at it
    next_on: date | None = None
    next_place: str = ""
    attachments: tuple[str, ...] = ()
    approved_on: date | None = None
    written_by: str = ""
    public: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRowValues(Values):
    """One council in the figures of a year."""

    council: str = ""
    kind: str = ""
    regular: int | None = None
    extraordinary: int | None = None
    attended: int | None = None
    members_asked: int | None = None
    members: int | None = None
    minimum: int | None = None
    missing: int | None = None
    reason: str = ""
    topics: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearValues(Values):
    """L13: the meetings of a station's councils in one year (LC-7-3)."""

    office: OfficeValues = field(default_factory=OfficeValues)
    year: str = ""
    closed_on: date | None = None
    rows: tuple[YearRowValues, ...] = ()
