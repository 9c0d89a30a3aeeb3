"""What differs between two frozen versions of the forwarding paper: 前回から変わった点 (BP-5-4)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from blue_patrol.rules import group_types
from casework import wareki

LABELS = {
    ("group", "name"): "団体の名称",
    ("group", "address"): "団体の所在地",
    ("group", "phone"): "電話番号",
    ("group", "representative_title"): "代表者の職名",
    ("group", "representative_name"): "代表者の氏名",
    ("group", "representative_address"): "代表者の住所",
    ("group", "type"): "団体の区分",
    ("group", "type_basis"): "区分の根拠",
    ("group", "commissioned_by"): "委嘱（委託）者",
    ("group", "commissioned_on"): "委嘱（委託）年月日",
    ("group", "purpose"): "設立の目的",
    ("group", "member_count"): "構成員数",
    ("group", "activity_record"): "活動実績",
    ("plan", "area"): "実施地域",
    ("plan", "also_stations"): "実施地域にかかる、ほかの署",
    ("plan", "times"): "実施回数",
    ("plan", "times_per"): "実施回数の単位",
    ("plan", "weekdays"): "実施曜日",
    ("plan", "time_slots"): "実施時間帯",
    ("plan", "crew"): "1回の人数",
    ("plan", "vehicles_a_patrol"): "1回の台数",
    ("plan", "lamp_kinds"): "青色回転灯等の種類",
    ("plan", "lamp_mounts"): "取付方法",
    ("plan", "marking_methods"): "車体の表示の方法",
    ("plan", "marking_text"): "車体の表示",
    ("plan", "liaison"): "連絡方法",
    ("plan", "combined_with_business"): "他の業務との兼務",
    ("plan", "remarks"): "備考",
    ("forwarding", "guidance"): "指導事項",
    ("forwarding", "opinion"): "署長の意見の理由",
    ("forwarding", "proof_of_standing"): "疎明資料",
}


@dataclass(frozen=True)
class Change:
    """One point: its label, the words of the last time and of now; "" stands for nothing."""

    label: str
    before: str
    now: str


def between(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Change]:
    """Both are the values of form 13 as frozen; order of the paper."""
    found = []
    for (part, name), label in LABELS.items():
        old, new = (_words((values.get(part) or {}).get(name)) for values in (before, now))
        if read := READ.get(name):
            old, new = read(old), read(new)
        if old != new:
            found.append(Change(label, old, new))
    old_cars, new_cars = (_cars(values.get("vehicles") or ()) for values in (before, now))
    return found + _rows("自動車", old_cars, new_cars) + _people(before, now)


def _people(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Change]:
    old, new = (_roster(values.get("patrollers") or ()) for values in (before, now))
    trained = [
        Change(f"実施者 {name}", old[name], new[name])
        for name in new
        if name in old and old[name] != new[name]
    ]
    return _rows("実施者", list(old), list(new)) + trained


def _rows(label: str, old: list[str], new: list[str]) -> list[Change]:
    gone = [Change(label, row, "") for row in old if row not in new]
    return gone + [Change(label, "", row) for row in new if row not in old]


CAR = ("make", "model_code", "chassis_number", "base_location", "user_name", "user_address", "owner_name")


def _cars(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """All that the application says of a car: whatever of it differs is a point."""
    return [
        "　".join(filter(None, (row["plate"].replace("|", " "), *(row.get(k) for k in CAR)))) for row in rows
    ]


def _roster(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Name → birth date, address and last training as words."""
    found = {}
    for row in rows:
        days = [training["on"] for training in row.get("trainings") or ()]
        training = f"{_day(max(days))} 受講" if days else "受講日なし"
        born = f"{_day(row['birth_date'])}生" if row.get("birth_date") else "生年月日なし"
        found[row["name"]] = "　".join(part for part in (born, row.get("address") or "", training) if part)
    return found


def _type(code: str) -> str:
    return group_types.by_code(code).choice_label if code in group_types.CODES else ""


def _day(iso: str) -> str:
    return wareki.format_long(date.fromisoformat(iso))


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "有" if value else "無"
    if isinstance(value, list | tuple):
        return "・".join(str(part) for part in value)
    return "" if value is None else str(value)


READ: dict[str, Callable[[str], str]] = {
    "type": _type,
    "commissioned_on": lambda iso: _day(iso) if iso else "",
}
