"""Backup on one server, restore on an empty one (T09): everything the same, or a sentence and nothing half-done."""

import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from casework import chain
from casework.generate import people
from config.embedded import places, server
from tests.faults.test_kill import ROOT, environment, own_server

pytestmark = [
    pytest.mark.nightly,
    pytest.mark.xdist_group("backup"),
]  # one server and one backup for all of them

TABLES = "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
PASSPHRASE = "みどりの自転車で坂を上る四月の朝"


def manage(place, *arguments, **how) -> subprocess.CompletedProcess:
    more = how.pop("env", {})
    command = [sys.executable, "manage.py", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env=environment(place) | more, capture_output=True, text=True, check=False, **how
    )


def connect(place):
    return psycopg.connect(host=str(place.sockets), user="owner", dbname=server.DATABASE)


@contextmanager
def empty_server(folder: Path | None = None):
    """A cluster with its two logins and an empty database."""
    folder = folder or Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    folder.chmod(0o711)
    place = places.find_place(folder / "postgresql")
    try:
        server.ensure_running(place)
        yield place
    finally:
        server.stop(place)
        shutil.rmtree(folder / "postgresql", ignore_errors=True)


@pytest.fixture(scope="module", params=["", "0.02"], ids=["a desk", "generated"])
def kept(request, tmp_path_factory):
    """A server with cases and papers, its backup with keys, and where these lie."""
    place = tmp_path_factory.mktemp("backups")
    secret = place / "passphrase"
    secret.write_text(PASSPHRASE + "\n")
    with own_server() as source:
        if request.param:
            assert manage(source, "generate", "--scale", request.param).returncode == 0
        subprocess.run(
            [sys.executable, "-m", "tests.faults.prints", "2"], cwd=ROOT, env=environment(source), check=True, capture_output=True
        )  # fmt: skip
        assert manage(source, "worker", "--until-idle").returncode == 0
        done = manage(
            source, "backup", place / "dumps", "--keys", place / "safe", "--passphrase-file", secret
        )
        assert done.returncode == 0, done.stderr
        (folder,) = (place / "dumps").iterdir()
        (keys,) = (place / "safe").iterdir()
        yield SimpleNamespace(source=source, folder=folder, keys=keys, secret=secret, told=done.stdout)


@pytest.fixture(scope="module")
def machine():
    """An empty machine; whoever fills it empties it again."""
    with empty_server() as place:
        yield place


@pytest.fixture
def damaged(kept, tmp_path) -> Path:
    """A copy of the backup to spoil."""
    return Path(shutil.copytree(kept.folder, tmp_path / kept.folder.name))


def exports(owner) -> dict[str, tuple[int, str]]:
    """By a query of the test's own: rows of each table and a hash over their texts in order."""
    found = {}
    for (table,) in owner.execute(TABLES).fetchall():
        rows = owner.execute(f'select t::text from "{table}" t order by t::text collate "C"').fetchall()
        found[table] = (len(rows), hashlib.sha256("\n".join(row for (row,) in rows).encode()).hexdigest())
    return found


def files(owner) -> dict[int, str]:
    rows = owner.execute(
        "select id, content, sha256 from casework_storedfile where media_type = 'application/pdf'"
    )
    hashed = {pk: (hashlib.sha256(content).hexdigest(), told) for pk, content, told in rows}
    assert all(found == told for found, told in hashed.values())
    return {pk: found for pk, (found, _) in hashed.items()}


def is_empty(place) -> bool:
    with connect(place) as owner:
        return owner.execute(TABLES).fetchall() == []


def refused(done, *words) -> None:
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr


def test_what_is_restored_on_an_empty_machine_is_the_same_by_hash(kept, machine, tmp_path, record_property):
    moved = {
        "HISTORY_KEY_FILE": str(tmp_path / "history_key"),
        "SECRET_KEY_FILE": str(tmp_path / "secret_key"),
    }
    for path in moved.values():  # bin/setup has made keys of its own there
        Path(path).write_text("the machine's own, made by its set-up\n")
    keys = ["--keys", kept.keys, "--passphrase-file", kept.secret]
    try:
        done = manage(machine, "restore", kept.folder, *keys, env=moved)
        assert done.returncode == 0, done.stderr
        with connect(kept.source) as before, connect(machine) as after:
            there, here = exports(before), exports(after)
            for table in ("casework_mark", "casework_machineedge"):  # when it was restored; written anew
                del there[table], here[table]
            assert here == there
            assert files(after) == files(before)
            papers, rows = len(files(after)), sum(count for count, _ in here.values())
            verdict = chain.verify(after.cursor())
        assert papers
        assert verdict.is_whole
        assert f"{verdict.count}:{verdict.last_hash}" in done.stdout
        for name, path in moved.items():
            assert (
                Path(path).read_text() == (ROOT / ".local" / name.removesuffix("_FILE").lower()).read_text()
            )
            assert Path(path).stat().st_mode & 0o777 == 0o600
        assert "書き換えはありません" in manage(machine, "verify_history", env=moved).stdout
        refused(manage(machine, "restore", kept.folder, *keys, env=moved), "空ではありません")
        with connect(machine) as after:
            assert exports(after).keys() == here.keys() | {"casework_mark", "casework_machineedge"}
    finally:
        with connect(machine) as owner:
            owner.execute("drop schema public cascade")
            owner.execute("create schema public")
    record_property("T09 tables, rows, papers identical", f"{len(here)}, {rows}, {papers}")


