"""What differs between two frozen versions of the forwarding paper: 前回から変わった点 (BP-5-4)."""

from collections.abc import Iterable, Mapping
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
    ("group", "type"): "団体の区分",
    ("group", "purpose"): "設立の目的",
    ("plan", "area"): "実施地域",
    ("plan", "times"): "実施回数",
    ("plan", "times_per"): "実施回数の単位",
    ("plan", "weekdays"): "実施曜日",
    ("plan", "time_slots"): "実施時間帯",
    ("plan", "crew"): "1回の人数",
    ("plan", "marking_text"): "車体の表示",
    ("plan", "liaison"): "連絡方法",
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
        if name == "type":
            old, new = (_type(code) for code in (old, new))
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


def _cars(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return [f"{row['plate'].replace('|', ' ')}　{row['make']}　{row['base_location']}" for row in rows]


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
    if isinstance(value, list | tuple):
        return "・".join(str(part) for part in value)
    return "" if value is None else str(value)
