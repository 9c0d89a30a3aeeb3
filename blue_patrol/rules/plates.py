"""Plates 自動車登録番号・車両番号 and chassis numbers 車台番号 (domain facts, §3.2 and §3.3).

Stored canonical `名古屋|500|さ|1234`, shown `名古屋 500 さ 12-34`.  What cannot be a plate is an error;
what is unusual for a patrol car (business, rental, forces' letters) is a warning to acknowledge.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from casework import names

KANA = "あいうえかきくけこさすせそたちつてとなにぬねのはひふほまみむめもやゆよらりるれろわをABEHKMTY"
"""Every letter a real plate bears; never お し へ ん."""
DEMO_KANA = KANA + "へ"
"""For invented plates: へ belongs to no real car."""

_CLASS_LETTERS = "ACFHKLMPXY"
_BUSINESS = frozenset("あいうえかきくけこを")
_BUSINESS_KEI = frozenset("りれ")
_RENTAL = frozenset("われ")
_RENTAL_KEI = frozenset("わ")
_FORCES = frozenset("ABEHKMTYよ")
_FORCES_KEI = frozenset("AB")
_WARNINGS = {
    "plate_business": "事業用の車両番号です。使用者と使いみちを確かめてください。",
    "plate_rental": "レンタカーの車両番号です。続けて使える車か確かめてください。",
    "plate_forces": "駐留軍関係の車両番号です。実物か自動車検査証で確かめてください。",
}

_FILLING = dict.fromkeys(map(ord, " ・･.-‐‑–—−"))
_LONG_MARK_IN_SERIAL = re.compile(r"(?<=[0-9])[ーｰ](?=[0-9])")
_PARTS = re.compile(
    r"(?P<area>[一-龥ぁ-んァ-ヶー々]*?)(?P<cls>[0-9][0-9A-Z]*)(?P<kana>[ぁ-んァ-ヶA-Z])(?P<serial>[0-9]*)"
)
_AREA, _LETTER = "(?P<area>[一-龥ぁ-んァ-ヶー々]{1,4})", "(?P<kana>[ぁ-んァ-ヶA-Z])"
_NUMBER = "(?P<serial>[0-9]{1,4})"
_SHAPES = [
    re.compile(shape)
    for shape in (
        rf"(?:{_AREA})?(?P<cls>[0-9][0-9A-Z]{{0,2}}){_LETTER}{_NUMBER}", rf"(?:{_LETTER})?{_NUMBER}",
        rf"{_AREA}{_NUMBER}", rf"{_AREA}{_LETTER}{_NUMBER}",
    )
]  # fmt: skip
_CLASS = re.compile(rf"[0-9][0-9{_CLASS_LETTERS}]{{0,2}}")
_CHASSIS = re.compile(r"[0-9A-Z\-\[\]*一-龥]{3,25}")


class PlateError(ValueError):
    """The text is no plate; `str(error)` is the Japanese sentence for the field."""


@dataclass(frozen=True)
class PlateWarning:
    """Something to look at and acknowledge: a stable code and its Japanese sentence."""

    code: str
    message: str


@dataclass(frozen=True)
class Plate:
    """One plate in its four parts."""

    area: str
    classification: str
    kana: str
    serial: int

    @property
    def canonical(self) -> str:
        """`名古屋|500|さ|1234`, as stored and compared."""
        return f"{self.area}|{self.classification}|{self.kana}|{self.serial}"

    @property
    def serial_text(self) -> str:
        """`12-34`, `・1-23`, `・・12`, `・・・1`, as on the metal."""
        text = str(self.serial).rjust(4, "・")
        return text if self.serial < 100 else f"{text[:2]}-{text[2:]}"

    @property
    def display(self) -> str:
        """`名古屋 500 さ 12-34`."""
        return f"{self.area} {self.classification} {self.kana} {self.serial_text}"


def parse(text: str, *, kana: Collection[str] = KANA) -> Plate:
    """Read a plate as typed: any widths, spaces, dots and hyphens.  `kana` is the admitted letters.

    Raises `PlateError` with a sentence that says what to mend.
    """
    plain = _LONG_MARK_IN_SERIAL.sub("", unicodedata.normalize("NFKC", text).upper())
    plain = "".join(plain.split()).translate(_FILLING)
    if not plain:
        raise PlateError("車両番号を入力してください。例：名古屋 500 さ 12-34")
    match = _PARTS.fullmatch(plain)
    if match is None:
        raise PlateError(
            "車両番号として読めません。地域名・分類番号・かな・番号の順に入力してください。例：名古屋 500 さ 12-34"
        )
    letter = _hiragana(match["kana"])
    _check(match["area"], match["cls"], letter, match["serial"], kana)
    return Plate(match["area"], match["cls"], letter, int(match["serial"]))


def _check(area: str, classification: str, letter: str, serial: str, kana: Collection[str]) -> None:
    if not 1 <= len(area) <= 4:
        raise PlateError("地域名を1文字から4文字で入力してください。例：名古屋、尾張小牧")
    if not _CLASS.fullmatch(classification):
        raise PlateError(
            "分類番号は1けたから3けたです。1けた目は数字、2けた目から後に使える英字は"
            f"{'・'.join(_CLASS_LETTERS)}だけです。"
        )
    if letter not in kana:
        raise PlateError(
            f"「{letter}」は車両番号に使われない文字です。実物か自動車検査証で確かめてください。"
        )
    if not re.fullmatch(r"[1-9][0-9]{0,3}", serial):
        raise PlateError("番号は1から9999までです。先頭の0は入力しません。例：12-34、1")


@dataclass(frozen=True)
class PlatePart:
    """What was read of a plate, in the dark or from behind: "" for each part that was not; ``serial`` always."""

    area: str
    classification: str
    kana: str
    serial: str


def read_partly(text: str) -> list[PlatePart]:
    """The plates that a part may mean, the likeliest first; empty where there is no number in it.

    さ12-34, 500さ1234, 名古屋 ・・12; なにわ1234 is an area without its letter, or なに and the letter わ.
    """
    plain = _LONG_MARK_IN_SERIAL.sub("", unicodedata.normalize("NFKC", text).upper())
    plain = "".join(plain.split()).translate(_FILLING)
    found = []
    for shape in _SHAPES:
        match = shape.fullmatch(plain)
        if match and int(match["serial"]):
            parts = {name: match.groupdict().get(name) or "" for name in ("area", "cls", "kana", "serial")}
            part = PlatePart(parts["area"], parts["cls"], _hiragana(parts["kana"]), str(int(parts["serial"])))
            found += [part] if part.kana in ("", *DEMO_KANA) else []
    return list(dict.fromkeys(found))


def from_canonical(canonical: str) -> Plate:
    """The plate behind a stored value; `PlateError` when it has not four parts."""
    parts = canonical.split("|")
    if len(parts) != 4 or not parts[3].isdecimal():
        raise PlateError(f"保存された車両番号「{canonical}」が読めません。")
    return Plate(parts[0], parts[1], parts[2], int(parts[3]))


def canonical(text: str, *, kana: Collection[str] = KANA) -> str:
    """What is stored for the typed `text`; raises `PlateError`."""
    return parse(text, kana=kana).canonical


def display(canonical: str) -> str:
    """What is shown for a stored value; what disposal wrote in its place as it stands."""
    return canonical if canonical == names.GONE else from_canonical(canonical).display


def warnings(plate: Plate, *, kei: bool = False, areas: Collection[str] = ()) -> list[PlateWarning]:
    """What is unusual: business, rental or forces' letters (a city may lease), an area not in the list.

    `kei` = light vehicle, whose business and rental letters differ; `areas` empty = not checked.
    """
    kinds = (
        ("plate_business", _BUSINESS_KEI if kei else _BUSINESS),
        ("plate_rental", _RENTAL_KEI if kei else _RENTAL),
        ("plate_forces", _FORCES_KEI if kei else _FORCES),
    )
    found = [
        PlateWarning(code, f"「{plate.kana}」は{_WARNINGS[code]}")
        for code, kana in kinds
        if plate.kana in kana
    ]
    if areas and plate.area not in areas:
        remark = f"地域名「{plate.area}」は一覧にありません。自動車検査証で確かめてください。"
        found.append(PlateWarning("plate_area", remark))
    return found


def _hiragana(char: str) -> str:
    return chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char


def chassis_key(text: str) -> str:
    """Key under which two spellings of a chassis number are one: NFKC, upper case, no hyphens or spaces."""
    return plain_chassis(text).replace("-", "")


def chassis_warnings(text: str) -> list[PlateWarning]:
    """A warning when `text` does not look like a chassis number; office-stamped ones hold kanji or [ ]."""
    if _CHASSIS.fullmatch(plain_chassis(text)):
        return []
    return [
        PlateWarning(
            "chassis_form", "車台番号の形がふつうと違います。自動車検査証の車台番号と見比べてください。"
        )
    ]


def plain_chassis(text: str) -> str:
    """A chassis number in half width and upper case, without spaces, its hyphens of one kind."""
    plain = "".join(unicodedata.normalize("NFKC", text).upper().split())
    return re.sub(r"[‐‑–—−ー]", "-", plain)
