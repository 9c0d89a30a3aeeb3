"""One cell of a paper ledger at its edges: read, noted or refused; and what makes two rows one. Pure, without a database."""

from datetime import date

import pytest

from blue_patrol.rules import paper_columns, paper_duplicates, plates
from blue_patrol.rules.paper_cells import LONGEST, RowReader
from blue_patrol.rules.paper_numbers import split_numbers
from casework.sheets import Row
from tests.blue_patrol.test_paper_records import (
    BOOK,
    CAR,
    CARS,
    GROUP,
    GROUPS,
    LINE,
    PEOPLE,
    PERSON,
    changed,
    read,
)

TODAY = date(2026, 11, 22)


def reader(cell, name: str, kind: str = "groups") -> RowReader:
    """A row with this cell alone under the name of a field."""
    return RowReader(kind, Row(2, [cell]), {0: name}, today=TODAY, kana=plates.DEMO_KANA)


# --- years, postal codes, lamps, light cars --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "year", "is_noted"),
    [
        ("令和5年度", 2023, False), ("R5", 2023, False), ("令和元年", 2019, False), ("平成31", 2019, False), ("H 30 年度", 2018, False), ("２０２３", 2023, False),
        ("1901", 1901, False), ("2199", 2199, False), ("1900", None, True), ("2200", None, True), ("", None, False),
        ("5", None, False), ("99", None, False), ("100", None, True), ("元", None, True), ("0", None, True), ("昨年", None, True),
    ],
)  # fmt: skip
def test_a_fiscal_year_is_read_left_to_the_delivery_or_told(text, year, is_noted):
    row = reader(text, "fiscal_year", "register")
    assert (row.fiscal_year("fiscal_year"), bool(row.notes)) == (year, is_noted)


@pytest.mark.parametrize(
    ("cell", "code", "is_noted"),
    [
        ("488-0001", "488-0001", False), ("〒４８８ー０００１", "488-0001", False), (4880001, "488-0001", False), (600001, "060-0001", False), ("", "", False),
        ("600001", "", True), ("48800012", "", True), ("なし", "", False),
    ],
)  # fmt: skip
def test_a_postal_code_has_seven_figures(cell, code, is_noted):
    row = reader(cell, "postal_code")
    assert (row.postal_code("postal_code"), bool(row.notes)) == (code, is_noted)


@pytest.mark.parametrize(
    ("text", "lamp", "is_noted"),
    [("回転灯", "rotating", False), ("ＬＥＤ", "flashing", False), ("点滅式", "flashing", False), ("", "", False), ("青", "", True)],
)  # fmt: skip
def test_a_lamp_turns_or_flashes_or_is_told(text, lamp, is_noted):
    row = reader(text, "lamp_kind", "vehicles")
    assert (row.lamp("lamp_kind"), bool(row.notes)) == (lamp, is_noted)


@pytest.mark.parametrize(
    ("text", "is_light"),
    [("軽", True), ("軽自動車", True), ("○", True), ("ＹＥＳ", True), ("1", True), ("普通", False), ("", False), ("いいえ", False)],
)  # fmt: skip
def test_a_light_car_is_one_by_word_or_mark(text, is_light):
    assert reader(text, "is_light", "vehicles").is_light("is_light") is is_light


@pytest.mark.parametrize(("text", "is_noted"), [("", False), ("その他の会", True)])
def test_a_kind_of_group_that_is_none_stays_empty(text, is_noted):
    row = reader(text, "group_type")
    assert (row.group_type("group_type"), bool(row.notes)) == ("", is_noted)


# --- plates and chassis ----------------------------------------------------------------------------------------------


def test_a_plate_that_is_none_is_refused_with_what_stands_there():
    row = reader("名古屋 500 ん 1", "plate", "vehicles")
    assert row.plate() == ""
    assert row.wrong["plate"][0].endswith("（今は「名古屋 500 ん 1」）")
    row = reader("", "plate", "vehicles")
    assert row.plate() == ""
    assert "今は" not in row.wrong["plate"][0]


