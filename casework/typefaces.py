"""The two faces of the papers: their files, which characters they have, how wide each is.

They come from the package pylopdf-fonts-jp and nowhere else, so every office prints with the same ones.
"""

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from fontTools.ttLib import TTFont

PACKAGE = "pylopdf_fonts_jp"
FACES = {"Mincho": "NotoSerifJP-Regular.otf", "Gothic": "NotoSansJP-Regular.otf"}
FULL_WIDTH = 1.0
FIGURE_SPACE = "\u2007"  # aligns days on the screen; no face has it
GETA = "〓"  # what printers set for a character they have no type for
# 禁則 (JIS X 4051): what may not begin a line, and what may not end one.
NOT_FIRST = frozenset(
    "\u3000、。，．・：；？！ヽヾゝゞ々〻ー’”）〕］｝〉》」』】〜゠–…‥％℃,.:;?!)]}%ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶｧｨｩｪｫｬｭｮｯｰﾞﾟ｡､｣･"
)
NOT_LAST = frozenset("‘“（〔［｛〈《「『【([{｢")


def face(name: str) -> bytes:
    """The file of a face of ``FACES``."""
    return (files(PACKAGE) / name).read_bytes()


class Faces(NamedTuple):
    """What both faces have, as code points and (character, selector) pairs, and how wide their characters are in em."""

    characters: frozenset[int]
    variants: frozenset[tuple[int, int]]
    wider: dict[int, float]
    each: dict[str, dict[int, float]]


@lru_cache(maxsize=1)
def _faces() -> Faces:
    characters: list[set[int]] = []
    variants: list[set[tuple[int, int]]] = []
    widths: list[dict[int, float]] = []
    for name in FACES.values():
        with TTFont(str(files(PACKAGE) / name), lazy=True) as font:
            glyphs, metrics, em = font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm
            characters.append(set(glyphs))
            tables = [table.uvsDict for table in font["cmap"].tables if table.format == 14]
            variants.append(
                {(code, mark) for table in tables for mark, row in table.items() for code, _ in row}
            )
        widths.append({code: metrics[glyph][0] / em for code, glyph in glyphs.items()})
    mincho, gothic = widths
    return Faces(
        frozenset.intersection(*map(frozenset, characters)),
        frozenset.intersection(*map(frozenset, variants)),
        {code: max(mincho.get(code, 0.0), gothic.get(code, 0.0)) for code in mincho | gothic},
        dict(zip(FACES, widths, strict=True)),
    )


def is_selector(character: str) -> bool:
    """Whether a character chooses a variant of the one before it, and takes no room."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def ems(text: str) -> float:
    """Width of a line of text in em, by the wider of the two faces; what they lack counts as a full character."""
    widths = _faces().wider
    return sum(0.0 if is_selector(each) else widths.get(ord(each), FULL_WIDTH) for each in text)


def advance(text: str, face: str) -> float:
    """Width of a line of text in em exactly as a face sets it without kerning; raises KeyError for what it lacks."""
    widths = _faces().each[face]
    return sum(0.0 if is_selector(each) else widths[ord(each)] for each in text)


def line_count(text: str, room: float) -> int:
    """How many lines a text without line ends takes in ``room`` em: as full as they get, words and 禁則 unbroken."""
    count, used = 1, 0.0
    for piece in _pieces(text):
        width = ems(piece)
        if used and used + ems(piece.rstrip(" ")) > room + 1e-6:
            count, used = count + 1, 0.0
        used += width
        while (
            used > room + 1e-6 and len(piece.rstrip(" ")) > 1
        ):  # wider than a whole line: cut wherever it is full
            count, used = count + 1, used - room
    return count


def _pieces(text: str) -> list[str]:
    """A text cut wherever a line may end."""
    pieces: list[str] = []
    for character in text:
        if pieces and _holds(pieces[-1][-1], character):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _holds(before: str, after: str) -> bool:
    """Whether no line may end between two characters."""
    return (
        (_in_word(before) and _in_word(after))
        or after in NOT_FIRST
        or before in NOT_LAST
        or is_selector(after)
        or after == " "
    )


def _in_word(character: str) -> bool:
    """Latin letters, figures and their marks, and figures in rings (class AI of UAX 14), which go with them."""
    return (character.isascii() and not character.isspace()) or "①" <= character <= "⓿"


def unprintable(text: str) -> list[str]:
    """Characters (with their variation selector) that a face lacks, each once, in order; white space passes."""
    characters, variants = _faces()[:2]
    missing: dict[str, None] = {}
    for position, character in enumerate(text):
        if is_selector(character) and position:
            pair = text[position - 1 : position + 1]
            if (ord(pair[0]), ord(character)) not in variants:
                missing[pair] = None
        elif ord(character) not in characters and character not in f"\r\n\t{FIGURE_SPACE}":
            missing[character] = None
    return list(missing)


def missing_in(item: object) -> list[str]:
    """The characters that the faces lack in all texts of plain values (text, list, dict of texts)."""
    return list(dict.fromkeys(each for text in _texts(item) for each in unprintable(text)))


def legible(item: Any) -> Any:
    """Plain values with 〓 for each character that the faces lack, so that a gap on the paper is seen and filled by pen."""
    if isinstance(item, str):
        for each in unprintable(item):
            item = item.replace(each, GETA)
        return item.replace(FIGURE_SPACE, "")
    if isinstance(item, dict):
        return {name: legible(each) for name, each in item.items()}
    return [legible(each) for each in item] if isinstance(item, list | tuple) else item


def _texts(item: object) -> Iterator[str]:
    if isinstance(item, str):
        yield item
    elif isinstance(item, dict):
        for each in item.values():
            yield from _texts(each)
    elif isinstance(item, list | tuple):
        for each in item:
            yield from _texts(each)
