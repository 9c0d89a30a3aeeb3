"""How numbers look and how they are read."""

from datetime import date

import pytest

from blue_patrol.rules import credential_numbers as numbers
from blue_patrol.rules.credential_numbers import CredentialNumber, DocumentNumber, NumberError


def test_the_numbers_of_one_case() -> None:
    certificate = numbers.certificate(date(2023, 1, 20), 12)
    assert certificate == "第R5-0012号"
    assert numbers.sticker(certificate, 1) == "第R5-0012-01号"
    assert numbers.card(certificate, 3) == "第R5-0012-003号"
    assert numbers.receipt(date(2026, 8, 24), 31) == "R8-0031"
    assert numbers.register_row(27) == "27"
    assert numbers.document("桜見坂生発", 123) == "桜見坂生発第123号"
    assert numbers.document("総務発甲", 227, 1) == "総務発甲第227―1号"


@pytest.mark.parametrize(
    ("day", "prefix"),
    [
        (date(2026, 1, 1), "R8"),
        (date(2026, 12, 31), "R8"),
        (date(2026, 3, 31), "R8"),
        (date(2028, 1, 1), "R10"),
        (date(2019, 4, 30), "H31"),
        (date(2019, 5, 1), "R1"),
        (date(2019, 12, 31), "R1"),
    ],
)
def test_the_year_is_the_calendar_year_in_the_eras_reckoning(day: date, prefix: str) -> None:
    assert numbers.year_prefix(day) == prefix
    assert numbers.certificate(day, 1) == f"第{prefix}-0001号"


def test_a_number_that_outgrows_its_places_just_grows() -> None:
    certificate = numbers.certificate(date(2026, 9, 9), 12345)
    assert certificate == "第R8-12345号"
    assert numbers.sticker(certificate, 130) == "第R8-12345-130号"
    assert numbers.card(certificate, 1234) == "第R8-12345-1234号"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("第R5-0012号", CredentialNumber("R", 5, 12)),
        ("第R5-0012-01号", CredentialNumber("R", 5, 12, 1)),
        ("第Ｒ５－００１２－００３号", CredentialNumber("R", 5, 12, 3)),
        (" r5-12-3 ", CredentialNumber("R", 5, 12, 3)),
        ("H31-0001", CredentialNumber("H", 31, 1)),
        ("R5ー0012", CredentialNumber("R", 5, 12)),
    ],
)
def test_a_number_is_read_as_typed(text: str, number: CredentialNumber) -> None:
    assert numbers.parse_credential(text) == number


@pytest.mark.parametrize("text", ["", "R5", "0012", "第X5-0012号", "R5-0012-", "R5-00-12-01-1"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(NumberError, match="番号として読めません"):
        numbers.parse_credential(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("桜見坂生発第123号", DocumentNumber("桜見坂生発", 123)),
        ("桜見坂生発第１２３号", DocumentNumber("桜見坂生発", 123)),
        ("総務発甲第227―1号", DocumentNumber("総務発甲", 227, 1)),
        ("務警・総務発甲第140号", DocumentNumber("務警・総務発甲", 140)),
        ("（地）第5号", DocumentNumber("(地)", 5)),
    ],
)
def test_a_document_number_is_read(text: str, number: DocumentNumber) -> None:
    assert numbers.parse_document(text) == number
    assert numbers.parse_document(str(number)) == number


@pytest.mark.parametrize(
    "text", ["", "123", "第123号", "桜見坂生発123号", "桜見坂生発第0号", "桜見坂生発第号"]
)
def test_what_is_no_document_number_is_refused(text: str) -> None:
    with pytest.raises(NumberError, match="文書番号として読めません"):
        numbers.parse_document(text)


def test_items_hang_on_certificates_only() -> None:
    with pytest.raises(NumberError):
        numbers.sticker("第R5-0012-01号", 1)


@pytest.mark.parametrize("serial", [0, -1])
def test_numbers_start_at_one(serial: int) -> None:
    with pytest.raises(ValueError, match="start at 1"):
        numbers.receipt(date(2026, 4, 1), serial)


@pytest.mark.parametrize(
    ("day", "year", "number"),
    [
        (date(2027, 2, 1), "calendar", "第R9-0001号"),
        (date(2027, 2, 1), "fiscal", "第R8-0001号"),
        (date(2027, 4, 1), "fiscal", "第R9-0001号"),
    ],
)
def test_the_year_of_a_number_is_the_calendars_or_the_fiscal_one(day, year, number):
    assert numbers.certificate(numbers.numbered_on(day, year), 1) == number