@pytest.mark.parametrize(
    ("text", "said"), [("ZRR70-0500009", ""), ("謎", "形がふつうと違います"), ("", "空のまま登録します")]
)
def test_a_chassis_number_is_kept_and_an_unusual_one_told(text, said):
    row = reader(text, "chassis_number", "vehicles")
    assert row.chassis("chassis_number") == text
    assert ([each for each in row.notes if said in each] != []) if said else row.notes == []


@pytest.mark.parametrize(
    ("serial", "text"), [(1, "・・・1"), (99, "・・99"), (100, "・1-00"), (123, "・1-23"), (9999, "99-99")]
)
def test_a_serial_is_written_as_on_the_metal(serial, text):
    assert plates.Plate("名古屋", "500", "さ", serial).serial_text == text


@pytest.mark.parametrize("typed", ["津500サ1", "津500さ1", "尾張小牧500ア1", "津500ヲ1"])
def test_letters_are_hiragana_however_they_are_typed(typed):
    assert plates.parse(typed, kana={"さ", "あ", "を"}).kana in {"さ", "あ", "を"}


@pytest.mark.parametrize("typed", ["500さ1", "春日井小牧500さ1"])
def test_an_area_has_one_to_four_characters(typed):
    with pytest.raises(plates.PlateError):
        plates.parse(typed)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("12-34", [("", "", "", "1234")]), ("さ12-34", [("", "", "さ", "1234")]), ("500サ1234", [("", "500", "さ", "1234")]),
        ("0", []), ("名古屋", []), ("", []),
    ],
)  # fmt: skip
def test_a_part_of_a_plate_is_what_was_seen(text, read):
    found = [(each.area, each.classification, each.kana, each.serial) for each in plates.read_partly(text)]
    assert found[: len(read)] == read
    assert bool(found) == bool(read)


# --- numbers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("R5-1-1～1", ["R5-1-1"]), ("1～200", [str(number) for number in range(1, 201)]), ("第R5-1-01号、02", ["第R5-1-01号", "第R5-1-02号"]),
        ("第R5-1-01号、02号", ["第R5-1-01号", "第R5-1-02号"]), ("R5-1-01、-02", ["R5-1-01", "R5-1-02"]),
    ],
)  # fmt: skip
def test_later_numbers_take_head_and_end_of_the_first(text, numbers):
    assert split_numbers(text) == (numbers, "")


@pytest.mark.parametrize("text", ["1～201", "R5-1-02～01"])
def test_a_range_too_long_or_backwards_stays_as_it_is_written(text):
    found, remark = split_numbers(text)
    assert (len(found), bool(remark)) == (1, True)


@pytest.mark.parametrize(
    ("cell", "found", "fault"),
    [
        (date(2026, 1, 2), [], "日付"), ("9" * LONGEST["sticker_number"], ["9" * LONGEST["sticker_number"]], ""),
        ("9" * (LONGEST["sticker_number"] + 1), ["9" * (LONGEST["sticker_number"] + 1)], "長すぎます"), ("\ue000", ["\ue000"], ""),
    ],
)  # fmt: skip
def test_numbers_of_a_cell_are_numbers(cell, found, fault):
    row = reader(cell, "sticker_numbers", "register")
    assert row.numbers("sticker_numbers") == found
    if fault or cell == "\ue000":
        assert any(fault in each for each in row.faults)
    else:
        assert row.faults == []


# --- what makes two rows one ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [("第R5-0012-01号", "Ｒ５－１２－１", True), ("R5-12", "R5-12-1", False), ("甲 第１号", "甲第1号", True), ("甲第1号", "甲第2号", False)],
)  # fmt: skip
def test_a_number_is_one_in_any_spelling(one, other, alike):
    assert (paper_duplicates.number_key(one) == paper_duplicates.number_key(other)) is alike


