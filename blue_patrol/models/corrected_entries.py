"""訂正: headquarters puts a clerical mistake of its own records right, with the reason; no application, no form 9.

What stood before and what stands now are kept in the history of the standing and on the group's sheet.
"""

from typing import Any

from django.utils import timezone

from blue_patrol.models.registers import LedgerEvent
from blue_patrol.rules import change_kinds
from casework.permissions import Reason

OF_THE_GROUP = tuple(
    field
    for kind in (change_kinds.NAME, change_kinds.REPRESENTATIVE, change_kinds.ADDRESS)
    for field in kind.fields
    if field[0] != "representative_birth_date"
)
OF_A_CAR = (
    ("make", "車名"), ("model_code", "型式"), ("chassis_number", "車台番号"), ("base_location", "使用の本拠の位置"),
    ("user_name", "使用者の氏名又は名称"), ("user_address", "使用者の住所"),
)  # fmt: skip
AREA = "standing:patrol_area"  # of several lines, as in the application
OF_A_PERSON = (("name", "氏名"), ("kana", "よみ"), ("address", "住所"))


class CorrectsEntries:
    """Mixed into the standing."""

    group: Any
    patrol_area: str

    def entries(self) -> dict[str, tuple[Any, str, str]]:
        """What may be put right: key → (record, field, words)."""
        found = {f"group:{name}": (self.group, name, label) for name, label in OF_THE_GROUP}
        found[AREA] = (self, "patrol_area", "実施地域")
        for word, rows, fields in (
            ("vehicle", self.group.vehicles.current(), OF_A_CAR),
            ("patroller", self.group.patrollers.current(), OF_A_PERSON),
        ):
            for row in rows:
                found |= {f"{word}:{row.pk}:{name}": (row, name, f"{row}　{label}") for name, label in fields}
        return found

    def correctable(self) -> list[tuple[str, str]]:
        """(key, words with what stands there now)."""
        return [
            (key, f"{words}　いまは「{getattr(record, name) or '記載なし'}」")
            for key, (record, name, words) in self.entries().items()
        ]

    def correction_problems(self, act) -> list[Reason]:
        found = self.entries().get(act.details.get("what") or "")
        after = (act.details.get("after") or "").strip()
        problems = []
        if found is None:
            problems.append(Reason("訂正するものを選んでください。", field="what"))
        elif getattr(found[0], found[1]) == after:
            problems.append(Reason("いまの記載と同じです。", field="after"))
        elif len(after) > (found[0]._meta.get_field(found[1]).max_length or len(after)):
            problems.append(Reason("長すぎます。", field="after"))
        if not after:
            problems.append(Reason("正しい記載を入力してください。", field="after"))
        if not (act.details.get("note") or "").strip():
            problems.append(Reason("訂正の理由を書いてください。", field="note"))
        if act.on > timezone.localdate(act.at):
            problems.append(Reason("先の日付は記録できません。", field="on"))
        return problems

    def on_corrected(self, act) -> None:
        """Details: what (key), after, note; what stood before is added to them."""
        record, name, words = self.entries()[act.details["what"]]
        act.details.update(label=words, before=getattr(record, name))
        setattr(record, name, act.details["after"].strip())
        record.save()
        line = f"{words}　{act.details['before']} → {act.details['after']}（{act.details['note']}）"
        LedgerEvent.note(self.group, act, "訂正", line)
