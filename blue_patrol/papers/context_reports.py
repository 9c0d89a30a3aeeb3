"""What the templates of the police-side papers see: forms 11, 16–18, 20, 20の2, 21 and the letters.

Lists longer than the paper's run on to a sheet 別紙 of their own, as the template names it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from blue_patrol.papers.values import FindingValues, OfficeValues
from blue_patrol.papers.values_reports import (
    CommissionValues,
    GuidanceValues,
    NoticeRowValues,
    OfficeNoticeValues,
    RequestForwardingValues,
    ReturnForwardingValues,
    RevocationValues,
)
from blue_patrol.papers.values_requests import (
    CredentialValues,
    DemonstrationGroupValues,
    DemonstrationValues,
    DemonstrationVehicleValues,
)
from casework.paper_sheets import Frozen, clock, filled_up, read, sheets, spill
from casework.papers import Mode

ITEMS_A_NOTICE = 10  # form 11, in two columns
ITEMS_A_RETURN = 8  # form 18
GUIDANCE_A_REPORT = 3  # form 17
CARS_A_TRANSMITTAL = 10  # form 20, in two columns
GROUPS_A_REQUEST, CARS_A_SHEET = 5, 10  # form 20の2
WHERE_ON_PLACARD = 180  # characters: three lines of form 21
CARS_A_LETTER = 8  # of a blank notice; a filled one runs on
KINDS = ("証明書", "標章", "実施者証")
GROUNDS = (
    ("a", "ア", "青色防犯パトロールの停止", "青色防犯パトロールを停止したこと。"),
    ("b", "イ", "証明申請の内容の虚偽", "証明申請の内容に虚偽があったこと。"),
    ("c", "ウ", "団体の区分（第5の2のア）に非該当", "第5の2のアに該当しなくなったこと。"),
    ("d", "エ", "継続的な実施が認められない", "継続的な自主防犯パトロールが行われていないと認められること。"),
    (
        "e",
        "オ",
        "講習の未受講、業務との兼用等",
        "講習の未受講、業務との兼用その他適切な実施が困難であると認められること。",
    ),
    (
        "f",
        "カ",
        "パトロール中の違法・不適切な活動",
        "パトロール中に違法行為を行うなど不適切な活動を行ったこと。",
    ),
    ("g", "キ", "実施方法（第5の2のエ）の違反", "第5の2のエに違反したこと。"),
    ("h", "ク", "その他の不適切な活動", "その他の不適切な活動を行ったこと。"),
)  # of BP-8-1: code, mark, in short for the report, as the notice says it
SUBJECTS = {"revoked": "証明の取消し", "returned": "証明書等の返納"}  # of a notice to a transport office
USUAL_PROOFS = ("指導の記録", "弁明の記録", "現場の写真", "証明台帳の写し")  # of form 17


def in_columns(found: dict[str, Any], size: int) -> list[tuple[Any, Any]]:
    """The rows of ``spill`` in two columns, read down the left one first; None is the place that names the 別紙."""
    rows = filled_up(found["rows"], size, None)
    return list(zip(rows[: size // 2], rows[size // 2 :], strict=True))


def counts(items: Sequence[CredentialValues], mode: Mode) -> dict[str, int | None]:
    """How many certificates, stickers and cards; nothing on a blank."""
    number = {kind: sum(item.kind == kind for item in items) for kind in KINDS}
    keys = ("certificates", "stickers", "cards")
    return dict.fromkeys(keys) if mode is Mode.BLANK else dict(zip(keys, number.values(), strict=True))


def grounds(v: RevocationValues) -> list[tuple[str, str, bool]]:
    """The mark, the words and whether it is a ground of this revocation: ア to ク."""
    return [(mark, short, code in v.grounds) for code, mark, short, _ in GROUNDS]


def reason(v: RevocationValues) -> str:
    """What the notice gives as its reason: each ground in the regulation's words, then the case's own."""
    said = [f"第8の1の{mark}　{words}" for code, mark, _, words in GROUNDS if code in v.grounds]
    return "\n".join(filter(None, (*said, v.reason)))


def posts(office: OfficeValues) -> list[str]:
    """The five boxes of the decision route."""
    return filled_up(office.decision_posts, 5, "")


def revocation_notice(values: Frozen, mode: Mode) -> dict[str, Any]:
    """Form 11: ten things to return; the day of delivery is left to the pen and stands on the copy."""
    v = read(RevocationValues, values, mode)
    items = spill(v.items, ITEMS_A_NOTICE, CredentialValues())
    return {
        "v": v,
        "items": items,
        "pairs": in_columns(items, ITEMS_A_NOTICE),
        "counts": counts(v.items, mode),
        "grounds": grounds(v),
        "reason": reason(v),
        "delivered_on": v.delivered_on if mode is Mode.COPY else None,
    }


def revocation_report(values: Frozen, mode: Mode) -> dict[str, Any]:
    """Form 17: the grounds, three guidances, and what is attached: the usual proofs, then the others."""
    v = read(RevocationValues, values, mode)
    return {
        "v": v,
        "guidance": spill(v.guidance, GUIDANCE_A_REPORT, GuidanceValues()),
        "grounds": grounds(v),
        "proofs": [(name, name in v.attachments) for name in USUAL_PROOFS],
        "others": "、".join(name for name in v.attachments if name not in USUAL_PROOFS),
        "posts": posts(v.office),
    }


def return_transmittal(values: Frozen, mode: Mode) -> dict[str, Any]:
    """Form 18: eight returned things, and a line for each that is missing."""
    v = read(ReturnForwardingValues, values, mode)
    return {
        "v": v,
        "items": spill(v.items, ITEMS_A_RETURN, CredentialValues()),
        "counts": counts(v.items, mode),
        "missing": "\n".join(map(_missing, v.missing)) or ("" if mode is Mode.BLANK else "なし"),
        "posts": posts(v.office),
    }


def _missing(item: CredentialValues) -> str:
    """実施者証　第R5-0012-003号　秋月　透：紛失."""
    number = f"第{item.number}号" if item.number else ""
    return "　".join(filter(None, (item.kind, number, item.holder))) + f"：{item.remarks or '理由は確認中'}"


def request_transmittal(values: Frozen, mode: Mode) -> dict[str, Any]:
    """Form 16: what is asked for, line by line, and what the station found."""
    v = read(RequestForwardingValues, values, mode)
    return {"v": v, "contents": "\n".join(v.contents), "posts": posts(v.office)}


def demonstration_transmittal(values: Frozen, mode: Mode) -> dict[str, Any]:
    """Form 20: findings ``stickers`` (each car has one) and ``reason``; ten cars in two columns."""
    v = read(DemonstrationValues, values, mode)
    found = {item: FindingValues(item=item) for item in ("stickers", "reason")}
    found.update((finding.item, finding) for finding in v.forwarding.findings)
    cars = spill(v.vehicles, CARS_A_TRANSMITTAL, DemonstrationVehicleValues())
    return {
        "v": v,
        **event(v),
        "found": found,
        "cars": cars,
        "pairs": in_columns(cars, CARS_A_TRANSMITTAL),
        "car_total": None if mode is Mode.BLANK else len(v.vehicles),
        "posts": posts(v.office),
    }


def police_demonstration(values: Frozen, mode: Mode) -> dict[str, Any]:
    """Form 20の2: five groups on the first page, ten cars on the second and on each that follows."""
    v = read(DemonstrationValues, values, mode)
    cut = sheets(v.vehicles, CARS_A_SHEET) or [()]
    empty = DemonstrationVehicleValues()
    pages = [
        list(enumerate(filled_up(cars, CARS_A_SHEET, empty), 1 + index * CARS_A_SHEET))
        for index, cars in enumerate(cut)
    ]
    return {
        "v": v,
        **event(v),
        "groups": spill(v.groups, GROUPS_A_REQUEST, DemonstrationGroupValues()),
        "pages": pages,
        "car_total": None if mode is Mode.BLANK else len(v.vehicles),
        "posts": posts(v.office),
    }


def demonstration_stickers(values: Frozen, mode: Mode) -> dict[str, Any]:
    """Form 21: one placard, front and back, for each car of the run; a car names its group, or it is the paper's."""
    v = read(DemonstrationValues, values, mode)
    cars = (DemonstrationVehicleValues(),) if mode is Mode.BLANK else v.vehicles
    return {
        "v": v,
        "cars": [replace(car, group_name=car.group_name or v.group.name) for car in cars],
        **event(v),
        "where": on_placard(v),
        "delivered_on": v.stickers_delivered_on if mode is Mode.COPY else None,
    }


