"""The list of clauses and the command that finds them in code and tests."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from casework import clauses
from casework.citations import place

TEST = """
import pytest

@pytest.mark.clause("BP-5-1-a", "BP-5-2")
@pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.clause("BP-5-4"))])
def test_one(x): ...

@pytest.mark.clause("BP-99")
def test_two(): ...
"""
CODE = """
CLAUSE = "BP-5-3"
WORDS = "see BP-5-6 for this"
def which(number): return f"BP-5-2-d-{number}"
"""


@pytest.fixture
def checkout(tmp_path):
    for folder in (*clauses.PRODUCT, "tests"):
        (tmp_path / folder).mkdir()
    (tmp_path / "tests" / "test_x.py").write_text(TEST)
    (tmp_path / "casework" / "x.py").write_text(CODE)
    (tmp_path / "casework" / "x.html").write_text('<p>\n{% cite "BP-5-5-1" %}')
    return tmp_path


def test_the_list_holds_every_clause_once_with_its_place_and_heading():
    listed = clauses.load()
    assert len(listed) == len({clause.id for clause in listed}) == 118
    assert [clause.id for clause in listed if clause.source != place(clause.id)] == []
    assert [clause.id for clause in listed if not (clause.heading and clause.duty)] == []
    assert {clause.regulation for clause in listed} == {"要領", "要綱"}
    assert {clause.part for clause in listed} == {2, 3, 4}


def test_code_templates_and_markers_are_found(checkout):
    listed = clauses.load()
    found = clauses.find(listed, checkout)
    assert {clause: dict(where) for clause, where in found.code.items() if "-d-" not in clause} == {
        "BP-5-3": {"casework/x.py": [2]}, "BP-5-5-1": {"casework/x.html": [2]},
    }  # fmt: skip
    assert sorted(c for c in found.code if "-d-" in c) == [f"BP-5-2-d-{n}" for n in range(1, 8)]
    assert {clause: dict(where) for clause, where in found.tests.items()} == {
        "BP-5-1-a": {"tests/test_x.py": ["test_one"]}, "BP-5-2": {"tests/test_x.py": ["test_one"]},
        "BP-5-4": {"tests/test_x.py": ["test_one"]}, "BP-99": {"tests/test_x.py": ["test_two"]},
    }  # fmt: skip


def test_a_marker_with_an_unknown_id_is_a_fault(checkout, monkeypatch):
    monkeypatch.setattr(clauses, "FINISHED_PARTS", set())
    listed = clauses.load()
    assert clauses.faults(listed, clauses.find(listed, checkout)) == [
        "tests/test_x.py: テストの BP-99 という条項はありません。"
    ]


def test_a_clause_of_a_finished_part_needs_a_test(checkout, monkeypatch):
    monkeypatch.setattr(clauses, "FINISHED_PARTS", {2})
    listed = clauses.load()
    told = clauses.faults(listed, clauses.find(listed, checkout))
    lacking = {line.split("（")[0] for line in told if "テストがありません" in line}
    wanted = {clause.id for clause in listed if clause.part == 2 and not clause.is_heading}
    assert lacking == wanted - {"BP-5-1-a", "BP-5-2", "BP-5-4"}


def test_a_stale_document_fails_the_check_and_is_left_alone(tmp_path, monkeypatch):
    stale = tmp_path / "clauses.md"
    stale.write_text("old")
    monkeypatch.setattr(clauses, "DOCUMENT", stale)
    with pytest.raises(CommandError, match="古くなっています"):
        call_command("clauses", "--check")
    assert stale.read_text() == "old"
    call_command("clauses")
    call_command("clauses", "--check")


def test_the_place_of_one_clause_is_told_to_the_line(capsys):
    call_command("clauses", "--where", "BP-5-2-d-4")
    assert "blue_patrol/rules/examination.py:" in capsys.readouterr().out
    with pytest.raises(CommandError, match="という条項はありません"):
        call_command("clauses", "--where", "BP-99")
