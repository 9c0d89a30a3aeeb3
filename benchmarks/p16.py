"""P16: database tests (without browser and faults) on two processes against the same on one, once each.

Those of two rooms: all of them would take the better part of an hour on one process, for the same ratio.

Beside it, how many seconds bin/run takes to its first page, with everything installed: printed, no part of the ratio.
"""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

from benchmarks.goals import Result
from benchmarks.timing import timed

TARGET = 0.6
PORT = 8099
TESTS = [
    "tests/liaison_councils",
    "tests/offices",
    "-m",
    "not browser and not nightly",
    "-q",
    "-p",
    "no:cacheprovider",
    "--create-db",
]


def measure() -> Result:
    first = first_page()  # what cannot be started ends the run before it has cost its minutes
    alone = timed(lambda: pytest("bench_tests_one"))
    together = timed(lambda: pytest("bench_tests_two", "-n", "2", "--dist", "loadgroup"))
    print(
        f"tests: {together:.0f} s on two processes, {alone:.0f} s on one; bin/run: {first:.1f} s to its first page"
    )
    return Result("P16", together / alone, TARGET, together / alone <= TARGET, 1)


def pytest(database: str, *more: str) -> None:
    command = [sys.executable, "-m", "pytest", *TESTS, *more]
    subprocess.run(
        command, env=os.environ | {"TEST_DATABASE": database}, stdout=subprocess.DEVNULL, check=True
    )


def first_page() -> float:
    """Seconds from bin/run to an answer; it is stopped again."""
    start = time.perf_counter()
    demo = subprocess.Popen(["bin/run"], env=os.environ | {"PORT": str(PORT)}, stdout=subprocess.DEVNULL)
    try:
        while not answers():
            assert demo.poll() is None, "bin/run ended"
            time.sleep(0.05)
        return time.perf_counter() - start
    finally:
        demo.send_signal(signal.SIGTERM)
        demo.wait()


def answers() -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{PORT}/login/", timeout=5).close()
    except urllib.error.URLError:
        return False
    return True