def test_the_application_serves_what_was_restored_and_may_not_more_than_before(kept, machine):
    assert manage(machine, "restore", kept.folder).returncode == 0
    rights = "select table_name, privilege_type from information_schema.role_table_grants where grantee = 'app' order by 1, 2"
    walls = "select tgname, tgrelid::regclass::text, tgenabled from pg_trigger where not tgisinternal order by 1, 2"
    policies = "select tablename, policyname, qual from pg_policies order by 1, 2"
    edges = "select machine, before, after from casework_machineedge order by 1, 2, 3"
    try:
        with connect(kept.source) as before, connect(machine) as after:
            for query in (rights, walls, policies, edges):
                found = after.execute(query).fetchall()
                assert found
                assert found == before.execute(query).fetchall()
    finally:
        with connect(machine) as owner:
            owner.execute("drop schema public cascade")
            owner.execute("create schema public")


def cut(folder):
    dump = folder / "database.dump"
    dump.write_bytes(dump.read_bytes()[:-1000])


def one_byte(folder):
    dump = folder / "database.dump"
    content = bytearray(dump.read_bytes())
    content[len(content) // 2] ^= 1
    dump.write_bytes(content)


def no_dump(folder):
    (folder / "database.dump").unlink()


def manifest_rewritten(folder):
    """By somebody who has no key: the dump is another, and its hash was put in."""
    one_byte(folder)
    told = json.loads((folder / "manifest.json").read_text())
    told["dump"]["sha256"] = hashlib.sha256((folder / "database.dump").read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(told))


def manifest_cut(folder):
    path = folder / "manifest.json"
    path.write_text(path.read_text()[:200])


def no_manifest(folder):
    (folder / "manifest.json").unlink()


SPOILT = {
    cut: "目録と合いません",
    one_byte: "目録と合いません",
    no_dump: "読めません",
    manifest_rewritten: "封が合いません",
    manifest_cut: "目録が壊れています",
    no_manifest: "目録が壊れています",
}


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda each: each.__name__)
def test_a_spoilt_backup_is_refused_before_anything_is_written(damaged, machine, spoil):
    spoil(damaged)
    refused(manage(machine, "restore", damaged), "復元していません", SPOILT[spoil])
    assert is_empty(machine)


def test_what_a_dump_lacks_though_its_manifest_is_sealed_leaves_an_empty_database(damaged, machine, settings):
    """The manifest is right and the dump too, but they are of different moments: found by comparing the tables."""
    from casework.backup.manifest import Manifest

    manifest, _ = Manifest.read(damaged)
    manifest.tables["casework_staff"]["sha256"] = "0" * 64
    settings.HISTORY_KEY = (ROOT / ".local" / "history_key").read_text().strip()
    manifest.write(damaged)
    refused(manage(machine, "restore", damaged), "casework_staff")
    assert is_empty(machine)


def test_a_wrong_passphrase_opens_nothing_and_changes_nothing(kept, machine, tmp_path):
    wrong = tmp_path / "wrong"
    wrong.write_text(PASSPHRASE[:-1] + "夕\n")
    refused(
        manage(machine, "restore", kept.folder, "--keys", kept.keys, "--passphrase-file", wrong),
        "合言葉が違うか",
    )
    wrong.write_text("short\n")
    refused(
        manage(machine, "restore", kept.folder, "--keys", kept.keys, "--passphrase-file", wrong), "16字以上"
    )
    assert is_empty(machine)


def test_the_keys_do_not_lie_with_the_dump_and_not_in_it(kept):
    key = (ROOT / ".local" / "history_key").read_bytes().strip()
    everything = [*kept.folder.iterdir(), kept.keys]
    assert [path.name for path in everything if key in path.read_bytes()] == []
    together = manage(
        kept.source,
        "backup",
        kept.folder.parent,
        "--keys",
        kept.folder.parent,
        "--passphrase-file",
        kept.secret,
    )
    refused(together, "別のところに")
    assert [path for path in kept.folder.parent.iterdir() if path != kept.folder] == []
    assert {path.stat().st_mode & 0o777 for path in everything} == {0o600}


