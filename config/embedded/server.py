"""Start, prepare and stop the private server, whoever else is racing to do the same."""

import fcntl
import os
import shlex
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from .places import PROGRAM_ENVIRONMENT, Place, find_place, find_programs

DATABASE = "casework"
PATIENCE = 60.0  # seconds for a server that recovers after a crash
ZOMBIE_PATIENCE = 3.0  # seconds for a killed server's lock file and shared memory to be let go
# Statements and details would carry names and addresses into the log.
CONFIGURATION = """
listen_addresses = ''
max_connections = 100
log_min_error_statement = panic
log_error_verbosity = terse
"""


def run(place: Place, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a PostgreSQL program as the user who owns the data."""
    command = [find_programs(place) / program, *arguments]
    as_server = {"user": place.uid, "group": place.gid, "extra_groups": []} if os.geteuid() == 0 else {}
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        command,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env=PROGRAM_ENVIRONMENT,
        cwd="/",
        umask=0o077,
        **as_server,
    )


def is_ready(place: Place) -> bool:
    if not (place.sockets.exists() and place.data.exists()):
        return False
    return run(place, "pg_isready", "-q", "-h", place.sockets).returncode == 0


def ensure_running(place: Place | None = None) -> bool:
    """Start and prepare the server unless it serves already; True if this call started it."""
    place = place or find_place()
    with locked(place):
        make_folder(place.sockets, 0o700, place)
        make_data(place)
        started = start(place)
        prepare(place)
    return started


def stop(place: Place | None = None) -> bool:
    """Stop the server in order; True if it ran."""
    place = place or find_place()
    if not place.data.exists():
        return False
    with locked(place):
        if not is_alive(place):
            return False
        succeed(run(place, "pg_ctl", "-w", "-m", "fast", "-D", place.data, "stop"))
    return True


def is_used(place: Place) -> bool:
    """Whether any client is connected: a test run beside the demo, somebody's psql."""
    if not is_ready(place):
        return False
    with connect(place) as owner:
        others = (
            "select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()"
        )
        return owner.execute(others).fetchone() is not None


def connect(place: Place) -> psycopg.Connection[Any]:
    return psycopg.connect(host=str(place.sockets), user="owner", dbname="postgres", autocommit=True)


@contextmanager
def locked(place: Place) -> Iterator[None]:
    """One process at a time; those that race wait for the one that starts the server."""
    if not place.home.parent.exists():
        place.home.parent.mkdir(parents=True, exist_ok=True)  # another process may come first
        place.home.parent.chmod(0o711)  # the server's user passes through, and sees nothing
    make_folder(place.home, 0o711, place, ours=True)
    if place.sockets.parent != place.home:
        make_folder(place.sockets.parent, 0o711, place, ours=True)
    with open(place.home / "lock", "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_folder(path: Path, mode: int, place: Place, *, ours: bool = False) -> None:
    """Make a folder, or refuse one that another user laid there before us (/var/tmp is everybody's)."""
    uid, gid = (os.geteuid(), os.getegid()) if ours else (place.uid, place.gid)
    with suppress(FileExistsError):  # made before, or by another process in this moment
        path.mkdir(mode=mode)
        path.chmod(mode)  # mkdir's mode passes through the umask
        if os.geteuid() == 0:
            os.chown(path, uid, gid)
    if path.is_symlink() or path.stat().st_uid not in {uid, place.uid}:
        raise RuntimeError(f"{path} belongs to another user: remove it")


def make_data(place: Place) -> None:
    """Make the cluster beside its place and move it there whole: a killed initdb leaves nothing half done."""
    if place.data.exists():
        return
    fresh = place.home / "data.new"
    subprocess.run(["/bin/rm", "-rf", fresh], check=True)
    make_folder(fresh, 0o700, place)
    succeed(run(place, "initdb", "-D", fresh, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-U", "owner"))
    with open(fresh / "postgresql.conf", "a") as configuration:
        configuration.write(CONFIGURATION)
    fresh.rename(place.data)


def start(place: Place) -> bool:
    """Wait for a living server, start a dead one; a zombie's lock file is waited for, then taken away."""
    began = time.monotonic()
    waited_for_zombie = False
    while not is_ready(place):
        if is_alive(place):
            if time.monotonic() - began > PATIENCE:
                raise RuntimeError(f"the server does not answer; see {place.data / 'server.log'}")
            time.sleep(0.1)
            continue
        log = place.data / "server.log"
        done = run(place, "pg_ctl", "-w", "-D", place.data, "-l", log, "-o", options(place), "start")
        if done.returncode == 0:
            return True
        if time.monotonic() - began > ZOMBIE_PATIENCE:
            if waited_for_zombie:
                succeed(done)
            waited_for_zombie = True
            (place.data / "postmaster.pid").unlink(missing_ok=True)
        time.sleep(0.1)
    return False


def options(place: Place) -> str:
    return shlex.join(["-k", str(place.sockets)])


def is_alive(place: Place) -> bool:
    """Whether the lock file's process is a living postgres, not a zombie and not a stranger with its number."""
    try:
        pid = (place.data / "postmaster.pid").read_text().split("\n", 1)[0]
        name, _, rest = Path(f"/proc/{int(pid)}/stat").read_text().rpartition(")")
    except (FileNotFoundError, ProcessLookupError, ValueError):
        return False
    return name.endswith("(postgres") and rest.split()[0] != "Z"


def prepare(place: Place) -> None:
    """The two logins and the database, on the first start; a start that was killed here is completed."""
    with connect(place) as owner:
        if not owner.execute("select 1 from pg_roles where rolname = 'app'").fetchone():
            owner.execute(
                "create role app login nosuperuser nocreatedb nocreaterole nobypassrls noreplication"
            )
        if not owner.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
            owner.execute(
                sql.SQL("create database {} owner owner template template0").format(sql.Identifier(DATABASE))
            )
        for name in (DATABASE, "postgres", "template1"):
            owner.execute(sql.SQL("revoke temporary on database {} from public").format(sql.Identifier(name)))


def succeed(done: subprocess.CompletedProcess[str]) -> None:
    if done.returncode:
        raise RuntimeError(f"{Path(done.args[0]).name}: {done.stdout}{done.stderr}")
