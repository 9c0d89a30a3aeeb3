"""The councils' papers on the page 様式: listed in a section of their own, each with its blank."""

import pytest

from casework import paper_shelf
from liaison_councils.papers.forms import FORMS
from liaison_councils.presenters.forms import PURPOSES
from tests.blue_patrol.paging import get, main, pdf_text, reads
from tests.factories import councils as make
from tests.nights import every_nth

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return make.desks()


def test_each_paper_is_listed_with_what_it_is_for_in_the_councils_section(at):
    page = main(get(at.officer, "/forms/"))
    first, _, councils = page.partition("実施要綱に様式の定めはありません")
    assert "様式第21" in first
    assert [form.title for form in FORMS if form.title not in councils] == []
    assert [words for words in PURPOSES.values() if words not in councils] == []
    assert "要綱 第5の2" in councils
    assert get(at.officer, "/forms/").content.decode().count('href="/forms/L') == len(FORMS)


@pytest.mark.parametrize("number", every_nth(["L1", "L3", "L4", "L5-2", "L10", "L14"], 3))
def test_a_blank_carries_the_prefecture_and_no_station(at, number):
    response = get(at.officer, f"/forms/{number}/")
    assert response["Content-Type"] == "application/pdf"
    text = pdf_text(response)
    assert "愛知県" in text
    assert at.station.name not in text
    assert reads(at.officer) == []


def test_every_number_stands_on_one_shelf_only():
    numbers = [form.number for shelf in paper_shelf.shelves() for form, _, _ in shelf.listed()]
    assert len(numbers) == len(set(numbers)) == 22 + len(FORMS)
    assert [shelf.title for shelf in paper_shelf.shelves()] == [
        "青色防犯パトロール",
        "交番・駐在所連絡協議会",
    ]
