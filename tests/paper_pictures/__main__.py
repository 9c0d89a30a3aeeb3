"""``python -m tests.paper_pictures``: shows which papers look different, and takes new references when asked.

(nothing)      names each paper that differs from its reference, with a picture of both in .local/papers
--renew        takes what is printed now as the references
"""

import os
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from PIL import Image, ImageChops, ImageOps  # noqa: E402 - after Django is set up

from tests.paper_pictures.prints import REFERENCES, TOLERANCE, difference, prints  # noqa: E402

SHOWN = Path(".local/papers")


def renew() -> None:
    REFERENCES.mkdir(exist_ok=True)
    for old in REFERENCES.glob("*.png"):
        old.unlink()
    for each in prints():
        each.picture().quantize(16).save(each.reference, optimize=True)


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
elif sys.argv[1:]:
    sys.exit(__doc__)
else:
    sys.exit(compare() and 1)
