"""自動車検査証: the file that the electronic certificate's viewer exports (domain facts, §3.4).

Read into `Certificate`, which holds what an application needs and nothing more: the owner's name and address are
dropped unless the owner is the user.  Whatever is wrong with a file is a `CertificateError` with its Japanese
sentence, never another exception.  Codes from the paper are read by `inspection_qr`.
"""

import calendar
import json
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from blue_patrol.rules import plates
from casework import names, wareki

MAX_BYTES = 1024 * 1024
MOST_CARS = 100
FRESH_DAYS = 30
"""A record older than this may have been overtaken by another entry."""

_LONGEST = 500  # characters of one value
_FILLED_OUT = re.compile(r"[\s*＊※\-－―‐]*")  # ＊＊＊: "as above"
_PATROL_CAR = "自主防犯活動用自動車"
_LIGHT_KINDS = {"01": False, "1": False, "02": True, "2": True}
_NO_FILE = "電子車検証の読み取り結果（JSON）ではありません。"
_HOW = "車検証閲覧アプリの「ファイル出力」で作ったJSONのファイルを選んでください。"
_KNOWN_STARTS = {
    b"%PDF": f"PDFのファイルです。{_HOW}",
    b"<?xml": f"XMLのファイルです。{_HOW}",
    b"\x89PNG": f"画像のファイルです。{_HOW}",
    b"\xff\xd8\xff": f"画像のファイルです。{_HOW}",
    b"PK\x03\x04": f"表計算か圧縮したファイルです。{_HOW}",
}


class CertificateError(ValueError):
    """The file or the codes cannot be read; `str(error)` is the Japanese sentence for the field."""


@dataclass(frozen=True)
class Certificate:
    """One car.  Empty text or None: the source does not tell it (codes hold no maker, base, user, day of issue)."""

    plate: str  # canonical
    chassis_number: str
    is_light: bool = False
    make: str = ""
    model_code: str = ""
    base_location: str = ""
    user_name: str = ""
    user_address: str = ""
    owner_name: str = ""  # only where the owner is the user
    valid_until: date | None = None
    published_on: date | None = None
    is_lit_plate: bool | None = None  # 字光式
    remarks_entry: bool | None = None  # 備考 names 自主防犯活動用自動車
    management_number: str = ""


def read_export(content: bytes, *, kana: Collection[str] = plates.KANA) -> list[Certificate]:
    """The cars of an exported file: one object, or a list of them.  `kana`: admitted letters of a plate.

    Raises `CertificateError`.
    """
    found = [_certificate(info, kana) for info in _records(_load(content))]
    if not found:
        raise CertificateError(f"車検証の内容が入っていません。{_HOW}")
    return found


def stale(published_on: date | None, today: date) -> str:
    """A warning when the record is older than 30 days; "" otherwise, and when its day is not known."""
    if published_on is None or (days := (today - published_on).days) <= FRESH_DAYS:
        return ""
    return f"記録事項が古い（{days}日前）。新しい車検証で確かめてください。"


def expired(valid_until: date | None, today: date) -> str:
    """A warning when the certificate's term is over; the last day itself still counts."""
    if valid_until is None or valid_until >= today:
        return ""
    day = wareki.format_long(valid_until)
    return f"車検証の有効期間が{day}に満了しています。継続検査の後の車検証で確かめてください。"


def _load(content: bytes) -> Any:
    if len(content) > MAX_BYTES:
        raise CertificateError(f"ファイルが大きすぎます（1MBまで）。{_HOW}")
    if not content.strip():
        raise CertificateError(f"ファイルが空です。{_HOW}")
    for start, sentence in _KNOWN_STARTS.items():
        if content.startswith(start):
            raise CertificateError(sentence)
    try:
        return json.loads(_decoded(content))
    except (ValueError, RecursionError) as error:
        raise CertificateError(
            f"{_NO_FILE}途中で切れているか、別のファイルです。もう一度出力して、選び直してください。"
        ) from error


