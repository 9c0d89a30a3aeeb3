"""Workbooks and files that are not what a careful office would hand in, each made in code.

Every function gives (file name, bytes); its name says what is nasty.  ``ALL`` has them by that name.
"""

import io
import re
import struct
import zipfile
import zlib
from datetime import date, datetime, time, timedelta

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.formula import ArrayFormula

from tests.nights import every_nth

HEADINGS = ["証明書番号", "証明年月日", "交付年月日", "団体の名称", "代表者の氏名", "所在地"]
GOOD = ["R5-0012", "令和5年4月1日", "令和5年4月5日", "桜見坂安全会", "髙橋　一郎", "桜見坂一丁目"]
ALL = {}
MOMENT, LATER = datetime(2023, 4, 1), datetime(2023, 4, 5)  # noqa: DTZ001 -- a cell has no time zone


def nasty(make):
    ALL[make.__name__] = make
    return make


def saved(book: Workbook) -> bytes:
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def book_of(*rows, headings=HEADINGS) -> Workbook:
    book = Workbook()
    for row in (headings, *rows):
        book.active.append(row)
    return book


def groups(*rows) -> tuple[str, bytes]:
    return "団体.xlsx", saved(book_of(*rows))


def row(**changed) -> list:
    """The good row with some cells changed: row(number=…, certified=…, delivered=…, name=…, head=…, address=…)."""
    names = ("number", "certified", "delivered", "name", "head", "address")
    return [changed.get(name, value) for name, value in zip(names, GOOD, strict=True)]


