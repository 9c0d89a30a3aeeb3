"""Runs each mutant in a process of its own, forked when all tests are collected and the database stands.

A mutant is put in by exchanging the code of its function, so every name that was imported holds it. Only the tests
that call the function run, the quickest first, until one fails. Tables that a module builds when it is imported are
not mutated.
"""

import functools
import gc
import itertools
import os
import signal
import sys
import time
from collections import defaultdict
from pathlib import Path
from types import FunctionType

import pytest
from _pytest.runner import runtestprotocol

from tests.mutation.mutants import Mutant, mutants

KILLED, SURVIVED, UNTESTED, IMPOSSIBLE = "killed", "survived", "untested", "impossible"
LEFT_OUT = ("nightly", "browser")
MOST_SECONDS = 8  # of tests for one mutant, the quickest first: one that lives on longer counts as not found


def calm(item: pytest.Item) -> bool:
    """Whether a test leaves the database as it was when its process ends in the middle."""
    if any(item.get_closest_marker(name) for name in LEFT_OUT):
        return False
    mark = item.get_closest_marker("django_db")
    return not (mark and mark.kwargs.get("transaction")) and "transactional_db" not in item.fixturenames


class Runner:
    """A pytest plugin that takes the place of the loop over the tests."""

    def __init__(self, paths: list[Path], sample: int = 1):
        self.paths, self.sample = paths, sample
        self.verdicts: list[tuple[Mutant, str]] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = [item for item in session.items if calm(item)]
        if session.testsfailed or not self.items:
            raise session.Failed("no tests to run the mutants against")
        self.last = session  # in the place of the next test: what lives as long as the session stays
        self._open()
        self.callers = self._who_calls()
        gc.unfreeze()
        living = gc.get_objects()
        self.functions = _functions(living, self.paths)
        self.caches = [each for each in living if type(each) is functools._lru_cache_wrapper]
        del living
        gc.freeze()  # what the children share stays shared
        gc.disable()
        for path in self.paths:
            for number, mutant in enumerate(mutants(path)):
                if number % self.sample == 0:
                    self.verdicts.append((mutant, self._verdict(mutant)))
            self._say(path)
        return True

    def _open(self) -> None:
        """Build what lives as long as the session, the database above all, once for all processes."""
        wanting = [item for item in self.items if item.get_closest_marker("django_db")]
        if not wanting:
            return
        from django.db import connections  # settings stand only now

        runtestprotocol(wanting[0], nextitem=self.last, log=False)
        connections.close_all()

    def _who_calls(self) -> dict:
        """For each function of the modules the tests that call it, with their seconds: told by a child."""
        here, there = os.pipe()
        if not (child := os.fork()):
            os.close(here)
            with os.fdopen(there, "w") as out:
                self._watch(out)
            os._exit(0)
        os.close(there)
        callers = defaultdict(list)
        with os.fdopen(here) as told:
            for line in told:
                number, seconds, name, first = line.split("\t")
                callers[name, int(first)].append((float(seconds), self.items[int(number)]))
        os.waitpid(child, 0)
        return {function: _quickest(found) for function, found in callers.items()}

    def _watch(self, out) -> None:
        watched = {str(path.resolve()) for path in self.paths}
        called: set = set()

        def note(frame, event, arg):
            if event == "call" and frame.f_code.co_filename in watched:
                called.add(
                    (f"{frame.f_code.co_filename}:{frame.f_code.co_qualname}", frame.f_code.co_firstlineno)
                )

        for number, item in enumerate(self.items):
            called.clear()
            began = time.perf_counter()
            sys.setprofile(note)
            reports = runtestprotocol(item, nextitem=self.last, log=False)
            sys.setprofile(None)
            if any(report.failed for report in reports):
                sys.stderr.write(f"fails without a mutant: {item.nodeid}\n")
                continue
            for name, first in called:
                out.write(f"{number}\t{time.perf_counter() - began}\t{name}\t{first}\n")

    def _verdict(self, mutant: Mutant) -> str:
        name = f"{mutant.path.resolve()}:{mutant.function}"
        tests = self.callers.get((name, mutant.line), [])
        held = self.functions.get((name, mutant.line), [])
        if not tests or not held:
            return UNTESTED
        try:
            code = mutant.code()
            if code.co_freevars != held[0].__code__.co_freevars:
                return IMPOSSIBLE
        except (LookupError, SyntaxError):
            return IMPOSSIBLE
        if not (child := os.fork()):
            self._run(code, held, tests)
        _, status = os.waitpid(child, 0)
        return SURVIVED if status == 0 else KILLED

    def _run(self, code, held, tests) -> None:
        """In the child: 0 when every test passes with the fault in; the alarm ends a loop without end."""
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(int(20 + 5 * sum(seconds for seconds, _ in tests)))
        for function in held:
            function.__code__ = code
        for cache in self.caches:
            cache.cache_clear()
        for _, item in tests:
            if any(report.failed for report in runtestprotocol(item, nextitem=self.last, log=False)):
                os._exit(1)
        os._exit(0)

    def _say(self, path: Path) -> None:
        verdicts = [verdict for mutant, verdict in self.verdicts if mutant.path == path]
        sys.__stderr__.write(f"{path}: {verdicts.count(KILLED)} of {len(verdicts)} killed\n")
        for mutant, verdict in self.verdicts:
            if mutant.path == path and verdict in (SURVIVED, UNTESTED):
                sys.__stderr__.write(f"  {verdict}: {mutant.key}\n")
        sys.__stderr__.flush()


def _quickest(tests: list[tuple[float, pytest.Item]]) -> list[tuple[float, pytest.Item]]:
    tests = sorted(tests, key=lambda pair: pair[0])
    sums = itertools.accumulate(seconds for seconds, _ in tests)
    return [test for test, spent in zip(tests, sums, strict=True) if spent <= MOST_SECONDS] or tests[:1]


def _functions(living: list, paths: list[Path]) -> dict[tuple[str, int], list[FunctionType]]:
    """The living functions of the modules by file, name and first line."""
    watched = {str(path.resolve()) for path in paths}
    found = defaultdict(list)
    for each in living:
        if type(each) is FunctionType and each.__code__.co_filename in watched:
            code = each.__code__
            found[f"{code.co_filename}:{code.co_qualname}", code.co_firstlineno].append(each)
    return found
