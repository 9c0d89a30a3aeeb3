"""What is kept of a document and what is not (T13): decided by its bytes, taken apart in a process of its own."""

import io
import time

import pytest
from PIL import Image
from pypdf import PdfReader
from weasyprint import HTML

from casework import apart, uploads
from casework.uploads import kinds, limits
from tests.uploads import children, made


def refusal(content: bytes, name="図面.pdf") -> str:
    with pytest.raises(uploads.UnfitFile) as caught:
        uploads.look(name, content)
    return str(caught.value)


# --- the child ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("deed", ["spin", "swell", "sleep", "raise_one", "end_at_once", "fall"])
def test_a_child_that_misbehaves_is_ended_and_the_server_goes_on(deed):
    begun = time.monotonic()
    with pytest.raises(apart.Broken if deed in {"swell", "raise_one", "end_at_once"} else apart.TooHeavy):
        apart.ask(
            "tests.uploads.children",
            deed.encode(),
            children.IMPATIENT if deed == "sleep" else children.LIMITS,
        )
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize("deed", ["read", "write", "call"])
def test_a_child_opens_no_file_and_no_socket(deed):
    assert apart.ask("tests.uploads.children", deed.encode(), children.LIMITS) == b"OSError"


def test_a_child_sees_nothing_of_the_servers_environment(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x")
    assert apart.ask("tests.uploads.children", b"answer", children.LIMITS) == b"answer"
    assert apart.ask("tests.uploads.children", b"environment", children.LIMITS) == b""


@pytest.mark.parametrize(("fault", "words"), [(apart.TooHeavy, "重すぎて"), (apart.Broken, "壊れている")])
def test_a_child_that_ends_is_a_sentence(monkeypatch, fault, words):
    def ask(*args):
        raise fault

    monkeypatch.setattr(apart, "ask", ask)
    assert words in refusal(made.PDF)


# --- by content --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "media_type", "shown"),
    [
        ("図面.pdf", made.PDF, "application/pdf", "図面.pdf"),
        ("写真.JPG", made.picture("JPEG"), "image/jpeg", "写真.JPG"),
        ("写真.jpeg", made.picture("PNG"), "image/png", "写真.jpeg.png"),
        ("罠.html", made.PDF, "application/pdf", "罠.html.pdf"),
        ("罠", made.picture("JPEG"), "image/jpeg", "罠.jpg"),
    ],
)
def test_a_file_is_what_its_bytes_are_and_its_name_ends_so(name, content, media_type, shown):
    document = uploads.look(name, content)
    assert (document.media_type, document.name, kinds.sniff(document.content)) == (
        media_type, shown, media_type,
    )  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        b"<html>%PDF-1.7 %%EOF</html>", b"GIF89a" + bytes(20), b"PK\x03\x04", b"MZ\x90\x00", b"\xff\xd9", made.PDF[:-8],
        b"\x89PNG\r\n\x1a\nIEND\xaeB`\x82", b"<svg xmlns='http://www.w3.org/2000/svg'/>", made.picture("GIF"),
        made.picture("PNG")[:-10], made.picture("JPEG")[:-10], b"\n" + made.PDF, made.PDF + b"PK\x05\x06" + bytes(18),
        made.PDF + b"<script>alert(1)</script>",
    ],
)  # fmt: skip
def test_anything_else_and_what_is_two_things_at_once_is_refused(content):
    assert "PDF・JPEG・PNG" in refusal(content)


def test_empty_and_too_large_are_told_apart():
    assert "空です" in refusal(b"")
    filler = b"%" * (limits.MOST_BYTES - len(made.PDF))
    assert "10MBまで" in refusal(made.PDF + filler + b"\n%%EOF")


