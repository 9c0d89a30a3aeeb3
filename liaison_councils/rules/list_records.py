"""What an old list of councils or members says: one record a row, with what must be mended and what to look at.

Pure. Names stay to the code point, days are read in any spelling; what the prefecture's values say of a term is asked
where the rows meet the stored ones.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from casework import names
from casework.sheets.cells import read_text
from casework.sheets.columns import Guess
from casework.sheets.reader import CellReader
from casework.sheets.reading import FileReading, read_sheet
from casework.sheets.records import Key, Keys, Record, mark_twins, read_rows
from casework.sheets.table import Row, Sheet
from liaison_councils.rules.composition import CATEGORIES, age_on
from liaison_councils.rules.list_columns import COUNCILS, LISTS, MEMBERS
from liaison_councils.rules.names_of_councils import AREA, KINDS, OCCUPATIONAL, UNIT

OLDEST = timedelta(days=125 * 366)
LENGTHS = {
    "name": 80, "kana": 80, "koban": 40, "area": 1000, "purpose": 1000, "manager_rank": 20, "manager_name": 60, "council": 80,
    "address": 200, "phone": 20, "occupation": 100, "body": 100, "reason": 1000, "document_number": 40, "remarks": 200,
}  # fmt: skip
"""Field → characters that its column in the database holds."""
PERSON = 60
_KIND_WORDS = {
    AREA: (KINDS[AREA], "所管区単位", "交番", "駐在所", "交番等", "地区"), UNIT: (KINDS[UNIT], "単位協議会", "分割", "統合", "合同"),
    OCCUPATIONAL: (KINDS[OCCUPATIONAL], "職種", "職域", "目的別", "業種別", "職種別"),
}  # fmt: skip
_CATEGORY_WORDS = {
    "resident": ("住民代表", "地域", "町内会", "自治会", "区長", "地元住民", "地域住民"), "business": ("事業者", "企業", "商店会", "商店街", "商工会"),
    "public": ("行政", "官公署", "役場", "市役所", "公的機関等"), "school": ("教育", "学校関係", "学校関係者", "教育関係", "PTA"), "other": ("他",),
}  # fmt: skip
_SEXES = {"female": ("女", "女性", "f", "female", "2"), "male": ("男", "男性", "m", "male", "1")}


@dataclass(kw_only=True)
class CouncilRecord(Record):
    """``koban``: as the list calls it."""

    name: str = ""
    kana: str = ""
    kind: str = AREA
    koban: str = ""
    area: str = ""
    purpose: str = ""
    established_on: date | None = None
    ended_on: date | None = None
    manager_rank: str = ""
    manager_name: str = ""
    manager_since: date | None = None


@dataclass(kw_only=True)
class MemberRecord(Record):
    """``council``: its name or its koban's, as the list calls it."""

    council: str = ""
    name: str = ""
    kana: str = ""
    sex: str = ""
    birth_date: date | None = None
    occupation: str = ""
    body: str = ""
    address: str = ""
    phone: str = ""
    category: str = "other"
    reason: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    appointed_on: date | None = None
    left_on: date | None = None
    ordinal: int | None = None
    document_number: str = ""


class RowReader(CellReader):
    """And words of a choice, sexes, dates of birth."""

    book, lengths = LISTS, LENGTHS

    def choice(self, name: str, labels: Mapping[str, str], words: Mapping[str, Iterable[str]]) -> str:
        """The code that the cell's word means; "" for an empty one or one that nobody knows."""
        text = _folded(read_text(self.cell(name)))
        for code, label in labels.items():
            if text and text in {_folded(word) for word in (code, label, *words[code])}:
                return code
        return ""

    def kind_of_council(self) -> str:
        found, text = self.choice("kind", KINDS, _KIND_WORDS), self.text("kind")
        if text and not found:
            self.fault(
                "kind",
                f"「{text}」は種別として読めません。{'・'.join(KINDS.values())}のどれかにしてください。",
            )
        return found or AREA

    def category(self) -> str:
        found, text = self.choice("category", CATEGORIES, _CATEGORY_WORDS), self.text("category")
        if not found and "category" in self.columns:
            told = f"「{text}」がどの区分か分からないので" if text else "選出の別がないので"
            self.note("category", f"{told}、「{CATEGORIES['other']}」として登録します。")
        return found or "other"

    def sex(self) -> str:
        text = _folded(read_text(self.cell("sex")))
        found = next((code for code, words in _SEXES.items() if text in words), "")
        if text and not found:
            self.note("sex", f"「{text}」は男・女として読めないので、空のまま登録します。")
        return found

    def born(self) -> date | None:
        day = self.day("birth_date")
        if day and not self.today - OLDEST < day < self.today:
            self.fault("birth_date", "生年月日を確かめてください。")
        age = self.count("age")
        unread = "birth_date" in self.wrong or self.has_problem("birth_date")
        if age is not None and day is None and not unread:
            self.note("age", "年齢だけでは生年月日が決まらないので、空のまま登録します。")
        if age is not None and day and abs(age_on(day, self.today) - age) > 1:
            self.note("age", f"{age}歳とありますが、生年月日からは{age_on(day, self.today)}歳です。")
        return day


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


