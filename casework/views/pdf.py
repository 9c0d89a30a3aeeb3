"""Answers that are papers and files: shown in the browser, never kept by it or on the way."""

from urllib.parse import quote

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from casework import coded, paper_desk, papers
from casework.headers import framed
from casework.models import Attachment, IssuedPaper, ReadLog

INLINE_TYPES = {"application/pdf", "image/jpeg", "image/png"}
FAILED = "書類を作れませんでした。しばらくしてから、もう一度開いてください。続くときはシステム管理者へ知らせてください。"


def sent(content: bytes | memoryview, media_type: str, name: str) -> HttpResponse:
    """Bytes as they are under a name (RFC 6266); only what a browser draws without running it is shown inline."""
    response = HttpResponse(bytes(content), content_type=media_type)
    shown = "inline" if media_type in INLINE_TYPES else "attachment"
    response["Content-Disposition"] = f"{shown}; filename*=UTF-8''{quote(name, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return framed(response)


def handed_in(request: HttpRequest, attachment: Attachment) -> HttpResponse:
    """A document of somebody else's making: shown in a frame of a page of ours, otherwise a download.

    The address itself, opened as a page, is such a page: nothing comes to lie on a desk that others use. Its frame
    asks for the bytes, so that the view is noted once.
    """
    file, dest = attachment.file, request.headers.get("Sec-Fetch-Dest")
    is_shown = file.media_type in INLINE_TYPES and request.headers.get("Sec-Fetch-Site") == "same-origin"
    if dest == "document" and is_shown and "download" not in request.GET:
        response = render(request, "casework/handed_in.html", {"attachment": attachment})
    else:
        ReadLog.note(request.actor, "添付", attachment)
        response = sent(file.content, file.media_type, attachment.name)
        if dest != "iframe" or not is_shown:
            shown = response["Content-Disposition"]
            response["Content-Disposition"] = shown.replace("inline", "attachment", 1)
    response["Vary"] = "Sec-Fetch-Dest, Sec-Fetch-Site"
    return response


def printed(form: str, values: dict | None, name: str, *, of: Model | None = None, **how) -> HttpResponse:
    """A form printed from values now, with the code of the row it is ``of``; 503 with a sentence where it cannot be made."""
    code = coded.code_of(of) if of is not None else ""
    try:
        content = papers.get(form).render(values, code=code, **how)
    except papers.PaperFailed:
        return _failed()
    return sent(content, "application/pdf", f"{name}.pdf")


def issued(paper: IssuedPaper, name: str = "") -> HttpResponse:
    """A frozen paper: its kept bytes; before they are made, the same from its values (reading keeps nothing)."""
    try:
        content = bytes(paper.file.content) if paper.file else paper_desk.rendered(paper)
    except papers.PaperFailed:
        return _failed()
    return sent(content, "application/pdf", f"{name or paper}.pdf")


def _failed() -> HttpResponse:
    return framed(HttpResponse(FAILED, content_type="text/plain; charset=utf-8", status=503))
