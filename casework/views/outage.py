"""What a page says when it failed: in the end nothing was recorded, and what was typed is still there."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template import loader

from casework.sent import typed_texts

SECONDS = 30  # after which a browser or a proxy may ask again
FULL = ("53", "58")  # SQLSTATE: no room on the disk, no memory, too many connections; the disk itself


def failed(request) -> HttpResponse:
    """500, or 503 when it is the database that is away or full. Stands alone: the frame may be what failed."""
    error = sys.exc_info()[1]
    number = getattr(request, "number", "")
    if not isinstance(error, OperationalError | InterfaceError):
        return HttpResponse(loader.render_to_string("500.html", {"number": number}), status=500)
    state = getattr(error.__cause__, "sqlstate", None) or ""
    context = {
        "number": number, "is_full": state.startswith(FULL), "is_post": request.method == "POST",
        "kept": typed_texts(request.POST), "has_files": bool(request.FILES), "again": again(request),
    }  # fmt: skip
    response = HttpResponse(loader.render_to_string("503.html", context), status=503)
    response["Retry-After"] = str(SECONDS)
    return response


def again(request) -> list[tuple[str, str]]:
    """The fields of the form, to be sent once more as they are: its key makes of two sendings one act.

    Empty where a file or a password was among them; those are not given back.
    """
    if request.FILES or any("password" in name for name in request.POST):
        return []
    return [(name, value) for name, sent in request.POST.lists() for value in sent]
