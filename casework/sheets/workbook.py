"""The server's side of reading a workbook: the child's answer, or the sentence why there is none."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

from casework.sheets import limits
from casework.sheets.table import Cell, Row, Sheet, UnreadableSheet

TOO_HEAVY = "ファイルが重すぎて読めません。使っていない行・列・シートや書式を消すか、必要な表だけを新しいブックに値で貼り付けて、保存し直してください。"
BROKEN = "ブックが壊れているか、ふつうの作りではないため読めません。Excelで開き、「名前を付けて保存」で「Excelブック（.xlsx）」を選んで保存し直してください。"

_ROOT = Path(__file__).resolve().parents[2]
_COMMAND = [sys.executable, "-B", "-m", "casework.sheets.child"]


def read_workbook(content: bytes) -> list[Sheet]:
    """The sheets of an .xlsx whose archive was weighed; blank ones are there too."""
    try:
        done = subprocess.run(
            _COMMAND, input=content, capture_output=True, timeout=limits.WALL_SECONDS, check=False,
            cwd=_ROOT, env={"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise UnreadableSheet(TOO_HEAVY) from None
    if done.returncode:  # below zero: ended by a limit's signal
        raise UnreadableSheet(TOO_HEAVY if done.returncode < 0 else BROKEN)
    answer = json.loads(done.stdout)
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
