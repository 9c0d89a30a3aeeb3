"""Desks that click at a served application over HTTP, and send a form again, with its key, until it is acknowledged."""

import http.client
import threading
import time
import uuid
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlencode

from django.utils import timezone

from blue_patrol.demo import files
from casework import wareki

TOKEN = "t" * 32  # the cookie and the field agree: that is all that the check asks of a form of ours
DAY = wareki.format_long(timezone.localdate())


def file_of(name: str, filling: bytes = b"") -> bytes:
    """A PDF of its own for each name, as large as its filling."""
    made = files.pdf(name)
    place = made.rindex(b"xref\n0 ")
    filled = made[:place] + b"%" + filling + b"\n"
    return filled + made[place:].replace(b"\n%d\n" % place, b"\n%d\n" % len(filled))


def upload(key: str, name: str, content: bytes) -> tuple[str, bytes]:
    """Content type and body of a form with one file."""
    line = "-----desk"
    parts = [
        f'--{line}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
        for field, value in (("csrfmiddlewaretoken", TOKEN), ("act_key", key), ("kind", "lamp"))
    ]
    head = f'--{line}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\nContent-Type: application/pdf\r\n\r\n'
    return f"multipart/form-data; boundary={line}", b"".join(
        [*parts, head.encode(), content, f"\r\n--{line}--\r\n".encode()]
    )


def cookies(session: str) -> str:
    return f"sessionid={session}; csrftoken={TOKEN}"


def send(port: int, session: str, path: str, kind: str, body: bytes) -> tuple[int, str]:
    """Status and body of the answer. Raises OSError or HTTPException when there is none."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        link.request("POST", path, body, {"Content-Type": kind, "Cookie": cookies(session)})
        answer = link.getresponse()
        return answer.status, answer.read().decode()
    finally:
        link.close()


@dataclass
class Desk:
    """One thread; ``acknowledged`` holds (case, name or number of the form, hash) of every 302 that came back."""

    port: int
    session: str
    acknowledged: list[tuple[int, str, str]] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    resent: int = 0
    last: float = 0.0
    over: threading.Event = field(default_factory=threading.Event)

    def until_acknowledged(self, path: str, kind: str, body: bytes) -> bool:
        while not self.over.is_set():
            try:
                status, text = send(self.port, self.session, path, kind, body)
            except (OSError, http.client.HTTPException):
                self.resent += 1
                time.sleep(0.05)
                continue
            if status == 302:
                self.last = time.monotonic()
                return True
            if status < 500:
                self.refused.append((status, text))
                return False
            self.resent += 1
            time.sleep(0.05)
        return False

    def attach_for_ever(self, cases: list[int]) -> None:
        number = 0
        while not self.over.is_set():
            number += 1
            case, name = cases[number % len(cases)], f"{uuid.uuid4().hex}.pdf"
            content = file_of(name)
            kind, body = upload(str(uuid.uuid4()), name, content)
            if self.until_acknowledged(f"/cases/{case}/entry/attachments/", kind, body):
                self.acknowledged.append((case, name, sha256(content).hexdigest()))

    def decide(self, cases: list[tuple[int, int]]) -> None:
        for case, revision in cases:
            form = {
                "csrfmiddlewaretoken": TOKEN, "act_key": str(uuid.uuid4()), "revision": revision,
                "decision": "approve", "on": DAY,
            }  # fmt: skip
            path, kind = f"/cases/{case}/decide/", "application/x-www-form-urlencoded"
            if self.until_acknowledged(path, kind, urlencode(form).encode()):
                self.acknowledged.append((case, "approved", ""))
