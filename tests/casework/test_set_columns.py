"""Columns set as lines of text: every cell stands where its column is, or the row says that it does not fit."""

from hypothesis import given
from hypothesis import strategies as st

from casework.set_columns import EM, EN, SPACE, Columns
from casework.typefaces import advance

POINTS = 8
MM = POINTS * 0.3528  # of an em
WIDTHS = (10, 17, 18)
words = st.text(alphabet="令5.4.10新規交付葛髙R-〜", max_size=7)


def places(line: str, face: str) -> list[tuple[str, float]]:
    """Each text of a line and where it begins (em)."""
    found, at, text = [], 0.0, ""
    for character in line:
        if character in EM + EN + SPACE:
            text = ""
        else:
            if not text:
                found.append([character, at])
            else:
                found[-1][0] += character
            text += character
        at += advance(character, face)
    return [(text, at) for text, at in found]


@given(st.lists(words, min_size=3, max_size=3), st.sampled_from(["Mincho", "Gothic"]))
def test_a_cell_that_fits_stands_in_the_middle_of_its_column(cells, face):
    page = Columns("_20 10 17 18", POINTS, face)
    fits = all(advance(cell, face) <= width / MM - 0.2 for cell, width in zip(cells, WIDTHS, strict=True))
    assert page.add(cells) is fits
    if not fits:
        assert page.texts == [""]
        return
    start, ideal = 20 / MM, []
    for cell, width in zip(cells, WIDTHS, strict=True):
        if cell:
            ideal.append((cell, start + (width / MM - advance(cell, face)) / 2))
        start += width / MM
    found = places(page.texts[0], face)
    assert [cell for cell, _ in found] == [cell for cell, _ in ideal]
    assert all(abs(at - want) < 0.13 for (_, at), (_, want) in zip(found, ideal, strict=True))


def test_a_row_is_set_whole_or_not_at_all():
    page = Columns("10 | 44l", POINTS, "Mincho")
    assert page.add(["1", "あかり会"])
    assert not page.add(["2", "とても長い名前の、" * 5]), "its number is not printed alone"
    page.leave()
    assert not page.add(["3", "一行目\n二行目"])
    assert not page.add(["4", "髙\U000e0101"]), (
        "a variant that the face lacks is placed, and reported, by its cell"
    )
    assert page.texts[1] == "あかり会\n\n\n\n"
    assert page.texts[0].count("\n") == 4
