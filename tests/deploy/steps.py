"""The steps of docs/operations.md, as they stand there: what is tried is what is read."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "operations.md"
KINDS = ("install", "look", "upgrade", "back")


def steps(kind: str) -> list[str]:
    """The document's blocks marked ``sh KIND``, in its order."""
    return re.findall(
        rf"^```sh {kind}\n(.*?)^```$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
