"""Reading a spreadsheet: cells, merged ranges, dittos, encodings, dates, columns."""

from datetime import date, datetime

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from casework import sheets
from casework.sheets import cells, columns
from tests.casework.nasty import ALL, ONE_CELL, STRINGS, saved, with_strings
from tests.nights import every_nth

MOMENT = datetime(2023, 4, 1)  # noqa: DTZ001 -- a cell has no time zone


def read_rows(*rows, merge=(), change=lambda sheet: None):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for place in merge:
        book.active.merge_cells(place)
    change(book.active)
    (sheet,) = sheets.read("x.xlsx", saved(book))
    return sheet


def test_a_workbook_becomes_numbered_rows_of_values_without_the_blank_ones():
    sheet = read_rows(["　団体 ", 12, 1.5, MOMENT], [None], ["次", 3.0, None, None])
    assert [(row.number, row.cells) for row in sheet.rows] == [
        (1, ["団体", 12, 1.5, date(2023, 4, 1)]),
        (3, ["次", 3, "", ""]),
    ]


def test_full_width_text_is_left_as_it_is():
    assert read_rows(["Ｒ５－００１２", "﨑\u3000髙"]).rows[0].cells == ["Ｒ５－００１２", "﨑\u3000髙"]


def test_a_merged_range_holds_its_value_everywhere_and_makes_no_row():
    sheet = read_rows(["会", 1], [None, 2], [None, None], ["他", 3], merge=("A1:A3",))
    assert [(row.number, row.cells) for row in sheet.rows] == [(1, ["会", 1]), (2, ["会", 2]), (4, ["他", 3])]


@pytest.mark.parametrize("mark", every_nth(["同上", "〃", '"', "々", "”", " 〃 "], 3))
def test_a_ditto_alone_is_the_value_above(mark):
    sheet = read_rows(["会", "名"], [mark, "佐々木"], [mark, "〃の話"])
    assert [row.cells for row in sheet.rows] == [["会", "名"], ["会", "佐々木"], ["会", "〃の話"]]
    assert sheet.rows[1].dittos == {0}


def test_a_ditto_under_nothing_is_told():
    row = read_rows([None, "a"], ["〃", "b"]).rows[1]
    assert row.cells[0] == ""
    assert "上に値がありません" in row.problems[0]


def test_zeros_and_words_of_a_number_format_are_kept():
    def formats(sheet):
        sheet["A1"].number_format, sheet["B1"].number_format = "0000", '"第R5-"0000"号"'

    assert read_rows([12, 13, 14], change=formats).rows[0].cells == ["0012", "第R5-0013号", 14]


def test_days_of_a_mac_book_are_the_same_days():
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append([MOMENT])
    assert sheets.read("x.xlsx", saved(book))[0].rows[0].cells == [date(2023, 4, 1)]


def test_what_is_hidden_is_read_and_told():
    first, second = sheets.read(*ALL["hidden_rows_columns_and_sheets"]())
    assert [row.hidden for row in first.rows] == [False, False, True]
    assert "非表示の行があります（3行目）" in first.notes[0]
    assert any("列" in note for note in first.notes)
    assert "非表示のシート" in second.notes[0]


def test_formulas_without_results_errors_and_booleans_are_told():
    row = sheets.read(*ALL["formulas_without_results"]())[0].rows[1]
    assert "計算式の結果" in row.problems[3]
    faulty = sheets.read(*ALL["errors_and_booleans"]())[0].rows
    assert "#REF!" in faulty[1].problems[3]
    assert "TRUE" in faulty[1].notes[4]


def test_readings_above_the_characters_are_no_part_of_a_name():
    assert sheets.read(*ALL["texts_with_readings_above_them"]())[0].rows[0].cells == ["髙橋"]


def test_line_breaks_of_excel_are_line_breaks():
    content = with_strings(STRINGS.format("<si><t>一丁目_x000D_\n二番</t></si>"), ONE_CELL)
    assert sheets.read("x.xlsx", content)[0].rows[0].cells == ["一丁目\n二番"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_a_csv_is_read_in_the_encodings_of_offices(encoding):
    (sheet,) = sheets.read("台帳.csv", "団体,代表者\r\n桜見坂,髙橋\r\n".encode(encoding))
    assert [row.cells for row in sheet.rows] == [["団体", "代表者"], ["桜見坂", "髙橋"]]
    assert bool(sheet.notes) == (encoding == "cp932")


def test_a_table_of_tabs_and_a_quoted_line_break_are_read():
    (sheet,) = sheets.read("x.tsv", '団体\t所在地\nA\t"一丁目\n二番"\nB\t三番\n'.encode())
    assert [(row.number, row.cells) for row in sheet.rows][1:] == [
        (2, ["A", "一丁目\n二番"]),
        (3, ["B", "三番"]),
    ]


@pytest.mark.parametrize(
    ("name", "words"),
    every_nth([
        ("an_old_xls", "古い形式"), ("a_workbook_with_a_password", "パスワード"), ("a_word_document", "Word"),
        ("an_open_document", "OpenDocument"), ("a_binary_workbook", "xlsb"), ("a_pdf_of_the_ledger", "PDF"),
        ("a_workbook_cut_in_half", "途中で切れている"), ("a_zip_bomb", "大きすぎ"), ("a_billion_laughs", "保存し直して"),
        ("too_many_rows", "20,000行まで"), ("too_many_sheets", "60枚まで"), ("the_strict_dialect", "Strict"),
        ("a_web_page_that_calls_itself_xls", "ウェブページ"), ("an_empty_file", "空です"),
    ], 3),
)  # fmt: skip
def test_a_refusal_says_what_the_file_is_and_what_to_do(name, words):
    with pytest.raises(sheets.UnreadableSheet, match=words):
        sheets.read(*ALL[name]())


# --- cells -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "令和5年4月1日", "令和５年４月１日", "R5.4.1", "Ｒ５／４／１", "R05-04-01", "2023/4/1", "2023-04-01", "20230401", "2023年4月1日(土)",
        "R050401", "2023/04/01 0:00:00", "令和 5 年 4 月 1 日", "R5,4,1", 20230401, 45017, "45017", date(2023, 4, 1),
    ],
)  # fmt: skip
def test_one_day_in_many_spellings(written):
    assert cells.read_day(written)[0] == date(2023, 4, 1)


