"""What CP932 (Shift_JIS as Windows has it) cannot hold of a text, and what is written in its place.

A variation selector or a combining mark counts with the character before it: 葛󠄀 is one character, written 葛.
"""

import re
import unicodedata

STAND_IN = "〓"
SAME = dict(zip("〜−—‖¢£¬–¥", "～－―∥￠￡￢－￥", strict=True))  # one sign, two code points: nothing is lost
_CLUSTER = re.compile("[^\ufe00-\ufe0f\U000e0100-\U000e01ef\u0300-\u036f\u3099\u309a\u200d]?[\ufe00-\ufe0f\U000e0100-\U000e01ef\u0300-\u036f\u3099\u309a\u200d]*", re.DOTALL)  # fmt: skip


def is_held(text: str) -> bool:
    """Whether the text comes back from CP932 as it was."""
    try:
        return text.encode("cp932").decode("cp932") == text
    except UnicodeEncodeError:
        return False


def in_place_of(cluster: str) -> str:
    """What is written for one character with what hangs on it."""
    composed = unicodedata.normalize("NFC", cluster)
    for known in (
        cluster,
        composed if len(composed) == 1 else cluster,
        *(SAME.get(c, c) for c in cluster[:1]),
    ):
        if known and is_held(known):
            return known
    return STAND_IN


def unheld(text: str) -> list[tuple[str, str]]:
    """(character as typed, what is written for it), in order; empty for a text that CP932 holds."""
    if is_held(text):
        return []
    return [(each, in_place_of(each)) for each in _CLUSTER.findall(text) if each and not is_held(each)]


def writable(text: str) -> str:
    """The text as CP932 holds it."""
    if is_held(text):
        return text
    return "".join(in_place_of(each) for each in _CLUSTER.findall(text) if each)
