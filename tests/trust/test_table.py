"""The table of figures holds what tests told, also from two processes, and says where there is none."""

import subprocess
import sys

import pytest

from tests.test_repository import ROOT
from tests.trust.proofs import PROOFS
from tests.trust.table import lines

TESTS = """
import pytest

def test_counts(record_property):
    record_property("T05 desks at once", 50)
    record_property("of no goal", 1)

def test_is_wrong(record_property):
    record_property("T12 statements refused", 49)
    assert False

@pytest.mark.skip
def test_waits():
    pass
"""


@pytest.mark.parametrize("processes", [(), ("-n", "2")], ids=["one", "two"])
def test_figures_of_a_run_stand_in_one_table(tmp_path, processes):
    (tmp_path / "test_it.py").write_text(TESTS)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:django",
        "-p",
        "tests.trust.table",
    ]
    asked = subprocess.run(
        [*command, "--rootdir", str(tmp_path), "-c", "/dev/null", "--trust", *processes, str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = asked.stdout.splitlines()
    assert asked.returncode == 1
    assert any(line.startswith("FAILED test_it.py::test_is_wrong (call)") for line in told)
    assert "T05  | tests: 1 passed | passed" in told
    assert "T12  | tests: 1 failed | FAILED" in told
    assert any(
        line.startswith("     | desks at once | 50 | passed | test_it.py::test_counts") for line in told
    )
    assert any(line.startswith("     | statements refused | 49 | failed |") for line in told)
    assert "T27  | bin/test --mutation" in told
    assert sum(line.startswith("T") and "  | " in line for line in told) == 27


def test_a_test_counts_for_its_goals_also_without_a_figure(monkeypatch):
    monkeypatch.setitem(PROOFS, "T26", ())
    told = lines([("passed", "tests/blue_patrol/test_races.py::test_x", []), ("skipped", "tests/faults/test_kill.py::test_y", [])])  # fmt: skip
    heads = {line[:3]: line for line in told}
    assert heads["T05"] == "T05  | tests: 1 passed | passed"
    assert heads["T22"] == "T22  | not run here"
    assert heads["T07"] == "T07  | tests: 1 skipped | skipped"
    assert heads["T06"] == "T06  | not run here"
    assert heads["T26"] == "T26  | NO PROOF"
