"""Many kept PDFs as one to print: page contents byte for byte, each face embedded once for all of them.

A paper alone carries the glyphs it needs, most of its bytes. The papers' fonts keep the glyph numbers of the font
they were cut from, so one cut with all their glyphs serves every page. A font that is not certainly one of ours
stays with its paper as it was.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from fontTools.ttLib import TTFont, TTLibError
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
)

from casework import typefaces
from casework.printing.cutting import can_cut, cut

MAPPED = re.compile(rb"^<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>$", re.MULTILINE)
CMAP_HEAD = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
"""
CMAP_TAIL = b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
MADE_ANEW = {"/DescendantFonts", "/FontDescriptor", "/FontFile3", "/ToUnicode", "/W", "/CIDSet"}
MOST_IN_A_BLOCK = 100  # entries a bfchar block may have


@lru_cache(maxsize=1)
def originals() -> dict[tuple, str]:
    """What tells a font of ours: (PostScript name, revision) → its file."""
    found = {}
    for name in typefaces.FACES.values():
        with TTFont(str(files(typefaces.PACKAGE) / name), lazy=True) as font:
            found[_told(font)] = name
    return found


def _told(font: TTFont) -> tuple:
    return font["name"].getDebugName(6), font["head"].fontRevision


@dataclass
class Face:
    """One face of the merged file, and what the papers need of it: glyph → width, glyph → text in hexadecimal."""

    file: str
    parts: list[dict[str, Any]]  # font, descendant, descriptor: what of the first paper's holds for all
    reference: IndirectObject
    widths: dict[int, Any] = field(default_factory=dict)
    texts: dict[int, bytes] = field(default_factory=dict)

    def need(self, font: DictionaryObject) -> None:
        widths = _part(_parts(font)[1], "/W")
        for first, run in zip(widths[::2], widths[1::2], strict=True):
            self.widths.update(enumerate(run, int(first)))
        if "/ToUnicode" in font:
            for glyph, text in MAPPED.findall(_part(font, "/ToUnicode").get_data()):
                self.texts.setdefault(int(glyph, 16), text)

    def program(self) -> bytes:
        """The font file with the glyphs of all papers, their numbers unchanged."""
        return cut(typefaces.face(self.file), self.widths)

    def to_unicode(self) -> bytes:
        """What copying and searching read."""
        lines = [b"<%04x> <%s>\n" % pair for pair in sorted(self.texts.items())]
        blocks = [lines[start : start + MOST_IN_A_BLOCK] for start in range(0, len(lines), MOST_IN_A_BLOCK)]
        body = b"".join(b"%d beginbfchar\n%sendbfchar\n" % (len(block), b"".join(block)) for block in blocks)
        return CMAP_HEAD + body + CMAP_TAIL


class Merger:
    """Takes papers in their order, then writes them as one PDF; it holds pages without their fonts."""

    def __init__(self) -> None:
        self.writer = PdfWriter()
        self.faces: dict[str, Face] = {}
        self.shares = can_cut()

    def add(self, content: bytes) -> int:
        """Append a paper; the number of its pages. Raises PyPdfError for bytes that are no PDF."""
        reader = PdfReader(io.BytesIO(content))
        taken: dict[int, dict[str, Face]] = {}  # a resource dictionary may serve several pages
        for page in reader.pages:
            fonts = _part(_part(page, "/Resources"), "/Font", DictionaryObject())
            if id(fonts) not in taken:
                taken[id(fonts)] = self._take(fonts)
            page.pop("/StructParents", None)  # the tree of tags stays behind
            added = self.writer.add_page(page)
            shared = taken[id(fonts)]
            kept = _part(_part(added, "/Resources"), "/Font", DictionaryObject())
            kept.update({NameObject(name): face.reference for name, face in shared.items()})
        count = len(reader.pages)
        self.writer.reset_translation(reader)
        reader.resolved_objects.clear()  # the writer holds on to every reader: let it be an empty one
        reader.stream = io.BytesIO()
        return count

    def _take(self, fonts: DictionaryObject) -> dict[str, Face]:
        """The shared faces of a resource dictionary by their names in it; taken out, so that no page brings its own."""
        found = {}
        for name, entry in list(fonts.items()):
            font = entry.get_object()
            if self.shares and (file := _file_of(font)):
                if file not in self.faces:
                    parts = [self._plain(part) for part in _parts(font)]
                    self.faces[file] = Face(file, parts, self.writer._add_object(DictionaryObject()))
                self.faces[file].need(font)
                found[name] = self.faces[file]
                del fonts[name]
        return found

    def finish(self) -> bytes:
        for face in self.faces.values():
            self._embed(face)
        out = io.BytesIO()
        self.writer.write(out)
        return out.getvalue()

    def _embed(self, face: Face) -> None:
        """Fill the font object that the pages point at already."""
        font, descendant, descriptor = face.parts
        program = self._stream(face.program(), {"/Subtype": NameObject("/OpenType")})
        widths = ArrayObject()
        for glyph, width in sorted(face.widths.items()):
            widths += [NumberObject(glyph), ArrayObject([width])]
        described = self._copy(descriptor, {"/FontFile3": program})
        inner = self._copy(descendant, {"/FontDescriptor": described, "/W": widths})
        target: Any = face.reference.get_object()
        target.update(font)
        target[NameObject("/DescendantFonts")] = ArrayObject([inner])
        target[NameObject("/ToUnicode")] = self._stream(face.to_unicode(), {})

    def _plain(self, source: DictionaryObject) -> dict[str, Any]:
        """What of a dictionary holds for the papers together: names, measures."""
        kept = {key: value.get_object() for key, value in source.items() if key not in MADE_ANEW}
        return {key: value.clone(self.writer, force_duplicate=True) for key, value in kept.items()}

    def _copy(self, source: dict[str, Any], parts: dict[str, Any]) -> IndirectObject:
        copied = DictionaryObject(source)
        copied.update({NameObject(name): value for name, value in parts.items()})
        return self.writer._add_object(copied)

    def _stream(self, content: bytes, extra: dict[str, Any]) -> IndirectObject:
        stream = StreamObject()
        stream.set_data(content)
        stream.update({NameObject(name): value for name, value in extra.items()})
        return self.writer._add_object(stream.flate_encode())


def _part(holder: DictionaryObject, name: str, otherwise: Any = None) -> Any:
    """The entry of a dictionary, whether it stands there or elsewhere."""
    return holder[name].get_object() if name in holder else otherwise


def _parts(font: DictionaryObject) -> tuple[DictionaryObject, ...]:
    """A composite font, the one it consists of, and the description of that."""
    descendant = _part(font, "/DescendantFonts")[0].get_object()
    return font, descendant, _part(descendant, "/FontDescriptor", DictionaryObject())


def _file_of(font: DictionaryObject) -> str | None:
    """Which of our fonts a font object was cut from; None where it is another's."""
    if font.get("/Encoding") != "/Identity-H" or "/DescendantFonts" not in font:
        return None
    _, descendant, descriptor = _parts(font)
    program = _part(descriptor, "/FontFile3")
    if program is None or "/W" not in descendant:
        return None
    try:
        with TTFont(io.BytesIO(program.get_data()), lazy=True) as embedded:
            return originals().get(_told(embedded))
    except TTLibError:
        return None


def merged(contents: Iterable[bytes]) -> bytes:
    """All papers as one PDF, in their order; without the library that cuts fonts each keeps its own."""
    merger = Merger()
    for content in contents:
        merger.add(content)
    return merger.finish()
