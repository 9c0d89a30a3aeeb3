"""Markdown → HTML for a chapter: anchors of headings, citations as links, pictures as static files, sections."""

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.urls import reverse
from markdown_it import MarkdownIt
from markdown_it.token import Token
from PIL import Image

from casework.handbook.citing import cited_in

CHAPTER = re.compile(r"(\d\d-[a-z-]+)\.md(#.*)?")
SCROLLS = '<div class="scroll" role="group" tabindex="0" aria-label="表。横に動かせます"><table>\n'


@dataclass
class Part:
    anchor: str
    title: str
    level: int
    begins: int = 0
    html: str = ""
    lines: list[str] = field(default_factory=list)
    clauses: list[str] = field(default_factory=list)


@dataclass
class Marked:
    title: str
    html: str
    parts: list[Part]


def slug(heading: str) -> str:
    """The anchor that GitHub gives to a heading, so that a link works there and here."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@cache
def parser() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False}).enable("table")
    made.add_render_rule("table_open", lambda renderer, tokens, at, options, env: SCROLLS)
    made.add_render_rule("table_close", lambda renderer, tokens, at, options, env: "</table></div>\n")
    return made


def rendered(text: str, regulation: str, pictures: "Pictures") -> Marked:
    """``regulation``: 要領 or 要綱, whose places the chapter writes without saying so."""
    tokens = parser().parse(text)
    title, body = tokens[1].content, tokens[3:]
    parts = [Part("", title.partition("　")[2], 1)]
    for at, token in enumerate(body):
        if token.type == "heading_open":
            words = body[at + 1].content
            token.attrSet("id", slug(words))
            parts.append(Part(slug(words), words, int(token.tag[1]), begins=at + 3))
        elif token.type == "inline":
            is_heading = body[at - 1].type == "heading_open"
            _inline(token, parts[-1], regulation, pictures, linked=not is_heading)
    ends = [part.begins - 3 for part in parts[1:]] + [len(body)]
    for part, end in zip(parts, ends, strict=True):
        part.html = _html(body[part.begins : end])
    return Marked(title, _html(body), parts)


def _html(tokens: list[Token]) -> str:
    return parser().renderer.render(tokens, parser().options, {})


def _inline(token: Token, part: Part, regulation: str, pictures: "Pictures", *, linked: bool) -> None:
    children = token.children or []
    plain = "".join(child.content for child in children if child.type in ("text", "code_inline"))
    if linked and plain:
        part.lines.append(plain)
    for found in cited_in(token.content, regulation):
        part.clauses += [clause for clause in found.clauses if clause not in part.clauses]
    made: list[Token] = []
    opened: list[bool] = []  # whether the link around is one that we serve
    for child in children:
        if child.type == "link_open":
            opened.append(bool(address := _served(str(child.attrs["href"]))))
            child.attrs["href"] = address
        if child.type in ("link_open", "link_close"):
            made += [child] if (opened[-1] if child.type == "link_open" else opened.pop()) else []
        elif child.type == "text" and linked and not opened:
            made += _with_citations(child.content, regulation)
        else:
            made += pictures.shown(child) if child.type == "image" else [child]
    token.children = made


def _with_citations(text: str, regulation: str) -> list[Token]:
    made, done = [], 0
    for found in cited_in(text, regulation):
        if not found.leads_to:
            continue
        link = Token("link_open", "a", 1, {"href": reverse("help_clause", args=[found.leads_to])})
        made += [_text(text[done : found.start]), link, _text(text[found.start : found.end])]
        made.append(Token("link_close", "a", -1))
        done = found.end
    return [*made, _text(text[done:])]


def _text(words: str) -> Token:
    return Token("text", "", 0, content=words)


def _served(href: str) -> str:
    """The address here of a link of the file; "" for what is read in the repository only."""
    if match := CHAPTER.fullmatch(href):
        return reverse("help_chapter", args=[match[1]]) + (match[2] or "")
    if href.startswith("#"):
        return href
    return {"../clauses.md": reverse("help_clauses"), "README.md": reverse("help")}.get(href, "")


@dataclass(frozen=True)
class Pictures:
    """Where the chapters lie, and where a picture is served, by its path in the repository."""

    folder: Path
    address: Callable[[str], str]

    def shown(self, token: Token) -> list[Token]:
        """The picture, itself a link to its file: it is read at its full size there."""
        source = str(token.attrs["src"])
        address = self.address(posixpath.normpath(posixpath.join("docs/handbook", source)))
        token.attrs |= {"src": address, "loading": "lazy"}
        path = self.folder / source
        if path.suffix == ".png" and path.exists():  # one just added to the table is taken next
            with Image.open(path) as picture:
                token.attrs |= {"width": picture.width, "height": picture.height}
        link = Token("link_open", "a", 1, {"href": address, "class": "picture"})
        return [link, token, Token("link_close", "a", -1)]
