"""What the police-side papers print: reports to headquarters, its notices and the letters of a commission.

Forms 20, 20の2 and 21 print from ``values_requests.DemonstrationValues``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from blue_patrol.papers.values import ForwardingValues, GroupValues, OfficeValues
from blue_patrol.papers.values_requests import CredentialValues, RequestValues
from casework.paper_values import Values


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidanceValues(Values):
    """One guidance 指導 before a revocation is asked for (BP-8-1-nao)."""

    on: date | None = None
    method: str = ""  # 面談, 電話, 文書
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationValues(Values):
    """A revocation 取消し: form 17 reports its grounds, form 11 notifies the group (BP-8-1 to BP-8-3).

    ``grounds`` are a … h for ア … ク. ``forwarding`` is the station's report; its opinion True is 取消しを具申する.
    ``delivered_on`` prints on the station's copy alone: on the original the day is written by pen.
    """

    office: OfficeValues = field(default_factory=OfficeValues)
    group: GroupValues = field(default_factory=GroupValues)
    forwarding: ForwardingValues = field(default_factory=ForwardingValues)
    certificate_number: str = ""  # R5-0012
    certificate_delivered_on: date | None = None
    grounds: tuple[str, ...] = ()
    found_on: date | None = None  # 認知
    source: str = ""  # 端緒
    summary: str = ""  # 事案の概要: when, where, who, what
    guidance: tuple[GuidanceValues, ...] = ()
    beyond_guidance: str = ""  # why guidance cannot mend it
    statement: str = ""  # 団体の弁明・意見
    attachments: tuple[str, ...] = ()  # by name: 指導の記録 …
    document_symbol: str = ""  # of the notice: 生総発
    document_number: str = ""
    notified_on: date | None = None
    revoked_on: date | None = None
    reason: str = ""
    items: tuple[CredentialValues, ...] = ()  # 返納するもの
    return_place: str = ""  # empty: the section of the office's station
    appeal_notice: str = ""  # 教示; empty prints no such row
    delivered_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnForwardingValues(RequestValues):
    """The station's transmittal of a return 返納届, with what came back: form 18 (BP-9-1).

    ``forwarding.copies``: application (返納届の写し), items (返納された証明書等).
    """

    reason: str = ""  # revoked, ceased, other
    reason_text: str = ""
    items: tuple[CredentialValues, ...] = ()  # came back
    missing: tuple[CredentialValues, ...] = ()  # its remarks say why
    advised_on: date | None = None  # 検査証の記載の削除の教示
    transport_notified_on: date | None = None  # by headquarters, later


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestForwardingValues(RequestValues):
    """The station's transmittal of a request for reissue or change: form 16 (BP-6-1, BP-7-1).

    ``forwarding.copies``: application (申請書の写し), attachments (添付書類の写し), items (証明書等そのもの).
    """

    kinds: tuple[str, ...] = ()  # reissue, particulars, patrollers
    contents: tuple[str, ...] = ()  # a line each: 自動車（追加）　名古屋 500 へ 12-34
    reason_fit: bool | None = None  # the reason is confirmed: 適 True, 否 False
    reason_note: str = ""
    new_patrollers: str = ""  # their training: fit, unfit, none (該当なし)
    training_note: str = ""
    certificates: int | None = None  # how many of each are asked for
    stickers: int | None = None
    cards: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRowValues(Values):
    """One car in a notice to a transport office: why its entry is to go, and how the office finds it."""

    event: str = ""  # revoked, returned
    on: date | None = None  # 取消年月日, 返納届の受理年月日
    group_name: str = ""
    certificate_number: str = ""
    plate: str = ""
    chassis_number: str = ""
    user_name: str = ""
    base_location: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeNoticeValues(Values):
    """Headquarters' notice of revocations and returns to one transport office: one paper an office (BP-8-4, BP-9-2)."""

    office: OfficeValues = field(default_factory=OfficeValues)
    transport_office: str = ""  # 愛知運輸支局
    document_symbol: str = ""  # 生総発
    document_number: str = ""
    notified_on: date | None = None
    sender_title: str = ""  # empty: the head of the office's section at headquarters
    sender_name: str = ""
    handler_name: str = ""
    handler_phone: str = ""
    rows: tuple[NoticeRowValues, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberValues(Values):
    """One member whom a commission names, when persons are commissioned instead of their group."""

    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionValues(Values):
    """A station chief's commission 委嘱 and its release: the letter 委嘱状 and the report 委嘱解除報告 (BP-12-2, BP-12-3).

    ``forwarding`` is the report's; ``patrols`` says whether the group does blue patrols, which makes the report due.
    """

    office: OfficeValues = field(default_factory=OfficeValues)
    group: GroupValues = field(default_factory=GroupValues)
    forwarding: ForwardingValues = field(default_factory=ForwardingValues)
    document_symbol: str = ""  # of the letter
    document_number: str = ""
    members: tuple[MemberValues, ...] = ()  # none: the group itself is commissioned
    area: str = ""
    commissioned_on: date | None = None
    patrols: bool | None = None
    certificate_number: str = ""
    released_on: date | None = None
    release_ground: str = ""  # law (法令違反), instructions (指示に従わない), own_wish (申出), other
    release_reason: str = ""
    measures: str = ""  # 措置: 取消該当事案（ウ）の報告 …
