"""Forms and files that no browser of an officer would send (T13), made of a seed so that a finding can be had again."""

import random
import re
import resource
from pathlib import Path
from urllib.parse import quote_from_bytes

from tests.uploads import made

NASTY = (
    "", " ", "　", "\0", "\0\0.pdf", "a\0b", "\r\nSet-Cookie: x=y", "../../../etc/passwd", "..\\..\\x", "file:///etc/passwd",
    "http://outside.invalid/x", "data:text/html,<script>alert(1)</script>", "javascript:alert(1)", "'; drop table casework_staff; --",
    "' or '1'='1", "%' and 1=(select 1 from pg_sleep(0))--", "{{ settings.SECRET_KEY }}", "{% debug %}", "{0.__class__}", "%s%s%n%x",
    "=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "-2+3", "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "]]>", "&#0;",
    "\u202egnp.exe", "\u200b", "\u200d", "\ufeff", "\ufffe", "\uffff", "\ue000", "\U000f0000", "\U0010ffff", "葛\U000e0100", "𠮷",
    "が\u3099\u3099\u3099", "é" * 50, "あ" * 85, "あ" * 10_000, "a" * 100_000, "\n" * 5000, "0", "-1", "00", "1e309", "NaN", "Infinity",
    "9" * 30, "9223372036854775808", "-9223372036854775809", "1.5", "１２３", "一", "true", "None", "null", "[]", "{}", "[\"a\"",
    "令和99年99月99日", "令和元年2月30日", "平成60年3月12日", "9999-12-31", "0000-00-00", "10000-01-01", "令和8年8月32日", "25:99", "24:00",
    "名古屋 500 あ 99-99", "第R8-0001号", "R8.13.41", "ON", "on", "members", "a" * 33, "00000000-0000-0000-0000-000000000000",
)  # fmt: skip
RAW = (
    b"\xff\xfe",
    b"\x80",
    b"\xc0\xaf",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    "髙橋".encode("cp932"),
    b"%",
    b"%%",
    b"%zz",
)
FIELDS = (
    "act_key", "revision", "opened_as", "on", "kind", "rows", "note", "reason", "form-TOTAL_FORMS", "form-INITIAL_FORMS", "q", "page",
    "next", "choosing", "pick-on", "document_number", "evidence",
)  # fmt: skip
_NAME = re.compile(rb'<(?:input|select|textarea|button)\b[^>]*?\sname="([^"]+)"')


def fields_of(page: bytes) -> list[str]:
    """The names of what a page asks."""
    return sorted({name.decode() for name in _NAME.findall(page)} - {"csrfmiddlewaretoken"})


def form(rng: random.Random, fields: list[str]) -> tuple[bytes, str]:
    """Body and content type of one malformed form."""
    names = [*fields, *rng.sample(FIELDS, 3), rng.choice(NASTY)[:200]]
    chosen = [name for name in names if rng.random() < 0.8] * rng.choice((1, 1, 1, 2))
    if rng.random() < 0.6:
        pairs = [
            quote_from_bytes(name.encode("utf-8", "replace"))
            + "="
            + (
                quote_from_bytes(rng.choice(RAW))
                if rng.random() < 0.1
                else quote_from_bytes(_text(rng).encode())
            )
            for name in chosen
        ]
        return "&".join(pairs).encode(), "application/x-www-form-urlencoded"
    return multipart(rng, [(name, None, _text(rng).encode()) for name in chosen])


def _text(rng: random.Random) -> str:
    text = rng.choice(NASTY)
    return text if rng.random() < 0.9 else text[: rng.randint(0, 40)] + rng.choice(NASTY)[:1000]


def multipart(rng: random.Random, parts) -> tuple[bytes, str]:
    """(name, file name or None, bytes) as a form, now and then broken."""
    line = b"-----x%d" % rng.randint(0, 10**9)
    body = b""
    for name, file, content in parts:
        head = b'--%s\r\nContent-Disposition: form-data; name="%s"' % (
            line,
            name.encode("utf-8", "replace").replace(b'"', b"%22"),
        )
        if file is not None:
            kind = rng.choice(
                (
                    b"application/pdf",
                    b"image/jpeg",
                    b"text/html",
                    b"image/svg+xml",
                    b"x/\x00",
                    b"",
                    b"a" * 500,
                )
            )
            head += b'; filename="%s"\r\nContent-Type: %s' % (
                file.encode("utf-8", "replace").replace(b'"', b"%22"),
                kind,
            )
        body += head + b"\r\n\r\n" + content + b"\r\n"
    body += b"--" + line + b"--\r\n"
    broken = rng.random()
    if broken < 0.05:
        body = body[: rng.randint(0, len(body))]
    elif broken < 0.08:
        line = rng.choice((b"", b"y", b"\xff", b"x" * 300))
    return body, f"multipart/form-data; boundary={line.decode('latin-1')}"


