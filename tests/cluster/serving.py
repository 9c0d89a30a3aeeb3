"""The application on its hosts, as deploy/ says: nginx before two web hosts, two workers, two databases, a client."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.embedded import server
from tests.cluster.database import Database, url
from tests.cluster.room import KEPT, PYTHON, ROOT, Host, Program, Room, room, wait_until

NAME = "casework.test"
BALANCER, WEBS, WORKERS = 10, {"web1": 21, "web2": 22}, {"worker1": 31, "worker2": 32}
BEAT = "select count(*) from procrastinate_workers where last_heartbeat > now() - interval '15 seconds'"


def variables(database_url: str = "", **more: str) -> dict[str, str]:
    """deploy/serve.env, with this room's addresses and without what it has no partner for."""
    return {
        "DATABASE_URL": database_url or url("casework_app"), "ALLOWED_HOSTS": NAME, "SECURE": "1", "BEHIND_PROXY": "1",
        "WEB_CONCURRENCY": "2", "SECOND_FACTOR": "offered", "LOOKED_AFTER_HOURS": "0", "DJANGO_SETTINGS_MODULE": "config.settings",
    } | more  # fmt: skip


class Cluster:
    """All of it; ``primary`` and ``replica`` change places. ``disks``: a folder for the disk of each database."""

    def __init__(self, made: Room, disks: Path | None = None) -> None:
        self.room = made
        self.databases = {
            name: Database(made.add(name, number, disk=fresh(disks, name)))
            for name, number in (("db1", 11), ("db2", 12))
        }
        self.primary, self.replica = self.databases.values()
        self.balancer = made.add("balancer", BALANCER)
        self.webs = {name: made.add(name, number) for name, number in WEBS.items()}
        self.workers = {name: made.add(name, number) for name, number in WORKERS.items()}
        self.client = made.add("client", 50)
        self.running: dict[str, Program] = {}

    def manage(self, host: Host, *words: str, **more: str):
        """A command of manage.py on a host, with both logins, as for an upgrade."""
        told = variables(DATABASE_OWNER_URL=url("casework_owner")) | more
        return host.run(PYTHON, "manage.py", *words, **told)

    def begin(self, scale: float = 0) -> None:
        """Databases in step, tables, collected files, data of a scale where one is named; nothing serves yet."""
        self.primary.begin()
        builder = self.room.add("builder", 60, builds=True)
        told = variables(DATABASE_OWNER_URL=url("casework_owner"), PYTHONDONTWRITEBYTECODE="")
        for words in (("collectstatic", "--no-input", "-v", "0"), ("migrate", "-v", "0")):
            builder.run(PYTHON, "manage.py", *words, **told)
        # What web processes and workers load beside that is compiled too.
        code = "import config.wsgi, casework.press, gunicorn.workers.gthread; casework.press.press(); from casework.management.commands import worker"
        builder.run(PYTHON, "-c", code, **told)
        if scale:
            told |= {"SECURE": "0", "DATABASE_URL": url("casework_owner")}
            builder.run(PYTHON, "manage.py", "generate", f"--scale={scale}", seconds=3600, **told)
        self.replica.follow(self.primary)
        self.primary.pair()

    def start_web(self, name: str, **more: str) -> Program:
        host = self.webs[name]
        told = variables(BIND=f"{host.address}:8000", **more)
        command = (PYTHON, "-m", "gunicorn", "--config", "config/serving.py", "config.wsgi")
        self.running[name] = host.start("web", *command, **told)
        return self.running[name]

    def start_worker(self, name: str, module: str = "", **more: str) -> Program:
        told = variables(ANCHOR_FILE="/var/log/casework/anchors", **more)
        command = (PYTHON, "-m", module) if module else (PYTHON, "manage.py")
        self.running[name] = self.workers[name].start("worker", *command, "worker", **told)
        return self.running[name]

    def start_balancer(self) -> None:
        """The two files of deploy/ with this room's addresses and a certificate of its own."""
        place = self.balancer.files / "run/casework"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={NAME}",
             "-addext", f"subjectAltName=DNS:{NAME}", "-keyout", place / "tls.key", "-out", place / "tls.crt"],
            capture_output=True, check=True,
        )  # fmt: skip
        site = (ROOT / "deploy/nginx.conf").read_text().replace("/etc/casework", "/run/casework")
        site = site.replace("casework.example", NAME).replace("http://127.0.0.1:8000", "http://casework_web")
        assert "http://casework_web" in site
        (place / "site").write_text(site)
        hosts = iter(self.webs.values())
        upstream = re.sub(r"10\.1\.2\.\d+", lambda _: next(hosts).address, (ROOT / "deploy/nginx-upstream.conf").read_text())  # fmt: skip
        (place / "upstream").write_text(upstream)
        (place / "nginx.conf").write_text(
            "user nobody nogroup; worker_processes 1; pid /run/nginx.pid; daemon off; worker_rlimit_nofile 4096;\n"
            "events { worker_connections 2000; }\n"
            "http { include /run/casework/upstream; include /run/casework/site; }\n"
        )
        self.running["balancer"] = self.balancer.start("nginx", "nginx", "-c", "/run/casework/nginx.conf")
        shutil.copy(place / "tls.crt", self.client.files / "run/casework/tls.crt")

    def start(self) -> None:
        for name in self.webs:
            self.start_web(name)
        for name in self.workers:
            self.start_worker(name)
        self.start_balancer()
        wait_until(lambda: all(self.answers(name) for name in self.webs), 120, "no web host answers")
        wait_until(self.work_is_done, 120, "no worker is alive")

    def rest(self) -> None:
        """Nothing serves any more; the databases stay."""
        for host in (self.balancer, self.client, *self.webs.values(), *self.workers.values()):
            host.kill()
        self.running.clear()

    def answers(self, name: str) -> bool:
        """Whether a web host says that requests may be sent to it; asked in its own network."""
        host = self.webs[name]
        return self.ask(host, f"http://{host.address}:8000/health/") == "200"

    def serves(self) -> bool:
        """Whether a user is answered, through the balancer."""
        where = f"{NAME}:443:{self.balancer.address}"
        told = ("--resolve", where, "--cacert", "/run/casework/tls.crt")
        return self.ask(self.client, f"https://{NAME}/login/", *told) == "200"

    @staticmethod
    def ask(host: Host, address: str, *more: str) -> str:
        command = ("curl", "-s", "-o", "/dev/null", "-m", "10", "-w", "%{http_code}", "-H", f"Host: {NAME}", "-H", "X-Forwarded-Proto: https")  # fmt: skip
        return host.run(*command, *more, address, check=False).stdout

    def work_is_done(self) -> bool:
        return self.primary.asked(BEAT)[0][0] >= len(self.workers)

    def fail_over(self) -> None:
        """The operator's one command on the replica, the old primary being off."""
        self.replica.steer("promote")
        self.primary, self.replica = self.replica, self.primary

    @property
    def place(self):
        """What the other tests of faults ask as the owner of a server."""
        return self.primary.place


def fresh(disks: Path | None, name: str) -> str:
    """A folder for a disk, nothing in it; the host has one of its own in memory where none is wanted."""
    if disks is None:
        return ""
    shutil.rmtree(disks / name, ignore_errors=True)
    (disks / name).mkdir(parents=True)
    return str(disks / name)


@contextmanager
def cluster(logs: Path, *, scale: float = 0, disks: Path | None = None) -> Iterator[Cluster]:
    KEPT.mkdir(parents=True, exist_ok=True)
    try:
        with room(logs) as made:
            whole = Cluster(made, disks)
            whole.begin(scale)
            assert server.DATABASE == "casework"
            yield whole
    finally:
        if disks is not None:
            shutil.rmtree(disks, ignore_errors=True)
