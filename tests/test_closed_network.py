"""A closed network (T26): the tests run where nothing is outside, and nobody even asks for it."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests import closed
from tests.nights import tell

ROOT = Path(__file__).resolve().parents[1]
WALK = "tests/flows/test_first_certificate.py"


@pytest.mark.parametrize("address", [("192.0.2.1", 443), ("2001:db8::1", 443)])
def test_a_connection_to_outside_is_an_error_in_every_test(address):
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as tried, pytest.raises(closed.AskedOutside):
        tried.connect(address)


def test_a_name_outside_is_not_even_looked_up():
    with pytest.raises(closed.AskedOutside):
        socket.getaddrinfo("example.org", 443)


def test_notes_of_other_programs_are_read_for_what_they_are():
    notes = """
7 connect(3, {sa_family=AF_UNIX, sun_path="/run/x"}, 110) = 0
8 connect(4, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, 16) = 0
8 connect(4, {sa_family=AF_INET6, sin6_port=htons(1), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, 28) = 0
9 connect(4, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("192.0.2.53")}, 16) = -1 ENETUNREACH
9 connect(5, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:db8::7", &sin6_addr), sin6_scope_id=0}, 28) = -1
"""
    assert closed.asked_outside(notes) == (5, ["AF_INET 192.0.2.53", "AF_INET6 2001:db8::7"])


@pytest.mark.skipif(
    not closed.can_close(), reason="T26 wants root and unshare: no namespace can be made here"
)
def test_in_the_namespace_there_is_a_loopback_and_nothing_else():
    code = (
        "import socket; from tests.closed import routes_outside; assert routes_outside() == []\n"
        "server = socket.create_server(('127.0.0.1', 0)); socket.create_connection(server.getsockname()).close()\n"
        "try: socket.create_connection(('192.0.2.1', 443), 2)\n"
        "except OSError as error: print(error.errno)"
    )
    command = [sys.executable, "-m", "tests.closed", sys.executable, "-c", code]
    without = {name: value for name, value in os.environ.items() if name != closed.OUTSIDE}
    done = subprocess.run(command, cwd=ROOT, env=without, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "101"  # the network is unreachable


@pytest.mark.nightly
@pytest.mark.browser
def test_a_browser_walk_through_the_whole_procedure_asks_nobody_outside(tmp_path):
    """Every program that takes part is watched: Chromium, its driver, the tests, what renders; not only Python."""
    if lacking := [program for program in ("strace", "unshare") if not shutil.which(program)]:
        pytest.skip(f"T26 wants {' and '.join(lacking)}")
    notes = tmp_path / "notes"
    environment = os.environ | {"TEST_DATABASE": f"{os.environ.get('TEST_DATABASE', 'test_casework')}_closed"}
    command = [
        sys.executable, "-m", "tests.closed", *closed.TRACED, "-o", notes,
        sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--create-db", WALK,
    ]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    asked, outside = closed.asked_outside(notes.read_text(errors="replace"))
    assert asked > 100  # the notes are those of a walk
    assert outside == []
    tell("T26", f"{asked} connections of a browser walk in a namespace without routes, 0 outside")
