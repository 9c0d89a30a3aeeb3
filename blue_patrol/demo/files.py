"""Small pictures and PDFs to attach, made on the fly and marked as invented."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

BLUE, PALE, INK = (30, 80, 200), (235, 238, 244), (40, 40, 50)


@cache
def lamp_photo() -> bytes:
    """A car's roof with a blue light: JPEG."""
    picture = Image.new("RGB", (640, 420), PALE)
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((120, 170, 520, 320), 40, fill=(250, 250, 250), outline=INK, width=3)
    draw.rounded_rectangle((270, 130, 370, 172), 14, fill=BLUE, outline=INK, width=3)
    draw.ellipse((170, 290, 240, 360), fill=INK)
    draw.ellipse((400, 290, 470, 360), fill=INK)
    draw.text((20, 390), "DEMO - invented picture", fill=INK)
    return _bytes(picture, "JPEG", quality=80)


@cache
def marking_drawing() -> bytes:
    """A door with the marking's place and size: PNG."""
    picture = Image.new("RGB", (560, 360), (255, 255, 255))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((60, 40, 500, 300), outline=INK, width=3)
    draw.rectangle((140, 130, 420, 210), fill=(255, 214, 10), outline=INK, width=2)
    draw.line((140, 230, 420, 230), fill=INK, width=1)
    draw.text((250, 236), "600 mm", fill=INK)
    draw.text((20, 330), "DEMO - invented drawing", fill=INK)
    return _bytes(picture, "PNG")


@cache
def pdf(text: str) -> bytes:
    """One A4 page that says ``text`` (Latin letters) and that it is invented."""
    words = f"BT /F1 16 Tf 72 760 Td ({text}) Tj 0 -28 Td (DEMO - invented document) Tj ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(words), words),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + end


def _bytes(picture: Image.Image, kind: str, **options: int) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()
