"""Times of the day as people write them: 14:00, 14時, 14時半, 午後2時30分, 1400."""

import re
import unicodedata
from datetime import time

_WRITTEN = re.compile(
    r"(?P<half>午前|午後)?\s*(?P<hour>\d{1,2})\s*(?:[:時]\s*(?:(?P<minute>\d{1,2})\s*分?|(?P<middle>半))?)?"
)
_FIGURES = re.compile(r"(?P<hour>\d{1,2})(?P<minute>\d{2})")


class ClockError(ValueError):
    """Not a time of the day; the message is fit to show."""


def parse(text: str) -> time:
    """Raises ClockError."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = (_FIGURES.fullmatch(plain) if len(plain) in (3, 4) else None) or _WRITTEN.fullmatch(plain)
    if found is None:
        raise ClockError(f"「{text}」を時刻として読めません。例：14時30分、14:30、午後2時30分")
    parts = found.groupdict()
    hour, minute = int(parts["hour"]), 30 if parts.get("middle") else int(parts["minute"] or 0)
    half = parts.get("half") or ""
    if half and hour > 12:
        raise ClockError(f"「{text}」は、午前・午後の時刻としては大きすぎます。")
    if half == "午後" and hour < 12:
        hour += 12
    elif half == "午前" and hour == 12:
        hour = 0
    if hour > 23 or minute > 59:
        raise ClockError(f"「{text}」という時刻はありません。0時0分から23時59分までで入力してください。")
    return time(hour, minute)


def spoken(at: time) -> str:
    """14時, 14時5分"""
    return f"{at.hour}時{at.minute}分" if at.minute else f"{at.hour}時"
