"""docs/trust.md and docs/asvs.csv: every goal and requirement once, and nothing named as evidence that is not there."""

import ast
import csv
import functools
import re

import pytest
from django.conf import settings

from tests.test_repository import ROOT
from tests.trust.proofs import ELSEWHERE, PROOFS

TRUST = (ROOT / "docs/trust.md").read_text()
ROWS = list(csv.DictReader((ROOT / "docs/asvs.csv").read_text().splitlines()))
ANSWERS = {"met", "operator", "not met", "not applicable"}


def wanted() -> list[str]:
    """The ids of ASVS 5.0 that apply here: of each section its requirements of levels 1 and 2, and four of level 3."""
    sections = {
        "1.1": "1-2", "1.2": "1-5 9 10", "1.3": "2-7 10", "1.4": "2", "1.5": "1-2", "2.1": "1-3", "2.2": "1-3",
        "2.3": "1-5", "2.4": "1", "3.2": "1-2", "3.3": "1-4", "3.4": "1-6", "3.5": "1 3-4", "3.7": "1-2", "4.1": "1-3",
        "4.2": "1", "5.1": "1", "5.2": "1-3", "5.3": "1-2", "5.4": "1-3", "6.1": "1-3", "6.2": "1-12", "6.3": "1-4",
        "6.4": "1-4", "6.5": "1-5", "7.1": "1-2", "7.2": "1-4", "7.3": "1-2", "7.4": "1-5", "7.5": "1-2", "8.1": "1-2",
        "8.2": "1-3", "8.3": "1-2", "8.4": "1", "11.1": "1-2", "11.2": "1-3", "11.3": "1-3", "11.4": "1-4", "11.5": "1",
        "11.6": "1", "12.1": "1-3", "12.2": "1", "12.3": "1-4", "13.1": "1", "13.2": "1-5", "13.3": "1-2", "13.4": "1-5",
        "14.1": "1-2", "14.2": "1-4", "14.3": "1-3", "15.1": "1-3", "15.2": "1-3", "15.3": "1 3-7", "16.1": "1",
        "16.2": "1-5", "16.3": "1-4", "16.4": "1-3", "16.5": "1-3",
    }  # fmt: skip
    found = []
    for section, told in sections.items():
        for part in told.split():
            first, _, last = part.partition("-")
            found += [f"{section}.{number}" for number in range(int(first), int(last or first) + 1)]
    return [*found, "16.3.2 (read log)"]


@functools.cache
def names_of_tests(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text())
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@functools.cache
def headings_of(path: str) -> frozenset[str]:
    return frozenset(re.findall(r"^#+ (.+)$", (ROOT / path).read_text(), re.MULTILINE))


def fault(evidence: str) -> str:
    """Why the evidence is none, or nothing: a file, ``file::test``, ``config/….py#SETTING`` or ``document#Heading``."""
    path, _, test = evidence.partition("::")
    path, _, name = path.partition("#")
    if not (ROOT / path).exists():
        return f"no file {path}"
    if test and test not in names_of_tests(path):
        return f"no test {evidence}"
    if name and path.endswith(".md"):
        return "" if name in headings_of(path) else f"no heading {evidence}"
    if name and (not re.search(rf"^\s*(.*\b)?{name}\b.*=", (ROOT / path).read_text(), re.MULTILINE)):
        return f"no setting {evidence}"
    return "" if not name or hasattr(settings, name) else f"no setting {evidence}"


def test_each_requirement_that_applies_is_answered_once():
    assert len(wanted()) == 185
    assert [row["id"] for row in ROWS] == wanted()
    assert {row["answer"] for row in ROWS} <= ANSWERS
    assert {
        row["level"] for row in ROWS if row["id"] not in {"1.2.10", "2.3.5", "8.3.2", "16.3.2 (read log)"}
    } == {"1", "2"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_what_a_row_names_is_there(row):
    told = [each for each in row["evidence"].split(";") if each]
    assert [why for each in told if (why := fault(each))] == []
    assert told or row["answer"] not in {"met", "operator"}, "met without evidence"
    assert row["note"] or row["answer"] in {"met", "operator"}, "an answer that wants its reason"


def test_figures_of_the_answers(record_property):
    for answer in sorted(ANSWERS):
        record_property(f"T17 ASVS requirements: {answer}", sum(row["answer"] == answer for row in ROWS))


def section(heading: str) -> list[list[str]]:
    """The rows of the table under a heading of docs/trust.md."""
    text = TRUST.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("|")]
    return rows[2:]


def test_the_eleven_classes_of_ipa_have_measures_and_evidence():
    rows = section("安全なウェブサイトの作り方")
    assert [row[0].split()[0] for row in rows] == [str(number) for number in range(1, 12)]
    for _, first, second, evidence in rows:
        named = re.findall(r"`([^`]+)`", evidence)
        assert first
        assert second
        assert named
        assert [why for each in named if (why := fault(each))] == []


def test_every_goal_has_its_row_and_its_command_names_what_is_there():
    rows = section("The goals")
    assert [row[0] for row in rows] == list(PROOFS) == [f"T{number:02d}" for number in range(1, 28)]
    for goal, asked, figure, command in rows:
        assert asked
        assert figure
        assert [why for path in re.findall(r"tests/[\w/.:]+", command) if (why := fault(path))] == []
        if PROOFS[goal] or goal in ELSEWHERE:
            assert "`bin/" in command
        else:
            assert (figure, command) == ("no proof here", "–")


def test_every_proof_names_tests():
    for start in {start for starts in PROOFS.values() for start in starts}:
        path, _, test = start.partition("::")
        assert (ROOT / path).exists(), start
        assert not test or any(name.startswith(test) for name in names_of_tests(path)), start


def test_what_is_no_evidence_is_told():
    assert fault("tests/test_access.py::test_that_nobody_wrote").startswith("no test")
    assert fault("config/settings.py#NO_SUCH_SETTING").startswith("no setting")
    assert fault("docs/trust.md#No such heading").startswith("no heading")
    assert fault("docs/nothing.md").startswith("no file")
