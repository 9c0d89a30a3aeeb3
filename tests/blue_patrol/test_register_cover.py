"""The cover of the printed register (T10): it bears the newest anchor, and a closed book keeps the one of its closing."""

import datetime as dt

import pytest
from django.utils import timezone

from blue_patrol.models import close_register
from casework.models import Anchor, IssuedPaper
from casework.models.road import RoadState as S
from tests.blue_patrol.paging import get, pdf_text
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    return Desks(StationFactory(name="帳簿"))


def anchor(day, count, digit) -> Anchor:
    return Anchor.objects.create(day=day, at=timezone.now(), count=count, last_hash=digit * 64, release="1")


def test_the_cover_bears_the_newest_anchor_and_says_what_it_is_for(desks):
    application_at(S.REPORTED, desks)
    anchor(dt.date(2026, 8, 30), 41, "a")
    anchor(dt.date(2026, 8, 31), 1234, "b")
    text = pdf_text(get(desks.clerk, "/register/print/?year=2026"))
    for words in ("表紙", "令和8年8月31日", "1234件", "bbbb", "後から書き換えられ", "この紙と比べて"):
        assert words in text, words
    assert "aaaa" not in text


def test_without_an_anchor_there_is_no_cover(desks):
    application_at(S.REPORTED, desks)
    assert "表紙" not in pdf_text(get(desks.clerk, "/register/print/?year=2026"))


def test_a_closed_book_keeps_the_anchor_of_its_closing(desks):
    anchor(dt.date(2026, 8, 30), 41, "a")
    book = close_register(desks.station, 2024, by=desks.chief, on=DAY)
    anchor(dt.date(2026, 8, 31), 1234, "b")
    kept = IssuedPaper.objects.of_case(book).get(form="14").values
    assert (kept["anchor_on"], kept["anchor_count"], kept["anchor_digits"]) == (
        "2026-08-30",
        41,
        "aaaa aaaa aaaa aaaa",
    )
