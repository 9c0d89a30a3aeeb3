"""What lies in deploy/ is what systemd, nginx, PostgreSQL and the document take it for; quick, every day."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from config.embedded import places
from tests.deploy.steps import DOCUMENT, KINDS, ROOT, steps

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("casework-*.service"))
WHERE = "/srv/casework/current"


def needs(program: str, package: str) -> str:
    """Debian's daemons lie where an ordinary user's PATH does not look."""
    found = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    return found or pytest.skip(f"no {program} here: install Debian's {package}")


def run(*command, **how) -> subprocess.CompletedProcess:
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, **how)


def test_every_step_of_the_document_is_a_script():
    for kind in KINDS:
        assert steps(kind), kind
        for step in steps(kind):
            told = run("bash", "-n", input=step)
            assert told.returncode == 0, f"{step}\n{told.stderr}"
    for script in ("bin/release", "deploy/database", "deploy/install", "deploy/manage", "deploy/packages"):
        assert os.access(ROOT / script, os.X_OK)
        assert run("bash", "-n", ROOT / script).returncode == 0


def test_systemd_takes_the_units_and_the_timer(tmp_path):
    analyze = needs("systemd-analyze", "systemd")
    for path in [*UNITS, DEPLOY / "casework-backup.timer"]:
        text = path.read_text().replace(f"{WHERE}/.venv", str(ROOT / ".venv")).replace(WHERE, str(ROOT))
        (tmp_path / path.name).write_text(text)
    told = run(analyze, "verify", "--man=no", *sorted(tmp_path.iterdir()))
    said = [line for line in told.stderr.splitlines() if "casework" in line]
    assert (told.returncode, said) == (0, [])


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_is_exposed_to_little(unit, tmp_path):
    """systemd's own sum of what a broken-in service could still reach: 0 nothing, 10 everything."""
    analyze = needs("systemd-analyze", "systemd")
    told = run(analyze, "security", "--offline=yes", "--threshold=15", "--no-pager", unit)
    assert told.returncode == 0, told.stdout[-500:] + told.stderr


@pytest.mark.parametrize("hosts", ["one", "several"])
def test_nginx_takes_the_file(tmp_path, hosts):
    nginx, openssl = needs("nginx", "nginx-light"), needs("openssl", "openssl")
    made = run(
        openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=x",
        "-keyout", tmp_path / "tls.key", "-out", tmp_path / "tls.crt",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    site = (DEPLOY / "nginx.conf").read_text().replace(f"{WHERE}/deploy", str(DEPLOY))
    site = site.replace("/etc/casework", str(tmp_path)).replace("/var/log/nginx", str(tmp_path))
    more = ""
    if hosts == "several":
        more = f"include {DEPLOY}/nginx-upstream.conf;"
        site, changed = re.subn("http://127.0.0.1:8000", "http://casework_web", site)
        assert changed == 1
    (tmp_path / "site").write_text(site)
    whole = f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ {more} include {tmp_path}/site; }}"
    (tmp_path / "nginx.conf").write_text(whole)
    told = run(nginx, "-t", "-q", "-p", tmp_path, "-c", tmp_path / "nginx.conf")
    assert (told.returncode, told.stderr) == (0, "")


def test_the_settings_are_variables_that_the_document_tells_and_both_readers_understand():
    told = set(re.findall(r"`([A-Z_]+)(?:=1)?`", DOCUMENT.read_text(encoding="utf-8")))
    for name in ("serve.env", "owner.env"):
        lines = [line for line in (DEPLOY / name).read_text().splitlines() if not line.startswith("#")]
        read = run("sh", "-euc", f"set -a; . {DEPLOY / name}; env -0").stdout.split("\0")
        for line in lines:
            variable, value = line.split("=", 1)
            assert variable in told
            assert f"{variable}={value.strip(chr(34))}" in read  # sh and systemd read the same
    assert "OWNER" not in (DEPLOY / "serve.env").read_text()


def test_the_files_name_the_same_places_and_nothing_of_the_world():
    for path in DEPLOY.iterdir():
        text = path.read_text()
        assert set(re.findall(r"[\w.-]+\.(?:com|net|org|io|jp)\b", text)) == set(), path
        assert "aopato" not in text
    for unit in UNITS:
        text = unit.read_text()
        assert f"WorkingDirectory={WHERE}\n" in text
        assert "IPAddressDeny=any" in text
        assert ("owner.env" in text.replace("InaccessiblePaths=-/etc/casework/owner.env", "")) == (
            unit.name == "casework-backup.service"
        )


@pytest.fixture
def reachable():
    """A folder that PostgreSQL's user reaches, whoever runs the tests."""
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_postgresql_takes_the_file_of_the_pair(reachable):
    """Every word of it is a setting that this version knows, with a value that it takes."""
    place = places.find_place()
    as_user = {"user": place.uid, "group": place.gid} if os.geteuid() == 0 else {}
    text = (DEPLOY / "postgresql-pair.conf").read_text()
    (reachable / "postgresql.conf").write_text(
        f"{text}\ndata_directory = '/nowhere'\nhba_file = '/nowhere'\nident_file = '/nowhere'\n"
    )
    asked = {
        "synchronous_standby_names": "ANY 1 (db1, db2)",
        "wal_log_hints": "on",
        "primary_slot_name": "casework",
    }
    for name, value in asked.items():
        told = run(
            places.find_programs(place) / "postgres",
            "-C",
            name,
            "-c",
            f"config_file={reachable}/postgresql.conf",
            cwd="/",
            **as_user,
        )
        assert (told.stdout.strip(), told.returncode) == (value, 0), told.stderr


@pytest.mark.skipif(not places.debian_programs(), reason="Debian's PostgreSQL is not installed here")
def test_the_roles_are_made_and_made_again(tmp_path):
    """The file is the superuser's; a second call changes nothing."""
    from tests.faults.test_backup import empty_server

    psql = places.debian_programs()[0] / "psql"
    with empty_server() as place:
        command = (
            psql,
            "-X",
            "-q",
            "-v",
            "ON_ERROR_STOP=1",
            "-h",
            place.sockets,
            "-U",
            "owner",
            "-d",
            "postgres",
        )
        asked = "select rolname, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls from pg_roles where rolname like 'casework%' order by 1"
        for _ in range(2):
            told = run(*command, input=(DEPLOY / "roles.sql").read_text())
            assert told.returncode == 0, told.stderr
            rows = run(*command, "-A", "-t", "-c", asked).stdout
            assert rows == "casework_app|f|f|f|f\ncasework_owner|f|f|f|f\n"
