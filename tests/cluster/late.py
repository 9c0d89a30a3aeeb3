"""A program of the application on a host whose clock is wrong: python -m tests.cluster.late SECONDS MODULE ARGUMENTS.

The kernel has one clock for all of its namespaces; so it is what the application asks that is wrong, as in
tests/faults/test_clock.py, in every process that comes of this one.
"""

import runpy
import sys
from datetime import timedelta

from django.utils import timezone


def main(seconds: float, module: str, *arguments: str) -> None:
    right = timezone.now
    timezone.now = lambda: right() + timedelta(seconds=seconds)
    sys.argv = [module, *arguments]
    if module.endswith(".py"):
        runpy.run_path(module, run_name="__main__")
    else:
        runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(float(sys.argv[1]), *sys.argv[2:])
