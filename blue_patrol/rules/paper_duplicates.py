"""The same thing twice in one file: an exact repetition is left out, a contradiction must be mended, both rows named."""

import unicodedata
from collections.abc import Iterable

from blue_patrol.rules import credential_numbers
from blue_patrol.rules.paper_records import (
    GroupRecord,
    PatrollerRecord,
    RegisterRecord,
    VehicleRecord,
)
from casework.sheets.records import Key, Keys, Record, mark_twins


def mark(records: Iterable[Record]) -> None:
    """Set `skip` and `same_as`, or add faults and notes, in the records of one file (all sheets and kinds together)."""
    mark_twins(records, _KEYS)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def name_key(text: str) -> str:
    """A group's name without widths and spaces."""
    return _plain(text)


def number_key(text: str) -> str:
    """第R5-0012-01号 and Ｒ５－１２－１ are one; another hand's numbers by their characters."""
    try:
        number = credential_numbers.parse_credential(text)
    except credential_numbers.NumberError:
        return _plain(text)
    return number.bare + ("" if number.item is None else f"-{number.item}")


def station_key(record: Record) -> str:
    """桜見坂, 桜見坂署 and 桜見坂警察署 are one."""
    return _plain(record.station).removesuffix("警察署").removesuffix("署")


def _owner(record: VehicleRecord | PatrollerRecord) -> tuple[str, str]:
    """The group a car or a person belongs to, as the row names it."""
    owner = (
        number_key(record.certificate_number) if record.certificate_number else name_key(record.group_name)
    )
    return station_key(record), owner


def _certificate(record: GroupRecord) -> Key:
    return (station_key(record), number_key(record.certificate_number)) if record.certificate_number else None


def _group_name(record: GroupRecord) -> Key:
    return (station_key(record), _plain(record.name)) if record.name else None


def _plate(record: VehicleRecord) -> Key:
    return (_owner(record), record.plate) if record.plate else None


def _sticker(record: VehicleRecord) -> Key:
    return (station_key(record), number_key(record.sticker_number)) if record.sticker_number else None


def _card(record: PatrollerRecord) -> Key:
    return (station_key(record), number_key(record.card_number)) if record.card_number else None


def _ledger(record: GroupRecord) -> Key:
    return (station_key(record), record.ledger_number) if record.ledger_number else None


def _person(record: PatrollerRecord) -> Key:
    return (_owner(record), record.name, record.birth_date) if record.name and record.birth_date else None


def _namesake(record: PatrollerRecord) -> Key:
    return (_owner(record), record.name) if record.name else None


def _register_row(record: RegisterRecord) -> Key:
    number, year = _plain(record.row_number), record.fiscal_year
    return station_key(record), year, number, record.certificate_number, record.delivered_on


def _register_number(record: RegisterRecord) -> Key:
    return (station_key(record), record.fiscal_year, _plain(record.row_number)) if record.row_number else None


_KEYS: Keys = {
    GroupRecord: [
        ("証明書番号", _certificate, True),
        ("台帳番号", _ledger, True),
        ("団体の名称", _group_name, False),
    ],
    VehicleRecord: [("車両番号", _plate, True), ("標章番号", _sticker, True)],
    PatrollerRecord: [
        ("氏名と生年月日", _person, True),
        ("実施者証番号", _card, True),
        ("氏名", _namesake, False),
    ],
    RegisterRecord: [
        ("番号・証明書番号・交付年月日", _register_row, True),
        ("交付簿の番号", _register_number, False),
    ],
}
