"""The table at the end of ``bin/test --nightly``: for each goal T01 to T27 its tests, their figures, passed or failed.

A test gives its figure by ``record_property("T05 what was counted", 50)``: properties travel with the reports, so
the table is whole when two processes share the tests. Hooks of pytest, taken in by ``tests/conftest.py``.
"""

import re
from collections import Counter

import pytest

from tests.trust.proofs import ELSEWHERE, PROOFS, goals_of

FIGURE = re.compile(r"(T\d\d) (.+)")
PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"
KINDS = {
    "passed": PASSED,
    "xfailed": PASSED,
    "failed": FAILED,
    "error": FAILED,
    "xpassed": FAILED,
    "skipped": SKIPPED,
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--trust", action="store_true", help="end with the table of the goals T01 to T27")


class AtOnce:
    """A failure is told when it happens: a night that is cut short has still said what it found."""

    def __init__(self, config: pytest.Config):
        self.config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            said = str(report.longrepr).strip().splitlines()[-1:]
            told = self.config.pluginmanager.get_plugin("terminalreporter")
            told.write_line(f"\nFAILED {report.nodeid} ({report.when}) {' '.join(said)}")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("trust") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(AtOnce(config), "failures-at-once")


def pytest_terminal_summary(terminalreporter, config: pytest.Config) -> None:
    if not config.getoption("trust"):
        return
    reports = [(kind, each) for kind in KINDS for each in terminalreporter.stats.get(kind, ())]
    terminalreporter.section("Trust: goals, tests, figures")
    for line in lines([(KINDS[kind], each.nodeid, each.user_properties) for kind, each in reports]):
        terminalreporter.write_line(line)


def lines(results: list[tuple[str, str, list]]) -> list[str]:
    """A line a goal and below it one a figure, from (passed, failed or skipped; node id; properties) of each test."""
    counted = {goal: Counter() for goal in PROOFS}
    figures: dict[str, list[str]] = {goal: [] for goal in PROOFS}
    for result, node, properties in results:
        found = [FIGURE.fullmatch(str(name)) for name, _ in properties]
        told = [
            (match[1], match[2], value) for match, (_, value) in zip(found, properties, strict=True) if match
        ]
        for goal in {*goals_of(node), *(goal for goal, _, _ in told)} & set(PROOFS):
            counted[goal][result] += 1
        for goal, what, value in told:
            if goal in figures and result != SKIPPED:
                figures[goal].append(f"     | {what} | {value} | {result} | {node}")
    return [line for goal in PROOFS for line in (_head(goal, counted[goal]), *dict.fromkeys(figures[goal]))]


def _head(goal: str, counted: Counter) -> str:
    if not counted:
        nothing = "not run here" if PROOFS[goal] else "NO PROOF"
        return f"{goal}  | {ELSEWHERE.get(goal, nothing)}"
    told = ", ".join(f"{counted[kind]} {kind}" for kind in (PASSED, FAILED, SKIPPED) if counted[kind])
    return f"{goal}  | tests: {told} | {'FAILED' if counted[FAILED] else 'passed' if counted[PASSED] else 'skipped'}"
