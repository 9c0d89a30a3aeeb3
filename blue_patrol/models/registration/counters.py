"""After which number each of our series goes on once a paper ledger is registered."""

from collections import defaultdict

from django.utils import timezone

from blue_patrol.models.registration.verdicts import Entry, PaperPlan
from blue_patrol.rules import credential_numbers
from casework import wareki
from casework.models import PrefectureProfile

MOST = 999_999  # a larger one is no number of a series: it moves no counter of ours


def counters(entries: list[Entry], plan: PaperPlan, station) -> list[tuple[str, str, int, int]]:
    """After which number each series goes on: (kind, holder, year, last number on paper)."""
    last: dict[tuple[str, str, int], int] = defaultdict(int)

    def seen(kind: str, holder: str, year: int, value: int) -> None:
        if value <= MOST:
            last[kind, holder, year] = max(last[kind, holder, year], value)

    head = _head(station)
    for entry in entries:
        if (standing := entry.standing) is None:
            _count_numbers(
                entry, entry.line.record.certificate_number, entry.line.record, station, head, seen
            )
        else:
            _count_numbers(entry, standing.number, standing, station, head, seen)
        ledger = entry.line.record.ledger_number if entry.line else ""
        if ledger.isdecimal():
            seen("ledger", f"station:{station.pk}", 0, int(ledger))
    for row_station, _, record in plan.paper_rows:
        if row_station.pk == station.pk and record.row_number.isdecimal():
            seen("register", f"station:{station.pk}", record.fiscal_year, int(record.row_number))
    return [(*key, value) for key, value in sorted(last.items())]


def _count_numbers(entry: Entry, number: str, dated, station, head: str, seen) -> None:
    try:
        read = credential_numbers.parse_credential(number)
        year = wareki.parse(f"{read.era}{read.year}.12.31").date.year
        if read.head == head:
            seen("certificate", f"prefecture:{station.prefecture_id}", year, read.serial)
    except (credential_numbers.NumberError, wareki.WarekiError):
        pass  # a number of another form, or of a year that never was, moves no counter of ours
    year = (dated.certified_on or dated.delivered_on).year
    for kind, numbers in (
        ("sticker", [record.sticker_number for record in entry.cars]),
        ("card", [record.card_number for record in entry.people]),
    ):
        if given := [text for text in numbers if text]:
            seen(kind, f"certificate:{number}", year, max(len(given), *map(_item, given)))


def _head(station) -> str:
    """What the prefecture writes before the era: its own numbers begin so."""
    profile = PrefectureProfile.nearest(station.prefecture, timezone.localdate())
    return credential_numbers.head_of(profile.value_or(credential_numbers.PATTERN_KEY, ""))


def _item(text: str) -> int:
    try:
        return credential_numbers.parse_credential(text).item or 0
    except credential_numbers.NumberError:
        return 0