# --- pictures ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_is_upright_and_tells_neither_place_nor_camera(kind):
    sent = made.telling(kind)
    kept = uploads.look("写真", sent).content
    assert b"SECRET" in sent
    assert b"SECRET" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert (picture.size, dict(picture.getexif())) == ((20, 40), {})
        assert not {"exif", "comment", "icc_profile", "xmp"} & set(picture.info)
        red, _, blue = picture.convert("RGB").getpixel((10, 5))
        assert red > 200 > 60 > blue  # the left half is the upper one now


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_hides_behind_a_pictures_end_is_gone(kind):
    hidden = b"PK\x03\x04<script>alert(1)</script>"
    document = uploads.look("写真", made.picture(kind) + hidden)
    assert hidden not in document.content


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("PNG", "1"),
        ("PNG", "P"),
        ("PNG", "LA"),
        ("PNG", "RGBA"),
        ("PNG", "I;16"),
    ],
)
def test_pictures_of_every_kind_of_colour_stay_what_they_show(kind, mode):
    document = uploads.look("写真", made.picture(kind, mode=mode))
    with Image.open(io.BytesIO(document.content)) as picture:
        assert (picture.format, picture.size) == (kind, (40, 20))


def test_a_clear_colour_stays_clear():
    sent = made.picture("PNG", mode="P", transparency=0)
    with Image.open(io.BytesIO(uploads.look("印影.png", sent).content)) as picture:
        assert picture.info["transparency"] == 0


def test_a_bomb_is_refused_before_it_is_unpacked(record_property):
    begun = time.monotonic()
    assert "40,000×40,000画素" in refusal(made.bomb())
    assert "壊れて" in refusal(made.text_bomb())
    record_property("T13 seconds for two bombs", round(time.monotonic() - begun, 2))


# --- PDF ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", made.ACTIVE)
def test_a_pdf_that_acts_is_refused(what):
    assert "開くと動くもの" in refusal(made.ACTIVE[what])


@pytest.mark.parametrize("what", made.LOCKED)
def test_a_locked_pdf_is_refused_with_what_to_do(what):
    assert "PDFに保存" in refusal(made.LOCKED[what])


@pytest.mark.parametrize("what", made.QUIET)
def test_a_quiet_pdf_is_kept_to_the_byte(what):
    assert uploads.look("図面.pdf", made.QUIET[what]).content == made.QUIET[what]


def test_a_thick_pdf_of_a_printing_program_is_kept():
    thick = HTML(string='<p style="break-after: page">桜見坂</p>' * 120).write_pdf()
    assert len(PdfReader(io.BytesIO(uploads.look("図面.pdf", thick).content)).pages) == 120


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n%%EOF",
        b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n",
        made.PDF.replace(b"/Kids [3 0 R] /Count 1", b"/Kids [] /Count 0     "),
        made.PDF.replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"),
        made.PDF[:300] + b"%%EOF",
    ],
    ids=["nothing", "no catalogue", "no page", "pages in a ring", "cut"],
)
def test_a_pdf_without_a_page_is_no_document(content):
    assert refusal(content).endswith("選んでください。")


# --- names -------------------------------------------------------------------------------------------------------------

NAMES = {
    "図面.pdf": "図面.pdf",
    "髙橋　葛\U000e0100飾 𠮷.pdf": "髙橋　葛\U000e0100飾 𠮷.pdf",
    "../../etc/passwd": "etc_passwd.pdf",
    "..\\..\\boot.ini": "boot.ini.pdf",
    "C:\\Users\\x\\図面.PDF": "C__Users_x_図面.PDF",
    "図面\u202efdp.exe": "図面fdp.exe.pdf",
    "図面\0.exe\0.pdf": "図面.exe.pdf",
    "図面\r\nSet-Cookie: a=b.pdf": "図面Set-Cookie_ a=b.pdf",
    '図"面;<b>.pdf': "図_面;_b_.pdf",
    "": "名前なし.pdf",
    "...": "名前なし.pdf",
    ".pdf": "pdf.pdf",
    "\u200b\ufeff\ue000": "名前なし.pdf",
    "あ" * 85 + ".pdf": "あ" * 85 + ".pdf",
    "い" * 300 + ".pdf": "い" * 196 + ".pdf",
    "う" * 300: "う" * 196 + ".pdf",
}


@pytest.mark.parametrize(("sent", "shown"), NAMES.items(), ids=range(len(NAMES)))
def test_a_name_stays_recognisable_and_harmless(sent, shown):
    assert uploads.shown_name(sent, "application/pdf") == shown


def test_how_long_a_look_takes(record_property):
    for what, content in (("PDF", made.PDF), ("picture", made.picture("JPEG", (3000, 2000)))):
        begun = time.monotonic()
        uploads.look("x", content)
        figure = f"{time.monotonic() - begun:.2f}"
        record_property(f"T13 seconds to look at a {what}", figure)
