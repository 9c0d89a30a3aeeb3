"""What an old spreadsheet says: one record a row, with what must be mended (faults) and what to look at (notes).

Pure: rows and their columns in, records out.  Names stay to the code point, numbers as written; dates are read in any
spelling.  Duplicates within a file are found by ``paper_duplicates``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from blue_patrol.rules import plates
from blue_patrol.rules.paper_cells import PERSON, RowReader
from blue_patrol.rules.paper_columns import GROUPS, PATROLLERS, REGISTER, VEHICLES
from casework import dates
from casework.sheets.records import Record, read_rows
from casework.sheets.table import Row


@dataclass(kw_only=True)
class GroupRecord(Record):
    certificate_number: str = ""
    certified_on: date | None = None
    delivered_on: date | None = None
    name: str = ""
    kana: str = ""
    postal_code: str = ""
    address: str = ""
    phone: str = ""
    contact_name: str = ""
    representative_title: str = ""
    representative_name: str = ""
    representative_kana: str = ""
    group_type: str = ""
    commissioned_by: str = ""
    commissioned_on: date | None = None
    patrol_area: str = ""
    member_count: int | None = None
    ledger_number: str = ""
    informed_on: date | None = None


@dataclass(kw_only=True)
class VehicleRecord(Record):
    """`plate` is canonical; the group is named by its certificate's number or its name."""

    certificate_number: str = ""
    group_name: str = ""
    plate: str = ""
    is_light: bool = False
    make: str = ""
    model_code: str = ""
    chassis_number: str = ""
    base_location: str = ""
    user_name: str = ""
    user_address: str = ""
    owner_name: str = ""
    lamp_type: str = ""
    sticker_number: str = ""
    delivered_on: date | None = None
    entered_on: date | None = None


@dataclass(kw_only=True)
class PatrollerRecord(Record):
    certificate_number: str = ""
    group_name: str = ""
    name: str = ""
    kana: str = ""
    birth_date: date | None = None
    address: str = ""
    phone: str = ""
    card_number: str = ""
    delivered_on: date | None = None
    trained_on: date | None = None
    trainer: str = ""


@dataclass(kw_only=True)
class RegisterRecord(Record):
    fiscal_year: int | None = None
    row_number: str = ""
    delivered_on: date | None = None
    kind: str = ""
    certificate_number: str = ""
    group_name: str = ""
    sticker_numbers: list[str] = field(default_factory=list)
    card_numbers: list[str] = field(default_factory=list)
    delivered_by: str = ""
    receiver_name: str = ""
    reported_on: date | None = None


def read_records(
    kind: str, rows: Iterable[Row], columns: Mapping[int, str], *, today: date, sheet: str = "",
    heading: Mapping[int, str] | None = None, kana: Iterable[str] = plates.KANA,
) -> list[Record]:  # fmt: skip
    """The records of a sheet's rows below its heading; `columns`: column (from 0) → field; `heading`: to know a repeated one.

    `kana`: the letters plates may bear.  Call `paper_duplicates.mark` over all sheets of the file afterwards.
    """
    reads = {GROUPS: _group, VEHICLES: _vehicle, PATROLLERS: _patroller, REGISTER: _register}[kind]

    def read(row: Row) -> tuple[Record, RowReader]:
        reader = RowReader(kind, row, columns, today=today, kana=frozenset(kana))
        return reads(reader), reader

    return read_rows(rows, read, sheet=sheet, heading=heading or {})


def _group(reader: RowReader) -> GroupRecord:
    r = reader
    record = GroupRecord(
        row=r.row.number, station=r.text("station"), certificate_number=r.number("certificate_number", needed=True),
        certified_on=r.day("certified_on"), delivered_on=r.day("delivered_on"),
        name=r.name("name", needed=True), kana=r.text("kana"), postal_code=r.postal_code("postal_code"),
        address=r.text("address", wanted=True), phone=r.phone("phone", wanted=True), contact_name=r.name("contact_name"),
        representative_title=r.text("representative_title"),
        representative_name=r.name("representative_name", needed=True),
        representative_kana=r.text("representative_kana"), group_type=r.group_type("group_type"),
        commissioned_by=r.text("commissioned_by"), commissioned_on=r.day("commissioned_on"),
        patrol_area=r.long_text("patrol_area", wanted=True), member_count=r.count("member_count"),
        ledger_number=r.number("ledger_number"), informed_on=r.day("informed_on"), remarks=r.text("remarks"),
    )  # fmt: skip
    r.one_of("certified_on", record.certified_on, "delivered_on", record.delivered_on)
    r.in_order("certified_on", record.certified_on, "delivered_on", record.delivered_on)
    r.in_order("certified_on", record.certified_on, "informed_on", record.informed_on)
    return record