def remade(content: bytes, **parts) -> bytes:
    """The archive with parts replaced (text or bytes by name), added, or left out (None); dots are __ and slashes ___."""
    changed = {name.replace("___", "/").replace("__", "."): value for name, value in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changed:
                new.writestr(name, old.read(name))
        for name, value in changed.items():
            if value is not None:
                new.writestr(name, value)
    return out.getvalue()


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


SHEET = "xl___worksheets___sheet1__xml"
SHEET_PATH = "xl/worksheets/sheet1.xml"


def sheet_changed(content: bytes, change) -> bytes:
    return remade(content, **{SHEET: change(part(content, SHEET_PATH))})


# --- not a workbook --------------------------------------------------------------------------------------------------


@nasty
def an_empty_file():
    return "空.xlsx", b""


@nasty
def a_text_that_calls_itself_a_workbook():
    return "台帳.xlsx", "これは表ではありません".encode()


@nasty
def a_picture_that_calls_itself_a_workbook():
    return "台帳.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(100)


@nasty
def a_program_that_calls_itself_a_workbook():
    return "台帳.xlsx", b"MZ" + bytes(200)


@nasty
def a_pdf_of_the_ledger():
    return "台帳.pdf", b"%PDF-1.7\n%%EOF"


@nasty
def an_old_xls():
    return "台帳.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook".encode(
        "utf-16-le"
    ) + bytes(500)


@nasty
def an_older_xls_without_a_container():
    return "台帳.xls", b"\x09\x08\x10\x00" + struct.pack("<HH", 0x0500, 5) + bytes(300)


@nasty
def a_workbook_with_a_password():
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return "台帳.xlsx", head + "EncryptedPackage".encode("utf-16-le") + bytes(500)


@nasty
def a_word_document():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return "台帳.docx", out.getvalue()


@nasty
def an_open_document():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    return "台帳.ods", out.getvalue()


@nasty
def a_binary_workbook():
    return "台帳.xlsb", remade(groups(GOOD)[1], xl___workbook__bin=b"\x00" * 40)


@nasty
def a_web_page_that_calls_itself_xls():
    return "台帳.xls", "<html><table><tr><td>団体</td></tr></table></html>".encode("cp932")


@nasty
def a_plain_zip_of_papers():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("メモ.txt", "memo")
    return "台帳.xlsx", out.getvalue()


@nasty
def random_bytes():
    return "台帳.xlsx", b"PK\x03\x04" + bytes(range(256)) * 20


# --- broken ----------------------------------------------------------------------------------------------------------


@nasty
def a_workbook_cut_in_half():
    content = groups(*[GOOD] * 200)[1]
    return "台帳.xlsx", content[: len(content) // 2]


@nasty
def a_workbook_with_a_wrong_checksum():
    content = bytearray(groups(GOOD)[1])
    place = content.find(b"xl/worksheets/sheet1.xml") + 60
    content[place : place + 20] = b"\x55" * 20
    return "台帳.xlsx", bytes(content)


@nasty
def a_sheet_whose_xml_ends_early():
    return "台帳.xlsx", sheet_changed(groups(GOOD)[1], lambda xml: xml[: len(xml) // 2])


@nasty
def a_workbook_without_its_sheet():
    return "台帳.xlsx", remade(groups(GOOD)[1], **{SHEET: None})


@nasty
def a_workbook_without_relations():
    return "台帳.xlsx", remade(groups(GOOD)[1], xl____rels___workbook__xml__rels=None)


@nasty
def styles_that_are_broken():
    return "台帳.xlsx", remade(groups(GOOD)[1], xl___styles__xml="<styleSheet><oops></styleSheet>")


@nasty
def cells_with_impossible_names():
    return "台帳.xlsx", sheet_changed(groups(GOOD)[1], lambda xml: xml.replace('r="A2"', 'r="ZZZZZ0"'))


@nasty
def rows_with_impossible_numbers():
    return "台帳.xlsx", sheet_changed(groups(GOOD)[1], lambda xml: xml.replace('<row r="2"', '<row r="zwei"'))


@nasty
def the_strict_dialect():
    content = groups(GOOD)[1]
    book = part(content, "xl/workbook.xml").replace(
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    return "台帳.xlsx", remade(content, xl___workbook__xml=book)


# --- hostile ---------------------------------------------------------------------------------------------------------


@nasty
def a_zip_bomb():
    return "台帳.xlsx", remade(groups(GOOD)[1], **{SHEET: b" " * 130_000_000})


@nasty
def a_bomb_that_lies_about_its_size():
    content = bytearray(remade(groups(GOOD)[1], **{SHEET: b" " * 60_000_000}))
    true, told = struct.pack("<I", 60_000_000), struct.pack("<I", 1000)
    return "台帳.xlsx", bytes(content).replace(true, told)


def with_strings(strings: str, rows: str) -> bytes:
    """A book whose sheet takes its texts from a table of strings, as Excel writes it."""
    content = groups(GOOD)[1]
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    types = part(content, "[Content_Types].xml").replace(
        "</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    )
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'
    return remade(
        content, **{"[Content_Types]__xml": types, SHEET: sheet, "xl___sharedStrings__xml": strings}
    )


STRINGS = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</sst>'
ONE_CELL = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'


@nasty
def a_billion_laughs():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY l0 "lol">{laughs}]>'
    return "台帳.xlsx", with_strings(head + STRINGS.format("<si><t>&l9;</t></si>"), ONE_CELL)


@nasty
def an_entity_that_reads_a_file_of_the_server():
    head = '<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return "台帳.xlsx", with_strings(head + STRINGS.format("<si><t>&x;</t></si>"), ONE_CELL)


@nasty
def an_entity_in_the_sheet_itself():
    sheet = '<!DOCTYPE w [<!ENTITY x "y">]>' + part(groups(GOOD)[1], SHEET_PATH).replace(
        "桜見坂安全会", "&x;"
    )
    return "台帳.xlsx", remade(groups(GOOD)[1], **{SHEET: sheet})


@nasty
def texts_that_point_nowhere():
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>7</v></c><c r="C1" t="s"><v>x</v></c></row>'
    return "台帳.xlsx", with_strings(STRINGS.format("<si><t>団体</t></si>"), cells)


@nasty
def texts_with_readings_above_them():
    text = '<si><t>髙橋</t><rPh sb="0" eb="2"><t>タカハシ</t></rPh><phoneticPr fontId="1"/></si>'
    return "台帳.xlsx", with_strings(STRINGS.format(text), ONE_CELL)


@nasty
def a_million_rows_of_nothing():
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(3, 300_000))
    return "台帳.xlsx", sheet_changed(
        groups(GOOD)[1], lambda xml: xml.replace("</sheetData>", f"{rows}</sheetData>")
    )


@nasty
def too_many_rows():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(3, 60_000))
    return "台帳.xlsx", sheet_changed(
        groups(GOOD)[1], lambda xml: xml.replace("</sheetData>", f"{rows}</sheetData>")
    )


@nasty
def too_many_columns():
    return groups([*GOOD, *range(500)])


@nasty
def too_many_sheets():
    book = book_of(GOOD)
    for number in range(80):
        book.create_sheet(f"予備{number}")
    return "台帳.xlsx", saved(book)


@nasty
def merged_to_the_end_of_the_world():
    merged = '<mergeCells count="1"><mergeCell ref="A2:XFD1048576"/></mergeCells>'
    return "台帳.xlsx", sheet_changed(
        groups(GOOD)[1], lambda xml: xml.replace("</sheetData>", f"</sheetData>{merged}")
    )


@nasty
def merged_ranges_that_are_none():
    merged = '<mergeCells><mergeCell ref="oops"/><mergeCell/><mergeCell ref="B9:A1"/></mergeCells>'
    return "台帳.xlsx", sheet_changed(
        groups(GOOD)[1], lambda xml: xml.replace("</sheetData>", f"</sheetData>{merged}")
    )


@nasty
def a_cell_of_half_a_million_letters():
    long = '<row r="3"><c r="D3" t="inlineStr"><is><t>' + "あ" * 500_000 + "</t></is></c></row>"
    return "台帳.xlsx", sheet_changed(
        groups(GOOD)[1], lambda xml: xml.replace("</sheetData>", f"{long}</sheetData>")
    )


@nasty
def one_long_text_in_every_cell():
    cells = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{c}{n}" t="s"><v>0</v></c>' for c in "ABCDEFGHIJ") + "</row>"
        for n in range(3, 15_000)
    )
    return "台帳.xlsx", with_strings(STRINGS.format(f"<si><t>{'x' * 30_000}</t></si>"), cells)


@nasty
def formulas_that_call_programs():
    return groups(row(name="=cmd|' /C calc'!A0", head='=HYPERLINK("http://example.invalid","x")'))


@nasty
def a_csv_with_formulas():
    return "台帳.csv", "証明書番号,団体名,代表者,証明日\nR5-1,=1+1,@SUM(A1),R5.4.1\n".encode("utf-8-sig")


@nasty
def macros_inside():
    return "台帳.xlsm", remade(groups(GOOD)[1], xl___vbaProject__bin=b"\xd0\xcf\x11\xe0" + bytes(300))


@nasty
def links_to_other_books():
    return groups(row(name="='[別の台帳.xlsx]Sheet1'!A1"))


# --- only odd --------------------------------------------------------------------------------------------------------


@nasty
def formulas_without_results():
    return groups(row(name='="桜見坂"&"安全会"'), GOOD)


@nasty
def array_formulas():
    book = book_of(GOOD)
    book.active["D3"] = ArrayFormula("D3:D5", "=A1:A3")
    return "台帳.xlsx", saved(book)


@nasty
def errors_and_booleans():
    return groups(row(name="#REF!", head=True), row(number="#N/A", delivered="#VALUE!"), row(name=False))


@nasty
def dates_of_another_epoch():
    book = book_of(row(certified=MOMENT, delivered=LATER))
    book.epoch = CALENDAR_MAC_1904
    return "台帳.xlsx", saved(book)


@nasty
def dates_beyond_all_calendars():
    change = '<c r="B2" s="1"><v>99999999999</v></c>'
    content = saved(book_of(row(certified=MOMENT)))
    return "台帳.xlsx", sheet_changed(content, lambda xml: re.sub(r'<c r="B2".*?</c>', change, xml))


@nasty
def times_and_durations_for_days():
    return groups(row(certified=time(9, 30), delivered=timedelta(hours=30)))


@nasty
def moments_for_days():
    return groups(row(certified=MOMENT.replace(hour=13, minute=45), delivered=date(2023, 4, 5)))


@nasty
def days_that_never_were():
    return groups(
        row(certified="令和5年2月30日"), row(certified="平成0年1月1日"), row(certified="昭和64年13月1日")
    )


@nasty
def days_that_run_backwards():
    return groups(row(certified="令和5年4月10日", delivered="令和5年4月1日"), row(certified="令和99年1月1日"))


@nasty
def numbers_that_became_dates():
    return groups(row(number=MOMENT.replace(month=12)), row(number=12.5))


@nasty
def control_and_invisible_characters():
    return groups(row(name="桜見坂\u200b安全会", head="山田\u202e郎太", address="一丁目\tの"))


@nasty
def private_use_characters():
    return groups(row(name="\ue000野安全会", head="\U000f0000田一郎"))


@nasty
def lone_surrogates_and_nulls():
    text = "_xD800_野_x0000_"
    return "台帳.xlsx", sheet_changed(
        groups(GOOD)[1],
        lambda xml: re.sub(r'<c r="D2".*?</c>', f'<c r="D2" t="inlineStr"><is><t>{text}</t></is></c>', xml),
    )


@nasty
def names_with_variants_and_marks():
    return groups(row(name="葛󠄀城𠮷野会", head="が\u3099 一郎"), row(number="R5-13", name="か\u3099会"))


@nasty
def texts_far_too_long():
    return groups(row(name="会" * 500, head="名" * 300, address="所" * 1500))


@nasty
def nothing_but_a_heading():
    return groups()


@nasty
def blank_sheets_alone():
    return "台帳.xlsx", saved(Workbook())


@nasty
def only_dittos():
    return groups(["〃"] * 6, ["同上"] * 6)


@nasty
def no_heading_at_all():
    book = Workbook()
    for _ in range(3):
        book.active.append(GOOD)
    return "台帳.xlsx", saved(book)


@nasty
def the_same_heading_twice():
    return "台帳.xlsx", saved(book_of([*GOOD, *GOOD], headings=[*HEADINGS, *HEADINGS]))


@nasty
def a_heading_below_many_titles():
    book = Workbook()
    for number in range(8):
        book.active.append([f"題名{number}"])
    book.active.append(HEADINGS)
    book.active.append(GOOD)
    return "台帳.xlsx", saved(book)


@nasty
def hidden_rows_columns_and_sheets():
    book = book_of(GOOD, row(number="R5-13", name="隠れた会"))
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["F"].hidden = True
    other = book.create_sheet("隠れたシート")
    for cells in (HEADINGS, row(number="R5-14", name="奥の会")):
        other.append(cells)
    other.sheet_state = "veryHidden"
    return "台帳.xlsx", saved(book)


@nasty
def comments_drawings_and_charts():
    book = book_of(GOOD)
    book.active["A2"].comment = Comment("要確認", "係")
    book.create_chartsheet("グラフ")
    return "台帳.xlsx", saved(book)


@nasty
def the_same_rows_again_and_again():
    return groups(GOOD, GOOD, row(name="ちがう会"), GOOD)


@nasty
def a_sheet_named_like_a_path():
    book = book_of(GOOD)
    book.active.title = "..‥<script>&\"'"
    return "<script>alert(1)</script>.xlsx", saved(book)


# --- text tables -----------------------------------------------------------------------------------------------------


@nasty
def a_csv_of_cp932():
    return "台帳.csv", "証明書番号,団体名,代表者,証明日\nR5-1,﨑山会,髙橋,R5.4.1\n".encode("cp932")


@nasty
def a_csv_of_mixed_encodings():
    return "台帳.csv", "証明書番号,団体名\n".encode() + "R5-1,桜見坂\n".encode("cp932")


@nasty
def a_csv_with_an_open_quote():
    return "台帳.csv", ('証明書番号,団体名\nR5-1,"桜見坂' + "\nR5-2,みなと" * 3000).encode()


@nasty
def a_csv_with_quotes_anywhere():
    return "台帳.csv", '証明書番号,団体名,証明日\nR5-1,"桜"見坂,R5.4.1\n'.encode()


@nasty
def a_csv_with_ragged_rows():
    return "台帳.csv", "証明書番号,団体名,証明日\nR5-1\nR5-2,a,R5.4.1,,,余分,,\n,,\n".encode()


@nasty
def a_csv_of_nulls():
    return "台帳.csv", b"a,b\n" + bytes(500)


@nasty
def a_csv_line_of_a_million_commas():
    return "台帳.csv", b"," * 1_000_000 + b"x"


@nasty
def a_cell_beyond_the_readers_limit():
    return "台帳.csv", b"a,b\n" + b"x" * 300_000 + b",1\n"


@nasty
def a_text_of_utf16():
    return "台帳.txt", "証明書番号\t団体名\t証明日\nR5-1\t桜見坂\tR5.4.1\n".encode("utf-16")


@nasty
def half_a_character_at_the_end():
    return "台帳.csv", "証明書番号,団体名\nR5-1,桜".encode()[:-1]


@nasty
def compressed_bytes():
    return "台帳.csv", zlib.compress(b"a,b\n1,2\n" * 100)


def every_run(step: int) -> list:
    """The names for a test that goes a long way with each file: every ``step``-th in every run, the others nightly."""
    return every_nth(sorted(ALL), step)