@pytest.mark.parametrize(("one", "other", "alike"), [("桜見坂 安全会", "桜見坂安全会", True), ("ＡＢ会", "ab会", True), ("安全会", "安心会", False)])  # fmt: skip
def test_a_groups_name_is_one_whatever_its_width(one, other, alike):
    assert (paper_duplicates.name_key(one) == paper_duplicates.name_key(other)) is alike


def test_a_group_of_the_same_name_is_told_and_a_row_without_one_is_not_compared():
    same = changed(GROUPS, GROUP, 証明書番号="R5-0013", 団体名="桜見坂　安全会")
    other = changed(GROUPS, GROUP, 証明書番号="R5-0013", 団体名="南浜田安全会")
    assert all(any("団体の名称" in note for note in each.notes) for each in read(GROUPS, GROUP, same).groups)
    assert not any(
        any("団体の名称が" in note for note in each.notes) for each in read(GROUPS, GROUP, other).groups
    )


@pytest.mark.parametrize(("column", "kind"), [("所在地", "groups"), ("実施地域", "groups")])
def test_what_is_wanted_of_a_group_is_told_when_it_is_empty(column, kind):
    (group,) = read(GROUPS, changed(GROUPS, GROUP, **{column: ""})).groups
    assert any("空のまま登録します" in note for note in group.notes), kind


@pytest.mark.parametrize("column", ["車名", "型式", "車台番号", "使用の本拠", "標章番号"])
def test_what_is_wanted_of_a_car_is_told_when_it_is_empty(column):
    (car,) = read(CARS, changed(CARS, CAR, **{column: ""})).vehicles
    assert any("空のまま登録します" in note for note in car.notes)


def test_a_person_without_a_birthday_is_told():
    (person,) = read(PEOPLE, changed(PEOPLE, PERSON, 生年月日="")).patrollers
    assert any("空のまま登録します" in note for note in person.notes)


# --- what only an odd file reaches -----------------------------------------------------------------------------------


def test_a_plate_that_could_not_be_read_is_not_refused_once_more():
    row = reader("名古屋", "plate", "vehicles")
    row.row.problems[0] = "数式の結果がありません。"
    assert (row.plate(), row.faults) == ("", [])


def test_a_number_with_a_character_that_is_none_is_refused():
    row = reader("R5-12-01、R5-12-\x02", "sticker_numbers", "register")
    row.numbers("sticker_numbers")
    assert len(row.faults) == 1


def test_numbers_that_are_a_count_are_told():
    row = reader("3枚", "sticker_numbers", "register")
    assert (row.numbers("sticker_numbers"), len(row.notes)) == ([], 1)


@pytest.mark.parametrize("text", ["R5-12-01～甲", "R5-12-01～02～03"])
def test_a_range_that_is_none_stays_as_written(text):
    numbers, remark = split_numbers(text)
    assert (numbers, bool(remark)) == ([text], True)


def test_the_columns_of_cars_without_a_heading_are_told_by_their_plates():
    looks = paper_columns.PAPER.kinds["vehicles"].contents["plate"]
    assert [looks(cell) for cell in ("名古屋 500 さ 12-34", "トヨタ", "")] == [True, False, False]


def test_a_group_without_a_certificate_settles_no_number():
    file = read(GROUPS, changed(GROUPS, GROUP, 証明書番号=""))
    file.settle_numbers(["第R5-0012号"])
    assert [group.certificate_number for group in file.groups] == [""]


def test_the_end_of_a_number_stays_as_written_beside_the_number_of_a_sticker():
    file = read(CARS, changed(CARS, CAR, 証明書番号="R5-0012-02", 標章番号="01"))
    assert [car.sticker_number for car in file.vehicles] == ["01"]


def test_a_row_of_the_register_without_its_day_keeps_the_year_that_is_written():
    file = read(BOOK, changed(BOOK, LINE, 交付年月日=""))
    (row,) = file.register
    assert (row.fiscal_year, row.delivered_on, bool(row.faults)) == (2023, None, True)