def _vehicle(reader: RowReader) -> VehicleRecord:
    r = reader
    record = VehicleRecord(
        row=r.row.number, station=r.text("station"), certificate_number=r.number("certificate_number"),
        group_name=r.name("group_name"), plate=r.plate(), make=r.text("make", wanted=True),
        model_code=r.text("model_code", wanted=True), chassis_number=r.chassis("chassis_number"),
        base_location=r.text("base_location", wanted=True), user_name=r.name("user_name"),
        user_address=r.text("user_address"), owner_name=r.name("owner_name"), lamp_type=r.lamp("lamp_type"),
        sticker_number=r.number("sticker_number", wanted=True), delivered_on=r.day("delivered_on"),
        entered_on=r.day("entered_on"), remarks=r.text("remarks"),
    )  # fmt: skip
    record.is_light = r.is_light("is_light")
    r.belongs_to_group(record.certificate_number, record.group_name)
    r.in_order("delivered_on", record.delivered_on, "entered_on", record.entered_on)
    if record.plate:
        warnings = plates.warnings(plates.from_canonical(record.plate), kei=record.is_light)
        r.notes += [warning.message for warning in warnings]
    return record


def _patroller(reader: RowReader) -> PatrollerRecord:
    r = reader
    record = PatrollerRecord(
        row=r.row.number, station=r.text("station"), certificate_number=r.number("certificate_number"),
        group_name=r.name("group_name"), name=r.name("name", needed=True, longest=PERSON), kana=r.text("kana"),
        birth_date=r.day("birth_date", wanted=True), address=r.text("address"), phone=r.phone("phone"),
        card_number=r.number("card_number"), delivered_on=r.day("delivered_on"), trained_on=r.day("trained_on"),
        trainer=r.name("trainer"), remarks=r.text("remarks"),
    )  # fmt: skip
    r.belongs_to_group(record.certificate_number, record.group_name)
    r.in_order("birth_date", record.birth_date, "trained_on", record.trained_on)
    r.in_order("birth_date", record.birth_date, "delivered_on", record.delivered_on)
    if record.card_number and record.trained_on is None:
        r.faults.append(
            "実施者証の番号があるのに、受講年月日がありません。講習の記録を確かめて、受講年月日を入れてください。"
        )
    return record


def _register(reader: RowReader) -> RegisterRecord:
    r = reader
    record = RegisterRecord(
        row=r.row.number, station=r.text("station"), fiscal_year=r.fiscal_year("fiscal_year"),
        row_number=r.number("row_number"), delivered_on=r.day("delivered_on", needed=True), kind=r.text("kind"),
        certificate_number=r.number("certificate_number"), group_name=r.name("group_name", needed=True),
        sticker_numbers=r.numbers("sticker_numbers"), card_numbers=r.numbers("card_numbers"),
        delivered_by=r.text("delivered_by"), receiver_name=r.name("receiver_name"), reported_on=r.day("reported_on"),
        remarks=r.text("remarks"),
    )  # fmt: skip
    r.in_order("delivered_on", record.delivered_on, "reported_on", record.reported_on)
    if record.delivered_on:
        year = dates.fiscal_year(record.delivered_on)
        if record.fiscal_year not in (None, year):
            r.notes.append(
                f"年度の欄は{record.fiscal_year}年度ですが、交付年月日は{dates.fiscal_year_label(year)}です。"
            )
        record.fiscal_year = year if record.fiscal_year is None else record.fiscal_year
    return record
