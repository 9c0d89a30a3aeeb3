"""Spreadsheets as an office keeps them, read into plain rows: .xlsx, CSV and TSV.

A workbook is taken apart in a process of its own (``child``) with limits of memory and time, so that no file can hang
or end the server; what cannot be read is refused with a sentence that says what to do.
"""

from casework.sheets.containers import is_workbook
from casework.sheets.delimited import read_delimited
from casework.sheets.table import Cell, Row, Sheet, UnreadableSheet, column_letters
from casework.sheets.workbook import read_workbook

__all__ = ["Cell", "Row", "Sheet", "UnreadableSheet", "column_letters", "read"]


def read(name: str, content: bytes) -> list[Sheet]:
    """The sheets of a file that hold anything; `name` is shown as the sheet's name of a CSV.

    Values of merged cells fill their range, 「同上」 and 〃 alone in a cell become the value above, blank rows are gone.
    Raises `UnreadableSheet` with the sentence for the field, and nothing else.
    """
    sheets = read_workbook(content) if is_workbook(content) else [read_delimited(name, content)]
    filled = [sheet.filled() for sheet in sheets if sheet.rows]
    if not filled:
        raise UnreadableSheet("ファイルに行がありません。中身のあるファイルを選んでください。")
    return filled
