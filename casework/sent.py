"""What a browser sends where no form reads it: numbers in hidden fields, in buttons and in names of rows."""


def whole_number(text: str | None) -> int | None:
    """A count or a row's key; None for anything else, and for more figures than a key can have."""
    return int(text) if text and len(text) < 19 and text.isdecimal() else None


def rows_sent(data, prefix: str) -> int:
    """How many rows of a set of forms came with at least one field: cars-0-plate and cars-0-make are one."""
    rest = (name.removeprefix(f"{prefix}-") for name in data if name.startswith(f"{prefix}-"))
    return len({row for row, dash, _ in (each.partition("-") for each in rest) if dash and row.isdecimal()})


def typed_texts(sent) -> list[str]:
    """What a person wrote, to be copied from a page that recorded nothing: each text in Japanese once, no password."""
    texts = (text for name, values in sent.lists() if "password" not in name for text in values)
    return list(dict.fromkeys(text for text in texts if text.strip() and not text.isascii()))


def without_nul(text: str) -> str:
    """Text to search with: a NUL, which no stored text can hold, is left out."""
    return text.replace("\0", "")
