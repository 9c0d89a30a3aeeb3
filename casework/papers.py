"""Papers: HTML templates in, PDF bytes out. The only module that imports weasyprint.

Three words, kept apart:

    values    what an act freezes: a plain dict that JSON can hold, dates in ISO form
    context   what a template sees: the values as objects again, and the mode
    render    template and context to PDF; the same bytes in every process and time zone

Each application registers its forms in ``AppConfig.ready()``; an act names a form by its number.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from django.core import checks
from django.template import Context, Engine, TemplateDoesNotExist, TemplateSyntaxError, VariableDoesNotExist
from fontTools.ttLib import TTFont
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from casework.paper_registry import form_name

FORMS_TEMPLATES = Path(__file__).resolve().parent.parent / "forms_templates"
STYLE_SHEET = "paper.css"
SVG = "{http://www.w3.org/2000/svg}svg"
FONT_PACKAGE = "pylopdf_fonts_jp"
FONTS = ("NotoSerifJP-Regular.otf", "NotoSansJP-Regular.otf")


class Mode(StrEnum):
    """How a form is printed."""

    FILLED = "filled"  # 記入済み
    BLANK = "blank"  # 白紙, for the counter
    COPY = "copy"  # 写, kept by the station


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


class PaperFetcher(URLFetcher):
    """Answers ``font:`` from the font package and files below the template folder; refuses all else.

    A refusal stops the rendering: a paper with a missing picture must not be issued without a word.
    """

    def __init__(self, root: Path):
        super().__init__(allowed_protocols=("font", "file"))
        self.root = root.resolve()

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        scheme, _, rest = url.partition(":")
        if scheme == "font" and rest in FONTS:
            return URLFetcherResponse(url, _font(rest), {"Content-Type": "font/otf"})
        path = self._inside(url) if scheme == "file" else None
        if path is None:
            raise FatalURLFetchingError(f"a paper may not fetch {url[:80]}")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _media_type(path)})

    def _inside(self, url: str) -> Path | None:
        path = Path(unquote(urlsplit(url).path)).resolve()
        return path if path.is_relative_to(self.root) and path.is_file() else None


def _media_type(path: Path) -> str:
    return {".css": "text/css", ".svg": "image/svg+xml"}.get(path.suffix, "application/octet-stream")


def _font(name: str) -> bytes:
    return (files(FONT_PACKAGE) / name).read_bytes()


class _Missing(str):
    """Stands for a variable a template misspells: it stops the paper instead of leaving a gap in it."""

    __slots__ = ()

    def __mod__(self, name: object) -> str:
        raise TemplateSyntaxError(f"no such value: {name}")


class Press:
    """One template folder with its engine, its parsed style sheet and fonts, shared by all papers (−15 % time)."""

    def __init__(self, root: Path):
        self.root = root
        self.fetcher = PaperFetcher(root)
        self.lock = threading.Lock()  # the font configuration is not made for two threads at once
        self.engine = Engine(
            dirs=[str(root)],
            builtins=["casework.paper_tags"],
            string_if_invalid=_Missing("%s"),
        )

    @cached_property
    def fonts(self) -> FontConfiguration:
        return FontConfiguration()

    @cached_property
    def style(self) -> CSS:
        return CSS(filename=str(self.root / STYLE_SHEET), font_config=self.fonts, url_fetcher=self.fetcher)

    def html(self, template: str, context: Mapping[str, Any]) -> str:
        """The page before layout; ``attached`` collects texts too long for their cells."""
        return self.engine.get_template(template).render(
            Context({"fixed": True, **context, "attached": {}}, use_l10n=False)
        )

    def pdf(self, template: str, context: Mapping[str, Any]) -> bytes:
        """A sheet of fixed height drops what does not fit, without a word; such a paper runs on to further pages."""
        with self.lock:
            for fixed in (True, False):
                page = self._page(self.html(template, {**context, "fixed": fixed}))
                document = page.render(stylesheets=[self.style], font_config=self.fonts, pdf_tags=True)
                if not self._lost(page, document):
                    return document.write_pdf(pdf_tags=True)
        raise PaperFailed(f"{template}: part of it fits no page")

    def _page(self, html: str) -> HTML:
        return HTML(string=html, base_url=f"{self.root.as_uri()}/", url_fetcher=self.fetcher)

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
        parts = [self.root / template, self.root / STYLE_SHEET, *sorted(self.root.glob("_*.html"))]
        return sha256(b"\0".join(part.read_bytes() for part in parts)).hexdigest()[:12]


def _own_words(element: Element) -> bool:
    """Whether an element holds text itself, not only in its children."""
    own = [element.text, *(child.tail for child in element)]
    return isinstance(element.tag, str) and any(text and text.strip() for text in own)


@lru_cache(maxsize=8)
def press(root: Path = FORMS_TEMPLATES) -> Press:
    """The press of a template folder; one a process. A changed template is seen after a restart."""
    return Press(root)


def render(template: str, context: Mapping[str, Any], *, root: Path = FORMS_TEMPLATES) -> bytes:
    """PDF bytes of a template. Raises PaperFailed, and nothing else, when it cannot be made."""
    try:
        return press(root).pdf(template, context)
    except FAULTS as fault:
        raise PaperFailed(f"{template}: {fault}") from fault


ContextFunction = Callable[[Mapping[str, Any] | None, Mode], dict[str, Any]]


@dataclass(frozen=True)
class PaperForm:
    """One form as data. Its layout is its template alone; a lawyer or printer may replace that file."""

    number: str  # "1", "20-2"; a letter's begins with a letter and is printed nowhere: "L6"
    title: str
    template: str
    version: str  # of the values' meaning; the template's digest is added to it
    page_box: str  # "A4", "A4 landscape", "A5 landscape"
    context: ContextFunction
    legal_hook: str
    clauses: tuple[str, ...]

    @property
    def name(self) -> str:
        """様式第20の2; nothing for a letter that is no form of a regulation."""
        return form_name(self.number)

    @property
    def template_version(self) -> str:
        """What an issued paper records beside its values."""
        return f"{self.version}+{press().digest(self.template)}"

    def render(
        self,
        values: Mapping[str, Any] | None,
        *,
        mode: Mode = Mode.FILLED,
        draft: bool = False,
        root: Path = FORMS_TEMPLATES,
    ) -> bytes:
        """PDF bytes of this form. A blank takes of the values the office alone; a draft carries 下書き."""
        try:
            context = self.context(values, mode)
        except (AttributeError, LookupError, TypeError, ValueError) as fault:
            raise PaperFailed(f"form {self.number}: {fault}") from fault
        marks = {"mode": mode.value, "copy": mode is Mode.COPY, "blank": mode is Mode.BLANK, "draft": draft}
        return render(self.template, {**context, **marks, "form": self}, root=root)


_forms: dict[str, PaperForm] = {}


def register(form: PaperForm) -> None:
    """Enter a form; called from ``AppConfig.ready()``. Two forms of one number are a mistake."""
    if _forms.setdefault(form.number, form) is not form:
        raise ValueError(f"form {form.number} is registered twice")


def get(number: str | int) -> PaperForm:
    """The form of a number; KeyError if no application has registered it."""
    return _forms[str(number)]


def registered() -> tuple[PaperForm, ...]:
    """All forms, in the order they were entered."""
    return tuple(_forms.values())


@lru_cache(maxsize=1)
def _printable() -> tuple[frozenset[int], frozenset[tuple[int, int]]]:
    """Code points that both faces have, and (character, selector) pairs that both have."""
    characters: list[set[int]] = []
    variants: list[set[tuple[int, int]]] = []
    for name in FONTS:
        with TTFont(str(files(FONT_PACKAGE) / name), lazy=True) as font:
            characters.append(set(font.getBestCmap()))
            tables = [table.uvsDict for table in font["cmap"].tables if table.format == 14]
            variants.append(
                {(code, mark) for table in tables for mark, row in table.items() for code, _ in row}
            )
    return frozenset.intersection(*map(frozenset, characters)), frozenset.intersection(
        *map(frozenset, variants)
    )


def unprintable(text: str) -> list[str]:
    """Characters (with their variation selector) that a font lacks, each once, in order; white space passes."""
    characters, variants = _printable()
    missing: dict[str, None] = {}
    for position, character in enumerate(text):
        if _is_selector(character) and position:
            pair = text[position - 1 : position + 1]
            if (ord(pair[0]), ord(character)) not in variants:
                missing[pair] = None
        elif ord(character) not in characters and character not in "\r\n\t":
            missing[character] = None
    return list(missing)


def _is_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


@checks.register("papers")
def check_font_subsetting(app_configs: object = None, **kwargs: object) -> list[checks.CheckMessage]:
    """Without HarfBuzz's subsetter every paper is some six times slower (fontTools does it then)."""
    from weasyprint.text.ffi import harfbuzz_subset

    if harfbuzz_subset:
        return []
    hint = "Install the library libharfbuzz-subset (Debian: libharfbuzz-subset0)."
    message = "HarfBuzz's font subsetter is missing: papers print slowly."
    return [checks.Warning(message, hint=hint, id="papers.W001")]
