"""Hosts as Linux namespaces: a network of their own, an address each, no disk in common but the release, read-only.

Everything lives in one namespace of processes whose first waits for the test's process: when that ends, however it
ends, the kernel takes processes, networks and mounts away with it. Nothing of it is in the machine's own network.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / ".local" / "cluster"  # what a run makes once for all hosts: collected files, compiled modules
CURRENT = Path("/srv/casework/current")  # where a host has the release, as deploy/ says
PYTHON = f"{CURRENT}/.venv/bin/python"
ASKED_FOR = {
    "ip": "iproute2", "unshare": "util-linux", "nsenter": "util-linux", "setpriv": "util-linux",
    "nginx": "nginx-light", "openssl": "openssl", "curl": "curl",
}  # fmt: skip
WAITS = "echo up; exec env --ignore-signal=CHLD cat"  # reaps what is left to it; ends with whoever holds its input
APART = ("--net", "--mount", "--uts", "--ipc")
DISK = """
mount -t tmpfs -o mode=755 none /srv
mkdir -p /srv/casework/current /srv/casework/bytecode
mount --bind "$1" /srv/casework/current
mkdir /srv/casework/disk; [ -z "$3" ] || mount --bind "$3" /srv/casework/disk
mount -t tmpfs -o mode=755 none /srv/casework/current/.local
mkdir /srv/casework/current/.local/static /srv/casework/current/.local/metrics
mount --bind "$2/static" /srv/casework/current/.local/static
mount --bind "$2/bytecode" /srv/casework/bytecode
for each in /run /tmp /home /var/lib /var/log /var/tmp /dev/shm; do mount -t tmpfs -o mode=1777 none $each; done
[ -z "$3" ] || { mkdir /var/lib/postgresql; mount --bind /srv/casework/disk /var/lib/postgresql; }
mkdir -p -m 1777 /run/postgresql /run/casework; mkdir -p /var/log/nginx /var/log/casework /var/lib/nginx
while read -r _ _ _ _ place _; do
  case $place in
    /proc* | /dev/* | /run | /tmp | /home | /var/lib | /var/log | /var/tmp | /var/lib/postgresql | /srv | /srv/casework/disk | /srv/casework/current/.local) ;;
    *) mount -o remount,bind,ro "$place" 2>/dev/null || true ;;
  esac
done < /proc/self/mountinfo
"""
BUILDER = 'mount -o remount,bind,rw "$2/static" /srv/casework/current/.local/static; mount -o remount,bind,rw "$2/bytecode" /srv/casework/bytecode'


def lacking() -> list[str]:
    """What this machine lacks for it, in words; nothing where hosts can be made."""
    path = f"{os.environ['PATH']}:/usr/sbin:/sbin"
    found = [
        f"Debian's package {package}"
        for name, package in ASKED_FOR.items()
        if not shutil.which(name, path=path)
    ]
    if os.geteuid() != 0:
        found.append("root")
    elif not found and subprocess.run(["unshare", *APART, "--pid", "--fork", "true"], check=False).returncode:
        found.append("the right to make namespaces")
    return sorted(set(found))


def within(path: Path) -> str:
    """A path of this checkout as a host sees it."""
    return str(CURRENT / path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def namespaces(process: Path) -> tuple[str, str]:
    return os.readlink(process / "ns/net"), os.readlink(process / "ns/pid")


def children(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def wait_until(is_so, seconds: float, what: str = "nothing happened", pause: float = 0.05) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, what
        time.sleep(pause)


class Program:
    """A program on a host; ``pid`` is its number outside, ``log`` what it and those before it said."""

    def __init__(self, entered: subprocess.Popen, log: Path, since: int) -> None:
        self.entered, self.log, self.since = entered, log, since
        self.pid = next(iter(children(entered.pid)), 0)
        while not self.pid and entered.poll() is None:  # nsenter has not yet forked
            self.pid = next(iter(children(entered.pid)), 0)

    def send(self, number: int) -> None:
        if self.entered.poll() is None:
            os.kill(self.pid, number)

    def end(self, seconds: float = 40) -> int:
        """In order; its answer."""
        self.send(signal.SIGTERM)
        return self.entered.wait(seconds)

    @property
    def said(self) -> str:
        return self.log.read_bytes()[self.since :].decode()

    @property
    def lives(self) -> bool:
        return self.entered.poll() is None


class Host:
    """``pid`` is the process that holds its namespaces; ``files`` its file system as seen from outside.

    ``disk``: a folder of this machine under /var/lib/postgresql, where the memory is too small for it.
    """

    def __init__(self, room: "Room", name: str, number: int, *, builds: bool = False, disk: str = "") -> None:
        self.room, self.name, self.address = room, name, f"10.77.0.{number}"
        script = DISK + (BUILDER if builds else "") + f"\nhostname {name}\n{WAITS}"
        command = ["unshare", *APART, "--propagation", "private", "--", "sh", "-euc", script, "sh", str(ROOT), str(KEPT), disk]  # fmt: skip
        entered = ["nsenter", f"--target={room.pid}", "--pid", *APART, "--", *command]
        self.holder, self.pid = held(entered)
        self.files = Path(f"/proc/{self.pid}/root")
        self.programs: list[Program] = []
        for key in ("secret_key", "history_key"):
            shutil.copy(ROOT / ".local" / key, self.files / str(CURRENT)[1:] / ".local" / key)
        room.wire(self)

    def inside(self, *command: str | Path, user: int | None = None, **variables: str) -> list[str]:
        told = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": "/run/casework", "PYTHONPYCACHEPREFIX": "/srv/casework/bytecode",
                "PYTHONDONTWRITEBYTECODE": "1", "XDG_CACHE_HOME": "/run/casework/cache"} | variables  # fmt: skip
        as_user = [] if user is None else ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"]
        return [
            "nsenter", f"--target={self.pid}", "--pid", *APART, "--", *as_user, "env", "-i", *(f"{k}={v}" for k, v in told.items()),
            "sh", "-c", f'cd {CURRENT}; exec "$@"', "sh", *map(str, command),
        ]  # fmt: skip

    def run(self, *command: str | Path, check: bool = True, seconds: float = 300, said: str | None = None, **how) -> subprocess.CompletedProcess:  # fmt: skip
        done = subprocess.run(
            self.inside(*command, **how), capture_output=True, text=True, check=False, timeout=seconds,
            **({"stdin": subprocess.DEVNULL} if said is None else {"input": said}),
        )  # fmt: skip
        assert not check or done.returncode == 0, f"{self.name}: {command}\n{done.stdout}\n{done.stderr}"
        return done

    def start(self, name: str, *command: str | Path, **how) -> Program:
        """Left running; what it says goes to a log outside, appended."""
        log = self.room.logs / f"{self.name}-{name}.log"
        with log.open("a") as told:
            since = told.tell()
            entered = subprocess.Popen(
                self.inside(*command, **how), stdin=subprocess.DEVNULL, stdout=told, stderr=told
            )
        self.programs.append(Program(entered, log, since))
        return self.programs[-1]

    def processes(self) -> list[int]:
        """All that run in its network but the one that holds it, and those outside that wait for one inside."""
        mine, found = namespaces(Path(f"/proc/{self.pid}")), []
        for each in Path("/proc").glob("[0-9]*"):
            try:
                if namespaces(each) == mine and int(each.name) != self.pid:
                    found.append(int(each.name))
            except OSError:
                continue
        return found

    def kill(self) -> None:
        """Everything at once and without a word, as when the power goes; its disk stays."""
        while found := self.processes():
            for pid in found:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            time.sleep(0.01)
        for each in self.programs:
            each.entered.wait(20)
        self.programs.clear()

    def unplug(self) -> None:
        self.room.ip("link", "set", self.name, "down")

    def plug(self) -> None:
        self.room.ip("link", "set", self.name, "up")


def held(command: list[str]) -> tuple[subprocess.Popen, int]:
    """A process that says that it is up and waits for its input to end; its first child is what was asked for."""
    holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"up\n", f"no namespace: {command}"
    return holder, children(holder.pid)[0]


class Room:
    """A bridge that leads nowhere; hosts are added by name."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self.hosts: dict[str, Host] = {}
        for folder in ("static", "bytecode"):
            (KEPT / folder).mkdir(parents=True, exist_ok=True)
        command = ["unshare", *APART, "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "private", "--", "sh", "-c", WAITS]  # fmt: skip
        self.holder, self.pid = held(command)
        self.ip("link", "add", "between", "type", "bridge")
        self.ip("link", "set", "between", "up")

    def ip(self, *words: str, pid: int | None = None) -> None:
        command = ["nsenter", f"--net=/proc/{pid or self.pid}/ns/net", "ip", *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{words}: {done.stderr}"

    def wire(self, host: Host) -> None:
        self.ip("link", "add", host.name, "type", "veth", "peer", "name", "eth0", "netns", str(host.pid))
        self.ip("link", "set", host.name, "master", "between", "up")
        for words in (("addr", "add", f"{host.address}/24", "dev", "eth0"), ("link", "set", "eth0", "up"), ("link", "set", "lo", "up")):  # fmt: skip
            self.ip(*words, pid=host.pid)

    def add(self, name: str, number: int, *, builds: bool = False, disk: str = "") -> Host:
        self.hosts[name] = Host(self, name, number, builds=builds, disk=disk)
        return self.hosts[name]

    def close(self) -> None:
        for each in self.hosts.values():
            each.kill()
        for holder in (*(host.holder for host in self.hosts.values()), self.holder):
            holder.kill() if holder is not self.holder else holder.stdin.close()
            holder.wait(20)
            for end in (holder.stdin, holder.stdout):
                end.close()


@contextmanager
def room(logs: Path) -> Iterator[Room]:
    made = Room(logs)
    try:
        yield made
    finally:
        made.close()
