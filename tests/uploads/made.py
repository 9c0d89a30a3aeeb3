"""Documents made in code: whole ones, and ones that are not what a careful office would hand in."""

import io
import struct
import zlib

from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject, TextStringObject

from blue_patrol.demo import files

PDF = files.pdf("Test document")
ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x010F


def picture(kind: str, size=(40, 20), mode="RGB", **how) -> bytes:
    """Its left half is red, the rest blue."""
    drawn = Image.new("RGB", size, "blue")
    drawn.paste("red", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    drawn.convert(mode).save(out, kind, **how)
    return out.getvalue()


def telling(kind: str) -> bytes:
    """A picture on its side that says where, with what and by whom it was taken."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "SECRET-CAMERA"
    exif.get_ifd(GPS).update({1: "N", 2: (35.0, 10.0, 0.0)})
    return picture(kind, exif=exif.tobytes(), **({"comment": b"SECRET-COMMENT"} if kind == "JPEG" else {}))


def bomb(width=40_000, height=40_000) -> bytes:
    """A PNG of few bytes that unpacks to a thousand million pixels."""
    rows = zlib.compress(bytes(width // 8 + 1) * 64)
    chunks = [
        (b"IHDR", struct.pack("!IIBBBBB", width, height, 1, 0, 0, 0, 0)),
        (b"IDAT", rows),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack("!I", len(data)) + name + data + struct.pack("!I", zlib.crc32(name + data))
        for name, data in chunks
    )


def text_bomb() -> bytes:
    """A PNG with a text that unpacks to 200 MB."""
    packed = b"Comment\0\0" + zlib.compress(bytes(200_000_000), 9)
    chunk = (
        struct.pack("!I", len(packed)) + b"zTXt" + packed + struct.pack("!I", zlib.crc32(b"zTXt" + packed))
    )
    whole = picture("PNG")
    return whole[:33] + chunk + whole[33:]


def pdf_with(change, **how) -> bytes:
    """The document with something done to its writer."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(PDF)))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def entry(**values) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in values.items()})


def action(kind: str, **more) -> DictionaryObject:
    return entry(S=NameObject(f"/{kind}"), **more)


def opens(what):
    """The change that has the document do something when it is opened."""
    return lambda writer: writer.root_object.update({NameObject("/OpenAction"): what})


def _notes(writer, **values):
    note = entry(Type=NameObject("/Annot"), **values)
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])


def _behind_references(writer):
    kind = writer._add_object(NameObject("/Launch"))
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(
        entry(S=kind, F=TextStringObject("calc"))
    )


def packed(body: bytes) -> bytes:
    """A PDF whose catalogue lies packed in an object stream, as most programs write it."""
    first = b"1 0 2 %d 3 %d " % (len(body) + 1, len(body) + 1 + len(PAGES) + 1)
    inner = zlib.compress(first + body + b" " + PAGES + b" " + PAGE)
    out = b"%PDF-1.5\n"
    stream = len(out)
    out += b"4 0 obj\n<</Type/ObjStm/N 3/First %d/Length %d/Filter/FlateDecode>>stream\n%s\nendstream\nendobj\n" % (
        len(first), len(inner), inner,
    )  # fmt: skip
    table = len(out)
    rows = bytes.fromhex("00000000ff") + b"".join(b"\x02\x00\x00\x04" + bytes([n]) for n in range(3))
    rows += (
        b"\x01" + struct.pack("!I", stream)[1:] + b"\x00" + b"\x01" + struct.pack("!I", table)[1:] + b"\x00"
    )
    return out + b"5 0 obj\n<</Type/XRef/Size 6/W[1 3 1]/Root 1 0 R/Length %d>>stream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        len(rows), rows, table,
    )  # fmt: skip


PAGES, PAGE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
PLAIN_CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
SCRIPT = TextStringObject("app.alert(1)")
ACTIVE = {
    "a script when it is opened": pdf_with(opens(action("JavaScript", JS=SCRIPT))),
    "a script among the names": pdf_with(lambda w: w.root_object.update(
        {NameObject("/Names"): entry(JavaScript=entry(Names=ArrayObject([SCRIPT, action("JavaScript", JS=SCRIPT)])))}
    )),
    "a program": pdf_with(opens(action("Launch", F=TextStringObject("calc.exe")))),
    "a program behind references": pdf_with(_behind_references),
    "a script of a page": pdf_with(lambda w: w.pages[0].update({NameObject("/AA"): entry(O=action("JavaScript", JS=SCRIPT))})),
    "a script behind a link": pdf_with(lambda w: _notes(w, Subtype=NameObject("/Link"), A=action("JavaScript", JS=SCRIPT))),
    "another file behind a link": pdf_with(lambda w: _notes(w, Subtype=NameObject("/Link"), A=action("GoToR", F=TextStringObject("b.pdf")))),
    "a form that is sent": pdf_with(lambda w: _notes(w, Subtype=NameObject("/Widget"), A=action("SubmitForm", F=TextStringObject("http://x.invalid")))),
    "an embedded file": pdf_with(lambda w: w.add_attachment("a.exe", b"MZ")),
    "a file pinned to a page": pdf_with(lambda w: _notes(w, Subtype=NameObject("/FileAttachment"))),
    "a film": pdf_with(lambda w: _notes(w, Subtype=NameObject("/Movie"))),
    "a form of XFA": pdf_with(lambda w: w.root_object.update({NameObject("/AcroForm"): entry(XFA=w._add_object(StreamObject()))})),
    "a script packed away": packed(b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>"),
    "a script with an escaped name": packed(b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Java#53cript/#4aS(app.alert(1))>>>>"),
    "a script that no table names": PDF.replace(b"xref\n0", b"9 0 obj\n<</S/J#61vaScript/X(1)>>\nendobj\nxref\n0"),
}  # fmt: skip
LOCKED = {
    "a password": pdf_with(lambda w: w.encrypt("secret", algorithm="AES-256")),
    "no printing allowed": pdf_with(lambda w: w.encrypt("", "owner", algorithm="RC4-128")),
}
QUIET = {
    "a link to a page": pdf_with(lambda w: _notes(w, Subtype=NameObject("/Link"), A=action("GoTo"))),
    "an address": pdf_with(lambda w: _notes(w, Subtype=NameObject("/Link"), A=action("URI", URI=TextStringObject("http://x.invalid")))),
    "packed": packed(PLAIN_CATALOGUE),
}  # fmt: skip
