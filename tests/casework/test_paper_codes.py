"""Codes on papers: made and read back, wrong ones told, drawn as a QR code that a reader reads."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import coded, paper_codes
from casework.paper_codes import ALPHABET, code_of, parse, qr

LETTERS = st.sampled_from(ALPHABET)
NUMBERS = st.integers(0, 2**40)


@given(LETTERS, NUMBERS)
def test_a_code_is_read_back(letter, number):
    assert parse(code_of(letter, number)) == (letter, number)


@given(LETTERS, NUMBERS, st.data())
def test_every_wrong_character_is_told(letter, number, data):
    code = code_of(letter, number)
    place = data.draw(st.sampled_from([i for i, each in enumerate(code) if each != "-"]))
    other = data.draw(st.sampled_from([each for each in ALPHABET if each != code[place]]))
    assert parse(code[:place] + other + code[place + 1 :]) is None


def test_a_code_is_read_as_scanners_and_people_write_it():
    code = code_of("P", 3687)
    assert code == "P-0003K7-3"
    written = [code.lower(), code.replace("-", ""), f" {code}\r\n", "Ｐ－０００３Ｋ７－３", "p ooo3k7 3"]
    assert [parse(each) for each in written] == [("P", 3687)] * len(written)


@pytest.mark.parametrize(
    "text", ["", "P", "桜見坂", "12345", "P-0003K7", "P-0003K7-3-9", "名古屋 500 へ 12-34"]
)
def test_what_is_no_code_is_none(text):
    assert parse(text) is None


def test_the_symbol_keeps_its_size_and_its_quiet_zone():
    drawn = str(qr("P-0003K7-3", 20))
    width = float(re.search(r"width:([\d.]+)mm", drawn)[1])
    modules = int(re.search(r'viewBox="0 0 (\d+) ', drawn)[1])
    starts = [(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)", drawn)]
    assert modules == 21 + 8  # version 1 and its quiet zone
    assert width * 21 / 29 == pytest.approx(20, abs=0.001)
    assert min(min(start) for start in starts) == 4
    assert "<title>P-0003K7-3</title>" in drawn


def test_no_two_kinds_share_a_letter():
    letters = list(coded._kinds)
    assert len(letters) == len(set(letters)) >= 10
    assert paper_codes.LETTER_OF_PAPERS not in letters
    with pytest.raises(ValueError, match="letter A"):
        coded.enter(coded.Kind("A", object, "home"))
