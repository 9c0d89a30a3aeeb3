"""Plates and chassis numbers: what is read, what is refused, what is only remarked on."""

import pytest

from blue_patrol.rules import plates
from blue_patrol.rules.plates import Plate, PlateError

GOOD = [
    ("名古屋 500 さ 12-34", "名古屋|500|さ|1234"),
    ("名古屋　５００　さ　１２－３４", "名古屋|500|さ|1234"),
    ("尾張小牧500や10-00", "尾張小牧|500|や|1000"),
    ("伊勢志摩 330 ね ・・・1", "伊勢志摩|330|ね|1"),
    ("三重　５５　す　・・１２", "三重|55|す|12"),
    ("豊橋 30A ら 1-23", "豊橋|30A|ら|123"),
    ("三河 58k る 99-99", "三河|58K|る|9999"),
    ("岡崎 480 あ 56-78", "岡崎|480|あ|5678"),
]

OTHER_SPELLINGS = [
    ("名古屋500サ1234", "名古屋|500|さ|1234"),
    ("名古屋 500 さ 12ー34", "名古屋|500|さ|1234"),
    ("名古屋 500 さ 12−34", "名古屋|500|さ|1234"),
    ("名古屋 500 さ ．．．１", "名古屋|500|さ|1"),
    ("名古屋 500 さ ･･･1", "名古屋|500|さ|1"),
    ("名古屋 300 Y 12-34", "名古屋|300|Y|1234"),
    ("名古屋 30 A 12-34", "名古屋|30|A|1234"),
    ("一宮 5 せ 42-49", "一宮|5|せ|4249"),
]

BAD = [
    ("名古屋 500 し 12-34", "「し」"),
    ("名古屋 500 お 12-34", "「お」"),
    ("名古屋 500 へ 12-34", "「へ」"),
    ("名古屋 500 ん 12-34", "「ん」"),
    ("名古屋 A00 さ 12-34", "読めません"),
    ("名古屋 50I さ 12-34", "分類番号"),
    ("名古屋 500 さ 0", "番号は1から9999"),
    ("名古屋 500 さ 1-2345", "番号は1から9999"),
    ("名古屋 5000 さ 12-34", "分類番号"),
    ("500 さ 12-34", "地域名"),
]

OTHER_FAULTS = [
    ("", "入力してください"),
    ("　", "入力してください"),
    ("名古屋 500 さ", "番号は1から9999"),
    ("名古屋 500 さ 00-12", "先頭の0"),
    ("名古屋中央 500 さ 12-34", "地域名"),
    ("名古屋 500 12-34", "読めません"),
    ("名古屋 500 Z 12-34", "「Z」"),
    ("名古屋 500 さ 12-34 白", "読めません"),
]


@pytest.mark.parametrize(("text", "canonical"), GOOD + OTHER_SPELLINGS)
def test_a_plate_is_read_as_typed(text: str, canonical: str) -> None:
    assert plates.canonical(text) == canonical
    assert plates.from_canonical(canonical) == plates.parse(text)


@pytest.mark.parametrize(("text", "words"), BAD + OTHER_FAULTS)
def test_what_is_no_plate_is_refused_with_a_sentence(text: str, words: str) -> None:
    with pytest.raises(PlateError) as refused:
        plates.parse(text)
    assert words in str(refused.value)


def test_all_samples_are_there() -> None:
    assert (len(GOOD), len(BAD)) == (8, 10)


def test_only_the_demos_own_letters_admit_he() -> None:
    assert plates.canonical("名古屋 500 へ 12-34", kana=plates.DEMO_KANA) == "名古屋|500|へ|1234"
    for letter in "おしん":
        with pytest.raises(PlateError):
            plates.parse(f"名古屋 500 {letter} 12-34", kana=plates.DEMO_KANA)


@pytest.mark.parametrize(
    ("serial", "text"),
    [(1, "・・・1"), (12, "・・12"), (123, "・1-23"), (1234, "12-34"), (1000, "10-00"), (9999, "99-99")],
)
def test_the_serial_is_shown_as_on_the_metal(serial: int, text: str) -> None:
    assert Plate("名古屋", "500", "さ", serial).serial_text == text
    assert plates.display(f"名古屋|500|さ|{serial}") == f"名古屋 500 さ {text}"


@pytest.mark.parametrize("serial", [1, 9, 10, 99, 100, 999, 1000, 9999])
def test_what_is_shown_is_read_back(serial: int) -> None:
    plate = Plate("尾張小牧", "58K", "ろ", serial)
    assert plates.parse(plate.display) == plate


@pytest.mark.parametrize("stored", ["", "名古屋|500|さ", "名古屋|500|さ|x"])
def test_a_broken_stored_value_is_told(stored: str) -> None:
    with pytest.raises(PlateError):
        plates.display(stored)


@pytest.mark.parametrize(
    ("kana", "kei", "codes"),
    [
        ("さ", False, []),
        ("さ", True, []),
        ("あ", False, ["plate_business"]),
        ("を", False, ["plate_business"]),
        ("あ", True, []),
        ("り", True, ["plate_business"]),
        ("り", False, []),
        ("わ", False, ["plate_rental"]),
        ("わ", True, ["plate_rental"]),
        ("れ", False, ["plate_rental"]),
        ("れ", True, ["plate_business"]),
        ("よ", False, ["plate_forces"]),
        ("よ", True, []),
        ("Y", False, ["plate_forces"]),
    ],
)
def test_a_business_or_rental_letter_warns_and_never_refuses(kana: str, kei: bool, codes: list[str]) -> None:
    plate = plates.parse(f"名古屋 500 {kana} 12-34")
    assert [warning.code for warning in plates.warnings(plate, kei=kei)] == codes


def test_an_unknown_area_warns_when_a_list_is_given() -> None:
    plate = plates.parse("桜見 500 さ 12-34")
    assert plates.warnings(plate) == []
    (warning,) = plates.warnings(plate, areas={"名古屋", "三河"})
    assert (warning.code, "桜見" in warning.message) == ("plate_area", True)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("ZRR70-0512345", "zrr70 0512345"),
        ("ＺＲＲ７０－０５１２３４５", "ZRR700512345"),
        ("SX31‐9000001", "SX31-9000001"),
        ("[41]愛12345", "［41］愛12345"),
    ],
)
def test_two_spellings_of_a_chassis_number_are_one(first: str, second: str) -> None:
    assert plates.chassis_key(first) == plates.chassis_key(second)


@pytest.mark.parametrize(
    "text", ["ZRR70-0512345", "SX31-9000001", "WVWZZZ1KZAW000001", "[41]愛12345", "ZZ9-000123"]
)
def test_usual_chassis_numbers_pass(text: str) -> None:
    assert plates.chassis_warnings(text) == []


@pytest.mark.parametrize("text", ["", "AB", "ZRR70_0512345", "ZRR70-0512345-0512345-0512345", "あいう12345"])
def test_an_unusual_chassis_number_only_warns(text: str) -> None:
    assert [warning.code for warning in plates.chassis_warnings(text)] == ["chassis_form"]
