"""Documents that are handed in (PDF, JPEG, PNG): known by their bytes, taken apart in a process of their own.

``look`` is the one way in. A PDF is kept to the byte or refused; a picture is drawn anew, so that nothing but what is
seen of it is kept: no place, no camera, no person in its EXIF, nothing hidden behind its end.
"""

import json

from casework import apart
from casework.uploads import limits
from casework.uploads.document import Document
from casework.uploads.kinds import UnfitFile, kind_of
from casework.uploads.names import shown_name

__all__ = ["Document", "UnfitFile", "look", "shown_name"]

_TOO_HEAVY = (
    "ファイルの作りが重すぎて、確かめられません。印刷の画面から「PDFに保存」で作り直すか、"
    "写真は小さく保存し直してから選んでください。"
)
_BROKEN = (
    "ファイルが壊れているか、途中で切れています。もとのファイルを開いて、保存し直してから選んでください。"
)


def look(name: str, content: bytes) -> Document:
    """What is kept of a file. Raises UnfitFile with the sentence for the field, and nothing else."""
    media_type = kind_of(content)
    try:
        head, _, drawn = apart.ask("casework.uploads.child", content, limits.CHILD).partition(b"\n")
    except apart.TooHeavy:
        raise UnfitFile(_TOO_HEAVY) from None
    except apart.Broken:
        raise UnfitFile(_BROKEN) from None
    if fault := json.loads(head)["fault"]:
        raise UnfitFile(fault)
    return Document(shown_name(name, media_type), drawn or content, media_type)
