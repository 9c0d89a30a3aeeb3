"""Files of lists: hostile cells, CP932, kinds, size; pure of any database."""

import csv
import datetime as dt
import io
import tracemalloc
from tempfile import TemporaryFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.export import characters, delimited, workbook
from casework.export.cells import FORMULA
from casework.export.columns import Column, chosen, day, number

HOSTILE = (
    "=1+1", "+81-50-0000-0000", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠A1",
    '=HYPERLINK("http://example.invalid","x")', "=cmd|' /C calc'!A0",
)  # fmt: skip
COLUMNS = (
    Column("name", "氏名", lambda row: row["name"], fixed=True),
    number("left", "残り", lambda row: row.get("left")),
    day("on", "期限", lambda row: row.get("on")),
)
DAY = dt.date(2026, 4, 1)


def lines(rows, encoding=delimited.UTF8, **told) -> list[list[str]]:
    data = b"".join(delimited.pieces(COLUMNS, rows, encoding=encoding, **told))
    return list(
        csv.reader(io.StringIO(data.decode("utf-8-sig" if encoding == "utf-8" else encoding), newline=""))
    )


def sheets(rows, **told) -> list:
    with TemporaryFile() as file:
        count = workbook.write(file, COLUMNS, rows, title="一覧", **told)
        file.seek(0)
        assert count == len(rows)
        return openpyxl.load_workbook(io.BytesIO(file.read())).worksheets


@pytest.mark.parametrize("text", HOSTILE)
def test_a_csv_cell_that_begins_like_a_formula_stands_behind_an_apostrophe(text):
    for encoding in (delimited.UTF8, delimited.CP932):
        (_, (name, _, _)) = lines([{"name": text}], encoding)
        assert name == f"'{text}"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_workbook_has_text_where_text_was_typed_and_no_formula_and_no_link(text):
    (sheet,) = sheets([{"name": text}])
    cell = sheet["A2"]
    assert (cell.data_type, cell.value.replace("_x000D_", "\r"), cell.hyperlink) == ("s", text, None)


def test_what_hides_before_the_sign_is_gone_before_formulas_are_defused():
    """A selector without its letter is written 〓 in CP932; a wave dash or minus becomes a sign that begins a formula."""
    ((_, (first, _, _)), (_, (second, _, _))) = (
        lines([{"name": text}], delimited.CP932) for text in ("\U000e0100=1+1", "−1+1")
    )
    assert (first, second) == ("〓=1+1", "'－1+1")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30))
def test_no_text_whatever_begins_like_a_formula_and_utf8_keeps_every_code_point(text):
    for encoding in (delimited.UTF8, delimited.CP932):
        data = b"".join(delimited.pieces(COLUMNS[:1], [{"name": text}], encoding=encoding))
        read = data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
        cell = read.split("\r\n", 1)[1].removeprefix('"').removesuffix('"\r\n').replace('""', '"')
        assert not cell.startswith(FORMULA)
        if encoding == delimited.UTF8:
            assert cell.removeprefix("'") == text.removeprefix("'") or cell == text


def test_days_and_numbers_are_ours_and_stay_what_they_are():
    rows = [{"name": "甲", "left": -3, "on": DAY}, {"name": "乙"}]
    assert lines(rows)[1:] == [["甲", "-3", "令和8年4月1日"], ["乙", "", ""]]
    assert lines(rows, iso=True)[1] == ["甲", "-3", "2026-04-01"]


def test_csv_begins_with_the_mark_in_utf8_alone_and_lines_end_in_cr_lf():
    utf8, cp932 = (b"".join(delimited.pieces(COLUMNS, [], encoding=each)) for each in ("utf-8", "cp932"))
    assert utf8 == b"\xef\xbb\xbf" + '"氏名","残り","期限"\r\n'.encode()
    assert cp932 == '"氏名","残り","期限"\r\n'.encode("cp932")


