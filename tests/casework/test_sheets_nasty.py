"""Nasty files end in rows or in a sentence; never in another exception, never late."""

import resource
import time
from datetime import date

import pytest

from blue_patrol.rules.paper_file import read_file
from casework import sheets
from tests.casework.nasty import ALL
from tests.nights import every_nth

SECONDS = 8  # of processor time, ours and the child's: a busy machine makes no file slow
REFUSED = {
    "an_empty_file", "a_text_that_calls_itself_a_workbook", "a_picture_that_calls_itself_a_workbook",
    "a_program_that_calls_itself_a_workbook", "a_pdf_of_the_ledger", "an_old_xls", "an_older_xls_without_a_container",
    "a_workbook_with_a_password", "a_word_document", "an_open_document", "a_binary_workbook",
    "a_web_page_that_calls_itself_xls", "a_plain_zip_of_papers", "random_bytes", "a_workbook_cut_in_half",
    "a_workbook_with_a_wrong_checksum", "a_sheet_whose_xml_ends_early", "a_workbook_without_its_sheet",
    "a_workbook_without_relations", "styles_that_are_broken", "rows_with_impossible_numbers", "the_strict_dialect",
    "a_zip_bomb", "a_bomb_that_lies_about_its_size", "a_billion_laughs", "an_entity_that_reads_a_file_of_the_server", "an_entity_in_the_sheet_itself",
    "too_many_rows", "too_many_columns", "too_many_sheets", "one_long_text_in_every_cell", "blank_sheets_alone",
    "a_csv_of_mixed_encodings", "a_csv_of_nulls", "a_csv_line_of_a_million_commas", "a_cell_beyond_the_readers_limit",
    "half_a_character_at_the_end", "compressed_bytes",
}  # fmt: skip


def spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def test_there_are_enough_of_them():
    assert len(ALL) >= 30


@pytest.mark.parametrize("name", every_nth(sorted(ALL), 4))
def test_a_nasty_file_ends_in_records_or_in_a_sentence(name):
    file_name, content = ALL[name]()
    begun = spent()
    if name in REFUSED:
        with pytest.raises(sheets.UnreadableSheet, match=r"。$"):
            sheets.read(file_name, content)
    else:
        read = sheets.read(file_name, content)
        judged = read_file(read, {}, today=date(2026, 11, 22))
        told = [r for sheet in judged.sheets for r in sheet.records]
        assert all(r.is_good or r.faults or r.skip for r in told)
        assert all(text.endswith("。") for r in told for text in (*r.faults, *r.notes))
    assert spent() - begun < SECONDS
