"""``python -m tests.paper_pictures``: shows which papers look different, and takes new references when asked.

(nothing)      names each paper that differs from its reference, with a picture of both in .local/papers
--renew        takes what is printed now as the references, and into the handbook
"""

import os
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from PIL import Image, ImageChops, ImageOps  # noqa: E402 - after Django is set up

from tests.paper_pictures.prints import (  # noqa: E402
    REFERENCES,
    TOLERANCE,
    difference,
    in_handbook,
    pages_of,
    prints,
)

SHOWN = Path(".local/papers")
READABLE = 64  # dots an inch: headings and labels can be read on a page of the handbook


def renew() -> None:
    REFERENCES.mkdir(exist_ok=True)
    for old in REFERENCES.glob("*.png"):
        old.unlink()
    for each in prints():
        each.picture().quantize(16).save(each.reference, optimize=True)


def show_in_handbook() -> None:
    """Each form of the regulation, filled and blank: up to two pages of each."""
    for name, (filled, blank) in in_handbook().items():
        name.parent.mkdir(exist_ok=True)
        pictures = [pages_of(each.pdf(), READABLE, most=2) for each in (filled, blank)]
        width, height = max(p.width for p in pictures), sum(p.height for p in pictures) + 12
        whole = Image.new("L", (width, height), 190)
        for picture, top in zip(pictures, (0, pictures[0].height + 12), strict=True):
            whole.paste(picture, (0, top))
        whole.quantize(8).save(name, optimize=True)


def compare() -> int:
    """How many differ; for each a picture: as it was, as it is, and what differs in black."""
    SHOWN.mkdir(parents=True, exist_ok=True)
    found = 0
    for each in prints():
        now = each.picture()
        then = (
            Image.open(each.reference).convert("L")
            if each.reference.exists()
            else Image.new("L", now.size, 255)
        )
        far = difference(now.quantize(16), then)
        if far <= TOLERANCE:
            continue
        found += 1
        size = max(now.width, then.width), max(now.height, then.height)
        both = [ImageOps.pad(picture, size, color=255, centering=(0, 0)) for picture in (then, now)]
        changed = ImageOps.invert(ImageChops.difference(*both))
        whole = Image.new("L", (size[0], size[1] * 3 + 20), 128)
        for row, picture in enumerate((*both, changed)):
            whole.paste(picture, (0, row * (size[1] + 10)))
        whole.save(SHOWN / f"{each.name}.png")
        sys.stdout.write(f"{each.name}: differs by {far} of 255, see {SHOWN / each.name}.png\n")
    return found


if sys.argv[1:] == ["--renew"]:
    renew()
    show_in_handbook()
elif sys.argv[1:]:
    sys.exit(__doc__)
else:
    sys.exit(compare() and 1)
