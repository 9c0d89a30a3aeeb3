"""Every form in every mode, usual and at the edge, as pictures of its pages; and how far two pictures differ."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

from casework import paper_shelf
from casework.papers import Mode, PaperForm

REFERENCES = Path(__file__).parent / "references"
HANDBOOK = Path(__file__).parents[2] / "docs" / "pictures" / "forms"
DPI = 24  # enough to see a row that moved, too little to read a name
CODE = "P-0003K7-3"
FORMS_WITH_COPIES = 22  # the forms of the regulation; a letter has no copy of its own layout


@dataclass(frozen=True, slots=True)
class Print:
    """One paper to look at: ``name`` is its reference's file name, form_05-copy."""

    name: str
    form: PaperForm
    values: dict | None
    how: dict

    def pdf(self) -> bytes:
        return self.form.render(self.values, **self.how)

    def picture(self) -> Image.Image:
        return pages_of(self.pdf(), DPI)

    @property
    def reference(self) -> Path:
        return REFERENCES / f"{self.name}.png"


def prints() -> Iterator[Print]:
    """Filled with a code, blank, as a copy where it is a form, with names and texts at the edge where there are such."""
    for shelf in paper_shelf.shelves():
        for form in shelf.forms:
            stem = Path(form.template).stem
            usual = shelf.sample_of(form.number).to_json()
            yield Print(f"{stem}-filled", form, usual, {"code": CODE})
            yield Print(f"{stem}-blank", form, usual, {"mode": Mode.BLANK})
            if form.name:
                yield Print(f"{stem}-copy", form, usual, {"mode": Mode.COPY, "draft": True})
            if edge := at_the_edge(form):
                yield Print(f"{stem}-edge", form, edge, {"code": CODE})


def at_the_edge(form: PaperForm) -> dict | None:
    """Values with the longest names and areas and the rarest characters, where the samples know such."""
    from blue_patrol.papers import sample as blue
    from liaison_councils.papers import sample as councils

    made = (blue.SAMPLES | councils.SAMPLES)[form.number]
    return made(edge=True).to_json() if "edge" in inspect.signature(made).parameters else None


def in_handbook() -> dict[Path, tuple[Print, Print]]:
    """The picture of each form of the regulation → the form filled and blank."""
    found = {each.name: each for each in prints()}
    stems = [
        name.removesuffix("-copy") for name in found if name.startswith("form_") and name.endswith("-copy")
    ]
    return {HANDBOOK / f"{stem}.png": (found[f"{stem}-filled"], found[f"{stem}-blank"]) for stem in stems}


def pages_of(pdf: bytes, dpi: int, most: int | None = None) -> Image.Image:
    """All pages, or ``most`` of them, side by side in grey, on white."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in list(document)[:most]]
    document.close()
    whole = Image.new("L", (sum(page.width for page in pages), max(page.height for page in pages)), 255)
    left = 0
    for page in pages:
        whole.paste(page, (left, 0))
        left += page.width
    return whole


def difference(ours: Image.Image, theirs: Image.Image) -> int:
    """The largest difference of grey (0–255) of two pictures, each blurred by a pixel; 255 for other sizes.

    Blurred, because another machine may round a line to the pixel beside it.
    """
    if ours.size != theirs.size:
        return 255
    blurred = [each.convert("L").filter(ImageFilter.BoxBlur(1)) for each in (ours, theirs)]
    return ImageChops.difference(*blurred).getextrema()[1]


TOLERANCE = 40  # a rule that moved by a millimetre differs by some 80, a line of text more or less by 60
