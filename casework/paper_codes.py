"""Codes on papers: what a scanner reads, or an officer types, to find the case again.

A code is a letter for the kind, the row's number in base 32 and a check character: P-0003K7-3. It holds no personal
data and opens nothing by itself: the page behind it asks for its permission as always.
"""

from __future__ import annotations

import re
import unicodedata

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U, so nothing is misread
ALIKE = str.maketrans("ILO", "110")
LETTER_OF_PAPERS = "P"
QUIET_ZONE = 4  # modules (ISO/IEC 18004)


def code_of(letter: str, number: int) -> str:
    """The code of a row: ``code_of("P", 3687)`` is P-0003K7-3."""
    digits = ""
    while number:
        number, rest = divmod(number, 32)
        digits = ALPHABET[rest] + digits
    body = digits.rjust(6, "0")
    return f"{letter}-{body}-{ALPHABET[_check(letter + body)]}"


def looks_like_one(text: str) -> bool:
    """Whether somebody meant a code, rightly read or not: a letter, six and more characters, one, with hyphens between."""
    return (
        re.fullmatch(r"[0-9A-Z]-[0-9A-Z]{6,}-[0-9A-Z]", unicodedata.normalize("NFKC", text).strip().upper())
        is not None
    )


def parse(text: str) -> tuple[str, int] | None:
    """(letter, number) of what was scanned or typed, in any width and case; None for what is no code."""
    plain = unicodedata.normalize("NFKC", text).upper().translate(ALIKE)
    plain = "".join(each for each in plain if each not in "- \t\r\nー－−‐")
    if len(plain) < 8 or any(each not in ALPHABET for each in plain):
        return None
    body, check = plain[:-1], plain[-1]
    if ALPHABET[_check(body)] != check:
        return None
    number = 0
    for each in body[1:]:
        number = number * 32 + ALPHABET.index(each)
    return body[0], number


def _check(text: str) -> int:
    """ISO 7064's hybrid system for 32 characters: tells every wrong character and nearly every exchange of two."""
    product = 32
    for each in text:
        product = 2 * ((product + ALPHABET.index(each)) % 32 or 32) % 33
    return (33 - product) % 32


def qr(text: str, size: float) -> SafeString:
    """The QR code of a text as inline SVG: ``size`` millimetres the symbol itself, its quiet zone around it."""
    symbol = segno.make(text, error="m", micro=False, boost_error=False)
    rows = [list(row) for row in symbol.matrix]
    whole = len(rows) + 2 * QUIET_ZONE
    path = "".join(
        f"M{x + QUIET_ZONE} {y + QUIET_ZONE}h{length}v1h-{length}z"
        for y, row in enumerate(rows)
        for x, length in _runs(row)
    )
    return format_html(
        '<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}" style="width:{1}mm;height:{1}mm">'
        '<title>{2}</title><path d="{3}"/></svg>',
        whole, f"{size * whole / len(rows):.3f}", text, path,
    )  # fmt: skip


def _runs(row: list[int]) -> list[tuple[int, int]]:
    """(start, length) of the dark stretches of a row of modules."""
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((x, 1))
    return runs
