"""証明台帳 (form 15, BP-5-6): into which of its three tables an event of a kind is written.

A procedure that writes a new kind of event enters it here first: a LedgerEvent of another kind is not stored.
"""

from enum import StrEnum


class Table(StrEnum):
    CHANGES = "changes"  # 変更・再交付の経過
    GUIDANCE = "guidance"  # 指導・取消し・返納の経過
    TRAININGS = "trainings"  # 講習・情報提供


TABLES = {
    "登録": Table.CHANGES,  # 既存証明の登録
    "新規交付": Table.CHANGES,
    "実施者証の追加交付": Table.CHANGES,
    "再交付": Table.CHANGES,
    "変更": Table.CHANGES,
    "訂正": Table.CHANGES,  # headquarters' own correction of a wrong entry
    "交付簿の訂正": Table.CHANGES,
    "委嘱": Table.CHANGES,
    "所管替え": Table.CHANGES,
    "指導": Table.GUIDANCE,
    "取消し": Table.GUIDANCE,
    "返納": Table.GUIDANCE,
    "委嘱の解除": Table.GUIDANCE,
    "講習": Table.TRAININGS,
    "情報提供": Table.TRAININGS,
}


LINE = 200  # characters of one line of a sheet


def in_lines(text: str, size: int = LINE) -> list[str]:
    """As many lines as it takes, each broken after its last 、 or・ where it has one; together they are the text."""
    lines = []
    while len(text) > size:
        place = max(text.rfind(mark, 0, size) for mark in "、・") + 1 or size
        lines.append(text[:place])
        text = text[place:]
    return [*lines, text]


def table_of(kind: str) -> Table:
    """The table of a kind of event; `KeyError` for one that nobody entered above."""
    return TABLES[kind]
