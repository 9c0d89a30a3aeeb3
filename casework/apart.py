"""A file taken apart in a process of its own, so that no file can hang, swell or end the server.

``ask`` is the server's side. The child's is a module with a ``main`` that calls ``received``, ``limit_self``, loads
what it needs, calls ``shut_off`` and writes its answer to standard output; an exception ends it.
"""

import codecs
import ctypes
import resource
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_PR_SET_NO_NEW_PRIVS = 38
_CODECS = (
    "ascii",
    "cp437",
    "latin-1",
    "utf-16",
    "utf-16-be",
    "utf-16-le",
    "utf-32",
)  # Python loads them late
_AT_ONCE = threading.BoundedSemaphore(2)  # children of one web process: memory is theirs times their limit


@dataclass(frozen=True)
class Limits:
    """What one child may take: bytes of memory, seconds of the processor, seconds by the clock."""

    memory: int
    processor: int
    wall: int


class TooHeavy(Exception):
    """A limit ended the child."""


class Broken(Exception):
    """The child failed: what it read is not what it seemed."""


def ask(module: str, content: bytes, limits: Limits) -> bytes:
    """What ``python -m module`` answers to the file. Raises TooHeavy or Broken; the child is gone in any case."""
    command = [sys.executable, "-B", "-m", module]
    with _AT_ONCE:
        try:
            done = subprocess.run(
                command, input=content, capture_output=True, timeout=limits.wall, check=False, cwd=_ROOT,
                env={"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"},
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise TooHeavy from None
    if done.returncode < 0:  # ended by a limit's signal
        raise TooHeavy
    if done.returncode:
        raise Broken
    return done.stdout


def received() -> bytes:
    """The file that the server sent; nothing more is read."""
    content = sys.stdin.buffer.read()
    sys.stdin.close()
    return content


def limit_self(limits: Limits) -> None:
    """From here on the process cannot take more memory or time than is fair, write a file or start another."""
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.processor),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(what, (most, most))
    ctypes.CDLL(None).prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def shut_off() -> None:
    """From here on it opens nothing: no file, no module, no socket. Its pipes stay."""
    for name in _CODECS:
        codecs.lookup(name)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
