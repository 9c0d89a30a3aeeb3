"""What the bytes are, whatever their name and their sender say."""

from casework.uploads import limits

ENDINGS = {"application/pdf": (".pdf",), "image/jpeg": (".jpg", ".jpeg"), "image/png": (".png",)}
"""Media types accepted, and how names of such files end; the first is put where none of them stands."""
_TAIL = 64 * 1024
_PADDING = b" \t\r\n\x00"


class UnfitFile(Exception):
    """Why a file is not accepted, as a sentence for the field."""


def sniff(content: bytes) -> str | None:
    """The media type by content (head and end both fit); None when it is none of ours."""
    tail = content[-_TAIL:]
    if content.startswith(b"%PDF-") and tail.rstrip(_PADDING).endswith(b"%%EOF"):
        return "application/pdf"
    if content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in tail:
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR" and b"IEND\xaeB`\x82" in tail:
        return "image/png"
    return None


def too_large(size: int, advice: str = "写真は小さく保存し直すと収まります。") -> str:
    """The sentence for a file of so many bytes, with what to do; "" = it may be read."""
    if size <= limits.MOST_BYTES:
        return ""
    return f"ファイルが大きすぎます（{size / 1024 / 1024:.1f}MB）。10MBまでにしてください。{advice}"


def kind_of(content: bytes) -> str:
    """The media type. Raises UnfitFile for what is empty, too large or none of ours."""
    if not content:
        raise UnfitFile("ファイルが空です。中身のあるファイルを選んでください。")
    if sentence := too_large(len(content)):
        raise UnfitFile(sentence)
    if (found := sniff(content)) is None:
        raise UnfitFile(
            "PDF・JPEG・PNGのどれでもないか、途中で切れています。もとのファイルを確かめて選び直してください。"
        )
    return found
