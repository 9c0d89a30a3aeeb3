"""How tests read pages: as somebody, as plain text, with the queries and read-log rows counted."""

import html
import io
import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from casework.models import ReadLog
from tests.blue_patrol.acting import client_of
from tests.factories import scope


def get(actor, address: str, **how):
    """The answer to a request for an address by a person in a post."""
    response = client_of(actor).get(address, **how)
    scope.restore()
    return response


def words(response) -> str:
    """A page's text without its tags and line breaks: what a reader reads."""
    body = re.sub(r"<head>.*?</head>|<script.*?</script>", "", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", body)))


def main(response) -> str:
    """The text of the page itself, without the frame around it."""
    return words(response).split("ログアウト", 1)[1]


def pdf_text(response) -> str:
    """The text of a PDF without the spaces that its layout makes."""
    pages = PdfReader(io.BytesIO(response.content)).pages
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))


def queries(actor, address: str) -> int:
    """How many queries a page takes, savepoints and session included."""
    client = client_of(actor)
    with CaptureQueriesContext(connection) as seen:
        response = client.get(address)
    scope.restore()
    assert response.status_code == 200, (address, response.status_code)
    return len(seen)


def reads(actor) -> list[str]:
    """What the read log holds of a person, oldest first."""
    return list(ReadLog.objects.filter(staff=actor.staff).order_by("pk").values_list("what", flat=True))
