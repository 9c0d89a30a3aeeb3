"""``python -m tests.handbook_pictures --renew [NAME …]``: takes the handbook's pictures anew, all or those named.

It is the test itself (tests/handbook_pictures/test_pictures.py) that takes them, in the tests' own database.
"""

import os
import sys
from pathlib import Path

import django
import pytest

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
HERE = Path(__file__).parent


def main(names: list[str]) -> int:
    if not names:
        from tests.handbook_pictures.table import FOLDER, PICTURES, TEXTS

        kept = {picture.stem for picture in PICTURES} | {"drawn-with"}
        for path in (*FOLDER.iterdir(), *TEXTS.iterdir()):
            if path.stem not in kept:
                path.unlink()
    os.environ["HANDBOOK_PICTURES"] = "renew"
    chosen = ["-k", " or ".join(names)] if names else []
    return pytest.main([str(HERE / "test_pictures.py"), "-q", "-m", "browser", "--reuse-db", *chosen])


if sys.argv[1:2] != ["--renew"]:
    sys.exit(__doc__)
sys.exit(main(sys.argv[2:]))