def small_files():
    """No file of this process and its children may grow beyond 64 kB: what a full disk does, without one."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))


def test_a_disk_that_is_full_leaves_no_backup_and_the_one_before(kept, tmp_path):
    before = sorted(path.name for path in kept.folder.iterdir())
    done = manage(kept.source, "backup", kept.folder.parent, "--keep", "1", preexec_fn=small_files)
    refused(done, "バックアップは取れていません")
    assert list(kept.folder.parent.iterdir()) == [kept.folder]
    assert sorted(path.name for path in kept.folder.iterdir()) == before


def test_the_newest_are_kept_and_what_a_killed_command_left_is_taken_away(kept, tmp_path):
    place = tmp_path / "dumps"
    for name in (
        "casework-20200101T000000Z",
        "casework-20210101T000000Z",
        ".casework-20220101T000000Z.part",
        "notes",
    ):
        (place / name).mkdir(parents=True)
    assert manage(kept.source, "backup", place, "--keep", "2").returncode == 0
    left = sorted(path.name for path in place.iterdir())
    assert left[0] == "casework-20210101T000000Z"
    assert left[2] == "notes"
    assert len(left) == 3
    with connect(kept.source) as owner:
        (anchor,) = owner.execute(
            "select anchor from casework_mark where kind = 'backup' and is_good"
        ).fetchone()
    assert f"控え {anchor}" in kept.told


@pytest.mark.skipif(os.geteuid() != 0, reason="a small file system can be mounted by root alone")
def test_a_restore_that_fills_the_disk_leaves_an_empty_database(kept, tmp_path):
    small = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    small.chmod(0o711)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400m,mode=711", "none", small], check=True)
    try:
        with empty_server(small) as place:
            ballast = small / "ballast"
            with ballast.open("wb") as file:
                free = os.statvfs(small)
                file.write(bytes(max(0, free.f_bavail * free.f_frsize - 4 * 2**20)))
            refused(manage(place, "restore", kept.folder), "復元していません")
            assert is_empty(place)
            ballast.unlink()
            assert manage(place, "restore", kept.folder).returncode == 0
    finally:
        subprocess.run(["umount", "-l", small], check=True)
        small.rmdir()


def told_of_people(owner) -> set[str]:
    """Names and addresses, but for names that may well be invented again: generated people are called as these are."""
    invented = {f"{surname} {given}" for surname, _ in people.SURNAMES for given, _ in people.GIVEN}
    rows = owner.execute(
        "select name from casework_staff union select name from blue_patrol_patroller"
        " union select address from blue_patrol_group union select address from blue_patrol_patroller where address <> ''"
    )
    return {text for (text,) in rows} - invented


def test_a_restored_copy_becomes_one_for_training(kept, tmp_path, record_property):
    """By the commands of docs/operations.md; no name of the source is in any row, and the copy's own key verifies it."""
    key = tmp_path / "training_key"
    with connect(kept.source) as owner:
        names = told_of_people(owner)
    with empty_server() as place:
        asked = ("anonymise", "--database", server.DATABASE, "--key", key)
        assert manage(place, "restore", kept.folder).returncode == 0
        refused(manage(place, *asked), "TRAINING=1")
        done = manage(place, *asked, env={"TRAINING": "1"})
        assert done.returncode == 0, done.stderr
        assert oct(key.stat().st_mode)[-3:] == "600"
        refused(manage(place, *asked, env={"TRAINING": "1"}), "もう研修用の写しです")
        with connect(place) as owner:
            text = "\n".join(
                row for (table,) in owner.execute(TABLES).fetchall() for (row,) in owner.execute(f'select t::text from "{table}" t')
            )  # fmt: skip
            left = {name for name in names if name in text}
        assert left == set(), sorted(left)[:5]
        verified = manage(place, "verify_history", env={"HISTORY_KEY_FILE": str(key), "TRAINING": "1"})
        assert verified.returncode == 0, verified.stderr
        assert manage(place, "verify_history").returncode == 1  # not under the register's own key
        assert manage(place, "worker", "--until-idle", env={"TRAINING": "1"}).returncode == 0
        with connect(place) as owner:
            unmade = owner.execute(
                "select count(*) from casework_issuedpaper where file_id is null"
            ).fetchone()
    record_property("T25 names of which a copy for training keeps none", len(names))
    assert unmade == (0,)
    assert len(names) > 10