def test_a_workbook_has_days_as_days_and_numbers_as_numbers():
    (sheet,) = sheets([{"name": "甲", "left": 5, "on": DAY}, {"name": "乙", "on": dt.date(1899, 12, 31)}])
    assert [sheet["B2"].value, sheet["C2"].value.date()] == [5, DAY]
    assert "ggge" in sheet["C2"].number_format
    assert sheet["C3"].value == "1899-12-31"  # before Excel's first day


def test_a_long_text_is_cut_with_a_word_and_a_full_sheet_goes_on_to_the_next():
    (sheet,) = sheets([{"name": "あ" * 40_000}])
    assert len(sheet["A2"].value) == workbook.MOST_TEXT
    assert sheet["A2"].value.endswith(workbook.CUT)
    pages = sheets([{"name": str(n)} for n in range(5)], most=2)
    assert [[row[0].value for row in page.iter_rows(min_row=2)] for page in pages] == [
        ["0", "1"],
        ["2", "3"],
        ["4"],
    ]


# --- CP932 -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found", "written"),
    [
        ("髙﨑塚神①㈱", [], "髙﨑塚神①㈱"),  # NEC's and IBM's rows hold them
        ("𠮷田", [("𠮷", "〓")], "〓田"),
        ("葛\U000e0100城", [("葛\U000e0100", "葛")], "葛城"),
        ("9時〜10時", [("〜", "～")], "9時～10時"),
        ("か\u3099", [("か\u3099", "が")], "が"),
        ("é😀", [("é", "〓"), ("😀", "〓")], "〓〓"),
    ],
)
def test_what_cp932_cannot_hold_is_named_with_what_is_written(text, found, written):
    if text.startswith("葛"):
        found = [(text[:2], "葛")]
    assert characters.unheld(text) == found
    assert characters.writable(text) == written


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_what_is_written_is_always_held_and_a_text_is_named_exactly_when_it_changes(text):
    written = characters.writable(text)
    assert characters.is_held(written)
    assert bool(characters.unheld(text)) == (written != text)


def test_each_cell_is_named_by_its_line_its_row_and_its_column():
    columns = (*COLUMNS[:1], Column("kana", "よみ", lambda row: row["kana"]))
    rows = [{"name": "甲", "kana": "こう"}, {"name": "𠮷田", "kana": "〜"}]
    assert [(c.line, c.name, c.heading, c.characters) for c in delimited.unheld(columns, rows)] == [
        (3, "𠮷田", "氏名", (("𠮷", "〓"),)), (3, "𠮷田", "よみ", (("〜", "～"),)),
    ]  # fmt: skip


# --- columns and size ----------------------------------------------------------------------------------------------------


def test_columns_keep_their_order_a_fixed_one_stands_and_none_chosen_means_all():
    def keys(asked):
        return [column.key for column in chosen(COLUMNS, asked)]

    assert keys(["on", "left"]) == keys([]) == ["name", "left", "on"]
    assert keys(["on"]) == keys(["on", "no such"]) == ["name", "on"]
    assert keys(["no such"]) == keys(["name"]) == ["name", "left", "on"]


def many(rows: int):
    return ({"name": f"団体{n}の名称がすこし長いもの", "left": n, "on": DAY} for n in range(rows))


def as_csv(rows: int) -> None:
    for _ in delimited.pieces(COLUMNS, many(rows)):
        pass


def as_workbook(rows: int) -> None:
    with TemporaryFile() as file:
        workbook.write(file, COLUMNS, many(rows), title="一覧")


def peak(write, rows: int) -> int:
    """The most bytes that Python held meanwhile."""
    tracemalloc.start()
    write(rows)
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


@pytest.mark.parametrize("write", [as_csv, as_workbook])
def test_ten_thousand_rows_take_no_more_memory_than_four_thousand(write):
    write(10)  # what is imported and compiled once
    few, all_of_them = peak(write, 4_000), peak(write, 10_000)
    assert all_of_them < 1.3 * few, (few, all_of_them)


def test_a_csv_goes_out_in_many_pieces():
    pieces = list(delimited.pieces(COLUMNS, many(10_000)))
    assert len(pieces) > 20
    assert max(map(len, pieces)) < 5 * delimited.PIECE
