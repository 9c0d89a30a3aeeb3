"""What DATABASE_URL may say: one server, a socket, or two of which one takes writes."""

import psycopg

from config.environment import CONNECTING, read_database

TWO = "postgresql://casework_app:p%40ss@/casework?host=10.1.2.11,10.1.2.12&target_session_attrs=read-write&connect_timeout=2"


def test_two_hosts_are_told_to_libpq_as_they_stand():
    found = read_database(TWO)
    assert (found["HOST"], found["PORT"], found["PASSWORD"]) == ("10.1.2.11,10.1.2.12", "", "p@ss")
    assert found["OPTIONS"] == CONNECTING | {"target_session_attrs": "read-write", "connect_timeout": "2"}


def test_ports_of_several_hosts_are_told_too():
    assert read_database(TWO + "&port=5432,5433")["PORT"] == "5432,5433"


def test_libpq_knows_every_word_by_which_a_vanished_server_is_noticed():
    told = psycopg.conninfo.conninfo_to_dict(psycopg.conninfo.make_conninfo(**CONNECTING))
    assert told == CONNECTING
    idle, interval, count = (int(CONNECTING[f"keepalives_{name}"]) for name in ("idle", "interval", "count"))
    assert idle + interval * count <= 10
    assert int(CONNECTING["tcp_user_timeout"]) <= 10_000


def test_one_server_and_a_socket_stand_as_before():
    assert read_database("postgresql://a@db.example:5433/casework?sslmode=verify-full") | {"OPTIONS": 0} == {
        "ENGINE": "django.db.backends.postgresql", "NAME": "casework", "USER": "a", "PASSWORD": "", "HOST": "db.example",
        "PORT": "5433", "OPTIONS": 0,
    }  # fmt: skip
    assert read_database("postgresql://a@/casework?host=/run/postgresql")["HOST"] == "/run/postgresql"
