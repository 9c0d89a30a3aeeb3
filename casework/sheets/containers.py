"""What kind of file the bytes are, whatever its name says; archives are weighed before anything unpacks them."""

import io
import zipfile

from casework.sheets import limits
from casework.sheets.table import UnreadableSheet

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x10\x00")
_OTHERS = {
    b"%PDF": "PDF",
    b"\x89PNG": "画像",
    b"\xff\xd8\xff": "画像",
    b"GIF8": "画像",
    b"{\\rtf": "リッチテキスト文書",
    b"Rar!": "圧縮ファイル",
    b"7z\xbc\xaf": "圧縮ファイル",
    b"\x1f\x8b": "圧縮ファイル",
    b"MZ": "プログラム",
    b"SQLite format 3": "データベース",
}
_SAVE_AS = (
    "Excelで開き、「名前を付けて保存」で「Excelブック（.xlsx）」を選んで保存し直してから選んでください。"
)
_BROKEN = f"ファイルが途中で切れているか、壊れています。{_SAVE_AS}"
_TOO_LARGE = "ファイルの中身が大きすぎて読めません。使っていない行・列・シート・画像を消すか、分けて保存してから選んでください。"


def is_workbook(content: bytes) -> bool:
    """True: a workbook that may be opened; False: text, perhaps a CSV.  `UnreadableSheet` for all else."""
    if not content:
        raise UnreadableSheet("ファイルが空です。中身のあるファイルを選んでください。")
    if len(content) > limits.MOST_BYTES:
        size, most = len(content) / 1024 / 1024, limits.MOST_BYTES // 1024 // 1024
        raise UnreadableSheet(
            f"ファイルが大きすぎます（{size:.1f}MB）。{most}MBまでです。画像を消すか、シートを分けて保存してください。"
        )
    if content.startswith(_OLE):
        raise UnreadableSheet(_refuse_ole(content))
    if content.startswith(_OLD_BIFF):
        raise UnreadableSheet(f"古い形式のExcelファイル（.xls）は読めません。{_SAVE_AS}")
    for magic, kind in _OTHERS.items():
        if content.startswith(magic):
            raise UnreadableSheet(
                f"{kind}のファイルで、表として読めません。Excelブック（.xlsx）かCSVを選んでください。"
            )
    if not content.startswith(b"PK"):
        return False
    _weigh(content)
    return True


def _refuse_ole(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "パスワードのかかったファイルです。Excelで開いてパスワードを外し、保存し直してから選んでください。"
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return f"古い形式のExcelファイル（.xls）は読めません。{_SAVE_AS}"
    return "Excelブックではありません。Excelブック（.xlsx）かCSVを選んでください。"


def _weigh(content: bytes) -> None:
    """Refuse an archive that is cut, encrypted, no workbook, or would unpack to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, EOFError, UnicodeDecodeError):
        raise UnreadableSheet(_BROKEN) from None
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableSheet("パスワードのかかったファイルです。パスワードを外して保存し直してください。")
    if len(parts) > limits.MOST_PARTS or sum(part.file_size for part in parts) > limits.MOST_UNPACKED:
        raise UnreadableSheet(_TOO_LARGE)
    if any(map(_is_bomb, parts)):
        raise UnreadableSheet(_TOO_LARGE)
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise UnreadableSheet(f"ふつうのExcelブックと作りが違うため読めません。{_SAVE_AS}")
    _check_kind({part.filename for part in parts})


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    packed = max(part.compress_size, 1)
    return part.file_size > limits.RATIO_FROM and part.file_size / packed > limits.MOST_RATIO


def _check_kind(parts: set[str]) -> None:
    if "xl/workbook.bin" in parts:
        raise UnreadableSheet(f"バイナリ形式（.xlsb）は読めません。{_SAVE_AS}")
    if {"mimetype", "content.xml"} <= parts:
        raise UnreadableSheet(f"OpenDocument形式（.ods）は読めません。{_SAVE_AS}")
    if any(name.startswith("word/") for name in parts):
        raise UnreadableSheet(
            "Wordの文書で、表として読めません。表をExcelに貼り付けて、.xlsxで保存してください。"
        )
    if "[Content_Types].xml" not in parts or not any(name.startswith("xl/") for name in parts):
        raise UnreadableSheet("Excelブックではありません。Excelブック（.xlsx）かCSVを選んでください。")
