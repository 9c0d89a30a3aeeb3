"""What a browser sends where no form reads it: numbers in hidden fields, in buttons and in names of rows."""


def whole_number(text: str | None) -> int | None:
    """A count or a row's key; None for anything else, and for more figures than a key can have."""
    return int(text) if text and len(text) < 19 and text.isdecimal() else None


def without_nul(text: str) -> str:
    """Text to search with: a NUL, which no stored text can hold, is left out."""
    return text.replace("\0", "")
