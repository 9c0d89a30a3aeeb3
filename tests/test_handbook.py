"""The handbook's chapter on the road says what the machine does, and its links lead somewhere."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from blue_patrol.models import CertificationApplication, Credential
from casework.citations import place

DOCS = Path(__file__).resolve().parents[1] / "docs"
ROAD = (DOCS / "handbook" / "09-road.md").read_text()
PICTURES = re.findall(r"!\[([^\]]+)\]\((\.\./machines/[^)]+\.svg)\)", ROAD)


def transitions(machine=CertificationApplication) -> list:
    return list(machine._meta.get_field("state").get_all_transitions(machine))


def words() -> dict[str, str]:
    return dict(CertificationApplication._meta.get_field("state").choices)


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading."""
    section = ROAD.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def drawn(machine) -> ET.Element:
    return ET.parse(DOCS / "machines" / f"{machine._meta.label}.svg").getroot()  # noqa: S314 - our own file


def test_the_chapter_shows_the_pictures_of_the_road_and_of_the_things_with_words_for_those_who_do_not_see():
    shown = {Path(address).name: alternative for alternative, address in PICTURES}
    assert set(shown) == {f"{machine._meta.label}.svg" for machine in (CertificationApplication, Credential)}
    for machine in (CertificationApplication, Credential):
        told = shown[f"{machine._meta.label}.svg"]
        assert [word for _, word in machine._meta.get_field("state").choices if word not in told] == []


@pytest.mark.parametrize("machine", [CertificationApplication, Credential])
def test_the_picture_has_every_edge_of_the_machine_with_its_word_and_clause(machine):
    found = {each.get("data-edge"): each[0].text for each in drawn(machine).iter() if each.get("data-edge")}
    steps = {f"{t.source}|{t.name}|{t.target}": t for t in transitions(machine) if t.target}
    beside = {key for key in found if key.startswith("|") or key.endswith("|")}  # stored and taken out
    assert found.keys() - beside == steps.keys()
    for key, step in steps.items():
        clause = machine.clause_of(step.name)
        assert f"：{step.custom['label']}" + (f"（{place(clause)}）" if clause else "") in found[key]


def test_the_states_bear_the_words_of_the_screens():
    boxes = {
        b.get("data-state"): "".join(b.itertext())
        for b in drawn(CertificationApplication).iter()
        if b.get("data-state")
    }
    assert boxes == words()


def test_the_table_has_every_act_that_moves_a_case_from_where_to_where_and_by_which_clause():
    told = {
        (act, before, after, clause.split("（")[0])
        for act, befores, after, _, clause in rows("状態が変わる行為")
        for before in befores.split("、")
    }
    assert told == {
        (t.custom["label"], words()[t.source], words()[t.target], CertificationApplication.clause_of(t.name) or "—")
        for t in transitions() if t.target
    }  # fmt: skip


def test_every_act_that_keeps_the_state_stands_in_the_chapter():
    told = {word for cells in rows("状態を変えない行為") for word in cells[0].split("、")}
    assert {t.custom["label"] for t in transitions() if not t.target} - told == set()


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda path: str(path.relative_to(DOCS)))
def test_links_of_the_documents_lead_to_files(page):
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []
