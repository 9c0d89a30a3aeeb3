"""Every earlier state of the tables → today's with data, and back (T23).

The data are made by the earlier release itself: its own code is unpacked, migrates an empty server and loads its
demonstration through its own door. Today's release migrates that, compares, verifies the chain, goes back and compares.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from casework.backup import exports
from tests.faults.test_backup import connect, empty_server
from tests.faults.test_kill import environment

pytestmark = [pytest.mark.nightly, pytest.mark.xdist_group("migrations")]
ROOT = Path(__file__).resolve().parents[2]
OURS = ("liaison_councils", "blue_patrol", "casework")
# Before there were releases: the last commit of each part of the work, by what it added.
LANDED = {
    "the certification": "efcb2eb", "the whole desk": "79e94d9", "all procedures": "8eb960a", "the councils": "8a5cef7",
    "books and prints": "e469387", "transfers and lists": "b92d261",
}  # fmt: skip
RENAMED = {"blue_patrol_certificationapplication": "blue_patrol_application"}
OF_THE_PROGRAM = {  # what each release writes anew about itself
    "django_migrations", "django_content_type", "auth_permission", "casework_machineedge", "casework_keptlayout", "casework_mark",
}  # fmt: skip
KEYS = {"SECRET_KEY": "a key of the tests", "HISTORY_KEY": "another key of the tests", "DEMO": "1"}


def releases() -> dict[str, str]:
    """Every release's tag, and what landed before the first; nothing of an archive without its history."""
    told = subprocess.run(
        ["git", "tag", "--list", "v*"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return LANDED | {tag: tag for tag in told.stdout.split()}


@pytest.fixture(params=releases().values(), ids=[name.replace(" ", "-") for name in releases()])
def earlier(request, tmp_path) -> Path:
    """The code of then."""
    packed = subprocess.run(["git", "archive", request.param], cwd=ROOT, capture_output=True, check=False)
    assert packed.returncode == 0, f"no {request.param} in this clone: {packed.stderr.decode()}"
    then = tmp_path / "then"
    (then / ".local").mkdir(parents=True)
    subprocess.run(["tar", "-x", "-C", then], input=packed.stdout, check=True)
    return then


def manage(folder: Path, place, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", *arguments], cwd=folder, env=environment(place) | KEYS,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{folder.name}: {arguments}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout


def held(place, shape: dict[str, tuple[str, str]]) -> dict[str, exports.Export]:
    """Rows and hash of each table over the columns that ``shape`` names (columns, key)."""
    with connect(place) as owner, owner.cursor() as cursor:
        for setting in exports.SETTINGS:
            cursor.execute(setting)
        return {name: exports.export(cursor, name, *told) for name, told in shape.items()}


def shape_of(place) -> dict[str, tuple[str, str]]:
    with connect(place) as owner:
        found = owner.execute(exports.TABLES).fetchall()
    return {name: (columns, key) for name, columns, key in found if name not in OF_THE_PROGRAM}


def leaves(folder: Path) -> dict[str, str]:
    """The last migration of each application of ours; "zero" where it had no tables."""
    found = {app: sorted(path.stem for path in (folder / app / "migrations").glob("0*.py")) for app in OURS}
    return {app: names[-1] if names else "zero" for app, names in found.items()}


def test_every_row_comes_along_and_goes_back(earlier, record_property):
    with empty_server() as place:
        manage(earlier, place, "migrate", "--verbosity", "0")
        manage(earlier, place, "demo")
        shape = shape_of(place)
        before = held(place, shape)
        anchor = re.search(r"\d+:[0-9a-f]{64}", manage(earlier, place, "verify_history"))[0]

        manage(ROOT, place, "migrate", "--verbosity", "0")
        today = {RENAMED.get(name, name): told for name, told in shape.items()}
        after = held(place, today)
        assert {name: after[RENAMED.get(name, name)] for name in before} == before
        manage(ROOT, place, "verify_history", "--anchor", anchor)

        for app, last in leaves(earlier).items():
            manage(ROOT, place, "migrate", app, last, "--verbosity", "0")
        assert held(place, shape) == before
        manage(earlier, place, "migrate", "--verbosity", "0")
        manage(earlier, place, "verify_history", "--anchor", anchor)
        assert held(place, shape) == before
    rows = sum(export.rows for export in before.values())
    record_property(
        "T23 tables and rows",
        f"{len(before)} tables, {rows} rows to {leaves(ROOT)} and back, 0 lost, hashes equal",
    )