def _decoded(content: bytes) -> str:
    """Text of UTF-8 (with or without a mark) or of CP932; raises UnicodeDecodeError, which is a ValueError."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp932")


def _records(loaded: Any) -> list[Mapping[str, Any]]:
    """The objects named CertInfo, whether the file holds one document, several, or one with several cars."""
    documents = loaded if isinstance(loaded, list) else [loaded]
    found: list[Any] = []
    for document in documents:
        inner = document.get("CertInfo") if isinstance(document, dict) else None
        found += inner if isinstance(inner, list) else [inner]
        if len(found) > MOST_CARS:
            raise CertificateError(f"一度に読めるのは{MOST_CARS}台までです。ファイルを分けてください。")
    if not all(isinstance(info, dict) for info in found):
        raise CertificateError(f"{_NO_FILE}{_HOW}")
    return found


def _certificate(info: Mapping[str, Any], kana: Collection[str]) -> Certificate:
    plate_text, chassis = _text(info, "EntryNoCarNo"), _code(info, "CarNo")
    if not plate_text or not chassis:
        raise CertificateError(f"登録番号か車台番号が入っていません。{_HOW}")
    user, user_address = _name(info, "Username"), _address(info, "UserAddress")
    owner, owner_address = _name(info, "Ownername"), _address(info, "OwnerAddress")
    is_owner = user in ("", owner) and user_address in ("", owner_address)
    address = user_address or (owner_address if user in ("", owner) else "")
    return Certificate(
        plate=plate_of(plate_text, kana), chassis_number=chassis, is_light=_is_light(info), make=_text(info, "CarName"),
        model_code=_code(info, "Model"), base_location=_address(info, "Useheadqrter") or address, user_name=user or owner,
        user_address=address, owner_name=owner if is_owner else "", valid_until=_day(info, "ValidPeriodExpirdate", "有効期間の満了する日", last=True),
        published_on=_day(info, "ElectCertPublishdate", "発行日") or _day(info, "Grantdate", "交付年月日"),
        remarks_entry=_PATROL_CAR in "".join(_text(info, "NoteInfo", longest=20_000).split()),
        management_number=_code(info, "ElectCertMgNo"),
    )  # fmt: skip


def plate_of(text: str, kana: Collection[str]) -> str:
    """The canonical plate of a certificate's text; raises `CertificateError`."""
    try:
        return plates.canonical(text, kana=kana)
    except plates.PlateError as error:
        raise CertificateError(f"登録番号・車両番号「{text[:30]}」が読めません。{error}") from error


def _text(info: Mapping[str, Any], key: str, *, longest: int = _LONGEST) -> str:
    """One value without its padding; "" when it is missing or filled out with asterisks."""
    value = info.get(key, "")
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise CertificateError(f"「{key}」の形が違います。{_HOW}")
    text = names.trim(str(value)) if isinstance(value, str) or abs(value) < 10**30 else ""
    if len(text) > longest:
        raise CertificateError(f"「{key}」が長すぎます。{_HOW}")
    if any("\ud800" <= char <= "\udfff" or char == "\0" for char in text):
        raise CertificateError(f"「{key}」の文字が壊れています。もう一度出力して、選び直してください。")
    return "" if _FILLED_OUT.fullmatch(text) else text


def _code(info: Mapping[str, Any], key: str) -> str:
    """A number or type, which the file may spell in full width."""
    return "".join(unicodedata.normalize("NFKC", _text(info, key)).split())


def _name(info: Mapping[str, Any], person: str) -> str:
    """A name with all its characters, or in the plainer spelling where the file has no other."""
    return _text(info, f"{person}HighLevelChar") or _text(info, f"{person}LowLevelChar")


def _address(info: Mapping[str, Any], place: str) -> str:
    return _text(info, f"{place}Char") + _text(info, f"{place}NumValue")


def _is_light(info: Mapping[str, Any]) -> bool:
    told = _LIGHT_KINDS.get(_code(info, "RegistCarLightCar"))
    return "軽自動車" in _text(info, "CarKind") if told is None else told


def _day(info: Mapping[str, Any], key: str, label: str, *, last: bool = False) -> date | None:
    """A day in four parts (era, year, month, day); a month without its day is its first or `last` day."""
    era, year, month, day = (_code(info, key + part) for part in "EYMD")
    if not (year and month):
        if any((era, year, month, day)):
            raise CertificateError(f"{label}が読めません。もう一度出力して、選び直してください。")
        return None
    try:
        found = wareki.parse(f"{era}{year}年{month}月{day or 1}日").date
    except wareki.WarekiError as error:
        raise CertificateError(f"{label}が読めません。{error}") from error
    if day or not last:
        return found
    return found.replace(day=calendar.monthrange(found.year, found.month)[1])