def test_a_guess_is_told_and_an_era_beyond_its_end_too():
    assert "通し番号" in cells.read_day(45017)[1]
    day, note = cells.read_day("昭和64年1月8日")
    assert day == date(1989, 1, 8)
    assert "平成元年1月8日" in note
    assert cells.read_day("令和5年4月1日") == (date(2023, 4, 1), "")


@pytest.mark.parametrize("written", ["", "－", "なし", "不明", "　"])
def test_no_day_is_none(written):
    assert cells.read_day(written)[0] is None


@pytest.mark.parametrize(
    "written", ["5.4.1", "令和5年4月", "令和5年2月30日", "来週", 12, 3.5, 99999999, "平成0年1月1日"]
)
def test_what_is_no_day_says_how_to_write_one(written):
    with pytest.raises(ValueError, match=r"。$"):
        cells.read_day(written)


def test_counts_and_texts():
    assert [cells.read_count(value) for value in ("１５名", 3, "約20人", "")] == [15, 3, 20, None]
    with pytest.raises(ValueError, match="数として"):
        cells.read_count("十数名")
    assert cells.read_text(date(2023, 4, 1)) == "令和5年4月1日"
    assert cells.read_text("一丁目 \n 二番") == "一丁目　二番"


# --- columns ---------------------------------------------------------------------------------------------------------

CATALOGUE = {
    "name": ("団体の名称", "団体名"),
    "title": ("代表者の職名", "代表者職名"),
    "head": ("代表者の氏名", "代表者氏名", "代表者"),
    "day": ("証明年月日", "証明日"),
    "number": ("証明書番号", "番号"),
}


def guessed(*rows, merge=(), contents=None):
    sheet = read_rows(*rows, merge=merge)
    return columns.guess(sheet, CATALOGUE, contents), sheet


def test_headings_are_known_whatever_their_widths_spaces_and_brackets():
    found, _ = guessed(["団 体 名", "証明日（和暦）", "※代表者", "雑"], ["a", "b", "c", "d"])
    assert found.mapping == {0: "name", 1: "day", 2: "head"}
    assert [column.heading for column in found.unknown] == ["雑"]
    assert [column.sure for column in found.columns[:2]] == ["synonym", "synonym"]
    assert columns.guess(read_rows(["団体の名称", "番号"]), CATALOGUE).columns[0].sure == "exact"


def test_the_heading_stands_below_titles_and_remarks():
    found, sheet = guessed(["団体名簿"], ["令和5年"], [None], ["団体名", "証明日"], ["会", "R5.4.1"])
    assert found.heading_rows == (4,)
    assert [row.number for row in found.body(sheet)] == [5]


def test_a_heading_of_two_rows_is_joined():
    found, sheet = guessed(
        ["団体名", "代表者", None, "証明日"], [None, "職名", "氏名", None], ["会", "会長", "山田", "R5.4.1"],
        merge=("A1:A2", "B1:C1", "D1:D2"),
    )  # fmt: skip
    assert found.mapping == {0: "name", 1: "title", 2: "head", 3: "day"}
    assert found.heading_rows == (1, 2)
    assert len(found.body(sheet)) == 1


def test_of_two_columns_for_one_field_the_surer_is_read():
    found, _ = guessed(["団体名", "団体の名称", "番号"], ["a", "b", 1])
    assert found.mapping == {1: "name", 2: "number"}
    assert "B列から読む" in found.columns[0].why


def test_a_column_without_a_heading_is_told_by_its_content():
    found, _ = guessed(["団体名", "証明日", None], ["a", "b", "R5-1"], ["c", "d", "R5-2"],
                       contents={"number": lambda value: str(value).startswith("R5-")})  # fmt: skip
    assert found.mapping[2] == "number"
    assert found.columns[2].sure == "content"
    assert "確かめてください" in found.columns[2].why


def test_the_user_corrects_a_guess_and_a_field_goes_to_one_column():
    found, _ = guessed(["団体名", "証明日", "雑"], ["a", "b", "c"])
    assert found.corrected({2: "name"}).mapping == {1: "day", 2: "name"}
    assert found.corrected({0: ""}).mapping == {1: "day"}
    assert found.mapping == {0: "name", 1: "day"}


def test_no_heading_no_guess():
    found, sheet = guessed(["a", "b"], ["c", "d"])
    assert found.heading_rows == ()
    assert found.mapping == {}
    assert len(found.body(sheet)) == 2


def test_columns_bear_the_letters_of_excel():
    assert [sheets.column_letters(column) for column in (0, 25, 26, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
    ]
