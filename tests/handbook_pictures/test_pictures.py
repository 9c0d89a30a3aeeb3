"""The handbook's pictures are of today's pages; each stands in its chapter with words for those who do not see it."""

import io
import os
import re

import pytest
from PIL import Image

from casework.models import Station
from tests.factories import scope
from tests.handbook_pictures.camera import (
    DRAWN_WITH,
    LARGEST,
    SHARE,
    drawn_with,
    share_of_difference,
    small,
)
from tests.handbook_pictures.table import FOLDER, HANDBOOK, PICTURES, TEXTS
from tests.nights import sampled

BY_NAME = {picture.stem: picture for picture in PICTURES}
SHOWN = re.compile(r"!\[([^\]]*)\]\(pictures/([^)]+)\.png\)")
RENEW = "`python -m tests.handbook_pictures --renew` takes it anew"


@pytest.mark.django_db
@pytest.mark.browser
@pytest.mark.xdist_group("handbook_pictures")
@pytest.mark.parametrize("name", sampled(BY_NAME, by_day=[]))
def test_a_picture_shows_the_page_as_it_is(name, camera):
    """Its words on every machine, its pixels where browser and font are those that drew it."""
    picture = BY_NAME[name]
    scope.STATIONS.update(Station.objects.filter(is_demo=True).values_list("pk", flat=True))
    taken, words = camera.take(picture)
    if os.environ.get("HANDBOOK_PICTURES") == "renew":
        picture.file.write_bytes(small(taken))
        picture.text.write_text(words + "\n", encoding="utf-8")
        DRAWN_WITH.write_text(drawn_with(camera.browser))
        return
    assert words + "\n" == picture.text.read_text(encoding="utf-8"), f"{name} shows other words: {RENEW}"
    if not picture.words_alone and drawn_with(camera.browser) == DRAWN_WITH.read_text():
        far = share_of_difference(Image.open(io.BytesIO(small(taken))), Image.open(picture.file))
        assert far <= SHARE, f"{name} looks different: {RENEW}"


def test_every_picture_is_kept_small_and_no_other_is():
    assert {path.stem for path in FOLDER.iterdir()} == set(BY_NAME)
    assert {path.stem for path in TEXTS.iterdir()} - {"drawn-with"} == set(BY_NAME)
    assert {
        path.name: path.stat().st_size for path in FOLDER.iterdir() if path.stat().st_size > LARGEST
    } == {}


def test_every_picture_stands_in_its_chapter_with_words_for_who_does_not_see_it():
    shown = {
        name: (path.stem, words)
        for path in sorted(HANDBOOK.glob("[0-9]*.md"))
        for words, name in SHOWN.findall(path.read_text(encoding="utf-8"))
    }
    assert {name: chapter for name, (chapter, _) in shown.items()} == {
        stem: picture.chapter for stem, picture in BY_NAME.items()
    }
    assert [name for name, (_, words) in shown.items() if len(words) < 10] == []


def test_the_tolerance_finds_a_word_that_changed():
    """A word of four characters is some 800 of a million pixels; only its ink counts."""
    picture = Image.new("L", (1280, 800), 255)
    changed = picture.copy()
    changed.paste(0, (100, 100, 164, 140))
    assert share_of_difference(picture, changed) > SHARE
    assert share_of_difference(picture, picture) == 0