# --- files -------------------------------------------------------------------------------------------------------------

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(document.cookie)</script>"
WHOLE = (
    made.PDF,
    made.picture("JPEG"),
    made.picture("PNG"),
    made.telling("JPEG"),
    made.packed(made.PLAIN_CATALOGUE),
)
FILE_NAMES = (
    "図面.pdf", "写真.jpg", "写真.jpg\0.exe", "../../../../etc/cron.d/x", "..\\..\\x.exe", "\u202egpj.exe", "あ" * 85 + ".pdf", "い" * 300,
    "", ".", "..", ".htaccess", "CON.pdf", "a\r\nX: y.pdf", "葛\U000e0100飾 𠮷.png", "\ue000.pdf", "図面.pdf.html", "'\"`;&|$().jpg", "%00%2e%2e%2f.pdf",
    "/", "\\", "a/b/c.pdf", "\ud800".encode("utf-8", "replace").decode(), "髙﨑.PDF", "=cmd|x.pdf",
)  # fmt: skip


def _cut(rng):
    content = rng.choice(WHOLE)
    return content[: rng.randint(0, len(content))]


def _flipped(rng):
    content = bytearray(rng.choice(WHOLE))
    for _ in range(rng.randint(1, 40)):
        content[rng.randrange(len(content))] = rng.randrange(256)
    return bytes(content)


def _spliced(rng):
    one, other = rng.choice(WHOLE), rng.choice((*WHOLE, SVG, HTML, b"PK\x03\x04" + bytes(60)))
    place = rng.randint(0, len(one))
    return one[:place] + other + one[place:]


def _behind(rng):
    return rng.choice(WHOLE) + rng.choice(
        (SVG, HTML, b"PK\x05\x06" + bytes(18), b"MZ" + bytes(200), made.PDF)
    )


def _swollen(rng):
    """Numbers of a PDF or of a picture's head made far too large."""
    if rng.random() < 0.5:
        return re.sub(
            rb"\d+", lambda found: b"9" * rng.choice((1, 5, 12)) if rng.random() < 0.2 else found[0], made.PDF
        )
    head = bytearray(made.picture("PNG"))
    head[16:24] = rng.randbytes(8)
    return bytes(head)


def _nested(rng):
    deep = rng.choice((b"[", b"<<", b"<</A", b"("))
    return made.PDF.replace(b"/Count 1", b"/Count 1/X " + deep * rng.choice((100, 20_000)))


KINDS = (
    _cut, _flipped, _spliced, _behind, _swollen, _nested,
    lambda rng: b"",
    lambda rng: rng.choice((SVG, HTML, b"GIF89a" + bytes(50), b"MZ" + bytes(300), b"\x1f\x8b" + bytes(90), b"\xff\xd8\xff", b"%PDF-1.7\n%%EOF")),
    lambda rng: rng.choice((b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n")) + rng.randbytes(rng.randint(1, 3000)) + rng.choice((b"%%EOF", b"\xff\xd9", b"IEND\xaeB`\x82")),
    lambda rng: rng.choice((*made.ACTIVE.values(), *made.LOCKED.values(), *made.QUIET.values(), *WHOLE)),
    lambda rng: made.bomb(rng.choice((8000, 40_000)), 30_000),
)  # fmt: skip


def file(rng: random.Random) -> tuple[str, bytes]:
    """Name and bytes of one malformed file; one in twenty is whole."""
    if rng.random() < 0.05:
        return rng.choice(FILE_NAMES), rng.choice(WHOLE)
    return rng.choice(FILE_NAMES), rng.choice(KINDS)(rng)


def resident() -> int:
    """Bytes of this process in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
