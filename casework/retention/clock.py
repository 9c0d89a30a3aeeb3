"""保存期間: from the day on which a record was complete (完結) to the day from which it may be disposed of. Pure."""

from datetime import date

FISCAL, CALENDAR = "fiscal", "calendar"
PERMANENT = 0  # 常用: never
CLASSES = (30, 10, 5, 3, 1)


def starts_on(ended: date, year: str = FISCAL) -> date:
    """The clock starts on the 1 April (or 1 January) that follows."""
    if year == CALENDAR:
        return date(ended.year + 1, 1, 1)
    return date(ended.year + (ended.month >= 4), 4, 1)


def due_on(ended: date, years: int, year: str = FISCAL) -> date | None:
    """The first day on which it may go; None of what is kept for ever."""
    if years == PERMANENT:
        return None
    start = starts_on(ended, year)
    return start.replace(year=start.year + years)


def words(years: int) -> str:
    return "常用" if years == PERMANENT else f"{years}年"
