"""The press: a folder of templates in, PDF bytes out. The only module that imports weasyprint.

The files are read once and kept in memory, so that a paper is printed from one state of them, and can be printed from
an earlier one (``casework.models.KeptLayout``).
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from django.core import checks
from django.template import Context, Engine, TemplateDoesNotExist, TemplateSyntaxError, VariableDoesNotExist
from weasyprint import CSS, HTML, Attachment
from weasyprint.document import Document
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from casework import typefaces

FORMS_TEMPLATES = Path(__file__).resolve().parent.parent / "forms_templates"
STYLE_SHEET = "paper.css"
BASE = "file:///forms/"  # the folder as the templates see it; nothing is read from there
MEDIA_TYPES = {"css": "text/css", "svg": "image/svg+xml"}
SVG = "{http://www.w3.org/2000/svg}svg"
MOST_OF_A_WORD = 100_000  # bytes; a whole face has millions
ARCHIVED, READABLE = "pdf/a-3a", "pdf/ua-1"  # ISO 19005-3 level A: tagged, with attachments; ISO 14289-1


class PaperFailed(Exception):
    """A paper could not be made; nothing of it exists. The act that asked for it stands."""


# WeasyPrint and the template engine have no common base error; these are what a faulty template raises in them.
FAULTS = (
    FatalURLFetchingError,
    TemplateDoesNotExist,
    TemplateSyntaxError,
    VariableDoesNotExist,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Record:
    """What a paper for the archive carries along: the printed values as JSON, and the moment of its act."""

    content: bytes
    moment: datetime
    name: str = "values.json"
    description: str = "この書類に印刷した値"

    def attachment(self) -> Attachment:
        moment = self.moment.astimezone(UTC)
        return Attachment(
            string=self.content, name=self.name, description=self.description, created=moment, modified=moment,
            relationship="Data",
        )  # fmt: skip


class PaperFetcher(URLFetcher):
    """Answers ``font:`` from the font package and the names of the folder's files; refuses all else.

    A refusal stops the rendering: a paper with a missing picture must not be issued without a word.
    """

    def __init__(self, files: Mapping[str, bytes]):
        super().__init__(allowed_protocols=("font", "file"))
        self.files = files

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        scheme, _, rest = url.partition(":")
        if scheme == "font" and rest in typefaces.FACES.values():
            return URLFetcherResponse(url, typefaces.face(rest), {"Content-Type": "font/otf"})
        name = unquote(urlsplit(url).path).removeprefix("/forms/")
        if scheme != "file" or name not in self.files:
            raise FatalURLFetchingError(f"a paper may not fetch {url[:80]}")
        kind = MEDIA_TYPES.get(name.rpartition(".")[2], "application/octet-stream")
        return URLFetcherResponse(url, self.files[name], {"Content-Type": kind})


class _Missing(str):
    """Stands for a variable a template misspells: it stops the paper instead of leaving a gap in it."""

    __slots__ = ()

    def __mod__(self, name: object) -> str:
        raise TemplateSyntaxError(f"no such value: {name}")


class Press:
    """One state of the templates with its engine, its parsed style sheet and fonts, shared by all papers (−15 % time)."""

    def __init__(self, files: Mapping[str, bytes]):
        self.files = files
        self.fetcher = PaperFetcher(files)
        self.lock = threading.Lock()  # the font configuration is not made for two threads at once
        texts = {name: content.decode() for name, content in files.items() if name.endswith(".html")}
        in_memory = ("django.template.loaders.locmem.Loader", texts)
        self.engine = Engine(
            loaders=[("django.template.loaders.cached.Loader", [in_memory])],
            builtins=["casework.paper_tags"],
            string_if_invalid=_Missing("%s"),
        )

    @classmethod
    def of(cls, root: Path) -> Press:
        """The press of a folder as it is now; a link that leads out of it is not followed."""
        inside = root.resolve()
        found = (path for path in sorted(root.iterdir()) if path.is_file())
        return cls({path.name: path.read_bytes() for path in found if path.resolve().is_relative_to(inside)})

    @cached_property
    def fonts(self) -> FontConfiguration:
        return FontConfiguration()

    @cached_property
    def style(self) -> CSS:
        text = self.files[STYLE_SHEET].decode()
        return CSS(string=text, base_url=BASE, font_config=self.fonts, url_fetcher=self.fetcher)

    def html(self, template: str, context: Mapping[str, Any]) -> str:
        """The page before layout; ``attached`` collects texts too long for their cells."""
        return self.engine.get_template(template).render(
            Context({"fixed": True, **context, "attached": {}}, use_l10n=False)
        )

    def pdf(self, template: str, context: Mapping[str, Any], record: Record | None = None) -> bytes:
        """PDF bytes of a template. Raises PaperFailed, and nothing else, when it cannot be made.

        With a record it is a paper for the archive (PDF/A-3a), otherwise one for any reader (PDF/UA-1).
        """
        try:
            with self.lock, _uncollected():
                return self._written(self._laid_out(template, context), record)
        except FAULTS as fault:
            raise PaperFailed(f"{template}: {fault}") from fault

    def _laid_out(self, template: str, context: Mapping[str, Any]) -> Document:
        """A sheet of fixed height drops what does not fit, without a word; such a paper runs on to further pages."""
        for fixed in (True, False):
            html = self.html(template, {**context, "fixed": fixed})
            page = HTML(string=html, base_url=BASE, url_fetcher=self.fetcher)
            document = page.render(stylesheets=[self.style], font_config=self.fonts, pdf_tags=True)
            if not self._lost(page, document):
                return document
        raise PaperFailed(f"{template}: part of it fits no page")

    @staticmethod
    def _written(document: Document, record: Record | None) -> bytes:
        if record is None:
            return document.write_pdf(pdf_variant=READABLE, finisher=_scoped)
        moment = record.moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        document.metadata.created = document.metadata.modified = moment
        return document.write_pdf(pdf_variant=ARCHIVED, finisher=_scoped, attachments=[record.attachment()])

    @staticmethod
    def _lost(page: HTML, document: Document) -> bool:
        """Whether an element with words of its own stands on no page."""
        laid_out = {
            id(box.element)
            for sheet in document.pages
            for box in sheet._page_box.descendants(placeholders=True)
            if isinstance(box, TextBox)
        }
        body = page.etree_element.find("body")
        pictures = {id(part) for picture in body.iter(SVG) for part in picture.iter()}
        worded = (each for each in body.iter() if id(each) not in pictures and _own_words(each))
        return any(id(each) not in laid_out for each in worded)

    def digest(self, template: str) -> str:
        """Twelve hex digits over the template, its shared parts and the style sheet."""
        parts = [template, STYLE_SHEET, *sorted(name for name in self.files if name.startswith("_"))]
        return sha256(b"\0".join(self.files[name] for name in parts)).hexdigest()[:12]

    @cached_property
    def whole_digest(self) -> str:
        """The digest of all its files: what tells one state of the folder from another."""
        named = (name.encode() + b"\0" + self.files[name] for name in sorted(self.files))
        return sha256(b"\0\0".join(named)).hexdigest()


@contextmanager
def _uncollected() -> Iterator[None]:
    """A page is a hundred thousand objects that all live until it is written: the collector would walk them in vain (−25 %)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _own_words(element: Element) -> bool:
    """Whether an element holds text itself, not only in its children."""
    own = [element.text, *(child.tail for child in element)]
    return isinstance(element.tag, str) and any(text and text.strip() for text in own)


