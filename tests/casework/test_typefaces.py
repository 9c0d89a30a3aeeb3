"""The computed rule against the real thing: no text takes more lines on the paper than it was counted to take."""

import io
from random import Random

import pytest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from pypdf import PdfReader
from weasyprint import HTML
from weasyprint.formatting_structure.boxes import LineBox

from casework import paper_desk
from casework.models import IssuedPaper
from casework.press import BASE, press
from casework.typefaces import ems, legible, line_count, missing_in
from casework.workflow import Act
from tests.blue_patrol.acting import see
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.places import StationFactory

PIECES = (
    "愛知県", "桜見坂市", "坂上町", "一丁目", "2番3号", "（", "）", "「", "」", "、", "。", "・", "ー", "っ", "々", "パトロール",
    "髙橋", "葛󠄀城", "𠮷田", "12-34", "R5-0012-01", "PATROL", "Toyota Prius", " ", "　", "1,234", "〜", "コーポ", "ｱﾊﾟｰﾄ", "①",
)  # fmt: skip


def invented(rng: Random) -> str:
    return "".join(rng.choice(PIECES) for _ in range(rng.randint(1, 40))).strip() or "空"


def laid_out(texts: list[tuple[str, float]]) -> list[int]:
    """The lines that each text takes on a page, in Mincho of 10 pt, in so many em."""
    body = format_html_join(
        "", '<div class="t" style="width:{}pt">{}</div>', ((room * 10, text) for text, room in texts)
    )
    html = format_html(
        '<!doctype html><html lang="ja"><title>x</title><body style="font-size:10pt">{}</body>', body
    )
    ours = press()
    page = HTML(string=html, base_url=BASE, url_fetcher=ours.fetcher)
    document = page.render(stylesheets=[ours.style], font_config=ours.fonts)
    boxes = (box for sheet in document.pages for box in sheet._page_box.descendants())
    counts: dict[int, int] = {}
    for box in boxes:
        if box.element is not None and box.element.get("class") == "t" and box.element_tag == "div":
            inner = [each for each in getattr(box, "children", ()) if isinstance(each, LineBox)]
            counts[id(box.element)] = counts.get(id(box.element), 0) + len(inner)
    return list(counts.values())


def test_a_text_takes_no_more_lines_than_were_counted():
    rng = Random(5)
    texts = [(invented(rng), rng.uniform(8, 40)) for _ in range(600)]
    counted = [line_count(text, room) for text, room in texts]
    real = laid_out(texts)
    worse = [
        (text, room, ours, there)
        for (text, room), ours, there in zip(texts, counted, real, strict=True)
        if ours < there
    ]
    assert worse == []
    assert sum(ours == there for ours, there in zip(counted, real, strict=True)) > 560


def test_a_line_that_is_counted_as_one_is_one():
    """Latin letters by their own widths, not by an average."""
    assert ems("W") > 1 > 0.4 > ems("i")
    assert ems("葛󠄀") == 1
    assert line_count("愛知県桜見坂市", 7) == 1
    assert line_count("愛知県桜見坂市", 6.99) == 2
    assert line_count("あいう。", 3) == 2  # 。 begins no line, and takes its neighbour along
    assert line_count("", 10) == 1


def test_a_character_that_no_face_has_is_printed_as_a_gap_that_is_seen():
    values = {
        "name": "青葉😀守",
        "people": [{"name": "\ue000"}, {"name": "髙橋𠮷之介"}],
        "count": 3,
        "on": None,
    }
    assert missing_in(values) == ["😀", "\ue000"]
    assert legible(values) == {
        "name": "青葉〓守", "people": [{"name": "〓"}, {"name": "髙橋𠮷之介"}], "count": 3, "on": None,
    }  # fmt: skip
    assert missing_in(legible(values)) == []


@pytest.mark.django_db
def test_a_name_that_cannot_be_printed_is_told_before_printing_and_on_the_record():
    desks = Desks(StationFactory())
    case = application_at("received", desks, people=2)
    person = case.group.patrollers.first()
    type(person).objects.filter(pk=person.pk).update(name="青葉\U0001f600守")
    page = see(desks.clerk, "application", case).content.decode()
    assert "印刷の書体にない字（\U0001f600）は、〓と印字します。" in page
    later = application_at("forwarded", desks, people=2)
    type(later.group).objects.filter(pk=later.group.pk).update(name="坂上町\U0001f600会")
    later = type(later).objects.get(pk=later.pk)
    paper = IssuedPaper.freeze(later, "13", Act(desks.chief, "forward", DAY, timezone.now()), at_once=False)
    assert paper.missing == "\U0001f600"
    text = "".join(p.extract_text() for p in PdfReader(io.BytesIO(paper_desk.rendered(paper))).pages)
    assert "坂上町〓会" in text
