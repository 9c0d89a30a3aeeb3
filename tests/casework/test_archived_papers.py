"""Papers for the archive: tagged PDF/A with the printed values inside; a paper that waits keeps its templates."""

import io
import json
from datetime import UTC, datetime
from functools import cache

import pypdf
import pytest

from casework import paper_desk, paper_shelf, papers
from casework.models import IssuedPaper, KeptLayout
from casework.papers import Mode
from casework.press import FORMS_TEMPLATES, Press, Record, press
from casework.wareki import format_long
from tests.factories.applications import Desks, application_at
from tests.factories.places import StationFactory
from tests.nights import sampled

MOMENT = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)
SHELVED = [(form, shelf.sample_of) for shelf in paper_shelf.shelves() for form in shelf.forms]
NUMBERS = [form.number for form, _ in SHELVED]
PARAMETERS = sampled(NUMBERS, by_day=["1", "5", "7", "14", "15", "L2", "L10"])


@cache
def archived(number: str) -> pypdf.PdfReader:
    form, sample_of = next(pair for pair in SHELVED if pair[0].number == number)
    record = Record(b'{"values": "\xe9\x9d\x92\xe8\x91\x89"}', MOMENT)
    return pypdf.PdfReader(io.BytesIO(form.render(sample_of(number).to_json(), record=record)))


def metadata(reader: pypdf.PdfReader) -> str:
    return reader.trailer["/Root"]["/Metadata"].get_data().decode()


def elements(reader: pypdf.PdfReader) -> list[dict]:
    """Every element of the structure, in reading order."""
    found, waiting = [], [reader.trailer["/Root"]["/StructTreeRoot"]["/K"]]
    while waiting:
        each = waiting.pop(0)
        each = each.get_object() if hasattr(each, "get_object") else each
        if isinstance(each, list):
            waiting = [*each, *waiting]
        elif isinstance(each, dict):
            found.append(each)
            waiting = [each.get("/K", []), *waiting]
    return [each for each in found if "/S" in each]


@pytest.mark.parametrize("number", PARAMETERS)
def test_a_paper_for_the_archive_says_what_it_is(number):
    """ISO 19005-3: what it claims, and the conditions of the claim that can be read off the file."""
    reader = archived(number)
    root = reader.trailer["/Root"]
    assert 'pdfaid:part="3"' in metadata(reader)
    assert 'pdfaid:conformance="A"' in metadata(reader)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "ja"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert "/ID" in reader.trailer
    assert not reader.is_encrypted
    form = papers.get(number)
    assert reader.metadata.title == "　".join(filter(None, (form.name, form.title)))
    assert reader.metadata.title in metadata(reader)
    assert reader.metadata["/CreationDate"] == "D:20261122003000Z"


@pytest.mark.parametrize("number", PARAMETERS)
def test_every_font_of_a_paper_is_in_it_and_says_its_characters(number):
    for page in archived(number).pages:
        for font in page["/Resources"]["/Font"].values():
            (inner,) = font["/DescendantFonts"]
            descriptor = inner.get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)
            assert "/ToUnicode" in font


@pytest.mark.parametrize("number", PARAMETERS)
def test_a_paper_is_structured_for_reading_aloud(number):
    """ISO 14289-1 (PDF/UA) 7.4.2, 7.5, 7.3: headings, heading cells with their scope, pictures with words."""
    found = elements(archived(number))
    kinds = [each["/S"] for each in found]
    assert "/Document" in kinds
    assert "/H1" in kinds or number == "7"  # ten cards, each with its own heading
    assert all(each["/A"]["/Scope"] in ("/Column", "/Row") for each in found if each["/S"] == "/TH")
    assert all(each.get("/Alt") for each in found if each["/S"] == "/Figure")


def test_a_blank_form_claims_to_be_readable_aloud_and_has_no_code():
    reader = pypdf.PdfReader(io.BytesIO(papers.get("1").render(None, mode=Mode.BLANK)))
    assert "/Figure" not in [each["/S"] for each in elements(reader)]
    assert 'pdfuaid:part="1"' in metadata(reader)
    assert "/EmbeddedFiles" not in reader.trailer["/Root"].get("/Names", {})


@pytest.fixture
def desks(db):
    return Desks(StationFactory())


@pytest.fixture
def paper(desks, without_bytes) -> IssuedPaper:
    case = application_at("forwarded", desks)
    return IssuedPaper.objects.of_case(case).select_related("station").get(form="13")


def test_a_frozen_paper_carries_the_values_that_it_prints(paper):
    reader = pypdf.PdfReader(io.BytesIO(paper_desk.rendered(paper)))
    told = json.loads(reader.attachments["values.json"][0])
    assert told["values"] == paper.values
    assert {name: told[name] for name in ("code", "form", "mode", "issued_on", "template_version")} == {
        "code": paper.code, "form": "13", "mode": "filled", "issued_on": paper.issued_on.isoformat(),
        "template_version": paper.template_version,
    }  # fmt: skip
    assert datetime.fromisoformat(told["made_on"]) == paper.made_on
    files = [file.get_object() for file in reader.trailer["/Root"]["/AF"]]  # WeasyPrint names it twice
    assert {(file["/UF"], file["/AFRelationship"]) for file in files} == {("values.json", "/Data")}
    assert paper.code in "".join(page.extract_text() for page in reader.pages)


def test_a_frozen_paper_is_the_same_bytes_whenever_it_is_made(paper):
    again = IssuedPaper.objects.get(pk=paper.pk)
    assert paper_desk.rendered(paper) == paper_desk.rendered(again)


def test_a_paper_that_waits_is_printed_with_the_templates_of_its_day(paper, monkeypatch):
    """A release that brings new templates changes no paper that was frozen before it."""
    then = paper_desk.rendered(paper)
    changed = {**press().files, "form_13.html": b"<!doctype html><html lang=ja><title>x</title><p>new</p>"}
    released = Press(changed)
    monkeypatch.setattr(paper_desk, "press", lambda: released)
    assert paper_desk.rendered(paper) == then
    assert format_long(paper.issued_on)[:4] in "".join(
        page.extract_text().replace(" ", "") for page in pypdf.PdfReader(io.BytesIO(then)).pages
    )
    paper.layout = None  # frozen before layouts were kept
    assert paper_desk.rendered(paper) != then


def test_a_state_of_the_templates_is_kept_once(paper):
    assert paper.layout_id == press().whole_digest
    assert paper_desk.keep_layout() == paper.layout_id
    kept = KeptLayout.objects.get()
    assert kept.files == press().files
    assert len(kept.content) < 100_000


def test_the_folder_holds_only_text_that_can_be_kept():
    assert all(path.read_text() for path in FORMS_TEMPLATES.iterdir())
