"""Japanese era dates 和暦 <-> `datetime.date`.

Dates are stored Gregorian and shown in the era's reckoning; a handwritten or typed date is read in
any of the usual spellings.  Only dates since Meiji 6 (1873-01-01) exist here: before that day the
country used another calendar.
"""

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

FIGURE_SPACE = "\u2007"
WEEKDAYS = "月火水木金土日"
KANJI_DIGITS = "〇一二三四五六七八九"
FIRST_DAY = date(1873, 1, 1)


class WarekiError(ValueError):
    """The text is no date; `str(error)` is the Japanese sentence to show beside the field."""


@dataclass(frozen=True)
class Era:
    """One era: its name, its letter, its first day and the Gregorian year of its first year (元年)."""

    name: str
    letter: str
    start: date
    first_year: int


ERAS = (
    Era("令和", "R", date(2019, 5, 1), 2019),
    Era("平成", "H", date(1989, 1, 8), 1989),
    Era("昭和", "S", date(1926, 12, 25), 1926),
    Era("大正", "T", date(1912, 7, 30), 1912),
    Era("明治", "M", FIRST_DAY, 1868),
)
"""Newest first."""


class EraParts(NamedTuple):
    """The blanks of a paper: 令和 | 8 | 4 | 1 (`year_text` is 元 in a first year)."""

    era: str
    year_text: str
    month: int
    day: int


@dataclass(frozen=True)
class ParsedDate:
    """What `parse` read; `note` is a Japanese remark to show ("" = nothing to say)."""

    date: date
    note: str = ""


def era_of(day: date) -> Era:
    """The era that `day` belongs to; `WarekiError` before 1873-01-01."""
    for era in ERAS:
        if day >= era.start:
            return era
    raise WarekiError("明治6年1月1日より前の日付は扱えません。")


def era_year(day: date) -> int:
    """The year within the era (1 in a first year)."""
    return day.year - era_of(day).first_year + 1


def era_parts(day: date) -> EraParts:
    """Era, year text (元 or figures), month and day, for the blanks of a paper."""
    year = era_year(day)
    return EraParts(era_of(day).name, "元" if year == 1 else str(year), day.month, day.day)


def weekday(day: date) -> str:
    """One kanji: 月 … 日."""
    return WEEKDAYS[day.weekday()]


def format_long(day: date, *, weekday: bool = False) -> str:
    """令和8年4月1日, 令和元年5月1日; with `weekday` 令和8年9月9日（水）."""
    era, year, month, number = era_parts(day)
    text = f"{era}{year}年{month}月{number}日"
    return f"{text}（{WEEKDAYS[day.weekday()]}）" if weekday else text


def format_month(day: date) -> str:
    """令和8年9月"""
    era, year, month, _ = era_parts(day)
    return f"{era}{year}年{month}月"


def format_short(day: date, *, pad_year: bool = False) -> str:
    """R8. 9. 2 for tables: month and day padded with U+2007 to two places, so that columns align.

    `pad_year` pads the year too (R 8. 9. 2), for columns where R8 and R10 stand together.
    """
    year = f"{era_year(day)}".rjust(2 if pad_year else 1, FIGURE_SPACE)
    month, number = (f"{value}".rjust(2, FIGURE_SPACE) for value in (day.month, day.day))
    return f"{era_of(day).letter}{year}.{month}.{number}"


def format_kanji(day: date) -> str:
    """令和八年四月一日, for certificates and letters."""
    era, _, month, number = era_parts(day)
    year = era_year(day)
    year_text = "元" if year == 1 else kanji_number(year)
    return f"{era}{year_text}年{kanji_number(month)}月{kanji_number(number)}日"


def kanji_number(value: int) -> str:
    """1 … 999 in kanji with places: 八, 十, 二十一, 百二."""
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    text = ""
    for count, place in ((hundreds, "百"), (tens, "十")):
        if count:
            text += ("" if count == 1 else KANJI_DIGITS[count]) + place
    return text + (KANJI_DIGITS[ones] if ones else "")


