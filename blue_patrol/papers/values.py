"""What the forms of a case print: typed once, printed on every form that asks for it.

Names and plates are printed as stored, never normalised. The two books have their values in ``books.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from casework.paper_values import OfficeValues as StationOffice
from casework.paper_values import Values


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeValues(StationOffice):
    """Whose forms these are, and the terms that the profile sets."""

    certificate_symbol: str = ""  # 愛生総, before 第R5-0012号
    entry_days: int | None = None  # within how many days of delivery the inspection certificate is entered
    entry_base: str = "delivery"  # the first of these days: of delivery, or of the certificate
    area_map: bool = False  # the prefecture asks for a map of the area
    return_deletion_days: int | None = None  # within how many of a return the entry is deleted (BP-9-1)
    retraining_months: int | None = None

    @property
    def retraining_term(self) -> str:
        """3年 of 36 months; 30か月 where they make no full years."""
        years, rest = divmod(self.retraining_months or 0, 12)
        return f"{self.retraining_months}か月" if rest else f"{years}年" if years else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupValues(Values):
    """The group 団体 and its representative 代表者. ``type`` is a … g for (ア) … (キ) of BP-5-2-a."""

    name: str = ""
    kana: str = ""
    postal_code: str = ""  # 000-0001
    address: str = ""
    phone: str = ""
    contact_name: str = ""  # 担当
    representative_title: str = ""  # 隊長
    representative_name: str = ""
    representative_kana: str = ""
    representative_address: str = ""
    representative_phone: str = ""
    representative_birth_date: date | None = None
    type: str = ""
    type_basis: str = ""  # on what the type rests: 委嘱状, 認可 …
    commissioned_by: str = ""  # types b and g only
    commissioned_on: date | None = None
    established_on: date | None = None
    purpose: str = ""
    member_count: int | None = None
    has_charter: bool | None = None
    has_insurance: bool | None = None
    insurance: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleValues(Values):
    """One vehicle 自動車; ``plate`` canonical (名古屋|500|へ|1234). The dates serve the ledger alone."""

    plate: str = ""
    make: str = ""  # 車名: スズカゼ　ミライト
    model_code: str = ""  # 型式: DBA-ZZ9
    chassis_number: str = ""
    base_location: str = ""  # 使用の本拠の位置
    user_name: str = ""
    user_address: str = ""
    owner_name: str = ""
    sticker_number: str = ""  # R5-0012-01
    delivered_on: date | None = None
    entry_confirmed_on: date | None = None  # 検査証記載の確認
    returned_on: date | None = None  # strikes the ledger's row through


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingValues(Values):
    """One training received (BP-11-1): the day and who gave it, as they go onto the back of the card."""

    on: date | None = None
    by: str = ""  # 桜見坂警察署　風間　聡


@dataclass(frozen=True, slots=True, kw_only=True)
class PatrollerValues(Values):
    """One patroller 実施者; trainings oldest first. ``returned_on`` strikes the ledger's row through."""

    name: str = ""
    kana: str = ""
    birth_date: date | None = None
    address: str = ""
    trainings: tuple[TrainingValues, ...] = ()
    card_number: str = ""  # R5-0012-003
    remarks: str = ""
    returned_on: date | None = None

    @property
    def last_trained_on(self) -> date | None:
        """The day of the last training; None is 未受講."""
        return max((training.on for training in self.trainings if training.on), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanValues(Values):
    """The overview of the patrol 青色防犯パトロールの概要 (BP-5-1-a, BP-5-2-b)."""

    area: str = ""  # 実施地域
    also_stations: tuple[str, ...] = ()  # 緑ケ峰警察署: whose areas it touches besides the leading station's
    activity_record: str = ""
    times: int | None = None  # a week or a month, as times_per says
    times_per: str = ""  # 週, 月
    weekdays: tuple[str, ...] = ()  # 月 … 日
    time_slots: tuple[str, ...] = ()  # 19:30〜21:00; three lines on the form
    crew: int | None = None  # persons a patrol
    vehicles_a_patrol: int | None = None
    lamp_kinds: tuple[str, ...] = ()  # 回転式, 点滅式: of all the cars
    lamp_count: int | None = None
    lamp_mounts: tuple[str, ...] = ()  # 固定, 着脱
    marking_methods: tuple[str, ...] = ()  # マグネット, 塗装, その他
    marking_text: str = ""
    liaison: str = ""  # 警察・関係機関との連絡方法
    combined_with_business: bool | None = None
    remarks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingValues(Values):
    """The station's finding on one item of BP-5-2: ``item`` a, b, c, d-1 … d-7, e; ``fit`` 適 True, 否 False.

    For e True is 該当なし. None prints no ring.
    """

    item: str = ""
    fit: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardingValues(Values):
    """The station chief's transmittal (BP-5-3) and, once they are known, the days at headquarters."""

    document_symbol: str = ""  # 桜見坂生発
    document_number: str = ""
    forwarded_on: date | None = None
    handler_name: str = ""
    handler_extension: str = ""
    findings: tuple[FindingValues, ...] = ()
    guidance: str = ""  # 指導事項
    opinion_fit: bool | None = None  # 適当 True, 不適当 False
    opinion: str = ""
    proof_of_standing: str = ""  # 疎明資料: 委嘱状の写し
    copies: tuple[str, ...] = ()  # of: application, a … f, proof, map
    hq_received_on: date | None = None
    hq_decided_on: date | None = None
    hq_sent_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationValues(Values):
    """One application for certification: forms 1, 2, 3, 4 and 13 print from it."""

    office: OfficeValues = field(default_factory=OfficeValues)
    group: GroupValues = field(default_factory=GroupValues)
    plan: PlanValues = field(default_factory=PlanValues)
    vehicles: tuple[VehicleValues, ...] = ()
    patrollers: tuple[PatrollerValues, ...] = ()
    forwarding: ForwardingValues = field(default_factory=ForwardingValues)
    applied_on: date | None = None
    pledged_on: date | None = None
    roster_on: date | None = None  # 現在
    attachments: tuple[str, ...] = ()  # handed in: a … f of BP-5-1, proof, map
    confirmed: tuple[str, ...] = ()  # checked by the station
    received_on: date | None = None
    receipt_number: str = ""  # 桜見坂5-3
    received_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateValues(Values):
    """The certificate with its stickers and cards: forms 5, 6 and 7 (BP-5-4).

    ``delivered_on`` prints on the station's copy alone: on the originals the day is written by pen (BP-5-5-1).
    """

    office: OfficeValues = field(default_factory=OfficeValues)
    group: GroupValues = field(default_factory=GroupValues)
    number: str = ""  # R5-0012
    area: str = ""
    certified_on: date | None = None
    delivered_on: date | None = None
    note: str = ""  # 再交付, 変更
    note_on: date | None = None
    vehicles: tuple[VehicleValues, ...] = ()  # with their sticker numbers
    patrollers: tuple[PatrollerValues, ...] = ()  # with their card numbers
