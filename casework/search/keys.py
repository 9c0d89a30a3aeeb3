"""What numbers are searched by, and which part of a text matched. Nothing stored is ever changed."""

from casework import names

BETWEEN = "|-‐‑–—−ー－・･.,、第号"
"""What stands between the parts of a number, or around it, and is often left out."""

_WITHOUT = str.maketrans("", "", BETWEEN)
FIRST_KANJI = "\u3400"


def number_key(text: str) -> str:
    """The key of a plate, a receipt number, a document number: 名古屋 ５００ さ 12-34 → 名古屋500さ1234."""
    return names.search_key(text).translate(_WITHOUT)


def matched(text: str, asked: str, *, number: bool = False) -> tuple[int, int] | None:
    """(first, behind the last) character of ``text`` that ``asked`` found; None where it did not.

    Where only the whole can be told apart (half-width marks that join), it is the whole.
    """
    key_of = number_key if number else names.search_key
    key = key_of(asked)
    if not key or key not in key_of(text):
        return None
    pairs = [(each, place) for place, char in enumerate(text) for each in key_of(char)]
    start = "".join(each for each, _ in pairs).find(key)
    if start < 0:
        return 0, len(text)
    end = pairs[start + len(key) - 1][1] + 1
    while end < len(text) and names.is_variation_selector(text[end]):
        end += 1
    return pairs[start][1], end


def is_whole(text: str, asked: str, *, number: bool = False) -> bool:
    """Whether the text is what was asked for, not only a text that holds it."""
    key_of = number_key if number else names.search_key
    return key_of(text) == key_of(asked)


def variants(asked: str, part: str) -> tuple[str, str] | None:
    """(asked, stored) where kanji of the part stand in another form than they were typed in; None for other differences."""
    plain = [
        "".join(
            char for char in names.trim(each) if not char.isspace() and not names.is_variation_selector(char)
        )
        for each in (asked, part)
    ]
    if len(plain[0]) != len(plain[1]):
        return None
    differ = [
        (one, other)
        for one, other in zip(*plain, strict=True)
        if one != other and min(one, other) >= FIRST_KANJI
    ]
    return (plain[0], plain[1]) if differ else None
