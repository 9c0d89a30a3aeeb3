"""The name of a file as it is shown and given back: recognisable, and harmless wherever it is saved."""

import re
import unicodedata

from casework.uploads.kinds import ENDINGS
from casework.uploads.limits import LONGEST_NAME

_SEPARATORS = re.compile(r'[\\/:*?"<>|]')
_INVISIBLE = {
    "Cc",
    "Cf",
    "Cs",
    "Co",
    "Cn",
    "Zl",
    "Zp",
}  # NUL, line breaks, what turns the direction of writing
NAMELESS = "名前なし"


def shown_name(name: str, media_type: str) -> str:
    """At most LONGEST_NAME characters of one line; what would name a folder becomes _, the ending says what it is."""
    kept = "".join(char for char in name if unicodedata.category(char) not in _INVISIBLE)
    kept = _SEPARATORS.sub("_", kept).strip(" .　_") or NAMELESS
    endings = ENDINGS[media_type]
    stem, dot, ending = kept.rpartition(".")
    if not (stem and f".{ending}".lower() in endings):
        stem, dot, ending = kept, ".", endings[0].removeprefix(".")
    return stem[: LONGEST_NAME - len(dot + ending)].rstrip() + dot + ending
