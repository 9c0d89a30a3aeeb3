"""Generated data of a scale in a database of its own (bench_s1, bench_s10 …), which is kept for the next run.

What is measured writes sessions and read-log rows: all of it within a transaction that is rolled back.
`python -m benchmarks --drop` drops these databases.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

PREFIX = "bench_s"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def _postgres():
    """A connection of the owner to the server's own database."""
    import psycopg
    from django.conf import settings
    from django.db import connections

    params, owner = connections["default"].settings_dict, settings.DATABASE_OWNER
    connections["default"].ensure_connection()  # starts the private server
    return psycopg.connect(
        host=params["HOST"], port=params["PORT"] or None, dbname="postgres", user=owner["USER"],
        password=owner.get("PASSWORD") or None, autocommit=True,
    )  # fmt: skip


def drop_all() -> None:
    from benchmarks.django_setup import set_up

    set_up()
    with _postgres() as server:
        found = server.execute("select datname from pg_database where datname like %s", [f"{PREFIX}%"])
        for (name,) in found.fetchall():
            server.execute(f'drop database "{name}" with (force)')
            print(f"{name} is dropped")


class Generated:
    """The data of one scale; made when they are not there yet."""

    def __init__(self, scale: int):
        from benchmarks.django_setup import set_up

        set_up()
        self.scale, self.name = scale, f"{PREFIX}{scale}"
        with _postgres() as server:
            is_there = server.execute("select 1 from pg_database where datname = %s", [self.name]).fetchone()
            if not is_there:
                server.execute(f'create database "{self.name}" owner owner template template0')
        self._fill()

    def _wrapper(self, **login):
        """A connection of Django's to this database."""
        from django.db import connections

        wrapper = connections.create_connection("default")
        wrapper.settings_dict = wrapper.settings_dict | {"NAME": self.name} | login
        return wrapper

    def _fill(self) -> None:
        from django.core.management import call_command

        from casework.generate.run import is_empty

        with self.owned():
            call_command("migrate", interactive=False, verbosity=0)
            if is_empty():
                print(f"{self.name} is generated", flush=True)
                call_command("generate", scale=self.scale)

    @contextmanager
    def _as(self, wrapper) -> Iterator[None]:
        from django.db import connections

        before = connections["default"]
        connections["default"] = wrapper
        try:
            yield
        finally:
            wrapper.close()
            connections["default"] = before

    @contextmanager
    def owned(self) -> Iterator["Generated"]:
        """Within it Django speaks with this database as its owner; what is done stays."""
        from django.conf import settings

        with self._as(self._wrapper(**settings.DATABASE_OWNER)):
            yield self

    @contextmanager
    def held(self) -> Iterator["Generated"]:
        """Within it Django speaks with this database, every station in sight; nothing stays."""
        from django.db import transaction

        with self._as(self._wrapper()), transaction.atomic():
            see_all()
            yield self
            transaction.set_rollback(True)

    @contextmanager
    def copied(self) -> Iterator["Generated"]:
        """The same with a copy of the database, which is dropped at the end: acts may commit."""
        copy = object.__new__(type(self))
        copy.scale, copy.name = self.scale, f"{self.name}_copy"
        with _postgres() as server:
            server.execute(f'drop database if exists "{copy.name}" with (force)')
            server.execute(f'create database "{copy.name}" owner owner template "{self.name}"')
            try:
                with self._as(copy._wrapper()):
                    yield copy
            finally:
                server.execute(f'drop database "{copy.name}" with (force)')

    @cached_property
    def actors(self) -> dict:
        return posts()


def posts() -> dict:
    """An actor of each post by its role, of headquarters also by level; at the station with the most cases."""
    from django.db.models import Count, Q

    from blue_patrol.models import Application
    from casework.models import Actor, Posting

    see_all()
    counted = (
        Application.objects.order_by().values("station").annotate(n=Count("pk")).order_by("-n", "station")
    )
    held = Posting.objects.with_office().filter(
        Q(post__station=counted[0]["station"]) | Q(post__station=None)
    )
    found: dict = {}
    for posting in held.order_by("pk"):
        found.setdefault(f"{posting.post.role} {posting.post.level}".strip(), Actor.of(posting, "bench"))
    return found


def see_all() -> None:
    from casework.models import Station
    from casework.scope import set_scope

    set_scope(Station.objects.values_list("pk", flat=True))


def reader(actor):
    """A browser of this person, logged in: reader(address) reads a page."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(actor.staff, backend=BACKEND)

    def read(address: str) -> bytes:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        return response.content

    return read
