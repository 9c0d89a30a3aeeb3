"""The handbook's chapter on the road says what the machine does, and its links lead somewhere."""

import re
from pathlib import Path

import pytest

from blue_patrol.models import CertificationApplication

DOCS = Path(__file__).resolve().parents[1] / "docs"
ROAD = (DOCS / "handbook" / "09-road.md").read_text()
EDGE = re.compile(r"^ +(\w+) --> (\w+): (\S+)(?: (BP[-\w]+))?$", re.MULTILINE)


def machine() -> list:
    field = CertificationApplication._meta.get_field("state")
    return list(field.get_all_transitions(CertificationApplication))


def test_the_drawing_has_every_edge_of_the_machine_with_its_word_and_clause():
    drawn = set(EDGE.findall(ROAD))
    clauses = CertificationApplication.clauses
    edges = {(t.source, t.target, t.custom["label"], clauses[t.name]) for t in machine() if t.target}
    assert drawn == edges


def test_the_states_bear_the_words_of_the_screens():
    drawn = {value: label for label, value in re.findall(r'state "(\S+)" as (\w+)', ROAD)}
    field = CertificationApplication._meta.get_field("state")
    assert drawn == dict(field.choices)


def test_every_act_that_keeps_the_state_stands_in_the_chapter():
    section = ROAD.split("## 状態を変えない行為")[1].split("##")[0]
    missing = {t.custom["label"] for t in machine() if not t.target and t.custom["label"] not in section}
    assert not missing


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda path: str(path.relative_to(DOCS)))
def test_links_of_the_documents_lead_to_files(page):
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []
