"""python -m tests.mutation [rules|door …]: how many small faults in the core the tests find, one figure a module (T27).

Ends with 1 when fewer than GOAL percent are found, those of ``equivalent.txt`` left out.
"""

import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.mutation.mutants import Mutant
from tests.mutation.runner import IMPOSSIBLE, KILLED, Runner

GOAL = 90
HERE = Path(__file__).parent
# What is mutated, and the files of tests that are asked; among these only tests that call the function run.
GROUPS: dict[str, tuple[list[str], list[str]]] = {
    "rules": (
        ["blue_patrol/rules/[!p]*.py"],
        [
            "tests/blue_patrol/test_rules_*.py", "tests/blue_patrol/test_commissions.py",
            "tests/blue_patrol/test_ledger_tables.py", "tests/blue_patrol/test_stickers.py",
            "tests/blue_patrol/test_acts_station.py", "tests/blue_patrol/test_stock.py", "tests/blue_patrol/test_together.py",
            "tests/blue_patrol/test_training_course.py", "tests/blue_patrol/test_revocation_machine.py",
            "tests/blue_patrol/test_information.py", "tests/walks/test_revocation_paths.py",
        ],
    ),
    "paper ledgers": (
        ["blue_patrol/rules/p*.py"],
        [
            "tests/blue_patrol/test_rules_*.py", "tests/blue_patrol/test_paper_records.py",
            "tests/blue_patrol/test_registration.py",
        ],
    ),
    "councils": (
        ["liaison_councils/rules/*.py"],
        [
            "tests/liaison_councils/test_member_rules.py", "tests/liaison_councils/test_rules_meetings.py",
            "tests/liaison_councils/test_import_rules.py", "tests/liaison_councils/test_list_rows.py",
            "tests/liaison_councils/test_import_members.py",
            "tests/liaison_councils/test_frequency_rules.py", "tests/liaison_councils/test_frequency_oracle.py", "tests/liaison_councils/test_council_year.py",
            "tests/liaison_councils/test_supervision.py", "tests/liaison_councils/test_opinions.py",
            "tests/liaison_councils/test_years.py", "tests/liaison_councils/test_terms.py",
        ],
    ),
    "door": (
        ["casework/permissions.py", "casework/workflow.py", "casework/models/numbers.py"],
        [
            "tests/casework/test_permission_rules.py", "tests/casework/test_workflow.py", "tests/casework/test_permissions.py",
            "tests/casework/test_numbers.py", "tests/casework/test_second_factor.py",
            "tests/casework/test_inspection.py", "tests/casework/test_transfers.py",
            "tests/blue_patrol/test_application_machine.py", "tests/blue_patrol/test_decision_route.py",
            "tests/blue_patrol/test_registration.py", "tests/liaison_councils/test_terms.py",
        ],
    ),
    "days": (
        ["casework/dates.py", "casework/wareki.py", "casework/years.py"],
        [
            "tests/casework/test_dates.py", "tests/casework/test_wareki.py", "tests/casework/test_years.py",
            "tests/liaison_councils/test_years.py", "tests/liaison_councils/test_frequency_oracle.py",
        ],
    ),
}  # fmt: skip


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def files(patterns: list[str]) -> list[Path]:
    """The files of the patterns, each once; a pattern without one is a mistake here."""
    found = [sorted(Path().glob(pattern)) for pattern in patterns]
    assert all(found), [pattern for pattern, files in zip(patterns, found, strict=True) if not files]
    return [path for files in found for path in files]


def equivalent() -> set[str]:
    """Keys of mutants that no test could find, from lines before their indented reasons."""
    lines = (HERE / "equivalent.txt").read_text().splitlines()
    return {line for line in lines if line and not line.startswith((" ", "#"))}


def run(group: str) -> list[tuple[Mutant, str]]:
    """Every mutant of one group with its verdict."""
    modules, tests = GROUPS[group]
    runner = Runner(files(modules))
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--reuse-db", "--no-header", "--no-summary"]
    code = pytest.main([*options, *map(str, files(tests))], plugins=[runner])
    if not runner.verdicts:
        sys.exit(f"{group}: the tests did not begin (pytest ended with {code})")
    return runner.verdicts


def table(verdicts: list[tuple[Mutant, str]]) -> float:
    """Print a row a module and those that nothing found; the percentage found."""
    known = equivalent()
    counted = [(m, v) for m, v in verdicts if v != IMPOSSIBLE and not (v != KILLED and m.key in known)]
    made = Counter(mutant.path for mutant, _ in counted)
    killed = Counter(mutant.path for mutant, verdict in counted if verdict == KILLED)
    for path in made:
        say(f"T27 | {path} | {killed[path]} of {made[path]} | {killed[path] / made[path]:.0%}")
    for mutant, verdict in counted:
        if verdict != KILLED:
            say(f"{verdict}: {mutant.key}")
    rate = 100 * killed.total() / made.total()
    left = len(verdicts) - len(counted)
    say(
        f"T27 | together | {killed.total()} of {made.total()} | {rate:.1f} %, {left} equivalent or impossible"
    )
    return rate


def main(groups: list[str]) -> int:
    began = time.monotonic()
    rate = table(run(groups[0])) if len(groups) == 1 else min([_apart(group) for group in groups])
    say(f"{time.monotonic() - began:.0f} s")
    return 0 if rate >= GOAL else 1


def _apart(group: str) -> float:
    """Each group collects its own tests, in a fresh interpreter: 100 when it reached the goal, else 0."""
    return (
        0 if subprocess.run([sys.executable, "-m", "tests.mutation", group], check=False).returncode else 100
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or list(GROUPS)))
