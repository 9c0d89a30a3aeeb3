"""One cell as a date, a whole number or a text, with a remark where reading it was a guess."""

import re
import unicodedata
from datetime import date, timedelta

from casework import wareki
from casework.sheets.table import Cell

_SERIALS = range(14_611, 58_441)
"""Day numbers of Excel from 1940 to 2059; other numbers are no dates of a ledger."""
_SERIAL_ZERO = date(1899, 12, 30)
_MIDNIGHT = re.compile(r"[ T]\s*0{1,2}:00(?::00)?(?:\.0+)?$")
_ERA_FIGURES = re.compile(r"([RHSTM])\s*([0-9]{2})([0-9]{2})([0-9]{2})")
_COMMAS = re.compile(r"(?<=[0-9元年月])[,、](?=\s*[0-9])")
_NONE = frozenset(
    {"", "-", "－", "―", "ー", "—", "‐", "なし", "無", "無し", "不明", "未", "/", "／", "・", "*"}
)


def read_day(value: Cell) -> tuple[date | None, str]:
    """The date (None for a blank, 「－」 or 「不明」) and a remark to show ("" = nothing to say).

    Era or western, any widths, 8 figures, R050401, Excel's day numbers.  `ValueError` with the Japanese sentence.
    """
    if isinstance(value, date):
        return _plausible(value), ""
    if isinstance(value, int | float):
        return _number(value)
    text = unicodedata.normalize("NFKC", value).strip()
    if text in _NONE:
        return None, f"日付の欄の「{value}」は、日付なしと読みました。" if text else ""
    text = _COMMAS.sub(".", _MIDNIGHT.sub("", text))
    if figures := _ERA_FIGURES.fullmatch(text.upper()):
        era, *parts = figures.groups()
        text = f"{era}{'.'.join(parts)}"
    elif text.isascii() and text.isdigit() and len(text) == 5:
        return _number(int(text))
    parsed = wareki.parse(text)
    return _plausible(parsed.date), parsed.note


def _number(value: float) -> tuple[date, str]:
    whole = int(value)
    if whole in _SERIALS:
        day = _SERIAL_ZERO + timedelta(days=whole)
        return day, f"数字{whole}を、Excelの日付の通し番号として{wareki.format_long(day)}と読みました。"
    if len(str(whole)) == 8 and whole == value:
        parsed = wareki.parse(str(whole))
        return _plausible(parsed.date), parsed.note
    raise ValueError(
        f"「{value:g}」は日付として読めません。令和8年4月1日、R8.4.1、2026-04-01 のように入れてください。"
    )


def _plausible(day: date) -> date:
    if day < wareki.FIRST_DAY or day.year > 2200:
        raise ValueError(f"{day.year}年の日付になっています。年を確かめてください。")
    return day


def read_text(value: Cell) -> str:
    """What the cell shows; a date in the era's reckoning, line breaks as one space."""
    if isinstance(value, date):
        return wareki.format_long(value)
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, int):
        return str(value)
    return re.sub(r"[ \u3000]*[\r\n]+[ \u3000]*", "　", value)


def read_count(value: Cell) -> int | None:
    """A whole number (15, 15名, 約１５人); None for a blank.  `ValueError` with the sentence."""
    if isinstance(value, int):
        return value
    text = re.sub(r"[\s,約]", "", unicodedata.normalize("NFKC", read_text(value)))
    if text in _NONE:
        return None
    found = re.fullmatch(r"([0-9]{1,6})(?:名|人|世帯|台|枚)?", text)
    if found is None:
        raise ValueError(f"「{read_text(value)}」は数として読めません。数字だけを入れてください。")
    return int(found[1])
