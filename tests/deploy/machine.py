"""A Debian 12 of one's own with its own systemd, and no network but a loopback: where the installation is tried."""

import os
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from tests.closed import with_outside

NAME = "casework.test"
ASKED_FOR = {"debootstrap": "debootstrap", "systemd-nspawn": "systemd-container", "nsenter": "util-linux"}
CLEAN = ("env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8")


def lacking() -> list[str]:
    """What this machine lacks for it, in words; nothing where it can be tried."""
    found = [
        f"Debian's package {package}" for program, package in ASKED_FOR.items() if not shutil.which(program)
    ]
    return found + ([] if os.geteuid() == 0 else ["root"])


class Machine:
    """A booted one: ``root`` is its file system, ``leader`` its first process, both as seen from here."""

    def __init__(self, root: Path, leader: int) -> None:
        self.root, self.leader = root, leader

    def run(self, script: str, *, user: str = "root", check: bool = True, **variables: str) -> str:
        """Standard output of a script; it stops at its first error, which fails the test with all that was said."""
        home = "/root" if user == "root" else f"/home/{user}"
        told = [f"{name}={value}" for name, value in ({"HOME": home, "USER": user} | variables).items()]
        become = [] if user == "root" else ["runuser", "-u", user, "--"]
        shell = [*become, *CLEAN, *told, "bash", "-euo", "pipefail", "-c", f'cd "$HOME"\n{script}']
        done = subprocess.run(
            ["nsenter", f"--target={self.leader}", "--all", *shell],
            capture_output=True, text=True, check=False, timeout=900, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert not check or done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def from_its_network(self, *command: str | Path) -> str:
        """A program of this machine's, which sees the other's network only."""
        entered = ["nsenter", f"--target={self.leader}", "--net", *map(str, command)]
        done = subprocess.run(entered, capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout


@contextmanager
def bare_debian():
    """debootstrap's smallest with systemd, booted in namespaces of its own; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="debian-", dir="/var/tmp"))
    root = folder / "root"
    try:
        made = subprocess.run(
            [*with_outside(), "debootstrap", "--variant=minbase", "--include=systemd,systemd-sysv,dbus", "bookworm", root],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert made.returncode == 0, made.stdout[-2000:] + made.stderr[-2000:]
        (root / "etc/hostname").write_text("casework\n")
        (root / "etc/hosts").write_text(f"127.0.0.1 localhost casework {NAME}\n::1 localhost\n")
        with booted(root) as machine:
            yield machine
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def booted(root: Path):
    """Started like a computer, and switched off like one."""
    how = ["--register=no", "--keep-unit", "--private-network", "--console=pipe", "--quiet"]
    with open(root.parent / "console", "wb") as console:
        nspawn = subprocess.Popen(
            ["systemd-nspawn", f"--directory={root}", "--boot", *how],
            stdin=subprocess.DEVNULL, stdout=console, stderr=console,
        )  # fmt: skip
    try:
        machine = Machine(root, leader_of(nspawn))
        for _ in range(100):
            if machine.run("systemctl is-system-running || true").strip() in {"running", "degraded"}:
                break
            time.sleep(0.3)
        yield machine
    finally:
        nspawn.terminate()  # it asks the machine to shut down
        try:
            nspawn.wait(timeout=60)
        except subprocess.TimeoutExpired:
            nspawn.kill()
            nspawn.wait()


def leader_of(nspawn: subprocess.Popen) -> int:
    """Its first process, once that has become systemd."""
    for _ in range(100):
        assert nspawn.poll() is None, "systemd-nspawn did not start"
        for child in Path(f"/proc/{nspawn.pid}/task/{nspawn.pid}/children").read_text().split():
            if Path(f"/proc/{child}/comm").read_text().strip() == "systemd":
                return int(child)
        time.sleep(0.1)
    raise AssertionError("no systemd was started")
