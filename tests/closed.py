"""A closed network (T26): ``python -m tests.closed COMMAND …`` runs a command where there is nothing but a loopback.

Whatever asks for an address outside fails there at once. So that nothing asks and goes on quietly, `watch` turns each
such asking of Python's into an error, and `asked_outside` reads what all other programs asked for from strace's notes.
"""

import array
import fcntl
import ipaddress
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

OUTSIDE = "CASEWORK_OUTSIDE"  # inside it names a process that has the machine's own network
FLAGS_GET, FLAGS_SET, UP = 0x8913, 0x8914, 1
OURS = {"", "localhost", "0.0.0.0", "::", socket.gethostname()}  # noqa: S104 - a server's own addresses
NOTED = re.compile(r'connect\(\d+.*?sa_family=(AF_\w+)(?:.*?inet_(?:addr\(|pton\(AF_INET6, )"([^"]+)")?')
# Chromium asks the kernel whether IPv6 has a route: an unconnected socket's address is set, and nothing is sent.
CHROMIUM_ASKS_FOR_A_ROUTE = "AF_INET6 2001:4860:4860::8888"
TRACED = ("strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=connect", "-e", "signal=none")


class AskedOutside(RuntimeError):
    """Something asked for an address that is not on this machine."""


def is_here(host: object) -> bool:
    """Whether a host, name or address, is this machine; None and nothing are."""
    said = host.decode() if isinstance(host, bytes) else str(host or "")
    try:
        return ipaddress.ip_address(said.split("%")[0]).is_loopback or said in OURS
    except ValueError:
        return said in OURS or said.endswith(".localhost")


def watch() -> None:
    """From here on each asking of this process for a host outside is an error, whatever the network would say."""

    def hear(event: str, arguments: tuple) -> None:
        if event == "socket.connect" and isinstance(arguments[1], tuple) and not is_here(arguments[1][0]):
            raise AskedOutside(f"connect {arguments[1]}")
        if event in {"socket.getaddrinfo", "socket.gethostbyname"} and not is_here(arguments[0]):
            raise AskedOutside(f"{event} {arguments[0]}")

    sys.addaudithook(hear)


def can_close() -> bool:
    """Whether this user may make a namespace of the network."""
    return (
        os.geteuid() == 0
        and subprocess.run(["unshare", "--net", "true"], check=False, capture_output=True).returncode == 0
    )


def with_outside() -> list[str]:
    """What comes before a command that fetches by its nature (a release, a bare machine)."""
    return ["nsenter", f"--net=/proc/{os.environ[OUTSIDE]}/ns/net"] if OUTSIDE in os.environ else []


def raise_loopback() -> None:
    """The new namespace's ``lo`` is down; without it not even this machine is reached."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        request = array.array("B", b"lo".ljust(40, b"\0"))
        fcntl.ioctl(asked, FLAGS_GET, request)
        request[16] |= UP
        fcntl.ioctl(asked, FLAGS_SET, request)


def routes_outside() -> list[str]:
    """Devices other than the loopback, and the routes of the kernel."""
    devices = [
        line.split(":")[0].strip() for line in Path("/proc/net/dev").read_text().splitlines() if ":" in line
    ]
    return [name for name in devices if name != "lo"] + Path("/proc/net/route").read_text().splitlines()[1:]


def asked_outside(notes: str) -> tuple[int, list[str]]:
    """How many connections strace noted, and those whose other end is not this machine."""
    found = NOTED.findall(notes)
    outside = [
        f"{family} {host}"
        for family, host in found
        if f"{family} {host}" != CHROMIUM_ASKS_FOR_A_ROUTE
        and family not in {"AF_UNIX", "AF_UNSPEC", "AF_NETLINK"}
        and not is_here(host)
    ]
    return len(found), outside


def main(command: list[str]) -> None:
    if OUTSIDE not in os.environ:
        os.environ[OUTSIDE] = str(os.getppid())
        os.execvp("unshare", ["unshare", "--net", "--", sys.executable, "-m", "tests.closed", *command])  # noqa: S606
    raise_loopback()
    assert routes_outside() == [], routes_outside()
    os.execvp(command[0], command)  # noqa: S606 - takes this process's place


if __name__ == "__main__":
    main(sys.argv[1:])