@dataclass
class ListFile(FileReading):
    """A file of councils and members: the records that may be taken or must be mended, as they stand ``today``."""

    today: date = date.min

    @property
    def councils(self) -> list[CouncilRecord]:
        return self.of(CouncilRecord)

    @property
    def members(self) -> list[MemberRecord]:
        return self.of(MemberRecord)


def read_file(sheets: Iterable[Sheet], choices: Mapping[str, Any], *, today: date) -> ListFile:
    """Read the sheets; `choices`: sheet name → what was corrected of it (``casework.sheets.reading.Choice``)."""
    reads: dict[str, Any] = {COUNCILS: _council, MEMBERS: _member}

    def records(kind: str, body: list[Row], guess: Guess, sheet: Sheet) -> list[Any]:
        def read(row: Row) -> tuple[Record, RowReader]:
            reader = RowReader(kind, row, guess.mapping, today=today)
            return reads[kind](reader), reader

        heading = {column.index: column.heading for column in guess.columns}
        return read_rows(body, read, sheet=sheet.name, heading=heading)

    found = ListFile(
        [read_sheet(LISTS, sheet, choices.get(sheet.name, {}), records) for sheet in sheets], today
    )
    mark_twins(found.records, _KEYS)
    return found


def _council(r: RowReader) -> CouncilRecord:
    record = CouncilRecord(
        row=r.row.number, station=r.text("station"), name=r.name("name"), kana=r.text("kana"), kind=r.kind_of_council(),
        koban=r.text("koban"), area=r.text("area"), purpose=r.text("purpose"), established_on=r.day("established_on", needed=True),
        ended_on=r.day("ended_on"), manager_rank=r.text("manager_rank"), manager_name=r.name("manager_name", longest=PERSON),
        manager_since=r.day("manager_since"), remarks=r.text("remarks"),
    )  # fmt: skip
    if not record.name and not record.koban:
        r.fault("name", "協議会の名称も交番・駐在所もありません。")
    r.in_order("established_on", record.established_on, "ended_on", record.ended_on)
    return record


def _member(r: RowReader) -> MemberRecord:
    record = MemberRecord(
        row=r.row.number, station=r.text("station"), council=r.text("council", needed=True), name=r.name("name", needed=True, longest=PERSON),
        kana=r.text("kana"), sex=r.sex(), birth_date=r.born(), occupation=r.text("occupation"), body=r.text("body"),
        address=r.text("address"), phone=r.phone("phone"), category=r.category(), reason=r.text("reason"),
        starts_on=r.day("starts_on", needed=True, ahead=True), ends_on=r.day("ends_on", ahead=True), appointed_on=r.day("appointed_on"),
        left_on=r.day("left_on"), ordinal=r.count("ordinal"), document_number=r.number("document_number"), remarks=r.text("remarks"),
    )  # fmt: skip
    r.in_order("starts_on", record.starts_on, "ends_on", record.ends_on)
    r.in_order("birth_date", record.birth_date, "starts_on", record.starts_on)
    r.in_order("appointed_on", record.appointed_on, "ends_on", record.ends_on)
    if record.ordinal is not None and not 0 < record.ordinal < 100:
        r.fault("ordinal", "期は、1から99までの数にしてください。")
    return record


def station_key(name: str) -> str:
    """By which a station is found, however a list writes its name."""
    return names.search_key(name).removesuffix("警察署").removesuffix("署")


def _council_name(record: CouncilRecord) -> Key:
    return (station_key(record.station), names.search_key(record.name)) if record.name else None


def _sitting(record: MemberRecord) -> Key:
    if not (record.name and record.birth_date and record.starts_on):
        return None
    return (
        station_key(record.station),
        names.search_key(record.council),
        record.name,
        record.birth_date,
        record.starts_on,
    )


def _whole(record: MemberRecord) -> Key:
    """Rows that say the same of one name in one council: an exact repetition is left out."""
    if not record.name or record.birth_date:
        return None
    return station_key(record.station), names.search_key(record.council), record.name, record.starts_on


_KEYS: Keys = {
    CouncilRecord: [("協議会の名称", _council_name, True)],
    MemberRecord: [("協議会・氏名・生年月日・任期の初日", _sitting, True), ("協議会・氏名・任期の初日", _whole, False)],
}  # fmt: skip
