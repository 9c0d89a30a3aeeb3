"""The two faces of the papers: their files, which characters they have, how wide each is.

They come from the package pylopdf-fonts-jp and nowhere else, so every office prints with the same ones.
"""

from functools import lru_cache
from importlib.resources import files

from fontTools.ttLib import TTFont

PACKAGE = "pylopdf_fonts_jp"
FACES = ("NotoSerifJP-Regular.otf", "NotoSansJP-Regular.otf")  # Mincho, Gothic
FULL_WIDTH = 1.0


def face(name: str) -> bytes:
    """The file of a face of ``FACES``."""
    return (files(PACKAGE) / name).read_bytes()


@lru_cache(maxsize=1)
def _faces() -> tuple[frozenset[int], frozenset[tuple[int, int]], dict[int, float]]:
    """Code points that both faces have, (character, selector) pairs that both have, widths in em of the wider face."""
    characters: list[set[int]] = []
    variants: list[set[tuple[int, int]]] = []
    widths: dict[int, float] = {}
    for name in FACES:
        with TTFont(str(files(PACKAGE) / name), lazy=True) as font:
            glyphs, metrics, em = font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm
            characters.append(set(glyphs))
            tables = [table.uvsDict for table in font["cmap"].tables if table.format == 14]
            variants.append(
                {(code, mark) for table in tables for mark, row in table.items() for code, _ in row}
            )
        for code, glyph in glyphs.items():
            widths[code] = max(widths.get(code, 0.0), metrics[glyph][0] / em)
    return (
        frozenset.intersection(*map(frozenset, characters)),
        frozenset.intersection(*map(frozenset, variants)),
        widths,
    )


def is_selector(character: str) -> bool:
    """Whether a character chooses a variant of the one before it, and takes no room."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def ems(text: str) -> float:
    """Width of a line of text in em, by the wider of the two faces; what they lack counts as a full character."""
    widths = _faces()[2]
    return sum(0.0 if is_selector(each) else widths.get(ord(each), FULL_WIDTH) for each in text)


def unprintable(text: str) -> list[str]:
    """Characters (with their variation selector) that a face lacks, each once, in order; white space passes."""
    characters, variants, _ = _faces()
    missing: dict[str, None] = {}
    for position, character in enumerate(text):
        if is_selector(character) and position:
            pair = text[position - 1 : position + 1]
            if (ord(pair[0]), ord(character)) not in variants:
                missing[pair] = None
        elif ord(character) not in characters and character not in "\r\n\t":
            missing[character] = None
    return list(missing)
