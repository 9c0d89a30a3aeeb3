"""Numbers of blank sheets (証明書用紙等): a prefix and figures, A000101; ranges of them; numbers as they are scanned."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

MOST_FIGURES = 9
MOST_SHEETS = 100_000  # of one lot: a box holds thousands, more is a slip of the finger
_SHEET = re.compile(r"(?P<prefix>[\w./-]*?)(?P<figures>[0-9]+)")
_BETWEEN = re.compile(r"[\s,;、，；・]+")
_TO = re.compile(r"[~〜]|から")
_HYPHENS = str.maketrans(dict.fromkeys("−‐‑–—―", "-"))


class SheetError(ValueError):
    """The text is no number of a sheet; ``str(error)`` is the Japanese sentence for the field."""


@dataclass(frozen=True)
class SheetNumber:
    """A000101: ``prefix`` A, ``serial`` 101, ``figures`` 6 (how many figures it was written with)."""

    prefix: str
    serial: int
    figures: int


def plain(text: str) -> str:
    """Any width, without spaces, hyphens alike, in capitals: what numbers are compared by."""
    return "".join(unicodedata.normalize("NFKC", text).split()).translate(_HYPHENS).upper()


def write(prefix: str, serial: int, figures: int) -> str:
    return f"{prefix}{serial:0{figures}d}"


def read(text: str) -> SheetNumber:
    """A number as typed. Raises SheetError."""
    found = _SHEET.fullmatch(plain(text))
    if found is None:
        raise SheetError(
            f"「{text.strip()}」は、用紙の番号として読めません。A000101 のように、終わりを数字で入力してください。"
        )
    if len(found["figures"]) > MOST_FIGURES:
        raise SheetError(f"用紙の番号の数字は、{MOST_FIGURES}桁までです。")
    return SheetNumber(found["prefix"], int(found["figures"]), len(found["figures"]))


def read_ranges(text: str) -> list[tuple[SheetNumber, SheetNumber]]:
    """Numbers and ranges as typed, on lines or between commas: A000101、A000110〜A000112. Raises SheetError."""
    text = _TO.sub("~", unicodedata.normalize("NFKC", text))
    text = re.sub(r"\s*~\s*", "~", text)
    found = []
    for token in filter(None, _BETWEEN.split(text)):
        first, _, last = token.partition("~")
        found.append(_range(read(first), last, token))
    return found


def _range(first: SheetNumber, last: str, token: str) -> tuple[SheetNumber, SheetNumber]:
    if not last:
        return first, first
    end = read(last)
    end = SheetNumber(end.prefix or first.prefix, end.serial, end.figures)
    if end.prefix != first.prefix or end.serial < first.serial:
        raise SheetError(
            f"「{token}」は、範囲として読めません。小さい番号から順に、A000101〜A000105 のように入力してください。"
        )
    if end.serial - first.serial >= MOST_SHEETS:
        raise SheetError(f"一つの範囲は、{MOST_SHEETS:,}枚までにしてください。")
    return first, end


def scanned(text: str) -> list[str]:
    """Numbers of things as a scanner or a hand puts them into a text, each once, in their order."""
    return list(dict.fromkeys(filter(None, _BETWEEN.split(unicodedata.normalize("NFKC", text)))))


def bare(number: str) -> str:
    """What the number of a thing is compared by: 第R8-0001-01号 and r8-0001-01 are one."""
    return plain(number).removeprefix("第").removesuffix("号")


def runs(serials: Iterable[int]) -> list[tuple[int, int]]:
    """Serials in ascending order → (first, last) of each unbroken run."""
    found: list[tuple[int, int]] = []
    for serial in serials:
        if found and found[-1][1] + 1 == serial:
            found[-1] = (found[-1][0], serial)
        else:
            found.append((serial, serial))
    return found


def left_of(first: int, last: int, taken: Iterable[int]) -> list[tuple[int, int]]:
    """The runs of a lot's range without the serials that are taken."""
    found, start = [], first
    for serial in sorted(taken):
        if serial > start:
            found.append((start, serial - 1))
        start = max(start, serial + 1)
    return [*found, (start, last)] if start <= last else found
