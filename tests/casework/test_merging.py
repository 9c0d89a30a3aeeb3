"""Many papers bound as one PDF: pages byte for byte, each face once, every glyph of every paper in it."""

import io

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from casework import papers
from casework.paper_shelf import shelf_of
from casework.printing import merging

NUMBERS = ("5", "13", "L4")


@pytest.fixture(scope="module")
def single() -> list[bytes]:
    """Papers of both applications, from their invented values."""
    return [papers.get(number).render(shelf_of(number).sample_of(number).to_json()) for number in NUMBERS]


def contents(pdf: bytes) -> list[bytes]:
    return [page["/Contents"].get_object().get_data() for page in PdfReader(io.BytesIO(pdf)).pages]


def texts(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def embedded(pdf: bytes) -> dict[str, tuple[set[int], TTFont]]:
    """Font files of a PDF: key of the stream → the glyphs its pages use, the file."""
    found: dict = {}
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            part = font["/DescendantFonts"][0]
            widths = part["/W"]
            used = {
                glyph + n
                for glyph, run in zip(widths[::2], widths[1::2], strict=True)
                for n in range(len(run))
            }
            program = part["/FontDescriptor"]["/FontFile3"]
            key = str(part["/FontDescriptor"].raw_get("/FontFile3").idnum)
            glyphs, file = found.get(key) or (set(), TTFont(io.BytesIO(program.get_data())))
            found[key] = glyphs | used, file
    return found


def outlines(file: TTFont, glyphs: set[int]) -> dict[int, str]:
    from fontTools.pens.svgPathPen import SVGPathPen

    shapes = file.getGlyphSet()
    drawn = {}
    for glyph in glyphs:
        pen = SVGPathPen(shapes)
        shapes[file.getGlyphName(glyph)].draw(pen)
        drawn[glyph] = pen.getCommands()
    return drawn


def test_pages_and_their_words_stay_as_they_were_and_each_face_is_there_once(single):
    bound = merging.merged(single * 5)
    assert contents(bound) == [page for pdf in single * 5 for page in contents(pdf)]
    assert texts(bound) == [page for pdf in single * 5 for page in texts(pdf)]
    assert len(embedded(bound)) == 2
    assert len(bound) < 0.25 * sum(map(len, single * 5))


def test_every_glyph_looks_as_it_does_in_its_own_paper(single):
    bound = {file["name"].getDebugName(6): file for _, file in embedded(merging.merged(single)).values()}
    for pdf in single:
        for glyphs, file in embedded(pdf).values():
            shared = bound[file["name"].getDebugName(6)]
            assert outlines(shared, glyphs) == outlines(file, glyphs)


def test_without_the_library_each_paper_keeps_its_own_fonts(single, monkeypatch):
    monkeypatch.setattr(merging, "can_cut", lambda: False)
    bound = merging.merged(single)
    assert texts(bound) == [page for pdf in single for page in texts(pdf)]
    assert len(embedded(bound)) == sum(len(embedded(pdf)) for pdf in single)


def test_a_font_that_is_not_ours_stays_with_its_paper(single, monkeypatch):
    monkeypatch.setattr(merging, "originals", dict)
    assert len(embedded(merging.merged(single))) == sum(len(embedded(pdf)) for pdf in single)
