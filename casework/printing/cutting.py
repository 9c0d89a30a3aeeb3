"""A font cut down to some of its glyphs by HarfBuzz, in milliseconds: the library that WeasyPrint cuts with too."""

import ctypes
from collections.abc import Iterable
from functools import lru_cache

READ_ONLY = 1
# How WeasyPrint cuts: glyphs keep their numbers, no hints, no shared subroutines, the sign for a missing glyph drawn.
NO_HINTING, RETAIN_NUMBERS, DESUBROUTINIZE, NOTDEF_OUTLINE = 0x01, 0x02, 0x04, 0x40
DROPPED = 3  # HB_SUBSET_SETS_DROP_TABLE_TAG
LAYOUT_TABLES = (b"BASE", b"DSIG", b"GDEF", b"GPOS", b"GSUB", b"JSTF", b"SVG ", b"VORG", b"vhea", b"vmtx")
POINTERS = (
    "hb_blob_create", "hb_face_create", "hb_face_reference_blob", "hb_blob_get_data", "hb_subset_input_create_or_fail",
    "hb_subset_input_glyph_set", "hb_subset_input_set", "hb_subset_or_fail",
)  # fmt: skip


class CannotCut(Exception):
    """The library is missing, or it does not take the font."""


@lru_cache(maxsize=1)
def _library() -> ctypes.CDLL:
    """HarfBuzz's subsetter; it brings the rest of HarfBuzz with it."""
    try:
        library = ctypes.CDLL("libharfbuzz-subset.so.0")
    except OSError as error:
        raise CannotCut("libharfbuzz-subset is not installed") from error
    for name in POINTERS:
        getattr(library, name).restype = ctypes.c_void_p
    return library


def can_cut() -> bool:
    try:
        _library()
    except CannotCut:
        return False
    return True


def cut(font: bytes, glyphs: Iterable[int]) -> bytes:
    """``font`` with the outlines of these glyphs alone, their numbers unchanged. Raises CannotCut."""
    hb = _library()
    blob = ctypes.c_void_p(hb.hb_blob_create(font, len(font), READ_ONLY, None, None))
    face = ctypes.c_void_p(hb.hb_face_create(blob, 0))
    wish = ctypes.c_void_p(hb.hb_subset_input_create_or_fail())
    hb.hb_subset_input_set_flags(wish, NO_HINTING | RETAIN_NUMBERS | DESUBROUTINIZE | NOTDEF_OUTLINE)
    wanted = ctypes.c_void_p(hb.hb_subset_input_glyph_set(wish))
    for glyph in glyphs:
        hb.hb_set_add(wanted, glyph)
    dropped = ctypes.c_void_p(hb.hb_subset_input_set(wish, DROPPED))
    for tag in LAYOUT_TABLES:
        hb.hb_set_add(dropped, int.from_bytes(tag, "big"))
    found = hb.hb_subset_or_fail(face, wish)
    try:
        return _bytes_of(hb, ctypes.c_void_p(found)) if found else _refused()
    finally:
        hb.hb_subset_input_destroy(wish)
        hb.hb_face_destroy(face)
        hb.hb_blob_destroy(blob)


def _bytes_of(hb: ctypes.CDLL, face: ctypes.c_void_p) -> bytes:
    blob, length = ctypes.c_void_p(hb.hb_face_reference_blob(face)), ctypes.c_uint()
    start = hb.hb_blob_get_data(blob, ctypes.byref(length))
    content = ctypes.string_at(start, length.value)
    hb.hb_blob_destroy(blob)
    hb.hb_face_destroy(face)
    return content


def _refused() -> bytes:
    raise CannotCut("HarfBuzz does not take the font")
