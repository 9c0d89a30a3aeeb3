"""How numbers look: certificate 第R5-0012号, sticker -01, card -003, receipt R8-0031, documents.

The year is the calendar year in the era's reckoning on the day the number is drawn (the profile's
`number year`); its counter is casework's.  A number names its thing only within its kind.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from casework import dates, wareki

PATTERN_KEY = "certificate_number_format"  # the profile's example of a certificate's number
_HYPHENS = str.maketrans(dict.fromkeys("−‐‑–—―ー", "-"))
_CREDENTIAL = re.compile(r"第?([^\W\d_]{0,6}?)([RHS])([0-9]{1,2})-([0-9]{1,6})(?:-([0-9]{1,4}))?号?")
_DEMONSTRATION = re.compile(r"([A-Z]*)[0-9]+-([0-9]+)")
_DOCUMENT = re.compile(
    r"(?P<symbol>[^\s0-9第号]+)第(?P<number>[1-9][0-9]*)(?:[-―](?P<branch>[1-9][0-9]*))?号"
)


class NumberError(ValueError):
    """The text is no such number; `str(error)` is the Japanese sentence for the field."""


@dataclass(frozen=True)
class CredentialNumber:
    """A certificate's number (`item` None) or that of one of its stickers or cards."""

    era: str
    year: int
    serial: int
    item: int | None = None
    head: str = ""  # what a prefecture writes before the era: 防 of 第防R5-0012号

    @property
    def bare(self) -> str:
        """The certificate's, R5-0012, as it stands where 第 and 号 are printed already."""
        return f"{self.head}{self.era}{self.year}-{self.serial:04d}"


@dataclass(frozen=True)
class DocumentNumber:
    """文書番号: 桜見坂生発 | 123, with a branch (227―1) where there is one."""

    symbol: str
    number: int
    branch: int | None = None

    def __str__(self) -> str:
        branch = "" if self.branch is None else f"―{self.branch}"
        return f"{self.symbol}第{self.number}{branch}号"


def year_prefix(day: date) -> str:
    """R5: era letter and year of the calendar year of `day`; a first year is R1."""
    return f"{wareki.era_of(day).letter}{wareki.era_year(day)}"


def numbered_on(day: date, year: str) -> date:
    """The day that names the number's year: itself, or 1 April where a prefecture numbers by fiscal year.

    `year`: the profile's `certificate_number_year`, "calendar" or "fiscal".
    """
    return date(dates.fiscal_year(day), 4, 1) if year == "fiscal" else day


def certificate(day: date, serial: int, pattern: str = "") -> str:
    """第R5-0012号; ``pattern``: an example of the prefecture's, of which what stands before the era is kept."""
    return f"第{head_of(pattern)}{year_prefix(day)}-{_positive(serial):04d}号"


def head_of(pattern: str) -> str:
    """防 of 第防R5-0012号; "" of an example without, or that is none."""
    match = _CREDENTIAL.fullmatch(_plain(pattern).upper())
    return match[1] if match else ""


def sticker(certificate_number: str, item: int) -> str:
    """第R5-0012-01号, the `item`-th sticker ever made for this certificate."""
    return f"{_stem(certificate_number)}-{_positive(item):02d}号"


def card(certificate_number: str, item: int) -> str:
    """第R5-0012-003号, the `item`-th patroller card ever made for this certificate."""
    return f"{_stem(certificate_number)}-{_positive(item):03d}号"


def demonstration(day: date, serial: int, pattern: str = "D5-004") -> str:
    """第D5-004号; ``pattern``: an example of the prefecture's, whose letters and width are kept."""
    match = _DEMONSTRATION.fullmatch(pattern)
    letters, width = (match[1], len(match[2])) if match else ("D", 3)
    return f"第{letters}{wareki.era_year(day)}-{_positive(serial):0{width}d}号"


def receipt(day: date, serial: int) -> str:
    """R8-0031; the station stands beside it on screen and paper."""
    return f"{year_prefix(day)}-{_positive(serial):04d}"


def register_row(serial: int) -> str:
    """The row number of the issuance register (form 14): plain figures."""
    return str(_positive(serial))


def document(symbol: str, number: int, branch: int | None = None) -> str:
    """桜見坂生発第123号, 総務発甲第227―1号."""
    return str(DocumentNumber(symbol, _positive(number), branch))


def parse_credential(text: str) -> CredentialNumber:
    """Read a number as typed: any width, with or without 第 and 号; `NumberError` otherwise."""
    match = _CREDENTIAL.fullmatch(_plain(text).upper())
    if match is None:
        raise NumberError("番号として読めません。R5-0012、R5-0012-01 のように入力してください。")
    head, era, year, serial, item = match.groups()
    return CredentialNumber(era, int(year), int(serial), None if item is None else int(item), head)


def spellings(text: str) -> list[str]:
    """The numbers that a typed one may be stored as: 第R5-0012-01号; in the form of another hand also bare."""
    bare = _plain(text).upper().removeprefix("第").removesuffix("号")
    try:
        number = parse_credential(bare)
    except NumberError:
        return [f"第{bare}号", bare] if any(char.isdigit() for char in bare) else []
    stem = f"第{number.bare}号"
    return [stem if number.item is None else sticker(stem, number.item)]


def parse_document(text: str) -> DocumentNumber:
    """Read a document number that the police's own system gave; `NumberError` otherwise."""
    match = _DOCUMENT.fullmatch(_plain(text))
    if match is None:
        raise NumberError("文書番号として読めません。桜見坂生発第123号 のように入力してください。")
    branch = match["branch"]
    return DocumentNumber(match["symbol"], int(match["number"]), None if branch is None else int(branch))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).translate(_HYPHENS)


def _stem(certificate_number: str) -> str:
    """Of a number that another hand once gave in a form of its own, all of it: 第愛防123."""
    try:
        number = parse_credential(certificate_number)
    except NumberError:
        return f"第{certificate_number.removeprefix('第').removesuffix('号')}"
    if number.item is not None:
        raise NumberError("証明書の番号ではありません。")
    return f"第{number.bare}"


def _positive(value: int) -> int:
    if value < 1:
        raise ValueError("numbers start at 1")
    return value
