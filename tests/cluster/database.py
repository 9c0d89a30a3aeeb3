"""Two PostgreSQL hosts: the first fills a database, the second follows it, either takes over, the other is led back."""

import shutil
from types import SimpleNamespace

import psycopg

from config.embedded import places, server
from tests.cluster.room import CURRENT, ROOT, Host, Program, wait_until, within

PASSWORD = "aoiro-no-kaitentou"
NUMBERS = {"db1": 11, "db2": 12}
HOME = "/var/lib/postgresql"
DATA, CONF = f"{HOME}/data", f"{HOME}/conf"
RULES = """
local all owner trust
host casework casework_app 10.77.0.0/24 scram-sha-256
host casework casework_owner 10.77.0.0/24 scram-sha-256
host narrow casework_app 10.77.0.0/24 scram-sha-256
host replication casework_replica 10.77.0.0/28 scram-sha-256
host postgres casework_replica 10.77.0.0/28 scram-sha-256
"""
# What an installation does by hand once (docs/operations.md).
LOGINS = f"""
alter role casework_owner password '{PASSWORD}';
alter role casework_app password '{PASSWORD}';
create role casework_replica login replication password '{PASSWORD}';
grant execute on function pg_ls_dir(text, boolean, boolean), pg_stat_file(text, boolean),
  pg_read_binary_file(text), pg_read_binary_file(text, bigint, bigint, boolean) to casework_replica;
select pg_create_physical_replication_slot('casework', true);
"""


def url(login: str, *hosts: str, name: str = server.DATABASE) -> str:
    """As docs/operations.md says it: whichever of the hosts takes writes."""
    told = ",".join(f"10.77.0.{NUMBERS[host]}" for host in hosts or NUMBERS)
    many = "&target_session_attrs=read-write&connect_timeout=2" if not hosts else ""
    return f"postgresql://{login}:{PASSWORD}@/{name}?host={told}{many}"


class Database:
    """PostgreSQL on one host; ``place`` is what the other tests of faults call a server."""

    def __init__(self, host: Host) -> None:
        self.host = host
        (uid, _) = places.server_user(ROOT / ".local" / "nothing")
        near = SimpleNamespace(uid=uid, gid=uid, data=ROOT / "nothing")
        self.user = uid
        self.programs = within(places.find_programs(near))
        self.place = SimpleNamespace(sockets=host.files / "run/postgresql")
        self.running: Program | None = None

    def variables(self) -> dict[str, str]:
        other = next(number for name, number in NUMBERS.items() if name != self.host.name)
        peer = f"host=10.77.0.{other} user=casework_replica password={PASSWORD} dbname=postgres"
        return {
            "PATH": f"{self.programs}:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PEER": peer, "DATA": DATA, "CONF": f"{CONF}/conf.d",
            "PGHOST": "/run/postgresql", "PGUSER": "owner",
        }  # fmt: skip

    def run(self, *command: str, **how):
        return self.host.run(*command, user=self.user, **self.variables(), **how)

    def steer(self, word: str, *, check: bool = True, **more: str):
        """deploy/database, as the operator calls it."""
        return self.host.run(
            f"{CURRENT}/deploy/database", word, user=self.user, check=check, **self.variables() | more
        )

    def settle(self) -> None:
        """Its settings outside the data, as Debian keeps them."""
        folder = self.host.files / CONF[1:] / "conf.d"
        folder.mkdir(parents=True)
        shutil.copy(ROOT / "deploy/postgresql-pair.conf", folder / "casework.conf")
        (folder / "host.conf").write_text(
            f"listen_addresses = '{self.host.address}'\ncluster_name = '{self.host.name}'\n"
            f"unix_socket_directories = '/run/postgresql'\nhba_file = '{CONF}/pg_hba.conf'\n"
        )
        (folder.parent / "pg_hba.conf").write_text(RULES)
        (folder.parent / "postgresql.conf").write_text(f"data_directory = '{DATA}'\ninclude_dir = 'conf.d'\n")
        for each in (
            folder.parent.parent,
            folder.parent,
            folder,
            *folder.iterdir(),
            *folder.parent.iterdir(),
        ):
            shutil.chown(each, self.user, self.user)

    def begin(self) -> None:
        """The first one: a cluster, the two logins by deploy/roles.sql, the login of the replica."""
        self.settle()
        self.run("initdb", "-D", DATA, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-U", "owner")
        alone = self.host.files / CONF[1:] / "conf.d/zz-alone.conf"
        alone.write_text("synchronous_standby_names = ''\n")
        shutil.chown(alone, self.user, self.user)
        self.start(ALONE="1")
        for text in ((ROOT / "deploy/roles.sql").read_text(), LOGINS):
            self.run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", "postgres", said=text)

    def follow(self, other: "Database") -> None:
        """A replica from nothing."""
        if not (self.host.files / CONF[1:]).exists():
            self.settle()
        self.run(
            "pg_basebackup",
            "-D",
            DATA,
            "-R",
            "-X",
            "stream",
            "-c",
            "fast",
            "-S",
            "casework",
            "-d",
            other.word(),
        )
        self.start()

    def word(self) -> str:
        return f"host={self.host.address} user=casework_replica password={PASSWORD} dbname=postgres"

    def rewind(self, other: "Database") -> None:
        """What was the primary follows the one that took over; what only it had written is thrown away."""
        self.forget()
        self.run(
            "pg_rewind", f"--target-pgdata={DATA}", f"--source-server={other.word()}", "--write-recovery-conf",
            f"--config-file={CONF}/postgresql.conf",
        )  # fmt: skip
        self.start()

    def start(self, **more: str) -> None:
        """As its unit does: the guard first."""
        self.steer("guard", **more)
        self.forget()
        command = (f"{self.programs}/postgres", "-D", DATA, "-c", f"config_file={CONF}/postgresql.conf")
        self.running = self.host.start("postgres", *command, user=self.user, **self.variables())
        wait_until(self.answers, 60, f"{self.host.name} does not start")

    def forget(self) -> None:
        """What a power cut left: on a host that starts anew no process has that number."""
        (self.host.files / DATA[1:] / "postmaster.pid").unlink(missing_ok=True)

    def stop(self) -> None:
        assert self.running is not None
        self.running.send(2)  # SIGINT: fast
        self.running.entered.wait(60)

    def answers(self) -> bool:
        return self.run("pg_isready", "-q", check=False).returncode == 0

    def connect(self, name: str = server.DATABASE) -> psycopg.Connection:
        """As the owner of the server, by its socket: from outside as if one sat at it."""
        return psycopg.connect(host=str(self.place.sockets), user="owner", dbname=name, autocommit=True)

    def asked(self, query: str, *values, name: str = server.DATABASE) -> list[tuple]:
        with self.connect(name) as owner:
            found = owner.execute(query, values or None)
            return found.fetchall() if found.description else []

    def is_followed(self) -> bool:
        query = "select count(*) from pg_stat_replication where state = 'streaming' and sync_state in ('sync', 'quorum')"
        return self.asked(query, name="postgres") == [(1,)]

    def pair(self) -> None:
        """The operator's word, once the other follows."""
        streaming = "select 1 from pg_stat_replication where state = 'streaming'"
        wait_until(lambda: self.asked(streaming, name="postgres"), 60, "nobody follows")
        self.steer("paired")
        wait_until(self.is_followed, 30, "not in step")
