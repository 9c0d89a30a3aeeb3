"""The two-dimensional codes printed on an inspection certificate (domain facts, §3.4), as a scanner types them.

Wanted are code 2 (plate, chassis) and code 3 (model, expiry), of registered cars and of light ones (`K/…`).  Each
may arrive in parts (structured append), one a line, in any order.  Anything else is a `CertificateError`.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import permutations

from blue_patrol.rules import plates
from blue_patrol.rules.inspection_certificate import Certificate, CertificateError, plate_of

MAX_TEXT = 4_000  # characters: eight codes hold less than a thousand
MOST_PARTS = 12
LARGEST_JOIN = 3  # code 3 of the paper stands in three parts

_F = "[^/]*"  # a field whose content is not wanted
_PLATE = "(?P<plate>[^/]{5,20})"
_CAR = rf"{_PLATE}/(?P<kind>[A-H1-8\-])/(?P<chassis>[^/]{{1,40}})/{_F}/[0-9]"
_DAY, _MONTH = r"(?:[0-9]{6}|-*\s*)", r"(?:[0-9]{2}(?:0[1-9]|1[0-2])|-*\s*)"
_STAMP = r"[^/]{0,4}/[0-9\-\s]{0,9}"
_TAIL = rf"(?P<month>{_MONTH})/(?P<model>[^/]{{1,40}})/(?:[0-9\-\s]{{0,5}}/){{4}}"
_NOT_LIGHT = "(?<!K/)(?<!K/[0-9])[0-9]{1,2}"
CODE_2 = re.compile(rf"{_NOT_LIGHT}/{_CAR}")
CODE_2_LIGHT = re.compile(rf"K/[0-9]{{2}}/{_CAR}")
CODE_3 = re.compile(
    rf"{_NOT_LIGHT}/{_STAMP}/{_DAY}/(?P<viewer>{_DAY})/(?P<until>{_DAY})/{_TAIL}(?:{_F}/){{8}}(?:[0-9]{{2}}|-)"
)
CODE_3_OLD = re.compile(rf"{_NOT_LIGHT}/{_STAMP}/(?P<until>{_DAY})/{_TAIL}(?:{_F}/){{8}}(?:[0-9]{{2}}|-)")
CODE_3_LIGHT = re.compile(rf"K/[0-9]{{2}}/{_STAMP}/(?P<until>{_DAY})/{_TAIL}(?:{_F}/){{8}}(?:[0-9]{{3}}|-)")
_LIT = frozenset("EFGH5678")
_ABSENT = {"999999", "000000"}
_NOISE = " \0\x04\x1d\x1e"  # what scanners add to a code
_MIXED = "2台分のコードが混ざっているか、順が入れ替わっています。1台分を、順に読み取り直してください。"


@dataclass(frozen=True)
class _Car:
    is_light: bool
    plate: str
    chassis: str
    kind: str


@dataclass(frozen=True)
class _Record:
    model: str
    until: date | None


def read_codes(text: str, *, kana: Collection[str] = plates.KANA) -> Certificate:
    """The car of the scanned codes.  Code 3 may be missing: model and expiry are empty then.

    Raises `CertificateError`; two cars at once are refused too.
    """
    parts = _parts(text)
    cars = _cars(parts)
    if not cars:
        raise CertificateError(
            "登録番号と車台番号のコード（二次元コード2）が読めていません。車検証の左下のコードをすべて読み取ってください。"
        )
    if len(cars) > 1:
        raise CertificateError(_MIXED)
    (car,) = cars
    record = _record_of(car, parts)
    return Certificate(
        plate=plate_of(car.plate, kana), chassis_number=car.chassis, is_light=car.is_light,
        model_code=record.model if record else "", valid_until=record.until if record else None,
        is_lit_plate=None if car.kind == "-" else car.kind in _LIT,
    )  # fmt: skip


def _cars(parts: list[str]) -> list[_Car]:
    """The cars of the codes 2; the tail of a light car's code reads like a registered one's and is not another car."""
    found: dict[tuple[str, str], _Car] = {}
    for pattern in (CODE_2_LIGHT, CODE_2):
        for match in _search(parts, pattern):
            car = _Car(pattern is CODE_2_LIGHT, *_car(match))
            found.setdefault((car.plate, car.chassis), car)
    return list(found.values())


def _record_of(car: _Car, parts: list[str]) -> _Record | None:
    for pattern in (CODE_3_LIGHT,) if car.is_light else (CODE_3, CODE_3_OLD):
        found = list(dict.fromkeys(_record(match) for match in _search(parts, pattern)))
        if len(found) > 1:
            raise CertificateError(_MIXED)
        if found:
            return found[0]
    return None


def _parts(text: str) -> list[str]:
    """What was scanned, one part a line; the same part scanned twice counts once."""
    if len(text) > MAX_TEXT:
        raise CertificateError(
            f"文字が多すぎます（{MAX_TEXT:,}文字まで）。1台分のコードだけを入れてください。"
        )
    lines = (line.strip(_NOISE) for line in re.split(r"[\r\n\t]+", text.replace("／", "/")))
    parts = list(dict.fromkeys(line for line in lines if line))
    if not parts:
        raise CertificateError("車検証のコードを読み取ってから押してください。")
    if len(parts) > MOST_PARTS:
        raise CertificateError(f"コードが多すぎます（{MOST_PARTS}個まで）。1台分だけを読み取ってください。")
    return parts


def _search(parts: list[str], pattern: re.Pattern[str]) -> list[re.Match[str]]:
    """The codes of one kind: whole ones (a part may hold several), else joined from the fewest parts that make one.

    Parts are tried in every order: two orders that tell two cars are for the clerk to settle.
    """
    if whole := [match for part in parts for match in pattern.finditer(part)]:
        return whole
    for size in range(2, LARGEST_JOIN + 1):
        joined = map("".join, permutations(parts, size))
        if found := [match for text in joined if (match := pattern.fullmatch(text))]:
            return found
    return []


def _car(match: re.Match[str]) -> tuple[str, str, str]:
    chassis = plates.plain_chassis(match["chassis"])
    if not chassis:
        raise CertificateError("車台番号が読めていません。もう一度読み取ってください。")
    return match["plate"], chassis, match["kind"]


def _record(match: re.Match[str]) -> _Record:
    groups = match.groupdict()
    told = [groups.get(name) or "" for name in ("until", "viewer")]
    days = [text for text in told if text.isdecimal() and text not in _ABSENT]
    model = plates.plain_chassis(match["model"])
    return _Record("" if model == "-" else model, _date(days[0]) if days else None)


def _date(text: str) -> date:
    """YYMMDD of this century."""
    try:
        return date(2000 + int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError as error:
        raise CertificateError("有効期間の満了する日が読めません。もう一度読み取ってください。") from error
