"""The look of every paper: pictures against the references, the codes read from 300 dpi, rows that a pen can fill."""

import re

import pytest
import zxingcpp
from PIL import Image
from weasyprint.formatting_structure.boxes import TableRowBox, TextBox

from casework import paper_shelf, papers
from casework.papers import Mode
from casework.press import press
from tests.nights import every_nth, sampled
from tests.paper_pictures.prints import (
    CODE,
    FORMS_WITH_COPIES,
    HANDBOOK,
    REFERENCES,
    TOLERANCE,
    difference,
    in_handbook,
    pages_of,
    prints,
)

PRINTS = {each.name: each for each in prints()}
MESSAGE = "looks different: `python -m tests.paper_pictures` shows how, --renew takes it as it is now"


OFTEN = [name for name in PRINTS if name.endswith("-filled")][::2]
OFTEN += [name for name in PRINTS if name.endswith("-blank")][1::4]


@pytest.mark.clause("BP-3")
@pytest.mark.parametrize("name", sampled(PRINTS, by_day=OFTEN))
def test_a_paper_looks_as_it_did(name):
    each = PRINTS[name]
    far = difference(each.picture().quantize(16), Image.open(each.reference))
    assert far <= TOLERANCE, f"{name} {MESSAGE}"


def test_there_is_a_reference_for_each_paper_and_no_other():
    assert {path.stem for path in REFERENCES.glob("*.png")} == set(PRINTS)


def test_the_handbook_shows_every_form_of_the_regulation_filled_and_blank():
    chapter = (HANDBOOK.parents[1] / "handbook" / "33-forms-in-pictures.md").read_text()
    shown = re.findall(r"\(\.\./pictures/forms/(form_\w+\.png)\)", chapter)
    assert len(shown) == FORMS_WITH_COPIES
    assert (
        set(shown) == {path.name for path in HANDBOOK.glob("*.png")} == {path.name for path in in_handbook()}
    )


def test_the_pictures_tell_a_row_that_moved():
    """The tolerance is no blindfold: a rule one millimetre lower is found."""
    picture = Image.new("L", (200, 280), 255)
    moved = picture.copy()
    picture.paste(0, (20, 100, 180, 101))
    moved.paste(0, (20, 101, 180, 102))
    assert difference(picture, moved) > TOLERANCE


CODED = [name for name in PRINTS if name.endswith("-filled") and not name.startswith("form_07")]


@pytest.mark.parametrize(
    "name", sampled(CODED, by_day=["form_05-filled", "form_14-filled", "council_L2-filled"])
)
def test_the_code_of_every_page_is_read_from_a_scan(name):
    """Cards have their own numbers: only the margin of their sheet says the code, in letters."""
    picture = pages_of(PRINTS[name].pdf(), 300)
    read = {each.text for each in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)}
    items = {text for text in read if text.startswith("第")}  # one beside each thing of a slip
    assert read - items == {CODE}
    assert bool(items) == (name == "letter_slips-filled")


def low_rows(form) -> list[tuple[float, str]]:
    """(height in mm, words) of the rows of a blank that leave a cell to the pen and are lower than 8 mm."""
    marks = {"mode": "blank", "copy": False, "blank": True, "draft": False, "form": form, "code": ""}
    document = press()._laid_out(form.template, form.context(None, Mode.BLANK) | marks)
    rows = [
        box for page in document.pages for box in page._page_box.descendants() if isinstance(box, TableRowBox)
    ]
    found = []
    for row in rows:
        words = [
            "".join(part.text for part in cell.descendants() if isinstance(part, TextBox))
            for cell in row.children
        ]
        to_fill = any(
            cell.element_tag == "td" and not text.strip()
            for cell, text in zip(row.children, words, strict=True)
        )
        height = row.height / 96 * 25.4
        if to_fill and height < 7.95:
            found.append((round(height, 1), "".join(words)))
    return found


COUNTED = {"候補者", "委嘱後"}  # the sums of L2, which nobody writes before the list is full


@pytest.mark.clause("BP-3")
@pytest.mark.parametrize(
    "number", every_nth([form.number for shelf in paper_shelf.shelves() for form in shelf.forms], 3)
)
def test_a_blank_leaves_a_pen_eight_millimetres(number):
    assert [row for row in low_rows(papers.get(number)) if row[1] not in COUNTED] == []
