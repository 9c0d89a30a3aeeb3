"""What a row leaves to its group to say: the station, and the head of a number of which only the end is written."""

import unicodedata
from collections.abc import Iterable

from blue_patrol.rules import credential_numbers
from blue_patrol.rules.paper_duplicates import name_key, number_key
from blue_patrol.rules.paper_records import GroupRecord, PatrollerRecord, RegisterRecord, VehicleRecord

Belonging = VehicleRecord | PatrollerRecord | RegisterRecord


def complete(groups: Iterable[GroupRecord], rows: Iterable[Belonging]) -> None:
    """Fill in from the file's groups; a name or number that several groups bear says nothing."""
    owners: dict[str, GroupRecord | None] = {}
    for group in groups:
        for key in {number_key(group.certificate_number), name_key(group.name)} - {""}:
            owners[key] = None if key in owners else group
    for row in rows:
        owner = owners.get(number_key(row.certificate_number)) or owners.get(name_key(row.group_name))
        if owner is not None and not row.station:
            row.station = owner.station
        certificate = row.certificate_number or (owner.certificate_number if owner else "")
        if isinstance(row, VehicleRecord):
            row.sticker_number = _whole(row, row.sticker_number, certificate)
        elif isinstance(row, PatrollerRecord):
            row.card_number = _whole(row, row.card_number, certificate)


def _whole(row: VehicleRecord | PatrollerRecord, written: str, certificate: str) -> str:
    """第R5-0012-01号 for 「01」 or 「-1」 of the certificate 第R5-0012号; anything else as written."""
    figures = unicodedata.normalize("NFKC", written).lstrip("-").removesuffix("号")
    if (
        not certificate
        or not figures.isascii()
        or not figures.isdigit()
        or len(figures) > 4
        or int(figures) < 1
    ):
        return written
    number = credential_numbers.sticker if isinstance(row, VehicleRecord) else credential_numbers.card
    try:
        whole = number(certificate, int(figures))
    except credential_numbers.NumberError:
        return written
    row.notes.append(f"番号「{written}」を、証明書番号を付けて「{whole}」と読みました。")
    return whole
