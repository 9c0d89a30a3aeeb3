"""pg_dump and pg_restore: found where the settings say, run as the owner of the database."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string
from psycopg.conninfo import make_conninfo

from casework.backup.manifest import Unfit


def run(connection, program: str, *arguments: str | Path) -> None:
    """Run a program on the connection's database. Raises Unfit with the last that it said."""
    params = connection.get_connection_params()
    password = params.pop("password", None) or ""
    own = {"cursor_factory", "context", "prepare_threshold"}  # psycopg's, not libpq's
    place = make_conninfo(**{name: value for name, value in params.items() if name not in own and value})
    command = [str(find(connection, program)), f"--dbname={place}", "--no-password", *map(str, arguments)]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL,
        env=os.environ | {"PGPASSWORD": password, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    if done.returncode:
        said = done.stderr.strip().splitlines()
        reason = next((line for line in said if "error" in line.lower()), said[-1] if said else "")
        raise Unfit(f"{program}が終わりませんでした（{done.returncode}）：{reason}")


def find(connection, program: str) -> Path:
    """The program of the oldest version that is not older than the server. Raises Unfit where there is none."""
    server = connection.pg_version // 10_000
    found = sorted((major(path), n, path) for n, path in enumerate(_candidates(program)))
    for version, _, path in found:
        if version >= server:
            return path
    raise Unfit(
        f"{program}（PostgreSQL {server}以上）が見つかりません。Debianのpostgresql-clientを入れてください。"
    )


def _candidates(program: str) -> Iterator[Path]:
    on_path = shutil.which(program)
    if on_path:
        yield Path(on_path)
    for folder in import_string(settings.DATABASE_PROGRAMS)():
        if (folder / program).exists():
            yield folder / program


def major(path: Path) -> int:
    """15 of "pg_dump (PostgreSQL) 15.18 (Debian …)"."""
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    return int(said.split(")", 1)[1].split(".")[0].strip())
