"""Pictures drawn anew: the same to the eye, without anything that no eye sees. Runs in the child alone."""

import io

from PIL import Image, ImageOps, JpegImagePlugin, MpoImagePlugin, PngImagePlugin

from casework.uploads import limits
from casework.uploads.kinds import UnfitFile

Image.MAX_IMAGE_PIXELS = None  # refused below, with its size, before anything is unpacked
Image.preinit()  # nothing is loaded later: the child opens no file any more
READERS = (JpegImagePlugin, PngImagePlugin, MpoImagePlugin)  # a telephone's JPEG may hold a second picture
PngImagePlugin.MAX_TEXT_MEMORY = 1024 * 1024
QUALITY = 90
AS_THEY_ARE = {"JPEG": {"L", "RGB"}, "PNG": {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"}}
TOO_MANY_PIXELS = (
    "画像が大きすぎます（縦横{}×{}画素）。5,000万画素までです。小さく保存し直すか、"
    "300dpi程度で読み取り直してから選んでください。"
)


def drawn_anew(content: bytes) -> bytes:
    """A JPEG or PNG of the same kind: upright, first picture only, no EXIF, no comment, no profile. Raises UnfitFile."""
    kind = "PNG" if content.startswith(b"\x89PNG") else "JPEG"
    picture = Image.open(io.BytesIO(content), formats=(kind, "MPO") if kind == "JPEG" else (kind,))
    width, height = picture.size
    if width * height > limits.MOST_PIXELS or max(width, height) > limits.LONGEST_SIDE:
        raise UnfitFile(TOO_MANY_PIXELS.format(f"{width:,}", f"{height:,}"))
    upright = ImageOps.exif_transpose(picture)
    if upright.mode not in AS_THEY_ARE[kind]:
        upright = upright.convert("RGB" if kind == "JPEG" else "RGBA")
    clear = upright.info.get("transparency") if kind == "PNG" else None
    upright.info = {} if clear is None else {"transparency": clear}
    out = io.BytesIO()
    how = {"quality": QUALITY} if kind == "JPEG" else {}
    upright.save(out, kind, **how)
    return out.getvalue()