def event(v: DemonstrationValues) -> dict[str, Any]:
    """When and where a demonstration run takes place, as forms 20, 20の2 and 21 say it."""
    return {
        "hours": [clock(v.starts_at), clock(v.ends_at)],
        "where": "　".join(filter(None, (v.place, v.route))),
    }


def on_placard(v: DemonstrationValues) -> str:
    """The place and route of form 21; a route that no placard holds stands in the application alone."""
    whole = event(v)["where"]
    return whole if len(whole) <= WHERE_ON_PLACARD else f"{v.place}　経路は、申請書のとおり"


def office_notice(values: Frozen, mode: Mode) -> dict[str, Any]:
    """The notice to a transport office: a row a car, numbered; its subject says what it tells of."""
    v = read(OfficeNoticeValues, values, mode)
    blank = mode is Mode.BLANK
    number = {event: sum(row.event == event for row in v.rows) for event in SUBJECTS}
    told = [words for event, words in SUBJECTS.items() if number[event]] or list(SUBJECTS.values())
    rows = filled_up(v.rows, CARS_A_LETTER, NoticeRowValues()) if blank else list(v.rows)
    return {
        "v": v,
        "subject": "及び".join(told),
        "sender": v.sender_title
        or f"{v.office.headquarters or v.office.prefecture + '警察本部'}{v.office.chief_section}長",
        "rows": list(enumerate(rows, 1)),
        "car_total": None if blank else len(v.rows),
        **{event: None if blank else total for event, total in number.items()},
    }


def commission(values: Frozen, mode: Mode) -> dict[str, Any]:
    """The letter of commission and the report of its release: the group, or its members line by line."""
    v = read(CommissionValues, values, mode)
    members = [f"{each.name}（{each.address}）" if each.address else each.name for each in v.members]
    whole = "" if mode is Mode.BLANK else "団体"
    return {"v": v, "members": "\n".join(members) or whole, "posts": posts(v.office)}
