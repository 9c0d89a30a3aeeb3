"""What one row of an old list says, cell by cell: read, noted or refused. Pure, without a database."""

import datetime as dt

import pytest

from casework import sheets
from liaison_councils.rules.list_records import CouncilRecord, MemberRecord, read_file
from tests.liaison_councils.lists import TODAY, as_csv, councils, members

YEARS_125 = dt.timedelta(days=125 * 366)


def read(rows: list[list]):
    return read_file(sheets.read("名簿.csv", as_csv(rows)), {}, today=TODAY)


def member(**cells) -> MemberRecord:
    (record,) = read(members({"協議会": "坂上町交番連絡協議会", **cells})).members
    return record


def council(**cells) -> CouncilRecord:
    (record,) = read(councils({"協議会の名称": "坂上町交番連絡協議会", **cells})).councils
    return record


@pytest.mark.clause("LC-4-1-1")
@pytest.mark.clause("LC-4-1-2")
@pytest.mark.parametrize(
    ("text", "kind", "is_refused"),
    [("", "area", False), ("単位協議会", "unit", False), ("職域", "occupational", False), ("ブロック", "area", True)],
)  # fmt: skip
def test_the_kind_of_a_council_is_known_or_refused(text, kind, is_refused):
    record = council(種別=text)
    assert (record.kind, "kind" in record.wrong) == (kind, is_refused)


@pytest.mark.clause("LC-3-3")
@pytest.mark.parametrize(
    ("text", "category", "note"),
    [
        ("ＰＴＡ", "school", ""), ("商工会", "business", ""), ("その他", "other", ""),
        ("", "other", "選出の別がないので、「その他」として登録します。"), ("宇宙", "other", "「宇宙」がどの区分か分からないので、「その他」として登録します。"),
    ],
)  # fmt: skip
def test_the_field_of_a_member_is_known_or_told_to_be_another(text, category, note):
    record = member(選出の別=text)
    assert record.category == category
    assert record.notes == ([f"選出の別（G列）：{note}"] if note else [])


def test_a_list_without_that_column_says_nothing_of_it():
    rows = members({"協議会": "坂上町交番"})
    place = rows[0].index("選出の別")
    rows = [row[:place] + row[place + 1 :] for row in rows]
    (record,) = read(rows).members
    assert (record.category, record.notes) == ("other", [])


@pytest.mark.parametrize(("text", "sex", "notes"), [("女性", "female", 0), ("Ｍ", "male", 0), ("", "", 0), ("不明", "", 1)])  # fmt: skip
def test_a_sex_is_read_or_told_to_be_left_out(text, sex, notes):
    record = member(性別=text)
    assert record.sex == sex
    assert len([said for said in record.notes if "男・女として読めない" in said]) == notes


@pytest.mark.parametrize(
    ("day", "is_refused"),
    [
        (TODAY, True), (TODAY - dt.timedelta(days=1), False), (TODAY - YEARS_125, True),
        (TODAY - YEARS_125 + dt.timedelta(days=1), False),
    ],
)  # fmt: skip
def test_a_birthday_lies_before_today_and_within_a_life(day, is_refused):
    assert ("birth_date" in member(生年月日=day.isoformat(), 任期開始日="R8.10.1").wrong) == is_refused


@pytest.mark.parametrize(
    ("born", "age", "note"),
    [
        ("S35.1.2", "66", ""), ("S35.1.2", "67", ""), ("S35.1.2", "65", ""), ("S35.1.2", "", ""), ("", "", ""),
        ("S35.1.2", "68", "68歳とありますが、生年月日からは66歳です。"), ("S35.1.2", "64", "64歳とありますが、生年月日からは66歳です。"),
        ("", "66", "年齢だけでは生年月日が決まらないので、空のまま登録します。"), ("S40.13.1", "66", ""),
    ],
)  # fmt: skip
def test_an_age_beside_the_birthday_may_be_a_year_off(born, age, note):
    told = [said for said in member(生年月日=born, 年齢=age).notes if "年齢（J列）" in said]
    assert told == ([f"年齢（J列）：{note}"] if note else [])


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("生年月日", "任期開始日"), ("任期開始日", "任期満了日"), ("委嘱年月日", "任期満了日")],
)
def test_the_days_of_a_member_follow_each_other(earlier, later):
    days = {"生年月日": "", "任期開始日": "R8.4.1", earlier: "R8.9.2", later: "R8.9.1"}
    assert any("より前です" in fault for fault in member(**days).faults)
    assert not any("より前です" in fault for fault in member(**days | {later: "R8.9.2"}).faults)


def test_a_council_ends_after_it_was_founded():
    faults = council(設置年月日="R8.4.2", 廃止年月日="R8.4.1").faults
    assert any("より前です" in fault for fault in faults)


@pytest.mark.clause("LC-3-5")
@pytest.mark.parametrize(("ordinal", "is_refused"), [("0", True), ("1", False), ("2期目", False), ("99", False), ("100", True)])  # fmt: skip
def test_the_ordinal_of_a_term_is_a_number_of_two_figures(ordinal, is_refused):
    assert ("ordinal" in member(期=ordinal).wrong) == is_refused


SAME = {"署": "桜見坂警察署", "協議会": "坂上町交番連絡協議会"}


@pytest.mark.parametrize(
    ("changed", "alike"),
    [
        ({}, True), ({"署": "桜見坂署"}, True), ({"署": "桜見坂"}, True), ({"署": "南浜田警察署"}, False), ({"協議会": "駅前交番連絡協議会"}, False),
        ({"氏名": "委員 二郎"}, False), ({"任期開始日": "R8.4.2"}, False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("born", ["S35.1.2", ""])
def test_a_person_stands_once_for_one_term_in_one_council(changed, alike, born):
    """Of two rows with a birthday one is wrong; without one they may be two people of one name, and it is told."""
    first = {**SAME, "生年月日": born, "職業": "医師"}
    for record in read(members(first, first | {"職業": "農業"} | changed)).members:
        assert any("内容が違います" in fault for fault in record.faults) == (alike and bool(born))
        assert any("同じです" in note for note in record.notes) == (alike and not born)


@pytest.mark.parametrize("born", ["S35.1.2", ""])
def test_a_row_that_is_repeated_is_left_out(born):
    row = {**SAME, "生年月日": born}
    first, second = read(members(row, row)).sheets[0].records
    assert (first.skip, second.skip) == ("", "2行目と同じ内容です。")


def test_another_birthday_is_another_person():
    rows = members({**SAME, "生年月日": "S35.1.2"}, {**SAME, "生年月日": "S35.1.3"})
    assert [record.faults + record.notes for record in read(rows).members] == [[], []]
