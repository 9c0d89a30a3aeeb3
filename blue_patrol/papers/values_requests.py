"""What the later requests of a certified group print: reissue, change, return, demonstration run (forms 8–10, 12, 19).

The forms that carry a request on to headquarters (16, 18, 20) print from the same values, with ``forwarding``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from blue_patrol.papers.values import (
    ForwardingValues,
    GroupValues,
    OfficeValues,
    PatrollerValues,
    VehicleValues,
)
from casework.paper_values import Values


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestValues(Values):
    """What every request says: who asks, under which certificate, and the station's box ※受理."""

    office: OfficeValues = field(default_factory=OfficeValues)
    group: GroupValues = field(default_factory=GroupValues)
    forwarding: ForwardingValues = field(default_factory=ForwardingValues)
    certificate_number: str = ""  # R5-0012
    certificate_delivered_on: date | None = None  # 交付年月日
    applied_on: date | None = None
    received_on: date | None = None
    receipt_number: str = ""  # 桜見坂5-27
    handler: str = ""  # 取扱者


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialValues(Values):
    """One of the certificate, stickers and cards 証明書等: asked for anew (form 8) or handed back (form 12)."""

    kind: str = ""  # 証明書, 標章, 実施者証
    number: str = ""  # R5-0012-01
    plate: str = ""  # a sticker's car, canonical
    holder: str = ""  # a card's patroller
    reason: str = ""  # form 8: 紛失, き損, 汚損
    count: int | None = None  # form 12: how many are handed back; 0 with remarks that say why
    remarks: str = ""  # form 12: 紛失 …


@dataclass(frozen=True, slots=True, kw_only=True)
class ReissueValues(RequestValues):
    """A request for reissue 再交付 (BP-6-1): form 8. ``attachments``: damaged, account 顛末書, lost_report."""

    items: tuple[CredentialValues, ...] = ()
    occurred_on: date | None = None
    occurred_at: str = ""  # 場所
    circumstances: str = ""
    lost_report_made: bool | None = None  # 遺失届; False is 届出なし
    lost_report_station: str = ""  # 愛知県桜見坂警察署
    lost_report_number: str = ""
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeItemValues(Values):
    """One row of 新旧: a particular of the certificate before and after."""

    label: str = ""  # 代表者の氏名
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleChangeValues(Values):
    """A vehicle that is added, removed or whose particulars change; ``action`` add, remove, change."""

    action: str = ""
    vehicle: VehicleValues = field(default_factory=VehicleValues)


@dataclass(frozen=True, slots=True, kw_only=True)
class PatrollerChangeValues(Values):
    """A patroller who is added, removed or whose name or address changes; ``action`` add, remove, change.

    ``patroller`` holds the new particulars, its card number the new card's; ``former_name`` serves a change of name.
    """

    action: str = ""
    patroller: PatrollerValues = field(default_factory=PatrollerValues)
    former_name: str = ""
    returned_card_number: str = ""  # the card that goes back: remove, change
    card_returned: bool | None = None
    reason: str = ""  # of a removal

    @property
    def name_on_card(self) -> str:
        """The name on the card that goes back."""
        return self.former_name or self.patroller.name


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeValues(RequestValues):
    """A request for change 変更 (BP-7-1): of the certificate's particulars (form 9), of patrollers (form 10).

    ``kinds``: name, representative, address, area, vehicle_added, vehicle_removed, vehicle_replaced,
    vehicle_particulars, other. ``attachments``: certificate, sticker, card, pledge, inspection, lamp, marking, roster.
    """

    kinds: tuple[str, ...] = ()
    items: tuple[ChangeItemValues, ...] = ()
    vehicles: tuple[VehicleChangeValues, ...] = ()
    patrollers: tuple[PatrollerChangeValues, ...] = ()
    effective_on: date | None = None  # 変更年月日
    reason: str = ""
    stickers_returned: bool | None = None  # 標章の返納
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnValues(RequestValues):
    """A return notification 返納届 (BP-9-1): form 12. ``reason``: revoked, ceased, other."""

    reason: str = ""
    reason_text: str = ""  # その他（　）
    occurred_on: date | None = None  # 事由の発生日
    lamp_removed_on: date | None = None
    items: tuple[CredentialValues, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DemonstrationGroupValues(Values):
    """One certified group that takes part; several may in an event of the police (BP-10-1-2)."""

    name: str = ""
    representative: str = ""  # 市長　浜田　汐里
    certificate_number: str = ""
    phone: str = ""
    station: str = ""  # 愛知県南浜田警察署


@dataclass(frozen=True, slots=True, kw_only=True)
class DemonstrationVehicleValues(Values):
    """One car of the run, with its own sticker and the one for the demonstration."""

    plate: str = ""
    sticker_number: str = ""  # R2-0007-01
    driver: str = ""
    demonstration_sticker_number: str = ""  # D5-004
    group_name: str = ""
    station: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemonstrationValues(RequestValues):
    """A demonstration run デモンストレーション等 (BP-10-1): forms 19, 20, 20の2 and 21.

    ``kind``: demonstration, joint_patrol, departure, parade, other. Hours are texts (10:00).
    """

    police_event: bool = False  # at a station chief's own request: form 20の2
    requester_name: str = ""  # 要請団体, never the prefectural police
    requester_representative: str = ""
    requester_phone: str = ""
    request_letter: bool | None = None  # 要請文書の写し
    kind: str = ""
    kind_text: str = ""  # その他（　）
    title: str = ""
    purpose: str = ""
    held_on: date | None = None
    starts_at: str = ""
    ends_at: str = ""
    reserve_on: date | None = None  # 予備日
    place: str = ""
    route: str = ""
    participants: int | None = None
    responsible_name: str = ""  # 実施責任者
    responsible_phone: str = ""
    permit_needed: bool | None = None  # 道路使用許可
    permit_number: str = ""
    traffic_consulted_on: date | None = None  # 交通部門との協議 (BP-10-6)
    traffic_result: str = ""
    groups: tuple[DemonstrationGroupValues, ...] = ()
    vehicles: tuple[DemonstrationVehicleValues, ...] = ()
    outline: str = ""  # 概要 (BP-10-1-2)
    stickers_delivered_on: date | None = None  # of form 21: on the station's copy alone