_HYPHENS = dict.fromkeys(map(ord, "−‐‑‒–—―ー"), "-") | {ord("・"): ".", ord("零"): "〇"}
_NUMBER = r"(?:[0-9]{1,8}|[〇一二三四五六七八九十百千]{1,8})"
_DATE = re.compile(
    r"(?:西暦)?(?P<era>令和|平成|昭和|大正|明治|[RHSTM令平昭大明])?"
    rf"(?P<year>元|{_NUMBER})[年./-](?P<month>{_NUMBER})[月./-](?P<day>{_NUMBER})日?"
    r"(?:\((?P<weekday>[月火水木金土日])(?:曜日?)?\))?"
)
_COMPACT = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_HELP = "令和8年4月1日、R8.4.1、2026-04-01 のように入力してください。"


def parse(text: str) -> ParsedDate:
    """Read a date as people write it; full-width figures, kanji figures, 元 and spaces are welcome.

    An era year beyond the era's end is accepted with a note (old papers print 平成60年), one before
    its start is refused.  Raises `WarekiError` with the sentence for the field.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split()).translate(_HYPHENS).upper()
    if not plain:
        raise WarekiError(f"日付を入力してください。{_HELP}")
    compact = _COMPACT.fullmatch(plain)
    match = compact or _DATE.fullmatch(plain)
    if match is None:
        raise WarekiError(f"日付として読めません。{_HELP}")
    month, day = _number(match["month"]), _number(match["day"])
    era_text = None if compact else match["era"]
    if era_text is None:
        parsed = ParsedDate(_gregorian(match["year"], month, day))
    else:
        parsed = _in_era(era_text, match["year"], month, day)
    return parsed if compact else _with_weekday(parsed, match["weekday"])


def _number(text: str) -> int:
    """Figures, kanji with places (二十一) or kanji one by one (二〇二六)."""
    if text.isascii():
        return int(text)
    if not set(text) & set("十百千"):
        return int("".join(str(KANJI_DIGITS.index(char)) for char in text))
    total = pending = 0
    for char in text:
        if char in KANJI_DIGITS:
            pending = KANJI_DIGITS.index(char)
        else:
            total += (pending or 1) * {"十": 10, "百": 100, "千": 1000}[char]
            pending = 0
    return total + pending


def _gregorian(year_text: str, month: int, day: int) -> date:
    year = 0 if year_text == "元" else _number(year_text)
    if not 1000 <= year <= 9999:
        raise WarekiError(f"年号か、西暦の年を4けたで入力してください。{_HELP}")
    result = _checked(year, month, day, f"{year}年")
    if result < FIRST_DAY:
        raise WarekiError("明治6年1月1日より前の日付は扱えません。")
    return result


def _in_era(era_text: str, year_text: str, month: int, day: int) -> ParsedDate:
    era = next(era for era in ERAS if era_text in (era.name, era.name[0], era.letter))
    year = 1 if year_text == "元" else _number(year_text)
    if not 1 <= year <= 999:
        raise WarekiError(f"{era.name}{year}年という年はありません。年を確かめてください。")
    spoken = f"{era.name}{'元' if year == 1 else year}年"
    result = _checked(era.first_year + year - 1, month, day, spoken)
    if result < FIRST_DAY:
        raise WarekiError("明治6年1月1日より前の日付は扱えません。")
    if result < era.start:
        raise WarekiError(
            f"{era.name}は{era.start.year}年{era.start.month}月{era.start.day}日からです。"
            f"その日なら{format_long(result)}と入力してください。"
        )
    if era_of(result) is era:
        return ParsedDate(result)
    return ParsedDate(result, f"{spoken}{month}月{day}日は、{format_long(result)}です。")


def _checked(year: int, month: int, day: int, spoken: str) -> date:
    """The date, or `WarekiError` saying why there is no such day."""
    if not 1 <= month <= 12:
        raise WarekiError(f"{month}月という月はありません。1から12までで入力してください。")
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise WarekiError(f"{spoken}{month}月{day}日という日はありません。{month}月は{last}日までです。")
    return date(year, month, day)


def _with_weekday(parsed: ParsedDate, written: str | None) -> ParsedDate:
    if written is None or written == weekday(parsed.date):
        return parsed
    remark = f"{format_long(parsed.date)}は{weekday(parsed.date)}曜日です。曜日を確かめてください。"
    return ParsedDate(parsed.date, parsed.note + remark)
