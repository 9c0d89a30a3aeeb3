"""The server's side of reading a workbook: the child's answer, or the sentence why there is none."""

import json
from datetime import date
from typing import Any

from casework import apart
from casework.sheets import limits
from casework.sheets.table import Cell, Row, Sheet, UnreadableSheet

TOO_HEAVY = "ファイルが重すぎて読めません。使っていない行・列・シートや書式を消すか、必要な表だけを新しいブックに値で貼り付けて、保存し直してください。"
BROKEN = "ブックが壊れているか、ふつうの作りではないため読めません。Excelで開き、「名前を付けて保存」で「Excelブック（.xlsx）」を選んで保存し直してください。"


def read_workbook(content: bytes) -> list[Sheet]:
    """The sheets of an .xlsx whose archive was weighed; blank ones are there too."""
    try:
        answer = json.loads(apart.ask("casework.sheets.child", content, limits.CHILD))
    except apart.TooHeavy:
        raise UnreadableSheet(TOO_HEAVY) from None
    except apart.Broken:
        raise UnreadableSheet(BROKEN) from None
    if answer["fault"]:
        raise UnreadableSheet(answer["fault"])
    return [
        Sheet(sheet["name"], [_row(row) for row in sheet["rows"]], sheet["notes"])
        for sheet in answer["sheets"]
    ]


def _row(told: dict[str, Any]) -> Row:
    return Row(
        told["number"],
        [_cell(value) for value in told["cells"]],
        {int(column): text for column, text in told["problems"].items()},
        {int(column): text for column, text in told["notes"].items()},
        told["hidden"],
    )


def _cell(value: Any) -> Cell:
    """JSON's values, and {"date": "2023-04-01"}."""
    if isinstance(value, dict):
        return date.fromisoformat(value["date"])
    found: Cell = value
    return found