def _scoped(document: Document, pdf: Any) -> None:
    """Say of each heading cell whether it heads a row or a column, which WeasyPrint leaves out (ISO 14289-1, 7.5)."""

    def above(element: Mapping[str, Any]) -> Mapping[str, Any]:
        return pdf.objects[int(element["P"].split()[0])]

    for element in pdf.objects:
        if isinstance(element, dict) and element.get("S") == "/TH":
            heads = above(above(element)).get("S") == "/THead"
            element["A"]["Scope"] = "/Column" if heads else "/Row"


@lru_cache(maxsize=1)
def press() -> Press:
    """The press of the templates as they are; one a process. A changed template is seen after a restart."""
    return Press.of(FORMS_TEMPLATES)


def prove() -> None:
    """Set a word and cut its face down to it. Raises PaperFailed where a library or a face is wanting."""
    from weasyprint.text.ffi import harfbuzz_subset

    if not harfbuzz_subset:
        raise PaperFailed("HarfBuzz's font subsetter is missing")
    try:
        page = HTML(
            string="<p style='font-family: Mincho'>証明</p>", base_url=BASE, url_fetcher=press().fetcher
        )
        with press().lock:
            content = page.write_pdf(stylesheets=[press().style], font_config=press().fonts)
    except FAULTS as fault:
        raise PaperFailed(f"a word: {fault}") from fault
    if not content.startswith(b"%PDF") or len(content) > MOST_OF_A_WORD:
        raise PaperFailed("a face was not cut down to its word")


@checks.register("papers")
def check_font_subsetting(app_configs: object = None, **kwargs: object) -> list[checks.CheckMessage]:
    """Without HarfBuzz's subsetter every paper is some six times slower (fontTools does it then)."""
    from weasyprint.text.ffi import harfbuzz_subset

    if harfbuzz_subset:
        return []
    hint = "Install the library libharfbuzz-subset (Debian: libharfbuzz-subset0)."
    message = "HarfBuzz's font subsetter is missing: papers print slowly."
    return [checks.Warning(message, hint=hint, id="papers.W001")]
