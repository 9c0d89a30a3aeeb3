"""The private PostgreSQL server: raced for, killed, moved out of reach. Each test has a server of its own."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from config.embedded import places, server

BASE_DIR = Path(__file__).resolve().parents[1]


@pytest.fixture
def near():
    """A short folder that the server's user may enter, and its server stopped at the end."""
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder / "postgresql"
    place = places.find_place(folder / "postgresql")
    server.stop(place)
    shutil.rmtree(folder)
    if place.home.parent != folder:
        shutil.rmtree(place.home)


def connect(place, user="app", **more):
    return psycopg.connect(host=str(place.sockets), user=user, dbname="casework", autocommit=True, **more)


def postmaster(place):
    return int((place.data / "postmaster.pid").read_text().split("\n", 1)[0])


def test_six_processes_race_for_a_stopped_server_and_one_starts_it(near):
    code = (
        "import sys; from pathlib import Path; from config.embedded import places, server\n"
        "import psycopg\n"
        "place = places.find_place(Path(sys.argv[1])); began = server.ensure_running(place)\n"
        "c = psycopg.connect(host=str(place.sockets), user='app', dbname='casework')\n"
        "print(began, c.execute('select 1').fetchone()[0])"
    )
    racers = [
        subprocess.Popen([sys.executable, "-c", code, near], cwd=BASE_DIR, stdout=subprocess.PIPE, text=True)
        for _ in range(6)
    ]
    answers = sorted(racer.communicate(timeout=60)[0].strip() for racer in racers)
    assert answers == ["False 1"] * 5 + ["True 1"]


def test_six_processes_make_the_same_folders_and_none_of_them_stumbles(near):
    """The folders of a server that is nowhere yet: each process finds them missing, one makes them."""
    code = (
        "import sys, time; from pathlib import Path; from config.embedded import places, server\n"
        "place = places.find_place(Path(sys.argv[1])); print('ready', flush=True); sys.stdin.readline()\n"
        "for number in range(200):\n"
        "    server.make_folder(place.home.parent / f'of all {number}', 0o711, place, ours=True)\n"
        "print('made')"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    racers = [subprocess.Popen([sys.executable, "-c", code, near], cwd=BASE_DIR, **pipes) for _ in range(6)]
    for racer in racers:
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        racer.stdin.write("go\n")
        racer.stdin.flush()
    assert [racer.communicate(timeout=60)[0] for racer in racers] == ["made\n"] * 6


def test_a_killed_server_comes_back_with_what_it_had_acknowledged(near):
    place = places.find_place(near)
    server.ensure_running(place)
    with connect(place, "owner") as owner:
        owner.execute("create table kept (number integer)")
    for number in range(3):
        with connect(place, "owner") as owner:
            owner.execute("insert into kept values (%s)", [number])
        os.kill(postmaster(place), signal.SIGKILL)
        assert server.ensure_running(place)
    with connect(place, "owner") as owner:
        assert owner.execute("select array_agg(number order by number) from kept").fetchone() == ([0, 1, 2],)


def test_a_lock_file_that_names_a_stranger_is_not_believed(near):
    place = places.find_place(near)
    server.ensure_running(place)
    server.stop(place)
    lock_file = place.data / "postmaster.pid"
    lock_file.write_text(f"{os.getpid()}\n{place.data}\n0\n5432\n{place.sockets}\n\n\n")
    if os.geteuid() == 0:
        os.chown(lock_file, place.uid, place.gid)
    assert not server.is_alive(place)
    assert server.ensure_running(place)


def test_the_application_login_owns_nothing_and_may_make_nothing(near):
    place = places.find_place(near)
    server.ensure_running(place)
    with connect(place) as app:
        rights = app.execute(
            "select rolsuper, rolcreatedb, rolcreaterole, rolbypassrls, rolreplication from pg_roles"
            " where rolname = 'app'"
        ).fetchone()
        assert rights == (False,) * 5
        for refused in (
            "create temporary table t (i int)",
            "create table t (i int)",
            "create database other",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(refused)
        assert app.execute("select current_setting('fsync')").fetchone() == ("on",)
        assert app.execute("select current_setting('listen_addresses')").fetchone() == ("",)
    assert place.data.stat().st_mode & 0o777 == 0o700
    assert place.sockets.stat().st_mode & 0o777 == 0o700


def test_a_long_path_keeps_its_data_and_takes_a_short_socket(near):
    long_path = near.parent / ("x" * 100) / "postgresql"
    place = places.find_place(long_path)
    assert place.home == long_path
    assert len(os.fsencode(place.sockets / places.SOCKET_NAME)) <= places.LONGEST_SOCKET
    try:
        server.ensure_running(place)
        connect(place).close()
    finally:
        server.stop(place)
        shutil.rmtree(place.sockets.parent)


def test_a_folder_that_somebody_laid_in_the_way_is_refused(near):
    (near.parent / "elsewhere").mkdir()
    near.symlink_to(near.parent / "elsewhere")
    with pytest.raises(RuntimeError, match="another user"):
        server.ensure_running(places.find_place(near))
    near.unlink()


def test_stopping_twice_is_no_error_and_a_start_after_it_is_quick(near):
    place = places.find_place(near)
    assert not server.stop(place)
    server.ensure_running(place)
    assert server.stop(place)
    assert not server.stop(place)
    began = time.monotonic()
    assert server.ensure_running(place)
    assert time.monotonic() - began < 30


def test_a_version_that_is_asked_for_has_data_of_its_own():
    def told(version):
        code = "from config.embedded.places import *; place = find_place(); print(place.home.name, major_version(find_programs(place)))"
        command = [sys.executable, "-c", code]
        done = subprocess.run(
            command, cwd=BASE_DIR, env=os.environ | {"POSTGRESQL": version}, capture_output=True, text=True, check=False
        )  # fmt: skip
        return done.stdout or done.stderr

    installed = {places.major_version(folder) for folder in places.program_folders()}
    assert installed
    for version in installed:
        home, major = told(version).split()
        assert major == version
        assert home == f"postgresql-{version}" or home.startswith("casework-")
    assert "no PostgreSQL 7 that this user can run" in told("7")
