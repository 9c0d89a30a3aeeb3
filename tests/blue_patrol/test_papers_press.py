"""The press: what a template may fetch, what fails and how, the same bytes everywhere, and how fast."""

import hashlib
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from blue_patrol.papers import sample
from blue_patrol.papers.forms import FORMS
from casework import papers, typefaces
from casework.papers import Mode, PaperFailed
from casework.press import FORMS_TEMPLATES, Press, check_font_subsetting

BY_NUMBER = {form.number: form for form in FORMS}


@pytest.fixture
def room(tmp_path) -> Path:
    """A template folder of one's own, as an office that replaces a form has it."""
    return Path(shutil.copytree(FORMS_TEMPLATES, tmp_path / "forms"))


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "../../../etc/passwd", "http://localhost/a.svg", "https://example.com/a.svg",
     "data:image/svg+xml,<svg/>", "font:../__init__.py", "font:other.otf", "ftp://localhost/a"],
)  # fmt: skip
def test_a_template_may_fetch_nothing_but_its_own_folder(room, url):
    (room / "spy.html").write_text(f'<!doctype html><title>x</title><img alt="" src="{url}">')
    with pytest.raises(PaperFailed, match="may not fetch"):
        Press.of(room).pdf("spy.html", {})


def test_a_link_out_of_the_folder_is_not_followed(room):
    (room / "out.svg").symlink_to("/etc/hostname")
    (room / "spy.html").write_text('<!doctype html><title>x</title><img alt="" src="out.svg">')
    with pytest.raises(PaperFailed, match="may not fetch"):
        Press.of(room).pdf("spy.html", {})


@pytest.mark.parametrize(
    "source",
    [
        "{{ v.mistyped }}",
        "{% nothing %}",
        "{% include 'missing.html' %}",
        "{{ v|fit:'wide' }}",
        "{{ v|beside:w }}",
    ],
)
def test_a_faulty_template_fails_instead_of_leaving_a_gap(room, source):
    (room / "faulty.html").write_text(f"<!doctype html><title>x</title>{source}")
    with pytest.raises(PaperFailed):
        Press.of(room).pdf("faulty.html", {"v": "text"})


def test_values_that_are_no_values_fail_as_a_paper_does():
    with pytest.raises(PaperFailed):
        BY_NUMBER["5"].render({"certified_on": "no date"})


def test_a_replaced_template_needs_no_python(room):
    (room / "form_04.html").write_text("<!doctype html><title>x</title><p>{{ v.group.name }}</p>")
    values = sample.application().to_json()
    ours, theirs = (Press.of(root) for root in (FORMS_TEMPLATES, room))
    assert text_of(BY_NUMBER["4"].render(values, by=theirs)) == "桜見坂学区防犯パトロール隊"
    assert "誓約書" in text_of(BY_NUMBER["4"].render(values, by=ours))
    assert ours.digest("form_04.html") != theirs.digest("form_04.html")
    assert ours.whole_digest != theirs.whole_digest


def test_the_template_version_follows_template_parts_and_style_sheet(room):
    before = Press.of(room).digest("form_05.html")
    for name in ("form_05.html", "_vehicle.html", "paper.css"):
        (room / name).write_text((room / name).read_text() + " ")
        after = Press.of(room).digest("form_05.html")
        assert after != before
        before = after
    (room / "form_06.html").write_text("")
    assert Press.of(room).digest("form_05.html") == before
    assert BY_NUMBER["5"].template_version.startswith("1+")


def text_of(pdf: bytes) -> str:
    """The words of all pages, white space removed."""
    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


PRINTER = """
import hashlib
from django.conf import settings
settings.configure(TRAINING=False)
from blue_patrol.papers.forms import FORMS
from blue_patrol.papers.sample import SAMPLES
for form in FORMS:
    if form.number in ("1", "5", "6", "7", "14"):
        print(form.number, hashlib.sha256(form.render(SAMPLES[form.number]().to_json())).hexdigest())
"""


@pytest.mark.nightly
def test_papers_are_the_same_bytes_in_every_process_and_time_zone():
    prints = []
    for zone, seed in (("Asia/Tokyo", "1"), ("America/Noronha", "2")):
        env = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LANG": "C.UTF-8"}
        done = subprocess.run(
            [sys.executable, "-c", PRINTER], env=env, capture_output=True, text=True, check=True
        )
        prints.append(done.stdout)
    here = BY_NUMBER["5"].render(sample.SAMPLES["5"]().to_json())
    assert prints[0] == prints[1]
    assert f"5 {hashlib.sha256(here).hexdigest()}" in prints[0]


def test_characters_that_no_font_has_are_named():
    assert typefaces.unprintable("髙橋　𠮷之介、山﨑葛󠄀、塚原\n") == []
    assert typefaces.unprintable("青葉😀守\ue000😀") == ["😀", "\ue000"]
    assert typefaces.unprintable("辻\U000e01ef") == ["辻\U000e01ef"]


def test_nothing_in_the_invented_values_is_unprintable():
    from casework.paper_values import texts

    for number, made in sample.SAMPLES.items():
        assert typefaces.unprintable("".join(texts(made()))) == [], number


def test_a_number_can_be_entered_once_only():
    form = BY_NUMBER["5"]
    papers.register(form)
    papers.register(form)
    assert papers.get(5) is papers.get("5") is form
    assert form in papers.registered()
    with pytest.raises(ValueError, match="twice"):
        papers.register(papers.PaperForm("5", "x", "x", "1", "A4", form.context, "", ()))
    with pytest.raises(KeyError):
        papers.get("99")


def test_the_start_up_check_misses_no_font_subsetter_here(monkeypatch):
    assert check_font_subsetting() == []
    monkeypatch.setattr("weasyprint.text.ffi.harfbuzz_subset", None)
    assert [warning.id for warning in check_font_subsetting()] == ["papers.W001"]


@pytest.mark.clause("BP-3")
def test_the_command_writes_the_forms_without_a_database(tmp_path):
    call_command("papers", out=tmp_path, form="5", verbosity=0)
    call_command("papers", out=tmp_path, form="5", blank=True, verbosity=0)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["form_05.pdf", "form_05_blank.pdf"]
    with pytest.raises(CommandError, match="様式第99はありません"):
        call_command("papers", out=tmp_path, form="99")


def test_a_page_is_tagged_and_titled():
    reader = pypdf.PdfReader(
        io.BytesIO(BY_NUMBER["5"].render(sample.certificate().to_json(), mode=Mode.COPY))
    )
    assert reader.metadata.title == "様式第5　証明書（写）"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "/CreationDate" not in reader.metadata
