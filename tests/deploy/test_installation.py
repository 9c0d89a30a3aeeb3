"""docs/operations.md, step by step in a bare Debian 12 without a network: installed, used, upgraded, and the way back.

Needs root, debootstrap, systemd-container and Debian's mirror for the bare machine itself; nothing else comes from there.
"""

import json
import re
import shutil
import subprocess
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.closed import with_outside
from tests.deploy.machine import NAME, bare_debian, lacking
from tests.deploy.steps import ROOT, steps

pytestmark = [pytest.mark.nightly, pytest.mark.xdist_group("installation")]
VISIT = Path(__file__).with_name("visit.py")
NEXT = "casework-next"
SERVICES = ("casework-web", "casework-worker", "nginx", "postgresql@15-main")
PROTECTING = (
    "strict-transport-security", "content-security-policy", "x-content-type-options", "x-frame-options",
    "referrer-policy", "cross-origin-opener-policy",
)  # fmt: skip


def release(*arguments: str) -> Path:
    """An archive made from what is committed."""
    made = subprocess.run(
        [*with_outside(), "bin/release", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    return ROOT / made.stdout.strip()


@pytest.fixture(scope="module")
def installed():
    """The machine after all steps of the installation, with the first administrator's password."""
    if wanting := lacking():
        pytest.skip(f"the installation is tried with {', '.join(wanting)}")
    archive = release()
    name = archive.name.removesuffix(".tar.gz")
    with bare_debian() as machine:
        shutil.copy(archive, machine.root / "root")
        said = "".join(machine.run(step_by_step("install"), RELEASE=name, NAME=NAME))
        password = re.findall(r"^(?:[0-9a-z]{4}-){3}[0-9a-z]{4}$", said, re.MULTILINE)[-1]
        yield SimpleNamespace(machine=machine, release=name, password=password, said=said)


def step_by_step(kind: str) -> str:
    """The blocks as one goes through them, in one shell."""
    assert steps(kind)
    return "\n".join(["set -x", *steps(kind)])


def visit(installed) -> dict:
    told = installed.machine.from_its_network("/usr/bin/python3", VISIT, NAME, "100001", installed.password)
    return {
        what: SimpleNamespace(**(answer | {"told": dict(answer["headers"])}))
        for what, answer in json.loads(told).items()
    }


def test_everything_runs_and_is_well(installed, record_property):
    machine = installed.machine
    for service in SERVICES:
        assert machine.run(f"systemctl is-active {service}").strip() == "active", service
    assert machine.run("systemctl --failed --no-legend").strip() == ""
    assert "casework-backup.timer" in machine.run("systemctl list-timers --no-legend")
    assert installed.said.count("よし") == 8  # manage.py health
    assert re.findall(r"\(security\.(W\d+)\)", machine.run(checked(installed), check=False)) == [
        "W005", "W021",
    ]  # fmt: skip
    record_property("T26 blocks of the installation in a machine with a loopback only", len(steps("install")))


def checked(installed) -> str:
    return f"cd /srv/casework/{installed.release} && deploy/manage check --deploy 2>&1"


def test_the_proxy_answers_as_the_application_and_believes_nobody(installed):
    seen = visit(installed)
    assert (seen["plain"].status, seen["plain"].told["location"]) == (301, f"https://{NAME}/login/")
    names = [name for name, _ in seen["login"].headers]
    assert [names.count(name) for name in PROTECTING] == [1] * len(
        PROTECTING
    )  # once: nginx adds none of its own
    assert seen["login"].told["server"] == "nginx"  # without its version
    assert "immutable" in seen["static"].told["cache-control"]
    assert (seen["health"].status, seen["health"].text) == (200, "ok\n")
    for pretending in ("ready, pretending", "as a number, pretending"):
        assert seen[pretending].told["location"].startswith("/login/")
    assert seen["too large"].status == 413
    assert "大きすぎます" in seen["too large"].text
    assert seen["too large"].told["cache-control"] == "no-store"
    assert seen["another host"].status == 400
    assert (seen["logged in"].status, seen["logged in"].told["location"]) == (302, "/")
    assert seen["home"].told["location"] == "/password/"  # a one-time password is changed first


def test_the_service_reads_and_writes_what_it_must_and_no_more(installed):
    machine = installed.machine
    main = machine.run("systemctl show --property=MainPID --value casework-web").strip()
    inside = f"nsenter --target={main} --mount setpriv --reuid=casework_app --regid=casework --clear-groups"
    for refused in (
        "cat /etc/casework/owner.env", "cat /etc/casework/tls.key", "ls /var/backups/casework/casework*", "touch /srv/casework/x",
        "touch /srv/casework/current/config/settings.py", "touch /var/log/casework/anchors", "touch /etc/casework/keys/history_key",
    ):  # fmt: skip
        assert (
            machine.run(f"{inside} {refused} >/dev/null 2>&1 && echo done || echo refused") == "refused\n"
        ), refused
    assert machine.run(f"{inside} touch /srv/casework/current/.local/metrics/x && echo done") == "done\n"
    assert re.search(r"^NoNewPrivs:\s+1$", machine.run(f"cat /proc/{main}/status"), re.MULTILINE)


def test_what_is_killed_comes_back(installed):
    for service in ("casework-web", "casework-worker"):
        main = f"systemctl show --property=MainPID --value {service}"
        before = installed.machine.run(main)
        installed.machine.run(f"kill -9 $({main})")
        for _ in range(60):
            time.sleep(0.5)
            if installed.machine.run(main) not in {before, "0\n"}:
                break
        else:
            pytest.fail(f"{service} stays dead")
    assert wait_for_answer(installed) == 200


def wait_for_answer(installed) -> int:
    """The status of the log-in page once gunicorn has come up."""
    for _ in range(60):
        status = visit(installed)["login"].status if installed.machine.run(UP) == "up\n" else 502
        if status == 200:
            break
        time.sleep(0.5)
    return status


UP = "python3 -c \"import socket; socket.create_connection(('127.0.0.1', 8000))\" 2>/dev/null && echo up || echo down"


def test_an_upgrade_and_the_way_back_keep_everything(installed):
    machine, old = installed.machine, installed.release
    machine.run(
        f"tar -xzf {old}.tar.gz && mv {old} {NEXT}"
        f" && tar --use-compress-program='gzip -1' -cf {NEXT}.tar.gz {NEXT} && rm -r {NEXT}"
    )
    staff = "runuser -u postgres -- psql -X -A -t casework -c 'select id, staff_number, password from casework_staff'"
    before = machine.run(staff)
    machine.run(step_by_step("upgrade"), RELEASE=old, NEW=NEXT)
    assert machine.run("readlink /srv/casework/current").strip() == NEXT
    assert wait_for_answer(installed) == 200
    machine.run(step_by_step("back"), RELEASE=old, NEW=NEXT)
    assert machine.run("readlink /srv/casework/current").strip() == old
    assert wait_for_answer(installed) == 200
    assert machine.run(staff) == before != ""


def test_an_ordinary_user_has_the_demonstration_from_the_archive(installed):
    machine = installed.machine
    machine.run(f"useradd --create-home officer && cp {installed.release}.tar.gz ~officer/")
    until = "for n in $(seq 600); do grep -q 'Ctrl-C stops' told && break; sleep 0.5; done; kill $!; wait $! || true; cat told"
    script = step_by_step("look").replace("bin/run\n", f"PORT=8010 bin/run > told 2>&1 &\n{until}\n")
    said = machine.run(script, user="officer", RELEASE=installed.release)
    assert "http://localhost:8010" in said
