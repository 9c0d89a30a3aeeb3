"""``python -m tests.uploads.children``: a child that does under the limits what a hostile file would have it do."""

import os
import socket
import sys
import time

from casework import apart

LIMITS = apart.Limits(memory=256 * 1024 * 1024, processor=1, wall=20)
IMPATIENT = apart.Limits(memory=256 * 1024 * 1024, processor=1, wall=3)


def spin():
    while True:
        pass


def swell():
    return len(bytearray(1024 * 1024 * 1024))


def sleep():
    time.sleep(60)


def raise_one():
    raise ValueError


def end_at_once():
    os._exit(3)


def fall():
    os.kill(os.getpid(), 11)


def tried(what) -> bytes:
    try:
        what()
    except OSError as error:
        return type(error).__name__.encode()
    return b"done"


DEEDS = {
    deed.__name__: deed for deed in (spin, swell, sleep, raise_one, end_at_once, fall)
} | {
    "read": lambda: tried(lambda: open("/etc/hostname")),  # noqa: SIM115
    "write": lambda: tried(lambda: open("/tmp/written", "w")),  # noqa: SIM115, S108
    "call": lambda: tried(socket.socket),
    "answer": lambda: b"answer",
    "environment": lambda: os.environ.get("SECRET_KEY", "").encode(),
}  # fmt: skip


if __name__ == "__main__":
    deed = DEEDS[apart.received().decode()]
    apart.limit_self(LIMITS)
    apart.shut_off()
    sys.stdout.buffer.write(deed() or b"")
