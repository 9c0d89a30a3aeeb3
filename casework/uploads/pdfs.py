"""A PDF looked through: pages to be read, and nothing that acts. Runs in the child alone.

Every object of every table is opened, reachable or not, and the bytes themselves are searched besides, for what an
older revision or a table that lies keeps from a reader of tables.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader, filters, xmp  # noqa: F401 -- the last two now: the child opens no file any more
from pypdf.errors import DependencyError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from casework.uploads import limits
from casework.uploads.kinds import UnfitFile

_PRINT_ANEW = "印刷の画面から「PDFに保存」（Microsoft Print to PDF など）で作り直してから選んでください。"
LOCKED = f"パスワードや印刷の制限がかかったPDFです。制限を外すか、{_PRINT_ANEW}"
ACTIVE = (
    f"スクリプト、プログラムの起動、埋め込まれたファイルなど、開くと動くものが入ったPDFです。{_PRINT_ANEW}"
)
NO_PAGE = "PDFにページがありません。もとのファイルを開いて、保存し直してから選んでください。"
TOO_MANY = f"PDFのページが多すぎます。{limits.MOST_PAGES:,}ページまでです。分けて保存してから選んでください。"

KEYS = {"/JS", "/JavaScript", "/EF", "/EmbeddedFiles", "/XFA", "/RichMediaContent", "/RichMediaSettings"}
ACTIONS = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition", "/Movie", "/Sound",
    "/RichMediaExecute",
}  # fmt: skip
KINDS = {"/EmbeddedFile", "/FileAttachment", "/RichMedia", "/Movie", "/Screen", "/3D", "/Sound"}
# Long enough that no stream of numbers says them by chance.
WORDS = re.compile(
    rb"/(?:JavaScript|EmbeddedFiles?|FileAttachment|SubmitForm|ImportData|RichMedia\w*|Launch)(?![A-Za-z0-9])"
)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def look(content: bytes) -> None:
    """Raises UnfitFile for what is not kept; whatever else is raised says that it is broken."""
    if WORDS.search(_ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)):
        raise UnfitFile(ACTIVE)
    try:
        reader = PdfReader(io.BytesIO(content))
        is_locked = reader.is_encrypted
    except DependencyError:  # a cipher that is not even loaded
        is_locked = True
    if is_locked:
        raise UnfitFile(LOCKED)
    for each in _objects(reader):
        if acts(each):
            raise UnfitFile(ACTIVE)
    pages = len(reader.pages)
    if not pages:
        raise UnfitFile(NO_PAGE)
    if pages > limits.MOST_PAGES:
        raise UnfitFile(TOO_MANY)
    for page in reader.pages:
        page.mediabox  # noqa: B018 -- a page has a size


def _objects(reader: PdfReader) -> Iterator[Any]:
    """The trailer and every object of every table."""
    yield reader.trailer
    places = {(number, generation) for generation, table in reader.xref.items() for number in table if number}
    for number, generation in sorted(places | {(number, 0) for number in reader.xref_objStm}):
        yield reader.get_object(IndirectObject(number, generation, reader))


def acts(value: Any) -> bool:
    """Whether a value, with all that stands in it, does something when it is opened or clicked."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, DictionaryObject):
            if not KEYS.isdisjoint(each) or _name(each, "/S") in ACTIONS:
                return True
            if _name(each, "/Type") in KINDS or _name(each, "/Subtype") in KINDS:
                return True
            waiting += [dict.__getitem__(each, key) for key in each]
        elif isinstance(each, ArrayObject):
            waiting += list.__iter__(each)
    return False


def _name(holder: DictionaryObject, key: str) -> str:
    value = holder.get(key)
    if isinstance(value, IndirectObject):
        value = value.get_object()
    return value if isinstance(value, str) else ""
